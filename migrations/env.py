"""Runs migrations on the connection that `Database.upgrade` gives, or on ZR_DATABASE_URL."""

import os
from pathlib import Path
from typing import Any

from alembic import context
from sqlalchemy import Connection

from app.config import load
from app.models import diary, entry, tables
from app.models.base import Database, metadata

ALL_TABLES = (tables.learner, diary.thought, entry.entry)


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave out the tables that SQLite or an administrator keeps."""
    return kind != "table" or name in metadata.tables


def migrate(connection: Connection) -> None:
    """Run what was asked for in the transaction of the caller."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        include_name=include_name,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    # A developer uses the `alembic` command itself, to write the next migration.
    instance = Path(__file__).parents[1] / "instance"
    with Database(load(os.environ, instance).database_url).engine.begin() as own:
        migrate(own)
