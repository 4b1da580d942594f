"""What was published or answered is never changed, not even by somebody with a database shell."""

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.engine import Answer
from app.models.journey import compiled, publish
from app.models.learner import Learner, erase
from app.models.tables import batch, partition, run
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
        shown = answered.own(session)
        assert "wahl-4" not in shown.journey.steps
        assert shown.journey == compiled(session, shown.version_id)
        stored = session.execute(text("SELECT version_id, missed FROM run")).one()
    assert stored == (shown.pinned_id, None)
    with answered.database.read() as session:
        assert "wahl-4" in compiled(session, shown.pinned_id).steps


MOVE = "UPDATE run SET partition_id = :to"


@pytest.fixture
def partitions(walker: Walker) -> Walker:
    """An open run; the partitions 1 and 2 of assignments, and 3 of a group."""
    with walker.database.write() as session:
        for number, kind in ((1, "assignment"), (2, "assignment"), (3, "group")):
            row = {"id": number, "kind": kind, "journey_id": "probe"}
            session.execute(insert(partition).values(row))
    return walker


def test_an_open_run_is_taken_into_an_assignment_once(partitions: Walker) -> None:
    with partitions.database.write() as session:
        session.execute(text(MOVE), {"to": 1})
        session.execute(text(MOVE), {"to": 1})
    for other in (2, 3, None):
        with pytest.raises(DBAPIError, match="never"), partitions.database.write() as session:
            session.execute(text(MOVE), {"to": other})


def test_an_open_run_is_never_put_into_a_group(partitions: Walker) -> None:
    with pytest.raises(DBAPIError, match="never"), partitions.database.write() as session:
        session.execute(text(MOVE), {"to": 3})


def test_what_was_counted_stays_counted(walker: Walker) -> None:
    with walker.database.write() as session:
        session.execute(update(run).values(counted=True))
    with pytest.raises(DBAPIError, match="never"), walker.database.write() as session:
        session.execute(update(run).values(counted=False))


def test_a_station_is_released_once_in_each_round(partitions: Walker) -> None:
    of_station = {"partition_id": 1, "step": "wahl-1", "version_id": 1, "people": 5}
    with partitions.database.write() as session:
        for number in (1, 2):
            released = of_station | {"round": number, "released_at": NOW}
            session.execute(insert(batch).values(released))
    with pytest.raises(IntegrityError), partitions.database.write() as session:
        session.execute(insert(batch).values(released))
    with pytest.raises(DBAPIError, match="never"), partitions.database.write() as session:
        session.execute(update(batch).values(round=3))
