"""Seats: with which assignment a learner's run goes, and as which member of the company.

A learner has one seat in an assignment, whichever link they came by and however often. Whoever
leaves the company loses it; the run stays with its learner, and nothing of it is told any more.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Select, bindparam, insert, or_, select, update

from app.lib.tokens import is_plain
from app.models.arrival import arrive
from app.models.assignment import Assignment
from app.models.base import Session
from app.models.company import Company
from app.models.join_code import JoinCode
from app.models.journey import newest
from app.models.membership import Membership, keep
from app.models.partition import hold, mark
from app.models.refusal import Refused
from app.models.run import Run
from app.models.tables import (
    assignment,
    company,
    member,
    membership,
    run,
    seat,
    user_account,
    user_role,
)

_RUN: Select[Any] = (
    select(run.c.id, run.c.code, run.c.finished_at)
    .where(run.c.partition_id == bindparam("partition"), run.c.learner_id == bindparam("learner"))
    .order_by(run.c.id)
    .limit(1)
)
_OPEN: Select[Any] = (
    select(assignment.c.id)
    .join(company, company.c.id == assignment.c.company_id)
    .join(member, member.c.company_id == company.c.id)
    .join(membership, membership.c.member_id == member.c.id)
    .where(
        membership.c.learner_id == bindparam("learner"),
        assignment.c.closed_at.is_(None),
        company.c.closed_at.is_(None),
    )
    .distinct()
    .order_by(assignment.c.id)
)
_STAFF: Select[Any] = (
    select(user_role.c.role)
    .join(user_account, user_account.c.id == user_role.c.user_id)
    .join(member, member.c.email == user_account.c.email)
    .where(member.c.id == bindparam("member"), user_account.c.active)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat as it was read. `member_id` is None for whoever came without a name.

    `proves`: the company is told when this member completes the journey. `told`: what was to be
    told of the arrival is told, or will never be.
    """

    run_id: int
    assignment_id: int
    member_id: int | None
    proves: bool
    told: bool

    @classmethod
    def of_run(cls, session: Session, run_id: int) -> Self | None:
        """Return the seat of a run, None for one without and for whoever has left the company."""
        row = session.execute(select(seat).where(seat.c.run_id == run_id)).one_or_none()
        return cls(*row) if row else None

    @classmethod
    def take(
        cls,
        session: Session,
        which: Assignment,
        learner_id: int,
        *,
        role: str | None,
        agrees: bool,
        now: datetime,
        link: JoinCode | None = None,
        along: str = "",
    ) -> str:
        """Let a learner set out with an assignment, once, and return the code of the run.

        `along` is the code of an open run that is taken along; "" begins a new one. Raise `Refused`
        (assignment-closed, journey-unknown, link-taken, device-taken, run-elsewhere, and those of
        `JoinCode.take_seat`), `Rejected` (unknown-role).
        """
        found = _held(session, which)
        member_id = _member(session, found, learner_id, link)
        known = _run_of(session, found.id, learner_id)
        if known and cls.of_run(session, known.id):
            cls._recognise(session, known.id, member_id)
            return str(known.code)
        if link:
            link.take_seat(session, now)
        mine = known or _set_out(session, found, learner_id, role, along, now)
        counts = not _is_staff(session, member_id)
        mark(session, mine.id, agrees=agrees and counts)
        cls._add(session, found, mine.id, member_id, counts=counts, is_back=known is not None)
        if mine.finished_at is not None:
            arrive(session, mine.id)
        return str(mine.code)

    @staticmethod
    def run_of(session: Session, which: Assignment, learner_id: int) -> str | None:
        """Return the code of the run with which a learner takes part, None for whoever has left."""
        found = _run_of(session, which.id, learner_id)
        return str(found.code) if found and Seat.of_run(session, found.id) else None

    @staticmethod
    def member_of(
        session: Session, which: Assignment, learner_id: int | None, link: JoinCode | None = None
    ) -> int | None:
        """Return as which member somebody would come: by a personal link, or as they are known."""
        if link and link.member_id is not None:
            return link.member_id
        return _known_as(session, which, learner_id) if learner_id is not None else None

    @staticmethod
    def within_reach(session: Session, learner_id: int, code: str) -> Assignment | None:
        """Return the assignment with this code if it is for this learner; None else."""
        if not is_plain(code):
            return None
        named = select(assignment.c.id).where(assignment.c.code == code)
        id_ = session.execute(named).scalar_one_or_none()
        found = Assignment.find(session, id_) if id_ is not None else None
        return found if found and _known_as(session, found, learner_id) is not None else None

    @staticmethod
    def offered(session: Session, learner_id: int) -> list[Assignment]:
        """Return what the learner's companies assigned to them and they have not begun."""
        ids = session.execute(_OPEN, {"learner": learner_id}).scalars().all()
        found = [each for each in (Assignment.find(session, id_) for id_ in ids) if each]
        return [
            each
            for each in found
            if _run_of(session, each.id, learner_id) is None
            and _known_as(session, each, learner_id) is not None
        ]

    @staticmethod
    def contribute(session: Session, which: Assignment, mine: Run, *, agrees: bool) -> None:
        """Note whether the answers of a run may be counted from now on.

        Raise `Refused` (assignment-closed, run-counted, never-counted).
        """
        _held(session, which)
        if session.execute(select(run.c.counted).where(run.c.id == mine.id)).scalar_one():
            raise Refused("run-counted")
        sits = Seat.of_run(session, mine.id)
        if sits is None or _is_staff(session, sits.member_id):
            raise Refused("never-counted")
        mark(session, mine.id, agrees=agrees)

    @staticmethod
    def set_apart(session: Session, mine: Run) -> None:
        """Let nothing be told or counted of a run any more: its walker is of the staff."""
        counting = update(seat).where(
            seat.c.run_id == mine.id, or_(seat.c.proves, seat.c.told.is_(False))
        )
        if session.execute(counting.values(proves=False, told=True)).rowcount:
            mark(session, mine.id, agrees=False)

    @staticmethod
    def _recognise(session: Session, run_id: int, member_id: int | None) -> None:
        """Note which member somebody is who first came without a name."""
        nameless = update(seat).where(seat.c.run_id == run_id, seat.c.member_id.is_(None))
        if member_id is not None:
            session.execute(nameless.values(member_id=member_id))

    @staticmethod
    def _add(
        session: Session,
        which: Assignment,
        run_id: int,
        member_id: int | None,
        *,
        counts: bool,
        is_back: bool,
    ) -> None:
        """Give a run its seat; `is_back` says that it had one before its learner left the company.

        Such a run may have left its token then, so it leaves none. That a member has completed the
        journey can be said twice, since it stands there once.
        """
        proves = counts and member_id is not None and which.proves
        session.execute(
            insert(seat).values(
                run_id=run_id,
                assignment_id=which.id,
                member_id=member_id,
                proves=proves,
                told=not counts or (is_back and not proves),
            )
        )


def _held(session: Session, which: Assignment) -> Assignment:
    """Return an open assignment as it stands now, and let nobody else change who takes part."""
    hold(session, which.id)
    found = Assignment.find(session, which.id)
    owner = Company.with_id(session, which.company_id)
    if found is None or found.closed_at is not None or owner is None or owner.closed_at is not None:
        raise Refused("assignment-closed")
    return found


def _run_of(session: Session, assignment_id: int, learner_id: int) -> Any:
    values = {"partition": assignment_id, "learner": learner_id}
    return session.execute(_RUN, values).one_or_none()


def _set_out(
    session: Session,
    which: Assignment,
    learner_id: int,
    role: str | None,
    along: str,
    now: datetime,
) -> Run:
    """Begin a new run on the newest version, or take an open one of the learner along."""
    if along:
        runs = Run.of_learner(session, learner_id)
        found = next((each for each in runs if each.code == along), None)
        if found is None or found.journey_id != which.journey_id:
            raise Refused("run-elsewhere")
        found.take_along(session, which.id)
        return found
    version = newest(session, which.journey_id)
    if version is None:
        raise Refused("journey-unknown")
    return Run.start(session, learner_id, *version, role, now, which.id)


def _member(
    session: Session, which: Assignment, learner_id: int, link: JoinCode | None
) -> int | None:
    """Return as which member of the company a learner comes, None for one without a name.

    A personal link makes the learner of the device its member. Whoever removes the member waits
    until this transaction ends, and then takes the seat along.
    """
    if link is None or link.member_id is None:
        known_as = _known_as(session, which, learner_id)
        return known_as if known_as is not None and keep(session, known_as) else None
    Membership.connect(session, which.company_id, link.member_id, learner_id)
    return link.member_id


def _known_as(session: Session, which: Assignment, learner_id: int) -> int | None:
    """Return the member for whom the assignment is and who has this learner's device."""
    mine = (
        select(member.c.id)
        .join(membership, membership.c.member_id == member.c.id)
        .where(membership.c.learner_id == learner_id, which.addressed())
        .order_by(member.c.id)
    )
    return session.execute(mine).scalars().first()


def _is_staff(session: Session, member_id: int | None) -> bool:
    """Return whether a member also has an account with a role: they never count."""
    if member_id is None:
        return False
    return session.execute(_STAFF, {"member": member_id}).first() is not None
