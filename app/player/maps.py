"""Maps: the stages and the stations met so far, as a list that a picture decorates."""

from collections.abc import Hashable
from dataclasses import replace
from typing import NamedTuple

from flask import render_template
from markupsafe import Markup

from app.engine import StageLine, is_missed, roads_not_taken, stage_lines
from app.engine.journey import Journey
from app.engine.steps import End, Step
from app.lib.lru import Lru
from app.models.run import Run
from app.player import blueprint
from app.player.runs import ROOT, address, own_run, present, teller
from app.player.versions import title_of
from app.ui.access import access
from app.ui.scene import Teller
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


@blueprint.get(f"{ROOT}/karte")
@access("learner")
def show_map(run: str) -> str:
    """Show the way so far; what lies ahead stays unnamed, a few counts after the arrival."""
    mine = own_run(run)
    has_arrived = isinstance(mine.journey.steps[mine.state.at], End)
    return render_template(
        "player/maps/show.html",
        run=mine,
        tell=teller(mine),
        stages=_with_stations(mine),
        ahead=present(mine),
        here=mine.journey.steps[mine.state.at].stage + 1,
        has_arrived=has_arrived,
        others=sum(roads_not_taken(mine.journey, mine.state).values()),
    )


def stages_of(run: Run, shown: Step | None = None) -> tuple[Row, ...]:
    """Return the stages without their stations, for the map beside a step.

    A page that tells or shows an earlier station marks the stage of that one: what it leads to
    comes after it.
    """
    tell = teller(run)
    lines = _lines(run, shown)
    shape = [(line.status, len(line.steps)) for line in lines]
    key = (tell.lang, id(run.journey), *shape)
    known = _maps.get(key)
    if known is None:
        known = run.journey, tuple([_stage(tell, line) for line in lines])
        _maps.put(key, known)
    return known[1]


def _with_stations(run: Run) -> list[Row]:
    tell = teller(run)
    here = run.journey.steps[run.state.at]
    rows = []
    for number, line in enumerate(_lines(run)):
        stations = [_station(run, tell, step) for step in line.steps if step != here.id]
        if number == here.stage and not isinstance(here, End):
            stations.append(Station(_("Sie sind hier"), here=True))
        row = _stage(tell, line)._replace(stations=tuple(stations))
        # The list of its stations says where the learner stands; the stage need not repeat it.
        rows.append(row._replace(note="") if stations and stations[-1].here else row)
    return rows


def _lines(run: Run, shown: Step | None = None) -> list[StageLine]:
    present = run.journey.steps[run.state.at]
    marked = shown or present
    lines = stage_lines(run.journey, run.state)
    left = "done" if isinstance(present, End) else "open"
    lines[present.stage] = replace(lines[present.stage], status=left)
    if not isinstance(marked, End):
        lines[marked.stage] = replace(lines[marked.stage], status="here")
    return lines


def _stage(tell: Teller, line: StageLine) -> Row:
    if line.status == "here":
        note = _("Sie sind hier")
    elif line.steps or line.status == "done":
        note = ngettext("%(num)s Station", "%(num)s Stationen", len(line.steps))
    else:
        note = _("noch offen")
    return Row(tell.words(f"stages.{line.id}.title"), line.status, note)


def _station(run: Run, tell: Teller, step: str) -> Station:
    title = title_of(run, tell, step)
    new = _("neu dazugekommen") if is_missed(run.state.way[step]) else ""
    return Station(title, address(run, step), tell.chosen(step, " · ") or new)
