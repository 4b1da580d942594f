"""Leaders: who acts for the company. At least one stays."""

from typing import cast

from flask import Response, abort, current_app, redirect, request, url_for

from app.models.audit import Audit
from app.models.company import Manager
from app.models.invitation import Invitation
from app.models.refusal import Refused
from app.ui import errors, mails, requests, staff
from app.ui.access import access
from app.ui.companies import LeaderForm
from app.workspace import blueprint
from app.workspace.companies import own_company, page, refused

LEADER = "<int:leader>"


@blueprint.get("/betrieb/leitung")
@access("manager")
def list_leaders() -> str:
    """Show who acts for the company, and who is invited to."""
    return page("leaders/list.html", errors={}, **_people())


@blueprint.post("/betrieb/leitung")
@access("manager")
def create_leader() -> Response | str:
    """Invite somebody; the answer alone shows the link."""
    company, form = own_company(), LeaderForm(request.form)
    if form.errors:
        return refused("leaders/list.html", form, **_people(form.email))
    db, now = requests.db(), requests.now()
    token = company.invite(
        db, requests.keyring(), form.email, now, by=staff.acting(), lang=company.language
    )
    link = mails.address_of("accounts.show_invitation", token=token)
    return page("leaders/show_invitation.html", email=form.email, link=link)


@blueprint.post("/betrieb/leitung/einladungen/rueckzug")
@access("manager")
def delete_invitation() -> Response:
    """Make the link of an address void."""
    company, form = own_company(), LeaderForm(request.form)
    db, by = requests.db(), staff.acting().email
    if Invitation.withdraw(db, form.email, company.id):
        Audit.note(db, "invitation:withdraw", by=by, about=form.email, now=requests.now())
    return _to_list()


@blueprint.get(f"/betrieb/leitung/{LEADER}/entfernen")
@access("manager")
def confirm_dismissal(leader: int) -> str:
    """Say what removing somebody means."""
    return page("leaders/confirm_dismissal.html", leader=_leader(leader), problem="")


@blueprint.post(f"/betrieb/leitung/{LEADER}/entfernen")
@access("manager")
def create_dismissal(leader: int) -> Response:
    """End somebody's acting for the company, with their next request."""
    company, found, me = own_company(), _leader(leader), staff.acting()
    try:
        company.dismiss(requests.db(), leader, by=me, now=requests.now())
    except Refused as refusal:
        problem = errors.words(refusal.code)
        drawn = page("leaders/confirm_dismissal.html", leader=found, problem=problem)
        return current_app.response_class(drawn, 409)
    if leader == me.id:
        return cast(Response, redirect(url_for("accounts.show_profile"), 303))
    return _to_list()


def _leader(user_id: int) -> Manager:
    """Return somebody who acts for this company; anybody else is unknown here."""
    managers = own_company().managers(requests.db())
    return next((each for each in managers if each.user_id == user_id), None) or abort(404)


def _people(email: str = "") -> dict[str, object]:
    company, db = own_company(), requests.db()
    return {
        "managers": company.managers(db),
        "invitations": Invitation.of_company(db, company.id),
        "me": staff.acting().id,
        "now": requests.now(),
        "email": email,
    }


def _to_list() -> Response:
    return cast(Response, redirect(url_for("workspace.list_leaders"), 303))
