"""ZR4 and ZR9 as far as they need all ways: what nobody reaches, what never holds, how long it is.

`engine.space` walks the ways; here its findings get their places in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.content import skips, times
from app.content.compile import compile_graph
from app.content.names import Names, Spot, parts_of
from app.content.nodes import Item, Node
from app.content.problems import ERROR, Problems, word
from app.content.references import Arrow
from app.content.words import Units
from app.engine.conditions import known
from app.engine.journey import Journey
from app.engine.space import NO, YES, At, Survey, Way, survey
from app.engine.steps import MAIN

_STEERING = ("ZR0", "ZR1", "ZR2", "ZR3", "ZR4")


def check(names: Names, units: Units, problems: Problems, advise: bool = True) -> Survey | None:
    """Walk all ways and report what they show; None where an error leaves the ways unknown.

    Without ``advise`` only errors matter, and where nobody sets a condition there can be none.
    """
    errors = (problem for problem in problems.found if problem.severity == ERROR)
    if any(problem.code.startswith(_STEERING) for problem in errors):
        return None
    if not advise and not any(_has_conditions(spot) for spot in names.spots):
        return None
    journey = compile_graph(names, units)
    found = survey(journey)
    _Report(names, journey, found, problems).run()
    skips.check(names, journey, problems)
    times.check(names, found, problems)
    problems.step = None
    return found


def _has_conditions(spot: Spot) -> bool:
    items = [spot.item, *spot.item.items("variants"), *(part for _, part in parts_of(spot))]
    arrows = [arrow for item in items for arrow in item.get("next") or ()]
    return any(item.get("when") for item in items) or any(arrow.when for arrow in arrows)


class _Report:
    def __init__(self, names: Names, journey: Journey, found: Survey, problems: Problems) -> None:
        self.names, self.journey, self.found, self.problems = names, journey, found, problems
        self.blamed: set[str] = set()

    def run(self) -> None:
        """Report on each step in the order of the file, then on the stages."""
        for spot in self.names.spots:
            self.problems.step = spot.id
            self._step(spot)
            if spot.id not in self.found.met | self.blamed and self._is_first_lost(spot):
                self.problems.add("ZR417", spot.node, id=spot.id)
        self.problems.step = None
        for number, stage in enumerate(self.names.root.items("stages")):
            if self.journey.stages[number] in self.found.missed:
                way = self._way(self.found.missed[self.journey.stages[number]])
                name = stage.get("stage")
                self.problems.add("ZR421", stage.at("stage"), stage=name, way=way)

    def _step(self, spot: Spot) -> None:
        item = spot.item
        self._when(item, At("when", spot.id))
        self._next(item, At("next", spot.id))
        for key in ("choices", "places"):
            for part in item.items(key) if spot.kind in ("decision", "explore") else ():
                self._part(spot, part)
        self._variants(spot)
        if spot.id in self.found.shut:
            way = self._way(self.found.shut[spot.id])
            self.problems.add("ZR419", spot.node, id=spot.id, way=way)
        most = self.found.places.get(spot.id, 0)
        if spot.kind == "explore" and 0 < most < item.get("visit", 1):
            self.problems.add("ZR422", item.at("visit"), visit=item.get("visit"), places=most)

    def _part(self, spot: Spot, part: Item) -> None:
        at = At("when", spot.id, part.get("id"))
        self._when(part, at)
        if self.found.asked.get(at) == NO:
            self._blame(part.get("next") or [])
        else:
            self._next(part, At("next", spot.id, part.get("id")))

    def _blame(self, arrows: list[Arrow]) -> None:
        """Remember where a way does not lead for a reason that is told already."""
        self.blamed |= {arrow.to for arrow in arrows}

    def _is_first_lost(self, spot: Spot) -> bool:
        """Whether the cause lies here: the step before in its list is met, or what holds it is."""
        if spot.position:
            return self.names.lanes[spot.lane][spot.position - 1].id in self.found.met
        if spot.lane == MAIN:
            return True
        holder, part = spot.inside[-1]
        answer = self.found.asked.get(At("when", holder.id, part))
        return holder.id in self.found.shown and answer != NO and not self._is_told_inside(spot)

    def _is_told_inside(self, spot: Spot) -> bool:
        """Whether a condition within the same list is to blame, and is told itself."""
        inside = {each.id for each in self.names.lanes[spot.lane]}
        return any(at.step in inside and answer == NO for at, answer in self.found.asked.items())

    def _when(self, item: Item, at: At) -> None:
        answer = self.found.asked.get(at)
        if answer == NO and not self._is_by_role(item):
            self.problems.add("ZR418", item.at("when"))
        elif answer == YES:
            self.problems.add("ZR424", item.at("when"))

    def _is_by_role(self, item: Item) -> bool:
        """Whether roles alone exclude it, which is told elsewhere."""
        roles = self.journey.roles or (None,)
        return item.shape != "choice" and all(known(item.get("when"), r) is False for r in roles)

    def _next(self, item: Item, first: At) -> None:
        arrows: list[Arrow] = item.get("next") or []
        for number, arrow in enumerate(arrows):
            answer = self.found.asked.get(At("next", first.step, first.part, number))
            if answer == NO:
                self.problems.add("ZR418", _when_of(item, number))
                self._blame([arrow])
            elif answer == YES and number + 1 < len(arrows):
                line = arrow.node.start_mark.line + 1
                self.problems.add("ZR420", arrows[number + 1].node, line=line)
                self._blame(arrows[number + 1 :])

    def _variants(self, spot: Spot) -> None:
        variants = spot.item.items("variants")
        for number, variant in enumerate(variants):
            answer = self.found.asked.get(At("variant", spot.id, None, number))
            if answer == NO:
                self.problems.add("ZR418", variant.at("when"))
            elif answer == YES and number + 1 < len(variants):
                line = variant.at("when").start_mark.line + 1
                self.problems.add("ZR420", variants[number + 1].at("when"), line=line)

    def _way(self, way: Way | None) -> str:
        if way is None or not (way.role or way.answers):
            return word("every_way")
        return ", ".join(_written(way))


def _when_of(item: Item, number: int) -> Node:
    """Return the condition of one entry of ``next``."""
    for key, value in item.at("next").value[number].value:
        if key.value in ("when", "wenn"):
            found: Node = value
            return found
    return item.at("next")


def _written(way: Way) -> Iterator[str]:
    """Write a way as `tests` write it, so that an author can try it."""
    if way.role is not None:
        yield f"role: {way.role}"
    for step, answer in way.answers.items():
        yield f"{step}: {_value(answer)}"


def _value(answer: Any) -> str:
    if isinstance(answer, dict):
        return "{" + ", ".join(f"{name}: {_value(value)}" for name, value in answer.items()) + "}"
    if isinstance(answer, list):
        return "[" + ", ".join(map(str, answer)) + "]"
    return {None: "null", True: "yes"}.get(answer, str(answer))
