"""Issuing: the draft of a wizard becomes an assignment, with its codes, once."""

import json
from datetime import date, datetime

from sqlalchemy import insert, select

from app.models.assignment import Assignment, end_of, today
from app.models.assignment_draft import AssignmentDraft, Choices
from app.models.audit import Audit
from app.models.base import Session, take_turns
from app.models.company import Company
from app.models.door import listed
from app.models.join_code import JoinCode
from app.models.partition import new_partition
from app.models.refusal import Refused
from app.models.tables import assignment, assignment_member, assignment_team, member, team
from app.models.user import User

LONGEST_DAYS = 366


class Changed(Exception):
    """The draft says something else by now than the form that was sent."""


def issue(
    session: Session,
    company: Company,
    code: str,
    *,
    title: str,
    seen: str,
    by: User,
    now: datetime,
) -> Assignment:
    """Make the assignment of a draft; a second press finds the one that the first made.

    `title` is what the journey is called, `seen` the mark of the choices that the form showed.
    Raise `Changed` where they are others by now, `LookupError` where there is no such draft, and
    `Refused` (choices-open, journey-unknown, period-past, people-gone) where they do not hold.
    """
    take_turns(session, f"assignment:{code}")
    done = Assignment.within_reach(session, company.id, code)
    if done:
        return done
    draft = AssignmentDraft.within_reach(session, company.id, code)
    if draft is None:
        raise LookupError(code)
    chosen = draft.choices
    if chosen.mark != seen:
        raise Changed(code)
    day = today(now, company.timezone)
    _check(session, company, chosen, day)
    people = _present(session, company, chosen)
    made = _insert(session, draft, title, day, people, by, now)
    _address(session, company, made, people, now)
    if chosen.words:
        company.change(session, by=by, now=now, words={**company.words, **chosen.words})
    draft.discard(session)
    Audit.note(session, "assignment:issue", by=by.email, about=code, now=now)
    return made


def check_period(starts_on: date, ends_on: date, day: date) -> None:
    """Raise `Refused` where a period is over, upside down or longer than a year."""
    if ends_on < day:
        raise Refused("period-past")
    if ends_on < starts_on:
        raise Refused("period-backwards")
    if (ends_on - max(starts_on, day)).days > LONGEST_DAYS:
        raise Refused("period-long")


def _check(session: Session, company: Company, chosen: Choices, day: date) -> None:
    if chosen.open_page is not None:
        raise Refused("choices-open")
    if all(journey.id != chosen.journey for journey in listed(session, company.id)):
        raise Refused("journey-unknown")
    assert chosen.starts_on and chosen.ends_on, "the page of the period is answered"
    check_period(chosen.starts_on, chosen.ends_on, day)


def _present(session: Session, company: Company, chosen: Choices) -> list[int]:
    """Return the teams or the members it is for, without those that are gone by now.

    Raise `Refused` (people-gone) where all are.
    """
    if chosen.audience == "everybody":
        return []
    table, ids = (team, chosen.teams) if chosen.audience == "teams" else (member, chosen.members)
    own = select(table.c.id).where(table.c.company_id == company.id)
    present = set(session.execute(own).scalars()).intersection(ids)
    if not present:
        raise Refused("people-gone")
    return sorted(present)


def _insert(
    session: Session,
    draft: AssignmentDraft,
    title: str,
    day: date,
    people: list[int],
    by: User,
    now: datetime,
) -> Assignment:
    chosen = draft.choices
    assert chosen.starts_on, "the page of the period is answered"
    partition_id = new_partition(session, "assignment", chosen.journey)
    session.execute(
        insert(assignment).values(
            id=partition_id,
            code=draft.code,
            company_id=draft.company_id,
            journey_id=chosen.journey,
            title=title,
            audience=chosen.audience,
            words=json.dumps(dict(chosen.words), ensure_ascii=False),
            # A draft may have lain for days.
            starts_on=max(chosen.starts_on, day),
            ends_on=chosen.ends_on,
            mode=chosen.mode,
            legal_basis=chosen.legal_basis if chosen.mode == "proof" else None,
            head_count=len(people) if chosen.audience == "list" else chosen.head_count,
            arrived=0,
            issued_at=now,
            issued_by=by.id,
        )
    )
    made = Assignment.find(session, partition_id)
    assert made is not None
    return made


def _address(
    session: Session, company: Company, made: Assignment, people: list[int], now: datetime
) -> None:
    """Note whom it is for, and make the codes by which they come in."""
    ends_at = end_of(made.ends_on, company.timezone)
    if made.audience == "list":
        rows = [{"assignment_id": made.id, "member_id": each} for each in people]
        session.execute(insert(assignment_member), rows)
        JoinCode.create_personal(
            session, company.id, people, now, assignment_id=made.id, ends_at=ends_at
        )
        return
    if made.audience == "teams":
        rows = [{"assignment_id": made.id, "team_id": each} for each in people]
        session.execute(insert(assignment_team), rows)
    JoinCode.create(session, company.id, now, assignment_id=made.id, ends_at=ends_at)
