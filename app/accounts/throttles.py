"""Throttles of sign-in: a try is counted before it is made, by account and by network."""

from typing import Literal

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from app.models.attempt import WINDOW, Attempt, account, network
from app.ui import requests

Kind = Literal["sign-in", "reset"]
MOST: dict[Kind, tuple[int, int]] = {"sign-in": (10, 50), "reset": (3, 20)}
"""So many tries an hour has an account, and a network, behind which a whole team may sit."""


def charge(kind: Kind, email: str) -> None:
    """Count a try in a transaction of its own; raise 429 once there were too many.

    An address without an account is counted like any other.
    """
    with current_app.extensions["database"].write() as session:
        is_free = Attempt.charge(session, kind, _most(kind, email), requests.now())
    if not is_free:
        raise TooManyRequests(retry_after=int(WINDOW.total_seconds()))


def refund(kind: Kind, email: str) -> None:
    """Forget the try of this request: it was not in vain."""
    Attempt.refund(requests.db(), kind, _most(kind, email), requests.now())


def _most(kind: Kind, email: str) -> dict[bytes, int]:
    secret = str(current_app.config["SECRET_KEY"])
    of_account, of_network = MOST[kind]
    return {
        account(email, secret): of_account,
        network(request.remote_addr, secret): of_network,
    }
