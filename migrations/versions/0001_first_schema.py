"""The first schema: learners, devices, versions, runs, entries, private texts.

A later migration that rebuilds one of the guarded tables in batch mode on SQLite has to create its
triggers again.
"""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime, UtcHour

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

UNCHANGEABLE = {
    "entry": "an entry is never changed",
    "version": "a published version is never changed",
    "media_file": "a published file is never changed",
}


def upgrade() -> None:
    _create_people()
    _create_journeys()
    _create_runs()
    if op.get_context().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _create_people() -> None:
    op.create_table(
        "learner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(26), nullable=False),
        sa.Column("reisecode", sa.LargeBinary(32), nullable=True),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learner"),
        sa.UniqueConstraint("tag", name="uq_learner_tag"),
        sa.UniqueConstraint("reisecode", name="uq_learner_reisecode"),
    )
    op.create_table(
        "device",
        sa.Column("token", sa.LargeBinary(32), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_device"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_device_learner_id_learner", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_device_learner_id", "device", ["learner_id"])
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("network", sa.LargeBinary(32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_at", "attempt", ["at"])
    op.create_index("ix_attempt_kind_network", "attempt", ["kind", "network"])


def _create_journeys() -> None:
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("compiled", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
        sa.UniqueConstraint("journey_id", "number", name="uq_version_journey_id_number"),
    )
    op.create_table(
        "media_file",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("type", sa.String(60), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_media_file"),
    )


def _create_runs() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(40), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
        sa.UniqueConstraint("code", name="uq_run_code"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_run_learner_id_learner", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_run_version_id_version"),
        postgresql_with={"fillfactor": 70},
    )
    op.create_index("ix_run_learner_id", "run", ["learner_id"])
    op.create_index("ix_run_version_id", "run", ["version_id"])
    op.create_table(
        "entry",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", UtcHour(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "seq", name="pk_entry"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name="fk_entry_run_id_run", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "thought",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "step", "field", name="pk_thought"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name="fk_thought_run_id_run", ondelete="CASCADE"
        ),
    )


def _guard_sqlite() -> None:
    for table, reason in UNCHANGEABLE.items():
        op.execute(
            f"CREATE TRIGGER {table}_unchangeable BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
    op.execute(
        "CREATE TRIGGER version_stays BEFORE DELETE ON version "
        "BEGIN SELECT RAISE(ABORT, 'a published version is never deleted'); END"
    )
    op.execute(
        "CREATE TRIGGER entry_goes_with_its_run BEFORE DELETE ON entry "
        "WHEN EXISTS (SELECT 1 FROM run WHERE id = OLD.run_id) "
        "BEGIN SELECT RAISE(ABORT, 'an entry goes only with its run'); END"
    )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$"
    )
    op.execute(
        "CREATE FUNCTION entry_goes_with_its_run() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF EXISTS (SELECT 1 FROM run WHERE id = OLD.run_id) THEN "
        "RAISE EXCEPTION 'an entry goes only with its run'; END IF; RETURN OLD; END $$"
    )
    for table, reason in UNCHANGEABLE.items():
        op.execute(
            f"CREATE TRIGGER {table}_unchangeable BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse('{reason}')"
        )
    op.execute(
        "CREATE TRIGGER version_stays BEFORE DELETE ON version "
        "FOR EACH ROW EXECUTE FUNCTION refuse('a published version is never deleted')"
    )
    op.execute(
        "CREATE TRIGGER entry_goes_with_its_run BEFORE DELETE ON entry "
        "FOR EACH ROW EXECUTE FUNCTION entry_goes_with_its_run()"
    )
