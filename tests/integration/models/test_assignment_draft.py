"""Drafts of assignments: what the wizard was told, kept for the company, and not for ever."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.models import retention
from app.models.assignment_draft import AssignmentDraft, Choices
from app.models.base import Database
from app.models.tables import assignment_draft
from tests.integration.models.conftest import NOW
from tests.integration.models.offices import ANSWERED, DAY, Office


@pytest.fixture
def office(each_database: Database) -> Office:
    """A company on SQLite and on PostgreSQL."""
    return Office(each_database)


def test_choices_are_stored_and_read_as_they_were() -> None:
    chosen = replace(ANSWERED, teams=(3, 4), words={"kontakt": "Ümit „KI“"}, legal_basis="§ 87\nBV")
    assert Choices.of(chosen.stored()) == chosen
    assert Choices.of(Choices().stored()) == Choices()


def test_the_first_page_that_is_open_comes_next() -> None:
    pages = []
    chosen = Choices()
    for answer in (
        {"journey": "probe"},
        {"audience": "everybody", "head_count": 3},
        {"starts_on": DAY, "ends_on": DAY},
        {"mode": "protected"},
    ):
        pages.append(chosen.open_page)
        chosen = replace(chosen, **answer)
    assert pages == ["journey", "people", "period", "mode"]
    assert chosen.open_page is None


@pytest.mark.parametrize(
    ("answer", "is_answered"),
    [
        ({"audience": "everybody"}, False),
        ({"audience": "teams", "head_count": 3}, False),
        ({"audience": "teams", "teams": (1,)}, False),
        ({"audience": "teams", "teams": (1,), "head_count": 3}, True),
        ({"audience": "list", "head_count": 3}, False),
        ({"audience": "list", "members": (1,)}, True),
    ],
)
def test_people_are_answered_once_there_are_some(answer: dict[str, Any], is_answered: bool) -> None:
    chosen = Choices(journey="probe", ends_on=DAY, mode="protected", **answer)
    assert (chosen.open_page is None) == is_answered


def test_any_other_answer_gives_another_mark() -> None:
    others = [
        replace(ANSWERED, **change)
        for change in (
            {"journey": "andere"},
            {"head_count": 15},
            {"words": {"kontakt": "Mo"}},
            {"ends_on": DAY},
            {"mode": "proof"},
            {"members": (1,)},
        )
    ]
    assert len({ANSWERED.mark, *(each.mark for each in others)}) == 7


def test_two_presses_begin_one_draft_and_another_form_another(office: Office) -> None:
    first, again = office.draft(), office.draft()
    assert again == first
    assert office.draft(known=first.code) != first
    with office.database.read("office") as session:
        assert len(AssignmentDraft.of_company(session, office.company.id)) == 2


def test_two_tabs_that_answer_different_pages_keep_both_answers(office: Office) -> None:
    draft = office.draft(Choices(journey="probe"))
    office.do(lambda session: draft.choose(session, mode="protected"))
    kept = office.do(lambda session: draft.choose(session, audience="everybody", head_count=9))
    assert kept.choices == Choices("probe", "everybody", 9, mode="protected")


def test_a_draft_is_there_for_its_company_alone(office: Office) -> None:
    draft, other = office.draft(), office.found("Andere")
    with office.database.read("office") as session:
        assert AssignmentDraft.within_reach(session, office.company.id, draft.code) == draft
        for company_id, code in ((other.id, draft.code), (office.company.id, "0" * 16)):
            assert AssignmentDraft.within_reach(session, company_id, code) is None
        assert AssignmentDraft.within_reach(session, office.company.id, "\x00") is None


def test_a_draft_nobody_issued_goes_after_90_days(office: Office) -> None:
    office.draft()
    for days, gone in ((89.9, 0), (90, 1), (91, 0)):
        now = NOW + timedelta(days=days)
        assert retention.forget_assignment_drafts(office.database, now) == gone
    assert office.count(assignment_draft) == 0
