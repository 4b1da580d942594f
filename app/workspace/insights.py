"""Insights: how far an assignment is, and what its people say together.

All of it is `Assignment.sight`, which its learners see as well: released figures, and numbers in
steps of five. Print and exports are made of the same cells as the page.
"""

from flask import Response, abort

from app.lib import tables
from app.models.insight import told_stations
from app.models.rounds import least_of
from app.ui import requests
from app.ui.access import access
from app.ui.advice import cards_for
from app.ui.rounds import releases, rows_of, sections
from app.ui.sights import seen_of
from app.ui.words import gettext as _
from app.workspace import blueprint
from app.workspace.assignments import ROOT, journey_of, own_assignment
from app.workspace.companies import page

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get(f"{ROOT}/fortschritt")
@access("manager")
def show_progress(code: str) -> str:
    """Show how many arrived, in steps of five; in the mode proof also who has completed it."""
    assignment = own_assignment(code)
    seen = seen_of(requests.db(), assignment, is_company=True)
    return page("insights/progress.html", assignment=assignment, seen=seen)


@blueprint.get(f"{ROOT}/einblick")
@access("manager")
def show_insight(code: str) -> str:
    """Show what was released, what can be done now, or why there is nothing yet."""
    db, assignment = requests.db(), own_assignment(code)
    batches = assignment.sight(db).batches
    found = sections(db, batches)
    return page(
        "insights/show.html",
        assignment=assignment,
        sections=found,
        cards=cards_for(found),
        releases=releases(batches),
        can_tell=bool(told_stations(journey_of(assignment))),
        least=least_of(assignment.audience, assignment.head_count),
    )


@blueprint.get(f"{ROOT}/einblick.<any(csv, xlsx):kind>")
@access("manager")
def show_table(code: str, kind: str) -> Response:
    """Give the cells of the page as a table; there is none before something is released."""
    db, assignment = requests.db(), own_assignment(code)
    found = sections(db, assignment.sight(db).batches)
    if not found:
        abort(404)
    rows = rows_of(found)
    data = tables.as_csv(rows) if kind == "csv" else tables.as_xlsx(rows, _("Einblick"))
    name = f'attachment; filename="{_("Einblick")}-{assignment.journey_id}.{kind}"'
    return Response(data, mimetype=TYPES[kind], headers={"Content-Disposition": name})
