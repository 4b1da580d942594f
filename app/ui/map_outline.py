"""The map in words: stages, steps, branches and leaps as nested lists, for one role or for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.content.course import Course, Way
from app.content.telling import told, visible
from app.engine.journey import Journey
from app.engine.steps import MAIN, Choice, Decision, Explore, Place, Step
from app.ui.journey_map import KINDS
from app.ui.scene import Teller


@dataclass(frozen=True, slots=True)
class Leap:
    """Where a way leads that is not just the next step; without ``reason`` always."""

    reason: str
    target: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A choice or a place with the steps in it."""

    label: str
    needs: str
    items: tuple[Item, ...]
    leaps: tuple[Leap, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A step: its kind in words, its heading, the condition that stays open, what follows."""

    id: str
    kind: str
    heading: str
    needs: str
    branches: tuple[Branch, ...] = ()
    leaps: tuple[Leap, ...] = ()


@dataclass(frozen=True, slots=True)
class StageOutline:
    """A stage with its steps."""

    title: str
    items: tuple[Item, ...]


def map_outline(journey: Journey, course: Course, lang: str) -> list[StageOutline]:
    """Return what the drawing shows, in the same order, as words."""
    outline = _Outline(journey, course, lang)
    return [
        StageOutline(outline.title(f"stages.{stage}.title"), tuple(outline.stage(number)))
        for number, stage in enumerate(journey.stages)
    ]


class _Outline:
    def __init__(self, journey: Journey, course: Course, lang: str) -> None:
        self.journey = journey
        self.course = course
        self.lang = lang
        self.tell = Teller(journey, None, lang)

    def title(self, key: str) -> str:
        return visible(self.tell.plain(self.journey.text(self.lang, key)))

    def stage(self, number: int) -> Iterator[Item]:
        return self._items([s for s in self.course.lanes[MAIN] if s.stage == number])

    def item(self, step: Step) -> Item:
        """Return a step with everything inside it."""
        return Item(
            step.id,
            KINDS[self.lang][step.kind],
            visible(self.tell.plain(self.course.heading(step, self.lang))),
            self._needs(step),
            tuple(self._branch(step, part) for part in self._parts(step)),
            tuple(self._leaps(step, None)),
        )

    def _items(self, steps: Sequence[Step]) -> Iterator[Item]:
        return (self.item(step) for step in steps)

    def _parts(self, step: Step) -> Sequence[Choice | Place]:
        if isinstance(step, Decision):
            return self.course.choices(step)
        return self.course.places(step) if isinstance(step, Explore) else ()

    def _branch(self, step: Step, part: Choice | Place) -> Branch:
        group = "choices" if isinstance(step, Decision) else "places"
        words = self.course.words(step, self.lang)
        label = visible(self.tell.plain(words.text(f"{group}.{part.id}.label")))
        inside = self.course.lanes[part.lane] if part.lane else []
        leaps = tuple(self._leaps(step, part.id))
        return Branch(label or part.id, self._needs(part), tuple(self._items(inside)), leaps)

    def _leaps(self, step: Step, choice: str | None) -> Iterator[Leap]:
        onward = self.course.onward.get(step.id)
        ways = [way for way in self.course.leaps if way.source == step.id and way.choice == choice]
        if ways and onward and onward.choice == choice and onward.target:
            ways.append(onward)
        for way in sorted(ways, key=lambda way: way.otherwise):
            yield Leap(self._reason(way), way.target or "")

    def _reason(self, way: Way) -> str:
        if way.when:
            return visible(told(way.when, self.lang))
        return {"de": "sonst", "en": "else"}[self.lang] if way.otherwise else ""

    def _needs(self, part: Step | Choice | Place) -> str:
        needs = self.course.needs(part)
        return visible(told(needs, self.lang)) if needs else ""
