"""The commands that read authors' files, by the contract of the format."""

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner

from app.cli.journeys import journeys
from app.content.report import method
from app.content.source import parse
from tests.unit.content.cases import BASE, FILES, MINIMAL


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two journeys, the second with a fault; the working folder holds them."""
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("gut", BASE.replace("[andere]", "[schlecht]")),
        ("schlecht", MINIMAL.replace("story: los", "story: los, next: fertg")),
    ):
        media = tmp_path / "reisen" / name / "media"
        media.mkdir(parents=True)
        (media.parent / "journey.yaml").write_text(text, "utf-8")
    for name, data in FILES.items():
        (tmp_path / "reisen" / "gut" / "media" / name).write_bytes(data)
    return tmp_path


def run(*words):
    return CliRunner().invoke(journeys, [str(word) for word in words])


def test_a_clean_journey_passes(folder):
    for path in ("reisen/gut", "reisen/gut/journey.yaml", folder / "reisen" / "gut"):
        result = run("check", path)
        assert result.exit_code == 0
        assert result.stdout.splitlines()[1:] == ["Keine Probleme gefunden."]
    assert run("check", "reisen/gut", "--json").stdout == "[]\n"


def test_a_report_says_how_the_ways_were_checked(folder):
    said = run("check", "reisen/gut").stdout.splitlines()[0]
    assert re.fullmatch(r"Wege Zustand für Zustand geprüft: 1 \(Zustände: [1-9]\d+\)\.", said)
    both = run("check", "reisen", "--lang", "en").stdout
    assert " Ways not checked yet, errors come first: 1.\n" in both


def test_over_the_budget_a_report_says_so():
    survey = parse(BASE, files=FILES).ways
    rough = replace(survey, exact=False)
    assert method([rough, rough]).startswith(
        "Wege im Überschlag geprüft, mehr als 50000 Zustände: 2."
    )


def test_a_run_of_tests_names_what_none_of_them_passes(folder):
    assert run("test", "reisen/gut").stdout.splitlines() == [
        "probe: 1 von 1 Proben stimmen.",
        "probe: In keiner Probe gewählt: antwort.warten.",
        "probe: In keiner Probe erreicht: fertig.",
    ]


def test_a_report_shows_the_line_a_caret_and_the_cure(folder):
    result = run("check", "reisen")
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "ZR301 Fehler  reisen/schlecht/journey.yaml, Zeile 9, Spalte 28: "
        "Diesen Schritt gibt es nicht.\n"
        "  8 |     steps:\n"
        "  9 |       - {story: los, next: fertg, title: Los, text: Es geht los.}\n"
        "    |                            ^^^^^ Meinten Sie „fertig“ (Zeile 10)?\n"
        "  So geht es weiter: Schreiben Sie „fertig“, "
        "oder legen Sie einen Schritt mit dieser id an.\n"
    )


def test_json_is_one_list_and_nothing_else(folder):
    result = run("check", "reisen", "--json", "--lang", "en")
    assert result.exit_code == 1
    first = json.loads(result.stdout)[0]
    assert first == {
        "code": "ZR301",
        "severity": "error",
        "file": "reisen/schlecht/journey.yaml",
        "line": 9,
        "column": 28,
        "end_line": 9,
        "end_column": 33,
        "message": "This step does not exist.",
        "hint": "Did you mean “fertig” (line 10)? Write “fertig”, or add a step with this id.",
        "step": "los",
    }


@pytest.mark.parametrize("command", ["check", "test"])
def test_a_path_without_a_journey_is_wrong_use(folder, command):
    assert run(command, "nirgends").exit_code == 2
    (folder / "leer").mkdir()
    assert run(command, "leer").exit_code == 2
    assert run(command).exit_code == 2
    result = run("check", "nirgends", "reisen/gut", "--json")
    assert (result.exit_code, result.stdout) == (2, "[]\n")


def test_tests_are_walked_and_named_where_they_fail(folder):
    assert run("test", "reisen/gut").exit_code == 0
    file = folder / "reisen" / "gut" / "journey.yaml"
    file.write_text(file.read_text("utf-8").replace("end: ruhe, risiko", "end: fertig, risiko"))
    result = run("test", "reisen/gut")
    assert result.exit_code == 1
    assert "probe: Gesendet: Das Ende ist „ruhe“, erwartet war „fertig“.\n" in result.stdout
    assert run("test", "reisen/schlecht").exit_code == 1


def test_no_file_outside_the_journey_is_read(folder):
    secret = folder / "geheim.svg"
    secret.write_text("geheim")
    media = folder / "reisen" / "gut" / "media"
    (media / "bild.svg").unlink()
    (media / "bild.svg").symlink_to(secret)
    result = run("check", "reisen/gut", "--json")
    assert [problem["code"] for problem in json.loads(result.stdout)] == ["ZR307"]


def test_checking_needs_neither_the_database_nor_the_web():
    probe = (
        "import sys, app.cli.journeys\n"
        "print([m for m in sys.modules if m.startswith(('app.models', 'sqlalchemy'))])"
    )
    found = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_a_report_ends_with_the_page_of_its_first_error(folder):
    assert run("check", "reisen").stdout.endswith(": /hilfe/autoren/ZR301\n")
    assert "/hilfe/autoren" not in run("check", "reisen/gut").stdout
