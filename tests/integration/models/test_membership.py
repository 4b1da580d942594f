"""Memberships on both databases: one seat goes to one, leaving takes everything along."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, update

from app.lib.crypto import Keyring
from app.models.base import Database
from app.models.company import Company
from app.models.join_code import JoinCode
from app.models.learner import Learner, erase
from app.models.member import Member
from app.models.member_list import add
from app.models.membership import Membership
from app.models.people_columns import Person
from app.models.refusal import Refused
from app.models.tables import join_code, member, membership, run, seat
from tests.firms import Firm
from tests.integration.models.conftest import NOW, Walker

AT_ONCE = 20


@pytest.fixture
def firm(each_database: Database) -> Firm:
    """A company, on SQLite and on PostgreSQL."""
    return Firm(each_database)


@pytest.fixture
def newcomer(firm: Firm, keyring: Keyring) -> Callable[[], int]:
    """Make a learner and return the id."""

    def make() -> int:
        with firm.database.write() as session:
            return Learner.create(session, keyring, NOW).id

    return make


def together(acts: list[Callable[[], Any]]) -> list[str]:
    """Do all at the same moment; return the code of each refusal, "" where it was done."""
    barrier, told = threading.Barrier(len(acts)), [""] * len(acts)

    def do(number: int) -> None:
        barrier.wait()
        try:
            acts[number]()
        except Refused as refusal:
            told[number] = refusal.code

    threads = [threading.Thread(target=do, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def joining(firm: Firm, token: str, learner_id: int, name: str = "Ada") -> Callable[[], None]:
    def join() -> None:
        with firm.database.write() as session:
            link = JoinCode.find(session, token)
            assert link
            Membership.join(session, link, learner_id, name=name, team_id=None, now=NOW)

    return join


def claiming(firm: Firm, token: str, learner_id: int) -> Callable[[], None]:
    def claim() -> None:
        with firm.database.write() as session:
            link = JoinCode.find(session, token)
            assert link
            Membership.claim(session, link, learner_id, NOW)

    return claim


def count(firm: Firm, table: Any) -> int:
    return int(firm.rows(select(func.count()).select_from(table))[0][0])


def test_the_last_seat_goes_to_one_of_twenty(firm: Firm, newcomer: Callable[[], int]) -> None:
    token = firm.link(None, seats=3, used=2)
    told = together([joining(firm, token, newcomer()) for _ in range(AT_ONCE)])
    assert sorted(told) == ["", *["invitation-full"] * (AT_ONCE - 1)]
    assert (count(firm, member), count(firm, membership)) == (1, 1)
    assert firm.rows(select(join_code.c.used)) == [(3,)]


def test_twenty_presses_of_one_learner_make_one_member(
    firm: Firm, newcomer: Callable[[], int]
) -> None:
    token, ada = firm.link(None), newcomer()
    assert together([joining(firm, token, ada)] * AT_ONCE) == [""] * AT_ONCE
    assert (count(firm, member), firm.rows(select(join_code.c.used))) == (1, [(1,)])


def test_a_personal_link_goes_to_one_of_twenty(firm: Firm, newcomer: Callable[[], int]) -> None:
    token = firm.link(None, member_id=firm.member("Anna"))
    told = together([claiming(firm, token, newcomer()) for _ in range(AT_ONCE)])
    assert sorted(told) == ["", *["link-taken"] * (AT_ONCE - 1)]
    assert count(firm, membership) == 1


def test_a_list_that_comes_twenty_times_at_once_adds_its_people_once(firm: Firm) -> None:
    people = [Person(1, "Lea", "lea@luft.example", "Halle"), Person(2, "Ben", "", "Halle")]

    def take() -> None:
        with firm.database.write("office") as session:
            company = Company.with_id(session, firm.id)
            assert company
            add(session, company, people, NOW)

    assert together([take] * AT_ONCE) == [""] * AT_ONCE
    assert count(firm, member) == 2


@pytest.fixture
def seated(walker: Walker) -> Firm:
    """A company on whose list the walker is, with a run that waits to be counted."""
    firm = Firm(walker.database)
    assigned = firm.assign("probe")
    with walker.database.write() as session:
        mine = walker.own(session)
        token = firm_link(session, firm)
        Membership.join(session, token, walker.learner.id, name="Ada", team_id=None, now=NOW)
        own = Membership.in_company(session, firm.id, walker.learner.id)
        assert own
        values = {"run_id": mine.id, "assignment_id": assigned.id, "member_id": own.member_id}
        session.execute(seat.insert().values(**values, proves=False, told=False))
        session.execute(update(run).values(partition_id=assigned.id, contributes=True))
    return firm


def firm_link(session: Any, firm: Firm) -> JoinCode:
    return JoinCode.into_company(session, firm.id, "", NOW)


def nothing_is_left(firm: Firm) -> None:
    for table in (member, membership, seat):
        assert count(firm, table) == 0, table.name


def test_leaving_ends_everything_but_the_run(seated: Firm, walker: Walker) -> None:
    with walker.database.write() as session:
        own = Membership.in_company(session, seated.id, walker.learner.id)
        assert own
        Membership.leave(session, walker.learner.id, own.code)
        Membership.leave(session, walker.learner.id, own.code)
    nothing_is_left(seated)
    assert seated.rows(select(run.c.contributes)) == [(False,)]


def test_the_office_removes_a_member_without_seeing_the_run(seated: Firm, walker: Walker) -> None:
    with walker.database.write("office") as session:
        code = session.execute(select(member.c.code)).scalar_one()
        found = Member.within_reach(session, seated.id, code)
        assert found
        found.remove(session)
    nothing_is_left(seated)
    assert seated.rows(select(run.c.contributes)) == [(False,)]


def test_erasing_takes_the_place_on_the_list_along(seated: Firm, walker: Walker) -> None:
    with walker.database.write() as session:
        erase(session, walker.learner)
    nothing_is_left(seated)
    assert count(seated, run) == 0


def test_nobody_leaves_by_the_code_of_somebody_else(
    seated: Firm, walker: Walker, keyring: Keyring
) -> None:
    with walker.database.write() as session:
        other = Learner.create(session, keyring, NOW)
        code = session.execute(select(member.c.code)).scalar_one()
        Membership.leave(session, other.id, code)
    assert count(seated, member) == 1


def test_the_link_of_a_company_is_made_once_and_again_after_it_was_revoked(firm: Firm) -> None:
    with firm.database.write("office") as session:
        first = firm_link(session, firm)
        assert firm_link(session, firm).token == first.token
        first.revoke(session, NOW)
        assert JoinCode.find(session, first.token) is None
        JoinCode.into_company(session, firm.id, first.token, NOW)
        second = JoinCode.of_company(session, firm.id)
        assert second and second.token != first.token and second.revoked_at is None
        JoinCode.into_company(session, firm.id, first.token, NOW)
        assert JoinCode.of_company(session, firm.id) == second
