"""The files of a draft, what belongs to it in the database, and what the checker says about them.

The same files are checked once a process: by the save that brings them, and afterwards for the
list of problems and the preview. Checking takes up to two seconds for a hostile file, so do it
before the transaction of a write begins.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from app.content.markdown import with_joints
from app.content.media import Media
from app.content.problems import ADVICE, ERROR, HINT
from app.content.source import Parsed, parse
from app.engine import Journey
from app.lib.lru import Lru
from app.models.base import Session
from app.models.journey import Version, keep_media
from app.models.tables import draft_media, draft_text, media_file, version

KEPT = 8
"""So many checked drafts stay in memory, each a few megabytes in very many small parts."""
LONGEST_TITLE = 200

_checked: Lru[str, Parsed] = Lru(KEPT)

_TEXTS = (
    select(draft_text.c.lang, draft_text.c.text)
    .where(draft_text.c.draft_id == bindparam("draft"))
    .order_by(draft_text.c.lang)
)
_OF_DRAFT = (
    select(draft_media.c.name, draft_media.c.sha256)
    .join(media_file, media_file.c.sha256 == draft_media.c.sha256)
    .where(draft_media.c.draft_id == bindparam("draft"))
    .order_by(draft_media.c.name)
)
_MEDIA = _OF_DRAFT.add_columns(media_file.c.type.startswith("text/").label("is_words"))
_BYTES = _OF_DRAFT.add_columns(media_file.c.data)
_WORDS = _BYTES.where(media_file.c.type.startswith("text/"))
_SOURCE = select(version.c.source, version.c.compiled).where(version.c.id == bindparam("version"))


@dataclass(frozen=True, slots=True)
class Files:
    """The words of a journey, its translations by language, and its media by name."""

    text: str
    texts: Mapping[str, str] = field(default_factory=dict)
    media: Media = field(default_factory=lambda: Media({}))


def by_path(files: Files) -> dict[str, bytes]:
    """Return files by their paths in a journey's folder; all media must be at hand."""
    texts = {f"texts.{lang}.yaml": text.encode() for lang, text in files.texts.items()}
    media = {f"media/{name}": data for name, data in files.media.items()}
    return {"journey.yaml": files.text.encode()} | texts | media


def check(files: Files, before: Version | None = None, journey: Journey | None = None) -> Parsed:
    """Check files completely, or remember what was found in the very same ones.

    `before` is the version published last with its `journey`: what learners on it could not
    follow is an error too.
    """
    key = _mark_of(files) + (before.hash if before else "")
    known = _checked.get(key)
    if known is None:
        texts = {lang: text.encode() for lang, text in files.texts.items()}
        known = parse(files.text, texts=texts, files=files.media, published=lambda _: journey)
        _checked.put(key, known)
    return known


def present(session: Session, draft_id: int, text: str) -> Files:
    """Return a text with the translations and media of a draft; only words are read of media."""
    texts = {row.lang: row.text for row in session.execute(_TEXTS, {"draft": draft_id})}
    rows = session.execute(_MEDIA, {"draft": draft_id}).all()
    words: dict[str, bytes] = {}
    if any(row.is_words for row in rows):
        found = session.execute(_WORDS, {"draft": draft_id})
        words = {row.name: row.data for row in found}
    elsewhere = {row.name: row.sha256 for row in rows if not row.is_words}
    return Files(text, texts, Media(words, elsewhere))


def whole(session: Session, draft_id: int, text: str) -> Files:
    """Return a text with the translations of a draft and the bytes of all its media."""
    texts = {row.lang: row.text for row in session.execute(_TEXTS, {"draft": draft_id})}
    data = {row.name: row.data for row in session.execute(_BYTES, {"draft": draft_id})}
    return Files(text, texts, Media(data))


def published(session: Session, version_id: int) -> Files:
    """Return the files a version was made from; of media only the words are read."""
    row = session.execute(_SOURCE, {"version": version_id}).one()
    sources = {name: storable(text) for name, text in json.loads(row.source).items()}
    text = sources.pop("journey.yaml")
    texts = {
        name.removeprefix("texts.").removesuffix(".yaml"): own for name, own in sources.items()
    }
    return Files(text, texts, with_words(session, json.loads(row.compiled)["files"]))


def with_words(session: Session, digests: Mapping[str, str]) -> Media:
    """Return stored media by name and hash; only the words are read."""
    words_of = select(media_file.c.sha256, media_file.c.data).where(
        media_file.c.sha256.in_(digests.values()), media_file.c.type.startswith("text/")
    )
    words = {found.sha256: found.data for found in session.execute(words_of)}
    at_hand = {name: words[digest] for name, digest in digests.items() if digest in words}
    elsewhere = {name: digest for name, digest in digests.items() if digest not in words}
    return Media(at_hand, elsewhere)


def keep_parts(session: Session, draft_id: int, files: Files, by: int, now: datetime) -> None:
    """Store the translations and media that a new draft begins with."""
    for lang, text in files.texts.items():
        row: dict[str, Any] = {"draft_id": draft_id, "lang": lang, "text": text, "revision": 1}
        session.execute(insert(draft_text).values(**row, edited_at=now, edited_by=by))
    keep_media(session, files.media)
    for name, digest in files.media.digests.items():
        row = {"draft_id": draft_id, "name": name, "sha256": digest}
        session.execute(insert(draft_media).values(**row, added_at=now, added_by=by))


def replace_parts(session: Session, draft_id: int, files: Files, by: int, now: datetime) -> None:
    """Put other translations and media in the place of those a draft has.

    Whoever types over one of the former is told so: revisions go on counting.
    """
    here = draft_text.c.draft_id == draft_id
    known = dict(
        session.execute(select(draft_text.c.lang, draft_text.c.revision).where(here)).all()
    )
    session.execute(delete(draft_text).where(here))
    session.execute(delete(draft_media).where(draft_media.c.draft_id == draft_id))
    keep_parts(session, draft_id, files, by, now)
    for lang, revision in known.items():
        one = update(draft_text).where(here, draft_text.c.lang == lang)
        session.execute(one.values(revision=revision + 1))


def judgement(parsed: Parsed, journey_id: str) -> dict[str, Any]:
    """Return the columns of a draft that say what its files are worth."""
    counts = dict.fromkeys((ERROR, ADVICE, HINT), 0)
    for problem in parsed.problems:
        counts[problem.severity] += 1
    title = parsed.known.root.get("title") if parsed.known else None
    errors = counts[ERROR] + (names_another(parsed, journey_id) is not None)
    found: dict[str, Any] = {"warnings": counts[ADVICE], "hints": counts[HINT]}
    if isinstance(title, str) and title.strip():
        found["title"] = with_joints(title.strip())[:LONGEST_TITLE]
    return {"hash": parsed.hash, "errors": errors, **found}


def names_another(parsed: Parsed, journey_id: str) -> str | None:
    """Return what the text calls its journey where that is not the draft's own id."""
    found = parsed.known.root.get("id") if parsed.known else None
    return found if isinstance(found, str) and found != journey_id else None


def storable(text: str) -> str:
    """Return an author's text with plain line ends and without what no database can hold."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return plain.encode("utf-8", "replace").decode()


def _mark_of(files: Files) -> str:
    texts = {lang: _digest(text) for lang, text in files.texts.items()}
    parts = [_digest(files.text), texts, files.media.digests]
    return json.dumps(parts, sort_keys=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
