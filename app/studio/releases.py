"""Releases: a station is evaluated once, then its figures stand for everybody in the group."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.models.group import Group
from app.models.refusal import Refused
from app.studio import blueprint
from app.studio.groups import ROOT, own_group, refused
from app.ui import requests
from app.ui.access import access
from app.ui.insights import Station, stations
from app.ui.overviews import own_learner

PLACE = f"{ROOT}/auswertung/<step>"


@blueprint.get(PLACE)
@access("facilitator")
def show_release(code: str, step: str) -> str:
    """Show released figures large enough for a wall, or ask whether to release them."""
    group = own_group(code)
    station = _station(group, step)
    page = "confirm" if station.told is None else "show"
    return render_template(f"studio/releases/{page}.html", group=group, station=station)


@blueprint.post(PLACE)
@access("facilitator")
def create_release(code: str, step: str) -> Response:
    """Release the figures of a station; a second press changes nothing."""
    group = own_group(code)
    _station(group, step)
    own = own_learner()
    try:
        # Whoever evaluates never counts, also with the device on which they signed in.
        apart = {own.id} if own else set()
        group.evaluate(requests.db(), step, requests.now(), apart=apart)
    except Refused as refusal:
        return refused(group, refusal)
    return redirect(url_for("studio.show_release", code=code, step=step), 303)


def _station(group: Group, step: str) -> Station:
    """Return a station that a group may be shown; 404 for every other."""
    db = requests.db()
    found = stations(db, group.journey(db), group.sight(db).batches)
    return next((each for each in found if each.step == step), None) or abort(404)
