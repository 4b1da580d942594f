"""What a step offers to choose, tick or rate, and what was taken of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.engine.answers import tries_so_far
from app.engine.state import Value
from app.engine.steps import (
    Check,
    CheckAnswer,
    Choice,
    Criterion,
    Decision,
    Explore,
    Place,
    Poll,
    Practice,
    Scale,
)
from app.engine.text import Text
from app.engine.walker import Walker
from app.engine.words import Words

Offered = Choice | Place | CheckAnswer | Criterion


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, place, answer or criterion as it is offered or was taken.

    Feedback and voice are given on a told face, for what was chosen, and above a repeated check.
    ``correct`` is None but on a told check.
    """

    id: str
    label: Text
    chosen: bool = False
    feedback: Text | None = None
    voice_who: Text | None = None
    voice: Text | None = None
    correct: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a scale. ``before`` is the value of the scale it repeats."""

    id: str
    label: Text
    value: int | None = None
    before: int | None = None


def options(words: Words, walker: Walker, value: Value, face: str) -> tuple[Option, ...]:
    """Return what stands open, in the order of the file, with what was taken marked.

    An explore offers its open places and keeps those visited; closed choices are left out.
    """
    step = words.step
    if isinstance(step, Decision | Poll):
        taken = [value] if value else []
        return _options(words, "choices", walker.open_choices(step), taken, face == "told")
    if isinstance(step, Explore):
        visited = value["places"] if value else []
        open_ids = {place.id for place in walker.open_places(step)}
        places = [p for p in step.places if p.id in visited or p.id in open_ids]
        return _options(words, "places", places, visited, False)
    if isinstance(step, Practice):
        ticked = (value or {}).get("ticked", [])
        return _options(words, "criteria", step.criteria, ticked, False)
    if isinstance(step, Check):
        return _answers(words, step, value, face)
    return ()


def rows(words: Words, walker: Walker, value: Value) -> tuple[Row, ...]:
    """Return the items of a scale, with the words of the scale that is repeated."""
    step = words.step
    if not isinstance(step, Scale):
        return ()
    earlier = _numbers(walker.way.get(step.repeats)) if step.repeats else {}
    given, origin = _numbers(value), scale_words(words, walker)
    return tuple(
        Row(
            item.id,
            origin.label(f"items.{item.id}.label", item.id),
            given.get(item.id),
            earlier.get(item.id),
        )
        for item in step.items
    )


def scale_words(words: Words, walker: Walker) -> Words:
    """Return where a scale's items, ``from`` and ``to`` are worded."""
    step = words.step
    if not isinstance(step, Scale) or not step.repeats:
        return words
    return Words.of(words.journey, words.journey.steps[step.repeats], walker, words.lang)


def _answers(words: Words, step: Check, value: Value, face: str) -> tuple[Option, ...]:
    tries = tries_so_far(step, value)
    chosen = tries[-1] if tries else []
    told = face == "told"
    found = _options(words, "answers", step.answers, chosen, told or face == "retry")
    if not told:
        return found
    return tuple(
        Option(o.id, o.label, o.chosen, o.feedback, o.voice_who, o.voice, answer.correct)
        for o, answer in zip(found, step.answers, strict=True)
    )


def _options(
    words: Words, group: str, offered: Iterable[Offered], taken: Collection[str], tells: bool
) -> tuple[Option, ...]:
    found = []
    for each in offered:
        key, chosen = f"{group}.{each.id}", each.id in taken
        label = words.label(f"{key}.label", each.id)
        if chosen and tells:
            feedback = words.text(f"{key}.feedback")
            who, voice = words.text(f"{key}.voice.who"), words.text(f"{key}.voice.text")
            found.append(Option(each.id, label, chosen, feedback, who, voice))
        else:
            found.append(Option(each.id, label, chosen))
    return tuple(found)


def _numbers(value: Value) -> dict[str, int]:
    """Return a scale's values; what was skipped or missed has none of its items."""
    return value or {}
