"""Sheets: what the works council is shown of everything, as a page and as a paper."""

from flask import Response

from app.models.edition import Edition
from app.ui import papers, requests, samples
from app.ui.access import access
from app.ui.sheets import sheet_of
from app.workspace import blueprint
from app.workspace.companies import own_company, page


@blueprint.get("/betrieb/mitbestimmung")
@access("manager")
def show_sheet() -> str:
    """Show the sheet with its checksum, and since when it says this."""
    db, company = requests.db(), own_company()
    sheet = sheet_of(db, company, requests.now())
    known = Edition.of_company(db, company.id)
    return page(
        "sheets/show.html",
        sheet=sheet,
        editions=known[1:] if known and known[0].checksum == sheet.checksum else known,
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
