"""Lists: people of the company's own list are ticked, a page of them at a time."""

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.models.assignment_draft import AssignmentDraft
from app.models.audience import count_of, ids_of, people_of
from app.ui import errors, requests
from app.ui.access import access
from app.ui.paging import ROWS_A_PAGE, part_of
from app.workspace import blueprint
from app.workspace.companies import own_company
from app.workspace.drafts import ROOT, ahead, asking, own_draft

LONGEST_SEARCH = 80


@blueprint.get(f"{ROOT}/<code>/liste")
@access("manager")
def edit_list(code: str) -> str:
    """Ask for people of the list."""
    return _ask(own_draft(code))


@blueprint.post(f"{ROOT}/<code>/liste")
@access("manager")
def update_list(code: str) -> Response:
    """Take the ticks of this page, and go on or to another page; those of other pages stay."""
    draft = own_draft(code)
    chosen = _chosen(draft)
    draft = draft.choose(requests.db(), audience="list", members=tuple(sorted(chosen)))
    number = request.form.get("page")
    if number or request.form.get("all"):
        where = {"seite": number, "suche": wanted() or None}
        return redirect(url_for("workspace.edit_list", code=code, **where), 303)
    if not chosen:
        return current_app.response_class(_ask(draft, refused=True), 422)
    return ahead(draft)


def _chosen(draft: AssignmentDraft) -> set[int]:
    db, company_id = requests.db(), own_company().id
    before = set(draft.choices.members)
    if request.form.get("all"):
        return before | {each.id for each in people_of(db, company_id, wanted())}
    shown = ids_of(db, company_id, request.form.get("shown", "").split())
    return before - shown | ids_of(db, company_id, request.form.getlist("member"))


def _ask(draft: AssignmentDraft, *, refused: bool = False) -> str:
    db, company_id, words = requests.db(), own_company().id, wanted()
    found = count_of(db, company_id, words)
    part = part_of(found)
    people = people_of(db, company_id, words, start=part.start, most=ROWS_A_PAGE)
    first = f"member-{people[0].code}" if people else "search"
    return asking(
        "audiences/edit_list.html",
        draft,
        {first: errors.words("list-missing")} if refused else None,
        people=people,
        found=found,
        wanted=words,
        number=part.number,
        pages=part.pages,
        chosen=set(draft.choices.members),
    )


def wanted() -> str:
    """Return what is looked for, on one line, "" for everything."""
    return " ".join(request.values.get("suche", "").split())[:LONGEST_SEARCH]
