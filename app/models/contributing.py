"""The answers of those who agreed to be counted: where figures begin.

`insight` alone may import this; a contract and a test see to it. So every figure passes the rules
of a release, and nothing counts answers beside it.

Somebody counted once in a journey is not counted there again, wherever they walk it: in a later
round, in another assignment, at another company, in a group. So no two sets of people that figures
of a journey were ever about overlap, and none can be subtracted from another. An erasure ends what
is known of that, since it ends all that is known.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, bindparam, func, select, union

from app.models.base import Session
from app.models.prepared import Prepared
from app.models.run import Run
from app.models.run_statements import FIELDS, JOINED
from app.models.tables import member, membership, run, seat, user_account, version

_AGREED = (
    select(*FIELDS)
    .select_from(JOINED)
    .where(run.c.partition_id == bindparam("partition"), run.c.contributes)
    .order_by(run.c.id)
)
_CONTRIBUTING = Prepared(_AGREED)
_PENDING = Prepared(_AGREED.where(~run.c.counted, run.c.finished_at.is_not(None)))
_IS_STAFF = func.lower(member.c.email).in_(select(func.lower(user_account.c.email)))
"""Managers, facilitators and operators never count, also where they are members themselves."""
_OF_STAFF = union(
    select(run.c.id)
    .join(membership, membership.c.learner_id == run.c.learner_id)
    .join(member, member.c.id == membership.c.member_id)
    .where(run.c.partition_id == bindparam("partition"), _IS_STAFF),
    select(seat.c.run_id)
    .join(member, member.c.id == seat.c.member_id)
    .where(seat.c.assignment_id == bindparam("partition"), _IS_STAFF),
)
_SEATS = select(seat.c.run_id, seat.c.member_id).where(
    seat.c.assignment_id == bindparam("partition")
)
_HERE = run.alias("here")
_SEAT_HERE = seat.alias("seat_here")


def contributing(session: Session, partition_id: int) -> list[Run]:
    """Return the runs of a partition whose learners agreed, the oldest first."""
    return [
        Run.load(session, row) for row in _CONTRIBUTING.all(session, {"partition": partition_id})
    ]


def waiting(session: Session, partition_id: int, journey_id: str, *, named: bool) -> list[Run]:
    """Return one run for each person whose answers may be counted now, the oldest first.

    Whoever left the company has no seat any more, and nothing of their run is told. With `named`
    only members count, each once whatever devices they used; else each device is somebody, and a
    member is still counted once.
    """
    return list(_one_each(session, partition_id, journey_id, named))


def counted_elsewhere(session: Session, partition_id: int, journey_id: str) -> set[int]:
    """Return the learners of a partition whom figures of another one are about already."""
    wanted = {"partition": partition_id, "journey": journey_id}
    return set(session.execute(_COUNTED_ELSEWHERE, wanted).scalars())


def _one_each(session: Session, partition_id: int, journey_id: str, named: bool) -> Iterator[Run]:
    wanted = {"partition": partition_id, "journey": journey_id}
    staff = set(session.execute(_OF_STAFF, wanted).scalars())
    seats = {row.run_id: row.member_id for row in session.execute(_SEATS, wanted)}
    learners = set(session.execute(_COUNTED_LEARNERS, wanted).scalars())
    members = set(session.execute(_COUNTED_MEMBERS, wanted).scalars())
    for each in _pending(session, partition_id):
        who = seats.get(each.id)
        if each.id not in seats or each.id in staff or (named and who is None):
            continue
        if each.learner_id in learners or who in members:
            continue
        learners.add(each.learner_id)
        members |= {who} - {None}
        yield each


def _pending(session: Session, partition_id: int) -> list[Run]:
    """Return the runs that arrived and wait to be counted, the oldest first."""
    return [Run.load(session, row) for row in _PENDING.all(session, {"partition": partition_id})]


def _counted(column: Select[Any]) -> Select[Any]:
    return (
        column.join(version, version.c.id == run.c.version_id)
        .where(run.c.counted, version.c.journey_id == bindparam("journey"))
        .distinct()
    )


_COUNTED_LEARNERS = _counted(
    select(run.c.learner_id)
    .select_from(run)
    .where(
        run.c.learner_id.in_(
            select(_HERE.c.learner_id).where(_HERE.c.partition_id == bindparam("partition"))
        )
    )
)
_COUNTED_ELSEWHERE = _COUNTED_LEARNERS.where(run.c.partition_id != bindparam("partition"))
_COUNTED_MEMBERS = _counted(
    select(seat.c.member_id)
    .select_from(seat)
    .join(run, run.c.id == seat.c.run_id)
    .where(
        seat.c.member_id.in_(
            select(_SEAT_HERE.c.member_id).where(
                _SEAT_HERE.c.assignment_id == bindparam("partition")
            )
        )
    )
)
