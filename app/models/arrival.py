"""Arrivals: what a run that reaches the end leaves for the company that assigned the journey.

It is written by the learner's own request, with the answer that arrives. Where the company may know
who has completed the journey, that is one yes; everywhere else it is a token at random, in which
nothing leads to the person, the run or the moment. Whoever arrives a second time leaves nothing.
"""

import secrets
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, update

from app.models.base import Session
from app.models.tables import arrival, assignment, company, completion, seat

TOKEN_BYTES = 16

_OPEN_SEAT: Select[Any] = (
    select(seat.c.assignment_id, seat.c.member_id, seat.c.proves)
    .join(assignment, assignment.c.id == seat.c.assignment_id)
    .join(company, company.c.id == assignment.c.company_id)
    .where(
        seat.c.run_id == bindparam("run"),
        seat.c.told.is_(False),
        assignment.c.closed_at.is_(None),
        company.c.closed_at.is_(None),
    )
)
_TOLD = update(seat).where(seat.c.run_id == bindparam("run")).values(told=True)


def arrive(session: Session, run_id: int) -> None:
    """Leave what is to be left, once; nothing once the assignment or its company is closed."""
    found = session.execute(_OPEN_SEAT, {"run": run_id}).one_or_none()
    if found is None:
        return
    if found.proves:
        _complete(session, found.assignment_id, found.member_id)
    else:
        token = secrets.token_bytes(TOKEN_BYTES)
        session.execute(insert(arrival).values(token=token, assignment_id=found.assignment_id))
    session.execute(_TOLD, {"run": run_id})


def _complete(session: Session, assignment_id: int, member_id: int) -> None:
    """Note that a member has completed the journey; whoever did so before has nothing to add."""
    known = select(completion).where(
        completion.c.assignment_id == assignment_id, completion.c.member_id == member_id
    )
    if session.execute(known).one_or_none() is None:
        session.execute(insert(completion).values(assignment_id=assignment_id, member_id=member_id))
