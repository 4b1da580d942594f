"""Companies: on whose lists the learner is, and leaving them."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.models.membership import Membership
from app.models.seat import Seat
from app.player import blueprint
from app.ui import requests
from app.ui.access import access
from app.ui.overviews import own_learner

ROOT = "/meine-betriebe"


@blueprint.get(ROOT)
@access("anyone")
def list_companies() -> str:
    """Show the companies, since when, what each sees, and what each offers."""
    db, learner = requests.db(), own_learner()
    own = Membership.of_learner(db, learner.id) if learner else []
    offered = Seat.offered(db, learner.id) if learner and own else []
    return render_template("player/companies/list.html", memberships=own, offered=offered)


@blueprint.get(f"{ROOT}/<member>/austritt")
@access("learner")
def confirm_leaving(member: str) -> str:
    """Say what leaving means."""
    return render_template("player/companies/confirm_leaving.html", membership=_own(member))


@blueprint.post(f"{ROOT}/<member>/austritt")
@access("learner")
def leave_company(member: str) -> Response:
    """Leave a company at once."""
    found, learner = _own(member), own_learner()
    assert learner, "the membership is a learner's"
    Membership.leave(requests.db(), learner.id, found.code)
    requests.scrub()
    return redirect(url_for("player.list_companies"), 303)


def _own(code: str) -> Membership:
    """Return a membership of this device's learner; everybody else's is unknown."""
    learner = own_learner() or abort(404)
    return Membership.within_reach(requests.db(), learner.id, code) or abort(404)
