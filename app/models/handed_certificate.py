"""Handed certificates: all that a company sees of what learners gave it.

A learner can take one back until the company has fetched it. Both happen in one statement each, so
that of the two only one has an effect.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, select, update

from app.lib.tokens import is_plain
from app.models.base import Session
from app.models.refusal import Refused
from app.models.tables import handed_certificate

_ALL = select(handed_certificate)
_C = handed_certificate.c


@dataclass(frozen=True, slots=True)
class HandedCertificate:
    """A certificate in the words of the day on which it was handed over; `name` may be empty.

    `topics` is one line. `fetched_at` is None as long as it can be taken back.
    """

    code: str
    company_id: int
    name: str
    journey: str
    minutes: int
    topics: str
    issued_on: date
    version: int
    fetched_at: datetime | None = None

    @classmethod
    def of_certificate(cls, session: Session, code: str) -> list[Self]:
        """Return what stands at companies of one certificate."""
        return cls._some(session, _ALL.where(_C.code == code).order_by(_C.company_id))

    @classmethod
    def of_company(
        cls,
        session: Session,
        company_id: int,
        *,
        fetched: bool,
        start: int = 0,
        most: int | None = None,
    ) -> list[Self]:
        """Return those that a company has fetched or can fetch, in the order of fetching."""
        found = _ALL.where(_in(company_id, fetched)).order_by(_C.fetched_at, _C.issued_on, _C.code)
        return cls._some(session, found.offset(start).limit(most))

    @classmethod
    def within_reach(cls, session: Session, company_id: int, code: str) -> Self | None:
        """Return the certificate with this code if it was handed to this company; None else."""
        if not is_plain(code):
            return None
        found = cls._some(session, _ALL.where(_C.company_id == company_id, _C.code == code))
        return found[0] if found else None

    @staticmethod
    def count(session: Session, company_id: int, *, fetched: bool) -> int:
        """Return how many a company has fetched, or can fetch."""
        counted = select(func.count()).select_from(handed_certificate)
        return session.execute(counted.where(_in(company_id, fetched))).scalar_one()

    @staticmethod
    def fetch(session: Session, company_id: int, codes: Collection[str], now: datetime) -> int:
        """Note that a company has these; from now on they cannot be taken back.

        Return how many that are: what was taken back before is not among them.
        """
        named = [code for code in codes if is_plain(code)]
        due = update(handed_certificate).where(_in(company_id, False), _C.code.in_(named))
        return session.execute(due.values(fetched_at=now)).rowcount

    @staticmethod
    def place(session: Session, company_id: int, codes: Collection[str]) -> int | None:
        """Return how many the company had fetched before these, None where it has none of them."""
        named = [code for code in codes if is_plain(code)]
        first = select(func.min(_C.fetched_at)).where(
            _C.company_id == company_id, _C.code.in_(named)
        )
        moment = session.execute(first).scalar_one()
        if moment is None:
            return None
        before = select(func.count()).select_from(handed_certificate)
        earlier = before.where(_C.company_id == company_id, _C.fetched_at < moment)
        return session.execute(earlier).scalar_one()

    @staticmethod
    def take_back(session: Session, code: str, company_id: int) -> None:
        """Let a company have it no more; nothing happens where it has none.

        Raise `Refused` (certificate-fetched) where it was quicker.
        """
        given = and_(_C.code == code, _C.company_id == company_id)
        left = delete(handed_certificate).where(given, _C.fetched_at.is_(None))
        if session.execute(left).rowcount:
            return
        if session.execute(select(_C.code).where(given)).first():
            raise Refused("certificate-fetched")

    def store(self, session: Session) -> None:
        """Give it to the company; who gave it before gives nothing more."""
        given = select(_C.code).where(_C.code == self.code, _C.company_id == self.company_id)
        if session.execute(given).first() is None:
            session.execute(insert(handed_certificate).values(asdict(self)))

    @classmethod
    def _some(cls, session: Session, rows: Select[Any]) -> list[Self]:
        return [cls(**row) for row in session.execute(rows).mappings()]


def _in(company_id: int, fetched: bool) -> ColumnElement[bool]:
    has = _C.fetched_at.is_not(None) if fetched else _C.fetched_at.is_(None)
    return and_(_C.company_id == company_id, has)
