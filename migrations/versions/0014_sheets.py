"""Editions: since when the sheet for the works council says what it says."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet_edition",
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("checksum", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "since", name="pk_sheet_edition"),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name="fk_sheet_edition_company_id_company",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
