"""A device that stays signed in: a random token in its cookie, and only the token's digest here."""

from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import bindparam, delete, insert, select, update

from app.lib.tokens import digest, random_code
from app.models.base import Session
from app.models.prepared import Prepared
from app.models.tables import device, learner

LIFETIME = timedelta(days=90)
RENEWED_AFTER = timedelta(days=1)
TOKEN_BITS = 128

_FIND = Prepared(
    select(device.c.learner_id).where(
        device.c.token == bindparam("device"), device.c.expires_at > bindparam("now")
    )
)
_RENEW = (
    update(device)
    .where(device.c.token == bindparam("device"))
    .values(expires_at=bindparam("until"))
)
_SEEN = update(learner).where(learner.c.id == bindparam("learner")).values(seen_at=bindparam("now"))


class _Known(Protocol):
    @property
    def id(self) -> int: ...


class Device:
    """The verbs of a device; the row is found by the token alone."""

    @staticmethod
    def create(session: Session, owner: _Known, now: datetime, token: str | None = None) -> str:
        """Sign a learner in on a new device and return the token for its cookie.

        A given token must be as hard to guess as the random one it replaces.
        """
        token = token or random_code(TOKEN_BITS)
        session.execute(
            insert(device).values(
                token=digest(token), learner_id=owner.id, created_at=now, expires_at=now + LIFETIME
            )
        )
        return token

    @staticmethod
    def find(session: Session, token: str | None, now: datetime) -> int | None:
        """Return the id of the learner signed in by this token, if there is one."""
        if not token:
            return None
        found = _FIND.first(session, {"device": digest(token), "now": now})
        return found.learner_id if found else None

    @staticmethod
    def renew(
        session: Session, token: str, owner: int, expires_at: datetime, now: datetime
    ) -> bool:
        """Let the 90 days begin anew, at most once a day; return whether they did.

        Only for POSTs, since reading never writes. The cookie has to be sent again then.
        """
        until = now + LIFETIME
        if until - expires_at < RENEWED_AFTER:
            return False
        session.execute(_RENEW, {"device": digest(token), "until": until})
        session.execute(_SEEN, {"learner": owner, "now": now})
        return True

    @staticmethod
    def end(session: Session, token: str | None) -> None:
        """Sign this device out; the learner and everything else stay."""
        if token:
            session.execute(delete(device).where(device.c.token == digest(token)))
