"""How much a request may carry: a bound for all, and a wider one where a view says so."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Request, current_app

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
        if not self.endpoint:
            return None
        found: int | None = getattr(current_app.view_functions[self.endpoint], "most_bytes", None)
        return found
