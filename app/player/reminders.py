"""Reminders: whoever gets one stops them with one click, without an account and for good."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.extensions import csrf
from app.models.reminding import Muting, mute, muting_of
from app.player import blueprint
from app.ui import requests
from app.ui.access import access

ADDRESS = "/keine-erinnerung/<token>"


@blueprint.get(ADDRESS)
@access("anyone")
def confirm_mute(token: str) -> str:
    """Ask with one button; mail programs that open links by themselves change nothing."""
    return _page(_found(token))


# A mail program knows no token of a form: the one in the address is secret enough.
@blueprint.post(ADDRESS)
@csrf.exempt
@access("anyone")
def create_mute(token: str) -> str | Response:
    """Stop the reminders; a mail program that asks for its reader follows no redirect."""
    mute(requests.db(), _found(token))
    if "List-Unsubscribe" in request.form:
        return _page(_found(token))
    return redirect(url_for("player.confirm_mute", token=token), 303)


def _found(token: str) -> Muting:
    return muting_of(requests.db(), token) or abort(404)


def _page(muting: Muting) -> str:
    return render_template("player/reminders/confirm_mute.html", muting=muting)
