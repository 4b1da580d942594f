"""The programs behind the Makefile keep what they measure, and never hide a failure."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import figures, run_tests, serve

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "FOLDER", tmp_path / "figures")
    return tmp_path / "figures"


def test_a_figure_replaces_its_last_run_and_is_printed_with_its_command(folder, capsys):
    figures.record("G1 CPU a step", 9.0, "≤ 2.2 × R", False, "make bench", unit="× R")
    figures.record("G1 CPU a step", 1.9, "≤ 2.2 × R", True, "make bench", unit="× R", note="n=4")
    capsys.readouterr()
    assert len(list(folder.iterdir())) == 1
    assert figures.main() == 0
    printed = capsys.readouterr().out
    for words in ("make bench", "G1 CPU a step", "1.9 × R", "≤ 2.2 × R", "n=4", "kept"):
        assert words in printed
    assert "9" not in re.sub(r"\d{4}-\S+|1\.9", "", printed)


def test_a_missed_goal_is_told_by_the_exit_status(folder, capsys):
    figures.record("size", 5, "≤ 4 KB", False, "make bench", unit="KB")
    assert figures.main() == 1
    assert "MISSED" in capsys.readouterr().out


def test_without_any_figure_it_says_what_to_run(folder, capsys):
    assert figures.main() == 0
    assert "make bench" in capsys.readouterr().out


def test_sqlite_gets_one_process_and_postgresql_one_for_each_core():
    on_sqlite = serve.arguments("sqlite:///x.db", "127.0.0.1", "8000")
    on_postgresql = serve.arguments("postgresql://db/x", "127.0.0.1", "8000")
    assert {"--workers=1", "--blocking-threads=2", "--interface=wsgi"} <= set(on_sqlite)
    assert {f"--workers={os.cpu_count()}", "--blocking-threads=4"} <= set(on_postgresql)


@pytest.fixture
def parts(tmp_path, monkeypatch):
    """Return a function that runs `body` as the only part of a suite in a folder of its own."""
    monkeypatch.setattr(run_tests, "ROOT", tmp_path)
    monkeypatch.setattr(run_tests, "PARTS", {"unit": ["tests/unit"]})
    # The small suite needs no plugins, and loading them would take most of its time.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    (tmp_path / "tests" / "unit").mkdir(parents=True)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\n")

    def run(body):
        (tmp_path / "tests" / "unit" / "test_one.py").write_text(body)
        return run_tests.run("unit")

    return run


def test_passed_and_failed_tests_are_counted(parts):
    outcome = parts("def test_a(): pass\ndef test_b(): pass\ndef test_c(): assert 0\n")
    assert (outcome.passed, outcome.failed, outcome.is_good) == (2, 1, False)


def test_a_broken_fixture_counts_as_a_failure(parts):
    outcome = parts(
        "import pytest\n@pytest.fixture\ndef x(): 1 / 0\ndef test_a(x): pass\ndef test_b(): pass\n"
    )
    assert (outcome.passed, outcome.failed, outcome.is_good) == (1, 1, False)


@pytest.mark.parametrize("body", ["", "import nothing_like_this\n"])
def test_a_part_without_tests_is_a_failure(parts, capsys, body):
    outcome = parts(body)
    assert not outcome.is_good
    run_tests.report([outcome], 1.0)
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"


def test_the_last_line_tells_the_totals_alone(parts, capsys):
    outcome = parts("def test_a(): pass\n")
    assert outcome.is_good
    run_tests.report([outcome, outcome], 12.0)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "2 passed, 0 failed"
    assert any(re.match(r"unit +[\d.]+ s", line) for line in lines)


def test_seconds_and_counts_of_each_part_become_figures(parts, folder, capsys):
    outcome = parts("def test_a(): pass\ndef test_b(): assert 0\n")
    capsys.readouterr()
    run_tests.keep([outcome])
    assert capsys.readouterr().out == ""
    stored = json.loads(next(folder.glob("*.json")).read_text("utf-8"))
    assert (stored["value"], stored["unit"]) == (round(outcome.seconds, 1), "s")
    assert stored["note"] == "1 passed, 1 failed, 0 skipped"
    assert (stored["ok"], stored["command"]) == (False, "make test")


def test_every_test_folder_belongs_to_a_part():
    named = {word for words in run_tests.PARTS.values() for word in words if "/" in word}
    tools = {"tests/benchmarks", "tests/corpus", "tests/gate", "tests/language_server",
             "tests/tools", "tests/wall", "tests/__pycache__"}  # fmt: skip
    folders = {f"tests/{path.name}" for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert folders - tools <= named


def test_a_figure_is_stored_as_plain_json(folder):
    figures.record("Größe", 3, "≤ 4 KB", True, "make bench")
    stored = json.loads(next(folder.glob("*.json")).read_text("utf-8"))
    assert (stored["name"], stored["value"], stored["ok"]) == ("Größe", 3, True)


def test_the_automatic_run_uses_the_test_command_of_the_readme():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().rstrip().endswith("\nmake test")


def test_make_explains_each_target():
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    shown = {line.split()[0] for line in done.stdout.splitlines()}
    wanted = {"run", "test", "check", "bench", "gate", "samples", "figures", "assets", "messages"}
    assert wanted <= shown


def test_the_printer_of_figures_runs_as_a_program():
    done = subprocess.run(
        [sys.executable, "-m", "scripts.figures"], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode in (0, 1) and done.stdout
