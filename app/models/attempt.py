"""Throttles: how often something was tried within an hour, from a network or on an account.

What is counted is told by a mark: the keyed fingerprint of a network, of an address of an account,
or of such an address in one place.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from sqlalchemy import delete, func, insert, select

from app.models.base import Session, take_turns
from app.models.tables import attempt

WINDOW = timedelta(hours=1)
MOST_WRONG = 10


def network(address: str | None, secret: str) -> bytes:
    """Return a mark of the network an address belongs to, which does not give the address away.

    One IPv4 address; of IPv6 the /64 that one subscriber has at least.
    """
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        name = "unknown"
    else:
        if isinstance(found, IPv6Address):
            name = str(found.ipv4_mapped or f"{int(found) >> 64:x}/64")
        else:
            name = str(found)
    return hmac.digest(secret.encode(), b"network:" + name.encode(), hashlib.sha256)


def account(email: str, secret: str, place: bytes = b"") -> bytes:
    """Return a mark of an address, whether or not an account goes by it.

    `place` narrows it to what is tried from one network, or from one device.
    """
    name = b"account:" + email.encode() + b"\0" + place
    return hmac.digest(secret.encode(), name, hashlib.sha256)


class Attempt:
    """The verbs of a throttle. Each call belongs in a short transaction of its own."""

    @staticmethod
    def count(session: Session, kind: str, mark: bytes, now: datetime) -> None:
        """Count one try, and forget all that are older than an hour."""
        session.execute(delete(attempt).where(attempt.c.at <= now - WINDOW))
        session.execute(insert(attempt).values(kind=kind, network=mark, at=now))

    @staticmethod
    def blocked(
        session: Session, kind: str, mark: bytes, now: datetime, most: int = MOST_WRONG
    ) -> bool:
        """Return whether what this mark stands for has used up its tries of this hour."""
        tries = (
            select(func.count())
            .select_from(attempt)
            .where(
                attempt.c.kind == kind,
                attempt.c.network == mark,
                attempt.c.at > now - WINDOW,
            )
        )
        return session.execute(tries).scalar_one() >= most

    @classmethod
    def charge(cls, session: Session, kind: str, most: Mapping[bytes, int], now: datetime) -> bool:
        """Count a try before it is made; False, and nothing counted, where a mark has no more.

        `most` says how many tries an hour each mark has. Tries at the same moment take turns, so
        that nobody races past the limit.
        """
        for mark in sorted(most):
            take_turns(session, f"attempt {kind} {mark.hex()}")
        if any(cls.blocked(session, kind, mark, now, limit) for mark, limit in most.items()):
            return False
        for mark in most:
            cls.count(session, kind, mark, now)
        return True

    @staticmethod
    def refund(session: Session, kind: str, marks: Iterable[bytes], now: datetime) -> None:
        """Forget the try that was charged at this instant: it was not in vain."""
        session.execute(
            delete(attempt).where(
                attempt.c.kind == kind, attempt.c.network.in_(list(marks)), attempt.c.at == now
            )
        )
