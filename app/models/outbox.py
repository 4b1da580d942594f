"""The outbox: mail that waits to be sent. Whoever asks for a mail never waits for the mail server.

A row keeps what the mail is about, sealed with the keys of the installation. The words are put
together when it is sent, and only if it still holds then. Nothing is kept longer than seven days.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import delete, exists, func, insert, or_, select, update

from app.lib.crypto import Keyring, Unreadable
from app.models.base import Session
from app.models.tables import member, outbox, user_account, user_invitation

KEPT = timedelta(days=7)
CLAIMED = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=6)
REMINDER = "assignment-reminder"
"""Mails of this kind are listed and counted nowhere: their number would tell who has arrived."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail to be sent now; nobody else sends it for the next ten minutes.

    `values` is None where no key of the installation opens what it is about.
    """

    id: int
    kind: str
    recipient: str
    values: Mapping[str, Any] | None
    created_at: datetime
    tries: int

    @classmethod
    def claim(cls, session: Session, keyring: Keyring, now: datetime) -> Self | None:
        """Take the mail that waits longest, None where none is due.

        Two that deliver at once never get the same one.
        """
        due = select(outbox).where(outbox.c.due_at <= now).order_by(outbox.c.due_at, outbox.c.id)
        row = session.execute(due.limit(1).with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        session.execute(
            update(outbox)
            .where(outbox.c.id == row.id)
            .values(due_at=now + CLAIMED, tries=row.tries + 1)
        )
        try:
            values = json.loads(keyring.reveal(row.content))
        except Unreadable:
            values = None
        return cls(row.id, row.kind, row.recipient, values, row.created_at, row.tries + 1)

    def sent(self, session: Session, now: datetime) -> None:
        """Note that the mail server took it, and forget what it said."""
        session.execute(
            update(outbox)
            .where(outbox.c.id == self.id)
            .values(sent_at=now, due_at=None, content=b"")
        )

    def drop(self, session: Session) -> None:
        """Forget a mail that no longer holds."""
        session.execute(delete(outbox).where(outbox.c.id == self.id))

    def postpone(self, session: Session, now: datetime) -> None:
        """Try again later, each time twice as late."""
        wait = min(timedelta(minutes=2 ** min(self.tries, 10)), LONGEST_WAIT)
        session.execute(update(outbox).where(outbox.c.id == self.id).values(due_at=now + wait))


@dataclass(frozen=True, slots=True)
class Posted:
    """What the operator sees of a mail: that it was asked for, and what became of it."""

    id: int
    kind: str
    created_at: datetime
    tries: int
    sent_at: datetime | None


class Outbox:
    """The verbs of those who ask for mail and of those who look after it."""

    @staticmethod
    def put(
        session: Session,
        keyring: Keyring,
        kind: str,
        recipient: str,
        values: Mapping[str, Any],
        now: datetime,
    ) -> None:
        """Ask for a mail, in the transaction that makes it necessary."""
        Outbox.put_all(session, keyring, kind, [(recipient, values)], now)

    @staticmethod
    def put_all(
        session: Session,
        keyring: Keyring,
        kind: str,
        mails: Iterable[tuple[str, Mapping[str, Any]]],
        now: datetime,
    ) -> None:
        """Ask for many mails at once: pairs of recipient and values."""
        rows = [
            {
                "kind": kind,
                "recipient": recipient,
                "content": keyring.conceal(json.dumps(dict(values))),
                "created_at": now,
                "due_at": now,
                "tries": 0,
            }
            for recipient, values in mails
        ]
        if rows:
            session.execute(insert(outbox), rows)

    @staticmethod
    def is_due(session: Session, now: datetime) -> bool:
        """Return whether any mail should be sent now."""
        due = select(outbox.c.id).where(outbox.c.due_at <= now).limit(1)
        return session.execute(due).one_or_none() is not None

    @staticmethod
    def waiting(session: Session) -> int:
        """Count the mails that are not sent yet, reminders apart."""
        waiting = select(func.count()).select_from(outbox).where(outbox.c.due_at.is_not(None))
        return session.execute(waiting.where(outbox.c.kind != REMINDER)).scalar_one()

    @staticmethod
    def latest(
        session: Session, kind: str = "", *, is_sent: bool | None = None, most: int
    ) -> list[Posted]:
        """Return the mails asked for last, of one kind or of all: neither to whom nor what.

        Reminders are not among them.
        """
        fields = (outbox.c.id, outbox.c.kind, outbox.c.created_at, outbox.c.tries, outbox.c.sent_at)
        told = outbox.c.kind != REMINDER
        found = select(*fields).where(told).order_by(outbox.c.id.desc()).limit(most)
        if kind:
            found = found.where(outbox.c.kind == kind)
        if is_sent is not None:
            found = found.where(outbox.c.sent_at.is_not(None) == is_sent)
        return [Posted(*row) for row in session.execute(found)]

    @staticmethod
    def forget(session: Session, now: datetime) -> None:
        """Delete what is older than seven days, sent or not."""
        session.execute(delete(outbox).where(outbox.c.created_at <= now - KEPT))

    @staticmethod
    def forget_strangers(session: Session, addresses: Iterable[str | None]) -> None:
        """Delete what was or is to be sent to these, where nobody is known by the address now.

        Not where it is still on a list, invited or an account: that mail may be about those.
        """
        known = [
            exists().where(each.c.email == outbox.c.recipient)
            for each in (member, user_account, user_invitation)
        ]
        own = outbox.c.recipient.in_([each for each in addresses if each])
        session.execute(delete(outbox).where(own, ~or_(*known)))

    @staticmethod
    def rewrap(session: Session, keyring: Keyring) -> None:
        """Seal all that waits with the first key of the installation."""
        for row in session.execute(select(outbox).where(outbox.c.content != b"")).all():
            content = keyring.rewrap(row.content)
            session.execute(update(outbox).where(outbox.c.id == row.id).values(content=content))
