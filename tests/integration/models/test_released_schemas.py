"""P9: every schema that was released migrates forward with its data, also when interrupted.

A dump is made once, when its schema is released, by `python -m scripts.dump_schema head`.
"""

import itertools
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, event, inspect, select

from app.engine import Answer
from app.models.base import Database, _alembic
from app.models.door import NOBODY
from app.models.media_reach import reach
from app.models.run import Run
from scripts.dump_schema import FOLDER, TOKEN, sqlite_dump
from tests.integration.models.conftest import NOW
from tests.postgres import PostgresServer

RELEASED = sorted({path.name.partition(".")[0] for path in FOLDER.glob("*.sql")})
STATEMENTS_AT_MOST = 500


class Interrupted(Exception):
    """Something ended the upgrade."""


@pytest.fixture(params=["sqlite", "postgresql"])
def released(request: pytest.FixtureRequest, revision: str, tmp_path: Path) -> Iterator[Database]:
    """A database as an older release left it, with data in every table."""
    script = (FOLDER / f"{revision}.{request.param}.sql").read_text("utf-8")
    if request.param == "sqlite":
        database = Database(restored_file(script, tmp_path / "released.db"))
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        name = f"released_{revision}_{os.urandom(4).hex()}"
        database = Database(restored_database(script, server, name))
        request.addfinalizer(lambda: server.drop_database(name))
    yield database
    database.dispose()


def restored_file(script: str, path: Path) -> str:
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()
    return f"sqlite:///{path}"


def restored_database(script: str, server: PostgresServer, name: str) -> str:
    url = server.create_database(name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(script.encode())
    return url


def contents(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table, each table in the order of its keys."""
    tables = MetaData()
    with database.engine.connect() as connection:
        tables.reflect(connection)
        return {
            table.name: [
                dict(row._mapping)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in tables.sorted_tables
            if table.name != "alembic_version"
        }


def kept(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> bool:
    """Tell whether every old row is there with every old value."""
    return all(
        [
            {column: new[column] for column in old}
            for old, new in zip(rows, after[table], strict=True)
        ]
        == rows
        for table, rows in before.items()
    )


def test_the_first_schema_is_among_the_released_ones_and_each_has_both_forms() -> None:
    assert "0001" in RELEASED
    for revision in RELEASED:
        assert {path.suffixes[0] for path in FOLDER.glob(f"{revision}.*")} == {
            ".sqlite",
            ".postgresql",
        }


@pytest.mark.parametrize("revision", RELEASED)
def test_a_released_schema_migrates_forward_and_keeps_every_row(released: Database) -> None:
    before = contents(released)
    assert all(rows for rows in before.values())
    released.upgrade()
    assert released.revision() == released.head()
    assert kept(before, contents(released))


@pytest.mark.parametrize("revision", RELEASED)
def test_files_of_versions_published_before_can_be_seen_by_everybody(released: Database) -> None:
    released.upgrade()
    with released.read() as session:
        for number in (1, 2):
            assert reach(session, f"sha256-{number}", NOBODY, NOW) == "everybody"


@pytest.mark.parametrize("revision", RELEASED)
def test_a_run_of_a_released_schema_goes_on(released: Database) -> None:
    released.upgrade()
    with released.write() as session:
        run = Run.own(session, "code-1", f"{TOKEN}-1", NOW)
        assert run is not None
        assert (run.state.at, run.state.values) == ("gedanke", {"weg": "links"})
        run.decide(session, Answer("gedanke", True), turn=1, now=NOW)
    with released.read() as session:
        run = Run.own(session, "code-1", f"{TOKEN}-1", NOW)
        assert run is not None and run.state.at == "da"


@pytest.mark.parametrize("revision", RELEASED)
def test_an_upgrade_interrupted_in_between_finishes_on_rerun(released: Database) -> None:
    before, revision = contents(released), released.revision()
    tables = sorted(inspect(released.engine).get_table_names())
    # Every statement at first, then every fifth: each try runs all the statements before its own.
    numbers = itertools.chain(range(1, 6), range(6, STATEMENTS_AT_MOST, 5))
    while interrupted(released, number := next(numbers)):
        assert released.revision() == revision
        assert sorted(inspect(released.engine).get_table_names()) == tables
    # The last run was not interrupted; the ones before left nothing that could stand in its way.
    assert released.revision() == released.head()
    assert kept(before, contents(released))
    assert number > 5 or revision == released.head()


def interrupted(database: Database, number: int) -> bool:
    """Upgrade and break off at the n-th statement; tell whether there was one."""
    count = 0

    def before(*_: object) -> None:
        nonlocal count
        count += 1
        if count == number:
            raise Interrupted

    engine = database._writing
    event.listen(engine, "before_cursor_execute", before)
    try:
        database.upgrade()
    except Interrupted:
        return True
    finally:
        event.remove(engine, "before_cursor_execute", before)
    return False


KILLED = """\
import os, sys
from sqlalchemy import event
from app.models.base import Database
left = [int(sys.argv[2])]
def before(*_):
    left[0] -= 1
    if not left[0]:
        os._exit(9)
database = Database(sys.argv[1])
event.listen(database._writing, "before_cursor_execute", before)
database.upgrade()
"""


@pytest.mark.parametrize("revision", RELEASED[:1])
def test_an_upgrade_whose_process_dies_finishes_on_rerun(released: Database) -> None:
    before, revision = contents(released), released.revision()
    url = released.engine.url.set(drivername=released.engine.url.get_backend_name())
    for number in (3, 12):
        command = [sys.executable, "-c", KILLED, url.render_as_string(False), str(number)]
        assert subprocess.run(command, cwd=FOLDER.parents[3], check=False).returncode == 9
        assert released.revision() == revision
    released.upgrade()
    assert released.revision() == released.head()
    assert kept(before, contents(released))


@pytest.mark.parametrize("revision", RELEASED)
def test_a_released_migration_was_not_changed_afterwards(revision: str, tmp_path: Path) -> None:
    name, made_now = sqlite_dump(tmp_path, revision)
    assert schema_of(made_now) == schema_of((FOLDER / name).read_text("utf-8"))


def schema_of(script: str) -> list[tuple[str, ...]]:
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    found = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
    return list(found)


def test_a_migration_follows_each_released_one() -> None:
    scripts = ScriptDirectory.from_config(_alembic())
    known = {script.revision for script in scripts.walk_revisions()}
    assert set(RELEASED) <= known
    assert len(scripts.get_heads()) == 1
