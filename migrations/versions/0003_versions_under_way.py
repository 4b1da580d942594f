"""Versions under way: what a run missed, the versions it stood on before, versions withdrawn."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("run", sa.Column("missed", sa.Text(), nullable=True))
    op.create_table(
        "pin",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "version_id", name="pk_pin"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name="fk_pin_run_id_run", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_pin_version_id_version"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "withdrawal",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("version_id", name="pk_withdrawal"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_withdrawal_version_id_version"
        ),
        sa.ForeignKeyConstraint(
            ["by"],
            ["user_account.id"],
            name="fk_withdrawal_by_user_account",
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_withdrawal_by", "withdrawal", ["by"])
