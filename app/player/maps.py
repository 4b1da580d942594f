"""Maps: the stages and the stations met so far, as a list that a picture decorates."""

from flask import render_template

from app.engine import is_missed, roads_not_taken
from app.engine.steps import End
from app.models.run import Run
from app.player import blueprint
from app.player.runs import ROOT, address, own_run, present, teller
from app.player.versions import title_of
from app.ui.access import access
from app.ui.scene import Teller
from app.ui.sights import shared_of
from app.ui.stages import Row, Station, lines_of, stage_row
from app.ui.words import gettext as _


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
        shared=shared_of(mine),
    )


def _with_stations(run: Run) -> list[Row]:
    tell = teller(run)
    here = run.journey.steps[run.state.at]
    rows = []
    for number, line in enumerate(lines_of(run)):
        stations = [_station(run, tell, step) for step in line.steps if step != here.id]
        if number == here.stage and not isinstance(here, End):
            stations.append(Station(_("Sie sind hier"), here=True))
        row = stage_row(tell, line)._replace(stations=tuple(stations))
        # The list of its stations says where the learner stands; the stage need not repeat it.
        rows.append(row._replace(note="") if stations and stations[-1].here else row)
    return rows


def _station(run: Run, tell: Teller, step: str) -> Station:
    title = title_of(run, tell, step)
    new = _("neu dazugekommen") if is_missed(run.state.way[step]) else ""
    return Station(title, address(run, step), tell.chosen(step, " · ") or new)
