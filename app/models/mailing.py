"""Mailing: members whose address is known are invited to an assignment by mail, once each.

That a mail was asked for is kept beside the reminders, as their kind 0. Whether it still holds is
asked again when it is sent, by `addressee`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, insert, select

from app.lib.crypto import Keyring
from app.models.assignment import Assignment
from app.models.base import Session
from app.models.outbox import Outbox
from app.models.refusal import Refused
from app.models.tables import company, join_code, member, reminder

KIND = "assignment-invitation"
INVITATION = 0
"""As a kind of reminder; those of 1 and 2 are sent later."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """How many people of the list an assignment is for, and who of them is reached by mail.

    `waiting` have an address and would get a mail now; `invited` got one.
    """

    people: int
    waiting: int
    invited: int

    @property
    def without_address(self) -> int:
        """How many have to be told in another way."""
        return self.people - self.waiting - self.invited


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who is to get a mail now: to what they are invited, by whom and by which link."""

    assignment: Assignment
    company: str
    token: str


def mailing_of(session: Session, made: Assignment) -> Mailing:
    """Return how many people can be invited by mail, and how many were."""
    waits = member.c.email.is_not(None) & reminder.c.member_id.is_(None)
    counts = select(
        func.count(),
        func.count(case((waits, 1))),
        func.count(reminder.c.member_id),
    ).select_from(member.outerjoin(reminder, _was_invited(made)))
    return Mailing(*session.execute(counts.where(made.addressed())).one())


def invite(session: Session, keyring: Keyring, made: Assignment, now: datetime) -> int:
    """Ask for a mail to everybody with an address who got none before; return how many.

    Each gets a personal link. Raise `Refused` (assignment-closed, and invitation-ended, -paused or
    -unknown where the links would lead nowhere).
    """
    entrance = made.held(session).entrance(session)
    if entrance is None or entrance.revoked_at:
        raise Refused("invitation-unknown")
    if entrance.state(now) in ("ended", "paused"):
        raise Refused(f"invitation-{entrance.state(now)}")
    people = session.execute(
        select(member.c.id, member.c.email, member.c.language).where(
            made.addressed(), member.c.email.is_not(None), ~exists().where(_was_invited(made))
        )
    ).all()
    made.provide(session, [each.id for each in people], now, entrance.ends_at)
    mails = [
        (
            each.email,
            {
                "assignment": made.id,
                "member": each.id,
                "email": each.email,
                "lang": each.language,
            },
        )
        for each in people
    ]
    Outbox.put_all(session, keyring, KIND, mails, now)
    rows = [
        {"assignment_id": made.id, "member_id": each.id, "kind": INVITATION, "due_at": now}
        for each in people
    ]
    if rows:
        session.execute(insert(reminder), rows)
    return len(rows)


def addressee(session: Session, values: Mapping[str, Any], now: datetime) -> Addressee | None:
    """Return whom a mail is for as things stand now, None where it does not hold any more.

    They still belong to those invited, have this address, and their link still opens.
    """
    made = Assignment.find(session, values["assignment"])
    if made is None or made.closed_at is not None:
        return None
    token = session.execute(
        select(company.c.name, join_code.c.token)
        .join(member, member.c.company_id == company.c.id)
        .join(join_code, join_code.c.member_id == member.c.id)
        .where(
            made.addressed(),
            member.c.id == values["member"],
            member.c.email == values["email"],
            company.c.closed_at.is_(None),
            join_code.c.assignment_id == made.id,
            join_code.c.revoked_at.is_(None),
            join_code.c.ends_at > now,
        )
    ).one_or_none()
    return Addressee(made, *token) if token else None


def _was_invited(made: Assignment) -> ColumnElement[bool]:
    return and_(
        reminder.c.member_id == member.c.id,
        reminder.c.assignment_id == made.id,
        reminder.c.kind == INVITATION,
    )
