"""What a file really is, told by its bytes and never by its name."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from struct import Struct

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "SVG", "MP3", "M4A", "OGG", "WAV", "MP4", "WEBM",
         "PDF", "VTT", "TEXT")  # fmt: skip
LARGEST_UNPACKED = 32 * 1024 * 1024
MOST_STREAMS = 5_000

_BOX = Struct(">I4s")
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P "})
_FILM_BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1",
                          b"dash", b"M4V ", b"MSNV", b"qt  "})  # fmt: skip
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE\s+svg|(?:\w+:)?svg[\s>])", re.I)
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTING = re.compile(
    rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|EmbeddedFiles?|RichMedia|XFA|GoToR|GoToE"
    rb"|Movie|Rendition|Encrypt)(?![\w-])"
)
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_LOW_BITRATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = (44100, 48000, 32000)


def kind_of(data: bytes) -> str | None:
    """Return which of `KINDS` the bytes are, None for everything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"%PDF-"):
        return "PDF"
    return _boxed(data) or _sounding(data) or _written(data)


def _boxed(data: bytes) -> str | None:
    """Tell kinds whose bytes stand in boxes with a size: RIFF, MP4 and WebM."""
    if data[:4] == b"RIFF" and len(data) >= 12:
        fits = int.from_bytes(data[4:8], "little") + 8 in (len(data), len(data) - 1)
        return {b"WEBP": "WEBP", b"WAVE": "WAV"}.get(data[8:12]) if fits else None
    if data[4:8] == b"ftyp":
        return _of_brand(data[8:12]) if _boxes(data) is not None else None
    if data.startswith(b"\x1aE\xdf\xa3") and b"webm" in data[:64]:
        return "WEBM"
    return None


def _of_brand(brand: bytes) -> str | None:
    if brand in (b"avif", b"avis"):
        return "AVIF"
    if brand in _SOUND_BRANDS:
        return "M4A"
    return "MP4" if brand in _FILM_BRANDS else None


def _boxes(
    data: bytes, start: int = 0, end: int | None = None
) -> list[tuple[bytes, int, int]] | None:
    """Return kind, start and end of each box in a row; None where they do not fill it exactly."""
    found: list[tuple[bytes, int, int]] = []
    at, end = start, len(data) if end is None else end
    while at < end:
        if at + 8 > end or len(found) > 10_000:
            return None
        size, kind = _BOX.unpack_from(data, at)
        if size == 1 and at + 16 <= end:
            size = int.from_bytes(data[at + 8 : at + 16])
        size = size or end - at
        if size < 8 or at + size > end:
            return None
        found.append((kind, at, at + size))
        at += size
    return found


def without_notes(data: bytes) -> bytes:
    """Return sound or film of MP4 without what a phone notes in it: places, owners, devices.

    The notes are overwritten where they stand, so that nothing else moves.
    """
    kept = bytearray(data)
    for kind, start, end in _boxes(data) or ():
        inner = _boxes(data, start + 8, end) if kind == b"moov" else None
        boxes = [*(inner or ()), (kind, start, end)]
        for name, first, last in boxes:
            if name in (b"udta", b"meta", b"uuid"):
                kept[first + 4 : first + 8] = b"free"
                kept[first + 8 : last] = bytes(last - first - 8)
    return bytes(kept)


def _sounding(data: bytes) -> str | None:
    if data.startswith(b"OggS") and (b"OpusHead" in data[:80] or b"\x01vorbis" in data[:80]):
        return "OGG"
    at = 0
    if data.startswith(b"ID3") and len(data) > 10 and max(data[6:10]) < 0x80:
        at = 10 + sum(byte << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    return "MP3" if _has_frames(data, at) else None


def _has_frames(data: bytes, at: int) -> bool:
    """Whether three frames of MPEG sound follow one another from here, or all that are left."""
    for number in range(3):
        length = _frame_length(data[at : at + 4])
        if not length:
            return number > 0 and at == len(data)
        at += length
    return at <= len(data)


def _frame_length(head: bytes) -> int:
    """Return the bytes of a frame of MPEG layer III with this head, 0 where it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, speed = head[1] >> 3 & 3, head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or rate == 3 or speed in (0, 15):
        return 0
    is_first = version == 3
    bits = (_BITRATES if is_first else _LOW_BITRATES)[speed] * 1000
    hertz = _RATES[rate] >> (0 if is_first else 1 if version == 2 else 2)
    return (144 if is_first else 72) * bits // hertz + (head[2] >> 1 & 1)


def _written(data: bytes) -> str | None:
    """Tell kinds of words; a file with signs that no text has is none of them."""
    if _XML.match(data[:4096]):
        return "SVG"
    words = text_of(data)
    if words is None:
        return None
    return "VTT" if re.match(r"WEBVTT(?=[ \t\n]|$)", words) else "TEXT"


def text_of(data: bytes) -> str | None:
    """Return words with plain line ends and without a mark at their start; None for no words."""
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if _NO_TEXT.search(words) else words.replace("\r\n", "\n").replace("\r", "\n")


def acts(data: bytes) -> bool:
    """Whether a PDF could do more than be read: run, send, open, or hide something behind its end.

    One that is locked counts as well, because nobody could tell. What stands in it packed is
    looked into, up to a bound.
    """
    if data[data.rfind(b"%%EOF") + 5 :].strip(b"\r\n\t \0") or b"%%EOF" not in data[-2048:]:
        return True
    plain = _STREAM.sub(b" ", data)
    return any(_ACTING.search(_ESCAPED.sub(_sign, part)) for part in (plain, *_unpacked(data)))


def _sign(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Give what packed objects say; pictures and pages are no objects and hold no acts."""
    left = LARGEST_UNPACKED
    for number, match in enumerate(_STREAM.finditer(data)):
        if number > MOST_STREAMS or left <= 0:
            yield b"/Encrypt "  # Too much to look through: treated as if it were locked.
            return
        head = data[max(0, match.start() - 400) : match.start()]
        if b"/ObjStm" not in _ESCAPED.sub(_sign, head[head.rfind(b" obj") + 1 :]):
            continue
        try:
            unpacked = zlib.decompressobj().decompress(match[1], left)
        except zlib.error:
            unpacked = b""
        left -= len(unpacked)
        yield unpacked
