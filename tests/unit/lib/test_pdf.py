"""PDF files: data stays text, equal data makes equal bytes, and every sign finds its place."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typst import TypstError

from app.lib import pdf
from tests.printed import Printed

ROOT = Path(__file__).parents[3]
PLAIN = """\
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(font: ("Zr Text", "Zr Text Ext", "Libertinus Serif"), lang: "de")
= #data.title
#data.words
"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A template with a title and words."""
    path = tmp_path_factory.mktemp("papers") / "plain.typ"
    path.write_text(PLAIN, "utf-8")
    return path


def test_it_prints_what_the_data_say(plain):
    printed = Printed(pdf.render(plain, {"title": "Über uns", "words": "Łukasz und Юрий"}))
    assert printed.is_accessible()
    assert printed.language == "de"
    assert printed.says("Über uns")
    assert printed.says("Łukasz und Юрий")


def test_it_is_set_in_the_fonts_of_the_build(plain):
    printed = Printed(pdf.render(plain, {"title": "Über", "words": "Łukasz"}))
    fonts = printed.structure.pages[0]["/Resources"]["/Font"].values()
    names = {font.get_object()["/BaseFont"].partition("+")[2] for font in fonts}
    assert {name.partition("-")[0] for name in names} >= {"ZrText", "ZrTextExt"}


@pytest.mark.parametrize(
    "words",
    [
        '#panic("x")',
        '#image("/etc/passwd")',
        "#read(sys.inputs.data)",
        "*fett* _schräg_ `Code` $x^2$",
        "= Titel",
        "@quelle <marke> \\ // /* */",
        "--- ... ~ ' \"",
        "])} #{",
        "https://fremd.example/#a",
    ],
)
def test_what_looks_like_a_template_stays_text(plain, words):
    assert Printed(pdf.render(plain, {"title": words, "words": f"Da: {words}."})).says(f"{words}.")


@given(words=st.text(max_size=60), title=st.text(max_size=60))
@settings(max_examples=100)
def test_any_text_can_be_printed(plain, words, title):
    made = pdf.render(plain, {"title": f"T{title}", "words": words})
    assert made.startswith(b"%PDF")


def test_a_sign_without_a_font_becomes_a_square_and_can_be_told_before(plain):
    name = "Lea 李小 Luft 🎉李"
    printed = Printed(pdf.render(plain, {"title": "T", "words": name}))
    assert printed.says("Lea □□ Luft □□")
    assert pdf.unprintable(name) == "李小🎉"
    assert pdf.unprintable("Zoë Ğüneş-Łukaszewska, Юрий") == ""


def test_the_same_data_make_the_same_bytes_in_another_process(plain):
    data = {"title": "Gleich", "words": "wie immer"}
    program = (
        "import hashlib, sys; from pathlib import Path; from app.lib import pdf; "
        f"print(hashlib.sha256(pdf.render(Path(sys.argv[1]), {data!r})).hexdigest())"
    )
    command = [sys.executable, "-c", program, str(plain)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(pdf.render(plain, data)).hexdigest()


def test_a_template_reads_nothing_outside_of_its_folder(plain):
    outside = plain.parent.parent / "secret.txt"
    outside.write_text("geheim", "utf-8")
    for path in ("../secret.txt", str(outside)):
        curious = plain.with_name("curious.typ")
        curious.write_text(f'#set document(title: "x")\n#read("{path}")\n', "utf-8")
        with pytest.raises(TypstError):
            pdf.render(curious, {})


def test_what_is_not_accessible_is_refused(plain):
    untitled = plain.with_name("untitled.typ")
    untitled.write_text("Nur Worte\n", "utf-8")
    with pytest.raises(TypstError, match="title"):
        pdf.render(untitled, {})


def test_it_prints_without_fonts_that_were_built(plain, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "FONTS", tmp_path / "missing")
    pdf._fonts.cache_clear()
    try:
        assert Printed(pdf.render(plain, {"title": "T", "words": "Grüße"})).says("Grüße")
    finally:
        pdf._fonts.cache_clear()
