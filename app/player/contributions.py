"""Contributions: whether answers may be counted in the group; changed at any time."""

from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.engine.steps import End
from app.models.group import Group
from app.models.insight import is_counted, names_of
from app.models.insight import released as released_of
from app.models.refusal import Refused
from app.models.run import Run
from app.player import blueprint
from app.player.runs import ROOT, own_run, own_step, present, standing, teller
from app.ui import requests
from app.ui.access import access
from app.ui.insights import Told, stations, tell, title_of
from app.ui.sights import shared_of

GROUP = "/gruppe/<run>"


@blueprint.get(GROUP)
@access("learner")
def show_group_of_run(run: str) -> str:
    """Show what the facilitator sees, what is released, and whether the own answers count."""
    mine = own_run(run)
    group = group_of(mine) or abort(404)
    db = requests.db()
    journey, sight = group.journey(db), group.sight(db)
    released = [each for each in stations(db, journey, sight.batches) if each.told]
    answered = {name for name, value in mine.state.way.items() if value is not None}
    return render_template(
        "player/contributions/show.html",
        run=mine,
        group=group,
        tell=teller(mine),
        sight=sight,
        released=released,
        stations=[each for each in released if answered & names_of(journey, each.step)],
        ahead=standing(mine),
    )


@blueprint.post(GROUP)
@access("learner")
def update_contribution(run: str) -> Response:
    """Agree to be counted, or withdraw; the one leaves no trace of the other."""
    mine = own_run(run)
    group = group_of(mine) or abort(404)
    try:
        agrees = request.form.get("agrees") == "yes"
        group.contribute(requests.db(), mine.id, agrees=agrees)
    except Refused:
        # Nothing of a closed group is counted; its page says so.
        return redirect(url_for("player.show_group_of_run", run=run), 303)
    return redirect(url_for("player.show_group_of_run", run=run, _anchor="gezaehlt"), 303)


@blueprint.get(f"{ROOT}/<step>/gruppe")
@access("learner")
def show_result(run: str, step: str) -> str | Response:
    """Show what the others answered at a station, to whoever has answered it."""
    mine = own_run(run)
    group, shared = group_of(mine), shared_of(mine)
    if group is None and shared is None:
        abort(404)
    found = own_step(mine, step)
    if isinstance(found, End) or step not in mine.state.way:
        return redirect(present(mine))
    if not is_counted(found):
        abort(404)
    return render_template(
        "player/contributions/result.html",
        run=mine,
        group=group,
        title=title_of(teller(mine), found),
        step=step,
        stations=_of_company(mine, step, shared) if shared else _of_group(group, step),
    )


def _of_group(group: Group | None, step: str) -> list[Told]:
    db = requests.db()
    batch = group and released_of(db, group.id, group.journey(db), step)
    return [tell(db, batch)] if batch else []


def _of_company(run: Run, step: str, shared: Mapping[str, Any]) -> list[Told]:
    names = names_of(run.journey, step)
    return [each.told for each in shared["seen"].results if each.told.step in names]


def group_of(run: Run) -> Group | None:
    """Return the group that a run belongs to."""
    return Group.find(requests.db(), run.partition_id) if run.partition_id else None
