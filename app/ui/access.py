"""Who may enter a route: every view declares it, an undeclared route stops the app."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar, cast, get_args

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue

from app.models.user import ROLES, Role
from app.ui import requests, staff

Who = Literal["anyone", "learner", "staff", "facilitator", "manager", "operator"]
"""``anyone``: no cookie needed. ``learner``: shows only what belongs to the device's learner.
``staff``: whoever is signed in, for their own account. The roles of staff: whoever is signed in
and holds it, acting in it, and within their reach.
"""
assert set(ROLES) < set(get_args(Who))

View = TypeVar("View", bound=Callable[..., Any])

OFFICE: frozenset[Who] = frozenset({"manager", "operator"})
"""Their views are kept from what learners do by the database itself; see `models.scopes`."""

UNDECLARED_ALLOWED = frozenset({"static"})


class UndeclaredRoute(Exception):
    """A route does not say who may enter."""


def access(who: Who) -> Callable[[View], View]:
    """Declare who may enter; place it directly above the view function, below the routes.

    For learners it records and does not refuse: a view loads within their reach, so that somebody
    else's page is a 404 with the same bytes as an unknown one. Whoever lacks a role of staff is
    stopped before the view: led to the sign-in, or answered 401 or 403.
    """

    def declare(view: View) -> View:
        view.access = who  # type: ignore[attr-defined]
        return view

    return declare


def declared(app: Flask) -> dict[str, Who | None]:
    """Return for each endpoint what its view declares, None where it declares nothing."""
    return {
        rule.endpoint: getattr(app.view_functions[rule.endpoint], "access", None)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in UNDECLARED_ALLOWED
    }


def check(app: Flask) -> None:
    """Raise `UndeclaredRoute`, naming every endpoint that does not declare who may enter."""
    missing = sorted(endpoint for endpoint, who in declared(app).items() if who is None)
    if missing:
        raise UndeclaredRoute(f"No @access on: {', '.join(missing)}")


def register(app: Flask) -> None:
    """Stop requests to the rooms of staff that their sender may not enter."""
    app.before_request(_stop_strangers)


def _stop_strangers() -> ResponseReturnValue | None:
    view = current_app.view_functions.get(request.endpoint or "")
    who = getattr(view, "access", None)
    if who == "staff":
        return staff.let_in(None)
    if who in OFFICE:
        requests.limit_to("office")
    return staff.let_in(cast(Role, who)) if who in ROLES else None
