"""Who may see a media file: everybody what was published, few what only drafts have."""

from datetime import datetime
from typing import Literal

from sqlalchemy import exists, or_, select

from app.models.base import Session
from app.models.tables import draft_author, draft_media, review_link, version_media
from app.models.user import User


def reach(
    session: Session, sha256: str, user: User | None, now: datetime
) -> Literal["everybody", "some"] | None:
    """Tell who may see the file with this hash, None where this user may not.

    A file of a draft is seen by its authors and, as long as a link shows the draft to people
    without an account, by whoever knows the file's address, which nobody can guess.
    """
    published = exists().where(version_media.c.sha256 == sha256)
    if session.execute(select(published)).scalar_one():
        return "everybody"
    is_shown = exists().where(
        review_link.c.draft_id == draft_media.c.draft_id,
        review_link.c.expires_at > now,
        review_link.c.revoked_at.is_(None),
    )
    is_own = exists().where(
        draft_author.c.draft_id == draft_media.c.draft_id,
        draft_author.c.user_id == (user.id if user else None),
    )
    seen = exists().where(draft_media.c.sha256 == sha256, or_(is_shown, is_own))
    return "some" if session.execute(select(seen)).scalar_one() else None
