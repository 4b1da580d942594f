"""Prepared statements: they mean what Core means, with its errors, events and transactions."""

from typing import Any

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from app.engine import Answer
from app.lib.tokens import digest
from app.models import device, diary, learner, run_statements, standing
from app.models.base import Database, Session
from app.models.device import Device
from app.models.diary import Diary
from app.models.entry import entry
from app.models.prepared import Prepared
from app.models.tables import attempt
from tests.integration.models.conftest import NOW, Walker

STEP = {"turn": 1, "step": "wahl-1", "value": '"a"', "hour": NOW}
SEEN = Prepared(select(attempt.c.kind, attempt.c.at))


def answered(walker: Walker) -> int:
    """Answer the first step and return the id of the run."""
    with walker.database.write() as session:
        mine = walker.own(session)
        mine.decide(session, Answer("wahl-1", "a"), turn=0, now=NOW)
    return mine.id


def in_transaction(session: Session) -> bool:
    """Return whether the driver has a transaction open, whatever SQLAlchemy believes."""
    raw: Any = session.connection.dbapi_connection
    if session.dialect.name == "sqlite":
        return bool(raw.in_transaction)
    return raw.info.transaction_status.name != "IDLE"


def test_rows_are_those_of_core(walker: Walker) -> None:
    run_id = answered(walker)
    with walker.database.write() as session:
        Diary(session, walker.own(session), walker.keyring).save("gedanke", "text", "Ja", 0, NOW)
    on_device = {"device": digest(walker.token), "now": NOW}
    own = on_device | {"code": walker.code}
    cases = [
        (device._FIND, on_device),
        (learner._BY_TOKEN, on_device),
        (run_statements.OF_LEARNER, {"learner": walker.learner.id}),
        (diary._OF_RUN, {"run": run_id}),
        (diary._ONE, {"run": run_id, "at_step": "gedanke", "at_field": "text"}),
        (diary._ONE, {"run": run_id, "at_step": "gedanke", "at_field": "another"}),
        (diary._KEY, {"learner": walker.learner.id}),
        (run_statements.OWN, own),
        (run_statements.BY_ID, {"id": run_id}),
        (standing._ENTRIES, {"run": run_id, "after": 0, "upto": 9}),
        (standing._ENTRIES, {"run": run_id, "after": 1, "upto": 9}),
    ]
    with walker.database.read() as session:
        for prepared, values in cases:
            theirs = session.execute(prepared.statement, values)
            names, expected = list(theirs.keys()), [tuple(row) for row in theirs]
            found = prepared.all(session, values)
            assert [tuple(row) for row in found] == expected
            assert all(list(row._fields) == names for row in found)
            first = prepared.first(session, values)
            assert first == (found[0] if found else None)


def test_a_change_tells_how_many_rows_it_concerned(walker: Walker) -> None:
    run_id = answered(walker)
    values = {"run": run_id, "turn": 2, "at": "x", "now": NOW, "finished_at": None, "pinned": 1}
    with walker.database.write() as session:
        assert run_statements.ADVANCE.change(session, values | {"expected": 7}) == 0
        assert run_statements.ADVANCE.change(session, values | {"expected": 1}) == 1


def test_what_is_written_core_reads_alike(walker: Walker) -> None:
    run_id = answered(walker)
    with walker.database.write() as session:
        run_statements.APPEND.change(session, STEP | {"run": run_id, "turn": 2})
        session.execute(
            insert(entry), {"run_id": run_id, "seq": 3, "step": "wahl-1", "value": '"a"', "at": NOW}
        )
        two, three = session.execute(select(entry.c.at, entry.c.value).where(entry.c.seq > 1))
    assert tuple(two) == tuple(three)


def test_a_rule_that_is_broken_is_an_integrity_error(walker: Walker) -> None:
    run_id = answered(walker)
    with walker.database.write() as session:
        with pytest.raises(IntegrityError, match="INSERT INTO entry") as caught:
            run_statements.APPEND.change(session, STEP | {"run": run_id})
        assert isinstance(caught.value.orig, session.dialect.loaded_dbapi.IntegrityError)
        session.rollback()
        assert not in_transaction(session)
    with walker.database.write() as session:
        mine = walker.own(session)
        mine.decide(session, Answer("wahl-2", "a"), turn=1, now=NOW)
        assert mine.turn == 2


def test_a_missing_table_is_the_error_that_core_raises(each_database: Database) -> None:
    with each_database.write() as session:
        session.execute(text("DROP TABLE attempt"))
    errors = []
    for execute in (lambda s: s.execute(SEEN.statement), lambda s: SEEN.all(s, {})):
        with (
            pytest.raises((OperationalError, ProgrammingError)) as caught,
            each_database.read() as session,
        ):
            execute(session)
        errors.append(caught.value)
    cores, ours = errors
    assert (type(ours), str(ours)) == (type(cores), str(cores))
    assert "SELECT attempt.kind" in str(ours)
    with each_database.read() as session:
        assert not in_transaction(session)
        assert session.execute(text("SELECT 1")).scalar_one() == 1


def test_listeners_hear_of_it_and_their_errors_pass_unchanged(walker: Walker) -> None:
    heard: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, _p: Any, _context: Any, many: bool) -> None:
        assert not many
        heard.append(statement.split()[0])
        if len(heard) == 2:
            raise LookupError("stop")

    engine = walker.database.engine
    event.listen(engine, "before_cursor_execute", listen)
    with walker.database.read() as session:
        walker.own(session)
    with pytest.raises(LookupError, match="stop"), walker.database.read() as session:
        walker.own(session)
    event.remove(engine, "before_cursor_execute", listen)
    with walker.database.read() as session:
        walker.own(session)
    assert heard == ["SELECT", "SELECT"]


def test_it_begins_the_transaction_that_core_would_begin(walker: Walker) -> None:
    with walker.database.read() as session:
        assert not in_transaction(session)
        walker.own(session)
        assert session.in_transaction()
        assert in_transaction(session)
        session.rollback()
        assert not in_transaction(session)


def test_a_writer_locks_the_file_before_it_reads(sqlite_walker: Walker) -> None:
    other = Database(str(sqlite_walker.database.engine.url))
    with sqlite_walker.database.write() as session:
        sqlite_walker.own(session)
        with other.read() as reader:
            sqlite_walker.own(reader)
            reader.rollback()
            reader.exec_driver_sql("PRAGMA busy_timeout = 1")
            reader.rollback()
            with pytest.raises(OperationalError, match="locked"):
                reader.exec_driver_sql("DELETE FROM attempt")
    other.dispose()


def test_a_device_is_found_by_its_token_alone(walker: Walker) -> None:
    with walker.database.read() as session:
        assert Device.find(session, walker.token, NOW) == walker.learner.id
        assert Device.find(session, "another", NOW) is None


def test_a_statement_with_a_value_of_its_own_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="value of its own"), database.read() as session:
        Prepared(select(attempt.c.at).where(attempt.c.kind == "code")).all(session, {})
