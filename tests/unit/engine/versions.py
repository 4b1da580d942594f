"""Small versions of a journey, and runs that meet a newer one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.engine import (
    Journey,
    Realigned,
    realign,
    replay,
)
from app.engine.steps import (
    Choice,
    Decision,
    Explore,
    Place,
    Reflection,
    Step,
    Story,
)
from tests.unit.engine.small import journey_of

A, B = Story(id="a"), Story(id="b")
WAHL = Decision(id="wahl", choices=(Choice("x"), Choice("y")))
RUNDE = Explore(id="runde", places=(Place("p", "runde.p"), Place("q", "runde.q")))
IN_RUNDE = {"runde.p": [Story(id="bei-p")], "runde.q": [Story(id="bei-q")]}
GEDANKE = Reflection(id="gedanke")


def version(
    *steps: Step,
    renamed: Mapping[str, str] | None = None,
    removed: Mapping[str, str] | None = None,
    inner: Mapping[str, Iterable[Step]] | None = None,
    **given: Any,
) -> Journey:
    journey = journey_of(*steps, inner=inner, **given)
    return replace(journey, renamed=renamed or {}, removed=removed or {})


def moved(
    old: Journey, new: Journey, values: Mapping[str, Any], role: str | None = None, **given: Any
) -> Realigned:
    """Realign, and hold what is always true against the result."""
    found = realign(old, new, role, values, **given)
    if found.kind != "frozen":
        assert replay(new, found.role, found.state.values) == found.state
    return found


def on_round(*visited: str, left: bool = False, **more: Any) -> dict[str, Any]:
    return {"runde": {"places": list(visited), "left": left}, **more}
