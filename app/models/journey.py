"""Versions of journeys, which never change once published, and their media files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, delete, exists, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import Pool

from app.content.media import Media
from app.engine import Journey
from app.engine.compiled import from_json, to_json
from app.lib.lru import Lru
from app.lib.tokens import is_plain
from app.models.base import Session, when_safe
from app.models.tables import media_file, version, version_media, withdrawal

if TYPE_CHECKING:
    from app.content.source import Parsed

JOURNEYS_KEPT = 2000
PUBLISHERS_AT_ONCE = 50
MOST_TRIED = 10
"""A run that does not fit the newest version is held against so many before it."""
MEDIA_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".md": "text/markdown; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webp": "image/webp",
}

_journeys: Lru[str, Journey] = Lru(JOURNEYS_KEPT)
"""Compiled journeys of this process by content hash, so that a journey is read only once."""

_listed: WeakKeyDictionary[Pool, tuple[tuple[Any, ...], list[Journey]]] = WeakKeyDictionary()
"""The catalogue of a database as it was when these were its newest version and withdrawals."""

_IDENTITY = (version.c.id, version.c.journey_id, version.c.number, version.c.hash)
_NEWEST = (
    select(*_IDENTITY)
    .where(version.c.journey_id == bindparam("journey"))
    .order_by(version.c.number.desc())
    .limit(1)
)
_offered = ~exists().where(withdrawal.c.version_id == version.c.id)
_NEWEST_OFFERED = _NEWEST.where(_offered)
_last = select(func.max(version.c.id)).where(_offered).group_by(version.c.journey_id)
_LISTED = select(*_IDENTITY).where(version.c.id.in_(_last)).order_by(version.c.journey_id)
_LATEST = select(
    select(func.max(version.c.id)).scalar_subquery(),
    select(func.count(withdrawal.c.version_id)).scalar_subquery(),
    select(func.max(withdrawal.c.at)).scalar_subquery(),
)
_NEWER = (
    select(*_IDENTITY, version.c.note)
    .where(
        version.c.journey_id == bindparam("journey"), version.c.id > bindparam("after"), _offered
    )
    .order_by(version.c.id.desc())
    .limit(MOST_TRIED)
)
_NEWER_UPTO = _NEWER.where(version.c.id <= bindparam("upto"))
_WITHDRAW = insert(withdrawal)
_OFFER_AGAIN = delete(withdrawal).where(withdrawal.c.version_id == bindparam("version"))
_COMPILED = select(version.c.compiled).where(version.c.id == bindparam("version"))
_SOURCES = select(version.c.source, version.c.compiled).where(version.c.id == bindparam("version"))
_HASH = select(version.c.hash).where(version.c.id == bindparam("version"))
_MEDIA = select(media_file).where(media_file.c.sha256 == bindparam("sha256"))


@dataclass(frozen=True, slots=True)
class Version:
    """One published form of a journey; `number` counts from 1, `hash` is that of its files."""

    id: int
    journey_id: str
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Newer:
    """A version that came after another one; `note` says what is new in it."""

    id: int
    number: int
    hash: str
    note: str


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file of a journey; `type` is its media type."""

    sha256: str
    type: str
    data: bytes


class Overtaken(Exception):
    """Somebody else has published `latest` since the journey was checked."""

    def __init__(self, latest: Version | None) -> None:
        super().__init__(latest)
        self.latest = latest


def publish(
    session: Session,
    parsed: "Parsed",
    now: datetime,
    note: str = "",
    *,
    against: int | None = None,
) -> tuple[Version, bool]:
    """Make the next version of a sound journey; return it, and whether it is new.

    Nothing is written where the latest version has the same content. `against` is the id of the
    version that the journey was checked against, 0 where there was none; raise `Overtaken` where
    somebody has published another one since. Raise `ValueError` for a journey with errors.
    """
    journey = parsed.journey
    if journey is None:
        raise ValueError("a journey with errors cannot be published")
    keep_media(session, parsed.given.files)
    for _ in range(PUBLISHERS_AT_ONCE):
        last = newest_version(session, journey.id)
        if last and last.hash == parsed.hash:
            return last, False
        if against is not None and against != (last.id if last else 0):
            raise Overtaken(last)
        number = last.number + 1 if last else 1
        try:
            with session.begin_nested():
                return _insert(session, parsed, journey, number, note, now), True
        except IntegrityError:
            # Somebody else has just published this number; look again at what is newest.
            continue
    raise RuntimeError("too many publish this journey at once")


def newest(session: Session, journey_id: str) -> tuple[int, Journey] | None:
    """Return the id of the newest version that is offered of a journey, and the journey."""
    if not is_plain(journey_id):
        return None
    row = session.execute(_NEWEST_OFFERED, {"journey": journey_id}).one_or_none()
    return (row.id, compiled_by_hash(session, row.id, row.hash)) if row else None


def newest_version(session: Session, journey_id: str) -> Version | None:
    """Return what was published last, withdrawn or not: the next version is checked against it."""
    if not is_plain(journey_id):
        return None
    row = session.execute(_NEWEST, {"journey": journey_id}).one_or_none()
    return Version(*row) if row else None


def newer(
    session: Session, journey_id: str, version_id: int, upto: int | None = None
) -> list[Newer]:
    """Return the versions offered that came after one, the newest first, a few at most.

    Those behind `upto` are left out.
    """
    wanted = {"journey": journey_id, "after": version_id, "upto": upto}
    rows = session.execute(_NEWER if upto is None else _NEWER_UPTO, wanted).all()
    return [Newer(row.id, row.number, row.hash, row.note) for row in rows]


def withdraw(session: Session, version_id: int, now: datetime, by: int | None = None) -> None:
    """Offer a version no more: no run begins on it or moves to it; those on it may finish.

    ``by`` is the member of staff who does it. A version withdrawn already stays as it is.
    """
    taken = session.execute(select(withdrawal.c.at).where(withdrawal.c.version_id == version_id))
    if taken.one_or_none() is None:
        session.execute(_WITHDRAW, {"version_id": version_id, "at": now, "by": by})


def offer_again(session: Session, version_id: int) -> None:
    """Take a withdrawal back."""
    session.execute(_OFFER_AGAIN, {"version": version_id})


def version_of(session: Session, journey_id: str, number: int | None = None) -> int | None:
    """Return the id of a version by its number, of the latest without one; None for unknown."""
    if number is None:
        last = newest_version(session, journey_id)
        return last.id if last else None
    found: int | None = session.execute(
        select(version.c.id).where(version.c.journey_id == journey_id, version.c.number == number)
    ).scalar_one_or_none()
    return found


def sources(session: Session, version_id: int) -> dict[str, bytes]:
    """Return the author's own files of a version by their paths: every comment, all media."""
    row = session.execute(_SOURCES, {"version": version_id}).one()
    files = {name: text.encode() for name, text in json.loads(row.source).items()}
    for name, digest in json.loads(row.compiled)["files"].items():
        found = media(session, digest)
        assert found is not None, "media of a version are never deleted"
        files[f"media/{name}"] = found.data
    return files


def newest_ones(session: Session) -> list[Journey]:
    """Return the newest version offered of each journey, in the order of their ids."""
    latest = tuple(session.execute(_LATEST).one())
    pool = session.engine.pool
    known = _listed.get(pool)
    if known and known[0] == latest:
        return known[1]
    rows = session.execute(_LISTED).all()
    journeys = [compiled_by_hash(session, row.id, row.hash) for row in rows]
    when_safe(session, lambda: _listed.update({pool: (latest, journeys)}))
    return journeys


def compiled(session: Session, version_id: int) -> Journey:
    """Return the journey of a version."""
    found = session.execute(_HASH, {"version": version_id}).scalar_one()
    return compiled_by_hash(session, version_id, found)


def compiled_by_hash(session: Session, version_id: int, content_hash: str) -> Journey:
    """Return the journey of a version whose hash is known: without a query, if met before."""
    known = _journeys.get(content_hash)
    if known is None:
        text = session.execute(_COMPILED, {"version": version_id}).scalar_one()
        known = from_json(json.loads(text))
        _journeys.put(content_hash, known)
    return known


def media(session: Session, sha256: str) -> MediaFile | None:
    """Return a media file by the SHA-256 of its bytes, in hexadecimal digits."""
    if not is_plain(sha256):
        return None
    row = session.execute(_MEDIA, {"sha256": sha256}).one_or_none()
    return MediaFile(row.sha256, row.type, row.data) if row else None


def _insert(
    session: Session, parsed: "Parsed", journey: Journey, number: int, note: str, now: datetime
) -> Version:
    created = session.execute(
        insert(version)
        .values(
            journey_id=journey.id,
            number=number,
            hash=parsed.hash,
            source=_json(_sources(parsed)),
            compiled=_json(to_json(journey)),
            note=note,
            created_at=now,
        )
        .returning(version.c.id)
    ).scalar_one()
    for digest in sorted(set(Media.of(parsed.given.files).digests.values())):
        row = {"version_id": created, "sha256": digest}
        session.execute(insert(version_media).values(row))
    return Version(created, journey.id, number, parsed.hash)


def keep_media(session: Session, files: Mapping[str, bytes]) -> None:
    """Store files under the hash of their bytes, unless they are there; media elsewhere are."""
    at_hand = getattr(files, "at_hand", files)
    rows = {
        sha256(data).hexdigest(): {"type": media_type(name), "data": data}
        for name, data in at_hand.items()
    }
    is_sqlite = session.dialect.name == "sqlite"
    create: Any = sqlite.insert if is_sqlite else postgresql.insert
    for digest, row in sorted(rows.items()):
        statement = create(media_file).values(sha256=digest, **row).on_conflict_do_nothing()
        session.execute(statement)


def media_type(name: str) -> str:
    """Return the media type of a file by the end of its name."""
    return MEDIA_TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")


def _sources(parsed: "Parsed") -> dict[str, str]:
    """Return the author's own words by file name, so that a version can be compiled anew."""
    texts = {f"texts.{lang}.yaml": raw for lang, raw in parsed.given.texts.items()}
    return {"journey.yaml": _text(parsed.given.text)} | {
        name: _text(raw) for name, raw in texts.items()
    }


def _text(raw: str | bytes) -> str:
    return raw if isinstance(raw, str) else raw.decode("utf-8-sig", "replace")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
