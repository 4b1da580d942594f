"""Entrances: the codes of an assignment are paused, opened again, made anew or made void."""

from flask import current_app, request
from werkzeug.wrappers import Response

from app.models.assignment import Assignment
from app.models.audit import Audit
from app.ui import requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.workspace import blueprint
from app.workspace.assignments import ROOT, own_assignment, to
from app.workspace.companies import page
from app.workspace.invitations import is_common, state_of

MOST_SEATS = 1_000_000
CONFIRMED = {"pause": "confirm_pause", "neu": "confirm_renewal", "entzug": "confirm_revocation"}
NOTED = {"pause": "pause", "weiter": "resume", "neu": "renew", "entzug": "revoke"}


class SeatsForm(Form):
    """How many people may come in at most; empty is any number."""

    def read(self) -> None:
        """Take the number."""
        self.seats = self.number("seats")
        if self.word("seats") and (not self.seats or self.seats > MOST_SEATS):
            self.refuse("seats", "people-count-wrong")


@blueprint.get(f"{ROOT}/zugang")
@access("manager")
def show_entrance(code: str) -> str:
    """Show what can be done with the codes."""
    return _page(own_assignment(code))


@blueprint.post(f"{ROOT}/zugang/plaetze")
@access("manager")
def update_seats(code: str) -> Response:
    """Take another limit."""
    assignment, form = own_assignment(code), SeatsForm(request.form)
    if form.errors:
        return current_app.response_class(_page(assignment, form), 422)
    entrance = assignment.entrance(requests.db())
    if entrance and is_common(entrance):
        entrance.limit(requests.db(), form.seats)
    return _noted(assignment, "invitation:limit")


@blueprint.get(f"{ROOT}/zugang/<any(pause,neu,entzug):act>")
@access("manager")
def confirm_entrance_change(code: str, act: str) -> str:
    """Say what a pause, other links or none mean."""
    assignment = own_assignment(code)
    entrance = assignment.entrance(requests.db())
    return page(f"entrances/{CONFIRMED[act]}.html", assignment=assignment, entrance=entrance)


@blueprint.post(f"{ROOT}/zugang/<any(pause,weiter,neu,entzug):act>")
@access("manager")
def create_entrance_change(code: str, act: str) -> Response:
    """Let nobody come in for a while, or again; make other links, once for each form, or none."""
    assignment, db, now = own_assignment(code), requests.db(), requests.now()
    if act == "pause":
        assignment.pause(db, now)
    elif act == "weiter":
        assignment.resume(db)
    elif act == "neu":
        assignment.renew(db, request.form.get("seen", ""))
    else:
        assignment.revoke(db, now)
    return _noted(assignment, f"invitation:{NOTED[act]}")


def _noted(assignment: Assignment, act: str) -> Response:
    by = staff.acting().email
    Audit.note(requests.db(), act, by=by, about=assignment.code, now=requests.now())
    return to(assignment)


def _page(assignment: Assignment, form: SeatsForm | None = None) -> str:
    entrance = assignment.entrance(requests.db())
    sentences = form.sentences() if form else {}
    seats = form.word("seats") if form else (entrance.seats if entrance else None)
    return page(
        "entrances/show.html",
        assignment=assignment,
        entrance=entrance,
        is_common=is_common(entrance),
        state=state_of(entrance),
        seats=seats or "",
        errors=sentences,
    )
