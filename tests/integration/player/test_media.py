"""Media files of journeys: right type, for ever, in ranges, and nothing else."""

import hashlib
from collections.abc import Callable

import pytest

from tests.people import Person
from tests.walks import Walk

PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script></svg>'
)
SOUND = bytes(range(256)) * 8
JOURNEY = """\
format: zukunftsreise/1
id: mit-medien
title: "Mit Medien"
languages: [de]
stages:
  - stage: anfang
    title: "Anfang"
    steps:
      - {story: bild, title: "Bild", text: "Ein Bild.", image: {file: bild.svg, alt: "Ein Punkt"}}
      - {media: ton, title: "Ton", audio: ton.mp3, minutes: 1, transcript: ton.md}
      - {end: da, title: "Da", text: "Schön."}
"""


@pytest.fixture(autouse=True)
def journey(load: Callable[..., str]) -> str:
    files = {"bild.svg": PICTURE, "ton.mp3": SOUND, "ton.md": b"Ein Ton."}
    return load(JOURNEY, files=files)


def address(data: bytes, name: str) -> str:
    return f"/medien/{hashlib.sha256(data).hexdigest()}/{name}"


def test_an_image_says_how_much_room_it_takes(alice: Person, journey: str) -> None:
    walk = Walk(alice, journey)
    assert 'alt="Ein Punkt" width="1200" height="1200">' in walk.see("bild")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [(PICTURE, "bild.svg", "image/svg+xml"), (SOUND, "ton.mp3", "audio/mpeg")],
)
def test_a_file_comes_whole_with_its_type(alice: Person, data: bytes, name: str, kind: str) -> None:
    response = alice.get(address(data, name))
    assert response.status_code == 200
    assert response.data == data
    assert response.mimetype == kind
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers


def test_a_text_says_once_in_what_it_is_written(alice: Person) -> None:
    response = alice.get(address(b"Ein Ton.", "ton.md"))
    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"


def test_a_drawing_can_run_nothing(alice: Person) -> None:
    policy = alice.get(address(PICTURE, "bild.svg")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_range_comes_as_a_part(alice: Person) -> None:
    response = alice.get(address(SOUND, "ton.mp3"), Range="bytes=10-19")
    assert response.status_code == 206
    assert response.data == SOUND[10:20]
    assert response.headers["Content-Range"] == f"bytes 10-19/{len(SOUND)}"


def test_a_range_beyond_the_end_is_refused(alice: Person) -> None:
    assert alice.get(address(SOUND, "ton.mp3"), Range="bytes=9999-").status_code == 416


def test_a_known_file_is_not_sent_again(alice: Person) -> None:
    first = alice.get(address(SOUND, "ton.mp3"))
    again = alice.get(address(SOUND, "ton.mp3"), If_None_Match=first.headers["ETag"])
    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize(
    "path",
    [
        f"/medien/{'0' * 64}/bild.svg",
        "/medien/kurz/bild.svg",
        f"/medien/{'Z' * 64}/bild.svg",
        "/medien/../instance/zukunftsreise.db",
        f"/medien/{'0' * 64}/",
    ],
)
def test_anything_else_is_a_404(alice: Person, path: str) -> None:
    assert alice.get(path).status_code == 404


@pytest.mark.parametrize("name", ["a%0Ab.svg", "a%0D%0ASet-Cookie:%20x=1", "a%00b"])
def test_a_name_that_no_header_can_hold_is_a_404(alice: Person, name: str) -> None:
    response = alice.get(address(PICTURE, name))
    assert response.status_code == 404
    assert "Set-Cookie" not in response.headers
