"""What a version would do to everybody under way, before anything changes. Counts; never who.

Runs in groups are left out: nothing changes for them before their facilitator says so, and in a
group everybody knows everybody.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from app.engine import Journey, realign
from app.models.base import Session
from app.models.entry import entry
from app.models.run_statements import LED_TO, NEWEST
from app.models.standing import Entry, Standing, shown, stand
from app.models.tables import run, version

BATCH = 200

_OPEN = (
    select(run, version.c.hash, version.c.number, NEWEST)
    .select_from(run.join(version, version.c.id == run.c.version_id))
    .where(
        version.c.journey_id == bindparam("journey"),
        run.c.finished_at.is_(None),
        run.c.id > bindparam("last"),
        LED_TO.is_(None),
    )
    .order_by(run.c.id)
    .limit(BATCH)
)
_ENTRIES = (
    select(entry)
    .where(entry.c.run_id.in_(bindparam("runs", expanding=True)))
    .order_by(entry.c.run_id, entry.c.seq)
)


@dataclass(slots=True)
class Impact:
    """How many open runs a version leaves as they are, moves, and leaves behind.

    ``untouched``: nothing on their way so far changes; ``moving``: something does, and they go on;
    ``staying``: runs by the number of the version on which they stay. ``words_alone``: nothing but
    words changes for anybody, whatever they answered. The counts are exact: an author, who could
    make drafts that ask what one person chose, is told them by `ui.impacts.coarse_sentence`.
    """

    total: int = 0
    untouched: int = 0
    moving: int = 0
    staying: dict[int, int] = field(default_factory=dict)
    words_alone: bool = True

    @property
    def left_behind(self) -> int:
        """How many stay, on whichever version."""
        return sum(self.staying.values())


def impact(session: Session, journey_id: str, new: Journey) -> Impact:
    """Hold all open runs of a journey against a version that is not published yet.

    The memory it takes does not grow with the runs.
    """
    found = Impact()
    staying: Counter[int] = Counter()
    for mine, number, newest in _standings(session, journey_id):
        change = realign(mine.journey, new, mine.role, mine.state.values, mine.state)
        found.total += 1
        found.words_alone &= change.kind == "words"
        if change.kind == "breaks":
            on = shown(session, mine, newest)
            staying[on.number or number] += 1
        elif change.touched:
            found.moving += 1
        else:
            found.untouched += 1
    found.staying = dict(sorted(staying.items()))
    return found


def _standings(session: Session, journey_id: str) -> Iterator[tuple[Standing, int, int]]:
    """Yield where each open run stands on its own version, its number, and the newest offered."""
    last = 0
    while rows := session.execute(_OPEN, {"journey": journey_id, "last": last}).all():
        stored = _entries(session, [row.id for row in rows])
        for row in rows:
            yield stand(session, row, stored.get(row.id, [])), row.number, row.newest or 0
        last = rows[-1].id


def _entries(session: Session, runs: list[int]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    for row in session.execute(_ENTRIES, {"runs": runs}):
        each = Entry(row.seq, row.step, json.loads(row.value), row.at)
        found.setdefault(row.run_id, []).append(each)
    return found
