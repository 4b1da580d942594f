"""A user: somebody of the staff with an account, who writes, assigns or operates."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self, cast, get_args

from sqlalchemy import ColumnElement, delete, insert, select

from app.models.base import Session
from app.models.tables import user_account, user_role

Role = Literal["facilitator", "manager", "operator"]
ROLES: tuple[Role, ...] = get_args(Role)

_FIELDS = select(user_account.c.id, user_account.c.email, user_account.c.name).where(
    user_account.c.active
)


@dataclass(frozen=True, slots=True)
class User:
    """An active account with its roles; one person may hold several, a request acts in one."""

    id: int
    email: str
    name: str
    roles: frozenset[Role]

    @classmethod
    def create(cls, session: Session, email: str, name: str, now: datetime, *roles: Role) -> Self:
        """Make an account that nobody can sign in to yet; the address is kept in small letters."""
        user_id = session.execute(
            insert(user_account)
            .values(
                email=email.strip().lower(),
                name=name,
                active=True,
                fs_uniquifier=secrets.token_hex(32),
                created_at=now,
            )
            .returning(user_account.c.id)
        ).scalar_one()
        for role in roles:
            session.execute(insert(user_role).values(user_id=user_id, role=role))
        return cls(user_id, email.strip().lower(), name, frozenset(roles))

    @classmethod
    def by_uniquifier(cls, session: Session, uniquifier: str) -> Self | None:
        """Return whose session names this mark, which changes with each end of all sessions."""
        return cls._one(session, user_account.c.fs_uniquifier == uniquifier)

    @classmethod
    def by_email(cls, session: Session, email: str) -> Self | None:
        """Return the account of an address, however it is written."""
        return cls._one(session, user_account.c.email == email.strip().lower())

    @classmethod
    def find(cls, session: Session, user_id: int) -> Self | None:
        """Return the account with this id."""
        return cls._one(session, user_account.c.id == user_id)

    def grant(self, session: Session, role: Role) -> None:
        """Give a role, from the next request on."""
        if role not in self.roles:
            session.execute(insert(user_role).values(user_id=self.id, role=role))

    def revoke(self, session: Session, role: Role) -> None:
        """Take a role away, from the next request on."""
        session.execute(
            delete(user_role).where(user_role.c.user_id == self.id, user_role.c.role == role)
        )

    @classmethod
    def _one(cls, session: Session, condition: ColumnElement[bool]) -> Self | None:
        row = session.execute(_FIELDS.where(condition)).one_or_none()
        if row is None:
            return None
        held = select(user_role.c.role).where(user_role.c.user_id == row.id)
        roles = frozenset(cast(Role, role) for role in session.execute(held).scalars())
        return cls(row.id, row.email, row.name, roles)
