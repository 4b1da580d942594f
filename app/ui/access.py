"""Who may enter a route: every view declares it, an undeclared route stops the app."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from flask import Flask

Who = Literal["anyone", "learner"]
"""``anyone``: no cookie needed. ``learner``: shows only what belongs to the device's learner."""

View = TypeVar("View", bound=Callable[..., Any])

UNDECLARED_ALLOWED = frozenset({"static"})


class UndeclaredRoute(Exception):
    """A route does not say who may enter."""


def access(who: Who) -> Callable[[View], View]:
    """Declare who may enter; place it directly above the view function, below the routes.

    It records and does not refuse: a learner's view loads within the learner's reach, so that
    somebody else's page is a 404 with the same bytes as an unknown one.
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
