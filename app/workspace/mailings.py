"""Mailings: everybody whose address is known is invited by mail, once."""

from werkzeug.wrappers import Response

from app.models.audit import Audit
from app.models.mailing import invite, mailing_of
from app.models.refusal import Refused
from app.ui import mails, requests, staff
from app.ui.access import access
from app.workspace import blueprint
from app.workspace.assignments import ROOT, own_assignment, refused, to
from app.workspace.companies import own_company, page
from app.workspace.invitations import link_of


@blueprint.get(f"{ROOT}/mails")
@access("manager")
def confirm_mailing(code: str) -> str:
    """Say who gets a mail, and what stands in it."""
    assignment = own_assignment(code)
    db, link = requests.db(), link_of("…")
    return page(
        "mailings/confirm.html",
        assignment=assignment,
        mailing=mailing_of(db, assignment),
        sample=mails.inviting(db, own_company().name, assignment, link),
    )


@blueprint.post(f"{ROOT}/mails")
@access("manager")
def create_mailing(code: str) -> Response:
    """Put a mail for each of them into the outbox; who got one before gets no other."""
    assignment, db, now = own_assignment(code), requests.db(), requests.now()
    try:
        invite(db, requests.keyring(), assignment, now)
    except Refused as refusal:
        return refused(assignment, refusal)
    Audit.note(db, "invitation:mail", by=staff.acting().email, about=code, now=now)
    return to(assignment)
