"""Groups of facilitators, agreed contributions, and the frozen figures that come of them.

A run belongs to one partition or to none, which is that of a journey's open walkers. A migration
that rebuilds `run` in batch mode on SQLite has to create the trigger on it again.
"""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNCHANGEABLE = {
    "batch": "a released figure is never changed",
    "batch_cell": "a released figure is never changed",
}


def upgrade() -> None:
    _create_groups()
    _create_batches()
    _extend_runs()
    if op.get_context().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _create_groups() -> None:
    op.create_table(
        "partition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("journey_id", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_partition"),
    )
    op.create_table(
        "learning_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("token", sa.String(16), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("moved_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_learning_group"),
        sa.UniqueConstraint("code", name="uq_learning_group_code"),
        sa.UniqueConstraint("token", name="uq_learning_group_token"),
        sa.ForeignKeyConstraint(
            ["id"], ["partition.id"], name="fk_learning_group_id_partition", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_learning_group_version_id_version"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["user_account.id"],
            name="fk_learning_group_owner_id_user_account",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_learning_group_owner_id", "learning_group", ["owner_id"])


def _create_batches() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partition_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
        sa.UniqueConstraint("partition_id", "step", name="uq_batch_partition_id_step"),
        sa.ForeignKeyConstraint(
            ["partition_id"], ["partition.id"], name="fk_batch_partition_id_partition"
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_batch_version_id_version"),
    )
    op.create_table(
        "batch_cell",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("option", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("batch_id", "place", name="pk_batch_cell"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name="fk_batch_cell_batch_id_batch", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )


def _extend_runs() -> None:
    # Written out, because Alembic adds a reference to a table of SQLite only by rebuilding it.
    op.execute(
        "ALTER TABLE run ADD COLUMN partition_id INTEGER "
        "CONSTRAINT fk_run_partition_id_partition REFERENCES partition (id)"
    )
    op.add_column(
        "run", sa.Column("contributes", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_run_partition_id",
        "run",
        ["partition_id"],
        sqlite_where=sa.text("partition_id IS NOT NULL"),
        postgresql_where=sa.text("partition_id IS NOT NULL"),
    )


def _guard_sqlite() -> None:
    for table, reason in UNCHANGEABLE.items():
        op.execute(
            f"CREATE TRIGGER {table}_unchangeable BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
    op.execute(
        "CREATE TRIGGER batch_cell_goes_with_its_batch BEFORE DELETE ON batch_cell "
        "WHEN EXISTS (SELECT 1 FROM batch WHERE id = OLD.batch_id) "
        "BEGIN SELECT RAISE(ABORT, 'a figure goes only with its batch'); END"
    )
    op.execute(
        "CREATE TRIGGER run_stays_in_its_partition BEFORE UPDATE OF partition_id ON run "
        "WHEN OLD.partition_id IS NOT NULL AND NEW.partition_id IS NOT OLD.partition_id "
        "BEGIN SELECT RAISE(ABORT, 'a run never changes its partition'); END"
    )


def _guard_postgresql() -> None:
    for table, reason in UNCHANGEABLE.items():
        op.execute(
            f"CREATE TRIGGER {table}_unchangeable BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse('{reason}')"
        )
    op.execute(
        "CREATE FUNCTION batch_cell_goes_with_its_batch() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF EXISTS (SELECT 1 FROM batch WHERE id = OLD.batch_id) THEN "
        "RAISE EXCEPTION 'a figure goes only with its batch'; END IF; RETURN OLD; END $$"
    )
    op.execute(
        "CREATE TRIGGER batch_cell_goes_with_its_batch BEFORE DELETE ON batch_cell "
        "FOR EACH ROW EXECUTE FUNCTION batch_cell_goes_with_its_batch()"
    )
    op.execute(
        "CREATE TRIGGER run_stays_in_its_partition BEFORE UPDATE OF partition_id ON run "
        "FOR EACH ROW WHEN (OLD.partition_id IS NOT NULL "
        "AND NEW.partition_id IS DISTINCT FROM OLD.partition_id) "
        "EXECUTE FUNCTION refuse('a run never changes its partition')"
    )
