"""Certificates on both databases: one for each run, and one winner between taking and fetching."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from app.models import retention
from app.models.base import Session
from app.models.certificate import Certificate, is_valid
from app.models.handed_certificate import HandedCertificate
from app.models.learner import erase
from app.models.refusal import Refused
from app.models.run import Run
from app.models.tables import certificate, certificate_check, handed_certificate, run
from tests.firms import Firm
from tests.integration.models.conftest import NOW, Walker
from tests.integration.models.test_contention import AT_ONCE, together
from tests.integration.models.test_seat import Somebody

DAY = date(2026, 11, 22)
TRIES = 20


@pytest.fixture
def firm(walker: Walker) -> Firm:
    """A company on whose assignment the walker goes."""
    return Firm(walker.database)


@pytest.fixture
def arrived(walker: Walker, firm: Firm) -> Walker:
    """The walker at the end, with the assignment of the company."""
    assigned = firm.assign("probe")
    somebody = Somebody(walker.database, walker.learner, walker.token)
    walker.code = somebody.take(assigned)
    somebody.walk()
    return walker


def issue(walker: Walker, name: str = "Ada") -> None:
    """Ask for a certificate in a transaction of its own."""
    with walker.database.write() as session:
        Certificate.issue(
            session, walker.own(session), walker.keyring, name=name, minutes=25, day=DAY
        )


def own(session: Session, walker: Walker) -> Certificate:
    """Return the walker's certificate."""
    found = Certificate.of_run(session, walker.own(session).id, walker.keyring)
    assert found
    return found


def words(found: Certificate, firm: Firm) -> HandedCertificate:
    """Return what a company gets of it."""
    facts = (found.name, "Probe", found.minutes, "Lernen", found.issued_on, found.number)
    return HandedCertificate(found.code, firm.id, *facts)


def hand(walker: Walker, firm: Firm) -> str:
    """Hand it over and return its code."""
    with walker.database.write() as session:
        found = own(session, walker)
        found.hand(session, walker.own(session), words(found, firm))
    return found.code


def count(walker: Walker, *tables: object) -> list[int]:
    with walker.database.read() as session:
        counted = [select(func.count()).select_from(table) for table in tables]
        return [session.execute(each).scalar_one() for each in counted]


def test_twenty_presses_make_one_certificate(arrived: Walker) -> None:
    together([lambda: issue(arrived)] * AT_ONCE)
    assert count(arrived, certificate, certificate_check) == [1, 1]
    with arrived.database.read() as session:
        assert own(session, arrived).name == "Ada"


def test_twenty_presses_hand_it_over_once(arrived: Walker, firm: Firm) -> None:
    issue(arrived)
    assert len(set(together([lambda: hand(arrived, firm)] * AT_ONCE))) == 1
    assert count(arrived, handed_certificate) == [1]


def test_a_run_under_way_has_none(walker: Walker) -> None:
    with pytest.raises(Refused, match="certificate-early"):
        issue(walker)
    assert count(walker, certificate, certificate_check) == [0, 0]


def test_between_taking_back_and_fetching_there_is_one_winner(arrived: Walker, firm: Firm) -> None:
    issue(arrived)

    def take_back(code: str) -> Callable[[], str]:
        def act() -> str:
            with arrived.database.write() as session:
                HandedCertificate.take_back(session, code, firm.id)
            return "taken"

        return act

    def fetch(code: str) -> Callable[[], str]:
        def act() -> str:
            with arrived.database.write("office") as session:
                gone = not HandedCertificate.fetch(session, firm.id, [code], NOW)
            return "gone" if gone else "fetched"

        return act

    winners: Counter[str] = Counter()
    for turn in range(TRIES):
        code = hand(arrived, firm)
        acts = [take_back(code), fetch(code)]
        outcomes = together(acts if turn % 2 else acts[::-1])
        outcomes = outcomes if turn % 2 else outcomes[::-1]
        if outcomes[1] == "fetched":
            assert isinstance(outcomes[0], Refused)
            assert count(arrived, handed_certificate) == [1]
            winners["fetched"] += 1
            with arrived.database.write() as session:
                session.execute(handed_certificate.delete())
        else:
            assert outcomes == ["taken", "gone"]
            assert count(arrived, handed_certificate) == [0]
            winners["taken"] += 1
    assert sum(winners.values()) == TRIES


def test_between_deleting_and_handing_over_nothing_is_left_behind(
    arrived: Walker, firm: Firm
) -> None:
    for _ in range(5):
        issue(arrived)
        with arrived.database.read() as session:
            found = own(session, arrived)

        def delete(found: Certificate = found) -> str:
            with arrived.database.write() as session:
                found.delete(session)
            return "deleted"

        def give(found: Certificate = found) -> str:
            with arrived.database.write() as session:
                found.hand(session, arrived.own(session), words(found, firm))
            return "given"

        outcomes = together([give, delete])
        assert outcomes[1] == "deleted"
        assert outcomes[0] == "given" or isinstance(outcomes[0], Refused)
        assert count(arrived, certificate, certificate_check, handed_certificate) == [0, 0, 0]


def test_a_paper_stays_valid_for_36_months_after_the_person_is_forgotten(
    arrived: Walker, firm: Firm
) -> None:
    issue(arrived)
    code = hand(arrived, firm)
    with arrived.database.write() as session:
        erase(session, arrived.learner)
    assert count(arrived, certificate, handed_certificate, run) == [0, 0, 0]
    with arrived.database.read() as session:
        assert is_valid(session, code) and is_valid(session, code, " ADA ")
        assert is_valid(session, f"{code[:4]}-{code[4:]}".upper(), "ada")
        assert not is_valid(session, code, "Eva") and not is_valid(session, code, "")
        assert not is_valid(session, code.upper() + "\u00e4")
    retention.forget_certificate_checks(arrived.database, NOW + timedelta(days=1096))
    with arrived.database.read() as session:
        assert not is_valid(session, code)


def test_the_office_fetches_and_reads_nothing_of_the_learner(arrived: Walker, firm: Firm) -> None:
    issue(arrived)
    code = hand(arrived, firm)
    strange = Firm(arrived.database, "Bäckerei Fremd")
    with arrived.database.write("office") as session:
        assert HandedCertificate.within_reach(session, strange.id, code) is None
        assert HandedCertificate.fetch(session, strange.id, [code], NOW) == 0
        assert HandedCertificate.fetch(session, firm.id, [code, code, "\u00e4"], NOW) == 1
        assert HandedCertificate.fetch(session, firm.id, [code], NOW) == 0
        assert HandedCertificate.count(session, firm.id, fetched=True) == 1
        assert HandedCertificate.place(session, firm.id, [code]) == 0
    with arrived.database.read("office") as session, pytest.raises(DBAPIError):
        Certificate.of_run(session, 1, arrived.keyring)


def test_a_certificate_of_another_run_is_not_found(arrived: Walker) -> None:
    issue(arrived)
    with arrived.database.write() as session:
        other = Run.start(session, arrived.learner.id, 1, arrived.own(session).journey, None, NOW)
        assert Certificate.of_run(session, other.id, arrived.keyring) is None
        assert Certificate.count(session, arrived.learner.id) == 1
