"""Regions: what an answer swaps, drawn once for everybody who is told the very same words.

Most of a page are words of the author. Whoever meets them reads the same, but for a few values such
as addresses and the turn. So what was drawn is remembered with marks in their places, and filled
for each learner. Private texts, refused forms and texts with a hole for something personal are
drawn for one person and never remembered.
"""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import escape

from app.engine.scene import Scene
from app.engine.state import State
from app.engine.steps import Step
from app.engine.text import Text
from app.extensions import csrf
from app.lib.lru import Lru
from app.models.run import Run
from app.player.faces import own_values, page_of
from app.ui.faces import scene_of
from app.ui.view import current

KEPT = 1024
OWN = ("base", "here", "back", "ahead", "turn", "learner", "progress", "csrf_token")
MARKS = {chr(number): name for number, name in enumerate(OWN, 1)}
"""Signs that no text can hold, each for the value that fills it."""
MARK = re.compile("([\x01-\x08])")
LOOKED_BACK = ("story", "media", "decision")
"""Kinds that look the same afterwards to everybody who chose the same."""


@dataclass(frozen=True, slots=True)
class Region:
    """The step on a page, and what the window is called then."""

    title: str
    html: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """A region in pieces, with the places of marks. The scene holds its texts in memory."""

    title: str
    pieces: list[str]
    marks: list[tuple[int, str]]
    scene: Scene


_kept: Lru[Hashable, _Kept] = Lru(KEPT)


def region_of(run: Run, step: Step, *, before: State | None = None, **how: Any) -> Region:
    """Draw a step; the arguments are those of `page_of`."""
    if any(how.values()):
        return _drawn(page_of(run, step, before=before, **how))
    seen = scene_of(run, step, run.state, before)
    key = _key(seen, run.role)
    if key is None:
        return _drawn(page_of(run, step, before=before, seen=seen))
    kept = _kept.get(key)
    if kept is None:
        context = page_of(run, step, before=before, seen=seen)
        if _is_personal(seen):
            return _drawn(context)
        kept = _with_marks(context, seen)
        _kept.put(key, kept)
    return Region(kept.title, _filled(kept, own_values(run, step, seen)))


def _drawn(context: Mapping[str, Any]) -> Region:
    return Region(context["title"], render_template("player/steps/_step.html", **context))


def _with_marks(context: Mapping[str, Any], seen: Scene) -> _Kept:
    marked: dict[str, Any] = {name: mark for mark, name in MARKS.items()}
    token = marked["csrf_token"]
    region = _drawn({**context, **marked, "csrf_token": lambda: token})
    pieces = MARK.split(region.html)
    marks = [(place, MARKS[piece]) for place, piece in enumerate(pieces) if piece in MARKS]
    return _Kept(region.title, pieces, marks, seen)


def _filled(kept: _Kept, values: Mapping[str, str]) -> str:
    html = list(kept.pieces)
    for place, name in kept.marks:
        html[place] = escape(csrf.token() if name == "csrf_token" else values[name])
    return "".join(html)


def _key(seen: Scene, role: str | None) -> Hashable | None:
    """Return what marks the words of a scene, None where they are for one person alone.

    Texts and steps are told by their place in memory, which no other can take while it is kept.
    """
    if seen.step.private or not (seen.face == "ask" or seen.step.kind in LOOKED_BACK):
        return None
    ways = (seen.may_leave, seen.may_skip, seen.may_change, seen.value is None)
    chosen = tuple([option.chosen for option in seen.options])
    texts = tuple(map(id, _texts(seen)))
    return current().lang, role, seen.face, id(seen.step), ways, chosen, texts, seen.media


def _texts(seen: Scene) -> Iterator[Text | None]:
    yield from (seen.heading, seen.text, seen.question, seen.scale_from, seen.scale_to)
    yield from (seen.alt, seen.transcript)
    for option in seen.options:
        yield from (option.label, option.feedback, option.voice_who, option.voice)
    for row in seen.rows:
        yield row.label


def _is_personal(seen: Scene) -> bool:
    """Return whether a text has a hole that each learner fills anew."""
    terms = (text for term in seen.terms for text in term)
    return any(
        not isinstance(piece, str)
        for text in (*_texts(seen), *terms)
        if text is not None
        for block in text.blocks
        for piece in block.pieces
    )
