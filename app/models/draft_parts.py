"""What belongs to a draft beside its text: translations and media."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.content.media import Media
from app.lib.tokens import is_plain
from app.models.base import Session
from app.models.draft import Conflict, Draft
from app.models.draft_files import Files, check, present, storable
from app.models.journey import MediaFile, keep_media, media
from app.models.tables import draft_copy, draft_media, draft_text, media_file, version_media
from app.models.user import User

if TYPE_CHECKING:
    from app.content.source import Parsed


@dataclass(frozen=True, slots=True)
class Translation:
    """The file ``texts.<lang>.yaml`` of a draft. Revision 0: there is none yet."""

    lang: str
    text: str
    revision: int
    edited_at: datetime | None
    edited_by: int | None


@dataclass(frozen=True, slots=True)
class DraftMedia:
    """A file of a draft; `size` counts its bytes."""

    name: str
    sha256: str
    type: str
    size: int
    added_at: datetime
    added_by: int | None


def translation(session: Session, draft: Draft, lang: str) -> Translation:
    """Return the translation into a language, empty where nobody has begun it."""
    own = and_(draft_text.c.draft_id == draft.id, draft_text.c.lang == lang)
    row = session.execute(select(draft_text).where(own)).one_or_none()
    if row is None:
        return Translation(lang, "", 0, None, None)
    return Translation(lang, row.text, row.revision, row.edited_at, row.edited_by)


def edit_translation(
    session: Session, draft: Draft, lang: str, text: str, *, by: User, seen: int, now: datetime
) -> Translation:
    """Store a translation, typed over the revision `seen` (0: a new one). Raise `Conflict`."""
    text = storable(text)
    values: dict[str, Any] = {"text": text, "revision": seen + 1}
    values |= {"edited_at": now, "edited_by": by.id}
    if seen:
        own = and_(draft_text.c.draft_id == draft.id, draft_text.c.lang == lang)
        at_revision = update(draft_text).where(own, draft_text.c.revision == seen)
        is_stored = bool(session.execute(at_revision.values(values)).rowcount)
    else:
        is_stored = _inserted(session, {"draft_id": draft.id, "lang": lang, **values})
    stored = translation(session, draft, lang)
    if is_stored:
        draft.judge(session, by=by, now=now)
    elif stored.text != text:
        raise Conflict(text, stored.text, stored.revision, stored.edited_at, stored.edited_by)
    return stored


def remove_translation(
    session: Session, draft: Draft, lang: str, *, by: User, now: datetime
) -> None:
    """Take the translation into a language from the draft."""
    own = and_(draft_text.c.draft_id == draft.id, draft_text.c.lang == lang)
    session.execute(delete(draft_text).where(own))
    draft.judge(session, by=by, now=now)


def alone(session: Session, draft: Draft) -> "Parsed":
    """Return what the checker says of a draft without its translations.

    A thousand texts that are not translated yet would else end the reading.
    """
    now = present(session, draft.id, draft.text)
    return check(Files(now.text, {}, now.media))


def look_ahead(
    session: Session,
    draft: Draft,
    *,
    texts: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
    dropped: str = "",
) -> None:
    """Check what a draft will be with other translations or media, before the write begins."""
    now = present(session, draft.id, draft.text)
    stored = {lang: storable(text) for lang, text in (texts or {}).items()}
    at_hand = {**now.media.at_hand, **(files or {})}
    elsewhere = {name: digest for name, digest in now.media.digests.items() if name not in at_hand}
    at_hand.pop(dropped, None)
    elsewhere.pop(dropped, None)
    check(Files(now.text, {**now.texts, **stored}, Media(at_hand, elsewhere)))


def media_of(session: Session, draft: Draft) -> Iterator[DraftMedia]:
    """Give the files of a draft in the order of their names, without their bytes."""
    rows = session.execute(
        select(
            draft_media.c.name,
            draft_media.c.sha256,
            media_file.c.type,
            func.length(media_file.c.data),
            draft_media.c.added_at,
            draft_media.c.added_by,
        )
        .join(media_file, media_file.c.sha256 == draft_media.c.sha256)
        .where(draft_media.c.draft_id == draft.id)
        .order_by(draft_media.c.name)
    )
    yield from (DraftMedia(*row) for row in rows)


def bytes_of(session: Session, draft: Draft, name: str) -> MediaFile | None:
    """Return a file of a draft with its bytes, None where it has none of this name."""
    own = and_(draft_media.c.draft_id == draft.id, draft_media.c.name == name)
    digest = None
    if is_plain(name):
        digest = session.execute(select(draft_media.c.sha256).where(own)).scalar_one_or_none()
    return media(session, digest) if digest else None


def add_media(
    session: Session, draft: Draft, name: str, data: bytes, *, by: User, now: datetime
) -> None:
    """Keep a file under a name, in the place of one that has it already.

    What may be kept is decided before: here nothing is looked into.
    """
    keep_media(session, {name: data})
    before = _remove(session, draft, name)
    row = {"draft_id": draft.id, "name": name, "sha256": Media({name: data}).digests[name]}
    session.execute(insert(draft_media).values(**row, added_at=now, added_by=by.id))
    _drop_unused(session, before)
    draft.judge(session, by=by, now=now)


def remove_media(session: Session, draft: Draft, name: str, *, by: User, now: datetime) -> None:
    """Take a file from the draft. Its bytes go too, unless another draft or version has them."""
    _drop_unused(session, _remove(session, draft, name))
    draft.judge(session, by=by, now=now)


def rewrite(
    session: Session, draft: Draft, files: Files, *, by: User, seen: int, now: datetime
) -> Draft:
    """Store a change of all files at once, such as a renaming. Raise `Conflict` for the text.

    Of media only words are changed.
    """
    for lang, text in files.texts.items():
        stored = translation(session, draft, lang)
        if stored.text != text:
            values = {"text": text, "revision": stored.revision + 1}
            own = and_(draft_text.c.draft_id == draft.id, draft_text.c.lang == lang)
            changed = update(draft_text).where(own)
            session.execute(changed.values(values | {"edited_at": now, "edited_by": by.id}))
    keep_media(session, files.media)
    for name in files.media.at_hand:
        own = and_(draft_media.c.draft_id == draft.id, draft_media.c.name == name)
        digest = files.media.digests[name]
        session.execute(update(draft_media).where(own).values(sha256=digest))
    return draft.edit(session, files.text, by=by, seen=seen, now=now)


def _remove(session: Session, draft: Draft, name: str) -> str | None:
    own = and_(draft_media.c.draft_id == draft.id, draft_media.c.name == name)
    removed = delete(draft_media).where(own).returning(draft_media.c.sha256)
    return session.execute(removed).scalar_one_or_none()


def _drop_unused(session: Session, sha256: str | None) -> None:
    """Delete bytes that no draft, no copy of one and no version has any more."""
    if sha256 is None:
        return
    used = [exists().where(table.c.sha256 == sha256) for table in (draft_media, version_media)]
    used.append(exists().where(draft_copy.c.media.contains(sha256)))
    gone = delete(media_file).where(media_file.c.sha256 == sha256, *(~each for each in used))
    session.execute(gone)


def _inserted(session: Session, row: dict[str, Any]) -> bool:
    """Store the first text of a translation; False where somebody else has just begun it."""
    try:
        with session.begin_nested():
            session.execute(insert(draft_text).values(row))
    except IntegrityError:
        return False
    return True
