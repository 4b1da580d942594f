"""Invitations: a code leads to who invites, what they will see, and the first step.

Typed codes are throttled, since eight signs could be tried out; the token of a QR code is not, so
that a room full of people who mistyped still gets in.
"""

from typing import NoReturn

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.engine import Rejected
from app.models.attempt import WINDOW, Attempt, network
from app.models.group import CODE_SIGNS, Group, normalise, spaced
from app.models.refusal import Refused
from app.player import blueprint
from app.player.departures import newcomer, send_off, traveller
from app.ui import errors, requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.ui.insights import stations
from app.ui.overviews import journey_overview, own_learner

KIND = "group-code"
LONGEST_TYPED = 40


class CodeForm(Form):
    """The code of a group as somebody typed it."""

    def read(self) -> None:
        """Take the signs; whether they are a code only the database knows."""
        self.typed = self.word("code")[:LONGEST_TYPED]
        if not self.typed:
            self.refuse("code", "group-code-missing")
        elif not normalise(self.typed):
            self.refuse("code", "group-code-unknown")


@blueprint.get("/m")
@access("anyone")
def new_invitation() -> str:
    """Ask for the code of a group."""
    return _ask()


@blueprint.post("/m")
@access("anyone")
def create_invitation() -> Response:
    """Lead to the invitation that was typed."""
    form = CodeForm(request.form)
    if not form.errors and _find(form.typed) is None:
        form.refuse("code", "group-code-unknown")
    if form.errors:
        return make_response(_ask(form.typed, form.sentences()["code"]), 422)
    code = normalise(form.typed)
    shown = spaced(code) if len(code) == CODE_SIGNS else code
    return redirect(url_for("player.show_invitation", code=shown), 303)


@blueprint.get("/m/<code>")
@access("anyone")
def show_invitation(code: str) -> str | Response:
    """Say who invites, to what, and what they see; whatever is no code gets the same page."""
    group = _find(code)
    if group is None:
        return make_response(render_template("player/invitations/unknown.html"), 404)
    return _invite(group, code)


@blueprint.post("/m/<code>")
@access("anyone")
def create_member(code: str) -> Response:
    """Let somebody set out in the group; a second press leads to the same run."""
    group = _find(code)
    if group is None:
        return make_response(render_template("player/invitations/unknown.html"), 404)
    if staff.current() is not None:
        # Whoever leads groups never counts in one; the journey itself is open to them.
        return redirect(url_for("player.show_journey", slug=group.journey_id), 303)
    learner, token = traveller()
    role, agrees = request.form.get("role") or None, request.form.get("agrees") == "yes"
    try:
        if learner is None:
            learner, token = newcomer()
        run = group.join(requests.db(), learner.id, role, agrees=agrees, now=requests.now())
    except (Refused, Rejected) as refusal:
        missing = refusal.code == "unknown-role" and role is None
        code_of = "role-missing" if missing else refusal.code
        return make_response(_invite(group, code, code_of), 422)
    return send_off(run, token)


def _find(word: str) -> Group | None:
    """Return the group of a code, and count a try in vain in a transaction of its own.

    Raises 429 once a network has tried too often, also for a code that exists.
    """
    database, now = current_app.extensions["database"], requests.now()
    here = network(request.remote_addr, current_app.config["SECRET_KEY"])
    is_typed = len(normalise(word)) == CODE_SIGNS
    with database.read() as session:
        if is_typed and Attempt.blocked(session, KIND, here, now):
            _slow_down()
        found = Group.invited_by(session, word)
    if found is None and is_typed:
        with database.write() as session:
            Attempt.count(session, KIND, here, now)
    return found


def _slow_down() -> NoReturn:
    raise TooManyRequests(retry_after=int(WINDOW.total_seconds()))


def _invite(group: Group, code: str, refusal: str = "") -> str:
    db = requests.db()
    group = Group.find(db, group.id) or abort(404)
    if group.closed_at or refusal == "group-closed":
        return render_template("player/invitations/closed.html", group=group)
    learner = own_learner()
    own_run = group.run_of(db, learner.id) if learner else None
    if own_run is None and group.is_paused(db):
        return render_template("player/invitations/paused.html", group=group, code=code)
    journey = group.journey(db)
    sight, agreed = group.sight(db), request.form.get("agrees") == "yes"
    return render_template(
        "player/invitations/show.html",
        group=group,
        code=code,
        journey=journey_overview(journey),
        sight=sight,
        released=[each for each in stations(db, journey, sight.batches) if each.told],
        own_run=own_run,
        is_staff=staff.current() is not None,
        chosen=request.form.get("role"),
        agreed=agreed,
        errors=_errors(refusal, journey.roles),
    )


def _errors(refusal: str, roles: tuple[str, ...]) -> list[tuple[str, str]]:
    if not refusal:
        return []
    about_role = refusal in ("role-missing", "unknown-role") and roles
    return [(f"role-{roles[0]}" if about_role else "start", errors.words(refusal))]


def _ask(typed: str = "", error: str = "") -> str:
    found = [("code", error)] if error else []
    return render_template("player/invitations/new.html", typed=typed, errors=found)
