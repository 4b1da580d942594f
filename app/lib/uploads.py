"""Files that somebody sends: known by their bytes, made harmless, and given a plain name.

`accepted` is the whole surface. What cannot be made harmless is refused with a code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.lib import signatures, svg

if TYPE_CHECKING:
    from app.lib.images import Redrawn

Group = Literal["image", "drawing", "audio", "video", "captions", "words", "document"]
LARGEST: Mapping[Group, int] = {
    "image": 5 * 1024 * 1024,
    "drawing": 1024 * 1024,
    "audio": 25 * 1024 * 1024,
    "video": 25 * 1024 * 1024,
    "captions": 256 * 1024,
    "words": 256 * 1024,
    "document": 10 * 1024 * 1024,
}
"""So many bytes a file of each group may have."""
LONGEST_NAME = 60

_GROUPS: Mapping[str, tuple[Group, tuple[str, ...]]] = {
    "JPEG": ("image", ("jpg",)),
    "PNG": ("image", ("png",)),
    "WEBP": ("image", ("webp",)),
    "GIF": ("image", ("png",)),
    "AVIF": ("image", ("webp",)),
    "SVG": ("drawing", ("svg",)),
    "MP3": ("audio", ("mp3",)),
    "M4A": ("audio", ("m4a",)),
    "OGG": ("audio", ("ogg", "opus")),
    "WAV": ("audio", ("wav",)),
    "MP4": ("video", ("mp4",)),
    "WEBM": ("video", ("webm",)),
    "PDF": ("document", ("pdf",)),
    "VTT": ("captions", ("vtt",)),
    "TEXT": ("words", ("md", "txt")),
}
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o",
                          "œ": "oe", "ł": "l", "đ": "d"})  # fmt: skip
_LANGUAGE = re.compile(r"(.+)\.([a-z]{2,3}(?:-[a-z0-9]{2,8})?)", re.DOTALL)
_RESERVED = frozenset({"con", "prn", "aux", "nul"} | {f"{kind}{number}" for kind in ("com", "lpt")
                                                      for number in range(10)})  # fmt: skip


class Unfit(Exception):
    """A file that is not kept; ``code`` says why, ``values`` fill its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may be kept. ``notes`` are codes of what was changed in it."""

    name: str
    data: bytes
    group: Group
    notes: tuple[str, ...] = ()


def accepted(name: str, data: bytes) -> Accepted:
    """Return a sent file as it may be kept. Raise `Unfit`.

    The ending of the name follows what the bytes are. Only words, which have no signature, are
    believed to be what their name says.
    """
    stem, ending = safe_name(name)
    if not data:
        raise Unfit("file-empty")
    kind = signatures.kind_of(data)
    if kind is None or (kind == "TEXT" and ending not in _GROUPS["TEXT"][1]):
        raise Unfit("file-kind")
    group, endings = _GROUPS[kind]
    if len(data) > LARGEST[group]:
        raise Unfit("file-large", group=group)
    own = ending if ending in endings else endings[0]
    return _cleaned(kind, group, stem, own, ending, data)


def _cleaned(kind: str, group: Group, stem: str, own: str, ending: str, data: bytes) -> Accepted:
    notes: list[str] = []
    if kind == "SVG":
        drawing = _drawing(data)
        data = drawing.data
        notes += ["cleaned"] if drawing.left_out else []
    elif group == "image":
        picture = _picture(data, kind)
        data = picture.data
        notes += ["still"] if picture.was_moving else []
        notes += ["smaller"] if picture.was_larger else []
    elif kind in ("MP4", "M4A"):
        data = signatures.without_notes(data)
    elif kind == "PDF" and signatures.acts(data):
        raise Unfit("pdf-acts")
    elif kind in ("VTT", "TEXT"):
        data = (signatures.text_of(data) or "").encode()
    if own not in (ending, {"jpeg": "jpg"}.get(ending)):
        notes.append("ending")
    return Accepted(f"{stem}.{own}", data, group, tuple(notes))


def _drawing(data: bytes) -> svg.Cleaned:
    try:
        return svg.clean(data)
    except svg.NoDrawing as refused:
        raise Unfit(refused.code) from None


def _picture(data: bytes, kind: str) -> Redrawn:
    # Only who sends a picture needs the large library that reads pictures.
    from app.lib import images

    try:
        return images.redraw(data, kind)
    except images.NoPicture as refused:
        raise Unfit(refused.code) from None


def safe_name(name: str) -> tuple[str, str]:
    """Return the stem, in small plain letters, and the ending of a file's name. Raise `Unfit`.

    A name that leads elsewhere or hides what it says is refused, not mended. Words may keep the
    language before their ending: ``irrtum.en.md``.
    """
    if not name or len(name) > 255 or _leads_elsewhere(name):
        raise Unfit("name-bad")
    whole, _, ending = name.rpartition(".")
    ending = ending.lower()
    if not whole or not ending.isascii() or not ending.isalnum():
        raise Unfit("name-bad")
    lang = _LANGUAGE.fullmatch(whole) if ending in ("md", "txt", "vtt") else None
    stem = _slug(lang[1] if lang else whole)
    if not stem or stem in _RESERVED:
        raise Unfit("name-bad")
    return f"{stem}.{lang[2]}" if lang else stem, ending


def _leads_elsewhere(name: str) -> bool:
    plain = unicodedata.normalize("NFKC", name)
    return (
        any(sign in plain for sign in "/\\:\0")
        or ".." in plain
        or plain.startswith(".")
        or plain.endswith((".", " "))
        or any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") for sign in name)
    )


def _slug(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words).lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", plain)
    kept = "".join(sign if sign.isascii() and sign.isalnum() else "-"
                   for sign in plain if not unicodedata.combining(sign))  # fmt: skip
    return "-".join(part for part in kept.split("-") if part)[:LONGEST_NAME].strip("-")
