"""Who may see a media file: everybody what all may find, few what is only for some."""

from datetime import datetime
from typing import Literal

from sqlalchemy import exists, or_, select

from app.models.base import Session
from app.models.door import Visitor
from app.models.tables import (
    draft,
    draft_author,
    draft_media,
    review_link,
    run,
    version,
    version_media,
)


def reach(
    session: Session, sha256: str, visitor: Visitor, now: datetime
) -> Literal["everybody", "some"] | None:
    """Tell who may see the file with this hash, None where this visitor may not.

    A file of a journey for some companies is seen by who walks it and by its authors. One of a
    draft is seen by its authors and, as long as a link shows the draft to people without an
    account, by whoever knows the file's address, which nobody can guess.
    """
    published = (
        select(version.c.journey_id)
        .join(version_media, version_media.c.version_id == version.c.id)
        .where(version_media.c.sha256 == sha256)
    )
    kept = select(draft.c.journey_id).where(draft.c.visibility == "companies")
    for_all = published.where(version.c.journey_id.not_in(kept)).exists()
    if session.execute(select(for_all)).scalar_one():
        return "everybody"
    is_shown = exists().where(
        review_link.c.draft_id == draft_media.c.draft_id,
        review_link.c.expires_at > now,
        review_link.c.revoked_at.is_(None),
    )
    is_author = draft_author.c.user_id == visitor.user_id
    is_own = exists().where(draft_author.c.draft_id == draft_media.c.draft_id, is_author)
    walked = (
        select(version.c.journey_id)
        .join(run, run.c.version_id == version.c.id)
        .where(run.c.learner_id == visitor.learner_id)
    )
    written = (
        select(draft.c.journey_id)
        .join(draft_author, draft_author.c.draft_id == draft.c.id)
        .where(is_author)
    )
    seen = or_(
        exists().where(draft_media.c.sha256 == sha256, or_(is_shown, is_own)),
        published.where(
            or_(version.c.journey_id.in_(walked), version.c.journey_id.in_(written))
        ).exists(),
    )
    return "some" if session.execute(select(seen)).scalar_one() else None
