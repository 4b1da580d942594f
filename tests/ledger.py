"""The ledger of the histories: what people did, as the checker writes it down by itself.

It shares nothing with what releases figures: persons, runs and answers are counted anew here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations

from sqlalchemy import select

from app.models.batch import Batch
from app.models.learner import Learner
from app.models.run import Run
from app.models.tables import assignment, batch
from tests import assignments

K, LEAST_BY_LINK = 5, 10
STATIONS = ("weg", "stimmung", "vorher", "nachher")
CHOICES = {
    "weg": ("links", "rechts", "bleiben"),
    "abseits": ("wald", "feld"),
    "maschine": ("warten", "rufen"),
    "stimmung": ("gut", "so"),
}
ITEMS = ("mut", "ruhe")
RANGES = {"1": "1-2", "2": "1-2", "3": "3", "4": "4-5", "5": "4-5", "": "-"}
GLANCES = (
    select(assignment.c.id, assignment.c.arrived),
    select(batch.c.id, batch.c.people).join(assignment, assignment.c.id == batch.c.partition_id),
)
"""All that can change of what companies see."""


@dataclass(eq=False)
class Somebody:
    """A person with one device, perhaps on the lists of companies, perhaps of the staff."""

    learner: Learner
    token: str
    is_staff: bool
    members: dict[int, int] = field(default_factory=dict)
    is_gone: bool = False


@dataclass(eq=False)
class Way:
    """One run as the ledger knows it; `place` is its assignment or the group."""

    who: Somebody
    run: Run
    place: int
    agrees: bool
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    has_arrived: bool = False
    has_left: bool = False
    was_counted: bool = False
    is_told: bool = False


@dataclass(eq=False)
class Place:
    """An assignment, or the workshop: where runs belong to."""

    given: assignments.Given
    needs: int
    by_name: bool
    is_closed: bool = False
    tokens: int = 0
    seen: tuple[int, list[Batch]] = (0, [])


def narrow_atoms(sets: list[frozenset[Somebody]]) -> Iterator[str]:
    """Yield each smallest part that sets of people cut out together, if it has fewer than five.

    All differences, intersections and unions of the sets are made of these parts.
    """
    marks: dict[Somebody, frozenset[int]] = defaultdict(frozenset)
    for number, people in enumerate(sets):
        for who in people:
            marks[who] |= {number}
    for which, size in Counter(marks.values()).items():
        if size < K:
            yield f"{size} people are told apart by sets {sorted(which)} of {len(sets)}"


def narrow_spans(seen: tuple[int, list[Batch]]) -> Iterator[str]:
    """Yield what coarse numbers of people tell about one to four of them."""
    arrived, batches = seen
    numbers = {each.round: each.people for each in batches}
    for larger, smaller in permutations([*numbers.values(), arrived], 2):
        least, most = larger - smaller - 4, larger - smaller + 4
        if smaller and least >= 1 and most < K:
            yield f"participation tells {least} to {most} people"


def told_as(step: str, given: dict[str, str] | None, item: str) -> str:
    """Return the option under which a company reads an answer."""
    if step in CHOICES:
        return (given or {}).get("") or "-"
    return RANGES[(given or {}).get(item, "")]


def is_here(way: Way) -> bool:
    return not way.who.is_gone
