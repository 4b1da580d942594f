"""P11: whatever clocks, jobs, mail servers and people do, nobody is reminded twice or in vain."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, insert, select

from app.lib.crypto import Keyring
from app.models import reminding
from app.models.assignment import Assignment, end_of
from app.models.base import Database
from app.models.join_code import JoinCode
from app.models.journey import publish
from app.models.outbox import REMINDER, Outgoing
from app.models.tables import outbox, reminder, reminder_day
from scripts.figures import record
from tests import assignments
from tests.faults.writes import BROKEN, Driver
from tests.integration.models.conftest import NOW
from tests.integration.models.samples import parsed
from tests.seasons import seasons

HISTORIES = 300
MONDAY = date(2026, 11, 30)
MORNING = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
PEOPLE = 5


def test_no_history_reminds_somebody_twice_or_in_vain(database: Database) -> None:
    problems: list[str] = []
    letters = wanted = 0
    for each in seasons(database, range(HISTORIES)):
        problems += [f"{each.seed}: {problem}" for problem in each.problems]
        letters, wanted = letters + sum(each.letters.values()), wanted + each.made_up
    record(
        "histories with a reminder twice, in vain or lost",
        len(problems),
        goal="0",
        ok=not problems,
        command="make test",
        unit=f"of {HISTORIES}",
        note=f"{letters} reminders, {wanted} more that had to come in the end",
        quiet=True,
    )
    assert problems == []
    assert letters > HISTORIES
    assert wanted > HISTORIES / 10


@pytest.fixture
def office(each_database: Database, keyring: Keyring) -> Iterator[Database]:
    """An assignment to five people with addresses, whose first reminder is due."""
    with each_database.write() as session:
        publish(session, parsed(), NOW)
        company = assignments.open_company(session, NOW)
        made = assignments.assign(
            session, company, "probe", NOW, audience="everybody", ends_on=date(2026, 12, 18)
        )
        for number in range(PEOPLE):
            assignments.take_on(session, company, NOW, f"wer-{number}@luft.example")
        session.execute(insert(reminder_day).values(assignment_id=made.id, kind=1, day=MONDAY))
        found = Assignment.find(session, made.id)
        assert found
        ends_at = end_of(found.ends_on, "Europe/Berlin")
        JoinCode.create(session, company, NOW, assignment_id=made.id, ends_at=ends_at)
    yield each_database


def asked(database: Database) -> tuple[int, int]:
    with database.read() as session:
        count = [select(func.count()).select_from(table) for table in (reminder, outbox)]
        return tuple(session.execute(each).scalar_one() for each in count)  # type: ignore[return-value]


def test_two_jobs_at_once_ask_once(office: Database, keyring: Keyring) -> None:
    barrier = Barrier(3)

    def work() -> None:
        barrier.wait()
        reminding.ask_everywhere(office, keyring, MORNING)

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked(office) == (PEOPLE, PEOPLE)


def test_a_job_that_dies_at_any_moment_loses_and_doubles_nothing(
    office: Database, keyring: Keyring
) -> None:
    driver, moment = Driver(office), 0
    while True:
        moment += 1
        # Whatever the error of the driver becomes, this job is over.
        with driver.failing(moment, BROKEN) as passed, suppress(Exception):
            reminding.ask_everywhere(office, keyring, MORNING, 2)
        kept, waiting = asked(office)
        assert kept == waiting, passed[-1]
        if len(passed) < moment:
            break
    assert asked(office) == (PEOPLE, PEOPLE)
    assert moment > 12
    with office.write() as session:
        mails = [Outgoing.claim(session, keyring, MORNING) for _ in range(PEOPLE + 1)]
    recipients = {mail.recipient for mail in mails if mail}
    assert len(recipients) == PEOPLE
    assert {mail.kind for mail in mails if mail} == {REMINDER}
