"""Editions of the sheet for the works council: since when it says what it says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import insert, select

from app.models.base import Session, take_turns
from app.models.tables import sheet_edition


@dataclass(frozen=True, slots=True)
class Edition:
    """A content of the sheet by its checksum, and when it was first seen to hold."""

    since: datetime
    checksum: str

    @classmethod
    def of_company(cls, session: Session, company_id: int) -> list[Self]:
        """Return all editions of a company's sheet, the newest first."""
        own = select(sheet_edition.c.since, sheet_edition.c.checksum).where(
            sheet_edition.c.company_id == company_id
        )
        return [cls(*row) for row in session.execute(own.order_by(sheet_edition.c.since.desc()))]

    @classmethod
    def note(cls, session: Session, company_id: int, checksum: str, now: datetime) -> bool:
        """Note that another content holds from now on; False where the newest is this one."""
        take_turns(session, f"sheet:{company_id}")
        known = cls.of_company(session, company_id)
        if known and known[0].checksum == checksum:
            return False
        row = {"company_id": company_id, "since": now, "checksum": checksum}
        session.execute(insert(sheet_edition).values(row))
        return True
