"""Who of the staff sends a request, and in which role it acts: read anew with each request.

A session knows the mark of an account, when it was last used and when its person last proved who
they are. It ends with the browser, after twelve hours without a request, and on every device with
the next request after the mark has changed: signing out, a new password, a closed account.
"""

import sys
from typing import cast
from urllib.parse import urlencode

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_security import login_user, logout_user

from app.models.user import NEEDS_SECOND_FACTOR, Role, User
from app.ui import requests
from app.ui.security import Account
from app.ui.sessions import STAFF

SIGN_IN = "/anmelden"
SECOND_FACTOR = "/konto/zweiter-faktor"
SEEN = "staff_seen"
PROVEN = "fs_paa"
"""When the password was last given, as Flask-Security calls it."""
IDLE_SECONDS = 12 * 3600
NOTED_SECONDS = 5 * 60
FRESH_SECONDS = 15 * 60

ROOMS: dict[Role, tuple[str, LazyString]] = {
    "facilitator": ("studio.list_drafts", _l("Studio")),
    "manager": ("workspace.show_overview", _l("Betrieb")),
    "operator": ("operator.list_companies", _l("Betreiber")),
}


def register(app: Flask) -> None:
    """Give the templates of staff `staff`: who is signed in, and where they may go."""
    app.jinja_env.globals["staff"] = sys.modules[__name__]


def current() -> User | None:
    """Return the account that is signed in, None for everybody else.

    It is read in a transaction before that of the view, so that a POST which may not be sent never
    waits for its turn to write.
    """
    if "staff" not in g:
        mark = session.get(STAFF)
        is_used = mark and requests.now().timestamp() - session.get(SEEN, 0) < IDLE_SECONDS
        g.staff = requests.ask(lambda db: User.by_uniquifier(db, mark)) if is_used else None
    return cast(User | None, g.staff)


def acting() -> User:
    """Return the account in whose name this request acts; only in views for staff."""
    user = current()
    assert user is not None, "the view is declared for staff"
    return user


def rooms() -> list[tuple[str, LazyString]]:
    """Return the rooms this person may enter, as pairs of address and name."""
    roles = acting().roles
    return [
        (url_for(endpoint), name)
        for role, (endpoint, name) in ROOMS.items()
        if role in roles and endpoint in current_app.view_functions
    ]


def home() -> str:
    """Return where somebody goes who has just signed in: their only room, or their account."""
    addresses = [address for address, _ in rooms()]
    return addresses[0] if len(addresses) == 1 else url_for("accounts.show_profile")


def let_in(role: Role | None) -> Response | None:
    """Return None for somebody who is signed in and holds the role, if one is needed.

    Lead to the sign-in or to the second factor, or answer 401 or 403 else. A form that was sent is
    answered, not led away, so that what was typed can be copied.
    """
    user = current()
    if user is None:
        if request.method == "POST":
            abort(401)
        ahead = request.full_path.rstrip("?")
        return cast(Response, redirect(f"{SIGN_IN}?{urlencode({'next': ahead})}", 303))
    _note_use()
    if role and role not in user.roles:
        abort(403)
    if role in NEEDS_SECOND_FACTOR and not user.has_second_factor:
        return cast(Response, redirect(SECOND_FACTOR, 303))
    return None


def is_fresh() -> bool:
    """Return whether this person proved within the last quarter of an hour who they are."""
    return requests.now().timestamp() - session.get(PROVEN, 0) < FRESH_SECONDS


def begin(account: Account) -> None:
    """Sign somebody in. Nothing of the session before is left, not even its token of forms."""
    session.clear()
    g.pop("csrf_token", None)
    login_user(account)
    session[SEEN] = session[PROVEN] = requests.now().timestamp()
    g.pop("staff", None)


def proven() -> None:
    """Note that the person has just proved again who they are."""
    session[PROVEN] = requests.now().timestamp()


def end() -> None:
    """Empty this session; `User.end_sessions` ends those of other devices."""
    logout_user()
    session.clear()
    g.pop("staff", None)


def _note_use() -> None:
    """Let the twelve hours begin anew, at most every five minutes: each time sends a cookie."""
    moment = requests.now().timestamp()
    if moment - session.get(SEEN, 0) > NOTED_SECONDS:
        session[SEEN] = moment
