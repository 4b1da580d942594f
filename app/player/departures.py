"""Departures: the choice of a role and the first step out of the door.

A form names the newest open run it knew of. So a second press of the button, or a form left open in
another tab, never starts a run that nobody wanted.
"""

import hmac
from collections.abc import Callable

from flask import (
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from app.engine import Rejected
from app.engine.journey import Journey
from app.models.base import take_turns
from app.models.device import Device
from app.models.door import is_open
from app.models.journey import newest
from app.models.learner import Learner
from app.models.refusal import Refused
from app.models.run import Run
from app.player import blueprint
from app.ui import requests
from app.ui.access import access
from app.ui.errors import words
from app.ui.overviews import journey_overview, open_runs, own_learner, own_runs
from app.ui.visitors import visitor

SECONDS_OF_A_MOMENT = 10


@blueprint.get("/reise/<slug>/rolle")
@access("anyone")
def new_run(slug: str) -> str | Response:
    """Ask for a role; without a choice of roles the cover starts the journey."""
    _, journey = _open_journey(slug)
    if len(journey.roles) < 2:
        return redirect(url_for("player.show_journey", slug=slug, link=_link() or None), 303)
    return _ask(journey)


@blueprint.post("/reise/<slug>/rolle")
@access("anyone")
def create_run(slug: str) -> Response:
    """Start a run for the device's learner, who is made here if need be."""
    version_id, journey = _open_journey(slug)
    role = (request.form.get("role") or None) if journey.roles else None
    if journey.roles and role not in journey.roles:
        return make_response(_ask(journey, "role-missing" if role is None else "unknown-role"), 422)
    learner, token = traveller()
    unseen = _unseen_run(learner, slug)
    if unseen and unseen.turn == 0 and unseen.role == role:
        return send_off(unseen.code, token)
    if unseen and token is None:
        return make_response(_ask(journey, chosen=role), 409)
    if learner is None:
        learner, token = newcomer()
    run = Run.start(requests.db(), learner.id, version_id, journey, role, requests.now())
    return send_off(run.code, token)


def _open_journey(slug: str) -> tuple[int, Journey]:
    """Return the newest version of a journey on which this visitor may set out."""
    found = newest(requests.db(), slug) or abort(404)
    if not is_open(requests.db(), slug, _link(), visitor=visitor()):
        has_walked = any(run.journey_id == slug for run in own_runs())
        if not is_open(requests.db(), slug, known=has_walked):
            abort(404)
    return found


def _link() -> str:
    """Return the code of the link by which the visitor found the journey, "" without one."""
    return request.values.get("link", "")


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
        link=_link(),
    )


def traveller() -> tuple[Learner | None, str | None]:
    """Return who sets out; with a token, if this browser got it a moment ago and lacks its cookie.

    That is how a second press of the button looks, sent before the first one was answered. Presses
    of one browser follow one another, whichever process takes them.
    """
    learner = own_learner()
    take_turns(requests.db(), learner.tag if learner else _browser())
    if learner:
        return learner, None
    for token in _first_tokens():
        learner = Learner.by_token(requests.db(), token, requests.now())
        if learner:
            return learner, token
    return None, None


def _unseen_run(learner: Learner | None, slug: str) -> Run | None:
    """Return the newest open run of this journey, unless the form knew of it."""
    runs = Run.of_learner(requests.db(), learner.id) if learner else []
    found = next((run for run in runs if run.journey_id == slug and not run.finished_at), None)
    return found if found and found.code != request.form.get("known") else None


def newcomer() -> tuple[Learner, str]:
    """Begin to know somebody, with this browser as the first device."""
    db, now = requests.db(), requests.now()
    learner = Learner.create(db, requests.keyring(), now)
    return learner, Device.create(db, learner, now, next(iter(_first_tokens()), None))


def join(take_part: Callable[[Learner], str], again: Callable[[str], str]) -> Response:
    """Let the device's learner, made here if need be, take part in something, and lead to the run.

    ``take_part`` returns the code of the run; ``again`` is that of `welcome`.
    """
    return welcome(lambda learner: url_for("player.show_run", run=take_part(learner)), again)


def welcome(act: Callable[[Learner], str], again: Callable[[str], str]) -> Response:
    """Let the device's learner, made here if need be, do something, and lead on.

    ``act`` returns the address that comes next; ``again`` draws the invitation once more with the
    code of what was refused.
    """
    learner, token = traveller()
    try:
        if learner is None:
            learner, token = newcomer()
        ahead = act(learner)
    except (Refused, Rejected) as refusal:
        missing = refusal.code == "unknown-role" and not request.form.get("role")
        return make_response(again("role-missing" if missing else refusal.code), 422)
    return _sent(ahead, token)


def send_off(code: str, token: str | None) -> Response:
    """Lead to a run, and give a device that lacks it the token of its learner."""
    return _sent(url_for("player.show_run", run=code), token)


def _sent(ahead: str, token: str | None) -> Response:
    response = redirect(ahead, 303)
    return requests.remember_device(response, token) if token else response


def _first_tokens() -> list[str]:
    """Return what the device of a newcomer is called by now, and a moment ago.

    Every process finds the same, so the answer to each of several presses sets the same cookie.
    """
    if not _browser():
        return []
    key = current_app.config["SECRET_KEY"].encode()
    moment = int(requests.now().timestamp()) // SECONDS_OF_A_MOMENT
    names = (f"device:{_browser()}:{at}".encode() for at in (moment, moment - 1))
    return [hmac.digest(key, name, "sha256").hex() for name in names]


def _browser() -> str:
    """Return the secret that only this browser's session holds, "" where it has none."""
    return str(session.get("csrf_token", ""))
