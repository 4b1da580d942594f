"""Throttles of sign-in: a try is counted before it is made, by account, network and device.

A stranger cannot shut anybody out. Tries from one network count against the account there, and only
several networks together close it to devices that are not known. A device on which somebody has
signed in, or set a password, is known: its tries on that account are counted by themselves.

Guessing stays hopeless. Strangers together have 30 tries an hour at one account: 720 a day, 262 800
a year, which is 0.03 % of 10^9 equally likely passwords. With all known devices, copied ones too,
there are never more than 80 an hour. Whoever knows the password has 5 codes an hour, and 3 of a
million are good at a time: 0.04 % a day.
"""

import hmac
import secrets
from typing import Literal, NamedTuple

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.models.attempt import WINDOW, Attempt, account, network
from app.ui import requests

Kind = Literal["sign-in", "code", "reset"]
COOKIE = "zr_known"


class Most(NamedTuple):
    """So many tries an hour. A whole team may sit behind one network."""

    at_one_place: int
    of_strangers: int
    of_known_devices: int
    of_network: int


MOST: dict[Kind, Most] = {
    "sign-in": Most(10, 30, 50, 50),
    "code": Most(5, 5, 10, 50),
    "reset": Most(3, 3, 6, 20),
}


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


def know(response: Response, email: str) -> Response:
    """Know this device from now on, by a cookie that is good for this account alone."""
    name = secrets.token_hex(16)
    return requests.keep(response, COOKIE, f"{name}.{_signature(name, email)}")


def _most(kind: Kind, email: str) -> dict[bytes, int]:
    secret, most = _secret(), MOST[kind]
    device = _known_device(email)
    if device:
        return {
            account(email, secret, device): most.at_one_place,
            account(email, secret, b"known devices"): most.of_known_devices,
        }
    here = network(request.remote_addr, secret)
    return {
        account(email, secret, here): most.at_one_place,
        account(email, secret): most.of_strangers,
        here: most.of_network,
    }


def _known_device(email: str) -> bytes:
    """Return the name of a device that is known for this account, b"" for any other."""
    name, _, signature = request.cookies.get(COOKIE, "").partition(".")
    is_known = hmac.compare_digest(signature.encode(), _signature(name, email).encode())
    return name.encode() if is_known else b""


def _signature(name: str, email: str) -> str:
    words = f"known device:{name}:{email}".encode()
    return hmac.digest(_secret().encode(), words, "sha256").hex()


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
