"""What proves that somebody is who an account says: the secrets of sign-in, read and kept.

`app.ui.security` gives them to Flask-Security, whose names for the fields they bear.
"""

import json
from dataclasses import dataclass, field
from typing import Self

from sqlalchemy import ColumnElement, select, update

from app.lib.crypto import Keyring
from app.models.base import Session, take_turns
from app.models.tables import user_account
from app.models.user import plain


@dataclass
class Credentials:
    """The secrets of one account. `totp` is sealed with the keys of the installation."""

    id: int = 0
    email: str = ""
    name: str = ""
    active: bool = False
    password: str | None = None
    fs_uniquifier: str = ""
    totp: bytes | None = None
    totp_counter: int | None = None
    mf_recovery_codes: list[str] = field(default_factory=list)

    @classmethod
    def by_email(cls, session: Session, email: str) -> Self | None:
        """Return those of an address, however it is written."""
        return cls._one(session, user_account.c.email == plain(email))

    @classmethod
    def by_uniquifier(cls, session: Session, uniquifier: str) -> Self | None:
        """Return those of the account whose sessions bear this mark."""
        return cls._one(session, user_account.c.fs_uniquifier == uniquifier)

    @classmethod
    def held(cls, session: Session, user_id: int) -> Self | None:
        """Return them for a change; whoever else wants to change them waits until this is done."""
        take_turns(session, f"account {user_id}")
        return cls._one(session, user_account.c.id == user_id)

    def save(self, session: Session) -> None:
        """Keep what has changed."""
        session.execute(
            update(user_account)
            .where(user_account.c.id == self.id)
            .values(
                password=self.password,
                fs_uniquifier=self.fs_uniquifier,
                totp=self.totp,
                totp_counter=self.totp_counter,
                recovery_codes=json.dumps(self.mf_recovery_codes),
            )
        )

    @classmethod
    def _one(cls, session: Session, condition: ColumnElement[bool]) -> Self | None:
        row = session.execute(select(user_account).where(condition)).one_or_none()
        if row is None:
            return None
        return cls(
            row.id,
            row.email,
            row.name,
            row.active,
            row.password,
            row.fs_uniquifier,
            row.totp,
            row.totp_counter,
            json.loads(row.recovery_codes or "[]"),
        )


def rewrap(session: Session, keyring: Keyring) -> None:
    """Seal the second factors of all accounts with the first key of the installation."""
    filled = user_account.c.totp.is_not(None)
    for row in session.execute(select(user_account).where(filled)).all():
        codes = [
            keyring.rewrap(code.encode()).decode()
            for code in json.loads(row.recovery_codes or "[]")
        ]
        session.execute(
            update(user_account)
            .where(user_account.c.id == row.id)
            .values(totp=keyring.rewrap(row.totp), recovery_codes=json.dumps(codes))
        )
