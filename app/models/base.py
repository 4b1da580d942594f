"""The database: how it is opened, what it promises, and the two ways to use it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    create_engine,
    event,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.types import TypeDecorator

from app.models import scopes
from app.models.scopes import Scope
from app.models.sessions import Session as Session
from app.models.sessions import Sessions

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:
    # The package is a wheel for some systems only; Python's own module then decides the mode below.
    import sqlite3 as sqlite

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parents[2] / "migrations"
BUSY_SECONDS = 10
SAFE_WAL = (3, 51, 3)
"""Older SQLite libraries can damage a file when its write-ahead log is reset."""

_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class NotDurable(RuntimeError):
    """The database would lose acknowledged answers in a crash; the text says what to change."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC, also on SQLite, which forgets time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        return _text_of if dialect.name == "sqlite" else _in_utc

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None]:
        return _instant_of if dialect.name == "sqlite" else _in_utc


def _in_utc(instant: datetime | None) -> datetime | None:
    if instant is None:
        return None
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(UTC)


def _text_of(instant: datetime | None) -> str | None:
    """Return an instant as SQLAlchemy's own type writes it, which takes four times as long."""
    in_utc = _in_utc(instant)
    if in_utc is None:
        return None
    return in_utc.isoformat(" ", "microseconds").removesuffix("+00:00")


def _instant_of(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(f"{stored}+00:00")


class UtcHour(TypeDecorator[datetime]):
    """The full hour an instant lies in, as whole hours since 1970.

    Exact enough to tell on which day something happened, too coarse to tell how long a step took:
    that is never stored.
    """

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.timestamp()) // 3600

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(0, UTC) + timedelta(hours=value)


class Database:
    """One SQLite file or one PostgreSQL database, opened when it is first used.

    On SQLite one lock of the process keeps writers in line, so exactly one process should serve.
    `threads` is the number of threads that serve; as many readers stay open, and one writer.
    """

    def __init__(self, url: str, threads: int = 4) -> None:
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url, threads)
        self._writing = _writer(self.engine)
        self._readers = Sessions(self.engine, threads)
        self._writers = Sessions(self._writing, 1) if self.is_sqlite else self._readers
        self._alone = _Alone() if self.is_sqlite else nullcontext()
        self._office_readers, self._office_writers = self._readers, self._writers
        self._office_role: str | None = scopes.OFFICE_ROLE
        if self.is_sqlite:
            self._office_role = None
            guarded = _open_sqlite(url, kept=2)
            self._office_readers = Sessions(guarded, 1)
            self._office_writers = Sessions(_writer(guarded), 1)
            # Last, because both engines ask a new connection first what SQLite can do.
            event.listen(guarded, "connect", scopes.guard)

    def read(self, scope: Scope = "all") -> AbstractContextManager[Session]:
        """Return the context of a session that sees one moment; what it changed is thrown away.

        `scope` says which tables it may touch; see `scopes`.
        """
        if scope == "office":
            return self._office_readers.lend(self._office_role)
        return self._readers.lend()

    @contextmanager
    def write(self, scope: Scope = "all") -> Iterator[Session]:
        """Yield a session whose changes are committed at the end, and undone by an exception.

        On SQLite it waits for its turn; one inside another in the same thread is a mistake.
        """
        is_office = scope == "office"
        writers = self._office_writers if is_office else self._writers
        with self._alone, writers.lend(self._office_role if is_office else None) as session:
            session.waiting = []
            yield session
            _commit(session)

    def scrub(self) -> None:
        """Leave no trace of what was deleted in the files of SQLite; call it after an erasure.

        `secure_delete` has overwritten the pages; this also empties the write-ahead log, in which
        older copies of the pages stand. PostgreSQL does the same in its own time, by vacuum.
        """
        if not self.is_sqlite:
            return
        with self._alone, self.read() as connection:
            busy = _raw(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            log.warning("scrub: a reader kept the write-ahead log from being emptied")

    def facts(self) -> dict[str, str]:
        """Return what an operator wants to know: name, version, journal (SQLite: wal or delete)."""
        with self.read() as connection:
            if self.is_sqlite:
                mode = _raw(connection).execute("PRAGMA journal_mode").fetchone()[0]
                return {"name": "SQLite", "version": sqlite.sqlite_version, "journal": str(mode)}
            version = connection.execute(text("SHOW server_version")).scalar_one()
            return {"name": "PostgreSQL", "version": str(version), "journal": "wal"}

    def upgrade(self, to: str = "head") -> None:
        """Bring the schema to its newest form, in one transaction; interrupted, it starts anew.

        `to` is a revision to stop at; only proofs about released schemas need one.
        """
        from alembic import command

        with self._alone, self._writing.connect() as connection:
            if self.is_sqlite:
                # A table that a migration rebuilds must not take along what refers to it.
                _raw(connection).execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    if not self.is_sqlite:
                        connection.execute(text("SELECT pg_advisory_xact_lock(20261122)"))
                    command.upgrade(_alembic(connection), to)
                    if not self.is_sqlite:
                        scopes.grant(connection)
                    self._assert_references(connection)
            finally:
                if self.is_sqlite:
                    _raw(connection).execute("PRAGMA foreign_keys = ON")

    def _assert_references(self, connection: Connection) -> None:
        if self.is_sqlite and _raw(connection).execute("PRAGMA foreign_key_check").fetchone():
            raise RuntimeError("the migration left a row without what it refers to")

    def head(self) -> str:
        """Return the newest revision of the schema that this code knows."""
        from alembic.script import ScriptDirectory

        return str(ScriptDirectory.from_config(_alembic()).get_current_head())

    def revision(self) -> str | None:
        """Return the revision the database stands at, or None where it has no schema yet."""
        from alembic.migration import MigrationContext

        with self.read() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The engines through which statements go, that of each scope; for proofs that listen."""
        return tuple(dict.fromkeys((self.engine, self._office_readers.engine)))

    def dispose(self) -> None:
        """Close all connections."""
        for sessions in (
            self._readers,
            self._writers,
            self._office_readers,
            self._office_writers,
        ):
            sessions.dispose()


class _Alone:
    """Lets one thread after the other pass; one that is inside already made a mistake."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside: int | None = None

    def __enter__(self) -> None:
        if self._inside == get_ident():
            raise RuntimeError("a write transaction is open already in this thread")
        self._lock.acquire()
        self._inside = get_ident()

    def __exit__(self, *_error: object) -> None:
        self._inside = None
        self._lock.release()


def take_turns(session: Session, name: str) -> None:
    """Wait until no other transaction holds this name, and hold it until this one ends.

    What is read from then on is what the others left. On SQLite all writers take turns anyway.
    """
    if session.dialect.name != "sqlite":
        session.execute(_TAKE_TURNS, {"name": name})


def when_safe(session: Session, act: Callable[[], None]) -> None:
    """Change something in memory that must agree with the database.

    A reader sees only what is committed, so it acts at once; a writer once its own changes are
    committed, and not at all if they are undone.
    """
    if session.waiting is None:
        act()
    else:
        session.waiting.append((session.get_transaction(), act))


def _commit(session: Session) -> None:
    """Make it last, and do what waits for this transaction; what waited for one undone is void."""
    transaction = session.get_transaction()
    waiting = session.waiting or ()
    try:
        session.commit()
    except BaseException:
        # SQLAlchemy would hand the connection on with the transaction still open in it.
        session.invalidate()
        raise
    for owner, act in waiting:
        if owner is transaction:
            act()


def _sqlite(url: str) -> Engine:
    if make_url(url).database in (None, "", ":memory:"):
        raise NotDurable(
            "ZR_DATABASE_URL needs a file, such as sqlite:///instance/zukunftsreise.db"
        )
    engine = _open_sqlite(url)
    if _journal_mode() != "wal":
        log.warning(
            "SQLite %s can damage files in WAL mode; its slower rollback journal is used. "
            "Install pysqlite3, or SQLite 3.51.3 or newer.",
            sqlite.sqlite_version,
        )
    return engine


def _open_sqlite(url: str, kept: int = 10) -> Engine:
    """Return an engine over connections of its own, of which at most `kept` stay open idly."""
    engine = create_engine(
        url,
        module=sqlite,
        pool_size=kept,
        pool_timeout=BUSY_SECONDS,
        connect_args={"timeout": BUSY_SECONDS},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return _beginning(engine, "BEGIN")


def _writer(reader: Engine) -> Engine:
    """Return an engine over the same connections that locks a SQLite file before it reads."""
    if reader.dialect.name != "sqlite":
        return reader
    return _beginning(create_engine(reader.url, module=sqlite, pool=reader.pool), "BEGIN IMMEDIATE")


def _beginning(engine: Engine, statement: str) -> Engine:
    def begin(dbapi_connection: Any) -> None:
        dbapi_connection.execute(statement)

    # The module's own way never says IMMEDIATE, so it is switched off in `_prepare_sqlite`. An
    # event would do, but SQLAlchemy then looks for listeners at each statement.
    engine.dialect.do_begin = begin  # type: ignore[method-assign]
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    mode = _journal_mode()
    connection.isolation_level = None
    for setting in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        f"journal_mode = {mode}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -4000",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {setting}").close()
    # What the file, the library or the disk did not accept must stop the start, not lose answers.
    for name, wanted in (("journal_mode", mode), ("synchronous", 2), ("foreign_keys", 1)):
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            raise NotDurable(f"SQLite keeps {name} at {found!r} instead of {wanted!r}")


def _journal_mode() -> str:
    return "wal" if sqlite.sqlite_version_info >= SAFE_WAL else "delete"


def _raw(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _postgresql(url: str, threads: int) -> Engine:
    # One connection more than threads: a short transaction of its own (a throttle's count) can
    # always be made while every thread holds one.
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=threads + 1,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        connect_args={"prepare_threshold": 2, "connect_timeout": BUSY_SECONDS},
    )
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
        for name in ("synchronous_commit", "fsync"):
            if cursor.execute(f"SHOW {name}").fetchone()[0] == "off":
                raise NotDurable(f"PostgreSQL runs with {name} = off; set it to on")
    connection.commit()


def _alembic(connection: Connection | None = None) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
