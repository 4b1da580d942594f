"""A join code: the link, the typed code and the QR code by which people come in.

One kind for three purposes: into a company, into an assignment, and for one member alone. Whoever
holds a code was invited, so a paused or ended one may say so; revoked ones are unknown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Self

from sqlalchemy import ColumnElement, insert, select, update

from app.lib.tokens import random_code
from app.models.base import Session, take_turns
from app.models.group import CODE_BITS, CODE_SIGNS, TOKEN_BITS, normalise
from app.models.refusal import Refused
from app.models.tables import join_code

State = Literal["open", "paused", "ended", "full"]


@dataclass(frozen=True, slots=True)
class JoinCode:
    """A code as it was read. `code` is typed by people, `token` stands in links and QR codes.

    A personal one has no typed code. `seats` is the most people who may come in, None for any
    number; `used` counts who came. From `ends_at` on nobody comes in.
    """

    id: int
    company_id: int
    assignment_id: int | None
    member_id: int | None
    code: str | None
    token: str
    seats: int | None
    used: int
    paused_at: datetime | None
    revoked_at: datetime | None
    ends_at: datetime | None
    created_at: datetime

    @classmethod
    def create(
        cls,
        session: Session,
        company_id: int,
        now: datetime,
        *,
        assignment_id: int | None = None,
        ends_at: datetime | None = None,
    ) -> Self:
        """Make a code for many: into a company, or into one of its assignments."""
        made = session.execute(
            insert(join_code)
            .values(
                company_id=company_id,
                assignment_id=assignment_id,
                code=random_code(CODE_BITS),
                token=random_code(TOKEN_BITS),
                used=0,
                ends_at=ends_at,
                created_at=now,
            )
            .returning(join_code.c.id)
        ).scalar_one()
        found = cls._one(session, join_code.c.id == made)
        assert found is not None
        return found

    @staticmethod
    def create_personal(
        session: Session,
        company_id: int,
        members: Iterable[int],
        now: datetime,
        *,
        assignment_id: int | None = None,
        ends_at: datetime | None = None,
    ) -> None:
        """Make a link for each of these members, who have none for this purpose yet."""
        rows = [
            {
                "company_id": company_id,
                "assignment_id": assignment_id,
                "member_id": member_id,
                "token": random_code(TOKEN_BITS),
                "used": 0,
                "ends_at": ends_at,
                "created_at": now,
            }
            for member_id in members
        ]
        if rows:
            session.execute(insert(join_code), rows)

    @classmethod
    def find(cls, session: Session, word: str) -> Self | None:
        """Return what a typed code or the token of a link names; revoked ones are unknown."""
        name = normalise(word)
        if not name:
            return None
        column = join_code.c.code if len(name) == CODE_SIGNS else join_code.c.token
        return cls._one(session, column == name, join_code.c.revoked_at.is_(None))

    @classmethod
    def of_company(cls, session: Session, company_id: int) -> Self | None:
        """Return the code by which people become members, also a revoked one."""
        return cls._one(
            session,
            join_code.c.company_id == company_id,
            join_code.c.assignment_id.is_(None),
            join_code.c.member_id.is_(None),
        )

    @classmethod
    def into_company(cls, session: Session, company_id: int, seen: str, now: datetime) -> Self:
        """Make the code by which people become members, once; a revoked one is made anew.

        `seen` is the token that its form showed, "" where it showed none.
        """
        take_turns(session, f"join code of company:{company_id}")
        known = cls.of_company(session, company_id)
        if known is None:
            return cls.create(session, company_id, now)
        if known.revoked_at is not None:
            known.renew(session, seen)
        return known

    @classmethod
    def of_member(cls, session: Session, member_id: int) -> Self | None:
        """Return the link by which a member is known again, for no assignment in particular."""
        return cls._one(
            session, join_code.c.member_id == member_id, join_code.c.assignment_id.is_(None)
        )

    @classmethod
    def of_assignment(cls, session: Session, assignment_id: int) -> Self | None:
        """Return the code of an assignment for everybody, None where each has a personal one."""
        return cls._one(
            session, join_code.c.assignment_id == assignment_id, join_code.c.member_id.is_(None)
        )

    @classmethod
    def personal_of(
        cls, session: Session, assignment_id: int, most: int | None = None
    ) -> list[Self]:
        """Return the personal codes of an assignment in the order in which they were made."""
        own = select(join_code).where(
            join_code.c.assignment_id == assignment_id, join_code.c.member_id.is_not(None)
        )
        return [cls(*row) for row in session.execute(own.order_by(join_code.c.id).limit(most))]

    def state(self, now: datetime) -> State:
        """Return whether somebody may come in now, and what is in the way."""
        if self.ends_at is not None and now >= self.ends_at:
            return "ended"
        if self.paused_at is not None:
            return "paused"
        return "full" if self.seats is not None and self.used >= self.seats else "open"

    def take_seat(self, session: Session, now: datetime) -> None:
        """Count somebody who comes in. Raise `Refused` (code-unknown, -ended, -paused, -full).

        Whoever comes at the same moment waits, so that the last seat goes to one of them.
        """
        take_turns(session, f"join code:{self.id}")
        held = self._one(session, join_code.c.id == self.id, join_code.c.revoked_at.is_(None))
        if held is None or held.token != self.token:
            raise Refused("invitation-unknown")
        state = held.state(now)
        if state != "open":
            raise Refused(f"invitation-{state}")
        self._write(session, used=held.used + 1)

    def pause(self, session: Session, now: datetime) -> None:
        """Let nobody come in until it is resumed."""
        self._write(session, paused_at=self.paused_at or now)

    def resume(self, session: Session) -> None:
        """Let people come in again."""
        self._write(session, paused_at=None)

    def renew(self, session: Session, seen: str) -> None:
        """Take another code and link; the ones before lead nowhere any more.

        `seen` is the token that its form showed: a second press finds the one made by the first.
        """
        made: dict[str, Any] = {"token": random_code(TOKEN_BITS), "revoked_at": None}
        if self.code is not None:
            made["code"] = random_code(CODE_BITS)
        at_token = update(join_code).where(join_code.c.id == self.id, join_code.c.token == seen)
        session.execute(at_token.values(**made))

    def revoke(self, session: Session, now: datetime) -> None:
        """Make the link unknown for good, unless another one is made with `renew`."""
        self._write(session, revoked_at=self.revoked_at or now)

    def limit(self, session: Session, seats: int | None) -> None:
        """Say how many people may come in at most, None for any number."""
        self._write(session, seats=seats)

    def end(self, session: Session, ends_at: datetime | None) -> None:
        """Say from when on nobody comes in, None for never."""
        self._write(session, ends_at=ends_at)

    def _write(self, session: Session, **values: Any) -> None:
        session.execute(update(join_code).where(join_code.c.id == self.id).values(**values))

    @classmethod
    def _one(cls, session: Session, *conditions: ColumnElement[bool]) -> Self | None:
        row = session.execute(select(join_code).where(*conditions)).one_or_none()
        return cls(*row) if row else None
