"""Companies: their people, assignments, links and certificates; rounds of released figures.

A migration that rebuilds `run` in batch mode on SQLite has to create the triggers on it again.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_sqlite = op.get_context().dialect.name == "sqlite"
    _create_companies()
    _create_people()
    _create_assignments()
    _create_parts_of_assignments()
    _create_links()
    _create_what_learners_keep()
    _create_certificates()
    _extend_invitations()
    _extend_runs()
    _extend_batches(is_sqlite)
    if is_sqlite:
        _guard_sqlite()
    else:
        _guard_postgresql()


def _reference(table: str, column: str, other: str, then: str | None = None) -> Any:
    """Return a reference to the id of another table under its usual name."""
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=then)


def _create_companies() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("sector", sa.String(40), nullable=False),
        sa.Column("head_count", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sheet_read_at", UtcDateTime(), nullable=True),
        sa.Column("poster_printed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_company"),
        sa.UniqueConstraint("code", name="uq_company_code"),
    )
    op.create_table(
        "company_manager",
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("company_id", "user_id", name="pk_company_manager"),
        _reference("company_manager", "company_id", "company", "CASCADE"),
        _reference("company_manager", "user_id", "user_account", "CASCADE"),
        _reference("company_manager", "added_by", "user_account", "SET NULL"),
    )
    op.create_index("ix_company_manager_user_id", "company_manager", ["user_id"])
    op.create_index("ix_company_manager_added_by", "company_manager", ["added_by"])


def _create_people() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_team"),
        sa.UniqueConstraint("company_id", "name", name="uq_team_company_id_name"),
        _reference("team", "company_id", "company", "CASCADE"),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(80), nullable=True),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sa.UniqueConstraint("code", name="uq_member_code"),
        sa.UniqueConstraint("company_id", "email", name="uq_member_company_id_email"),
        _reference("member", "company_id", "company", "CASCADE"),
        _reference("member", "team_id", "team", "SET NULL"),
    )
    op.create_index("ix_member_team_id", "member", ["team_id"])


def _create_assignments() -> None:
    op.create_table(
        "assignment_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_assignment_draft"),
        sa.UniqueConstraint("code", name="uq_assignment_draft_code"),
        _reference("assignment_draft", "company_id", "company", "CASCADE"),
        _reference("assignment_draft", "created_by", "user_account", "SET NULL"),
    )
    op.create_index("ix_assignment_draft_company_id", "assignment_draft", ["company_id"])
    op.create_index("ix_assignment_draft_created_by", "assignment_draft", ["created_by"])
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.String(40), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("proof_confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("proof_confirmed_by", sa.Integer(), nullable=True),
        sa.Column("head_count", sa.Integer(), nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        sa.UniqueConstraint("code", name="uq_assignment_code"),
        _reference("assignment", "id", "partition"),
        _reference("assignment", "company_id", "company"),
        _reference("assignment", "proof_confirmed_by", "user_account", "SET NULL"),
        _reference("assignment", "issued_by", "user_account", "SET NULL"),
    )
    for column in ("company_id", "proof_confirmed_by", "issued_by"):
        op.create_index(f"ix_assignment_{column}", "assignment", [column])


def _create_parts_of_assignments() -> None:
    _create_pairs("assignment_team", "team")
    _create_pairs("assignment_member", "member")
    _create_pairs("completion", "member")
    _create_pairs("muted", "member")
    op.create_table(
        "reminder",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("assignment_id", "member_id", "kind", name="pk_reminder"),
        _reference("reminder", "assignment_id", "assignment", "CASCADE"),
        _reference("reminder", "member_id", "member", "CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reminder_member_id", "reminder", ["member_id"])


def _create_pairs(table: str, other: str) -> None:
    """Create a table that says which teams or members belong to an assignment in some way."""
    column = f"{other}_id"
    op.create_table(
        table,
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", column, name=f"pk_{table}"),
        _reference(table, "assignment_id", "assignment", "CASCADE"),
        _reference(table, column, other, "CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{table}_{column}", table, [column])


def _create_links() -> None:
    op.create_table(
        "join_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(8), nullable=True),
        sa.Column("token", sa.String(16), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("paused_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_join_code"),
        sa.UniqueConstraint("code", name="uq_join_code_code"),
        sa.UniqueConstraint("token", name="uq_join_code_token"),
        _reference("join_code", "company_id", "company", "CASCADE"),
        _reference("join_code", "assignment_id", "assignment", "CASCADE"),
        _reference("join_code", "member_id", "member", "CASCADE"),
    )
    for column in ("company_id", "assignment_id", "member_id"):
        op.create_index(f"ix_join_code_{column}", "join_code", [column])


def _create_what_learners_keep() -> None:
    op.create_table(
        "membership",
        sa.Column("member_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_membership"),
        _reference("membership", "learner_id", "learner", "CASCADE"),
    )
    op.create_index("ix_membership_learner_id", "membership", ["learner_id"])
    op.create_table(
        "seat",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("proves", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_seat"),
        _reference("seat", "run_id", "run", "CASCADE"),
        _reference("seat", "assignment_id", "partition"),
    )
    op.create_index("ix_seat_assignment_id", "seat", ["assignment_id"])
    op.create_index("ix_seat_member_id", "seat", ["member_id"])
    op.create_table(
        "arrival",
        sa.Column("token", sa.LargeBinary(16), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_arrival"),
        _reference("arrival", "assignment_id", "partition"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_arrival_assignment_id", "arrival", ["assignment_id"])


def _create_certificates() -> None:
    op.create_table(
        "certificate",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_certificate"),
        sa.UniqueConstraint("code", name="uq_certificate_code"),
        _reference("certificate", "run_id", "run", "CASCADE"),
        _reference("certificate", "learner_id", "learner", "CASCADE"),
        _reference("certificate", "version_id", "version"),
    )
    op.create_index("ix_certificate_learner_id", "certificate", ["learner_id"])
    op.create_table(
        "certificate_check",
        sa.Column("code", sa.LargeBinary(32), nullable=False),
        sa.Column("paper", sa.LargeBinary(32), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_certificate_check"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "handed_certificate",
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("journey", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fetched_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("code", "company_id", name="pk_handed_certificate"),
        sa.ForeignKeyConstraint(
            ["code"],
            ["certificate.code"],
            name="fk_handed_certificate_code_certificate",
            ondelete="CASCADE",
        ),
        _reference("handed_certificate", "company_id", "company", "CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_handed_certificate_company_id", "handed_certificate", ["company_id"])


def _extend_invitations() -> None:
    with op.batch_alter_table("user_invitation") as table:
        table.drop_constraint("uq_user_invitation_email", type_="unique")
        for column, other, then in (
            ("company_id", "company", "CASCADE"),
            ("invited_by", "user_account", "SET NULL"),
        ):
            name = f"fk_user_invitation_{column}_{other}"
            key = sa.ForeignKey(f"{other}.id", name=name, ondelete=then)
            table.add_column(sa.Column(column, sa.Integer(), key, nullable=True))
        table.create_unique_constraint(
            "uq_user_invitation_email_company_id", ["email", "company_id"]
        )
        table.create_index("ix_user_invitation_company_id", ["company_id"])
        table.create_index("ix_user_invitation_invited_by", ["invited_by"])


def _extend_runs() -> None:
    op.add_column(
        "run", sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def _extend_batches(is_sqlite: bool) -> None:
    if is_sqlite:
        # SQLite rebuilds the table. The one trigger goes with it, the other names it.
        op.execute("DROP TRIGGER batch_cell_goes_with_its_batch")
    with op.batch_alter_table("batch") as table:
        table.drop_constraint("uq_batch_partition_id_step", type_="unique")
        table.add_column(sa.Column("round", sa.Integer(), nullable=False, server_default="0"))
        table.create_unique_constraint(
            "uq_batch_partition_id_round_step", ["partition_id", "round", "step"]
        )
    if is_sqlite:
        op.execute(
            "CREATE TRIGGER batch_unchangeable BEFORE UPDATE ON batch "
            "BEGIN SELECT RAISE(ABORT, 'a released figure is never changed'); END"
        )
        op.execute(
            "CREATE TRIGGER batch_cell_goes_with_its_batch BEFORE DELETE ON batch_cell "
            "WHEN EXISTS (SELECT 1 FROM batch WHERE id = OLD.batch_id) "
            "BEGIN SELECT RAISE(ABORT, 'a figure goes only with its batch'); END"
        )


MOVES = (
    "NEW.partition_id {differs} OLD.partition_id AND (OLD.partition_id IS NOT NULL OR NOT EXISTS "
    "(SELECT 1 FROM partition WHERE id = NEW.partition_id AND kind = 'assignment'))"
)
"""When a run may not change its partition: all but an open walker's into an assignment."""

LEAVES = (
    "DELETE FROM membership WHERE member_id = OLD.id; "
    "UPDATE run SET contributes = FALSE WHERE contributes AND NOT counted "
    "AND id IN (SELECT run_id FROM seat WHERE member_id = OLD.id); "
    "DELETE FROM seat WHERE member_id = OLD.id;"
)
"""What goes with a member: what was to be counted is not counted any more, and nothing is told."""


def _guard_sqlite() -> None:
    op.execute("DROP TRIGGER run_stays_in_its_partition")
    op.execute(
        "CREATE TRIGGER run_stays_in_its_partition BEFORE UPDATE OF partition_id ON run "
        f"WHEN {MOVES.format(differs='IS NOT')} "
        "BEGIN SELECT RAISE(ABORT, 'a run never changes its partition'); END"
    )
    op.execute(
        "CREATE TRIGGER run_stays_counted BEFORE UPDATE OF counted ON run "
        "WHEN OLD.counted AND NOT NEW.counted "
        "BEGIN SELECT RAISE(ABORT, 'what was counted is never taken back'); END"
    )
    op.execute(f"CREATE TRIGGER member_leaves_no_link AFTER DELETE ON member BEGIN {LEAVES} END")


def _guard_postgresql() -> None:
    op.execute("DROP TRIGGER run_stays_in_its_partition ON run")
    op.execute(
        "CREATE FUNCTION run_stays_in_its_partition() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {MOVES.format(differs='IS DISTINCT FROM')} THEN "
        "RAISE EXCEPTION 'a run never changes its partition'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER run_stays_in_its_partition BEFORE UPDATE OF partition_id ON run "
        "FOR EACH ROW EXECUTE FUNCTION run_stays_in_its_partition()"
    )
    op.execute(
        "CREATE TRIGGER run_stays_counted BEFORE UPDATE OF counted ON run "
        "FOR EACH ROW WHEN (OLD.counted AND NOT NEW.counted) "
        "EXECUTE FUNCTION refuse('what was counted is never taken back')"
    )
    # With the rights of its owner: whoever removes a member may not look at these tables.
    op.execute(
        "CREATE FUNCTION member_leaves_no_link() RETURNS trigger LANGUAGE plpgsql "
        "SECURITY DEFINER SET search_path FROM CURRENT AS "
        f"$$ BEGIN {LEAVES} RETURN OLD; END $$"
    )
    op.execute(
        "CREATE TRIGGER member_leaves_no_link AFTER DELETE ON member "
        "FOR EACH ROW EXECUTE FUNCTION member_leaves_no_link()"
    )
