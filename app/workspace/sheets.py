"""Sheets: what the works council is shown of everything, as a page and as a paper."""

from flask import Response

from app.ui import papers, requests, samples
from app.ui.access import access
from app.ui.sheets import sheet_of
from app.workspace import blueprint
from app.workspace.companies import own_company, page


@blueprint.get("/betrieb/mitbestimmung")
@access("manager")
def show_sheet() -> str:
    """Show the sheet with its checksum, and since when it says this."""
    company = own_company()
    return page(
        "sheets/show.html",
        sheet=sheet_of(requests.db(), company, requests.now()),
        protected=samples.progress(proves=False),
        proof=samples.progress(proves=True),
        sections=samples.insight(),
    )


@blueprint.get("/betrieb/mitbestimmung.pdf")
@access("manager")
def show_sheet_paper() -> Response:
    """Give the same as a file to print, to sign and to keep."""
    made = papers.sheet(sheet_of(requests.db(), own_company(), requests.now()))
    disposition = 'inline; filename="mitbestimmung.pdf"'
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": disposition})
