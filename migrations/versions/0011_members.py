"""Members: who came by the link of the company itself, and an index that shows a list by names."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("member", sa.Column("joined_at", UtcDateTime(), nullable=True))
    by_name = sa.text("lower(coalesce(name, email, ''))")
    op.create_index("ix_member_by_name", "member", ["company_id", by_name, "id"])
