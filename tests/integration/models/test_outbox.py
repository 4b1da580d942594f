"""The outbox: mail is claimed once, sealed while it waits, and forgotten in time."""

from datetime import timedelta
from threading import Barrier, Thread

from cryptography.fernet import Fernet
from sqlalchemy import select

from app.lib.crypto import Keyring
from app.models.base import Database
from app.models.outbox import CLAIMED, Outbox, Outgoing
from app.models.tables import outbox
from tests.integration.models.conftest import NOW

TO = "lea@reise.example"


def put(database: Database, keyring: Keyring, times: int = 1) -> None:
    with database.write() as session:
        for number in range(times):
            Outbox.put(session, keyring, "kind", TO, {"number": number}, NOW)


def claim(database: Database, keyring: Keyring, minutes: float = 0) -> Outgoing | None:
    with database.write() as session:
        return Outgoing.claim(session, keyring, NOW + timedelta(minutes=minutes))


def test_a_claimed_mail_is_nobody_elses_until_its_time_is_over(
    each_database: Database, keyring: Keyring
) -> None:
    put(each_database, keyring)
    first = claim(each_database, keyring)
    assert first and first.values == {"number": 0} and first.tries == 1
    assert claim(each_database, keyring, 9.9) is None
    again = claim(each_database, keyring, CLAIMED.total_seconds() / 60)
    assert again and again.id == first.id and again.tries == 2


def test_two_that_deliver_at_once_share_the_mails(
    each_database: Database, keyring: Keyring
) -> None:
    put(each_database, keyring, 12)
    barrier, found = Barrier(3), []

    def deliver() -> None:
        barrier.wait()
        while outgoing := claim(each_database, keyring):
            found.append(outgoing.id)

    threads = [Thread(target=deliver) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(set(found)) == 12


def test_what_was_sent_keeps_no_words(each_database: Database, keyring: Keyring) -> None:
    put(each_database, keyring)
    outgoing = claim(each_database, keyring)
    assert outgoing
    with each_database.write() as session:
        outgoing.sent(session, NOW)
    assert claim(each_database, keyring, 10_000) is None
    with each_database.read() as session:
        row = session.execute(select(outbox)).one()
    assert (row.content, row.sent_at, row.due_at) == (b"", NOW, None)


def test_each_try_waits_twice_as_long_up_to_six_hours(
    each_database: Database, keyring: Keyring
) -> None:
    put(each_database, keyring)
    moment, waits = NOW, []
    for _ in range(12):
        with each_database.write() as session:
            outgoing = Outgoing.claim(session, keyring, moment)
            assert outgoing
            outgoing.postpone(session, moment)
            due = session.execute(select(outbox.c.due_at)).scalar_one()
        waits.append((due - moment).total_seconds() / 60)
        moment = due
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360]


def test_nothing_is_kept_longer_than_seven_days(each_database: Database, keyring: Keyring) -> None:
    put(each_database, keyring, 2)
    with each_database.write() as session:
        Outbox.forget(session, NOW + timedelta(days=6, hours=23))
        assert Outbox.waiting(session) == 2
        Outbox.forget(session, NOW + timedelta(days=7))
        assert Outbox.waiting(session) == 0


def test_a_copy_of_the_database_does_not_show_what_waits(
    each_database: Database, keyring: Keyring
) -> None:
    with each_database.write() as session:
        Outbox.put(session, keyring, "invitation", TO, {"token": "geheim"}, NOW)
        content = session.execute(select(outbox.c.content)).scalar_one()
    assert b"geheim" not in content
    found = claim(each_database, Keyring([Fernet.generate_key().decode()]))
    assert found and found.values is None
