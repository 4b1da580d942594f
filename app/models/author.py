"""Authors: who writes a draft, how they invite one another, and what each of them writes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, false, func, insert, select
from sqlalchemy.exc import IntegrityError

from app.lib.tokens import digest, random_code
from app.models.base import Session, take_turns
from app.models.draft import Draft
from app.models.tables import author_invitation, draft, draft_author, user_account, version
from app.models.user import User

INVITATION_LASTS = timedelta(days=14)
TOKEN_BITS = 130


class LastAuthor(Exception):
    """A draft needs somebody who writes it."""


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who writes a draft."""

    user_id: int
    name: str
    email: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open invitation: which draft it opens, who sent it, until when it holds."""

    draft_id: int
    title: str
    inviter: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """A draft in the list of its authors.

    `number` is that of the newest published version, None before the first; `is_published` tells
    whether this version is what the draft says now.
    """

    journey_id: str
    title: str
    errors: int
    warnings: int
    hints: int
    edited_at: datetime
    editor: str | None
    archived_at: datetime | None
    number: int | None
    is_published: bool


def drafts_of(session: Session, user: User) -> list[Overview]:
    """Return all drafts a user writes, the one edited last first."""
    newest = (
        select(version.c.journey_id, func.max(version.c.number).label("number"))
        .group_by(version.c.journey_id)
        .subquery()
    )
    rows = session.execute(
        select(
            draft.c.journey_id,
            draft.c.title,
            draft.c.errors,
            draft.c.warnings,
            draft.c.hints,
            draft.c.edited_at,
            user_account.c.name.label("editor"),
            draft.c.archived_at,
            version.c.number,
            func.coalesce(draft.c.hash == version.c.hash, false()).label("is_published"),
        )
        .join(draft_author, draft_author.c.draft_id == draft.c.id)
        .outerjoin(user_account, user_account.c.id == draft.c.edited_by)
        .outerjoin(newest, newest.c.journey_id == draft.c.journey_id)
        .outerjoin(
            version,
            (version.c.journey_id == newest.c.journey_id) & (version.c.number == newest.c.number),
        )
        .where(draft_author.c.user_id == user.id)
        .order_by(draft.c.edited_at.desc(), draft.c.id)
    )
    return [Overview(**row._mapping) for row in rows]


def without_draft(session: Session) -> list[str]:
    """Return the ids of published journeys that nobody has opened in the studio yet."""
    written = select(draft.c.journey_id)
    found = select(version.c.journey_id).where(version.c.journey_id.not_in(written)).distinct()
    return list(session.execute(found.order_by(version.c.journey_id)).scalars())


def authors_of(session: Session, draft_id: int) -> list[Author]:
    """Return who writes a draft, in the order in which they came."""
    rows = session.execute(
        select(draft_author.c.user_id, user_account.c.name, user_account.c.email,
               draft_author.c.added_at)
        .join(user_account, user_account.c.id == draft_author.c.user_id)
        .where(draft_author.c.draft_id == draft_id)
        .order_by(draft_author.c.added_at, draft_author.c.user_id)
    )  # fmt: skip
    return [Author(*row) for row in rows]


def invite(session: Session, draft: Draft, *, by: User, now: datetime) -> str:
    """Return the secret of a new invitation, which is kept nowhere: it works once, for 14 days."""
    token = random_code(TOKEN_BITS)
    session.execute(
        insert(author_invitation).values(
            token=digest(token),
            draft_id=draft.id,
            created_by=by.id,
            created_at=now,
            expires_at=now + INVITATION_LASTS,
        )
    )
    return token


def invited(session: Session, token: str, now: datetime) -> Invitation | None:
    """Return what a secret opens, None for one that is unknown, used or too old."""
    row = session.execute(
        select(draft.c.id, draft.c.title, user_account.c.name, author_invitation.c.expires_at)
        .join(draft, draft.c.id == author_invitation.c.draft_id)
        .join(user_account, user_account.c.id == author_invitation.c.created_by)
        .where(author_invitation.c.token == digest(token), author_invitation.c.expires_at > now)
    ).one_or_none()
    return Invitation(*row) if row else None


def accept(session: Session, token: str, user: User, now: datetime) -> Draft | None:
    """Make a user an author and use the invitation up; None where it does not hold."""
    taken = session.execute(
        delete(author_invitation)
        .where(author_invitation.c.token == digest(token), author_invitation.c.expires_at > now)
        .returning(author_invitation.c.draft_id, author_invitation.c.created_by)
    ).one_or_none()
    if taken is None:
        return None
    row = {"draft_id": taken.draft_id, "user_id": user.id}
    try:
        with session.begin_nested():
            new = insert(draft_author).values(**row, added_at=now, added_by=taken.created_by)
            session.execute(new)
    except IntegrityError:
        pass  # Whoever writes it already stays an author.
    return Draft.find(session, taken.draft_id)


def leave(session: Session, draft: Draft, user: User) -> None:
    """Stop being an author of a draft. Raise `LastAuthor` where nobody else would be left."""
    take_turns(session, f"authors:{draft.id}")
    if all(author.user_id == user.id for author in authors_of(session, draft.id)):
        raise LastAuthor(draft.journey_id)
    own = draft_author.c.draft_id == draft.id, draft_author.c.user_id == user.id
    session.execute(delete(draft_author).where(*own))
    invitations = (
        author_invitation.c.draft_id == draft.id,
        author_invitation.c.created_by == user.id,
    )
    session.execute(delete(author_invitation).where(*invitations))
