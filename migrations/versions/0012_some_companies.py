"""Journeys for some companies: which ones find a journey, and the code that a company gives out."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_company",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name="fk_draft_company_draft_id_draft", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name="fk_draft_company_company_id_company",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["added_by"],
            ["user_account.id"],
            name="fk_draft_company_added_by_user_account",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("draft_id", "company_id", name="pk_draft_company"),
    )
    op.create_index("ix_draft_company_company_id", "draft_company", ["company_id"])
    op.create_index("ix_draft_company_added_by", "draft_company", ["added_by"])
    op.add_column("company", sa.Column("journey_code", sa.String(8), nullable=True))
    op.create_index("ix_company_journey_code", "company", ["journey_code"], unique=True)
