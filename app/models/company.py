"""A company: a tenant of its own, with managers who act for it. It never sees what people do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Self

from sqlalchemy import ColumnElement, Row, delete, exists, func, insert, select, update

from app.lib.crypto import Keyring
from app.lib.tokens import is_plain, random_code
from app.models.audit import COMMAND, Audit
from app.models.base import Session, take_turns
from app.models.group import CODE_BITS as JOURNEY_CODE_BITS
from app.models.group import normalise
from app.models.invitation import Invitation
from app.models.outbox import Outbox
from app.models.refusal import Refused
from app.models.tables import (
    assignment,
    company,
    company_manager,
    draft_company,
    user_account,
    user_invitation,
)
from app.models.user import User, plain

CODE_BITS = 80
SECTORS = (
    "craft",
    "manufacturing",
    "construction",
    "trade",
    "logistics",
    "hospitality",
    "health",
    "education",
    "public",
    "finance",
    "it",
    "services",
    "agriculture",
    "other",
)
LONGEST_NAME = 120
LONGEST_WORDS = 80
MOST_PEOPLE = 100_000

Task = Literal["sheet", "poster"]
_TICKED: Mapping[Task, str] = {"sheet": "sheet_read_at", "poster": "poster_printed_at"}


@dataclass(frozen=True, slots=True)
class Manager:
    """Somebody who acts for a company."""

    user_id: int
    email: str
    name: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Company:
    """A company as it was read. `words` are its own for the slots of journeys, by their names."""

    id: int
    code: str
    name: str
    sector: str
    head_count: int
    timezone: str
    language: str
    words: Mapping[str, str]
    created_at: datetime
    sheet_read_at: datetime | None
    poster_printed_at: datetime | None
    closed_at: datetime | None
    journey_code: str | None

    @classmethod
    def create(
        cls,
        session: Session,
        name: str,
        sector: str,
        head_count: int,
        now: datetime,
        *,
        by: User | None,
        timezone: str = "Europe/Berlin",
        language: str = "de",
        code: str = "",
    ) -> Self:
        """Make a company that nobody manages yet. `by` is None for the operator's command.

        `code` is the one that the form was made with: a second press of its button finds the
        company that the first one made.
        """
        take_turns(session, "companies")
        known = cls.find(session, code) if is_code(code) else None
        if known:
            return known
        code = code if is_code(code) else random_code(CODE_BITS)
        session.execute(
            insert(company).values(
                code=code,
                name=name,
                sector=sector,
                head_count=head_count,
                timezone=timezone,
                language=language,
                words="{}",
                created_at=now,
            )
        )
        made = cls.find(session, code)
        assert made is not None, "it was made a moment ago"
        made._note(session, "company:create", by, now)
        return made

    @classmethod
    def find(cls, session: Session, code: str) -> Self | None:
        """Return the company with this code, also a closed one; for the operator."""
        return cls._one(session, company.c.code == code) if is_plain(code) else None

    @classmethod
    def with_id(cls, session: Session, company_id: int) -> Self | None:
        """Return the company with this id, also a closed one."""
        return cls._one(session, company.c.id == company_id)

    @classmethod
    def by_journey_code(cls, session: Session, word: str) -> Self | None:
        """Return the open company that gave out this code, however somebody wrote it."""
        known = (company.c.journey_code == normalise(word)) & company.c.closed_at.is_(None)
        return cls._one(session, known)

    @classmethod
    def all(cls, session: Session, words: str = "", *, is_open: bool | None = None) -> list[Self]:
        """Return the companies whose name holds these words, by name; for the operator."""
        found = select(company).order_by(company.c.name, company.c.id)
        if words:
            found = found.where(company.c.name.icontains(words, autoescape=True))
        if is_open is not None:
            found = found.where(company.c.closed_at.is_(None) == is_open)
        return [cls._of(row) for row in session.execute(found)]

    @classmethod
    def finding(cls, session: Session, draft_id: int) -> list[Self]:
        """Return the companies for which the journey of a draft is kept, by name."""
        chosen = select(draft_company.c.company_id).where(draft_company.c.draft_id == draft_id)
        found = select(company).where(company.c.id.in_(chosen))
        rows = session.execute(found.order_by(company.c.name, company.c.id))
        return [cls._of(row) for row in rows]

    @classmethod
    def managed_by(cls, session: Session, user_id: int) -> list[Self]:
        """Return the open companies that somebody manages, by name."""
        found = select(company).where(_manages(user_id)).order_by(company.c.name, company.c.id)
        return [cls._of(row) for row in session.execute(found)]

    @classmethod
    def within_reach(cls, session: Session, user_id: int, code: str) -> Self | None:
        """Return the open company with this code if this person manages it; None else."""
        if not is_plain(code):
            return None
        return cls._one(session, company.c.code == code, _manages(user_id))

    def change(self, session: Session, *, by: User, now: datetime, **values: Any) -> None:
        """Change name, sector, head count, time zone, language or words."""
        if "words" in values:
            values["words"] = json.dumps(values["words"], ensure_ascii=False, sort_keys=True)
        self._write(session, **values)
        self._note(session, "company:change", by, now)

    def tick(self, session: Session, task: Task, now: datetime) -> None:
        """Note that a manager has read the sheet, or printed the poster."""
        self._write(session, **{_TICKED[task]: now})

    def renew_journey_code(self, session: Session, seen: str, *, by: User, now: datetime) -> None:
        """Make another code by which authors keep a journey for the company; the old one is void.

        `seen` is the old one, "" for none: a second press of the button changes nothing. What was
        kept for the company so far stays.
        """
        take_turns(session, f"company {self.id}")
        now_is = self.with_id(session, self.id)
        if now_is and (now_is.journey_code or "") == normalise(seen):
            self._write(session, journey_code=random_code(JOURNEY_CODE_BITS))
            self._note(session, "company:code", by, now)

    def close(self, session: Session, *, by: User, now: datetime) -> None:
        """End access for everybody who manages it, and make its invitations void."""
        if self.closed_at is None:
            session.execute(delete(user_invitation).where(user_invitation.c.company_id == self.id))
            self._write(session, closed_at=now)
            self._note(session, "company:close", by, now)

    def has_assignments(self, session: Session) -> bool:
        """Return whether a journey was ever assigned."""
        found = select(exists().where(assignment.c.company_id == self.id))
        return bool(session.execute(found).scalar_one())

    def managers(self, session: Session) -> list[Manager]:
        """Return who acts for the company, by name."""
        rows = session.execute(
            select(
                user_account.c.id,
                user_account.c.email,
                user_account.c.name,
                company_manager.c.added_at,
            )
            .join(company_manager, company_manager.c.user_id == user_account.c.id)
            .where(company_manager.c.company_id == self.id)
            .order_by(user_account.c.name, user_account.c.id)
        )
        return [Manager(*row) for row in rows]

    def invite(
        self,
        session: Session,
        keyring: Keyring,
        email: str,
        now: datetime,
        *,
        by: User | None,
        lang: str = "de",
    ) -> str:
        """Invite somebody to manage the company and return the token of the link, which is mailed.

        `by` is None for the operator's command. Inviting again makes the link before void.
        """
        inviter = by.id if by else None
        token = Invitation.create(session, email, ["manager"], now, company_id=self.id, by=inviter)
        values = {"token": token, "lang": lang}
        Outbox.put(session, keyring, "invitation", plain(email), values, now)
        self._note(session, "company:invite", by, now, plain(email))
        return token

    def admit(self, session: Session, user: User, by: int | None, now: datetime) -> None:
        """Let somebody with the role act for the company; `by` is who invited them."""
        take_turns(session, f"company {self.id}")
        if user.id not in {manager.user_id for manager in self.managers(session)}:
            row = {"company_id": self.id, "user_id": user.id}
            added = {"added_at": now, "added_by": by}
            session.execute(insert(company_manager).values(row | added))

    def dismiss(self, session: Session, user_id: int, *, by: User, now: datetime) -> bool:
        """End somebody's acting for the company with their next request; False for a stranger.

        Whoever manages no other company loses the role too. Raise `Refused` (last-manager).
        """
        take_turns(session, f"company {self.id}")
        managers = {manager.user_id: manager for manager in self.managers(session)}
        if user_id not in managers:
            return False
        if len(managers) == 1:
            raise Refused("last-manager")
        session.execute(
            delete(company_manager).where(
                company_manager.c.company_id == self.id, company_manager.c.user_id == user_id
            )
        )
        user = User.find(session, user_id)
        if user and not self.managed_by(session, user_id):
            user.revoke(session, "manager")
        self._note(session, "company:dismiss", by, now, managers[user_id].email)
        return True

    def _note(
        self, session: Session, act: str, by: User | None, now: datetime, whom: str = ""
    ) -> None:
        """Write an act down; whom it concerns can find it by their address."""
        Audit.note(
            session,
            act,
            by=by.email if by else COMMAND,
            about=whom or self.code,
            now=now,
        )

    def _write(self, session: Session, **values: Any) -> None:
        session.execute(update(company).where(company.c.id == self.id).values(**values))

    @classmethod
    def _one(cls, session: Session, *conditions: ColumnElement[bool]) -> Self | None:
        row = session.execute(select(company).where(*conditions)).one_or_none()
        return cls._of(row) if row else None

    @classmethod
    def _of(cls, row: Row[Any]) -> Self:
        return cls(**{**row._mapping, "words": json.loads(row.words)})


def is_code(code: str) -> bool:
    """Return whether this can be the code of a company."""
    return len(code) == CODE_BITS // 5 and is_plain(code) and code.isalnum()


def counts_of_managers(session: Session) -> dict[int, int]:
    """Return how many people manage each company, by its id."""
    counted = select(company_manager.c.company_id, func.count()).group_by(
        company_manager.c.company_id
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def _manages(user_id: int) -> ColumnElement[bool]:
    return company.c.closed_at.is_(None) & exists().where(
        company_manager.c.company_id == company.c.id, company_manager.c.user_id == user_id
    )
