"""Certificates: a learner has it in writing that they took part, with a name if they want one.

The certificate is the learner's and goes with them. What tells that a paper is genuine stays for 36
months: digests of its code and of its name, in which nothing leads to anybody. Only who deletes the
certificate itself makes its papers void.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from sqlalchemy import Select, bindparam, delete, func, insert, or_, select

from app.engine.steps import End
from app.lib.crypto import Keyring, open_sealed, seal
from app.lib.tokens import digest, random_code
from app.models.base import Session, take_turns
from app.models.company import Company
from app.models.group import normalise
from app.models.handed_certificate import HandedCertificate
from app.models.refusal import Refused
from app.models.run import Run
from app.models.tables import (
    assignment,
    certificate,
    certificate_check,
    company,
    learner,
    member,
    membership,
    version,
)

CODE_BITS = 80
LONGEST_NAME = 80

_OF_RUN: Select[Any] = (
    select(certificate, version.c.number, learner.c.key)
    .join(version, version.c.id == certificate.c.version_id)
    .join(learner, learner.c.id == certificate.c.learner_id)
    .where(certificate.c.run_id == bindparam("run"))
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as its owner reads it; `name` may be empty. `number` is that of the version."""

    run_id: int
    code: str
    name: str
    minutes: int
    issued_on: date
    version_id: int
    number: int

    @classmethod
    def of_run(cls, session: Session, run_id: int, keyring: Keyring) -> Self | None:
        """Return the certificate of a run, None as long as there is none."""
        row = session.execute(_OF_RUN, {"run": run_id}).one_or_none()
        if row is None:
            return None
        name = open_sealed(keyring.unwrap(row.key), row.name)
        facts = (row.minutes, row.issued_on, row.version_id, row.number)
        return cls(row.run_id, row.code, name, *facts)

    @staticmethod
    def count(session: Session, learner_id: int) -> int:
        """Return how many certificates a learner has."""
        counted = select(func.count()).select_from(certificate)
        return session.execute(counted.where(certificate.c.learner_id == learner_id)).scalar_one()

    @staticmethod
    def issue(
        session: Session, mine: Run, keyring: Keyring, *, name: str, minutes: int, day: date
    ) -> None:
        """Make the certificate of a run that has arrived, once; a second press changes nothing.

        Raise `Refused` (certificate-early).
        """
        _hold(session, mine.id)
        if not has_arrived(mine):
            raise Refused("certificate-early")
        if session.execute(_OF_RUN, {"run": mine.id}).one_or_none():
            return
        wrapped = select(learner.c.key).where(learner.c.id == mine.learner_id)
        key = keyring.unwrap(session.execute(wrapped).scalar_one())
        code = random_code(CODE_BITS)
        session.execute(
            insert(certificate).values(
                run_id=mine.id,
                learner_id=mine.learner_id,
                code=code,
                name=seal(key, name),
                minutes=minutes,
                issued_on=day,
                version_id=mine.version_id,
            )
        )
        values = {"code": digest(code), "paper": _paper(code, name), "issued_on": day}
        session.execute(insert(certificate_check).values(values))

    def delete(self, session: Session) -> None:
        """Delete it, also where companies have it, and make its papers void."""
        _hold(session, self.run_id)
        session.execute(delete(certificate).where(certificate.c.code == self.code))
        check = certificate_check.c.code == digest(self.code)
        session.execute(delete(certificate_check).where(check))

    def hand(self, session: Session, mine: Run, words: HandedCertificate) -> None:
        """Give it to a company; a second press changes nothing.

        Raise `Refused` (certificate-gone, company-elsewhere).
        """
        _hold(session, self.run_id)
        there = select(certificate.c.code).where(certificate.c.code == self.code)
        if session.execute(there).first() is None:
            raise Refused("certificate-gone")
        if words.company_id not in {each.id for each in companies(session, mine)}:
            raise Refused("company-elsewhere")
        words.store(session)


def companies(session: Session, mine: Run) -> list[Company]:
    """Return to which companies a learner may hand what they have of a run.

    That are those on whose list they are, and the one whose assignment the run belongs to.
    """
    listed = (
        select(member.c.company_id)
        .join(membership, membership.c.member_id == member.c.id)
        .where(membership.c.learner_id == mine.learner_id)
    )
    assigned = select(assignment.c.company_id).where(assignment.c.id == (mine.partition_id or 0))
    ids = session.execute(
        select(company.c.id)
        .where(
            or_(company.c.id.in_(listed), company.c.id.in_(assigned)), company.c.closed_at.is_(None)
        )
        .order_by(company.c.name, company.c.id)
    ).scalars()
    found = [Company.with_id(session, id_) for id_ in ids.all()]
    return [each for each in found if each]


def has_arrived(mine: Run) -> bool:
    """Return whether a run stands at an end."""
    return isinstance(mine.journey.steps[mine.state.at], End)


def is_valid(session: Session, word: str, name: str | None = None) -> bool:
    """Return whether there is a paper with this code and, where one is given, with this name.

    Small and large letters are the same, in both.
    """
    code = normalise(word)
    paper = select(certificate_check.c.paper).where(certificate_check.c.code == digest(code))
    found = session.execute(paper).scalar_one_or_none()
    return found is not None and (name is None or bytes(found) == _paper(code, name))


def _paper(code: str, name: str) -> bytes:
    """Return the digest of what stands on a paper; the code keeps names from being tried out."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return digest(f"{code}\n{plain}")


def _hold(session: Session, run_id: int) -> None:
    take_turns(session, f"certificate:{run_id}")
