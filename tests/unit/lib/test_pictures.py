"""The size of a picture stands in its first bytes; what does not tell it has none."""

import struct

import pytest

from app.lib.pictures import size

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 640, 360) + b"\x08\x02"
APP = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF".ljust(14, b"\0")
JPEG = b"\xff\xd8" + APP + b"\xff\xc2" + struct.pack(">HBHH", 17, 8, 480, 800) + b"\x03"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (
            b'<?xml version="1.0"?>\n<svg viewBox="0 0 9 9" width="640" height="360.4px">',
            (640, 360),
        ),
        (b'<svg xmlns="x"\n viewBox="0 0 24 12">', (1200, 600)),
        (b'<svg stroke-width="3" viewBox="-1 -1 4,4" height="5">', (1200, 1200)),
        (PNG, (640, 360)),
        (b"GIF89a" + struct.pack("<HH", 20, 10), (20, 10)),
        (JPEG, (800, 480)),
    ],
)
def test_it_reads_width_and_height(data: bytes, found: tuple[int, int]) -> None:
    assert size(data) == found


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        b"<svg>",
        b'<svg width="100%" height="100%">',
        b'<svg viewBox="0 0 0 0">',
        b'<svg viewBox="0 0 . .">',
        b'<svg width="0" height="0">',
        PNG[:18],
        JPEG[:12],
        b"\xff\xd8\0\0\0\0\0\0",
        b"\xff\xd8" + b"\xff\xda\0\0" * 3,
        b"RIFF\0\0\0\0WEBPVP8 ",
    ],
)
def test_what_does_not_tell_has_no_size(data: bytes) -> None:
    assert size(data) is None


@pytest.mark.parametrize("data", [PNG, JPEG, b'<svg width="640" height="360">'])
def test_no_broken_picture_stops_a_page(data: bytes) -> None:
    for end in range(len(data)):
        size(data[:end])
        size(data[:end] + b"\xff" + data[end + 1 :])
