"""README is true: commands exist, the journey compiles, map and settings are complete."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from app import config
from app.content.problems import ERROR
from app.content.source import parse

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)
COMMANDS = [
    shlex.split(line, comments=True)
    for language, block in BLOCKS
    if language == "sh"
    for line in block.splitlines()
]
TARGETS = set(re.findall(r"`make ([a-z-]+)`", README))
PROGRAMS = set(re.findall(r"python -m (scripts\.\w+)", README))
FLASK = [".venv/bin/flask", "--app", "wsgi"]


def test_it_names_commands_at_all():
    assert len(COMMANDS) >= 5


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_exists(words: list[str], app: Flask):
    if words[0] == "make":
        assert words[1] in make_targets()
    else:
        assert words[:3] == FLASK
        known = app.cli.commands[words[3]].commands[words[4]]
        options = {name for parameter in known.params for name in parameter.opts}
        assert {word for word in words[5:] if word.startswith("--")} <= options


def test_every_make_target_in_the_text_exists():
    assert make_targets() >= TARGETS


def test_every_target_that_make_explains_is_in_the_text():
    named = TARGETS | {words[1] for words in COMMANDS if words[0] == "make"}
    assert make_targets() - {"help"} <= named


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_every_program_exists(program: str):
    assert (ROOT / f"{program.replace('.', '/')}.py").is_file()


def test_the_journey_in_ten_lines_compiles():
    (journey,) = [block for language, block in BLOCKS if language == "yaml"]
    assert len(journey.splitlines()) == 10
    parsed = parse(journey, name="journey.yaml")
    assert [problem for problem in parsed.problems if problem.severity == ERROR] == []
    assert parsed.journey
    assert parsed.journey.id == "kurzer-weg"


def test_the_map_names_every_folder_and_no_other():
    rows = re.findall(r"^\| (`[^|]+) \|", section("The house"), flags=re.MULTILINE)
    mapped = {name for row in rows for name in re.findall(r"`([\w/]+)`", row)}
    own = {Path(name) for name in git_files()}
    folders = {f"app/{file.parts[1]}" for file in own if file.parts[0] == "app" and file.parts[2:]}
    folders |= {file.parts[0] for file in own if len(file.parts) > 1}
    assert mapped == {name for name in folders if name[0] != "."} - {"app", "docs"}


def test_the_table_of_settings_is_complete():
    rows = re.findall(r"^\| `(ZR_\w+)` \|", README, flags=re.MULTILINE)
    assert rows == list(config.NAMES)
    assert set(re.findall(r"ZR_[A-Z_]*[A-Z]", README)) == set(config.NAMES)


def test_every_file_that_is_shown_or_linked_exists():
    targets = re.findall(r'\]\(([^)#]+)\)|src="([^"]+)"', README)
    local = [target for pair in targets for target in pair if target and "://" not in target]
    assert len(local) >= 3
    assert set(local) <= git_files()


def test_files_named_in_the_text_exist():
    named = set(re.findall(r"`((?:app|tests|scripts|journeys)/[\w/-]+\.\w+)`", README))
    assert named
    assert named <= git_files() | {"journeys/kurzer-weg/journey.yaml"}


def test_every_promise_that_a_test_names_is_explained():
    tests = [(ROOT / name).read_text("utf-8") for name in git_files() if name.endswith(".py")]
    named = {label for text in tests for label in re.findall(r"\bP\d+\b", text)}
    explained = set(re.findall(r"^\| (P\d+) \|", section("Promises"), flags=re.MULTILINE))
    assert named == explained


def test_the_pictures_are_small():
    assert sum(picture.stat().st_size for picture in (ROOT / "docs").glob("*.png")) <= 300 * 1024


def make_targets() -> set[str]:
    """Return the targets that `make help` explains."""
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


def git_files() -> set[str]:
    """Return the names of the files that git knows, without those that were removed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()}


def section(title: str) -> str:
    """Return the text below a heading of the second level."""
    return README.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
