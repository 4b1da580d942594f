"""Work that runs at most once at a time, whichever process or machine begins it."""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from sqlalchemy import text

from app.models.base import Database

_TAKE = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 1))")
_GIVE = text("SELECT pg_advisory_unlock(hashtextextended(:name, 1))")


@contextmanager
def alone(database: Database, name: str) -> Iterator[bool]:
    """Yield whether nobody else does what goes by this name; if so, nobody can begin it meanwhile.

    It never waits, and leaves transactions alone. Whoever is killed gives the name back: on SQLite
    a lock on a file beside the database, on PostgreSQL one of a connection.
    """
    holding = _file if database.is_sqlite else _connection
    with holding(database, name) as is_free:
        yield is_free


@contextmanager
def _file(database: Database, name: str) -> Iterator[bool]:
    path = Path(f"{database.engine.url.database}.{name}.lock")
    with path.open("a") as file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _connection(database: Database, name: str) -> Iterator[bool]:
    with database.engine.connect() as connection:
        # No transaction may stay open as long as the work takes.
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        is_free = connection.execute(_TAKE, {"name": name}).scalar_one()
        try:
            yield is_free
        finally:
            if is_free:
                connection.execute(_GIVE, {"name": name})
