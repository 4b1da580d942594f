"""`flask journeys import` and `export`: files on disk, a report, and never anything replaced."""

import pytest
from click.testing import CliRunner

from app.cli.journeys import journeys
from app.cli.journeys_export import export
from app.cli.journeys_import import import_
from app.content.importers import bundle
from app.content.source import read
from tests.unit.importers.sources import JOURNEY, OPPIA, SUGARCUBE


def run(command, *words):
    return CliRunner().invoke(command, [str(word) for word in words])


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "werkstatt.twee"
    file.write_text(SUGARCUBE, "utf-8")
    return file


@pytest.fixture
def into(tmp_path):
    folder = tmp_path / "reisen"
    folder.mkdir()
    return folder


def test_it_makes_a_folder_that_checks_without_errors(source, into):
    result = run(import_, source, "--to", into)
    assert result.exit_code == 0, result.output
    assert read(into / "die-werkstatt" / "journey.yaml").journey is not None
    assert run(journeys, "check", into / "die-werkstatt").exit_code == 0


def test_it_prints_what_a_person_should_look_at(source, into):
    result = run(import_, source, "--to", into)
    assert "Warnung  werkstatt.twee, Zeile 8 [Halle]: <<set $raum" in result.output
    assert "flask journeys check" in result.output
    english = run(import_, source, "--to", into.parent, "--lang", "en")
    assert "Warning  werkstatt.twee, line 8 [Halle]: <<set $raum" in english.output
    note = (into.parent / "die-werkstatt" / "journey.yaml").read_text("utf-8")
    assert "In the original: “Halle”" in note


def test_errors_that_need_a_person_are_told_by_the_exit_status(tmp_path, into):
    (tmp_path / "a.twee").write_text(":: Start\na\n:: Insel\nb\n")
    result = run(import_, tmp_path / "a.twee", "--to", into)
    assert result.exit_code == 1
    assert "Fehler: 1" in result.output


def test_an_oppia_file_and_an_archive_are_known_by_themselves(tmp_path, into):
    (tmp_path / "tisch.yaml").write_text(OPPIA % {"schema": 30})
    (tmp_path / "kurz.zip").write_bytes(bundle.zipped({"journey.yaml": JOURNEY.encode()}))
    assert run(import_, tmp_path / "tisch.yaml", "--to", into).exit_code == 0
    assert run(import_, tmp_path / "kurz.zip", "--to", into).exit_code == 0
    assert sorted(path.name for path in into.iterdir()) == ["ein-tisch", "kurz"]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_is_there_stays_as_it_is(source, into, lang):
    (into / "die-werkstatt").mkdir()
    result = run(import_, source, "--to", into, "--lang", lang)
    assert result.exit_code == 2
    assert "die-werkstatt" in result.output
    assert list((into / "die-werkstatt").iterdir()) == []


def test_what_cannot_be_read_is_refused_in_words(tmp_path, into):
    (tmp_path / "leer.twee").write_text("")
    (tmp_path / "bild.png").write_bytes(b"\x89PNG\x00\x00" * 99)
    for name in ("leer.twee", "bild.png", "fehlt.twee"):
        result = run(import_, tmp_path / name, "--to", into)
        assert (result.exit_code, result.exception.__class__) == (2, SystemExit)
        assert name in result.output
    assert run(import_, tmp_path / "leer.twee", "--to", tmp_path / "nirgends").exit_code == 2
    assert list(into.iterdir()) == []


def test_a_folder_that_does_not_exist_is_named(source, tmp_path):
    result = run(import_, source, "--to", tmp_path / "nirgends")
    assert result.exit_code == 2
    assert "nirgends" in result.output


def test_an_exported_zip_and_folder_come_back_as_they_were(source, into, tmp_path):
    run(import_, source, "--to", into)
    folder = into / "die-werkstatt"
    before = (folder / "journey.yaml").read_bytes()
    assert run(export, folder, "--zip", tmp_path / "eins.zip").exit_code == 0
    assert run(export, folder / "journey.yaml", "--zip", tmp_path / "zwei.zip").exit_code == 0
    assert (tmp_path / "eins.zip").read_bytes() == (tmp_path / "zwei.zip").read_bytes()
    assert run(export, folder, "--to", tmp_path / "kopie").exit_code == 0
    assert (tmp_path / "kopie" / "journey.yaml").read_bytes() == before
    assert run(import_, tmp_path / "eins.zip", "--to", tmp_path).exit_code == 0
    assert (tmp_path / "die-werkstatt" / "journey.yaml").read_bytes() == before


def test_an_export_needs_one_target_and_replaces_nothing(source, into, tmp_path):
    run(import_, source, "--to", into)
    folder = into / "die-werkstatt"
    assert run(export, folder).exit_code == 2
    assert run(export, folder, "--zip", tmp_path / "a", "--to", tmp_path / "b").exit_code == 2
    assert run(export, folder, "--to", into).exit_code == 2
    (tmp_path / "a.zip").write_bytes(b"alt")
    assert run(export, folder, "--zip", tmp_path / "a.zip").exit_code == 2
    assert (tmp_path / "a.zip").read_bytes() == b"alt"
    assert run(export, tmp_path, "--zip", tmp_path / "b.zip").exit_code == 2
    assert run(export, tmp_path / "nirgends", "--zip", tmp_path / "b.zip").exit_code == 2
    assert not (tmp_path / "b.zip").exists()


def test_a_folder_with_something_strange_is_not_exported(source, into, tmp_path):
    run(import_, source, "--to", into)
    (into / "die-werkstatt" / "notizen.docx").write_bytes(b"x")
    result = run(export, into / "die-werkstatt", "--zip", tmp_path / "a.zip")
    assert result.exit_code == 2
    assert "notizen.docx" in result.output
