"""Doors of journeys on both databases: some companies find one, and who comes by them."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import delete, insert

from app.models.assignment import Assignment
from app.models.base import Database
from app.models.company import Company
from app.models.door import NOBODY, Visitor, is_open, kept_for, listed
from app.models.draft import Draft
from app.models.draft_company import let_in, shut_out
from app.models.refusal import Refused
from app.models.seat import Seat
from app.models.tables import draft_company, member, membership
from app.models.user import User
from tests.integration.models.conftest import NOW, Walker, begin
from tests.integration.models.offices import Office
from tests.integration.models.test_contention import together

JOURNEY = "probe"


@dataclass
class Kept:
    """A journey that one company finds and another one does not, and somebody who walks it."""

    office: Office
    other: Company
    draft: Draft
    author: User
    walker: Walker

    @property
    def database(self) -> Database:
        return self.office.database

    def finds(self, company_id: int | None = None) -> bool:
        with self.database.read("office" if company_id else "all") as session:
            return JOURNEY in {journey.id for journey in listed(session, company_id)}

    def opens(self, visitor: Visitor = NOBODY, *, known: bool = False) -> bool:
        with self.database.read() as session:
            return is_open(session, JOURNEY, known=known, visitor=visitor)

    def join(self, company: Company) -> Visitor:
        """Put the walker on the list of a company, as whoever opens a personal link is."""
        with self.database.write() as session:
            row = {"code": f"{company.id:0>16}", "company_id": company.id, "name": "Lea"}
            new = insert(member).values(row | {"language": "de", "added_at": NOW})
            member_id = session.execute(new.returning(member.c.id)).scalar_one()
            known = {"member_id": member_id, "learner_id": self.walker.learner.id}
            session.execute(insert(membership).values(known))
        return Visitor(learner_id=self.walker.learner.id)

    def manage(self, company: Company) -> Visitor:
        """Let somebody manage a company."""
        with self.database.write() as session:
            user = User.create(session, f"m{company.id}@reise.example", "M", NOW, "manager")
            company.admit(session, user, None, NOW)
        return Visitor(user_id=user.id)

    def sit_down(self, made: Assignment) -> Visitor:
        """Let the walker set out with an assignment, by its link."""
        with self.database.write() as session:
            Seat.take(
                session, made, self.walker.learner.id,
                role=None, agrees=False, now=NOW, link=made.entrance(session), along="",
            )  # fmt: skip
        return Visitor(learner_id=self.walker.learner.id)

    def shut_out(self) -> bool:
        with self.database.write() as session:
            return shut_out(session, self.draft, self.office.company.code)


@pytest.fixture
def kept(each_database: Database, ada: User, keyring: object) -> Kept:
    walker = begin(each_database, keyring)  # type: ignore[arg-type]
    office = Office(each_database)
    with each_database.write() as session:
        draft = Draft.from_version(session, JOURNEY, by=ada, now=NOW)
        draft.show_to(session, "companies")
        let_in(session, draft, office.company.id, by=ada, now=NOW)
    return Kept(office, office.found("Bäckerei Fremd"), draft, ada, walker)


def test_the_company_finds_it_and_nobody_else_does(kept: Kept) -> None:
    assert kept.finds(kept.office.company.id)
    assert not kept.finds(kept.other.id) and not kept.finds()
    assert not kept.opens() and not kept.opens(Visitor(1000, 1000))
    with kept.database.read("office") as session:
        assert kept_for(session, kept.office.company.id) == {JOURNEY}
        assert kept_for(session, kept.other.id) == set()


def test_whoever_walked_it_before_finds_it_no_more(kept: Kept) -> None:
    mine = Visitor(learner_id=kept.walker.learner.id)
    assert not kept.opens(mine, known=True)
    with kept.database.read() as session:
        assert kept.walker.own(session).code == kept.walker.code


@pytest.mark.parametrize("way", ["join", "manage"])
def test_those_of_the_company_come_in_and_those_of_another_do_not(kept: Kept, way: str) -> None:
    assert not kept.opens(getattr(kept, way)(kept.other))
    visitor = getattr(kept, way)(kept.office.company)
    assert kept.opens(visitor)
    with kept.database.write() as session:
        kept.office.company.close(session, by=kept.author, now=NOW)
    assert not kept.opens(visitor)


def test_whoever_leaves_the_list_stays_outside(kept: Kept) -> None:
    visitor = kept.join(kept.office.company)
    kept.office.do(lambda session: session.execute(delete(member)))
    assert not kept.opens(visitor)


def test_a_seat_opens_the_door_until_the_company_is_taken_out(kept: Kept) -> None:
    visitor = kept.sit_down(kept.office.issued())
    assert kept.opens(visitor)
    assert kept.shut_out() and not kept.shut_out()
    assert not kept.opens(visitor)


def test_what_was_assigned_goes_on_and_nothing_new_is_assigned(kept: Kept) -> None:
    made, begun = kept.office.issued(), kept.office.draft()
    kept.shut_out()
    with pytest.raises(Refused, match="journey-unknown"):
        kept.office.issue(begun)
    visitor = kept.sit_down(made)
    assert visitor.learner_id == kept.walker.learner.id


def test_a_company_assigns_nothing_that_others_find(kept: Kept) -> None:
    office = replace_company(kept)
    with pytest.raises(Refused, match="journey-unknown"):
        office.issue(office.draft())


def test_it_is_found_by_companies_only_as_long_as_that_is_chosen(kept: Kept) -> None:
    manager = kept.manage(kept.office.company)
    for visibility, found in (("link", False), ("everybody", True)):
        with kept.database.write() as session:
            kept.draft.show_to(session, visibility)  # type: ignore[arg-type]
        assert kept.finds(kept.office.company.id) is found
        assert kept.finds(kept.other.id) is found
        assert kept.opens(manager) is found
    with kept.database.write() as session:
        kept.draft.show_to(session, "companies")
        kept.draft.archive(session, by=kept.author, now=NOW)
    assert not kept.finds(kept.office.company.id)
    assert not kept.opens(manager)


def test_letting_in_twice_at_once_is_letting_in_once(kept: Kept) -> None:
    def press() -> str:
        with kept.database.write() as session:
            let_in(session, kept.draft, kept.other.id, by=kept.author, now=NOW)
        return "done"

    together([press] * 5)
    assert kept.office.count(draft_company) == 2
    with kept.database.read() as session:
        names = [company.name for company in Company.finding(session, kept.draft.id)]
    assert names == ["Bäckerei Fremd", "Tischlerei Beispiel"]


def test_a_code_leads_to_the_company_until_it_is_made_anew(kept: Kept) -> None:
    company = kept.office.company
    code = renew(kept, "")
    assert code and len(code) == 8
    assert found_by(kept, f" {code[:4]}-{code[4:]} ".upper()) == company.id
    assert renew(kept, "") == code
    assert found_by(kept, "") is found_by(kept, "zzzzzzzz") is None
    other = renew(kept, code)
    assert other != code
    assert (found_by(kept, code), found_by(kept, other)) == (None, company.id)
    with kept.database.write() as session:
        company.close(session, by=kept.author, now=NOW)
    assert found_by(kept, other) is None


def replace_company(kept: Kept) -> Office:
    """Return the office as the manager of the other company."""
    office = object.__new__(Office)
    office.__dict__.update(kept.office.__dict__ | {"company": replace(kept.other)})
    return office


def renew(kept: Kept, seen: str) -> str:
    """Press the button of the settings; return the code there is then."""
    company = kept.office.company

    def act(session: object) -> str:
        company.renew_journey_code(session, seen, by=kept.office.manager, now=NOW)  # type: ignore[arg-type]
        now_is = Company.with_id(session, company.id)  # type: ignore[arg-type]
        assert now_is and now_is.journey_code
        return now_is.journey_code

    return str(kept.office.do(act))


def found_by(kept: Kept, word: str) -> int | None:
    with kept.database.read() as session:
        found = Company.by_journey_code(session, word)
    return found.id if found else None
