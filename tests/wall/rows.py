"""Which rows belong to whom, so that a request that changes another's is noticed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Select, select

from app.models.base import Session, metadata
from app.models.scopes import OFFICE_READS, OFFICE_WRITES

OWN = {
    "nobody": "",
    "learner": "l",
    "other learner": "o",
    "member of A": "am",
    "member of B": "bn",
    "manager of A": "am",
    "manager of B": "bn",
    "facilitator": "f",
    "other facilitator": "g",
    "operator": "ab",
}
"""Whose rows somebody may change, by the letters of canaries; everybody else's stay as they are.

Taking a member off its list, a company ends that learner's membership.
"""
OWNERS = {"company_id": "company", "learner_id": "learner", "draft_id": "draft"}
"""Columns that say whose a row is, and the table that they refer to."""
Owner = tuple[str, list[int]]
"""A column of `OWNERS`, and what stands in it."""


class Rows:
    """The rows of a world, by the letters of their owners."""

    def __init__(self, owners: Mapping[str, Owner]) -> None:
        self._of_others = {
            who: list(_of_others(owners, own, who.split()[0] in ("manager", "operator")))
            for who, own in OWN.items()
        }

    def of_others(self, who: str, session: Session) -> list[frozenset[Any]]:
        """Return every row that somebody may not change, as it stands now."""
        return [frozenset(session.execute(each).all()) for each in self._of_others[who]]


def _of_others(owners: Mapping[str, Owner], own: str, is_office: bool) -> Iterator[Select[Any]]:
    """Ask for the rows; requests of the office cannot even read those of learners."""
    readable = [
        table
        for table in metadata.sorted_tables
        if not is_office or table.name in OFFICE_READS | OFFICE_WRITES
    ]
    for name, referred in OWNERS.items():
        ids = [
            id_
            for letter, (column, ids) in owners.items()
            if column == name and letter not in own
            for id_ in ids
        ]
        for table in readable:
            if table.name == referred:
                yield select(table).where(table.c.id.in_(ids))
            elif name in table.columns:
                yield select(table).where(table.c[name].in_(ids))
