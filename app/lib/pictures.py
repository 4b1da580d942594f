"""How large a picture is, read from its first bytes: drawings, PNG, GIF and JPEG."""

import re
import struct

SVG = re.compile(rb"<svg\b[^>]*>")
NUMBER = rb'"\s*([\d.]+)(?:px)?\s*"'
WIDTH = re.compile(rb"\swidth=" + NUMBER)
HEIGHT = re.compile(rb"\sheight=" + NUMBER)
VIEW_BOX = re.compile(rb'\sviewBox="\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*"')
FULL_WIDTH = 1200
"""Width in pixels of a drawing that only has proportions: it fills any column."""

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG whose segment tells the size."""


def size(data: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels, None where the bytes do not tell."""
    try:
        width, height = _read(data)
    except (struct.error, ValueError):
        return None
    return (width, height) if width and height else None


def _read(data: bytes) -> tuple[int, int]:
    if data.startswith(PNG):
        return _pair(struct.unpack_from(">II", data, 16))
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _pair(struct.unpack_from("<HH", data, 6))
    if data.startswith(JPEG):
        return _of_jpeg(data)
    return _of_drawing(data)


def _of_jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while True:
        sign, marker, length = struct.unpack_from(">BBH", data, at)
        if sign != 0xFF:
            raise ValueError("no JPEG")
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + length


def _of_drawing(data: bytes) -> tuple[int, int]:
    found = SVG.search(data)
    if not found:
        raise ValueError("no drawing")
    width, height = WIDTH.search(found[0]), HEIGHT.search(found[0])
    if width and height:
        return round(float(width[1])), round(float(height[1]))
    box = VIEW_BOX.search(found[0])
    if not box or not float(box[1]):
        raise ValueError("no size")
    return FULL_WIDTH, round(FULL_WIDTH * float(box[2]) / float(box[1]))


def _pair(numbers: tuple[int, ...]) -> tuple[int, int]:
    return numbers[0], numbers[1]
