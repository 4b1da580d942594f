"""What the learner sees now: texts, inputs, choices, honest progress."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.engine.answers import tries_so_far
from app.engine.journey import Journey
from app.engine.offers import Option, Row, options, rows, scale_words
from app.engine.progress import Progress, progress
from app.engine.state import Rejected, State, Value
from app.engine.steps import Check, End, Explore, Media, Meeting, Practice, Scale, Step
from app.engine.text import Text
from app.engine.transition import as_asked, may_change, tells
from app.engine.walker import Walker
from app.engine.words import Words, plain_text

__all__ = ["Option", "Progress", "Row", "Scene", "scene"]

_QUESTION_KEYS = {
    "decision": "question",
    "explore": "question",
    "check": "question",
    "poll": "question",
    "practice": "task",
    "reflection": "prompt",
    "goal": "prompt",
    "meeting": "prompt",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """One step for one learner, resolved for role, language and variant.

    ``face``: ``ask`` the open form; ``retry`` a check with a try left, the last one told above the
    form; ``told`` the consequence of a decision or a finished check; ``seen`` any other step looked
    back at, as it was left; ``end`` the arrival. ``heading`` is the page's h1. ``value`` is the
    learner's own answer or None. ``question`` is None where it already is the heading. ``easy``
    says that ``text`` is the plain one. ``terms`` are those met on this face, with what they mean.
    """

    step: Step
    face: str
    heading: Text | None
    titled: bool
    text: Text | None
    easy: bool
    question: Text | None
    options: tuple[Option, ...]
    rows: tuple[Row, ...]
    points: int
    scale_from: Text | None
    scale_to: Text | None
    hints: tuple[Text, ...]
    sample: Text | None
    alone: Text | None
    together: Text | None
    media: Media | None
    alt: Text | None
    transcript: Text | None
    may_leave: bool
    may_skip: bool
    may_change: bool
    tries_left: int
    value: Value
    terms: tuple[tuple[Text, Text], ...]
    sources: tuple[str, ...]
    progress: Progress


def scene(
    journey: Journey,
    state: State,
    step: str | None = None,
    *,
    lang: str,
    easy: bool = False,
    before: State | None = None,
) -> Scene:
    """Show the present step, or one of the way as it was when it was answered.

    ``before`` is the state at that time where the caller has it. Minutes and bar are always the
    present ones. Raise `Rejected` (not-on-way) for a step that is neither.
    """
    present = step is None or step == state.at
    if not present and step not in state.way:
        raise Rejected("not-on-way")
    here = journey.steps[state.at if step is None else step]
    then = state if present else before or as_asked(journey, state, here.id)
    walker = Walker.resume(journey, then)
    words = Words.of(journey, here, walker, lang)
    face = _present_face(here, state) if present else _past_face(journey, here, state)
    value = _own_value(here, state, face)
    tries = len(tries_so_far(here, value)) if isinstance(here, Check) else 0

    asks = _QUESTION_KEYS.get(here.kind)
    title, question = words.text("title"), words.text(asks) if asks else None
    text, is_easy = words.body(easy=easy)
    media, alt, transcript = words.media()
    offered = options(words, walker, value, face)
    items = rows(words, walker, value)
    heading, question = title or question, question if title else None
    low, high = _ends(words, walker)
    practises, meets = isinstance(here, Practice), isinstance(here, Meeting)
    hints = words.texts("hints") if practises else ()
    sample = words.text("sample") if practises else None
    alone = words.text("alone") if meets else None
    together = words.text("together") if meets else None
    shown = [heading, text, question, *_words_of(offered), *(row.label for row in items)]
    return Scene(
        step=here,
        face=face,
        heading=heading,
        titled=title is not None,
        text=text,
        easy=is_easy,
        question=question,
        options=offered,
        rows=items,
        points=here.points if isinstance(here, Scale) else 0,
        scale_from=low,
        scale_to=high,
        hints=hints,
        sample=sample,
        alone=alone,
        together=together,
        media=media,
        alt=alt,
        transcript=transcript,
        may_leave=face == "retry" or (face == "ask" and _may_leave(here, walker)),
        may_skip=face == "ask" and here.skippable,
        may_change=not present and _may_change(journey, state, here, offered),
        tries_left=here.tries - tries if isinstance(here, Check) and present else 0,
        value=value,
        terms=_terms(journey, lang, [*shown, low, high, *hints, sample, alone, together]),
        sources=here.sources,
        progress=progress(journey, state, here.id),
    )


def _ends(words: Words, walker: Walker) -> tuple[Text | None, Text | None]:
    """Return what the lowest and the highest number of a scale mean."""
    if not isinstance(words.step, Scale):
        return None, None
    scale = scale_words(words, walker)
    return scale.text("from"), scale.text("to")


def _present_face(step: Step, state: State) -> str:
    if isinstance(step, End):
        return "end"
    tried = isinstance(step, Check) and tries_so_far(step, state.values.get(step.id))
    return "retry" if tried else "ask"


def _past_face(journey: Journey, step: Step, state: State) -> str:
    return "told" if tells(journey, state, step.id) else "seen"


def _own_value(step: Step, state: State, face: str) -> Value:
    """Return what counts: the value on the way, or the tries made so far."""
    return state.values[step.id] if face == "retry" else state.way.get(step.id)


def _may_leave(step: Step, walker: Walker) -> bool:
    return isinstance(step, Explore) and walker.enough(step, len(walker.open_places(step)))


def _may_change(journey: Journey, state: State, step: Step, offered: tuple[Option, ...]) -> bool:
    """An explore changes by adding places, so one must be left to add."""
    addable = not isinstance(step, Explore) or not all(option.chosen for option in offered)
    return addable and may_change(journey, state, step)


def _words_of(offered: Iterable[Option]) -> Iterable[Text | None]:
    for option in offered:
        yield from (option.label, option.feedback, option.voice_who, option.voice)


def _terms(
    journey: Journey, lang: str, shown: Iterable[Text | None]
) -> tuple[tuple[Text, Text], ...]:
    """Return the glossary terms of these texts in the order of reading, each once."""
    met = dict.fromkeys(term for text in shown if text for term in text.terms)
    found = []
    for term in met:
        meaning = journey.text(lang, f"glossary.{term}.text")
        if meaning:
            name = journey.text(lang, f"glossary.{term}.term") or plain_text(lang, term)
            found.append((name, meaning))
    return tuple(found)
