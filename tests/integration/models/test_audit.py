"""The audit: what it says stays as it is for 24 months."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from app.models.audit import Audit
from app.models.base import Database
from app.models.tables import audit


def note(database: Database, at: datetime) -> None:
    with database.write() as session:
        Audit.note(session, "user:invite", by="command", about="lea@reise.example", now=at)


def acts(database: Database) -> int:
    with database.read() as session:
        return len(Audit.all(session))


def test_nobody_changes_what_it_says(each_database: Database) -> None:
    note(each_database, datetime.now(UTC) - timedelta(days=900))
    with pytest.raises(DBAPIError, match="never changed"), each_database.write() as session:
        session.execute(update(audit).values(by="nobody"))


def test_nobody_deletes_it_before_its_time(each_database: Database) -> None:
    note(each_database, datetime.now(UTC) - timedelta(days=720))
    with pytest.raises(DBAPIError, match="24 months"), each_database.write() as session:
        session.execute(delete(audit))
    assert acts(each_database) == 1


def test_it_is_forgotten_after_its_time(each_database: Database) -> None:
    now = datetime.now(UTC)
    note(each_database, now - timedelta(days=733))
    note(each_database, now - timedelta(days=1))
    with each_database.write() as session:
        Audit.forget(session, now)
    assert acts(each_database) == 1


@pytest.mark.parametrize("act", ["invited lea", "user", "User:Invite", "user:invite lea"])
def test_an_act_is_a_tag_and_holds_no_content(database: Database, act: str) -> None:
    with pytest.raises(AssertionError, match="subject:verb"), database.write() as session:
        Audit.note(session, act, by="command", about="x", now=datetime.now(UTC))
