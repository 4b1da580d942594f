"""An assignment: a company invites its people to a journey, for a while.

Its id is that of its partition. Who takes part stands in tables that companies never read; what
they may see of it is `sight`. Dates are soft: they end the invitation, never anybody's journey.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Self

from sqlalchemy import ColumnElement, func, select

from app.lib.tokens import is_plain
from app.models.base import Session
from app.models.batch import Batch
from app.models.tables import (
    assignment,
    assignment_member,
    assignment_team,
    completion,
    member,
)

Mode = Literal["protected", "proof"]
Audience = Literal["everybody", "teams", "list"]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of a named list, and whether they have completed the journey; never when."""

    member_id: int
    name: str
    completed: bool


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

    def addressed(self) -> ColumnElement[bool]:
        """Return the condition on members whom it is for: of the company, the teams, the list."""
        if self.audience == "everybody":
            return member.c.company_id == self.company_id
        if self.audience == "teams":
            own = select(assignment_team.c.team_id)
            return member.c.team_id.in_(own.where(assignment_team.c.assignment_id == self.id))
        own = select(assignment_member.c.member_id)
        return member.c.id.in_(own.where(assignment_member.c.assignment_id == self.id))

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

    @classmethod
    def _one(cls, session: Session, *conditions: ColumnElement[bool]) -> Self | None:
        row = session.execute(select(assignment).where(*conditions)).one_or_none()
        return cls._of(row) if row else None

    @classmethod
    def _of(cls, row: Any) -> Self:
        return cls(**(dict(row._mapping) | {"words": json.loads(row.words)}))
