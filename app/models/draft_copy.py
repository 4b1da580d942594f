"""Old states of a draft: versions and copies take its place, and nothing it said gets lost."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from app.models.base import Session
from app.models.draft import Draft
from app.models.draft_files import Files, check, present, with_words
from app.models.tables import draft_copy, user_account, version
from app.models.user import User


@dataclass(frozen=True, slots=True)
class DraftCopy:
    """What a draft said until `at`, when somebody put an old state in its place."""

    id: int
    hash: str
    at: datetime
    by: str | None


def copies_of(session: Session, draft: Draft) -> list[DraftCopy]:
    """Return what was kept of a draft, the newest first."""
    rows = session.execute(
        select(draft_copy.c.id, draft_copy.c.hash, draft_copy.c.at, user_account.c.name)
        .outerjoin(user_account, user_account.c.id == draft_copy.c.by)
        .where(draft_copy.c.draft_id == draft.id)
        .order_by(draft_copy.c.id.desc())
    )
    return [DraftCopy(*row) for row in rows]


def copied(session: Session, draft: Draft, copy_id: int) -> Files | None:
    """Return the files of a copy; None where the draft has no such copy."""
    row = session.execute(
        select(draft_copy.c.source, draft_copy.c.media).where(
            draft_copy.c.id == copy_id, draft_copy.c.draft_id == draft.id
        )
    ).one_or_none()
    if row is None:
        return None
    texts = json.loads(row.source)
    return Files(texts.pop(""), texts, with_words(session, json.loads(row.media)))


def restore(session: Session, draft: Draft, files: Files, *, by: User, now: datetime) -> Draft:
    """Put an old state in the place of what a draft says, and keep that as a copy.

    Nothing is written where the draft says the same already. Check the files beforehand.
    """
    draft = draft.alone(session)
    if check(files).hash == draft.hash:
        return draft
    if draft.hash not in _kept(session, draft):
        _keep(session, draft, by, now)
    return draft.replace(session, files, by=by, now=now)


def _kept(session: Session, draft: Draft) -> Iterator[str]:
    """Give the hashes of all that can be restored: versions and copies."""
    published = select(version.c.hash).where(version.c.journey_id == draft.journey_id)
    copies = select(draft_copy.c.hash).where(draft_copy.c.draft_id == draft.id)
    for rows in (published, copies):
        yield from session.execute(rows).scalars()


def _keep(session: Session, draft: Draft, by: User, now: datetime) -> None:
    files = present(session, draft.id, draft.text)
    session.execute(
        insert(draft_copy).values(
            draft_id=draft.id,
            hash=draft.hash,
            source=json.dumps({"": files.text, **files.texts}, ensure_ascii=False),
            media=json.dumps(files.media.digests),
            at=now,
            by=by.id,
        )
    )
