"""Partitions: fixed sets of runs. What happens to the contributions in one takes turns."""

from collections.abc import Iterable

from sqlalchemy import bindparam, insert, select, update

from app.models.base import Session, take_turns
from app.models.tables import partition, run

_MARK = update(run).where(run.c.id == bindparam("run")).values(contributes=bindparam("agrees"))
_COUNT = update(run).where(run.c.id == bindparam("run")).values(counted=True)
_OF_LEARNER = (
    select(run.c.partition_id)
    .where(run.c.learner_id == bindparam("learner"), run.c.partition_id.is_not(None))
    .distinct()
    .order_by(run.c.partition_id)
)


def new_partition(session: Session, kind: str, journey_id: str) -> int:
    """Make a set of runs of a journey and return its id. `kind`: group or assignment."""
    # Without RETURNING: for that SQLite looks through the runs, which the office may not.
    made = session.execute(insert(partition).values(kind=kind, journey_id=journey_id))
    assert made.inserted_primary_key
    return int(made.inserted_primary_key[0])


def hold(session: Session, partition_id: int) -> None:
    """Let nobody else release, agree, withdraw, join or erase in a partition until this is done.

    So a withdrawal that was acknowledged is never in a batch that appears after it.
    """
    take_turns(session, f"partition:{partition_id}")


def hold_all_of(session: Session, learner_id: int) -> None:
    """Hold every partition that a learner has a run in."""
    for partition_id in session.execute(_OF_LEARNER, {"learner": learner_id}).scalars().all():
        hold(session, partition_id)


def hold_figures(session: Session, journey_id: str) -> None:
    """Let nobody else release figures of a journey until this is done; hold the partition first.

    So nobody is counted by two partitions at once.
    """
    take_turns(session, f"figures:{journey_id}")


def mark_counted(session: Session, runs: Iterable[int]) -> None:
    """Note that figures are about these runs now; the database never lets it be taken back."""
    session.execute(_COUNT, [{"run": each} for each in runs])


def mark(session: Session, run_id: int, *, agrees: bool) -> None:
    """Note whether a run's answers may be counted; what was noted before leaves no trace."""
    session.execute(_MARK, {"run": run_id, "agrees": agrees})
