"""The database: durable settings, transactions, the schema."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from app.models import base, diary
from app.models.base import Database, NotDurable, UtcDateTime, metadata, when_safe
from app.models.learner import Learner
from app.models.tables import learner
from tests.integration.models.conftest import NOW
from tests.postgres import PostgresServer


def test_sqlite_is_opened_with_durable_settings(database: Database) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "cache_size": -4_000,
        "secure_delete": 1,
    }
    with database.read() as reader, database.write() as writer:
        for session in (reader, writer):
            found = {name: session.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted}
            assert found == wanted
    assert database.facts()["journal"] == "wal"


def test_an_old_sqlite_library_gets_the_rollback_journal_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(base, "SAFE_WAL", (99, 0, 0))
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    database.upgrade()
    assert database.facts()["journal"] == "delete"
    assert "rollback journal" in caplog.text
    database.scrub()
    database.dispose()


def test_a_database_without_durable_settings_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Forgetful(sqlite3.Connection):
        def execute(self, statement: str, *values: object) -> sqlite3.Cursor:
            return super().execute(statement.replace("synchronous = FULL", "synchronous = OFF"))

    connection = sqlite3.connect(tmp_path / "a.db", factory=Forgetful)
    monkeypatch.setattr(base, "SAFE_WAL", (0,))
    with pytest.raises(NotDurable, match="synchronous"):
        base._prepare_sqlite(connection, None)
    connection.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(NotDurable):
        Database(url)


def test_postgresql_without_durable_commits_is_refused(postgres: PostgresServer) -> None:
    separator = "&options=-c%20synchronous_commit%3Doff"
    database = Database(postgres.url() + separator)
    with pytest.raises(NotDurable, match="synchronous_commit"):
        database.facts()
    database.dispose()


def test_a_second_write_in_the_same_thread_is_a_mistake_said_at_once(database: Database) -> None:
    with database.write(), pytest.raises(RuntimeError, match="open already"), database.write():
        pass
    with database.write() as session:
        session.execute(select(learner))


def test_what_a_reader_changes_is_thrown_away(each_database: Database) -> None:
    with each_database.read() as session:
        session.execute(learner.insert().values(tag="x", key=b"k", created_at=NOW, seen_at=NOW))
    with each_database.read() as session:
        assert session.execute(select(learner)).all() == []


def test_memory_follows_the_database(each_database: Database) -> None:
    done: list[str] = []
    with each_database.write() as session:
        session.execute(select(learner))
        when_safe(session, lambda: done.append("undone"))
        session.rollback()
        session.execute(select(learner))
        when_safe(session, lambda: done.append("committed"))
        assert done == []
    assert done == ["committed"]
    with each_database.write() as session:
        session.execute(select(learner))
    with each_database.read() as session:
        when_safe(session, lambda: done.append("read"))
    assert done == ["committed", "read"]


def test_instants_come_back_aware_and_to_the_microsecond(each_database: Database) -> None:
    local = datetime(2026, 3, 29, 3, 30, 0, 123456, timezone(timedelta(hours=2)))
    with each_database.write() as session:
        session.execute(learner.insert().values(tag="x", key=b"k", created_at=local, seen_at=local))
    with each_database.read() as session:
        found = session.execute(select(learner.c.created_at)).scalar_one()
    assert found == local
    assert found.tzinfo is UTC


def test_an_instant_without_a_time_zone_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().bind_processor(database.engine.dialect)(datetime(2026, 1, 1))  # noqa: DTZ001


def test_upgrading_twice_changes_nothing(each_database: Database) -> None:
    assert each_database.revision() == each_database.head()
    each_database.upgrade()
    assert each_database.revision() == each_database.head()


def test_an_interrupted_upgrade_starts_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")

    def interrupt(_connection: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(database, "_assert_references", interrupt)
    with pytest.raises(KeyboardInterrupt):
        database.upgrade()
    assert inspect(database.engine).get_table_names() == []
    monkeypatch.undo()
    database.upgrade()
    assert database.revision() == database.head()
    with database.read() as session:
        assert session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    database.dispose()


def test_the_tables_are_what_the_code_says(each_database: Database) -> None:
    assert diary.thought.name in metadata.tables
    with each_database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_row_without_its_owner_is_refused(each_database: Database) -> None:
    with pytest.raises(DBAPIError), each_database.write() as session:
        session.execute(
            text("INSERT INTO entry (run_id, seq, step, value, at) VALUES (7, 1, 'a', '1', 1)")
        )


def test_learners_of_a_fresh_database_are_nobody(each_database: Database) -> None:
    with each_database.read() as session:
        assert Learner.find(session, 1) is None


def test_the_files_of_earlier_versions_are_noted_as_published(tmp_path: Path) -> None:
    from alembic import command

    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    columns = "id, journey_id, number, hash, source, compiled, note, created_at"
    with database.engine.connect() as connection, connection.begin():
        command.upgrade(base._alembic(connection), "0004")
        connection.execute(
            text("INSERT INTO media_file VALUES ('aa', 'x', x'01'), ('bb', 'x', '')")
        )
        for number, files in ((1, '{"a.png": "aa", "gone.png": "cc"}'), (2, "{}")):
            connection.execute(
                text(f"INSERT INTO version ({columns}) VALUES"
                     " (:n, 'alt', :n, 'h', '{}', :compiled, '', '2026-01-01')"),
                {"n": number, "compiled": f'{{"files": {files}}}'},
            )  # fmt: skip
    database.upgrade()
    with database.read() as session:
        found = session.execute(text("SELECT version_id, sha256 FROM version_media")).all()
    database.dispose()
    assert [tuple(row) for row in found] == [(1, "aa")]
