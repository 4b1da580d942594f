"""TEMP stub."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import select, update

from app.models.base import Session
from app.models.tables import company


@dataclass(frozen=True, slots=True)
class Company:
    """A company."""

    id: int
    code: str
    name: str
    sector: str
    head_count: int
    timezone: str
    language: str
    words: Mapping[str, str]
    created_at: datetime
    closed_at: datetime | None

    @classmethod
    def find(cls, session: Session, company_id: int) -> Self | None:
        """Return it."""
        row = session.execute(select(company).where(company.c.id == company_id)).one_or_none()
        return cls(**(dict(row._mapping) | {"words": json.loads(row.words)})) if row else None

    def remember(self, session: Session, words: Mapping[str, str]) -> None:
        """Remember."""
        session.execute(
            update(company)
            .where(company.c.id == self.id)
            .values(words=json.dumps({**self.words, **words}))
        )
