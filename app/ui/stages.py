"""Stages: the map beside a step, as a list that a picture decorates."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import NamedTuple

from markupsafe import Markup

from app.engine import SlotInsert, StageLine, stage_lines
from app.engine.journey import Journey
from app.engine.steps import End, Step
from app.lib.lru import Lru
from app.ui.faces import Walk
from app.ui.scene import NO_SLOTS, Teller
from app.ui.view import current
from app.ui.words import gettext as _
from app.ui.words import ngettext

_maps: Lru[Hashable, tuple[Journey, tuple["Row", ...]]] = Lru(256)
"""Maps beside steps by what they show; a journey that is kept here keeps its place in memory."""


class Station(NamedTuple):
    """A station met, or the place where the learner stands."""

    title: Markup | str
    href: str = ""
    answer: Markup | str = ""
    here: bool = False


class Row(NamedTuple):
    """A stage of the map; `note` says in words what `status` shows."""

    title: Markup
    status: str
    note: str
    stations: tuple[Station, ...] = ()


def stages_of(
    walk: Walk, shown: Step | None = None, slots: Mapping[str, str] = NO_SLOTS
) -> tuple[Row, ...]:
    """Return the stages without their stations, for the map beside a step.

    A page that tells or shows an earlier station marks the stage of that one: what it leads to
    comes after it. `slots` are the words of a company for titles that leave a place for them.
    """
    tell = Teller(walk.journey, walk.state, current().lang, slots=slots)
    lines = lines_of(walk, shown)
    if slots is not NO_SLOTS and _has_slots(tell):
        return tuple([stage_row(tell, line) for line in lines])
    shape = [(line.status, len(line.steps)) for line in lines]
    key = (tell.lang, id(walk.journey), *shape)
    known = _maps.get(key)
    if known is None:
        known = walk.journey, tuple([stage_row(tell, line) for line in lines])
        _maps.put(key, known)
    return known[1]


def _has_slots(tell: Teller) -> bool:
    """Return whether the title of a stage leaves a place for words of a company."""
    journey = tell.journey
    titles = (journey.text(tell.lang, f"stages.{stage}.title") for stage in journey.stages)
    blocks = (block for title in titles if title for block in title.blocks)
    return any(isinstance(piece, SlotInsert) for block in blocks for piece in block.pieces)


def lines_of(walk: Walk, shown: Step | None = None) -> list[StageLine]:
    """Return the stages; the one of the step that is shown is marked, else the present one."""
    present = walk.journey.steps[walk.state.at]
    marked = shown or present
    lines = stage_lines(walk.journey, walk.state)
    left = "done" if isinstance(present, End) else "open"
    lines[present.stage] = replace(lines[present.stage], status=left)
    if not isinstance(marked, End):
        lines[marked.stage] = replace(lines[marked.stage], status="here")
    return lines


def stage_row(tell: Teller, line: StageLine) -> Row:
    """Return a stage as it is told, without its stations."""
    if line.status == "here":
        note = _("Sie sind hier")
    elif line.steps or line.status == "done":
        note = ngettext("%(num)s Station", "%(num)s Stationen", len(line.steps))
    else:
        note = _("noch offen")
    return Row(tell.words(f"stages.{line.id}.title"), line.status, note)
