"""An assignment: a company invites its people to a journey, for a while.

Its id is that of its partition. Who takes part stands in tables that companies never read; what
they may see of it is `sight`. Dates are soft: they end the invitation, never anybody's journey.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select, update

from app.lib.tokens import is_plain
from app.models.assignment_draft import Audience, Mode
from app.models.audit import Audit
from app.models.base import Session, take_turns
from app.models.batch import Batch
from app.models.company import Company
from app.models.join_code import JoinCode
from app.models.refusal import Refused
from app.models.tables import (
    assignment,
    assignment_member,
    assignment_team,
    completion,
    join_code,
    member,
    team,
)
from app.models.user import User


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of a named list, and whether they have completed the journey; never when."""

    member_id: int
    name: str
    completed: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a personal link."""

    name: str
    token: str


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a company ever sees of an assignment; its learners are shown the very same.

    `invited` is the head count given at assigning, `arrived` counts in steps of five. `people` are
    there in the mode proof alone.
    """

    mode: Mode
    invited: int
    arrived: int
    batches: tuple[Batch, ...]
    people: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """An assignment as it was read. `words` are the company's for the slots of the journey.

    `mode` is what the company asked for; see `proves` for what holds.
    """

    id: int
    code: str
    company_id: int
    journey_id: str
    title: str
    audience: Audience
    words: Mapping[str, str]
    starts_on: date
    ends_on: date
    mode: Mode
    legal_basis: str | None
    proof_confirmed_at: datetime | None
    proof_confirmed_by: int | None
    head_count: int
    arrived: int
    issued_at: datetime
    issued_by: int | None
    closed_at: datetime | None

    @classmethod
    def find(cls, session: Session, assignment_id: int) -> Self | None:
        """Return the assignment of a partition, None where the partition is none."""
        return cls._one(session, assignment.c.id == assignment_id)

    @classmethod
    def within_reach(cls, session: Session, company_id: int, code: str) -> Self | None:
        """Return the assignment with this code if it is this company's; None else."""
        if not is_plain(code):
            return None
        return cls._one(session, assignment.c.company_id == company_id, assignment.c.code == code)

    @classmethod
    def of_company(cls, session: Session, company_id: int) -> list[Self]:
        """Return the assignments of a company: those still open first, then the newest."""
        own = select(assignment).where(assignment.c.company_id == company_id)
        order = own.order_by(assignment.c.closed_at.is_not(None), assignment.c.id.desc())
        return [cls._of(row) for row in session.execute(order)]

    @classmethod
    def with_basis(cls, session: Session, code: str) -> Self | None:
        """Return the assignment with this code if its company ever asked for the mode proof."""
        if not is_plain(code):
            return None
        return cls._one(session, assignment.c.code == code, assignment.c.legal_basis.is_not(None))

    @classmethod
    def asking_for_proof(cls, session: Session) -> list[Self]:
        """Return the assignments whose mode proof no operator has confirmed, the oldest first."""
        asked = select(assignment).where(
            assignment.c.mode == "proof",
            assignment.c.proof_confirmed_at.is_(None),
            assignment.c.closed_at.is_(None),
        )
        return [cls._of(row) for row in session.execute(asked.order_by(assignment.c.id))]

    @property
    def proves(self) -> bool:
        """Whether a run that starts now tells the company that its learner arrived."""
        return self.mode == "proof" and self.proof_confirmed_at is not None

    def sight(self, session: Session) -> Sight:
        """Return what the company sees."""
        return Sight(
            mode="proof" if self.proves else "protected",
            invited=self.head_count,
            arrived=self.arrived,
            batches=tuple(Batch.of_partition(session, self.id)),
            people=tuple(self._people(session)) if self.proves else (),
        )

    def entrance(self, session: Session) -> JoinCode | None:
        """Return the code for everybody, or of a list the first personal one: they stand for all.

        None where a list has lost all its people.
        """
        found = JoinCode.of_assignment(session, self.id)
        if found or self.audience != "list":
            return found
        return next(iter(JoinCode.personal_of(session, self.id, most=1)), None)

    def teams(self, session: Session) -> list[str]:
        """Return the names of the teams that it is for."""
        names = select(team.c.name).join(assignment_team, assignment_team.c.team_id == team.c.id)
        own = names.where(assignment_team.c.assignment_id == self.id)
        return list(session.execute(own.order_by(team.c.name)).scalars())

    def addressed(self) -> ColumnElement[bool]:
        """Return the condition on members whom it is for: of the company, the teams, the list."""
        if self.audience == "everybody":
            return member.c.company_id == self.company_id
        if self.audience == "teams":
            own = select(assignment_team.c.team_id)
            return member.c.team_id.in_(own.where(assignment_team.c.assignment_id == self.id))
        own = select(assignment_member.c.member_id)
        return member.c.id.in_(own.where(assignment_member.c.assignment_id == self.id))

    def extend(self, session: Session, company: Company, ends_on: date) -> None:
        """Take another last day, with which the codes end. Raise `Refused` (assignment-closed).

        Whether the day is a good one is asked before, by `issue.check_period`.
        """
        self.held(session)
        ends_at = end_of(ends_on, company.timezone)
        own = join_code.c.assignment_id == self.id
        session.execute(update(join_code).where(own).values(ends_at=ends_at))
        self._write(session, ends_on=ends_on)

    def reword(self, session: Session, words: Mapping[str, str]) -> None:
        """Put other words into the slots; learners read them from their next page on."""
        self.held(session)
        self._write(session, words=json.dumps(dict(words), ensure_ascii=False))

    def pause(self, session: Session, now: datetime) -> None:
        """Let nobody come in until it is resumed; whoever is under way goes on."""
        own = join_code.c.assignment_id == self.id, join_code.c.paused_at.is_(None)
        session.execute(update(join_code).where(*own).values(paused_at=now))

    def resume(self, session: Session) -> None:
        """Let people come in again."""
        own = join_code.c.assignment_id == self.id
        session.execute(update(join_code).where(own).values(paused_at=None))

    def revoke(self, session: Session, now: datetime) -> None:
        """Make every link of it unknown, until others are made with `renew`."""
        own = join_code.c.assignment_id == self.id, join_code.c.revoked_at.is_(None)
        session.execute(update(join_code).where(*own).values(revoked_at=now))

    def renew(self, session: Session, seen: str) -> None:
        """Make other links; those on paper and in mails lead nowhere any more.

        `seen` is the token of the entrance that the form showed: a second press changes nothing.
        """
        take_turns(session, f"assignment:{self.code}")
        entrance = self.entrance(session)
        if entrance is None or entrance.token != seen:
            return
        for each in JoinCode.personal_of(session, self.id):
            each.renew(session, each.token)
        if entrance.member_id is None:
            entrance.renew(session, seen)

    def close(self, session: Session, now: datetime) -> None:
        """End it for good, after its last release; runs go on, each for its learner alone."""
        open_ = update(assignment).where(
            assignment.c.id == self.id, assignment.c.closed_at.is_(None)
        )
        session.execute(open_.values(closed_at=now))

    def provide(
        self, session: Session, members: Iterable[int], now: datetime, ends_at: datetime | None
    ) -> None:
        """Make a personal link for each of these members who has none."""
        own = select(join_code.c.member_id).where(join_code.c.assignment_id == self.id)
        missing = set(members) - set(session.execute(own).scalars())
        JoinCode.create_personal(
            session,
            self.company_id,
            sorted(missing),
            now,
            assignment_id=self.id,
            ends_at=ends_at,
        )

    def holders(self, session: Session, *, start: int = 0, most: int | None = None) -> list[Holder]:
        """Return who has a personal link, by their names."""
        name = func.coalesce(member.c.name, member.c.email, "")
        rows = session.execute(
            select(name, join_code.c.token)
            .join(join_code, join_code.c.member_id == member.c.id)
            .where(join_code.c.assignment_id == self.id, join_code.c.revoked_at.is_(None))
            .order_by(func.lower(name), member.c.id)
            .offset(start)
            .limit(most)
        )
        return [Holder(*row) for row in rows]

    def confirm_proof(self, session: Session, *, by: User, now: datetime) -> None:
        """Let the mode proof hold for runs that start from now on. Raise `Refused` (proof-unasked).

        A second press changes nothing.
        """
        held = self.held(session)
        if held.mode != "proof":
            raise Refused("proof-unasked")
        if held.proof_confirmed_at is None:
            self._write(session, proof_confirmed_at=now, proof_confirmed_by=by.id)
            Audit.note(session, "assignment:confirm-proof", by=by.email, about=self.code, now=now)

    def decline_proof(self, session: Session, *, by: User, now: datetime) -> None:
        """Leave it protected. Raise `Refused` (proof-confirmed) once it was confirmed."""
        held = self.held(session)
        if held.proof_confirmed_at is not None:
            raise Refused("proof-confirmed")
        if held.mode == "proof":
            self._write(session, mode="protected")
            Audit.note(session, "assignment:decline-proof", by=by.email, about=self.code, now=now)

    def held(self, session: Session) -> Self:
        """Return it as it stands now; nobody else changes it until this transaction ends.

        Raise `Refused` (assignment-closed).
        """
        take_turns(session, f"assignment:{self.code}")
        held = self.find(session, self.id)
        if held is None or held.closed_at is not None:
            raise Refused("assignment-closed")
        return held

    def _people(self, session: Session) -> list[Named]:
        """Return those who are known by name, in the order of their names, which tells nothing."""
        done = completion.c.member_id == member.c.id, completion.c.assignment_id == self.id
        rows = session.execute(
            select(member.c.id, member.c.name, member.c.email, completion.c.member_id.is_not(None))
            .select_from(member.outerjoin(completion, done[0] & done[1]))
            .where(self.addressed())
            .order_by(func.coalesce(member.c.name, member.c.email), member.c.code)
        )
        return [Named(id_, name or email or "", completed) for id_, name, email, completed in rows]

    def _write(self, session: Session, **values: Any) -> None:
        session.execute(update(assignment).where(assignment.c.id == self.id).values(**values))

    @classmethod
    def _one(cls, session: Session, *conditions: ColumnElement[bool]) -> Self | None:
        row = session.execute(select(assignment).where(*conditions)).one_or_none()
        return cls._of(row) if row else None

    @classmethod
    def _of(cls, row: Any) -> Self:
        return cls(**(dict(row._mapping) | {"words": json.loads(row.words)}))


def end_of(day: date, timezone: str) -> datetime:
    """Return the instant at which a day of a company is over."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(timezone)).astimezone(UTC)


def today(now: datetime, timezone: str) -> date:
    """Return which day it is in a company."""
    return now.astimezone(ZoneInfo(timezone)).date()
