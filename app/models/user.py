"""A user: somebody of the staff with an account, who writes, assigns or operates."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Self, cast, get_args

from sqlalchemy import ColumnElement, Row, Select, Table, delete, insert, literal, select, update

from app.models import tables
from app.models.base import Session
from app.models.tables import audit, company, outbox, user_account, user_invitation, user_role

Role = Literal["facilitator", "manager", "operator"]
ROLES: tuple[Role, ...] = get_args(Role)
NEEDS_SECOND_FACTOR: frozenset[Role] = frozenset({"operator"})
"""Roles nobody acts in who signs in with a password alone."""

_FIELDS = select(
    user_account.c.id,
    user_account.c.email,
    user_account.c.name,
    user_account.c.active,
    user_account.c.totp.is_not(None).label("has_second_factor"),
    user_account.c.created_at,
    user_account.c.signed_in_at,
)


@dataclass(frozen=True, slots=True)
class User:
    """An account with its roles; one person may hold several, a request acts in one."""

    id: int
    email: str
    name: str
    active: bool
    has_second_factor: bool
    created_at: datetime
    signed_in_at: datetime | None
    roles: frozenset[Role]

    @classmethod
    def create(cls, session: Session, email: str, name: str, now: datetime, *roles: Role) -> Self:
        """Make an account that nobody can sign in to yet; the address is kept in small letters."""
        user_id = session.execute(
            insert(user_account)
            .values(
                email=plain(email),
                name=name,
                active=True,
                fs_uniquifier=_new_mark(),
                created_at=now,
            )
            .returning(user_account.c.id)
        ).scalar_one()
        for role in roles:
            session.execute(insert(user_role).values(user_id=user_id, role=role))
        return cls(user_id, plain(email), name, True, False, now, None, frozenset(roles))

    @classmethod
    def by_uniquifier(cls, session: Session, uniquifier: str) -> Self | None:
        """Return whose session names this mark, which changes with each end of all sessions."""
        return cls._one(session, user_account.c.active, user_account.c.fs_uniquifier == uniquifier)

    @classmethod
    def by_email(cls, session: Session, email: str) -> Self | None:
        """Return the active account of an address, however it is written."""
        return cls._one(session, user_account.c.active, user_account.c.email == plain(email))

    @classmethod
    def find(cls, session: Session, user_id: int) -> Self | None:
        """Return the active account with this id."""
        return cls._one(session, user_account.c.active, user_account.c.id == user_id)

    @classmethod
    def known(cls, session: Session, email: str) -> Self | None:
        """Return the account of an address, also one that is not active any more."""
        return cls._one(session, user_account.c.email == plain(email))

    @classmethod
    def all(cls, session: Session) -> list[Self]:
        """Return every account by its address, active or not."""
        rows = session.execute(_FIELDS.order_by(user_account.c.email)).all()
        return [cls._of(row, _roles(session, row.id)) for row in rows]

    def grant(self, session: Session, role: Role) -> None:
        """Give a role, from the next request on."""
        if role not in self.roles:
            session.execute(insert(user_role).values(user_id=self.id, role=role))

    def revoke(self, session: Session, role: Role) -> None:
        """Take a role away, from the next request on."""
        session.execute(
            delete(user_role).where(user_role.c.user_id == self.id, user_role.c.role == role)
        )

    def rename(self, session: Session, name: str) -> None:
        """Change the name others see."""
        self._change(session, name=name)

    def end_sessions(self, session: Session) -> None:
        """End every session of this account, on all devices, from the next request on."""
        self._change(session, fs_uniquifier=_new_mark())

    def signed_in(self, session: Session, now: datetime) -> None:
        """Remember when somebody last signed in."""
        self._change(session, signed_in_at=now)

    def deactivate(self, session: Session) -> None:
        """Close the account: nobody signs in to it, and every session ends. It can be reopened."""
        self._change(session, active=False, fs_uniquifier=_new_mark())

    def activate(self, session: Session) -> None:
        """Open an account again that was closed."""
        self._change(session, active=True)

    def delete(self, session: Session) -> None:
        """Delete the account with all that belongs to it; then call `Database.scrub`."""
        session.execute(delete(user_invitation).where(user_invitation.c.email == self.email))
        session.execute(delete(outbox).where(outbox.c.recipient == self.email))
        session.execute(delete(user_account).where(user_account.c.id == self.id))

    def reset_second_factor(self, session: Session) -> None:
        """Let the password alone open the account again, and end every session."""
        self._change(
            session,
            totp=None,
            totp_counter=None,
            recovery_codes=None,
            fs_uniquifier=_new_mark(),
        )

    def _change(self, session: Session, **values: Any) -> None:
        session.execute(update(user_account).where(user_account.c.id == self.id).values(**values))

    @classmethod
    def _one(cls, session: Session, *conditions: ColumnElement[bool]) -> Self | None:
        row = session.execute(_FIELDS.where(*conditions)).one_or_none()
        return cls._of(row, _roles(session, row.id)) if row else None

    @classmethod
    def _of(cls, row: Row[Any], roles: frozenset[Role]) -> Self:
        return cls(
            row.id,
            row.email,
            row.name,
            row.active,
            row.has_second_factor,
            row.created_at,
            row.signed_in_at,
            roles,
        )


def plain(email: str) -> str:
    """Return an address as accounts are found by it."""
    return email.strip().lower()


def _roles(session: Session, user_id: int) -> frozenset[Role]:
    held = select(user_role.c.role).where(user_role.c.user_id == user_id)
    return frozenset(cast(Role, role) for role in session.execute(held).scalars())


def _new_mark() -> str:
    return secrets.token_hex(32)


WORK: tuple[tuple[str, Table, str, str], ...] = (
    ("draft:create", tables.draft, "created_by", "created_at"),
    ("draft:edit", tables.draft, "edited_by", "edited_at"),
    ("draft:archive", tables.draft, "archived_by", "archived_at"),
    ("draft:translate", tables.draft_text, "edited_by", "edited_at"),
    ("draft:add-media", tables.draft_media, "added_by", "added_at"),
    ("draft:write", tables.draft_author, "user_id", "added_at"),
    ("draft:add-author", tables.draft_author, "added_by", "added_at"),
    ("draft:add-company", tables.draft_company, "added_by", "added_at"),
    ("draft:invite", tables.author_invitation, "created_by", "created_at"),
    ("draft:share", tables.review_link, "created_by", "created_at"),
    ("draft:restore", tables.draft_copy, "by", "at"),
    ("version:publish", tables.publication, "by", "at"),
    ("version:withdraw", tables.withdrawal, "by", "at"),
    ("group:open", tables.learning_group, "owner_id", "opened_at"),
    ("company:manage", tables.company_manager, "user_id", "added_at"),
    ("company:add-manager", tables.company_manager, "added_by", "added_at"),
    ("assignment:begin", tables.assignment_draft, "created_by", "created_at"),
    ("assignment:issue", tables.assignment, "issued_by", "issued_at"),
    ("assignment:confirm-proof", tables.assignment, "proof_confirmed_by", "proof_confirmed_at"),
)
"""Where work names who did it: what was done, the table, and its columns of who and when."""


def export(session: Session, user: User) -> dict[str, Any]:
    """Return everything stored about somebody of the staff as plain JSON, without secrets."""
    mine = (audit.c.by == user.email) | (audit.c.about == user.email)
    invitation = user_invitation.c
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "active": user.active,
            "has_second_factor": user.has_second_factor,
            "created_at": _iso(user.created_at),
            "signed_in_at": _iso(user.signed_in_at),
        },
        "roles": [{"role": role} for role in sorted(user.roles)],
        "invitations": _rows(
            session,
            select(
                invitation.email,
                invitation.roles,
                company.c.name.label("company"),
                invitation.created_at,
                invitation.expires_at,
            )
            .outerjoin(company, company.c.id == invitation.company_id)
            .where(invitation.email == user.email),
        ),
        "mails": _rows(
            session,
            select(
                outbox.c.kind,
                outbox.c.recipient,
                outbox.c.created_at,
                outbox.c.due_at,
                outbox.c.tries,
                outbox.c.sent_at,
            ).where(outbox.c.recipient == user.email),
        ),
        "acts": _rows(
            session, select(audit.c.at, audit.c.by, audit.c.act, audit.c.about).where(mine)
        ),
        "work": [row for marks in WORK for row in _work(session, user, *marks)],
    }


def _work(session: Session, user: User, done: str, table: Table, by: str, at: str) -> list[Any]:
    """Return what somebody did to rows of a table, and when."""
    columns = select(literal(done).label("done"), table.c[at].label("at"))
    return _rows(session, columns.where(table.c[by] == user.id).order_by(table.c[at]))


def _rows(session: Session, rows: Select[Any]) -> list[dict[str, Any]]:
    return [
        {name: _iso(value) if isinstance(value, datetime) else value for name, value in row.items()}
        for row in session.execute(rows).mappings()
    ]


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None
