"""A member: somebody on the list of a company. Who they are as learners only they know."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import delete, exists, select, update

from app.lib.tokens import is_plain
from app.models.base import Session, take_turns
from app.models.join_code import JoinCode
from app.models.outbox import Outbox
from app.models.partition import hold
from app.models.refusal import Refused
from app.models.tables import assignment, join_code, member

CODE_BITS = 80
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Member:
    """A member as it was read. They have a name or an address, or both.

    `joined_at` is there for whoever came by the link of the company themselves.
    """

    id: int
    code: str
    company_id: int
    team_id: int | None
    name: str | None
    email: str | None
    language: str
    added_at: datetime
    joined_at: datetime | None

    @classmethod
    def within_reach(cls, session: Session, company_id: int, code: str) -> Self | None:
        """Return the member with this code if the list is this company's; None else."""
        if not is_plain(code):
            return None
        own = select(member).where(member.c.company_id == company_id, member.c.code == code)
        row = session.execute(own).one_or_none()
        return cls(*row) if row else None

    @classmethod
    def with_id(cls, session: Session, member_id: int) -> Self | None:
        """Return the member with this id."""
        row = session.execute(select(member).where(member.c.id == member_id)).one_or_none()
        return cls(*row) if row else None

    @classmethod
    def with_address(cls, session: Session, email: str) -> list[Self]:
        """Return everybody with this address on the lists of all companies; for the operator."""
        found = select(member).where(member.c.email == email).order_by(member.c.id)
        return [cls(*row) for row in session.execute(found)]

    @property
    def shown(self) -> str:
        """What they are called on the list."""
        return self.name or self.email or ""

    def change(
        self, session: Session, *, name: str | None, email: str | None, team_id: int | None
    ) -> None:
        """Take another name, address and team. Raise `Refused` (address-taken)."""
        take_turns(session, f"people:{self.company_id}")
        taken = exists().where(
            member.c.company_id == self.company_id, member.c.email == email, member.c.id != self.id
        )
        if email and session.execute(select(taken)).scalar_one():
            raise Refused("address-taken")
        at_id = update(member).where(member.c.id == self.id)
        session.execute(at_id.values(name=name, email=email, team_id=team_id))
        Outbox.forget_strangers(session, [self.email])

    def remove(self, session: Session) -> None:
        """Take somebody off the list; with the next request nothing of them is told any more.

        What waits to be counted is withdrawn, their runs stay with them.
        """
        running = select(assignment.c.id).where(
            assignment.c.company_id == self.company_id, assignment.c.closed_at.is_(None)
        )
        for partition_id in session.execute(running.order_by(assignment.c.id)).scalars().all():
            hold(session, partition_id)
        session.execute(delete(member).where(member.c.id == self.id))
        Outbox.forget_strangers(session, [self.email])

    def link(self, session: Session) -> JoinCode | None:
        """Return the personal link by which this member is known again, None without one."""
        return JoinCode.of_member(session, self.id)

    def new_link(self, session: Session, seen: str, now: datetime) -> JoinCode:
        """Make a personal link; the one before is void. `seen` is the token the form showed."""
        take_turns(session, f"member:{self.id}")
        known = self.link(session)
        if known is None:
            JoinCode.create_personal(session, self.company_id, [self.id], now)
        else:
            known.renew(session, seen)
        made = self.link(session)
        assert made is not None, "it was made a moment ago"
        return made

    def revoke_link(self, session: Session) -> None:
        """Make the personal link void."""
        own = join_code.c.member_id == self.id, join_code.c.assignment_id.is_(None)
        session.execute(delete(join_code).where(*own))
