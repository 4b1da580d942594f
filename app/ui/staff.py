"""Who of the staff sends a request, and in which role it acts: read anew with each request."""

from typing import cast
from urllib.parse import urlencode

from flask import Response, abort, g, redirect, request, session

from app.models.user import Role, User
from app.ui import requests

SIGN_IN = "/anmelden"
USER = "_user_id"
"""Under this name a session keeps the mark of the account, as Flask-Login does."""


def current() -> User | None:
    """Return the account that is signed in, None for everybody else.

    It is read in a transaction before that of the view, so that a POST which may not be sent never
    waits for its turn to write.
    """
    if "staff" not in g:
        mark = session.get(USER)
        g.staff = requests.ask(lambda db: User.by_uniquifier(db, mark)) if mark else None
    return cast(User | None, g.staff)


def acting() -> User:
    """Return the account in whose name this request acts; only in views for a role of staff."""
    user = current()
    assert user is not None, "the view is declared for a role of staff"
    return user


def let_in(role: Role) -> Response | None:
    """Return None for somebody who holds the role; lead to the sign-in or answer 403 else."""
    user = current()
    if user is None:
        ahead = request.full_path.rstrip("?") if request.method == "GET" else None
        target = f"{SIGN_IN}?{urlencode({'next': ahead})}" if ahead else SIGN_IN
        return cast(Response, redirect(target, 303))
    if role not in user.roles:
        abort(403)
    return None
