"""Sessions kept at hand: none with an open transaction, none that broke, never more than wanted."""

from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from app.engine import Answer
from app.lib.crypto import Keyring
from app.models.base import Database, when_safe
from tests.integration.models.conftest import NOW, Walker, begin
from tests.integration.models.test_prepared import in_transaction


def test_a_session_is_lent_again_without_a_transaction(each_database: Database) -> None:
    with each_database.read() as first:
        first.execute(text("SELECT 1"))
        assert in_transaction(first)
    with each_database.read() as second:
        assert second is first
        assert not in_transaction(second)


def test_what_a_reader_changed_is_thrown_away(walker: Walker) -> None:
    with walker.database.read() as session:
        session.execute(text("DELETE FROM learner"))
    with walker.database.read() as session:
        assert session.execute(text("SELECT count(*) FROM learner")).scalar_one() == 1


def test_one_that_ends_with_an_error_is_not_kept_and_leaves_nothing_open(walker: Walker) -> None:
    database = walker.database
    with pytest.raises(LookupError), database.write() as failed:
        walker.own(failed).decide(failed, Answer("wahl-1", "a"), turn=0, now=NOW)
        raise LookupError
    assert failed.closed
    with database.write() as session:
        assert session is not failed
        assert not in_transaction(session)
        assert walker.own(session).turn == 0


def test_a_reader_does_at_once_what_a_failed_writer_left_waiting(walker: Walker) -> None:
    done: list[str] = []
    for _ in range(2):
        with pytest.raises(LookupError), walker.database.write() as session:
            session.execute(text("SELECT 1"))
            when_safe(session, lambda: done.append("written"))
            raise LookupError
        with walker.database.read() as session:
            when_safe(session, lambda: done.append("read"))
    assert done == ["read", "read"]


def test_not_more_are_kept_than_threads_serve(each_database: Database) -> None:
    with ExitStack() as scopes:
        lent = [scopes.enter_context(each_database.read()) for _ in range(5)]
        assert len({id(session) for session in lent}) == 5
    pool: Any = each_database.engine.pool
    assert pool.checkedout() == 4
    each_database.dispose()
    assert pool.checkedout() == 0
    with each_database.read() as session:
        assert session not in lent


def test_a_commit_that_fails_takes_its_connection_along(walker: Walker) -> None:
    def fail(_session: object) -> None:
        raise OperationalError("COMMIT", None, Exception("disk I/O error"))

    engine = walker.database._writing
    event.listen(engine, "commit", fail)
    with pytest.raises(OperationalError), walker.database.write() as failed:
        walker.own(failed).decide(failed, Answer("wahl-1", "a"), turn=0, now=NOW)
    event.remove(engine, "commit", fail)
    with walker.database.write() as session:
        assert session is not failed
        assert walker.own(session).turn == 0


def test_after_the_server_ended_all_connections_only_one_request_fails(
    postgres_url: str, keyring: Keyring
) -> None:
    database = Database(postgres_url)
    walker = begin(database, keyring)
    with database.read() as one, database.read() as two, database.read() as three:
        for session in (one, two, three):
            walker.own(session)
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(OperationalError) as caught, database.read() as session:
        walker.own(session)
    assert caught.value.connection_invalidated
    with database.read() as one, database.read() as two, database.read() as three:
        for session in (one, two, three):
            assert walker.own(session).turn == 0
    database.dispose()


def test_one_lent_while_others_broke_is_not_kept(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.read() as lent, database.read() as broken:
        broken.invalidate()
    assert lent.closed
    database.dispose()
