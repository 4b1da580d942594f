"""Drafts: the first page of the wizard begins one, and the others fill it in.

Each page has an address and can be left: what was answered is kept. After a page comes the first
one that is still open, and after all of them „Angaben prüfen“.
"""

from typing import Any

from flask import abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.engine.journey import Journey
from app.models.assignment import Assignment
from app.models.assignment_draft import AssignmentDraft, Choices
from app.models.door import kept_for, listed
from app.ui import errors, requests, staff
from app.ui.access import access
from app.ui.overviews import journey_overview
from app.workspace import blueprint
from app.workspace.companies import own_company, page
from app.workspace.reasons import offers

ROOT = "/betrieb/zuweisungen/neu"
PAGES = {
    "journey": "workspace.edit_journey",
    "people": "workspace.edit_people",
    "period": "workspace.edit_period",
    "mode": "workspace.edit_mode",
}


@blueprint.get(ROOT)
@access("manager")
def new_assignment() -> str:
    """Ask for the journey of a new assignment."""
    return _ask(request.args.get("reise", ""))


@blueprint.post(ROOT)
@access("manager")
def create_draft() -> Response:
    """Begin a draft with its journey; a second press finds the same one."""
    journey = _chosen()
    if journey is None:
        return current_app.response_class(_ask("", refused=True), 422)
    draft = AssignmentDraft.begin(
        requests.db(),
        own_company().id,
        Choices(journey=journey.id),
        by=staff.acting(),
        now=requests.now(),
        known=request.form.get("known", ""),
    )
    return ahead(draft)


@blueprint.get(f"{ROOT}/<code>/reise")
@access("manager")
def edit_journey(code: str) -> str:
    """Ask for the journey of a draft."""
    return _ask("", own_draft(code))


@blueprint.post(f"{ROOT}/<code>/reise")
@access("manager")
def update_journey(code: str) -> Response:
    """Take another journey."""
    draft, journey = own_draft(code), _chosen()
    if journey is None:
        return current_app.response_class(_ask("", draft, refused=True), 422)
    return ahead(draft.choose(requests.db(), journey=journey.id))


@blueprint.get(f"{ROOT}/<code>/verwerfen")
@access("manager")
def confirm_discard(code: str) -> str:
    """Say what throwing a draft away means."""
    draft = own_draft(code)
    return page("drafts/confirm_discard.html", draft=draft, **about(draft))


@blueprint.post(f"{ROOT}/<code>/verwerfen")
@access("manager")
def delete_draft(code: str) -> Response:
    """Throw a draft away."""
    own_draft(code).discard(requests.db())
    return redirect(url_for("workspace.show_overview"), 303)


def own_draft(code: str) -> AssignmentDraft:
    """Return a draft of the company; one that was issued leads to its invitation."""
    db, company = requests.db(), own_company()
    draft = AssignmentDraft.within_reach(db, company.id, code)
    if draft is None and Assignment.within_reach(db, company.id, code):
        abort(redirect(url_for("workspace.show_invitation", code=code), 303))
    return draft or abort(404)


def ahead(draft: AssignmentDraft) -> Response:
    """Lead to the first page that is not answered, or to all answers."""
    page = draft.choices.open_page
    endpoint = PAGES[page] if page else "workspace.show_check"
    return redirect(url_for(endpoint, code=draft.code), 303)


def about(draft: AssignmentDraft) -> dict[str, Any]:
    """Return what pages of a draft say about its journey, which may have been withdrawn."""
    journey = journey_of(draft)
    return {"journey": journey_overview(journey) if journey else None}


def journey_of(draft: AssignmentDraft) -> Journey | None:
    """Return the journey of a draft as it is offered now, None where it is offered no more."""
    return _offered(draft.choices.journey)


def asking(
    template: str, draft: AssignmentDraft, sentences: dict[str, str] | None = None, **more: Any
) -> str:
    """Draw a page of the wizard; `sentences` say what is wrong, by the ids of fields."""
    return page(template, draft=draft, choices=draft.choices, errors=sentences or {}, **more)


def _ask(chosen: str, draft: AssignmentDraft | None = None, *, refused: bool = False) -> str:
    db, company = requests.db(), own_company()
    begun = AssignmentDraft.of_company(db, company.id)
    offered = offers(company, listed(db, company.id), kept_for(db, company.id))
    first = f"journey-{offered[0].journey.id}" if offered else "journey"
    return page(
        "drafts/edit_journey.html",
        draft=draft,
        offered=offered,
        chosen=draft.choices.journey if draft else chosen,
        known=begun[0].code if begun else "",
        begun=[] if draft else [(each, about(each)["journey"]) for each in begun],
        errors={first: errors.words("journey-missing")} if refused else {},
    )


def _chosen() -> Journey | None:
    return _offered(request.form.get("journey", ""))


def _offered(journey_id: str) -> Journey | None:
    """Return a journey that this company may use: one that it finds."""
    journeys = listed(requests.db(), own_company().id)
    return next((each for each in journeys if each.id == journey_id), None)
