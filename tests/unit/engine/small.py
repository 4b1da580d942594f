"""Small journeys for examples, written step by step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.engine import Answer, Block, Counter, Journey, State, Text, decide
from app.engine.steps import MAIN, Check, CheckAnswer, End, Step


def journey_of(
    *main: Step,
    inner: Mapping[str, Iterable[Step]] | None = None,
    roles: tuple[str, ...] = (),
    counters: Mapping[str, Counter] | None = None,
    stages: tuple[str, ...] = ("eins",),
    texts: Mapping[str, str] | None = None,
    english: Mapping[str, str] | None = None,
    ends: bool = True,
) -> Journey:
    """Put steps into their lists; an end ``ende`` closes the main one unless told otherwise."""
    last = len(stages) - 1
    lanes = {MAIN: [*main, End(id="ende", stage=last)] if ends else [*main], **(inner or {})}
    placed = {
        step.id: replace(step, lane=lane, position=position)
        for lane, steps in lanes.items()
        for position, step in enumerate(steps)
    }
    words = {
        "de": {key: text(words) for key, words in (texts or {}).items()},
        "en": {key: text(words, "en") for key, words in (english or {}).items()},
    }
    return Journey(
        id="klein",
        languages=("de", "en") if english else ("de",),
        minutes=None,
        topics=0,
        roles=roles,
        counters=counters or {},
        slots=(),
        terms=(),
        sources={},
        stages=stages,
        steps=placed,
        lanes={lane: tuple(step.id for step in steps) for lane, steps in lanes.items()},
        texts=words if english else {"de": words["de"]},
    )


def text(words: str, lang: str = "de", terms: tuple[str, ...] = ()) -> Text:
    return Text(lang, (Block((words,), "p"),), len(words.split()), terms)


def walk(journey: Journey, state: State, *values: Any) -> State:
    """Answer one present step after the other."""
    for value in values:
        state = decide(journey, state, Answer(state.at, value))
    return state


def fakten(**given: Any) -> Check:
    """Make a check whose right answer is ``gut``."""
    return Check(id="fakten", answers=(CheckAnswer("gut", True), CheckAnswer("schlecht")), **given)
