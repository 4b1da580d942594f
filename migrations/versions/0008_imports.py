"""Imports: what was found when a story of another tool became a draft."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_import",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("wanted", sa.String(40), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name="pk_draft_import"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name="fk_draft_import_draft_id_draft", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
