"""Checks: whoever holds a paper learns whether it is valid, and nothing else.

Unknown and deleted codes get the same page. Tries in vain are counted for each network, so that
neither codes nor the name on a paper can be tried out.
"""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from app.models.certificate import is_valid
from app.player import blueprint
from app.ui import errors
from app.ui.access import access
from app.ui.forms import Form
from app.ui.tries import look_up

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
    return look_up(KIND, lambda db: is_valid(db, code, name))
