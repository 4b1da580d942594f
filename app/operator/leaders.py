"""Leaders: further people in charge of a company, and invitations that went astray."""

from typing import cast

from flask import Response, abort, current_app, redirect, request, url_for

from app.models.audit import Audit
from app.models.invitation import Invitation
from app.operator import blueprint
from app.operator.companies import company_of, invite, page_of
from app.ui import requests, staff
from app.ui.access import access
from app.ui.companies import LeaderForm


@blueprint.post("/betreiber/betriebe/<code>/leitung")
@access("operator")
def create_leader(code: str) -> Response | str:
    """Invite somebody; the answer alone shows the link."""
    company, form = company_of(code), LeaderForm(request.form)
    if company.closed_at:
        abort(404)
    if form.errors:
        return current_app.response_class(page_of(company, form, form.email), 422)
    return invite(company, form.email)


@blueprint.post("/betreiber/betriebe/<code>/einladungen/rueckzug")
@access("operator")
def delete_invitation(code: str) -> Response:
    """Make the link of an address void."""
    company, form = company_of(code), LeaderForm(request.form)
    db, by = requests.db(), staff.acting().email
    if Invitation.withdraw(db, form.email, company.id):
        Audit.note(db, "invitation:withdraw", by=by, about=form.email, now=requests.now())
    return cast(Response, redirect(url_for("operator.show_company", code=code), 303))
