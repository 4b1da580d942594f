"""Departures: the choice of a role and the first step out of the door.

A form names the newest open run it knew of. So a second press of the button, or a form left open in
another tab, never starts a run that nobody wanted.
"""

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.engine.journey import Journey
from app.models.device import Device
from app.models.journey import newest
from app.models.learner import Learner
from app.models.run import Run
from app.player import blueprint
from app.ui import requests
from app.ui.access import access
from app.ui.errors import words
from app.ui.overviews import journey_overview, open_runs, own_learner, own_runs


@blueprint.get("/reise/<slug>/rolle")
@access("anyone")
def new_run(slug: str) -> str | Response:
    """Ask for a role; without a choice of roles the cover starts the journey."""
    _, journey = _newest(slug)
    if len(journey.roles) < 2:
        return redirect(url_for("player.show_journey", slug=slug), 303)
    return _ask(journey)


@blueprint.post("/reise/<slug>/rolle")
@access("anyone")
def create_run(slug: str) -> Response:
    """Start a run for the device's learner, who is made here if need be."""
    version_id, journey = _newest(slug)
    role = request.form.get("role") or None
    if journey.roles and role not in journey.roles:
        return make_response(_ask(journey, "role-missing" if role is None else "unknown-role"), 422)
    unseen = _unseen_run(slug)
    if unseen and unseen.turn == 0 and unseen.role == role:
        return redirect(url_for("player.show_run", run=unseen.code), 303)
    if unseen:
        return make_response(_ask(journey, chosen=role), 409)
    return _depart(version_id, journey, role)


def _newest(slug: str) -> tuple[int, Journey]:
    return newest(requests.db(), slug) or abort(404)


def _ask(journey: Journey, code: str = "", chosen: str | None = None) -> str:
    runs = open_runs(journey.id)
    overview = journey_overview(journey)
    field = f"role-{journey.roles[0]}" if journey.roles else "role"
    return render_template(
        "player/departures/new.html",
        journey=overview,
        open_runs=runs,
        known=runs[0].code if runs else "",
        errors=[(field, words(code))] if code else [],
        chosen=chosen,
    )


def _unseen_run(slug: str) -> Run | None:
    """Return the newest open run of this journey, unless the form knew of it."""
    newest_run = next((run for run in own_runs() if run.journey_id == slug), None)
    if newest_run is None or newest_run.finished_at:
        return None
    return newest_run if newest_run.code != request.form.get("known") else None


def _depart(version_id: int, journey: Journey, role: str | None) -> Response:
    session, now = requests.db(), requests.now()
    learner, token = own_learner(), None
    if learner is None:
        learner = Learner.create(session, requests.keyring(), now)
        token = Device.create(session, learner, now)
    run = Run.start(session, learner.id, version_id, journey, role, now)
    response = redirect(url_for("player.show_run", run=run.code), 303)
    return requests.remember_device(response, token) if token else response
