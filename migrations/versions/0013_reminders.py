"""Reminders: on which days a company lets its people be reminded, and by which link that ends."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reminder", sa.Column("mute", sa.LargeBinary(32), nullable=True))
    op.create_index("ix_reminder_mute", "reminder", ["mute"], unique=True)
    op.create_table(
        "reminder_day",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", "kind", name="pk_reminder_day"),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name="fk_reminder_day_assignment_id_assignment",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
