"""ZR2 ids and ZR3 names: what a journey declares, where it stands, and whether names find it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from app.content.nodes import Item, Node, at_index
from app.content.problems import Problems
from app.content.schema import PARTS, RESERVED_STEPS
from app.engine.steps import MAIN


@dataclass(slots=True, eq=False)
class Spot:
    """One step and where it stands.

    ``order`` counts all steps in the order of the file, ``last`` is the order of the last step
    inside this one. ``inside`` holds the enclosing steps with the part that holds this step, the
    outermost first. ``parts`` maps ids of choices, places, answers, items, criteria to their nodes.
    """

    id: str
    kind: str
    item: Item
    node: Node
    order: int
    lane: str
    position: int
    stage: int
    inside: tuple[tuple[Spot, str], ...] = ()
    last: int = 0
    parts: dict[str, Node] = field(default_factory=dict)


@dataclass(slots=True)
class Names:
    """Everything a name can mean. Mappings of names lead to the node that declares each.

    ``files`` are the media by name, ``journeys`` the other journeys, where they are known;
    ``read_counters`` are filled while conditions are compiled.
    """

    root: Item
    stages: dict[str, Node] = field(default_factory=dict)
    spots: list[Spot] = field(default_factory=list)
    steps: dict[str, Spot] = field(default_factory=dict)
    step_nodes: dict[str, Node] = field(default_factory=dict)
    lanes: dict[str, list[Spot]] = field(default_factory=dict)
    counters: dict[str, Node] = field(default_factory=dict)
    competences: dict[str, Node] = field(default_factory=dict)
    roles: dict[str, Node] = field(default_factory=dict)
    slots: dict[str, Node] = field(default_factory=dict)
    sources: dict[str, Node] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    journeys: Collection[str] | None = None
    read_counters: set[str] = field(default_factory=set)

    def items_of(self, spot: Spot) -> dict[str, Node]:
        """Return the items of a scale; a repeated one has those of the scale it repeats."""
        first = self.steps.get(spot.item.get("repeats", ""))
        return first.parts if first is not None and not spot.parts else spot.parts


def survey(
    root: Item,
    problems: Problems,
    files: Mapping[str, bytes],
    journeys: Collection[str] | None,
) -> Names:
    """Collect all declared names; report ids that are reserved, given twice or nested too deep."""
    names = Names(root, files=files, journeys=journeys)
    for group in ("roles", "slots", "sources", "competences"):
        setattr(names, group, _declared(root, group))
    names.counters = dict(names.competences)
    for name, key in _declared(root, "remember").items():
        _declare(name, key, names.counters, problems)
        names.counters[name] = key
    for number, stage in enumerate(root.items("stages")):
        if name := stage.get("stage"):
            _declare(name, stage.at("stage"), names.stages, problems)
            names.stages[name] = stage.at("stage")
        _Survey(names, problems, number).lane(stage.items("steps"), MAIN, ())
    return names


def root_key(root: Item, group: str, name: str) -> Node:
    """Return the node of one name declared in a group of the top level."""
    for key, _ in root.at(group).value:
        if key.value == name:
            found: Node = key
            return found
    return root.node


def _declared(root: Item, group: str) -> dict[str, Node]:
    """Return all names of a group, also those whose entry has a fault: they are known names."""
    if group not in root.given or root.at(group).id == "scalar":
        return {}
    node = root.at(group)
    keys = node.value if node.id == "sequence" else [key for key, _ in node.value]
    return {key.value: key for key in keys if key.id == "scalar" and key.value != "note"}


def _declare(name: str, node: Node, known: Mapping[str, Node], problems: Problems) -> None:
    if name in known:
        problems.add("ZR210", node, id=name, line=known[name].start_mark.line + 1)


class _Survey:
    """Walks the steps of one stage in the order of the file."""

    def __init__(self, names: Names, problems: Problems, stage: int) -> None:
        self.names = names
        self.problems = problems
        self.stage = stage

    def lane(self, items: list[Item], lane: str, inside: tuple[tuple[Spot, str], ...]) -> None:
        spots = self.names.lanes.setdefault(lane, [])
        for item in items:
            node = item.at(item.shape)
            name = _written(node)
            spot = Spot(
                name, item.shape, item, node, len(self.names.spots), lane, len(spots), self.stage,
                inside,
            )  # fmt: skip
            spots.append(spot)
            self.names.spots.append(spot)
            self._take_name(spot)
            self._parts(spot)
            spot.last = len(self.names.spots) - 1

    def _take_name(self, spot: Spot) -> None:
        if not spot.id:
            return
        if spot.id in RESERVED_STEPS or "--" in spot.id:
            self.problems.add("ZR209", spot.node, spot.id, id=spot.id)
        known = self.names.steps.get(spot.id)
        other = known.node if known else self.names.counters.get(spot.id)
        if other is not None:
            line = other.start_mark.line + 1
            self.problems.add("ZR210", spot.node, spot.id, id=spot.id, line=line)
        if known is None:
            self.names.steps[spot.id] = spot
            self.names.step_nodes[spot.id] = spot.node

    def _parts(self, spot: Spot) -> None:
        for key in PARTS:
            for part in spot.item.items(key):
                node = part.at("id")
                name = _written(node)
                if not name:
                    continue
                _declare(name, node, spot.parts, self.problems)
                spot.parts.setdefault(name, node)
                self._inner(spot, part, name)

    def _inner(self, spot: Spot, part: Item, name: str) -> None:
        steps = part.items("steps")
        if not steps:
            return
        if len(spot.inside) >= 2:
            self.problems.add("ZR416", part.key("steps"), spot.id)
        self.lane(steps, f"{spot.id}.{name}", (*spot.inside, (spot, name)))


def _written(node: Node) -> str:
    """Return an id as it is written, also a wrong one: references to it are right."""
    return node.value if node.id == "scalar" else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """From where a condition or an insert reads the way: which steps it may ask."""

    spot: Spot
    own: bool = False
    place: str = ""

    def may_read(self, asked: Spot) -> bool:
        """Whether the asked step stands earlier, or in another place of the same explore."""
        if asked.order < self.spot.order or asked is self.spot:
            return asked.order < self.spot.order or self.own or bool(self.place)
        if self.own and asked.order <= self.spot.last:
            return True
        return self._in_another_place(asked)

    def _in_another_place(self, asked: Spot) -> bool:
        here = [*self.spot.inside, *([(self.spot, self.place)] if self.place else [])]
        there = dict(asked.inside)
        return any(
            hub.kind == "explore" and hub in there and there[hub] != place for hub, place in here
        )


def parts_of(spot: Spot) -> Iterator[tuple[str, Item]]:
    """Give each part of a step with the key it stands under."""
    for key in PARTS:
        for part in spot.item.items(key):
            yield key, part


def listed(item: Item, name: str) -> Iterator[tuple[str, Node]]:
    """Give the names under a key that takes one or several, each with its node."""
    node = item.at(name)
    for index, entry in enumerate(item.get(name) or ()):
        yield entry, at_index(node, index)
