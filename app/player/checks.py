"""Checks: whoever holds a paper learns whether it is valid, and nothing else.

Unknown and deleted codes get the same page. Tries in vain are counted for each network, so that
neither codes nor the name on a paper can be tried out.
"""

from typing import NoReturn

from flask import current_app, make_response, render_template, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.models.attempt import WINDOW, Attempt, network
from app.models.certificate import is_valid
from app.player import blueprint
from app.ui import errors, requests
from app.ui.access import access
from app.ui.forms import Form

KIND = "certificate"


@blueprint.get("/nachweis/<code>")
@access("anyone")
def show_check(code: str) -> Response:
    """Say whether there is a valid paper with this code."""
    return _page(200, code=code) if _holds(code) else _page(404)


@blueprint.post("/nachweis/<code>")
@access("anyone")
def create_check(code: str) -> Response:
    """Say whether this name stands on the paper; nothing is stored."""
    if not _holds(code):
        return _page(404)
    name = Form(request.form).word("name")
    if _holds(code, name):
        return _page(200, code=code, is_named=True)
    differs = errors.words("certificate-name-differs")
    return _page(422, code=code, name=name, error=differs)


def _page(
    status: int, code: str = "", *, name: str = "", error: str = "", is_named: bool = False
) -> Response:
    values = {"code": code, "name": name, "error": error, "is_named": is_named}
    return make_response(render_template("player/checks/show.html", **values), status)


def _holds(code: str, name: str | None = None) -> bool:
    """Ask, and count a try in vain in a transaction of its own.

    Raises 429 once a network has tried too often, also for a code that exists.
    """
    database, now = current_app.extensions["database"], requests.now()
    here = network(request.remote_addr, current_app.config["SECRET_KEY"])
    with database.read() as session:
        if Attempt.blocked(session, KIND, here, now):
            _slow_down()
        found = is_valid(session, code, name)
    if not found:
        with database.write() as session:
            Attempt.count(session, KIND, here, now)
    return found


def _slow_down() -> NoReturn:
    raise TooManyRequests(retry_after=int(WINDOW.total_seconds()))
