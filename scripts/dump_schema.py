"""Keep a released schema with data in every table: `python -m scripts.dump_schema REVISION`.

Writes ``<revision>.sqlite.sql`` and ``<revision>.postgresql.sql`` into the folder whose dumps must
all migrate forward. Run it once when a schema is released; `head` is the newest one.
"""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    insert,
    text,
)

from app.content.media import Media
from app.content.source import parse
from app.engine.compiled import to_json
from app.models.base import Database
from tests.postgres import PostgresServer, running_server

FOLDER = Path(__file__).parents[1] / "tests/integration/models/schemas"
ROWS = (1, 2)
"""Of two rows a table the first has every value, the second only those it must have."""
FIRST_DAY = datetime(2026, 11, 22, 20, 15, 30, 123456, UTC)
TOKEN = "the-token-of-a-device"
JOURNEY = """\
format: zukunftsreise/1
id: alte-reise
title: "Eine Reise von früher"
languages: [de]
stages:
  - stage: strecke
    title: "Die Strecke"
    steps:
      - decision: weg
        title: "Die Gabelung"
        question: "Wohin gehen Sie?"
        choices:
          - {id: links, label: "Nach links", feedback: "Links ist es hell."}
          - {id: rechts, label: "Nach rechts", feedback: "Rechts ist es still."}
      - reflection: gedanke
        title: "Ein Gedanke"
        prompt: "Was nehmen Sie mit?"
        image: {file: bild.svg, alt: "Ein Weg, der sich gabelt"}
      - {end: da, title: "Angekommen", text: "Schön."}
"""


def main(arguments: list[str]) -> int:
    """Write both dumps of a revision."""
    if len(arguments) != 1:
        print("Usage: python -m scripts.dump_schema REVISION (or head)", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, running_server() as server:
        for dumped in (sqlite_dump(Path(folder), arguments[0]), _postgres(server, arguments[0])):
            path = FOLDER / dumped[0]
            path.write_text(dumped[1], "utf-8")
            print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    return 0


def sqlite_dump(folder: Path, revision: str) -> tuple[str, str]:
    """Return the name and the content of the dump of a new SQLite database."""
    path = folder / "schema.db"
    found = _filled(f"sqlite:///{path}", revision)
    connection = sqlite3.connect(path)
    script = "\n".join(connection.iterdump()) + "\n"
    connection.close()
    return f"{found}.sqlite.sql", script


def _postgres(server: PostgresServer, revision: str) -> tuple[str, str]:
    found = _filled(server.create_database("schema"), revision)
    command = ["pg_dump", "--no-owner", "--no-privileges", "--inserts", "--column-inserts",
               f"--host={server.folder}", "--username=postgres", "schema"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    # Settings of the session and commands of psql say nothing about the schema.
    noise = re.compile(r"(--.*|SET .*|SELECT pg_catalog\.set_config.*|\\.*)?")
    kept = [line for line in done.stdout.splitlines() if not noise.fullmatch(line)]
    return f"{found}.postgresql.sql", "\n".join(kept) + "\n"


def _filled(url: str, revision: str) -> str:
    """Bring a new database to a revision, fill every table, and return what the revision is."""
    database = Database(url)
    database.upgrade(revision)
    with database._writing.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                _fill(connection, table)
    found = database.revision()
    database.dispose()
    assert found
    return found


def _fill(connection: Connection, table: Table) -> None:
    rows = [
        {column.name: _value(connection, table, column, number) for column in table.columns}
        for number in ROWS
    ]
    connection.execute(insert(table), rows)
    for column in table.primary_key.columns:
        if column.server_default is not None:
            counted = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
            values = {"table": table.name, "column": column.name, "last": ROWS[-1]}
            connection.execute(counted, values)


def _value(connection: Connection, table: Table, column: Column[Any], number: int) -> Any:
    """Return what a column says in a row: something it may say, and another in each row."""
    meaningful = MEANINGFUL.get((table.name, column.name))
    if column.nullable and number == ROWS[-1]:
        return None
    if meaningful:
        return meaningful(number)
    if column.foreign_keys and not isinstance(column.type, Integer):
        key = next(iter(column.foreign_keys)).column
        return _value(connection, key.table, key, number)
    return _of_type(column, number, connection.dialect.name == "sqlite")


def _of_type(column: Column[Any], number: int, is_sqlite: bool) -> Any:
    kind: Any = column.type
    if isinstance(kind, Boolean):
        return number == 1
    if isinstance(kind, DateTime):
        instant = FIRST_DAY + timedelta(days=number)
        return instant.replace(tzinfo=None) if is_sqlite else instant
    if isinstance(kind, Date):
        return (FIRST_DAY + timedelta(days=number)).date()
    if isinstance(kind, LargeBinary):
        return sha256(f"{column}{number}".encode()).digest()
    if isinstance(kind, Integer):
        return number
    return f"{column.name}-{number}"[: kind.length or 1000]


def _journey(number: int) -> Any:
    text = JOURNEY.replace("von früher", f"von früher, Fassung {number}")
    sound = parse(text, files=Media({}, {"bild.svg": f"sha256-{number}"})).journey
    assert sound is not None
    return sound


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


MEANINGFUL: Mapping[tuple[str, str], Callable[[int], object]] = {
    ("device", "token"): lambda number: sha256(f"{TOKEN}-{number}".encode()).digest(),
    ("device", "expires_at"): lambda number: FIRST_DAY.replace(year=2096, tzinfo=None),
    ("version", "journey_id"): lambda number: "alte-reise",
    ("version", "compiled"): lambda number: _json(to_json(_journey(number))),
    ("version", "source"): lambda number: _json({"journey.yaml": JOURNEY}),
    ("draft", "text"): lambda number: JOURNEY,
    ("run", "at"): lambda number: "gedanke",
    ("run", "role"): lambda number: None,
    ("run", "turn"): lambda number: 1,
    ("run", "finished_at"): lambda number: None,
    ("entry", "seq"): lambda number: 1,
    ("entry", "step"): lambda number: "weg",
    ("entry", "value"): lambda number: _json("links"),
    ("entry", "at"): lambda number: 499_000 + number,
}
"""What the application reads back, so that it can work with the data behind a migration."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
