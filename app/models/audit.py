"""The audit: who did which administrative act, and to whom. Never what stood in it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import delete, insert, select

from app.models.base import Session
from app.models.tables import audit

KEPT = timedelta(days=2 * 366)
COMMAND = "command"
"""Who acts where the operator types a command on the server."""
_ACT = re.compile(r"[a-z-]+:[a-z-]+")
_LONGEST = 254


@dataclass(frozen=True, slots=True)
class Audit:
    """One act: `by` and `about` are addresses of accounts or ids, `act` is subject:verb."""

    at: datetime
    by: str
    act: str
    about: str

    @classmethod
    def note(cls, session: Session, act: str, *, by: str, about: str, now: datetime) -> None:
        """Write down an act in the transaction that does it; nothing can change it afterwards."""
        assert _ACT.fullmatch(act), f"an act is subject:verb, not {act!r}"
        session.execute(
            insert(audit).values(at=now, by=by[:_LONGEST], act=act, about=about[:_LONGEST])
        )

    @classmethod
    def all(cls, session: Session) -> list[Self]:
        """Return every act, in the order in which they were done."""
        fields = select(audit.c.at, audit.c.by, audit.c.act, audit.c.about).order_by(audit.c.id)
        return [cls(row.at, row.by, row.act, row.about) for row in session.execute(fields)]

    @classmethod
    def latest(cls, session: Session, words: str = "", *, skip: int = 0, most: int) -> list[Self]:
        """Return acts whose tag begins with these words, the newest first."""
        fields = select(audit.c.at, audit.c.by, audit.c.act, audit.c.about)
        named = fields.where(audit.c.act.startswith(words, autoescape=True))
        found = named.order_by(audit.c.id.desc()).offset(skip).limit(most)
        return [cls(row.at, row.by, row.act, row.about) for row in session.execute(found)]

    @staticmethod
    def forget(session: Session, now: datetime) -> None:
        """Delete what is older than 24 months."""
        session.execute(delete(audit).where(audit.c.at <= now - KEPT))
