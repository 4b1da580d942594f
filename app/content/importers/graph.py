"""From a graph of passages to a row of steps that only leads forward."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.importers.findings import WORDS, Report
from app.content.importers.story import Passage, Story, Way

_NO_LABEL = "→"
MOST_LOOKED_AT = 200_000
"""Looking for a way on behind cut loops stops after so many links; then the way ends there."""


def arrange(story: Story, report: Report, lang: str) -> list[Passage]:
    """Cut loops where they close and return all passages in topological order, the start first.

    What no way leads to stands behind the rest, or directly behind the start where it leads into
    the rest. Afterwards every way of a passage has a target that stands further on.
    """
    return _Arranger(story, report, lang).arranged()


class _Arranger:
    def __init__(self, story: Story, report: Report, lang: str) -> None:
        self.passages = story.passages
        self.start = story.start
        self.report = report
        self.words = WORDS[lang]
        self.above: dict[str, str] = {}
        self.back: dict[str, list[str]] = {}
        self.looked_at = 0
        self.ahead: dict[str, list[str]] = {}

    def arranged(self) -> list[Passage]:
        had_ways = {key for key, passage in self.passages.items() if passage.ways}
        for passage in self.passages.values():
            self._drop_unknown(passage)
        self._cut_loops()
        self.ahead = {key: passage.targets() for key, passage in self.passages.items()}
        for key in self._in_order():
            passage = self.passages[key]
            if key in had_ways and not self.ahead[key]:
                self._lead_on(passage)
                self.ahead[key] = passage.targets()
            self._lead_choices(passage)
        return self._placed()

    def _drop_unknown(self, passage: Passage) -> None:
        """Put links into the note that lead nowhere; what they tell as feedback stays."""
        lost = [way for way in passage.ways if way.to not in self.passages]
        for way in lost:
            self.report.add("link-to-nowhere", passage.file, way.line, passage.name,
                            label=way.label or _NO_LABEL, to=way.told)  # fmt: skip
        self._drop(passage, lost)

    def _drop(self, passage: Passage, lost: list[Way]) -> None:
        for way in lost:
            way.to = None
            if not way.stays:
                line, label = self.words["note-way"], way.label or _NO_LABEL
                passage.note.append(line.format(line=way.line, label=label, to=way.told))
        passage.ways = [way for way in passage.ways if way.to is not None or way.stays]

    # Loops

    def _cut_loops(self) -> None:
        """Walk into depth and cut each way that leads back to a passage it came from."""
        done: set[str] = set()
        for root in self._roots():
            path: dict[str, Iterator[str]] = {}
            if root not in done:
                path[root] = iter(self.passages[root].targets())
            while path:
                key = next(reversed(path))
                target = next(path[key], None)
                if target is None:
                    done.add(key)
                    del path[key]
                elif target in path or target == self.start:
                    self.back.setdefault(key, []).append(target)
                elif target not in done:
                    self.above[target] = key
                    path[target] = iter(self.passages[target].targets())
        for key, targets in self.back.items():
            self._cut(self.passages[key], set(targets))

    def _roots(self) -> list[str]:
        """Return where walking begins: at the start, then where nothing leads, then anywhere."""
        met = {target for passage in self.passages.values() for target in passage.targets()}
        others = [key for key in self.passages if key != self.start]
        return [self.start, *(k for k in others if k not in met), *(k for k in others if k in met)]

    def _cut(self, passage: Passage, targets: set[str]) -> None:
        cut = [way for way in passage.ways if way.to in targets]
        for way in cut:
            name = self.passages[way.to or ""].name
            self.report.add("loop-cut", passage.file, way.line, passage.name,
                            label=way.label or _NO_LABEL, to=name)  # fmt: skip
        self._drop(passage, cut)

    # Ways on

    def _lead_on(self, passage: Passage) -> None:
        """Give a passage that only led back the nearest other way on from where it led."""
        target = self._way_on(passage.key)
        if target is None:
            passage.ways = [way for way in passage.ways if way.stays]
            self.report.add("loop-ends", passage.file, passage.line, passage.name)
            return
        name = self.passages[target].name
        self.report.add("loop-goes-on", passage.file, passage.line, passage.name, to=name)
        kept = [way for way in passage.ways if way.stays]
        for way in kept:
            way.to = target
        if not kept:
            passage.ways.append(Way("", target, passage.line))

    def _way_on(self, key: str) -> str | None:
        for place in self._around(key):
            for target in self.ahead[place]:
                if self.looked_at > MOST_LOOKED_AT:
                    return None
                if target != key and not self._leads_to(target, key):
                    return target
        return None

    def _around(self, key: str) -> Iterator[str]:
        yield from self.back.get(key, ())
        seen = {key}
        while (key := self.above.get(key, "")) and key not in seen:
            seen.add(key)
            yield key

    def _leads_to(self, key: str, wanted: str) -> bool:
        """Whether a way leads from one passage to another; "yes" where looking takes too long."""
        waiting, seen = [key], {key}
        while waiting:
            one = waiting.pop()
            targets = self.ahead[one]
            self.looked_at += 1 + len(targets)
            if one == wanted or self.looked_at > MOST_LOOKED_AT:
                return True
            fresh = [target for target in targets if target not in seen]
            seen.update(fresh)
            waiting += fresh
        return False

    def _lead_choices(self, passage: Passage) -> None:
        """Let choices whose loop was cut go where the first other one goes."""
        targets = self.ahead[passage.key]
        for way in passage.ways:
            if way.to is None and targets:
                way.to = targets[0]

    # Order

    def _in_order(self) -> list[str]:
        """Return all keys so that each way leads forward; a passage's first way comes first."""
        done: set[str] = set()
        order: list[str] = []
        for root in self._roots():
            path: dict[str, Iterator[str]] = {}
            if root not in done:
                path[root] = reversed(self.ahead[root])
            while path:
                key = next(reversed(path))
                target = next(path[key], None)
                if target is None:
                    done.add(key)
                    order.append(key)
                    del path[key]
                elif target not in done:
                    path[target] = reversed(self.ahead[target])
        return order[::-1]

    def _placed(self) -> list[Passage]:
        order = self._in_order()
        met = self._met()
        front: set[str] = set()
        for key in reversed(order):
            targets = set(self.ahead[key])
            if key not in met and targets & (met | front):
                front.add(key)
        rows = (
            [self.start],
            [key for key in order if key in front],
            [key for key in order if key in met and key != self.start],
            [key for key in order if key not in met and key not in front],
        )
        for key in (*rows[1], *rows[3]):
            passage = self.passages[key]
            self.report.add("unreachable", passage.file, passage.line, to=passage.name)
        return [self.passages[key] for row in rows for key in row]

    def _met(self) -> set[str]:
        met, waiting = {self.start}, [self.start]
        while waiting:
            fresh = [t for t in self.ahead[waiting.pop()] if t not in met]
            met.update(fresh)
            waiting += fresh
        return met
