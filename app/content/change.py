"""ZR0: a journey against the version published last, for the learners who walk that one.

Versions before it need no look: the old names of all of them stand in ``renamed`` and ``removed``,
and these only ever grow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.content.names import Names, Spot
from app.content.nodes import Node
from app.content.problems import Problems
from app.content.references import exists
from app.content.words import Units
from app.engine.journey import Journey
from app.engine.renames import Renames, parts_of
from app.engine.steps import Check, Scale, Step
from app.engine.text import Text

ALIKE = 0.5
"""From so many common words on, of all words of both, a step may be another one renamed."""

_MARKS = re.compile(r"<[^>]*>|[^\w\s]")


def check(names: Names, units: Units, published: Journey, problems: Problems) -> None:
    """Report what the answers of learners under way could not be read by."""
    change = _Change(names, units, published, problems)
    for step in published.steps.values():
        change.step(step)
    change.old_names()
    problems.step = None


@dataclass
class _Change:
    names: Names
    units: Units
    published: Journey
    problems: Problems
    renamed: Mapping[str, str] = field(init=False)
    removed: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.renamed = self.names.root.get("renamed") or {}
        self.removed = self.names.root.get("removed") or {}

    def step(self, step: Step) -> None:
        """Look at one step of the published version."""
        id_ = self._called(step.id)
        spot = self.names.steps.get(id_)
        if spot is None:
            if id_ not in self.removed and step.id not in self.removed:
                self._gone(step)
            return
        self.problems.step = spot.id
        if spot.kind != step.kind:
            self.problems.add("ZR004", spot.node, name=spot.id, was=step.kind, **{"is": spot.kind})
            return
        for key, was, found in self._fixed(step, spot):
            node = spot.item.at(key) if key in spot.item.given else spot.node
            self.problems.add("ZR006", node, name=spot.id, key=key, was=was, found=found)
        self._parts(step, spot)

    def old_names(self) -> None:
        """Look at the names that were old already; they stay old, and they stay told."""
        before = Renames(self.published)
        self.problems.step = None
        for old in self.published.renamed:
            if "." not in old or old.startswith("role."):
                self._old_name(old, before.step(old))
        for old in self.published.removed:
            if old in self.names.steps:
                self.problems.add("ZR007", self.names.steps[old].node, old, name=old)
            elif old not in self.removed and old not in self.renamed:
                self._lost(old)

    def _old_name(self, old: str, end: str) -> None:
        """Look at an old name and at the one it had on the published version; it may come back."""
        node = self._node(old)
        if node is not None:
            if self._called(end) != old:
                self.problems.add("ZR007", node, name=old)
        elif end in self.published.steps and self._called(old) not in self._known():
            self._lost(old)

    def _known(self) -> set[str]:
        return {*self.names.steps, *self.removed}

    def _called(self, name: str) -> str:
        """Follow a name to what it is called now, or to where the chain ends."""
        seen: set[str] = set()
        while name in self.renamed and name not in seen and self._node(name) is None:
            seen.add(name)
            name = self.renamed[name]
        return name

    def _node(self, name: str) -> Node | None:
        """Return where a name is declared now; None for one that is not."""
        if not exists(name, self.names):
            return None
        first, _, second = name.partition(".")
        if first == "role" and second:
            return self.names.roles[second]
        return self.names.step_nodes.get(first) or self.names.counters[first]

    def _fixed(self, step: Step, spot: Spot) -> Iterator[tuple[str, object, object]]:
        """Yield what may not change under an id, where it did: the key, what it was and is."""
        item = spot.item
        if isinstance(step, Scale):
            was = self._called(step.repeats) if step.repeats else None
            if item.get("repeats") != was:
                yield "repeats", was or "–", item.get("repeats") or "–"
            elif was is None and "points" in item.fields and item.get("points") != step.points:
                yield "points", step.points, item.get("points")
        if isinstance(step, Check) and bool(item.get("several", False)) != step.several:
            yield "several", *(("yes", "no") if step.several else ("no", "yes"))

    def _gone(self, step: Step) -> None:
        """Report a step that is nowhere; its words may tell what it was renamed to."""
        near, share = self._most_alike(step)
        if near is not None:
            self.problems.add(
                "ZR005", near.node, near.id, name=step.id, near=near.id, percent=round(100 * share)
            )
        else:
            self.problems.add("ZR005", self._neighbour(step), name=step.id)

    def _lost(self, old: str) -> None:
        self.problems.add("ZR005", self.names.root.key("stages"), name=old)

    def _neighbour(self, step: Step) -> Node:
        """Return the step that stood before it, as far as that is still there; else the stages."""
        ids = list(self.published.steps)
        for id_ in reversed(ids[: ids.index(step.id)]):
            if (node := self.names.step_nodes.get(self._called(id_))) is not None:
                return node
        return self.names.root.key("stages")

    def _most_alike(self, step: Step) -> tuple[Spot | None, float]:
        """Return the new step of the same kind with the most words in common, if they are many."""
        taken = {self._called(id_) for id_ in self.published.steps}
        wanted = Counter(_words_of(step.id, self.published))
        best: tuple[Spot | None, float] = None, ALIKE
        for spot in self.names.spots:
            if spot.kind == step.kind and spot.id not in taken:
                share = _common(wanted, Counter(self._own_words(spot)))
                if share >= best[1]:
                    best = spot, share
        return best

    def _own_words(self, spot: Spot) -> Iterator[str]:
        for key, unit in self.units.items():
            if key.startswith(f"{spot.id}."):
                for part in unit.parts:
                    yield from _plain(part)

    def _parts(self, step: Step, spot: Spot) -> None:
        """Advise where a choice or another part is gone: whoever took it may stay behind."""
        if isinstance(step, Scale) and step.repeats:
            return
        for part in sorted(parts_of(step)):
            if self._part(step.id, part) not in spot.parts:
                self.problems.add("ZR008", spot.node, spot.id, name=f"{spot.id}.{part}")

    def _part(self, step: str, part: str) -> str:
        seen: set[str] = set()
        name = f"{step}.{part}"
        while name not in seen and not exists(name, self.names):
            seen.add(name)
            name = self.renamed.get(name) or f"{self.renamed.get(step, step)}.{part}"
            step, _, part = name.partition(".")
        return part


def _words_of(step: str, journey: Journey) -> Iterator[str]:
    for key, found in journey.texts[journey.lang].items():
        if key.startswith(f"{step}."):
            for text in found if isinstance(found, tuple) else (found,):
                yield from _plain(_written(text))


def _written(text: Text) -> str:
    return " ".join(
        piece for block in text.blocks for piece in block.pieces if isinstance(piece, str)
    )


def _plain(text: str) -> list[str]:
    return _MARKS.sub(" ", text).casefold().split()


def _common(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of words that two texts have in common: 1 for the same, in any order."""
    every = one.total() + other.total()
    return 2 * (one & other).total() / every if every else 0.0
