"""The studio: drafts of journeys with their texts, files and authors, and links to show them."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_drafts()
    _create_parts()
    _create_people()


def _create_drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("good_text", sa.Text(), nullable=True),
        sa.Column("good_at", UtcDateTime(), nullable=True),
        sa.Column("visibility", sa.String(10), nullable=False),
        sa.Column("link_code", sa.String(16), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("edited_at", UtcDateTime(), nullable=False),
        sa.Column("edited_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("archived_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name="fk_draft_created_by_user_account",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["edited_by"],
            ["user_account.id"],
            name="fk_draft_edited_by_user_account",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["archived_by"],
            ["user_account.id"],
            name="fk_draft_archived_by_user_account",
            ondelete="SET NULL",
        ),
        sa.UniqueConstraint("journey_id", name="uq_draft_journey_id"),
        sa.UniqueConstraint("link_code", name="uq_draft_link_code"),
    )
    op.create_index("ix_draft_archived_by", "draft", ["archived_by"])
    op.create_index("ix_draft_created_by", "draft", ["created_by"])
    op.create_index("ix_draft_edited_by", "draft", ["edited_by"])


def _create_parts() -> None:
    op.create_table(
        "draft_text",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=False),
        sa.Column("edited_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("draft_id", "lang", name="pk_draft_text"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name="fk_draft_text_draft_id_draft", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["edited_by"],
            ["user_account.id"],
            name="fk_draft_text_edited_by_user_account",
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_draft_text_edited_by", "draft_text", ["edited_by"])
    op.create_table(
        "draft_media",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("draft_id", "name", name="pk_draft_media"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name="fk_draft_media_draft_id_draft", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["media_file.sha256"], name="fk_draft_media_sha256_media_file"
        ),
        sa.ForeignKeyConstraint(
            ["added_by"],
            ["user_account.id"],
            name="fk_draft_media_added_by_user_account",
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_draft_media_added_by", "draft_media", ["added_by"])
    op.create_index("ix_draft_media_sha256", "draft_media", ["sha256"])


def _create_people() -> None:
    op.create_table(
        "draft_author",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("draft_id", "user_id", name="pk_draft_author"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name="fk_draft_author_draft_id_draft", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name="fk_draft_author_user_id_user_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["added_by"],
            ["user_account.id"],
            name="fk_draft_author_added_by_user_account",
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_draft_author_added_by", "draft_author", ["added_by"])
    op.create_index("ix_draft_author_user_id", "draft_author", ["user_id"])
    op.create_table(
        "author_invitation",
        sa.Column("token", sa.LargeBinary(32), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_author_invitation"),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["draft.id"],
            name="fk_author_invitation_draft_id_draft",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name="fk_author_invitation_created_by_user_account",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_author_invitation_created_by", "author_invitation", ["created_by"])
    op.create_index("ix_author_invitation_draft_id", "author_invitation", ["draft_id"])
    op.create_table(
        "review_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.LargeBinary(32), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_review_link"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name="fk_review_link_draft_id_draft", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name="fk_review_link_created_by_user_account",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("token", name="uq_review_link_token"),
    )
    op.create_index("ix_review_link_created_by", "review_link", ["created_by"])
    op.create_index("ix_review_link_draft_id", "review_link", ["draft_id"])
