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


@blueprint.get(f"{ROOT}/zugang/pause")
@access("manager")
def confirm_pause(code: str) -> str:
    """Say what a pause means."""
    return _confirm("pause", code)


@blueprint.post(f"{ROOT}/zugang/pause")
@access("manager")
def create_pause(code: str) -> Response:
    """Let nobody come in for a while."""
    assignment = own_assignment(code)
    assignment.pause(requests.db(), requests.now())
    return _noted(assignment, "invitation:pause")


@blueprint.post(f"{ROOT}/zugang/weiter")
@access("manager")
def delete_pause(code: str) -> Response:
    """Let people come in again."""
    assignment = own_assignment(code)
    assignment.resume(requests.db())
    return _noted(assignment, "invitation:resume")


@blueprint.get(f"{ROOT}/zugang/neu")
@access("manager")
def confirm_renewal(code: str) -> str:
    """Say what other links mean."""
    return _confirm("renewal", code)


@blueprint.post(f"{ROOT}/zugang/neu")
@access("manager")
def create_renewal(code: str) -> Response:
    """Make other links, once for each form."""
    assignment = own_assignment(code)
    assignment.renew(requests.db(), request.form.get("seen", ""))
    return _noted(assignment, "invitation:renew")


@blueprint.get(f"{ROOT}/zugang/entzug")
@access("manager")
def confirm_revocation(code: str) -> str:
    """Say what making the links void means."""
    return _confirm("revocation", code)


@blueprint.post(f"{ROOT}/zugang/entzug")
@access("manager")
def create_revocation(code: str) -> Response:
    """Make the links void."""
    assignment = own_assignment(code)
    assignment.revoke(requests.db(), requests.now())
    return _noted(assignment, "invitation:revoke")


def _noted(assignment: Assignment, act: str) -> Response:
    by = staff.acting().email
    Audit.note(requests.db(), act, by=by, about=assignment.code, now=requests.now())
    return to(assignment)


def _confirm(act: str, code: str) -> str:
    assignment = own_assignment(code)
    entrance = assignment.entrance(requests.db())
    return page(f"entrances/confirm_{act}.html", assignment=assignment, entrance=entrance)


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
