"""Maps: the stages and the stations met so far, as a list that a picture decorates."""

from collections.abc import Mapping
from typing import Any

from flask import render_template

from app.engine import StageLine, roads_not_taken, scene, stage_lines
from app.engine.steps import End
from app.models.run import Run
from app.player import blueprint
from app.player.runs import ROOT, address, own_run, present, teller
from app.ui.access import access
from app.ui.scene import Teller
from app.ui.view import current
from app.ui.words import gettext as _
from app.ui.words import ngettext

Rows = list[Mapping[str, Any]]


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


def stages_of(run: Run) -> Rows:
    """Return the stages without their stations, for the map beside a step."""
    tell = teller(run)
    return [_stage(run, tell, line) for line in stage_lines(run.journey, run.state)]


def _with_stations(run: Run) -> Rows:
    tell = teller(run)
    here = run.journey.steps[run.state.at]
    rows = []
    for number, line in enumerate(stage_lines(run.journey, run.state)):
        stations = [_station(run, tell, step) for step in line.steps if step != here.id]
        if number == here.stage and not isinstance(here, End):
            stations.append({"title": _("Sie sind hier"), "href": "", "answer": "", "here": True})
        rows.append({**_stage(run, tell, line), "stations": stations})
    return rows


def _stage(run: Run, tell: Teller, line: StageLine) -> dict[str, Any]:
    has_arrived = isinstance(run.journey.steps[run.state.at], End)
    done = line.status == "done" or (line.status == "here" and has_arrived)
    if done:
        note = ngettext("%(num)s Station", "%(num)s Stationen", len(line.steps))
    else:
        note = _("Sie sind hier") if line.status == "here" else _("noch offen")
    return {
        "title": tell.words(f"stages.{line.id}.title"),
        "status": "done" if done else line.status,
        "note": note,
        "stations": (),
    }


def _station(run: Run, tell: Teller, step: str) -> dict[str, Any]:
    view = current()
    heading = scene(run.journey, run.state, step, lang=view.lang).heading
    return {
        "title": tell.phrase(heading) if heading else _("Ihre Einschätzung"),
        "href": address(run, step),
        "answer": tell.chosen(step, " · ") or "",
        "here": False,
    }
