"""Days of release: figures of an assignment are released once a day, and once after its end."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release_day",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_last", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", name="pk_release_day"),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["partition.id"], name="fk_release_day_assignment_id_partition"
        ),
    )
