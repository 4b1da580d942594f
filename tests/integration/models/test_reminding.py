"""P11: whatever clocks, jobs, mail servers and people do, nobody is reminded twice or in vain."""

from collections.abc import Iterator
from contextlib import suppress
from threading import Barrier, Thread

import pytest

from app.lib.crypto import Keyring
from app.models import reminding
from app.models.base import Database
from app.models.outbox import REMINDER, Outgoing
from scripts.figures import record
from tests.faults.writes import BROKEN, Driver
from tests.reminders import MORNING, asked, due_for
from tests.seasons import seasons

HISTORIES = 300
PEOPLE = 5


def test_no_history_reminds_somebody_twice_or_in_vain(database: Database) -> None:
    problems: list[str] = []
    letters = wanted = 0
    for each in seasons(database, range(HISTORIES)):
        problems += [f"{each.seed}: {problem}" for problem in each.ledger.problems]
        letters, wanted = letters + sum(each.ledger.letters.values()), wanted + each.made_up
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
    due_for(each_database, PEOPLE)
    yield each_database


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
