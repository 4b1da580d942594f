"""One request, one transaction; and the one way in which a POST answers.

`db` opens the transaction on first use. An answer below 400 to a POST commits it before the
response leaves; everything else rolls back. A commit that fails becomes the page for an outage,
so nobody is told that something was saved when it was not.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, g, make_response, redirect, request
from sqlalchemy.exc import DBAPIError

from app.extensions import htmx
from app.lib import clock
from app.models.base import Session
from app.models.scopes import Scope

Found = TypeVar("Found")

DEVICE_COOKIE = "zr_device"
DEVICE_SECONDS = 90 * 24 * 3600


def register(app: Flask) -> None:
    """End the transaction of every request of this app."""
    app.after_request(_finish)
    app.teardown_request(_abandon)


def limit_to(scope: Scope) -> None:
    """Let this request touch the tables of a scope alone; before it asks the database anything."""
    assert "db" not in g, "the database was asked already"
    g.scope = scope


def db() -> Session:
    """Return the session of this request: it reads on GET and writes on POST."""
    if "db" not in g:
        database, scope = current_app.extensions["database"], g.get("scope", "all")
        lent = database.write(scope) if request.method == "POST" else database.read(scope)
        g.db = lent.__enter__()
        # Only what was opened has to be ended.
        g.db_lent = lent
    return cast(Session, g.db)


def ask(question: Callable[[Session], Found]) -> Found:
    """Answer a question in the transaction of this request, or in a short one before it."""
    if "db" in g or request.method != "POST":
        return question(db())
    with current_app.extensions["database"].read(g.get("scope", "all")) as session:
        return question(session)


def scrub() -> None:
    """Leave no trace of what this request deletes, once that is committed; see `Database.scrub`."""
    g.scrubs = True


def keyring() -> Any:
    """Return the installation's keys, which wrap the key of each learner."""
    return current_app.extensions["keyring"]


def now() -> datetime:
    """Return the instant of this request in UTC: the same one however often it is asked."""
    if "now" not in g:
        g.now = clock.now()
    return cast(datetime, g.now)


def device_token() -> str | None:
    """Return what the cookie of this device says; whether it is true only the database knows."""
    return request.cookies.get(DEVICE_COOKIE)


def remember_device(response: Response, token: str) -> Response:
    """Give the device its token for the next 90 days."""
    return keep(response, DEVICE_COOKIE, token)


def keep(response: Response, cookie: str, value: str) -> Response:
    """Give the device a cookie for the next 90 days that only this server reads."""
    response.set_cookie(
        cookie,
        value,
        max_age=DEVICE_SECONDS,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def forget_device(response: Response) -> Response:
    """Take the token from the device."""
    response.delete_cookie(
        DEVICE_COOKIE,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def answer(url: str, partial: Callable[[], str]) -> Response:
    """Answer a POST: htmx gets the partial of the page at `url`, everybody else goes there."""
    if htmx:
        return part(partial(), push=url)
    return cast(Response, redirect(url, 303))


def refuse(status: int, page: Callable[[], str], partial: Callable[[], str]) -> Response:
    """Answer a POST that was refused: htmx gets the partial, everybody else the whole page."""
    if htmx:
        return part(partial(), status)
    return current_app.response_class(page(), status)


def part(html: str, status: int = 200, *, push: str | None = None) -> Response:
    """Send a partial with the header that tells our own answers from a captive portal's."""
    headers = {"ZR-Part": "1", "HX-Push-Url": push} if push else {"ZR-Part": "1"}
    return current_app.response_class(html, status, headers)


def _finish(response: Response) -> Response:
    lent: AbstractContextManager[Session] | None = g.pop("db_lent", None)
    if lent is None:
        return response
    session: Session = g.pop("db")
    try:
        if request.method != "POST" or response.status_code >= 400:
            session.rollback()
        lent.__exit__(None, None, None)
        if g.pop("scrubs", False):
            current_app.extensions["database"].scrub()
    except DBAPIError as error:
        # The handlers of the app know the page for an outage; what they do not know is a bug.
        return make_response(current_app.handle_user_exception(error))
    return response


def _abandon(_error: BaseException | None) -> None:
    lent: AbstractContextManager[Session] | None = g.pop("db_lent", None)
    if lent is None:
        return
    try:
        g.pop("db").rollback()
    finally:
        lent.__exit__(None, None, None)
