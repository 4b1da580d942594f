"""Where threads run: those of a server that take turns anyway stay on one core."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class OnOneCore:
    """A WSGI application whose serving threads all run on one core.

    Python lets one thread of a process run at a time. On several cores they do not get more done,
    they only carry the same memory from one core's cache into another's at every turn. Where the
    system cannot place threads, everything stays as it is.
    """

    def __init__(self, within: WSGIApplication) -> None:
        self._within = within
        self._placed = threading.local()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application within does; a thread's first request places it."""
        if not hasattr(self._placed, "is_done"):
            self._placed.is_done = True
            _place()
        return self._within(environ, start_response)


def _place() -> None:
    """Bind this thread to the last core it may use; the first ones answer the devices."""
    if not hasattr(os, "sched_setaffinity"):
        return
    try:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    except OSError:
        return
