"""Assignments: a draft is issued once, changed while it runs, and seen as it may be."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from app.models.assignment import Assignment, end_of, today
from app.models.audience import ids_of, people_of, teams_of
from app.models.audit import Audit
from app.models.base import Database, Session
from app.models.company import Company
from app.models.issue import Changed, check_period, issue
from app.models.join_code import JoinCode
from app.models.refusal import Refused
from app.models.tables import (
    assignment,
    assignment_draft,
    completion,
    join_code,
    member,
    partition,
)
from tests.integration.models.conftest import NOW
from tests.integration.models.offices import DAY, Office


@pytest.fixture
def office(each_database: Database) -> Office:
    """A company on SQLite and on PostgreSQL."""
    return Office(each_database)


def test_issuing_makes_partition_assignment_code_and_audit_at_once(office: Office) -> None:
    made = office.issued(words={"kontakt": "Mo"})
    assert (made.title, made.head_count, made.arrived) == ("Die Probe", 14, 0)
    with office.database.read() as session:
        kind = select(partition.c.kind, partition.c.journey_id).where(partition.c.id == made.id)
        assert session.execute(kind).one() == ("assignment", "probe")
        entrance = made.entrance(session)
        assert entrance and entrance.code and entrance.state(NOW) == "open"
        assert entrance.ends_at == datetime(2026, 12, 13, 23, tzinfo=UTC)
        act = Audit.all(session)[-1]
        assert (act.act, act.by, act.about) == ("assignment:issue", "mo@reise.example", made.code)
        remembered = Company.with_id(session, office.company.id)
        assert remembered and remembered.words == {"kontakt": "Mo"}
    assert office.count(assignment_draft) == 0


def test_a_second_press_finds_the_assignment_that_the_first_made(office: Office) -> None:
    draft = office.draft()
    assert office.issue(draft) == office.issue(draft)
    assert [office.count(table) for table in (assignment, partition, join_code)] == [1, 1, 1]


def test_choices_that_changed_since_they_were_shown_are_not_issued(office: Office) -> None:
    draft = office.draft()
    seen = draft.choices.mark
    office.do(lambda session: draft.choose(session, head_count=15))
    with pytest.raises(Changed):
        office.issue(draft, seen=seen)
    assert office.count(assignment) == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mode": None}, "choices-open"),
        ({"journey": "gibt-es-nicht"}, "journey-unknown"),
        ({"ends_on": DAY - timedelta(days=1)}, "period-past"),
        ({"audience": "list", "members": (4711,)}, "people-gone"),
        ({"audience": "teams", "teams": (4711,)}, "people-gone"),
    ],
)
def test_what_does_not_hold_is_refused_and_leaves_nothing(
    office: Office, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        office.issued(**change)
    assert refusal.value.code == code
    assert office.count(assignment) == office.count(partition) == 0


def test_another_companys_draft_cannot_be_issued(office: Office) -> None:
    draft, other = office.draft(), office.found("Andere")
    with office.database.write("office") as session, pytest.raises(LookupError):
        issue(
            session,
            other,
            draft.code,
            title="",
            seen=draft.choices.mark,
            by=office.manager,
            now=NOW,
        )


def test_a_draft_that_lay_for_days_begins_today(office: Office) -> None:
    made = office.issue(office.draft(), now=NOW + timedelta(days=3))
    assert made.starts_on == DAY + timedelta(days=3)


def test_everybody_of_a_list_gets_a_code_of_their_own_and_nobody_else(office: Office) -> None:
    lea, ben, _kim = office.people("Lea", "Ben", "Kim")
    made = office.issued(audience="list", members=(lea, ben, 4711))
    with office.database.read("office") as session:
        codes = JoinCode.personal_of(session, made.id)
        assert {code.member_id for code in codes} == {lea, ben}
        assert len({code.token for code in codes}) == 2
        assert all(code.code is None for code in codes)
        assert made.entrance(session) == codes[0]
        assert [each.name for each in made.holders(session)] == ["Ben", "Lea"]
    assert made.head_count == 2


def test_people_of_another_company_never_get_on_a_list(office: Office) -> None:
    (foreign,) = office.people("Fremd")
    office.company = office.found("Andere")
    with pytest.raises(Refused):
        office.issued(audience="list", members=(foreign,))


def test_teams_are_fixed_but_not_who_is_in_them(office: Office) -> None:
    office.people("Lea", team_name="Versand")
    office.people("Ben")
    with office.database.read("office") as session:
        (found,) = teams_of(session, office.company.id)
    assert (found.name, found.members) == ("Versand", 1)
    made = office.issued(audience="teams", teams=(found.id,), head_count=3)
    office.people("Kim", team_name="Versand")
    with office.database.read("office") as session:
        names = session.execute(select(member.c.name).where(made.addressed()))
        assert set(names.scalars()) == {"Lea", "Kim"}
        assert made.teams(session) == ["Versand"]


def test_people_are_found_by_name_address_and_team(office: Office) -> None:
    office.people("Lea", "ben@luft.example", team_name="Lager 7")
    office.people("100% Kim")

    def found(wanted: str) -> list[str]:
        with office.database.read("office") as session:
            return [each.name for each in people_of(session, office.company.id, wanted)]

    assert found("") == ["100% Kim", "ben", "Lea"]
    assert found("LEA") == ["Lea"]
    assert found("luft") == ["ben"]
    assert found("lager") == ["ben", "Lea"]
    assert found("%") == ["100% Kim"]
    with office.database.read("office") as session:
        code = people_of(session, office.company.id, "Lea")[0].code
        assert len(ids_of(session, office.company.id, [code, "fremd"])) == 1
        assert ids_of(session, office.company.id + 1, [code]) == set()


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        (0, -1, "period-past"),
        (5, 4, "period-backwards"),
        (0, 367, "period-long"),
        (0, 0, None),
        (-400, 366, None),
        (3, 21, None),
    ],
)
def test_periods_are_neither_over_nor_upside_down_nor_endless(
    starts: int, ends: int, code: str | None
) -> None:
    days = [DAY + timedelta(days=each) for each in (starts, ends)]
    if code is None:
        check_period(days[0], days[1], DAY)
        return
    with pytest.raises(Refused) as refusal:
        check_period(days[0], days[1], DAY)
    assert refusal.value.code == code


def test_days_are_those_of_the_company_also_when_clocks_change() -> None:
    night = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert today(night, "Europe/Berlin") == date(2026, 11, 23)
    assert today(night, "America/New_York") == date(2026, 11, 22)
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert end_of(spring, "Europe/Berlin") == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert end_of(autumn, "Europe/Berlin") == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_another_last_day_moves_the_end_of_every_code(office: Office) -> None:
    (lea,) = office.people("Lea")
    made = office.issued(audience="list", members=(lea,))
    later = made.ends_on + timedelta(days=30)
    office.do(lambda session: made.extend(session, office.company, later))
    with office.database.read("office") as session:
        assert office.again(made).ends_on == later
        assert JoinCode.personal_of(session, made.id)[0].ends_at == end_of(later, "Europe/Berlin")


def test_a_closed_assignment_is_changed_no_more(office: Office) -> None:
    made = office.issued()
    office.do(lambda session: made.close(session, NOW))
    office.do(lambda session: made.close(session, NOW + timedelta(days=1)))
    assert office.again(made).closed_at == NOW
    for act in (
        lambda session: made.extend(session, office.company, DAY),
        lambda session: made.reword(session, {}),
        lambda session: made.confirm_proof(session, by=office.manager, now=NOW),
    ):
        with pytest.raises(Refused) as refusal:
            office.do(act)
        assert refusal.value.code == "assignment-closed"


def test_codes_are_paused_opened_renewed_and_revoked(office: Office) -> None:
    made = office.issued()

    def entrance() -> JoinCode:
        with office.database.read("office") as session:
            found = made.entrance(session)
            assert found
            return found

    def known(word: str) -> bool:
        with office.database.read("office") as session:
            return JoinCode.find(session, word) is not None

    first = entrance()
    assert first.code
    assert known(first.code.upper())
    office.do(lambda session: made.pause(session, NOW))
    assert entrance().state(NOW) == "paused"
    office.do(made.resume)
    assert entrance().state(NOW) == "open"
    assert entrance().state(NOW + timedelta(days=30)) == "ended"
    office.do(lambda session: made.renew(session, first.token))
    second = entrance()
    assert (second.token, second.code) != (first.token, first.code)
    assert not known(first.code)
    office.do(lambda session: made.renew(session, first.token))
    assert entrance() == second
    office.do(lambda session: made.revoke(session, NOW))
    assert second.code
    assert not known(second.code)
    assert not known(second.token)
    office.do(lambda session: made.renew(session, second.token))
    assert entrance().revoked_at is None
    assert known(entrance().token)


def test_renewing_a_list_makes_every_personal_link_anew(office: Office) -> None:
    made = office.issued(audience="list", members=tuple(office.people("Lea", "Ben")))
    with office.database.read("office") as session:
        before = JoinCode.personal_of(session, made.id)
    office.do(lambda session: made.renew(session, before[0].token))
    with office.database.read("office") as session:
        after = JoinCode.personal_of(session, made.id)
    assert not {each.token for each in before} & {each.token for each in after}
    assert [each.member_id for each in before] == [each.member_id for each in after]


def test_a_limit_ends_with_its_last_seat(office: Office) -> None:
    made = office.issued()

    def enter(session: Session) -> None:
        entrance = made.entrance(session)
        assert entrance
        entrance.take_seat(session, NOW)

    def limit(seats: int | None) -> Any:
        return lambda session: made.entrance(session).limit(session, seats)  # type: ignore[union-attr]

    office.do(limit(2))
    office.do(enter)
    office.do(enter)
    with pytest.raises(Refused) as refusal:
        office.do(enter)
    assert refusal.value.code == "invitation-full"
    office.do(limit(None))
    office.do(enter)


def test_the_operator_confirms_once_and_it_holds_from_then_on(office: Office) -> None:
    made = office.issued(mode="proof", legal_basis="Betriebsvereinbarung vom 1.10.2026")
    assert not made.proves
    with office.database.read("office") as session:
        assert Assignment.asking_for_proof(session) == [made]
        assert Assignment.with_basis(session, made.code) == made
    later = NOW + timedelta(hours=1)
    office.do(lambda session: made.confirm_proof(session, by=office.manager, now=later))
    office.do(lambda session: made.confirm_proof(session, by=office.manager, now=NOW))
    found = office.again(made)
    assert found.proves
    assert found.proof_confirmed_at == later
    with office.database.read("office") as session:
        assert Assignment.asking_for_proof(session) == []
        assert [act.act for act in Audit.all(session)].count("assignment:confirm-proof") == 1
    with pytest.raises(Refused) as refusal:
        office.do(lambda session: made.decline_proof(session, by=office.manager, now=NOW))
    assert refusal.value.code == "proof-confirmed"


def test_what_was_not_asked_for_cannot_be_confirmed(office: Office) -> None:
    made = office.issued(legal_basis="kommt nicht mit")
    assert made.legal_basis is None
    with pytest.raises(Refused) as refusal:
        office.do(lambda session: made.confirm_proof(session, by=office.manager, now=NOW))
    assert refusal.value.code == "proof-unasked"
    with office.database.read("office") as session:
        assert Assignment.with_basis(session, made.code) is None


def test_a_declined_proof_leaves_it_protected(office: Office) -> None:
    made = office.issued(mode="proof", legal_basis="Weil ich es wissen will")
    office.do(lambda session: made.decline_proof(session, by=office.manager, now=NOW))
    office.do(lambda session: made.decline_proof(session, by=office.manager, now=NOW))
    assert office.again(made).mode == "protected"
    with pytest.raises(Refused):
        office.do(lambda session: made.confirm_proof(session, by=office.manager, now=NOW))


def test_names_are_seen_in_the_mode_proof_alone_and_only_once_it_holds(office: Office) -> None:
    lea, ben = office.people("Lea", "Ben")
    values = {"audience": "list", "members": (lea, ben), "mode": "proof", "legal_basis": "BV"}
    made = office.issued(**values)
    with office.database.write() as session:
        session.execute(insert(completion).values(assignment_id=made.id, member_id=lea))
    with office.database.read("office") as session:
        before = made.sight(session)
    assert (before.mode, before.invited, before.people) == ("protected", 2, ())
    office.do(lambda session: made.confirm_proof(session, by=office.manager, now=NOW))
    with office.database.read("office") as session:
        after = office.again(made).sight(session)
    assert after.mode == "proof"
    assert [(each.name, each.completed) for each in after.people] == [("Ben", False), ("Lea", True)]
