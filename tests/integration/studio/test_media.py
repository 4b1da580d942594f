"""Media in the studio: sent, described, placed, replaced, removed, and out of strangers' reach."""

import re
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from app.lib import clock
from app.lib.uploads import LARGEST
from app.models.draft_parts import bytes_of, media_of
from app.models.journey import publish
from app.models.review import share
from tests.browser.hostile import CORPUS
from tests.integration.conftest import SMALL_JOURNEY
from tests.unit.lib import samples

AT = "/studio/kleine-reise/medien"
FILM = SMALL_JOURNEY.replace(
    "- {reflection: gedanke",
    '- {media: kurzfilm, title: "Ein Film", video: alt.mp4, minutes: 1}\n      '
    "- {reflection: gedanke",
)


def send(person, name, data, status=303, /, path=AT, **fields):
    body = {"csrf_token": person.token(), "file": (BytesIO(data), name), **fields}
    response = person.client.post(path, data=body, content_type="multipart/form-data")
    assert response.status_code == status, response.get_data(as_text=True)[-2000:]
    return response


def names(person):
    with person.app.extensions["database"].read() as session:
        return [file.name for file in media_of(session, person.draft())]


def stored(person, name):
    with person.app.extensions["database"].read() as session:
        return bytes_of(session, person.draft(), name).data


def test_a_picture_is_kept_without_its_notes_and_asked_about_at_once(ada, slug):
    response = send(ada, "Mein Foto.JPG", samples.photo_with_a_place())
    assert response.headers["Location"] == f"{AT}/mein-foto.jpg/angaben"
    assert names(ada) == ["mein-foto.jpg"]
    assert b"Beispiel" not in stored(ada, "mein-foto.jpg")
    page = ada.see(f"{AT}/mein-foto.jpg/angaben")
    assert "Was zeigt das Bild?" in page and "Nur Schmuck" in page
    assert '<form method="get"' not in page, "what somebody writes is in no address"
    assert 'image: {file: mein-foto.jpg, alt: ""}' in page


def test_what_was_changed_is_told(ada, slug):
    where = send(ada, "tanz.gif", samples.moving()).headers["Location"]
    assert "Wir haben das erste Bild behalten" in ada.see(where)
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script/><path d=""/></svg>'
    where = send(ada, "x.png", svg).headers["Location"]
    page = ada.see(where)
    assert "Aus der Zeichnung haben wir entfernt" in page and "Wir haben sie angepasst" in page
    assert "script" not in stored(ada, "x.svg").decode()
    assert "<b>" not in ada.see(f"{AT}/x.svg/angaben?notes=<b>,still")


def test_a_described_picture_is_written_into_its_step(ada, slug):
    send(ada, "tor.png", samples.picture("PNG"))
    response = ada.send(f"{AT}/tor.png/einbau", step="weg", alt='Ein "Tor"')
    assert response.headers["Location"] == f"{AT}?placed=weg"
    assert "        image: {file: tor.png, alt: 'Ein \"Tor\"'}\n" in ada.draft().text
    page = ada.see(f"{AT}?placed=weg")
    assert "Eingebaut bei der Station weg" in page
    assert "Eingebaut" not in ada.see(f"{AT}?placed=Falsches")
    assert re.search(r'zeile=\d+#zeile-\d+">weg, Zeile', page)
    assert "Nicht benutzt" not in page


def test_a_picture_for_decoration_says_so(ada, slug):
    send(ada, "tor.png", samples.picture("PNG"))
    ada.send(f"{AT}/tor.png/einbau", step="am-bach", decorative="yes")
    assert "image: {file: tor.png, decorative: yes}}" in ada.draft().text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"step": "weg"}, "Schreiben Sie, was das Bild zeigt"),
        ({"step": "weg", "alt": "x" * 301}, "zu lang"),
        ({"step": "nirgends", "alt": "Tor"}, "Diese Station gibt es nicht mehr"),
    ],
)
def test_a_picture_is_not_placed_without_words_or_step(ada, slug, fields, words):
    send(ada, "tor.png", samples.picture("PNG"))
    page = ada.send(f"{AT}/tor.png/einbau", 422, **fields).get_data(as_text=True)
    assert words in page and "<title>Fehler:" in page
    assert ada.draft().text == SMALL_JOURNEY


def test_a_broken_text_is_left_alone(ada, slug):
    send(ada, "tor.png", samples.picture("PNG"))
    ada.send("/studio/kleine-reise", text="a: [", seen_text=1)
    assert "lässt sich gerade nicht sagen" in ada.see(AT)
    page = ada.send(f"{AT}/tor.png/einbau", 422, step="weg", alt="Tor").get_data(as_text=True)
    assert "lässt sich gerade nicht lesen" in page


def test_an_unused_file_is_shown(ada, slug):
    send(ada, "tor.png", samples.picture("PNG"))
    assert "Nicht benutzt" in ada.see(AT)


def test_a_second_file_of_a_name_gets_another_one(ada, slug):
    send(ada, "tor.png", samples.picture("PNG"))
    send(ada, "tor.png", samples.picture("PNG", (9, 9)))
    assert names(ada) == ["tor-2.png", "tor.png"]


def test_a_file_is_replaced_by_one_of_its_kind(ada, slug):
    send(ada, "tor.png", samples.picture("PNG"))
    send(ada, "anders.png", samples.picture("PNG", (9, 9)), name="tor.png", about="tor.png")
    assert names(ada) == ["tor.png"]
    assert Image.open(BytesIO(stored(ada, "tor.png"))).size == (9, 9)
    page = send(ada, "x.jpg", samples.picture("JPEG"), 422, name="tor.png").get_data(as_text=True)
    assert "Endung .png" in page
    for name in ("../tor.png", "Tor.png", "a/b.png"):
        send(ada, "x.png", samples.picture("PNG"), 422, name=name)


def test_a_file_is_removed_after_saying_where_it_is_used(ada, slug):
    send(ada, "tor.png", samples.picture("PNG"))
    ada.send(f"{AT}/tor.png/einbau", step="weg", alt="Tor")
    page = ada.see(f"{AT}/tor.png/loeschen")
    assert "Diese Datei steht noch bei:" in page and "weg, Zeile" in page
    ada.send(f"{AT}/tor.png/loeschen")
    assert names(ada) == []
    assert ada.get(f"{AT}/tor.png").status_code == 404
    assert ada.draft().errors == 1


def test_sound_asks_for_its_transcript_and_comes_with_it(ada):
    ada.writes(FILM)
    where = send(ada, "ton.mp4", samples.mp4()).headers["Location"]
    page = ada.see(where)
    assert "Hier fehlt noch die Abschrift" in page and "ton.de.md" in page
    response = ada.send(
        f"{AT}/ton.de.md/text", words="Anna: Hallo.\r\n\r\nEine Tür.", about="ton.mp4"
    )
    assert response.headers["Location"] == where
    assert stored(ada, "ton.de.md") == "Anna: Hallo.\n\nEine Tür.\n".encode()
    send(ada, "irgendwas.vtt", b"WEBVTT\n", name="ton.de.vtt", about="ton.mp4")
    page = ada.see(where)
    assert "Hier fehlt" not in page
    assert "video: ton.mp4\ntranscript: ton.de.md\ncaptions: ton.de.vtt" in page
    ada.send(f"{AT}/ton.mp4/einbau", step="kurzfilm")
    text = ada.draft().text
    beside = "transcript: ton.de.md, captions: ton.de.vtt"
    assert f"video: ton.mp4, {beside}, minutes: 1" in text


def test_sound_only_goes_where_sound_can_be(ada, slug):
    send(ada, "ton.mp3", samples.mp3())
    page = ada.see(f"{AT}/ton.mp3/angaben")
    assert "<select" not in page
    assert '- media: ton\n  title: "Titel der Station"\n  audio: ton.mp3\n  minutes: 2\n' in page


def test_a_transcript_is_never_overwritten_unseen(ada, slug):
    ada.send(f"{AT}/a.md/text", words="Eins")
    page = ada.send(f"{AT}/a.md/text", 409, words="Zwei").get_data(as_text=True)
    assert "\nZwei</textarea>" in page and "\nEins\n</textarea>" in page
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    ada.send(f"{AT}/a.md/text", words="Zwei", seen=seen)
    assert stored(ada, "a.md") == b"Zwei\n"
    for name in ("a.html", "b.png", "A.md", "a.b.md", ".md"):
        ada.send(f"{AT}/{name}/text", 404, words="x")
        assert ada.get(f"{AT}/{name}/text").status_code == 404
    ada.send(f"{AT}/a.md/text", 413, words="x" * LARGEST["words"])


def test_a_document_shows_how_to_link_it(ada, slug):
    where = send(ada, "Karte.pdf", samples.pdf()).headers["Location"]
    assert "](media:karte.pdf)" in ada.see(where)


REFUSED = {
    "a page": ("x.html", b"<!doctype html><script>alert(1)</script>"),
    "a page named picture": ("x.png", b"<!doctype html><script>alert(1)</script>"),
    "a bomb": ("x.png", samples.bomb()),
    "entities": ("x.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>'),
    "a script in a PDF": ("x.pdf", samples.pdf(b"<< /JS (x) >>")),
    "a hidden name": (".htaccess", samples.picture("PNG")),
    "a turned name": ("\u202egpj.exe", samples.picture("PNG")),
    "too large": ("x.png", samples.picture("PNG") + bytes(LARGEST["image"])),
    "empty": ("x.png", b""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_kept_is_refused_with_a_sentence(ada, slug, case):
    name, data = REFUSED[case]
    page = send(ada, name, data, 422).get_data(as_text=True)
    assert 'id="file-error"' in page and 'href="#file"' in page and "<title>Fehler:" in page
    assert names(ada) == []


def test_a_file_far_too_large_is_not_even_read(ada, slug):
    page = send(ada, "x.mp4", bytes(26 * 1024 * 1024), 413).get_data(as_text=True)
    assert "kleinere Datei" in page
    send(ada, "x.mp4", bytes(300_000), 413, path="/studio/kleine-reise/archiv")


def test_somebody_who_is_not_signed_in_cannot_send_much(alice, slug):
    send(alice, "x.mp4", bytes(300_000), 413)
    send(alice, "x.png", samples.picture("PNG"), 401)
    assert alice.get(AT).headers["Location"].startswith("/anmelden")


def test_a_form_without_a_file_says_so(ada, slug):
    assert "Wählen Sie eine Datei aus" in ada.send(AT, 422).get_data(as_text=True)


def test_a_path_in_a_name_never_leaves_the_journey(ada, slug):
    for name in ("../../etc/passwd.png", "..\\..\\x.png", "/etc/x.png", "C:\\x.png"):
        send(ada, name, samples.picture("PNG"), 422)
    for name in ("..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "a%00.png", "%ff.png"):
        assert ada.get(f"{AT}/{name}").status_code in (400, 404), name


def test_a_draft_has_room_for_so_much(ada, slug, monkeypatch):
    monkeypatch.setattr("app.studio.media.MOST_FILES", 1)
    send(ada, "a.png", samples.picture("PNG"))
    assert "sehr viele Dateien" in send(ada, "b.png", samples.picture("PNG"), 422).text
    send(ada, "c.png", samples.picture("PNG", (5, 5)), name="a.png")
    ada.send(f"{AT}/neu.md/text", 413, words="Eins")
    assert names(ada) == ["a.png"]


def test_a_file_stands_alone_when_its_author_opens_it(ada, slug):
    send(ada, "x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><path d=""/></svg>')
    response = ada.get(f"{AT}/x.svg")
    assert response.mimetype == "image/svg+xml"
    policies = response.headers.getlist("Content-Security-Policy")
    assert "sandbox" in policies and any("default-src 'none'" in each for each in policies)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    send(ada, "x.md", "Über uns".encode())
    assert ada.get(f"{AT}/x.md").headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    send(ada, "x.pdf", samples.pdf())
    assert ada.get(f"{AT}/x.pdf").headers["Content-Disposition"].startswith("attachment")


def test_files_of_drafts_are_not_public(ada, ben, alice, slug):
    send(ada, "tor.png", samples.picture("PNG"))
    address = f"/medien/{sha256(stored(ada, 'tor.png')).hexdigest()}/tor.png"
    unknown = alice.get(f"/medien/{'0' * 64}/tor.png")
    for person in (ben, alice):
        assert person.get(address).status_code == 404
        assert person.get(address).data == unknown.data
    seen = ada.get(address)
    assert seen.status_code == 200 and seen.headers["Cache-Control"] == "no-store"
    with ada.app.extensions["database"].write() as session:
        share(session, ada.draft(), by=ada.user, now=clock.now())
    assert alice.get(address).status_code == 200


def test_published_files_are_for_everybody(ada, alice, slug):
    send(ada, "tor.png", samples.picture("PNG"))
    ada.send(f"{AT}/tor.png/einbau", step="weg", alt="Tor")
    with ada.app.extensions["database"].write() as session:
        publish(session, ada.draft().parsed(session), clock.now())
    address = f"/medien/{sha256(stored(ada, 'tor.png')).hexdigest()}/tor.png"
    ada.send(f"{AT}/tor.png/loeschen")
    response = alice.get(address)
    assert response.status_code == 200 and "immutable" in response.headers["Cache-Control"]


def test_no_alternative_text_becomes_markup_or_another_key(ada, slug):
    send(ada, "tor.png", samples.picture("PNG"))
    for words in CORPUS[::5]:
        alt = " ".join("".join(sign for sign in words if sign.isprintable()).split())
        ada.send(f"{AT}/tor.png/einbau", step="weg", alt=alt)
        with ada.app.extensions["database"].read() as session:
            parsed = ada.draft().parsed(session)
        assert parsed.units["weg.image.alt"].words == alt
        html = ada.get(f"{AT}/tor.png/angaben").get_data(as_text=True)
        assert "<script>alert" not in html
