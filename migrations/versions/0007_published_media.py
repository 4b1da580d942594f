"""Which files were published: only these may be seen by everybody."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "version_media",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("version_id", "sha256", name="pk_version_media"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_version_media_version_id_version"
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["media_file.sha256"], name="fk_version_media_sha256_media_file"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_version_media_sha256", "version_media", ["sha256"])
    _note_files_of_versions()


def _note_files_of_versions() -> None:
    """Take the files of earlier versions from what they were compiled to."""
    connection = op.get_bind()
    known = set(connection.execute(sa.text("SELECT sha256 FROM media_file")).scalars())
    noted = sa.table("version_media", sa.column("version_id"), sa.column("sha256"))
    ids = connection.execute(sa.text("SELECT id FROM version ORDER BY id")).scalars().all()
    for version_id in ids:
        compiled = connection.execute(
            sa.text("SELECT compiled FROM version WHERE id = :id"), {"id": version_id}
        ).scalar_one()
        for sha256 in sorted(set(json.loads(compiled)["files"].values()) & known):
            connection.execute(sa.insert(noted).values(version_id=version_id, sha256=sha256))
