"""One measured figure beside its goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """``value`` must be at most ``goal``, or at least where ``at_least`` is set."""

    name: str
    value: float
    goal: float
    unit: str = ""
    note: str = ""
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    @property
    def bound(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.goal:g}{self.unit}"

    def as_record(self) -> dict[str, Any]:
        """Return the fields that `scripts.figures.record` keeps."""
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "goal": self.bound,
            "ok": self.holds,
            "unit": self.unit.strip(),
            "note": self.note,
        }
