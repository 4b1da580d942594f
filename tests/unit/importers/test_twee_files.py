"""Files with Twee stories: folders, names, headers, encodings, and what no story is in."""

import pytest

from app.content.importers import Refused, read_bytes, read_path
from tests.unit.importers.sources import (
    CHAPBOOK,
    HARLOWE,
    SNOWMAN,
    SUGARCUBE,
    codes,
    errors,
    kinds,
    step,
    steps,
    told,
    tree,
    twee,
)


def test_a_folder_of_files_is_one_story(tmp_path):
    folder = tmp_path / "projekt" / "quelle"
    folder.mkdir(parents=True)
    for number in range(300):
        after = f"[[Q{number + 1}]]" if number < 299 else "Ende"
        (folder / f"p{number:03}.tw").write_text(f":: Q{number}\nStelle {number}.\n{after}\n")
    (folder / "start.twee").write_text(":: Start\n[[Q0]]\n:: StoryTitle\nLang\n")
    imported = read_path(tmp_path)
    assert errors(imported) == []
    assert len(steps(imported)) == 301
    assert list(kinds(imported))[1:4] == ["q0", "q1", "q2"]


def test_of_equal_names_the_first_is_meant_and_both_are_kept():
    imported = twee(":: Start\n[[B]]\n:: B\nerstes\n:: B\nzweites\n")
    assert step(imported, "b")["text"] == "erstes"
    assert step(imported, "b-2")["text"] == "zweites"
    assert codes(imported).count("double-name") == 1


def test_names_in_any_script_and_any_form_become_ids():
    names = [
        "Мой дом",
        "我的家",
        "Über Größe",
        "Café Zoë",
        "42",
        "start",
        "next",
        "a" * 90,
        "-",
        "é",
    ]
    imported = told("SugarCube", "Wohin?\n" + "\n".join(f"[[{n}]]" for n in names), *names)
    assert errors(imported) == []
    ids = list(kinds(imported))
    assert {"ueber-groesse", "cafe-zoe", "start-1", "next-1", "a" * 40, "e", "passage"} <= set(ids)
    assert "Мой дом" in step(imported, "passage")["title"]


def test_the_header_takes_escapes_tags_and_metadata():
    imported = twee(
        ':: Start \\[eins\\] [t1 t2] {"position": "1,2"}\nHallo [[B \\{x}]]\n'
        ":: B \\{x\\} {kaputt\nEnde"
    )
    assert "„Start [eins]“" in steps(imported)[0]["note"]
    assert "header" in codes(imported)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("﻿:: Start\nÜmläute".encode(), None),
        (":: Start\r\nÜmläute\r\n".encode(), None),
        (":: Start\nÜmläute".encode("utf-16"), None),
        (":: Start\nÜmläute".encode("cp1252"), "encoding"),
        (":: Start\n\x0bÜmläute\x00".encode(), "control-signs"),
    ],
)
def test_it_reads_the_usual_encodings(raw, code):
    imported = read_bytes(raw, "a.twee")
    assert "Ümläute" in steps(imported)[0]["text"]
    assert errors(imported) == []
    assert code is None or code in codes(imported)


@pytest.mark.parametrize("raw", [b"", b"  \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused_in_words(raw):
    with pytest.raises(Refused) as refused:
        read_bytes(raw, "leer.twee")
    assert "leer" in refused.value.message("de") and refused.value.message("en")


def test_binary_is_refused_alone_and_passed_over_in_a_folder(tmp_path):
    with pytest.raises(Refused, match="binary"):
        read_bytes(bytes(range(32)) * 50, "bild.twee")
    (tmp_path / "a.twee").write_text(":: Start\nHallo")
    (tmp_path / "b.twee").write_bytes(bytes(range(32)) * 50)
    (tmp_path / "c.twee").write_text("")
    (tmp_path / "d.png").write_bytes(b"\x89PNG")
    (tmp_path / "e.twee").symlink_to("/etc/hostname")
    with pytest.raises(Refused, match="link"):
        read_path(tmp_path)
    (tmp_path / "e.twee").unlink()
    found = codes(read_path(tmp_path))
    assert "skipped-binary" in found and "skipped-other" in found


def test_a_file_without_passages_is_one_step():
    imported = read_bytes(b"Nur Text, sonst nichts.", "notiz.tw")
    assert steps(imported)[0]["text"] == "Nur Text, sonst nichts."
    assert "no-headers" in codes(imported)


def test_text_before_the_first_passage_is_kept():
    imported = twee("Vorwort\n:: Start\nHallo")
    assert "Vorwort" in "\n".join(tree(imported)["note"])


@pytest.mark.parametrize(
    "data", ["kaputt", "[1]", "{", '{"start": 5}', "[" * 3000, '{"start": "X"}']
)
def test_a_broken_story_data_is_reported(data):
    imported = twee(f":: StoryData\n{data}\n:: Eins\nHallo [[Zwei]]\n:: Zwei\nEnde")
    assert {"data-unreadable", "start-unknown"} & set(codes(imported))
    assert next(iter(kinds(imported))) == "eins"


def test_the_language_is_guessed_and_said():
    english = twee(":: Start\nYou are in the house and it is not a dream.")
    assert tree(english)["languages"] == ["en"]
    assert "language-guessed" in codes(english)
    assert tree(twee(":: Start\nПривет, как дела"))["languages"] == ["ru"]


def test_every_finding_has_words_and_a_place():
    for source in (SUGARCUBE, HARLOWE, SNOWMAN, CHAPBOOK):
        for finding in twee(source).report:
            for lang in ("de", "en"):
                assert f"{finding.line}" in finding.line_of_report(lang)
                assert "{" not in finding.line_of_report(lang).replace("{name}", "")
