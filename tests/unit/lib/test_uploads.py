"""Files from strangers: known by their bytes, cleaned, named plainly, or refused."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.lib import images
from app.lib.uploads import LARGEST, Unfit, accepted, safe_name
from tests.unit.lib import samples

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "data", "kept", "group"),
    [
        ("Foto.JPG", samples.picture("JPEG"), "foto.jpg", "image"),
        ("foto.jpeg", samples.picture("JPEG"), "foto.jpg", "image"),
        ("bild.png", samples.picture("PNG"), "bild.png", "image"),
        ("bild.webp", samples.picture("WEBP"), "bild.webp", "image"),
        ("bild.avif", samples.picture("AVIF"), "bild.webp", "image"),
        ("bild.gif", samples.picture("GIF", mode="P"), "bild.png", "image"),
        ("Zeichnung.svg", SVG, "zeichnung.svg", "drawing"),
        ("ton.mp3", samples.mp3(), "ton.mp3", "audio"),
        ("ton.mp3", samples.mp3(tag=b"TIT2" + bytes(300)), "ton.mp3", "audio"),
        ("ton.m4a", samples.mp4(b"M4A "), "ton.m4a", "audio"),
        ("ton.opus", samples.ogg(), "ton.opus", "audio"),
        ("ton.oga", samples.ogg(), "ton.ogg", "audio"),
        ("ton.wav", samples.wav(), "ton.wav", "audio"),
        ("film.mp4", samples.mp4(), "film.mp4", "video"),
        ("film.mov", samples.mp4(b"qt  "), "film.mp4", "video"),
        ("film.webm", samples.webm(), "film.webm", "video"),
        ("Karte.pdf", samples.pdf(), "karte.pdf", "document"),
        ("irrtum.en.md", b"# Ein Irrtum\r\n", "irrtum.en.md", "words"),
        ("liste.txt", "Größe".encode(), "liste.txt", "words"),
        ("film.de.vtt", b"\xef\xbb\xbfWEBVTT\n\n00:00.000 --> 00:01.000\nHallo", "film.de.vtt",
         "captions"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_bytes_say(name, data, kept, group):
    found = accepted(name, data)
    assert (found.name, found.group) == (kept, group)


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("harmlos.png", samples.picture("JPEG"), "harmlos.jpg"),
        ("seite.html", samples.picture("PNG"), "seite.png"),
        ("bild.jpg", SVG, "bild.svg"),
        ("programm.exe", samples.mp3(), "programm.mp3"),
        ("bild.md", samples.picture("GIF", mode="P"), "bild.png"),
    ],
)
def test_a_wrong_ending_is_put_right_and_told(name, data, kept):
    found = accepted(name, data)
    assert found.name == kept
    assert "ending" in found.notes


REFUSED = {
    "a page": ("seite.html", HTML, "file-kind"),
    "a page named like a picture": ("bild.png", HTML, "file-kind"),
    "a program": ("x.exe", b"MZ" + bytes(200), "file-kind"),
    "a ZIP": ("x.zip", b"PK\x03\x04" + bytes(200), "file-kind"),
    "a packed drawing": ("bild.svg", b"\x1f\x8b\x08" + bytes(20), "file-kind"),
    "an HEIC photo": ("foto.heic", samples.box(b"ftyp", b"heic" + bytes(8)), "file-kind"),
    "a script named text": ("x.js", b"alert(1)", "file-kind"),
    "bytes named text": ("x.txt", b"\x00\x01\x02", "file-kind"),
    "Latin-1 named text": ("x.md", "Größe".encode("latin-1"), "file-kind"),
    "sound of one frame and a page": ("x.mp3", samples.mp3(1) + HTML, "file-kind"),
    "a film with a page behind": ("x.mp4", samples.mp4() + HTML, "file-kind"),
    "a picture of boxes with a page behind": ("x.webp", samples.picture("WEBP") + HTML,
                                              "file-kind"),
    "a picture in boxes with a page behind": ("x.avif", samples.picture("AVIF") + HTML,
                                              "file-kind"),
    "a RIFF with a page behind": ("x.wav", samples.wav() + HTML, "file-kind"),
    "nothing": ("bild.png", b"", "file-empty"),
    "half a picture": ("bild.png", samples.picture("PNG")[:60], "image-broken"),
    "a head without a picture": ("bild.jpg", b"\xff\xd8\xff" + HTML, "image-broken"),
    "a bomb": ("bild.png", samples.bomb(), "image-pixels"),
    "a long bomb": ("bild.png", samples.bomb(2_000_000_000, 1), "image-pixels"),
    "a broken drawing": ("bild.svg", b"<svg><g></svg>", "svg-broken"),
    "a drawing with entities": ("bild.svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
                                "svg-entities"),
    "a PDF with a script": ("x.pdf", samples.pdf(b"3 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj"),
                            "pdf-acts"),
    "a PDF with a hidden script": ("x.pdf", samples.pdf(b"<< /J#61vaScript (x) >>"), "pdf-acts"),
    "a PDF with a packed script": ("x.pdf", samples.packed_pdf(b"9 0 << /JS (x) >>"), "pdf-acts"),
    "a PDF that starts a program": ("x.pdf", samples.pdf(b"<< /S /Launch >>"), "pdf-acts"),
    "a PDF with a file": ("x.pdf", samples.pdf(b"<< /EmbeddedFiles 4 0 R >>"), "pdf-acts"),
    "a locked PDF": ("x.pdf", samples.pdf(b"<< /Encrypt 4 0 R >>"), "pdf-acts"),
    "a PDF with a ZIP behind": ("x.pdf", samples.pdf(behind=b"PK\x05\x06" + bytes(18)),
                                "pdf-acts"),
    "a PDF without an end": ("x.pdf", b"%PDF-1.7\n" + HTML, "pdf-acts"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_it_refuses(case):
    name, data, code = REFUSED[case]
    with pytest.raises(Unfit) as refused:
        accepted(name, data)
    assert refused.value.code == code


@pytest.mark.parametrize("kind", ["image", "drawing", "words", "document", "audio"])
def test_what_is_too_large_is_refused_with_its_group(kind):
    start = {"image": samples.picture("PNG"), "drawing": b"<svg>", "words": b"x",
             "document": samples.pdf(), "audio": samples.mp3()}[kind]  # fmt: skip
    name = {"image": "a.png", "drawing": "a.svg", "words": "a.md", "document": "a.pdf",
            "audio": "a.mp3"}[kind]  # fmt: skip
    filler = b"x" if kind == "words" else b"\0"
    with pytest.raises(Unfit, match="file-large") as refused:
        accepted(name, start + filler * LARGEST[kind])
    assert refused.value.values == {"group": kind}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_nothing_hides_behind_the_pixels_of_a_picture(kind):
    data = samples.picture(kind, mode="P" if kind == "GIF" else "RGB")
    for polyglot in (data + HTML, data + b"PK\x05\x06" + bytes(18)):
        kept = accepted("bild.png", polyglot).data
        assert HTML not in kept and b"PK\x05\x06" not in kept
        assert Image.open(BytesIO(kept)).size == (40, 30)


def test_a_script_in_a_comment_of_a_picture_is_gone():
    kept = accepted("bild.jpg", samples.picture("JPEG", comment=HTML)).data
    assert b"alert" not in kept


def test_a_photo_forgets_where_it_was_taken_and_stands_upright():
    kept = accepted("foto.jpg", samples.photo_with_a_place()).data
    picture = Image.open(BytesIO(kept))
    assert picture.size == (30, 40)
    assert not picture.getexif()
    assert b"Beispiel" not in kept and b"Exif" not in kept
    assert picture.convert("RGB").getpixel((29, 0))[1] > 200, "the white corner is on the right"


def test_a_large_photo_becomes_as_large_as_pages_need():
    found = accepted("foto.jpg", samples.picture("JPEG", (3000, 1200)))
    assert Image.open(BytesIO(found.data)).size == (2000, 800)
    assert found.notes == ("smaller",)


def test_of_a_moving_picture_the_first_frame_stays():
    found = accepted("bild.gif", samples.moving())
    assert "still" in found.notes
    assert not getattr(Image.open(BytesIO(found.data)), "is_animated", False)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_way_to_write_a_png_can_be_read(mode):
    found = accepted("bild.png", samples.picture("PNG", mode=mode))
    assert Image.open(BytesIO(found.data)).mode in ("L", "RGB", "RGBA")


def test_a_photo_in_the_colours_of_print_can_be_read():
    assert accepted("bild.jpg", samples.picture("JPEG", mode="CMYK")).name == "bild.jpg"


def test_transparency_stays():
    drawn = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    out = BytesIO()
    drawn.save(out, "PNG")
    kept = Image.open(BytesIO(accepted("bild.png", out.getvalue()).data))
    assert kept.mode == "RGBA" and kept.getpixel((0, 0))[3] == 0


def test_a_film_forgets_where_it_was_made():
    data = samples.mp4()
    kept = accepted("film.mp4", data).data
    assert b"+51.3127" not in kept and len(kept) == len(data)
    assert kept.count(b"free") == 1 and b"trak" in kept


def test_words_are_kept_with_plain_line_ends():
    assert accepted("a.md", "\ufeffÄ\r\nÖ\rÜ".encode()).data == "Ä\nÖ\nÜ".encode()


def test_two_pictures_wait_for_each_other():
    with images._turn:
        assert images._turn.locked()
    assert not images._turn.locked()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Größe & Maß.PNG", ("groesse-mass", "png")),
        ("Café Übung 2.jpg", ("cafe-uebung-2", "jpg")),
        ("a.b.c.svg", ("a-b-c", "svg")),
        ("irrtum.en.md", ("irrtum.en", "md")),
        ("irrtum.pt-br.vtt", ("irrtum.pt-br", "vtt")),
        ("x" * 200 + ".png", ("x" * 60, "png")),
        ("<script>alert(1)<script>.png", ("script-alert-1-script", "png")),
        ("ﬁgur①.png", ("figur1", "png")),
    ],
)
def test_a_name_becomes_plain(name, kept):
    assert safe_name(name) == kept


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", ".png", "bild", "bild.", "../bild.png", "..\\bild.png", "/etc/passwd.png",
     "C:\\bild.png", "a/b.png", "a\\b.png", "a\0.png", "bild.png\n", "a\r\nb.png", "bild..png",
     ".htaccess.png", "\u202egnp.bild.png", "bi\u200bld.png", "．．／bild.png", "a∕b.png\u2028",
     "bild.p/ng", "bild.p%6eg", "???.png", "con.png", "LPT1.png", "bild.png ", "bild.png.",
     "a:b.png", "x" * 300 + ".png", "日本.png", "bild.ṕng"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(Unfit, match="name-bad"):
        safe_name(name)


@given(st.text(max_size=80))
def test_every_name_is_plain_or_refused(name):
    try:
        stem, ending = safe_name(name)
    except Unfit:
        return
    whole = f"{stem}.{ending}"
    assert whole.isascii() and ".." not in whole and whole[0].isalnum()
    assert not set(whole) & set("/\\:%<>\"'& ")


@given(st.binary(max_size=400), st.sampled_from(["a.png", "a.svg", "a.mp3", "a.pdf", "a.md"]))
def test_no_bytes_make_it_fail_otherwise(data, name):
    starts = (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"%PDF-1.7", b"ID3\x04",
              b"RIFF\x10\0\0\0WEBP", b"\0\0\0\x10ftypisom", b"<svg>", b"WEBVTT")  # fmt: skip
    for start in starts:
        try:
            accepted(name, start + data)
        except Unfit as refused:
            assert refused.code
