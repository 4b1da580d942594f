"""Batches: released figures, frozen. They never change, and the database deletes one only whole.

Nothing deletes one yet: whoever does so has to keep its station from being released again, since
two figures over nearly the same people tell about those who differ.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import func, insert, select

from app.models.base import Session
from app.models.figures import Figure, coarse
from app.models.tables import batch, batch_cell


@dataclass(frozen=True, slots=True)
class Cell:
    """What is told about one option. `item` is a statement of a scale, "" elsewhere.

    `option` is the id of a choice, or the points of a scale; "" there is „Weiß ich nicht“.
    """

    item: str
    option: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Batch:
    """The figures of one station. `people` is rounded down to steps of five.

    `round` counts the releases of an assignment from 1; it is 0 for all stations of a group.
    """

    id: int
    round: int
    step: str
    version_id: int
    people: int
    released_at: datetime
    cells: tuple[Cell, ...]

    @classmethod
    def freeze(
        cls,
        session: Session,
        partition_id: int,
        step: str,
        version_id: int,
        people: int,
        cells: Sequence[Cell],
        now: datetime,
        number: int = 0,
    ) -> Self:
        """Keep figures of a round for good; of `people` only the coarse number is kept."""
        values = {
            "partition_id": partition_id,
            "round": number,
            "step": step,
            "version_id": version_id,
            "people": coarse(people),
            "released_at": now,
        }
        made = session.execute(insert(batch).values(values).returning(batch.c.id)).scalar_one()
        rows = [
            {
                "batch_id": made,
                "place": place,
                "item": cell.item,
                "option": cell.option,
                "kind": cell.figure.kind,
                "share": cell.figure.share,
            }
            for place, cell in enumerate(cells)
        ]
        session.execute(insert(batch_cell), rows)
        return cls(made, number, step, version_id, coarse(people), now, tuple(cells))

    @classmethod
    def of_partition(cls, session: Session, partition_id: int) -> list[Self]:
        """Return everything released for a partition, in the order of release."""
        rows = session.execute(
            select(batch).where(batch.c.partition_id == partition_id).order_by(batch.c.id)
        ).all()
        cells = _cells(session, [row.id for row in rows])
        return [
            cls(
                row.id,
                row.round,
                row.step,
                row.version_id,
                row.people,
                row.released_at,
                tuple(cells.get(row.id, ())),
            )
            for row in rows
        ]

    @classmethod
    def next_round(cls, session: Session, partition_id: int) -> int:
        """Return the number of the round that an assignment releases now."""
        last = select(func.coalesce(func.max(batch.c.round), 0))
        return 1 + int(
            session.execute(last.where(batch.c.partition_id == partition_id)).scalar_one()
        )


def _cells(session: Session, batches: Iterable[int]) -> dict[int, list[Cell]]:
    rows = session.execute(
        select(batch_cell)
        .where(batch_cell.c.batch_id.in_(list(batches)))
        .order_by(batch_cell.c.batch_id, batch_cell.c.place)
    ).all()
    found: dict[int, list[Cell]] = {}
    for row in rows:
        found.setdefault(row.batch_id, []).append(_cell(row))
    return found


def _cell(row: Any) -> Cell:
    return Cell(row.item, row.option, Figure(row.kind, row.share))
