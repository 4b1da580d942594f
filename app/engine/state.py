"""Where a learner stands: frozen values with a JSON round trip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Value = Any
"""JSON as in the table of kinds: True, None (skipped), an id, a mapping; junk is allowed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one POST carries.

    ``value`` by kind: story, media, reflection, goal, meeting ``True`` · decision, poll the choice
    id · explore ``{"place": id}`` or ``{"leave": True}`` · check a list of answer ids, or
    ``{"leave": True}`` · scale ``{item: 1…points}`` (an item left out is „Weiß ich nicht“) ·
    practice ``{"ticked": [ids]}`` · ``None`` skips, where the kind can be skipped.
    """

    step: str
    value: Value


@dataclass(frozen=True, slots=True)
class State:
    """A pure function of (journey, role, values); the order of ``values`` means nothing.

    ``values`` holds everything stored, also junk and answers on ways given up. ``way`` holds, in
    the order of walking, the steps passed on the present way with the value that counts there
    (None skipped); an explore enters when its first place is entered. ``at`` is the present step;
    an `End` means arrived. ``done`` is in ticks.
    """

    role: str | None
    values: Mapping[str, Value]
    way: Mapping[str, Value]
    at: str
    counters: Mapping[str, int]
    done: int

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON; nothing in it is shared with the state's own mappings."""
        return {
            "role": self.role,
            "values": dict(self.values),
            "way": dict(self.way),
            "at": self.at,
            "counters": dict(self.counters),
            "done": self.done,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> State:
        """Return the state that `to_json` wrote."""
        return cls(**{name: data[name] for name in cls.__slots__})


class Rejected(Exception):
    """An answer the rules refuse; the state stays as it was.

    ``code``: unknown-role, unknown-step, not-on-way, ended, choice-missing, choice-unknown,
    choice-closed, only-one, value-wrong, cannot-skip, place-closed, visit-more, tries-used,
    cannot-change. ``field`` names the item or id concerned, where there is one.
    """

    def __init__(self, code: str, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
