"""Mails: whether they went out. What they say is sealed, and nobody reads it here."""

from flask import render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.models.outbox import Outbox
from app.operator import blueprint
from app.ui import requests
from app.ui.access import access
from app.ui.forms import Form

MOST = 200
KINDS: dict[str, LazyString] = {
    "invitation": _l("Einladung"),
    "password-reset": _l("Neues Passwort"),
    "account-change": _l("Änderung am Konto"),
}
STATES = {"gesendet": True, "wartend": False}


@blueprint.get("/betreiber/mail")
@access("operator")
def list_mails() -> str:
    """Show the mails asked for last, as the filter says."""
    asked = Form(request.args)
    kind, state = asked.word("art"), asked.word("zustand")
    found = Outbox.latest(requests.db(), kind, is_sent=STATES.get(state), most=MOST)
    return render_template(
        "operator/mails/list.html", mails=found, kinds=KINDS, kind=kind, state=state
    )
