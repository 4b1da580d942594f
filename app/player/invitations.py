"""Invitations: a code leads to who invites, what they will see, and the first step.

What the code opens decides which file of this room receives its holder. Typed codes are throttled,
since eight signs could be tried out; the token of a QR code is not, so that a room full of people
who mistyped still gets in.
"""

from typing import Any, Protocol

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.models.base import Session
from app.models.group import CODE_SIGNS, Group, normalise, spaced
from app.models.join_code import JoinCode
from app.player import assignment_invitations, blueprint, company_invitations, group_invitations
from app.ui import requests
from app.ui.access import access
from app.ui.forms import Form
from app.ui.tries import look_up

KIND = "group-code"
LONGEST_TYPED = 40


class CodeForm(Form):
    """A code as somebody typed it."""

    def read(self) -> None:
        """Take the signs; whether they are a code only the database knows."""
        self.typed = self.word("code")[:LONGEST_TYPED]
        if not self.typed:
            self.refuse("code", "group-code-missing")
        elif not normalise(self.typed):
            self.refuse("code", "group-code-unknown")


@blueprint.get("/m")
@access("anyone")
def new_invitation() -> str:
    """Ask for the code of an invitation."""
    return _ask()


@blueprint.post("/m")
@access("anyone")
def create_invitation() -> Response:
    """Lead to the invitation that was typed."""
    form = CodeForm(request.form)
    if not form.errors and _find(form.typed) is None:
        form.refuse("code", "group-code-unknown")
    if form.errors:
        return make_response(_ask(form.typed, form.sentences()["code"]), 422)
    code = normalise(form.typed)
    shown = spaced(code) if len(code) == CODE_SIGNS else code
    return redirect(url_for("player.show_invitation", code=shown), 303)


@blueprint.get("/m/<code>")
@access("anyone")
def show_invitation(code: str) -> str | Response:
    """Say who invites, to what, and what they see; whatever is no code gets the same page."""
    found = _find(code)
    host = _host_of(found)
    return host.show(found) if host else _unknown()


@blueprint.post("/m/<code>")
@access("anyone")
def create_member(code: str) -> Response:
    """Let somebody take part; a second press leads to the same place."""
    found = _find(code)
    host = _host_of(found)
    return host.accept(found) if host else _unknown()


class Host(Protocol):
    """A file of this room that receives whoever holds one kind of code."""

    def show(self, found: Any) -> str | Response: ...

    def accept(self, found: Any) -> Response: ...


def _host_of(found: Group | JoinCode | None) -> Host | None:
    """Return who receives the holder of a code."""
    if isinstance(found, Group):
        return group_invitations
    if found is None:
        return None
    return company_invitations if found.assignment_id is None else assignment_invitations


def _unknown() -> Response:
    return make_response(render_template("player/invitations/unknown.html"), 404)


def _find(word: str) -> Group | JoinCode | None:
    """Return what a code opens; only short ones, which people type, could be tried out."""

    def find(session: Session) -> Group | JoinCode | None:
        return Group.invited_by(session, word) or JoinCode.find(session, word)

    is_typed = len(normalise(word)) == CODE_SIGNS
    return look_up(KIND, find) if is_typed else requests.ask(find)


def _ask(typed: str = "", error: str = "") -> str:
    found = [("code", error)] if error else []
    return render_template("player/invitations/new.html", typed=typed, errors=found)
