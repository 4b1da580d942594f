"""A draft of an assignment: what its wizard has been told so far.

Its code becomes that of the assignment, so whoever sends the last form twice finds what the first
one made. Every manager of the company may go on with it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal, Self

from sqlalchemy import ColumnElement, delete, insert, select, update

from app.lib.tokens import is_plain, random_code
from app.models.base import Session, take_turns
from app.models.tables import assignment_draft
from app.models.user import User

Audience = Literal["everybody", "teams", "list"]
Mode = Literal["protected", "proof"]
Page = Literal["journey", "people", "period", "mode"]
"""The four pages of the wizard, in their order."""

CODE_BITS = 80


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen; None or "" is not answered yet. `teams` and `members` are ids.

    `words` are the company's for the slots of the journey.
    """

    journey: str = ""
    audience: Audience | None = None
    head_count: int | None = None
    teams: tuple[int, ...] = ()
    members: tuple[int, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    starts_on: date | None = None
    ends_on: date | None = None
    mode: Mode | None = None
    legal_basis: str = ""

    @property
    def open_page(self) -> Page | None:
        """The first page that is not answered, None where all are."""
        return next(self._open_pages(), None)

    @property
    def mark(self) -> str:
        """A mark of all that was chosen: another one as soon as anything differs."""
        return hashlib.sha256(self.stored().encode()).hexdigest()[:16]

    @classmethod
    def of(cls, stored: str) -> Self:
        """Read choices as they are stored."""
        values: dict[str, Any] = json.loads(stored)
        for name in ("starts_on", "ends_on"):
            values[name] = date.fromisoformat(values[name]) if values[name] else None
        for name in ("teams", "members"):
            values[name] = tuple(values[name])
        return cls(**values)

    def stored(self) -> str:
        """Write choices as they are stored: equal ones alike."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        for name in ("starts_on", "ends_on"):
            values[name] = values[name].isoformat() if values[name] else None
        return json.dumps(values | {"words": dict(self.words)}, sort_keys=True, ensure_ascii=False)

    def _open_pages(self) -> Iterator[Page]:
        if not self.journey:
            yield "journey"
        if not self._has_people():
            yield "people"
        if self.ends_on is None:
            yield "period"
        if self.mode is None:
            yield "mode"

    def _has_people(self) -> bool:
        if self.audience == "list":
            return bool(self.members)
        return bool(self.head_count) and (self.audience == "everybody" or bool(self.teams))


@dataclass(frozen=True, slots=True)
class AssignmentDraft:
    """A draft as it was read."""

    id: int
    code: str
    company_id: int
    choices: Choices
    created_at: datetime
    created_by: int | None

    @classmethod
    def begin(
        cls,
        session: Session,
        company_id: int,
        first: Choices,
        *,
        by: User,
        now: datetime,
        known: str,
    ) -> Self:
        """Begin with what was chosen first.

        `known` is the code of the newest draft that the form knew of: a second press of its button
        finds the draft that the first one began.
        """
        take_turns(session, f"assignment drafts:{company_id}")
        last = next(iter(cls.of_company(session, company_id)), None)
        if last and last.code != known and last.choices == first and last.created_by == by.id:
            return last
        values = {
            "code": random_code(CODE_BITS),
            "company_id": company_id,
            "choices": first.stored(),
            "created_at": now,
            "created_by": by.id,
        }
        made = insert(assignment_draft).values(values).returning(assignment_draft.c.id)
        found = cls._one(session, assignment_draft.c.id == session.execute(made).scalar_one())
        assert found is not None
        return found

    @classmethod
    def within_reach(cls, session: Session, company_id: int, code: str) -> Self | None:
        """Return the draft with this code if it is this company's; None else."""
        if not is_plain(code):
            return None
        own = assignment_draft.c.company_id == company_id
        return cls._one(session, own, assignment_draft.c.code == code)

    @classmethod
    def of_company(cls, session: Session, company_id: int) -> list[Self]:
        """Return the drafts of a company, the newest first."""
        own = select(assignment_draft).where(assignment_draft.c.company_id == company_id)
        rows = session.execute(own.order_by(assignment_draft.c.id.desc()))
        return [cls._of(row) for row in rows]

    def choose(self, session: Session, **values: Any) -> Self:
        """Take further choices over those that stand now; return the draft as it is then.

        Two tabs that answer different pages at once keep both answers. One that was issued or
        thrown away meanwhile stays so.
        """
        take_turns(session, f"assignment:{self.code}")
        held = self._one(session, assignment_draft.c.id == self.id) or self
        chosen = replace(held.choices, **values)
        own = update(assignment_draft).where(assignment_draft.c.id == self.id)
        session.execute(own.values(choices=chosen.stored()))
        return replace(held, choices=chosen)

    def discard(self, session: Session) -> None:
        """Throw it away."""
        session.execute(delete(assignment_draft).where(assignment_draft.c.id == self.id))

    @classmethod
    def _one(cls, session: Session, *conditions: ColumnElement[bool]) -> Self | None:
        row = session.execute(select(assignment_draft).where(*conditions)).one_or_none()
        return cls._of(row) if row else None

    @classmethod
    def _of(cls, row: Any) -> Self:
        choices = Choices.of(row.choices)
        return cls(row.id, row.code, row.company_id, choices, row.created_at, row.created_by)
