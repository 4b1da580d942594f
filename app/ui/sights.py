"""What a company sees of an assignment, ready for `_sight.html`.

The company's own page and the pages of its learners draw that one part from this one value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from app.models.assignment import Assignment, Named
from app.models.base import Session
from app.models.company import Company
from app.models.run import Run
from app.models.seat import Seat
from app.models.totals import totals
from app.ui import requests
from app.ui.insights import Told, tell


@dataclass(frozen=True, slots=True)
class Result:
    """Released figures of one station over all rounds, and when the last one was released."""

    title: Markup
    day: datetime
    told: Told


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen. `people` are there in the mode proof: on the company's page all of them.

    On a learner's page it is that one alone; `own` says that the company knows them by name.
    """

    proves: bool
    invited: int
    arrived: int
    results: tuple[Result, ...]
    people: tuple[Named, ...]
    own: bool


def seen_of(
    session: Session, which: Assignment, only: int | None = None, *, is_company: bool = False
) -> Seen:
    """Return what a company sees, to itself, or to the one learner who is this member of it."""
    sight = which.sight(session)
    people = sight.people if is_company else _alone(sight.people, only)
    told = [
        (batch, tell(session, batch, is_rough=batch not in sight.batches))
        for batch in totals(session, sight.batches)
    ]
    return Seen(
        proves=sight.mode == "proof",
        invited=sight.invited,
        arrived=sight.arrived,
        results=tuple(Result(each.title, batch.released_at, each) for batch, each in told),
        people=people,
        own=bool(people) and not is_company,
    )


def shared_of(run: Run) -> dict[str, Any] | None:
    """Return what a run's learner is told of its assignment, None where it goes with none."""
    session = requests.db()
    which = Assignment.find(session, run.partition_id) if run.partition_id else None
    if which is None:
        return None
    seat = Seat.of_run(session, run.id)
    return {
        "run": run,
        "assignment": which,
        "company": Company.with_id(session, which.company_id),
        "seat": seat,
        "seen": seen_of(session, which, seat.member_id if seat else None),
    }


def _alone(people: Iterable[Named], member_id: int | None) -> tuple[Named, ...]:
    """Return one person of a list: to the others nobody tells who has completed what."""
    return tuple(each for each in people if each.member_id == member_id)
