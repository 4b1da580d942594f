"""Memberships: which learner a member of a company is. Only learners and their room know.

Whoever leaves is off the list with the same transaction; a trigger takes seats and agreements
along, and their runs stay with them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Select, bindparam, delete, insert, select

from app.lib.tokens import random_code
from app.models.base import Session, take_turns
from app.models.company import Company
from app.models.join_code import JoinCode
from app.models.member import CODE_BITS
from app.models.outbox import Outbox
from app.models.partition import hold_all_of
from app.models.refusal import Refused
from app.models.tables import company, member, membership, team
from app.models.team import Team

_MINE: Select[Any] = (
    select(
        member.c.id,
        member.c.code,
        company.c.id,
        company.c.name,
        member.c.name,
        member.c.email,
        team.c.name,
        member.c.added_at,
    )
    .join(membership, membership.c.member_id == member.c.id)
    .join(company, company.c.id == member.c.company_id)
    .outerjoin(team, team.c.id == member.c.team_id)
    .where(membership.c.learner_id == bindparam("learner"))
    .order_by(company.c.name, member.c.id)
)


@dataclass(frozen=True, slots=True)
class Membership:
    """That a learner is on the list of a company: what it knows of them, and since when."""

    member_id: int
    code: str
    company_id: int
    company: str
    name: str | None
    email: str | None
    team: str | None
    since: datetime

    @classmethod
    def of_learner(cls, session: Session, learner_id: int) -> list[Self]:
        """Return all memberships of a learner by the names of the companies."""
        return [cls(*row) for row in session.execute(_MINE, {"learner": learner_id})]

    @classmethod
    def in_company(cls, session: Session, company_id: int, learner_id: int) -> Self | None:
        """Return the membership of a learner in a company."""
        own = cls.of_learner(session, learner_id)
        return next((each for each in own if each.company_id == company_id), None)

    @classmethod
    def within_reach(cls, session: Session, learner_id: int, code: str) -> Self | None:
        """Return the membership with this code of the list if it is this learner's; None else."""
        own = cls.of_learner(session, learner_id)
        return next((each for each in own if each.code == code), None)

    @classmethod
    def join(
        cls,
        session: Session,
        link: JoinCode,
        learner_id: int,
        *,
        name: str,
        team_id: int | None,
        now: datetime,
    ) -> None:
        """Make a learner a member by the link of a company, once, however often it is pressed.

        A team that is gone is none. Raise `Refused` (those of `JoinCode.take_seat`).
        """
        take_turns(session, f"learner:{learner_id}")
        if cls.in_company(session, link.company_id, learner_id):
            return
        which = _open_company(session, link.company_id)
        link.take_seat(session, now)
        chosen = Team.within_reach(session, which.id, team_id) if team_id else None
        made = session.execute(
            insert(member)
            .values(
                code=random_code(CODE_BITS),
                company_id=which.id,
                team_id=chosen.id if chosen else None,
                name=name,
                language=which.language,
                added_at=now,
                joined_at=now,
            )
            .returning(member.c.id)
        ).scalar_one()
        session.execute(insert(membership).values(member_id=made, learner_id=learner_id))

    @classmethod
    def claim(cls, session: Session, link: JoinCode, learner_id: int, now: datetime) -> None:
        """Make a learner the member whose personal link they hold, once.

        Raise `Refused` (link-taken, device-taken, and those of `JoinCode.take_seat`).
        """
        assert link.member_id is not None, "the link is a personal one"
        _open_company(session, link.company_id)
        if cls.connect(session, link.company_id, link.member_id, learner_id):
            link.take_seat(session, now)

    @classmethod
    def connect(cls, session: Session, company_id: int, member_id: int, learner_id: int) -> bool:
        """Note that a learner is this member; False where that is known already.

        Whoever removes the member waits until this transaction ends. Raise `Refused`
        (invitation-unknown, link-taken, device-taken).
        """
        if not keep(session, member_id):
            raise Refused("invitation-unknown")
        take_turns(session, f"member:{member_id}")
        known = cls.owner_of(session, member_id)
        if known == learner_id:
            return False
        if known is not None:
            raise Refused("link-taken")
        if cls.in_company(session, company_id, learner_id):
            raise Refused("device-taken")
        session.execute(insert(membership).values(member_id=member_id, learner_id=learner_id))
        return True

    @staticmethod
    def owner_of(session: Session, member_id: int) -> int | None:
        """Return the id of the learner who is this member, None while nobody is."""
        owner = select(membership.c.learner_id).where(membership.c.member_id == member_id)
        return session.execute(owner).scalar_one_or_none()

    @staticmethod
    def leave(session: Session, learner_id: int, code: str) -> None:
        """Leave a company: off its list at once, what waits to be counted is withdrawn."""
        found = Membership.within_reach(session, learner_id, code)
        if found:
            hold_all_of(session, learner_id)
            session.execute(delete(member).where(member.c.id == found.member_id))
            Outbox.forget_strangers(session, [found.email])

    @staticmethod
    def leave_all(session: Session, learner_id: int) -> None:
        """Leave every company; whoever calls it holds the learner's partitions."""
        own = Membership.of_learner(session, learner_id)
        session.execute(delete(member).where(member.c.id.in_([each.member_id for each in own])))
        Outbox.forget_strangers(session, [each.email for each in own])


def keep(session: Session, member_id: int) -> bool:
    """Let nobody remove a member until this transaction ends; False where it is gone already."""
    there = select(member.c.id).where(member.c.id == member_id).with_for_update(read=True)
    return session.execute(there).one_or_none() is not None


def _open_company(session: Session, company_id: int) -> Company:
    """Return a company that still takes part in anything."""
    found = Company.with_id(session, company_id)
    if found is None or found.closed_at is not None:
        raise Refused("invitation-ended")
    return found
