"""Assignments: another last day, other words and the end of one, while it runs."""

from datetime import date
from typing import Any

from flask import abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.engine.journey import Journey
from app.models.assignment import Assignment, today
from app.models.journey import compiled_by_hash, newest_version
from app.models.refusal import Refused
from app.ui import errors, requests
from app.ui.access import access
from app.ui.forms import Form
from app.workspace import blueprint
from app.workspace.companies import own_company, page
from app.workspace.periods import WordsForm, check_days, day_in, slots_of, typed

ROOT = "/betrieb/zuweisungen/<code>"


class EndForm(Form):
    """Another last day."""

    def __init__(self, assignment: Assignment, day: date) -> None:
        self.starts_on, self.day = assignment.starts_on, day
        super().__init__(request.form)

    def read(self) -> None:
        """Take the day; one that is over is refused."""
        self.ends_on = day_in(self, "ends-on")
        if self.ends_on:
            check_days(self, self.starts_on, self.ends_on, self.day)


@blueprint.get(f"{ROOT}/zeitraum")
@access("manager")
def edit_end(code: str) -> str:
    """Ask for another last day."""
    return _ask_end(own_assignment(code))


@blueprint.post(f"{ROOT}/zeitraum")
@access("manager")
def update_end(code: str) -> Response:
    """Take another last day; whoever is under way goes on in any case."""
    assignment, company = own_assignment(code), own_company()
    form = EndForm(assignment, today(requests.now(), company.timezone))
    if form.errors or not form.ends_on:
        return current_app.response_class(_ask_end(assignment, form), 422)
    try:
        assignment.extend(requests.db(), company, form.ends_on)
    except Refused as refusal:
        return refused(assignment, refusal)
    return to(assignment)


@blueprint.get(f"{ROOT}/worte")
@access("manager")
def edit_words(code: str) -> str:
    """Ask for other words."""
    return _ask_words(own_assignment(code))


@blueprint.post(f"{ROOT}/worte")
@access("manager")
def update_words(code: str) -> Response:
    """Put other words into the journey; learners read them from their next page on."""
    assignment = own_assignment(code)
    form = WordsForm(journey_of(assignment))
    if form.errors:
        return current_app.response_class(_ask_words(assignment, form), 422)
    try:
        assignment.reword(requests.db(), form.words)
    except Refused as refusal:
        return refused(assignment, refusal)
    return to(assignment)


@blueprint.get(f"{ROOT}/ende")
@access("manager")
def confirm_end(code: str) -> str:
    """Say what ending an assignment today means."""
    assignment = own_assignment(code)
    return page("assignments/confirm_end.html", assignment=assignment)


@blueprint.post(f"{ROOT}/ende")
@access("manager")
def create_end(code: str) -> Response:
    """Let nobody come in after today; what was to be released still is."""
    assignment, company = own_assignment(code), own_company()
    try:
        assignment.extend(requests.db(), company, today(requests.now(), company.timezone))
    except Refused as refusal:
        return refused(assignment, refusal)
    return to(assignment)


def own_assignment(code: str) -> Assignment:
    """Return an assignment of the company; to everybody else there is no such page."""
    return Assignment.within_reach(requests.db(), own_company().id, code) or abort(404)


def journey_of(assignment: Assignment) -> Journey:
    """Return the newest version of its journey, also one that is offered no more."""
    found = newest_version(requests.db(), assignment.journey_id)
    assert found is not None, "versions are never deleted"
    return compiled_by_hash(requests.db(), found.id, found.hash)


def to(assignment: Assignment) -> Response:
    """Lead to the page of an assignment."""
    return redirect(url_for("workspace.show_invitation", code=assignment.code), 303)


def refused(assignment: Assignment, refusal: Refused) -> Response:
    """Say why nothing was done."""
    words = errors.words(refusal.code)
    told = page("assignments/refused.html", assignment=assignment, words=words)
    return current_app.response_class(told, 409)


def _ask_end(assignment: Assignment, form: EndForm | None = None) -> str:
    told = form.word("ends-on") if form else typed(assignment.ends_on)
    return _page("assignments/edit_end.html", assignment, form, ends_on=told)


def _ask_words(assignment: Assignment, form: WordsForm | None = None) -> str:
    return _page(
        "assignments/edit_words.html",
        assignment,
        form,
        slots=slots_of(journey_of(assignment)),
        words=form.words if form else assignment.words,
    )


def _page(template: str, assignment: Assignment, form: Form | None, **more: Any) -> str:
    sentences = form.sentences() if form else {}
    return page(template, assignment=assignment, errors=sentences, **more)
