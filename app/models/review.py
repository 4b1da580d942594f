"""Review links: they show a draft to somebody without an account, for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from app.lib.tokens import digest, random_code
from app.models.author import TOKEN_BITS
from app.models.base import Session, take_turns
from app.models.draft import Draft
from app.models.refusal import Refused
from app.models.tables import review_link, user_account
from app.models.user import User

LINK_LASTS = timedelta(days=14)
MOST_LINKS = 20
"""So many links may show a draft at a time."""


@dataclass(frozen=True, slots=True)
class ReviewLink:
    """A link that was given out; its secret is not kept."""

    id: int
    creator: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    def holds(self, now: datetime) -> bool:
        """Tell whether it still opens the draft."""
        return self.revoked_at is None and self.expires_at > now


def share(session: Session, draft: Draft, *, by: User, now: datetime) -> str:
    """Return the secret of a new link, kept nowhere. Raise `Refused` (review-links-many)."""
    take_turns(session, f"review of draft {draft.id}")
    if sum(link.holds(now) for link in links_of(session, draft)) >= MOST_LINKS:
        raise Refused("review-links-many")
    token = random_code(TOKEN_BITS)
    session.execute(
        insert(review_link).values(
            token=digest(token),
            draft_id=draft.id,
            created_by=by.id,
            created_at=now,
            expires_at=now + LINK_LASTS,
        )
    )
    return token


def shared(session: Session, token: str, now: datetime) -> tuple[Draft, datetime] | None:
    """Return the draft a secret opens, and until when; None for one that does not hold."""
    row = session.execute(
        select(review_link.c.draft_id, review_link.c.expires_at).where(
            review_link.c.token == digest(token),
            review_link.c.expires_at > now,
            review_link.c.revoked_at.is_(None),
        )
    ).one_or_none()
    return (Draft.find(session, row.draft_id), row.expires_at) if row else None


def links_of(session: Session, draft: Draft) -> list[ReviewLink]:
    """Return all links given out for a draft, the newest first."""
    rows = session.execute(
        select(review_link.c.id, user_account.c.name, review_link.c.created_at,
               review_link.c.expires_at, review_link.c.revoked_at)
        .join(user_account, user_account.c.id == review_link.c.created_by)
        .where(review_link.c.draft_id == draft.id)
        .order_by(review_link.c.id.desc())
    )  # fmt: skip
    return [ReviewLink(*row) for row in rows]


def revoke(session: Session, draft: Draft, link_id: int, now: datetime) -> bool:
    """End a link of this draft at once; False where it has none such that still holds."""
    done = session.execute(
        update(review_link)
        .where(
            review_link.c.id == link_id,
            review_link.c.draft_id == draft.id,
            review_link.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    return bool(done.rowcount)
