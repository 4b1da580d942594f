"""What is forgotten by time: not a day too early, and whoever comes back in between loses nothing.

Promise P20.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, func, insert, select, update

from app.engine import Answer
from app.models import retention
from app.models.attempt import Attempt
from app.models.author import invite
from app.models.base import Database, Session
from app.models.device import Device
from app.models.diary import Diary, thought
from app.models.entry import entry
from app.models.learner import Learner
from app.models.standing import _known
from app.models.tables import attempt, author_invitation, device, learner, pin, run
from app.models.tables_company import certificate_check
from app.models.user import User
from tests.integration.models.conftest import NOW, Walker
from tests.integration.models.test_draft import made

STEP = "gedanke"


def days(count: float) -> datetime:
    """Return the moment so many days later."""
    return NOW + timedelta(days=count)


def count(database: Database, table: Table) -> int:
    with database.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def decide(walker: Walker, turn: int, now: datetime) -> None:
    with walker.database.write() as session:
        answer = Answer(f"wahl-{turn + 1}", "a")
        walker.own(session).decide(session, answer, turn=turn, now=now)


def write(walker: Walker, now: datetime, *, answered: bool, seen: int = 0, text: str = "x") -> None:
    with walker.database.write() as session:
        diary = Diary(session, walker.own(session), walker.keyring)
        if answered:
            diary.answer(STEP, {"text": text}, {"text": seen}, now)
        else:
            diary.save(STEP, "text", text, seen, now)


def texts(walker: Walker) -> list[tuple[bytes, int]]:
    with walker.database.read() as session:
        rows = session.execute(select(thought.c.text, thought.c.revision))
        return [(bytes(row.text), row.revision) for row in rows]


def test_a_draft_of_a_text_is_emptied_after_ninety_days(walker: Walker) -> None:
    write(walker, NOW, answered=False)
    assert retention.forget_drafts(walker.database, days(89.9)) == 0
    assert texts(walker)[0][0] != b""
    assert retention.forget_drafts(walker.database, days(90)) == 1
    # The row stays with a new revision, so that an old tab cannot bring the text back unseen.
    assert texts(walker) == [(b"", 2)]
    assert retention.forget_drafts(walker.database, days(90)) == 0


def test_a_text_that_was_sent_off_is_no_draft_any_more(walker: Walker) -> None:
    write(walker, NOW, answered=True)
    write(walker, days(1), answered=False, seen=1, text="später geändert")
    assert retention.forget_drafts(walker.database, days(300)) == 0


def test_a_run_goes_twelve_months_after_its_last_answer_with_all_that_hangs_on_it(
    walker: Walker,
) -> None:
    decide(walker, 0, days(10))
    write(walker, NOW, answered=True)
    assert retention.forget_runs(walker.database, days(374.9)) == 0
    assert count(walker.database, entry) == 1
    assert retention.forget_runs(walker.database, days(375)) == 1
    assert [count(walker.database, table) for table in (run, entry, thought, pin)] == [0, 0, 0, 0]
    assert _known.get(walker.code) is None
    assert retention.forget_runs(walker.database, days(375)) == 0


def test_writing_in_the_diary_keeps_a_run_too(walker: Walker) -> None:
    write(walker, NOW, answered=True)
    write(walker, days(200), answered=True, seen=1, text="noch einmal")
    assert retention.forget_runs(walker.database, days(400)) == 0
    assert retention.forget_runs(walker.database, days(565)) == 1


def test_the_end_of_a_run_is_told_sixty_days_before(walker: Walker) -> None:
    decide(walker, 0, days(10))

    def end(now: datetime) -> datetime | None:
        with walker.database.read() as session:
            run = walker.own(session)
            return retention.end_of_run(session, run.id, run.updated_at, now)

    assert end(days(314.9)) is None
    assert end(days(315)) == days(375)
    write(walker, days(20), answered=True)
    assert end(days(315)) is None
    # Of a text only the minute is known.
    assert end(days(325)) == days(385).replace(second=0, microsecond=0)
    assert retention.forget_runs(walker.database, days(384.9)) == 0
    assert retention.forget_runs(walker.database, days(385)) == 1


class ComingBack:
    """A database in which somebody comes back just before the first of the changes."""

    def __init__(self, database: Database, act: Callable[[], None]) -> None:
        self._database, self._act = database, act

    def read(self) -> AbstractContextManager[Session]:
        return self._database.read()

    @contextmanager
    def write(self) -> Iterator[Session]:
        self._act()
        with self._database.write() as session:
            yield session

    def scrub(self) -> None:
        self._database.scrub()


def test_whoever_comes_back_at_the_last_moment_loses_nothing(walker: Walker) -> None:
    write(walker, NOW, answered=False)
    later = days(400)
    answering: Any = ComingBack(walker.database, lambda: decide(walker, 0, later))
    assert retention.forget_runs(answering, later) == 0
    writing: Any = ComingBack(
        walker.database, lambda: write(walker, later, answered=False, seen=1, text="weiter")
    )
    assert retention.forget_drafts(writing, later) == 0
    assert count(walker.database, run) == 1
    assert texts(walker)[0][0] != b""


def test_devices_go_after_their_ninety_days(walker: Walker) -> None:
    with walker.database.write() as session:
        Device.create(session, walker.learner, days(30))
    assert retention.forget_devices(walker.database, days(89.9)) == 0
    assert retention.forget_devices(walker.database, days(90)) == 1
    assert count(walker.database, device) == 1


def test_a_learner_goes_once_neither_a_run_nor_a_device_is_left(walker: Walker) -> None:
    with walker.database.write() as session:
        found = Learner.find(session, walker.learner.id)
        assert found
        found.new_reisecode(session, "secret", NOW)
    database = walker.database
    assert retention.forget_learners(database, days(400)) == 0
    with database.write() as session:
        session.execute(update(run).values(updated_at=NOW))
        Device.create(session, walker.learner, days(350))
    assert retention.forget_runs(database, days(400)) == 1
    assert retention.forget_learners(database, days(400)) == 0
    assert retention.forget_learners(database, days(440)) == 1
    assert count(database, learner) == count(database, device) == 0


def test_very_many_are_forgotten_in_portions(
    walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    with walker.database.write() as session:
        for _ in range(5):
            Learner.create(session, walker.keyring, NOW)
    assert retention.forget_learners(walker.database, NOW) == 5
    assert count(walker.database, learner) == 1


def test_tries_in_vain_go_after_an_hour(each_database: Database) -> None:
    with each_database.write() as session:
        Attempt.count(session, "sign-in", b"n" * 32, NOW)
    assert retention.forget_attempts(each_database, NOW + timedelta(minutes=59)) == 0
    assert retention.forget_attempts(each_database, NOW + timedelta(hours=1)) == 1
    assert count(each_database, attempt) == 0


def test_invitations_of_authors_go_when_they_end(each_database: Database, ada: User) -> None:
    with each_database.write() as session:
        invite(session, made(session, ada), by=ada, now=NOW)
    assert retention.forget_author_invitations(each_database, days(13.9)) == 0
    assert retention.forget_author_invitations(each_database, days(14)) == 1
    assert count(each_database, author_invitation) == 0


def test_a_certificate_can_be_checked_for_thirty_six_months(each_database: Database) -> None:
    row = {"code": b"c" * 32, "paper": b"p" * 32, "issued_on": NOW.date()}
    with each_database.write() as session:
        session.execute(insert(certificate_check).values(row))
    assert retention.forget_certificate_checks(each_database, days(1094)) == 0
    assert retention.forget_certificate_checks(each_database, days(1095)) == 1
    assert count(each_database, certificate_check) == 0
