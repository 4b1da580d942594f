"""When a write fails: no half state, and the next try goes through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from app.engine import Answer
from app.models.base import Database
from app.models.diary import Diary
from app.models.journey import publish
from app.models.learner import Learner, erase
from tests.integration.models.conftest import NOW, Walker
from tests.integration.models.samples import parsed

STATEMENTS_AT_MOST = 12


class DiskFault(Exception):
    """What a driver raises when the disk says no."""


@contextmanager
def failing_write(database: Database, number: int) -> Iterator[list[str]]:
    """Let the n-th statement that writes, or the commit behind the last one, fail."""
    seen: list[str] = []

    def fail(what: str) -> None:
        seen.append(what)
        if len(seen) == number:
            raise OperationalError(what, None, DiskFault("disk I/O error"))

    def before(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split()[0] in ("INSERT", "UPDATE", "DELETE", "WITH"):
            fail(statement)

    def commit(_connection: Any) -> None:
        fail("COMMIT")

    engine = database._writing
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "commit", commit)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "commit", commit)


def everything(database: Database) -> dict[str, list[Any]]:
    tables = ("learner", "device", "run", "entry", "thought", "version", "media_file")
    with database.read() as session:
        return {
            table: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table}"))]
            for table in tables
        }


def answer_with_a_text(walker: Walker) -> None:
    with walker.database.write() as session:
        run = walker.own(session)
        run.decide(session, Answer("wahl-1", "a"), turn=0, now=NOW)
        diary = Diary(session, run, walker.keyring)
        diary.answer("gedanke", {"text": "Mein Gedanke"}, {"text": 0}, NOW)


def publish_with_media(walker: Walker) -> None:
    with walker.database.write() as session:
        publish(session, parsed("second", {"a.png": b"1", "b.png": b"2"}), NOW)


def erase_everything(walker: Walker) -> None:
    with walker.database.write() as session:
        owner = Learner.find(session, walker.learner.id)
        assert owner is not None
        erase(session, owner)


@pytest.mark.parametrize("act", [answer_with_a_text, publish_with_media, erase_everything])
def test_whichever_write_fails_nothing_is_half_done(
    walker: Walker, act: Callable[[Walker], None]
) -> None:
    before = everything(walker.database)
    reached = 0
    for number in range(1, STATEMENTS_AT_MOST):
        with failing_write(walker.database, number) as seen:
            try:
                act(walker)
            except DBAPIError:
                reached = number
                assert everything(walker.database) == before
                continue
        break
    assert reached >= 2, "at least one statement and the commit were made to fail"
    assert seen[-1] == "COMMIT"
    assert everything(walker.database) != before


def test_a_failed_answer_is_not_remembered(walker: Walker) -> None:
    with pytest.raises(OperationalError), failing_write(walker.database, 3):
        answer_with_a_text(walker)
    with walker.database.read() as session:
        assert walker.own(session).state.at == "wahl-1"
    answer_with_a_text(walker)
    with walker.database.read() as session:
        assert walker.own(session).state.at == "wahl-2"


def test_a_full_disk_refuses_the_answer_and_later_takes_it(sqlite_walker: Walker) -> None:
    database = sqlite_walker.database
    with database.write() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
    before = everything(database)
    with pytest.raises(OperationalError, match="full"), database.write() as session:
        publish(session, parsed("second", {"a.png": b"x" * 100_000}), NOW)
    assert everything(database) == before
    database.dispose()
    answer_with_a_text(sqlite_walker)
    with database.read() as session:
        assert sqlite_walker.own(session).turn == 1


def test_a_locked_file_is_an_error_of_the_database_and_passes(sqlite_walker: Walker) -> None:
    database = sqlite_walker.database
    other = Database(str(database.engine.url))
    with other.write() as session:
        session.execute(text("UPDATE learner SET seen_at = seen_at"))
        with pytest.raises(OperationalError, match="locked"), database.read() as impatient:
            impatient.exec_driver_sql("PRAGMA busy_timeout = 1")
            impatient.execute(text("UPDATE learner SET seen_at = seen_at"))
    other.dispose()
    answer_with_a_text(sqlite_walker)
