"""An invitation: a link by which somebody makes an account, or gets a further role in their own.

One into a company also makes them its manager. What happens to one leaves those of others alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self, cast

from sqlalchemy import Row, delete, insert, select

from app.lib.tokens import digest, is_plain, random_code
from app.models.base import Session, take_turns
from app.models.tables import user_invitation
from app.models.user import ROLES, Role, plain

VALID = timedelta(days=14)
TOKEN_BITS = 160


@dataclass(frozen=True, slots=True)
class Invitation:
    """Good for 14 days and one use; only a digest of its token is kept."""

    id: int
    email: str
    roles: tuple[Role, ...]
    company_id: int | None
    invited_by: int | None
    created_at: datetime
    expires_at: datetime

    @classmethod
    def create(
        cls,
        session: Session,
        email: str,
        roles: Iterable[Role],
        now: datetime,
        *,
        company_id: int | None = None,
        by: int | None = None,
    ) -> str:
        """Invite an address and return the token; an earlier invitation to the same is void.

        `by` is the account of whoever invites, None for the operator's command.
        """
        token = random_code(TOKEN_BITS)
        take_turns(session, f"invitation {plain(email)}")
        cls.withdraw(session, email, company_id)
        session.execute(
            insert(user_invitation).values(
                email=plain(email),
                roles=" ".join(role for role in ROLES if role in set(roles)),
                company_id=company_id,
                invited_by=by,
                token=digest(token),
                created_at=now,
                expires_at=now + VALID,
            )
        )
        return token

    @classmethod
    def by_token(cls, session: Session, token: str) -> Self | None:
        """Return what a link names, also if it came too late. Used and replaced are unknown."""
        if not is_plain(token):
            return None
        named = select(user_invitation).where(user_invitation.c.token == digest(token))
        row = session.execute(named).one_or_none()
        return cls._of(row) if row else None

    @classmethod
    def of_company(cls, session: Session, company_id: int) -> list[Self]:
        """Return the invitations into a company that nobody has accepted."""
        found = select(user_invitation).where(user_invitation.c.company_id == company_id)
        return [cls._of(row) for row in session.execute(found.order_by(user_invitation.c.email))]

    @classmethod
    def all(cls, session: Session) -> list[Self]:
        """Return every invitation that nobody has accepted."""
        rows = session.execute(select(user_invitation).order_by(user_invitation.c.email))
        return [cls._of(row) for row in rows]

    def is_over(self, now: datetime) -> bool:
        """Return whether the 14 days have passed."""
        return now >= self.expires_at

    def take(self, session: Session) -> bool:
        """Use it up; False where somebody was quicker or it was withdrawn."""
        used = session.execute(delete(user_invitation).where(user_invitation.c.id == self.id))
        return used.rowcount == 1

    @staticmethod
    def withdraw(session: Session, email: str, company_id: int | None = None) -> bool:
        """Make the link of an address into a company void, or that into none.

        False where there is none.
        """
        gone = session.execute(
            delete(user_invitation).where(
                user_invitation.c.email == plain(email), user_invitation.c.company_id == company_id
            )
        )
        return gone.rowcount == 1

    @staticmethod
    def withdraw_all(session: Session, email: str) -> bool:
        """Make every link of an address void; False where there is none."""
        gone = session.execute(
            delete(user_invitation).where(user_invitation.c.email == plain(email))
        )
        return gone.rowcount > 0

    @staticmethod
    def forget(session: Session, now: datetime) -> None:
        """Delete those that ended 14 days ago; until then their link says that it is too late."""
        session.execute(delete(user_invitation).where(user_invitation.c.expires_at <= now - VALID))

    @classmethod
    def _of(cls, row: Row[Any]) -> Self:
        roles = tuple(cast(Role, role) for role in row.roles.split())
        return cls(
            row.id,
            row.email,
            roles,
            row.company_id,
            row.invited_by,
            row.created_at,
            row.expires_at,
        )
