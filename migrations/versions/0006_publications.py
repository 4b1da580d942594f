"""Publications: who published which version, and what drafts said before one was restored."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("version_id", name="pk_publication"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_publication_version_id_version"
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name="fk_publication_draft_id_draft", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by"],
            ["user_account.id"],
            name="fk_publication_by_user_account",
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_publication_by", "publication", ["by"])
    op.create_index("ix_publication_draft_id", "publication", ["draft_id"])
    op.create_table(
        "draft_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_draft_copy"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name="fk_draft_copy_draft_id_draft", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["user_account.id"], name="fk_draft_copy_by_user_account", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_draft_copy_by", "draft_copy", ["by"])
    op.create_index("ix_draft_copy_draft_id", "draft_copy", ["draft_id"])
