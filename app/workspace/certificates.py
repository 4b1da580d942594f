"""Certificates: what learners handed to the company, to be fetched as paper and as a list.

A button notes that the company has fetched some and leads to the file. The files hold only what was
fetched, so that a learner who takes one back knows that nobody has it.
"""

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.lib import tables
from app.models.audit import Audit
from app.models.handed_certificate import HandedCertificate
from app.ui import certificates, requests, staff
from app.ui.access import access
from app.workspace import blueprint
from app.workspace.companies import own_company, page

ROOT = "/betrieb/nachweise"
A_FILE = 200
"""More certificates than that take long to draw."""


@blueprint.get(ROOT)
@access("manager")
def list_certificates() -> str:
    """Show those to be fetched, and a part of those that were: the newest, or from `ab` on."""
    db, company_id = requests.db(), own_company().id
    count = HandedCertificate.count(db, company_id, fetched=True)
    newest = max(0, count - 1) // A_FILE * A_FILE
    start = min(_start(newest), newest)
    return page(
        "certificates/list.html",
        labels=certificates.labels(),
        cells_of=certificates.cells_of,
        waiting=HandedCertificate.of_company(db, company_id, fetched=False, most=A_FILE),
        waiting_count=HandedCertificate.count(db, company_id, fetched=False),
        fetched=HandedCertificate.of_company(
            db, company_id, fetched=True, start=start, most=A_FILE
        ),
        count=count,
        start=start,
        a_file=A_FILE,
    )


@blueprint.post(f"{ROOT}/abholung")
@access("manager")
def create_fetching() -> AnyResponse:
    """Fetch those that the page showed, and lead to their papers."""
    db, company_id = requests.db(), own_company().id
    codes = request.form.get("codes", "").split()[:A_FILE]
    _fetch(codes)
    place = HandedCertificate.place(db, company_id, codes)
    if place is None:
        # All of them were taken back.
        return redirect(url_for("workspace.list_certificates"), 303)
    return redirect(url_for("workspace.show_certificates", ab=place + 1), 303)


@blueprint.post(f"{ROOT}/<code>/abholung")
@access("manager")
def create_fetching_of_one(code: str) -> AnyResponse:
    """Fetch one, and lead to its paper; one that was taken back is unknown."""
    if _own(code).fetched_at is None:
        _fetch([code])
    return redirect(url_for("workspace.show_certificate", code=code), 303)


@blueprint.get(f"{ROOT}/<code>.pdf")
@access("manager")
def show_certificate(code: str) -> Response:
    """Give a paper that was fetched."""
    found = _own(code)
    return certificates.paper([found], "nachweis") if found.fetched_at else abort(404)


@blueprint.get(f"{ROOT}.pdf")
@access("manager")
def show_certificates() -> Response:
    """Give papers that were fetched, so many at a time; `ab` is the first one, from 1 on."""
    found = HandedCertificate.of_company(
        requests.db(), own_company().id, fetched=True, start=_start(0), most=A_FILE
    )
    return certificates.paper(found or abort(404), "nachweise")


@blueprint.get(f"{ROOT}.csv")
@access("manager")
def export_certificates() -> Response:
    """Give a list of those that were fetched."""
    found = HandedCertificate.of_company(requests.db(), own_company().id, fetched=True)
    rows = [certificates.labels(), *map(certificates.cells_of, found)]
    name = {"Content-Disposition": 'attachment; filename="nachweise.csv"'}
    return Response(tables.as_csv(rows), mimetype="text/csv", headers=name)


def _own(code: str) -> HandedCertificate:
    """Return a certificate that was handed to the company; to everybody else there is none."""
    return HandedCertificate.within_reach(requests.db(), own_company().id, code) or abort(404)


def _fetch(codes: list[str]) -> None:
    db, company = requests.db(), own_company()
    if HandedCertificate.fetch(db, company.id, codes, requests.now()):
        by = staff.acting().email
        Audit.note(db, "certificates:fetch", by=by, about=company.code, now=requests.now())


def _start(otherwise: int) -> int:
    """Return how many come before the part that is asked for."""
    return max(1, request.args.get("ab", otherwise + 1, type=int)) - 1
