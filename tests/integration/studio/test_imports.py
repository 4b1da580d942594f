"""Imports in the studio: a file becomes a draft with a report, or nothing at all; and exports."""

import io
import re
import zipfile
from datetime import timedelta

import pytest

from app.content.importers import bundle
from app.lib import clock
from app.models.draft_parts import media_of
from app.models.tables import draft, draft_import, media_file
from tests.integration.conftest import SMALL_JOURNEY
from tests.integration.studio.conftest import SLUG, Writer
from tests.unit.importers.sources import HARLOWE, OPPIA, SUGARCUBE, archive
from tests.unit.lib import samples

AT = "/studio/importieren"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script><circle r="4"/></svg>'


def send(person, data, name="geschichte.twee", status=303, **fields):
    raw = data.encode() if isinstance(data, str) else data
    body = {"csrf_token": person.token(), "file": (io.BytesIO(raw), name), **fields}
    response = person.client.post(AT, data=body, content_type="multipart/form-data")
    assert response.status_code == status, response.get_data(as_text=True)[-2000:]
    return response


def refused(person, data, name="geschichte.twee", status=422, **fields):
    """Send what cannot become a draft; return the page, after a look that nothing was stored."""
    page = send(person, data, name, status, **fields).get_data(as_text=True)
    assert rows(person, draft) == rows(person, media_file) == rows(person, draft_import) == 0
    return page


def rows(person, table):
    with person.app.extensions["database"].read() as session:
        return len(session.execute(table.select()).all())


def report(person, response):
    return person.see(response.headers["Location"])


def small_zip(**media):
    files = {f"media/{name.replace('__', '.')}": data for name, data in media.items()}
    return bundle.zipped({"journey.yaml": SMALL_JOURNEY.encode(), **files})


def test_two_presses_make_one_draft_and_another_form_another(ada):
    first, second = (send(ada, SUGARCUBE, known="") for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert rows(ada, draft) == rows(ada, draft_import) == 1
    known = re.search(r'name="known" value="([^"]*)"', ada.see(AT))[1]
    assert known == "die-werkstatt"
    third = send(ada, SUGARCUBE, known=known)
    assert third.headers["Location"] == "/studio/die-werkstatt-2/import"
    send(ada, SUGARCUBE + "\n:: Mehr\nNoch ein Satz.\n", known=known)
    assert rows(ada, draft) == 3


def test_the_studio_leads_to_the_import(ada):
    for page in ("/studio", "/studio/neu"):
        assert f'href="{AT}"' in ada.see(page)
    assert "Kein sichtbares Wort geht verloren" in ada.see(AT)


@pytest.mark.parametrize(
    ("data", "name", "slug"),
    [
        (SUGARCUBE, "werkstatt.twee", "die-werkstatt"),
        (HARLOWE, "x.tw", None),
        (OPPIA, "erkundung.yaml", None),
        (archive({"a/story.twee": SUGARCUBE}), "zip-von-twine.zip", "die-werkstatt"),
        (SMALL_JOURNEY, "journey.yaml", SLUG),
        (small_zip(), "reise.zip", SLUG),
    ],
    ids=["twee", "harlowe", "oppia", "zip of twee", "text", "zip"],
)
def test_a_file_becomes_a_draft_beside_its_report(ada, data, name, slug):
    response = send(ada, data, name)
    where = response.headers["Location"]
    if slug:
        assert where == f"/studio/{slug}/import"
    page = report(ada, response)
    assert name in page and "Bericht vom Import" in page
    text = where.removesuffix("/import")
    for link in (text, f"{text}/pruefung"):
        assert f'href="{link}"' in page
        ada.see(link)


def test_the_report_tells_every_finding_with_its_line_and_stays(ada):
    response = send(ada, SUGARCUBE, "werkstatt.twee")
    page = report(ada, response)
    assert "Stellen zu prüfen" in page
    assert "werkstatt.twee, Zeile 8" in page
    assert "Der Text hing von Bedingungen ab." in page
    assert "Ein Kommentar steht in der Notiz" in page
    assert page == ada.see(response.headers["Location"])
    assert "Bericht vom Import" in ada.see("/studio/die-werkstatt/teilen")
    english = ada.get(response.headers["Location"], Accept_Language="en").get_data(as_text=True)
    assert "The text depended on conditions." in english


def test_a_clean_import_says_so(ada):
    page = report(ada, send(ada, small_zip(), "reise.zip"))
    assert "Beim Import ist nichts aufgefallen" in page


def test_the_report_is_out_of_reach_for_others_and_missing_for_other_drafts(ada, ben, slug):
    send(ada, SUGARCUBE)
    ben.see("/studio/die-werkstatt/import", 404)
    ben.see("/studio/die-werkstatt/reise.zip", 404)
    ada.see(f"/studio/{slug}/import", 404)
    assert "Bericht vom Import" not in ada.see(f"/studio/{slug}/teilen")


def test_a_taken_id_becomes_another_one_and_nothing_is_lost(ada, ben):
    ben.writes()
    response = send(ada, small_zip(bild__png=samples.picture("PNG")), "reise.zip")
    assert response.headers["Location"] == f"/studio/{SLUG}-2/import"
    assert "Die Kurzform in der Datei war „kleine-reise“" in report(ada, response)
    own = ada.draft(f"{SLUG}-2")
    assert own.text == SMALL_JOURNEY.replace(f"id: {SLUG}", f"id: {SLUG}-2")
    assert own.errors == 0
    assert ben.draft().text == SMALL_JOURNEY
    again = send(ada, small_zip(), "reise.zip")
    assert again.headers["Location"] == f"/studio/{SLUG}-3/import"


def test_an_id_of_a_published_journey_is_taken_too(ada, small):
    assert (
        send(ada, SMALL_JOURNEY, "journey.yaml").headers["Location"] == f"/studio/{small}-2/import"
    )


def test_an_author_may_choose_the_id(ada, slug):
    page = send(ada, SUGARCUBE, status=422, id=slug).get_data(as_text=True)
    assert "Frei ist „kleine-reise-2“" in page and 'value="kleine-reise-2"' in page
    assert "<title>Fehler:" in page
    page = send(ada, SUGARCUBE, status=422, id="Ä Ö").get_data(as_text=True)
    assert "So ginge es: ae-oe" in page
    send(ada, SUGARCUBE, id="meine-werkstatt")
    assert "id: meine-werkstatt" in ada.draft("meine-werkstatt").text


def test_an_id_that_is_an_address_of_the_studio_is_never_given(ada):
    text = SMALL_JOURNEY.replace("id: kleine-reise", "id: importieren")
    assert send(ada, text, "journey.yaml").headers["Location"] == "/studio/importieren-2/import"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "leer.twee", "nichts, was sich importieren lässt"),
        (b"", "leer.zip", "Das ZIP-Archiv ist beschädigt"),
        (bytes(range(256)) * 40, "rauschen.twee", "Das ist kein Text."),
        (b"PK\x03\x04" + bytes(500), "kaputt.zip", "Das ZIP-Archiv ist beschädigt"),
        (samples.picture("PNG"), "bild.png", "Das ist kein Text."),
        ("Nur ein Satz.", "brief.txt", "weder Twee noch eine Oppia-Datei"),
        (archive({"../journey.yaml": SMALL_JOURNEY}), "a.zip", "in einem Archiv nicht erlaubt"),
        (archive({"/etc/journey.yaml": SMALL_JOURNEY}), "a.zip", "in einem Archiv nicht erlaubt"),
        (
            archive({"journey.yaml": SMALL_JOURNEY, "media/../../x.svg": DRAWING}),
            "a.zip",
            "in einem Archiv nicht erlaubt",
        ),
        (
            archive({"journey.yaml": SMALL_JOURNEY, "media/seite.html/x": b"x"}),
            "a.zip",
            "gehört nicht in eine Reise",
        ),
        (archive({"journey.yaml": SMALL_JOURNEY, "run.sh": b"x"}), "a.zip", "„run.sh“ gehört"),
        (
            archive({"journey.yaml": b" " * (21 * 1024 * 1024)}),
            "bombe.zip",
            "ist zu groß",
        ),
        (f":: Start\n{'Wort ' * 120_000}", "lang.twee", "zu lang für eine Reise"),
    ],
)
def test_what_is_hostile_or_no_story_is_refused_in_words_and_leaves_nothing(ada, data, name, words):
    page = refused(ada, data, name)
    assert words in page and "<title>Fehler:" in page


def test_a_bomb_in_a_zip_is_refused_before_it_is_unpacked(ada):
    zeros = io.BytesIO()
    with zipfile.ZipFile(zeros, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(80):
            made.writestr(f"media/{number}.png", bytes(4 * 1024 * 1024))
    assert "ist zu groß" in refused(ada, zeros.getvalue(), "bombe.zip")


def test_more_files_than_a_draft_may_have_are_refused(ada):
    files = {f"b{number}__txt": b"Wort" for number in range(201)}
    assert "zu viele Bilder, Töne und Filme" in refused(ada, small_zip(**files), "a.zip")


def test_a_request_that_is_too_large_is_stopped(ada):
    page = refused(ada, bytes(bundle.LARGEST_TOTAL + 200_000), "riesig.zip", 413)
    assert "nehmen Sie eine kleinere Datei" in page


def test_without_a_file_the_form_says_so(ada):
    response = ada.send(AT, 422)
    assert "Wählen Sie eine Datei aus." in response.get_data(as_text=True)


def test_a_name_of_a_file_is_text_and_nothing_else(ada):
    page = refused(ada, b"", "<script>alert(1)<.twee")
    assert "<script>alert" not in page
    assert "nichts, was sich importieren lässt" in page
    send(ada, SUGARCUBE, "<img src=x onerror=alert(1)>.twee")
    html = ada.get("/studio/die-werkstatt/import").get_data(as_text=True)
    assert "<img src=x" not in html and "&lt;img src=x" in html


def test_media_are_made_harmless_like_every_upload(ada):
    media = {
        "foto__jpg": samples.photo_with_a_place(),
        "karte__svg": DRAWING,
        "falsch__png": samples.picture("JPEG"),
        "blatt__pdf": samples.pdf(b"/JavaScript (app.alert(1))"),
        "bombe__png": samples.bomb(),
        "seite__html": b"<script>alert(1)</script>",
    }
    page = report(ada, send(ada, small_zip(**media), "reise.zip"))
    with ada.app.extensions["database"].read() as session:
        kept = {each.name for each in media_of(session, ada.draft())}
        stored = {row.type: row.data for row in session.execute(media_file.select())}
    assert kept == {"foto.jpg", "karte.svg", "falsch.jpg"}
    assert b"script" not in stored["image/svg+xml"]
    assert b"GPS" not in stored["image/jpeg"] and media["foto__jpg"] not in stored.values()
    for words in (
        "karte.svg: Aus der Zeichnung haben wir entfernt",
        "falsch.jpg: Die Endung des Namens passte nicht",
        "blatt.pdf: nicht übernommen. Dieses PDF ist gesperrt",
        "bombe.png: nicht übernommen. Dieses Bild hat zu viele Pixel",
        "seite.html: nicht übernommen. Diese Art von Datei nehmen wir nicht",
    ):
        assert words in page.replace("<strong>", "").replace("</strong>", "")


def test_a_draft_goes_out_and_comes_back_the_same(ada):
    picture = samples.picture("JPEG", (300, 200))
    files = {
        "journey.yaml": f"# Ein Kommentar bleibt.\n{SMALL_JOURNEY}".encode(),
        "texts.en.yaml": b"# Noch leer.\n",
        "media/bild.jpg": picture,
        "media/notiz.md": "Über uns\n".encode(),
    }
    send(ada, bundle.zipped(files), "reise.zip")
    first = export(ada)
    unpacked = bundle.unpacked(first, "reise.zip")
    assert unpacked == files | {"media/bild.jpg": unpacked["media/bild.jpg"]}
    assert first == export(ada), "equal files make equal bytes"
    # The same installation knows the picture already, so it stays as it is.
    twin = send(ada, first, "reise.zip").headers["Location"].split("/")[2]
    mine = bundle.unpacked(export(ada, twin), "reise.zip")
    assert mine["media/bild.jpg"] == unpacked["media/bild.jpg"]
    assert mine["journey.yaml"].replace(b"kleine-reise-2", b"kleine-reise") == files["journey.yaml"]


def test_what_was_exported_is_imported_elsewhere_byte_for_byte(each_app):
    there = Writer(each_app, "cleo@reise.example")
    drawn = samples.picture("PNG")
    raw = bundle.zipped({"journey.yaml": SMALL_JOURNEY.encode(), "media/bild.png": drawn})
    send(there, raw, "reise.zip")
    exported = export(there)
    there.client.get("/studio")
    with each_app.extensions["database"].write() as session:
        session.execute(draft.delete())
        session.execute(media_file.delete())
    send(there, exported, "reise.zip")
    assert export(there) == exported


def test_what_no_database_can_hold_is_left_out_of_every_file(each_app):
    there = Writer(each_app, "cleo@reise.example")
    files = {
        "journey.yaml": f"{SMALL_JOURNEY}# \x00Ende\r\n".encode(),
        "texts.en.yaml": b"# \x00Noch leer.\r\n",
    }
    send(there, bundle.zipped(files), "reise.zip")
    unpacked = bundle.unpacked(export(there), "reise.zip")
    assert unpacked["journey.yaml"].endswith(b"# Ende\n")
    assert unpacked["texts.en.yaml"] == b"# Noch leer.\n"


def test_the_page_of_sharing_offers_the_draft_and_the_newest_version(ada, small):
    ada.send(f"/studio/{small}/oeffnen")
    page = ada.see(f"/studio/{small}/teilen")
    assert f'href="/studio/{small}/reise.zip"' in page
    assert f'href="/studio/{small}/versionen/1/reise.zip"' in page
    assert export(ada, small) == ada.get(f"/studio/{small}/versionen/1/reise.zip").data


def export(person, slug=SLUG):
    response = person.get(f"/studio/{slug}/reise.zip")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == f'attachment; filename="{slug}.zip"'
    assert response.mimetype == "application/zip"
    return response.data


def test_an_import_is_remembered_with_its_day(ada):
    before = clock.now()
    send(ada, SUGARCUBE)
    with ada.app.extensions["database"].read() as session:
        row = session.execute(draft_import.select()).one()
    assert before - timedelta(seconds=1) <= row.at <= clock.now()
    assert row.source == "geschichte.twee"
