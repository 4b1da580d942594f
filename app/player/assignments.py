"""Assignments: what the company sees of a run that goes with one, reachable at any time."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.models.assignment import Assignment
from app.models.refusal import Refused
from app.models.seat import Seat
from app.player import blueprint
from app.player.runs import own_run, standing, teller
from app.ui import requests, staff
from app.ui.access import access
from app.ui.sights import shared_of

PLACE = "/mein-betrieb/<run>"


@blueprint.get(PLACE)
@access("learner")
def show_assignment_of_run(run: str) -> str:
    """Show what the company sees, what it never sees, and whether the own answers count."""
    mine = own_run(run)
    shared = shared_of(mine) or abort(404)
    return render_template(
        "player/assignments/show.html",
        tell=teller(mine),
        ahead=standing(mine),
        **shared,
    )


@blueprint.post(PLACE)
@access("learner")
def update_agreement(run: str) -> Response:
    """Agree to be counted, or withdraw; the one leaves no trace of the other."""
    mine = own_run(run)
    which = Assignment.find(requests.db(), mine.partition_id or 0) or abort(404)
    agrees = request.form.get("agrees") == "yes" and staff.current() is None
    try:
        Seat.contribute(requests.db(), which, mine, agrees=agrees)
    except Refused:
        # Nothing more can be agreed to or withdrawn; the page says why.
        return redirect(url_for("player.show_assignment_of_run", run=run), 303)
    here = url_for("player.show_assignment_of_run", run=run, _anchor="gezaehlt")
    return redirect(here, 303)
