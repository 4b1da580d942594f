"""Proofs: a company asks for the mode Teilnahmenachweis, and the operator reads on which basis."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.models.assignment import Assignment
from app.models.company import Company
from app.models.refusal import Refused
from app.operator import blueprint
from app.ui import errors, requests, staff
from app.ui.access import access

ROOT = "/betreiber/teilnahmenachweise"


@blueprint.get(ROOT)
@access("operator")
def list_proofs() -> str:
    """Show what waits for a decision, the oldest first."""
    db = requests.db()
    asked = [
        (each, Company.with_id(db, each.company_id)) for each in Assignment.asking_for_proof(db)
    ]
    return render_template("operator/proofs/list.html", asked=asked)


@blueprint.get(f"{ROOT}/<code>")
@access("operator")
def show_proof(code: str) -> str:
    """Show one company's legal basis, and what was decided."""
    return _page(_asked(code))


@blueprint.post(f"{ROOT}/<code>/bestaetigung")
@access("operator")
def create_proof(code: str) -> Response:
    """Confirm: it holds for runs that start later."""
    return _decide(_asked(code), "confirm_proof")


@blueprint.post(f"{ROOT}/<code>/ablehnung")
@access("operator")
def delete_proof(code: str) -> Response:
    """Decline: the assignment stays protected."""
    return _decide(_asked(code), "decline_proof")


def _decide(assignment: Assignment, verb: str) -> Response:
    by, now = staff.acting(), requests.now()
    try:
        getattr(assignment, verb)(requests.db(), by=by, now=now)
    except Refused as refusal:
        return Response(_page(assignment, errors.words(refusal.code)), 409, mimetype="text/html")
    return redirect(url_for("operator.list_proofs"), 303)


def _asked(code: str) -> Assignment:
    """Return an assignment for which the proof was asked for; there is no page of others."""
    return Assignment.with_basis(requests.db(), code) or abort(404)


def _page(assignment: Assignment, told: str = "") -> str:
    company = Company.with_id(requests.db(), assignment.company_id)
    return render_template(
        "operator/proofs/show.html", assignment=assignment, company=company, told=told
    )
