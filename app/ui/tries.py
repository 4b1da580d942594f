"""Tries: codes that people type are looked for only so often from one network."""

from collections.abc import Callable
from typing import TypeVar

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from app.models.attempt import WINDOW, Attempt, network
from app.models.base import Session
from app.ui import requests

Found = TypeVar("Found")


def look_up(kind: str, find: Callable[[Session], Found]) -> Found:
    """Return what somebody's code leads to, and count a try in vain in a transaction of its own.

    In vain is what finds nothing, or something false. Raise 429 once a network has tried too often,
    also for a code that exists.
    """
    database, now = current_app.extensions["database"], requests.now()
    here = network(request.remote_addr, current_app.config["SECRET_KEY"])
    with database.read() as session:
        if Attempt.blocked(session, kind, here, now):
            raise TooManyRequests(retry_after=int(WINDOW.total_seconds()))
        found = find(session)
    if not found:
        with database.write() as session:
            Attempt.count(session, kind, here, now)
    return found
