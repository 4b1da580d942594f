"""Small journeys by hand, in the form in which the loader hands them over."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.engine import Journey
from app.engine.steps import MAIN, Check, CheckAnswer, Choice, Decision, End, Reflection, Step


@dataclass
class Given:
    text: str = "id: probe\n"
    texts: Mapping[str, bytes] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass
class Sound:
    """What a checked file gives: a journey, a hash of its content, the bytes."""

    journey: Journey | None
    hash: str
    given: Given


def parsed(words: str = "first", files: Mapping[str, bytes] | None = None, steps: int = 4) -> Sound:
    """Return a sound journey; other `words` are another content."""
    return sound(journey(steps), words, files)


def sound(made: Journey, words: str = "first", files: Mapping[str, bytes] | None = None) -> Sound:
    """Return a journey as the loader would hand it over."""
    given = Given(f"id: probe # {words}\n", {"en": b"id: probe\n"}, files or {})
    content = repr((given.text, sorted(given.files.items()), sorted(made.steps))).encode()
    return Sound(made, hashlib.sha256(content).hexdigest(), given)


def journey(decisions: int = 4) -> Journey:
    """Decide some times between a and b, answer a check in two tries, reflect, arrive."""
    steps: list[Step] = [
        Decision(id=f"wahl-{n}", weight=10, choices=(Choice("a"), Choice("b")))
        for n in range(1, decisions + 1)
    ]
    answers = (CheckAnswer("gut", correct=True), CheckAnswer("schlecht"))
    steps += [
        Check(id="frage", weight=10, answers=answers, tries=2),
        Reflection(id="gedanke", weight=10),
        End(id="ende"),
    ]
    return Journey(
        id="probe",
        languages=("de",),
        minutes=None,
        topics=0,
        roles=(),
        counters={},
        slots=(),
        terms=(),
        sources={},
        stages=("etappe",),
        steps={step.id: _placed(step, position) for position, step in enumerate(steps)},
        lanes={MAIN: tuple(step.id for step in steps)},
        texts={"de": {}},
    )


def _placed(step: Step, position: int) -> Step:
    return replace(step, position=position)
