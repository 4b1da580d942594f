"""What was published or answered is never changed, not even by somebody with a database shell."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.engine import Answer
from app.models.journey import compiled, publish
from app.models.learner import Learner, erase
from tests.integration.models.conftest import NOW, Walker
from tests.integration.models.samples import parsed

FORBIDDEN = [
    "UPDATE entry SET value = '\"b\"'",
    "UPDATE entry SET seq = 2",
    "DELETE FROM entry",
    "UPDATE version SET compiled = '{}'",
    "UPDATE version SET note = 'x'",
    "DELETE FROM version",
    "UPDATE media_file SET type = 'text/html'",
]


@pytest.fixture
def answered(walker: Walker) -> Walker:
    """A run with one entry, and a journey with a media file."""
    with walker.database.write() as session:
        walker.own(session).decide(session, Answer("wahl-1", "a"), turn=0, now=NOW)
        publish(session, parsed("second", {"bild.png": b"1"}), NOW)
    return walker


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_refuses_to_change_the_past(answered: Walker, statement: str) -> None:
    with pytest.raises(DBAPIError, match="never|only with its run"), answered.database.write() as s:
        s.execute(text(statement))


def test_only_erasing_the_learner_takes_the_entries_along(answered: Walker) -> None:
    with answered.database.write() as session:
        owner = Learner.find(session, answered.learner.id)
        assert owner is not None
        erase(session, owner)
    with answered.database.read() as session:
        for table in ("learner", "device", "run", "entry"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0
        assert session.execute(text("SELECT count(*) FROM version")).scalar_one() == 2


def test_looking_leaves_a_run_on_the_version_it_stands_on(answered: Walker) -> None:
    with answered.database.write() as session:
        publish(session, parsed("third", steps=1), NOW)
    answered.forget()
    with answered.database.read() as session:
        run = answered.own(session)
        assert "wahl-4" not in run.journey.steps
        assert run.journey == compiled(session, run.version_id)
        stored = session.execute(text("SELECT version_id, missed FROM run")).one()
    assert stored == (run.pinned_id, None)
    with answered.database.read() as session:
        assert "wahl-4" in compiled(session, run.pinned_id).steps
