"""How much a request may carry: a bound for all, and a wider one where a view says so."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Request, current_app

from app.models.user import ROLES
from app.ui import staff

View = TypeVar("View", bound=Callable[..., Any])


def takes(most: int) -> Callable[[View], View]:
    """Let a view take so many bytes; place it above the view function, below the routes."""

    def declare(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return declare


class SizedRequest(Request):
    """A request that may be as large as its view declares, else as the settings of the app say."""

    @property
    def max_content_length(self) -> int | None:
        return self._most_bytes() or super().max_content_length

    @property
    def max_form_memory_size(self) -> int | None:
        return self._most_bytes() or super().max_form_memory_size

    def _most_bytes(self) -> int | None:
        """Return what the view declares; one for staff takes more from nobody else."""
        view = current_app.view_functions[self.endpoint] if self.endpoint else None
        most: int | None = getattr(view, "most_bytes", None)
        is_for_staff = most is not None and getattr(view, "access", None) in ROLES
        return None if is_for_staff and staff.current() is None else most
