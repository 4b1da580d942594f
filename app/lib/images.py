"""Pictures from strangers, drawn anew: only their pixels survive, in the right place and size.

So nothing is left of what a camera notes (places, times, owners), and nothing of what hides
behind the pixels. One picture at a time, because each takes up to 200 MB while it is read: a test
measures the most that each kind takes.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

from PIL import Image, ImageCms, ImageOps

MOST_PIXELS: Mapping[str, int] = {
    "JPEG": 25_000_000,
    "PNG": 12_600_000,
    "GIF": 12_600_000,
    "WEBP": 8_300_000,
    "AVIF": 6_000_000,
}
"""What a reader holds of a pixel differs: up to 22 bytes for WEBP and 24 for AVIF."""
MOST_PIXELS_IN_PRINT = 12_600_000
"""A JPEG in the four colours of print is read with a third more than others."""
LONGEST_SIDE = 2000
ENDINGS: Mapping[str, str] = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
"""How a picture is written, and the ending of its name."""

_WRITTEN = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GIF": "PNG", "AVIF": "WEBP"}
_OPTIONS: Mapping[str, dict[str, Any]] = {
    "JPEG": {"quality": 82, "progressive": True, "optimize": True},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 82, "method": 2},
}
_turn = Lock()


class NoPicture(Exception):
    """The bytes are no picture that could be read within the bounds; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A picture as it was written anew; ``ending`` belongs to its name."""

    data: bytes
    ending: str
    was_moving: bool
    was_larger: bool


def redraw(data: bytes, kind: str) -> Redrawn:
    """Return the picture alone; ``kind`` is one of JPEG, PNG, WEBP, GIF, AVIF. Raise `NoPicture`.

    Of a moving picture only the first frame is kept.
    """
    with _turn:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return _redrawn(data, kind)
        except Image.DecompressionBombError:
            raise NoPicture("image-pixels") from None
        except (OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError, TypeError):
            # What Pillow raises for broken files of all kinds.
            raise NoPicture("image-broken") from None


def _redrawn(data: bytes, kind: str) -> Redrawn:
    picture, was_moving, was_larger = _read(data, kind)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    picture = ImageOps.exif_transpose(picture)
    picture = _in_screen_colours(_without_gaps(picture))
    written = _WRITTEN[kind]
    out = BytesIO()
    picture.info.clear()
    picture.save(out, written, **_OPTIONS[written])
    return Redrawn(out.getvalue(), ENDINGS[written], was_moving, was_larger)


def _read(data: bytes, kind: str) -> tuple[Image.Image, bool, bool]:
    """Return the pixels, and whether the picture moved and was larger than pages need.

    Nothing else of what the reader held is left then.
    """
    with Image.open(BytesIO(data), formats=[kind]) as found:
        longest = max(found.size)
        in_print = found.mode == "CMYK"
        if found.width * found.height > (MOST_PIXELS_IN_PRINT if in_print else MOST_PIXELS[kind]):
            raise NoPicture("image-pixels")
        was_moving = bool(getattr(found, "is_animated", False))
        if kind == "JPEG" and longest > LONGEST_SIDE:
            # The reader then never holds more than twice the pixels that are wanted.
            wanted = [max(1, side * LONGEST_SIDE // longest) for side in found.size]
            found.draft("RGB", (wanted[0], wanted[1]))
        return _in_plain_colours(found), was_moving, longest > LONGEST_SIDE


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """Return the pixels in a way that every format can write and every browser shows."""
    if picture.mode in ("RGB", "RGBA", "L"):
        picture.load()
        return picture
    if picture.mode.startswith(("I", "F")):
        return picture.point(lambda value: value / 256).convert("L")
    has_gaps = picture.mode in ("LA", "PA", "La", "RGBa") or "transparency" in picture.info
    return picture.convert("RGBA" if has_gaps else "RGB")


def _without_gaps(picture: Image.Image) -> Image.Image:
    """Return a picture without transparency that it does not use."""
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        return picture.convert("RGB")
    return picture


def _in_screen_colours(picture: Image.Image) -> Image.Image:
    """Translate the colours of cameras and phones into those that a file without a note has."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA"):
        return picture
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        found = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return found or picture
