"""The commands of the author's guide do what the guide says, one chapter after another."""

import re
import shlex
from pathlib import Path

import pytest

from app.site import guides

LANGUAGES = ("de", "en")
FENCED = re.compile(r"^```\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
CLEAN = {"de": "Keine Probleme gefunden.", "en": "No problems found."}
OTHER = {"de": "en", "en": "de"}
JOURNEY = {"de": "das-protokoll", "en": "the-minutes"}
BRIEFING = {"de": "besprechung", "en": "briefing"}
QUIET = {"de": "stiller-feierabend", "en": "quiet-evening"}
RENAMED = {"de": ("satz", "falscher-satz"), "en": ("sentence", "false-sentence")}


class Author:
    """Somebody who follows a chapter in a folder of their own."""

    def __init__(self, app, lang):
        self.lang = lang
        self.runner = app.test_cli_runner()
        self.file = Path(f"journeys/{JOURNEY[lang]}/journey.yaml")

    def has(self, example):
        """Write one of the guide's whole files."""
        text = (guides.FOLDER / self.lang / "examples" / example).read_text("utf-8")
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(text, "utf-8")

    def change(self, old, new):
        text = self.file.read_text("utf-8")
        assert old in text
        self.file.write_text(text.replace(old, new), "utf-8")

    def commands(self, chapter):
        text = (guides.FOLDER / self.lang / f"{chapter}.md").read_text("utf-8")
        lines = [line for part in FENCED.findall(text) for line in part.splitlines()]
        return [shlex.split(line)[1:] for line in lines if line.startswith("flask ")]

    def run(self, words, keys="", *more):
        return self.runner.invoke(args=[*words, *more], input=keys)


@pytest.fixture(params=LANGUAGES)
def author(app, request, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("journeys").mkdir()
    return Author(app, request.param)


def test_a_beginner_gets_from_an_empty_folder_to_a_loaded_journey(author):
    new, first, check, test, walk, show, load = author.commands("1-erste-reise")
    assert author.run(new, "", "--folder", "journeys").exit_code == 0
    assert author.run(first).exit_code == 0
    for example in ("1-kleinste.yaml", "2-entscheidung.yaml"):
        author.has(example)
        done = author.run(first)
        assert (done.exit_code, CLEAN[author.lang] in done.output) == (0, True)
    author.has("3-rollen.yaml")
    assert "ZR512" in author.run(check).output
    author.has("4-ganze.yaml")
    assert CLEAN[author.lang] in author.run(check).output
    assert author.run(test).exit_code == 0
    walked = author.run(walk, "\n3\n" + "\n" * 9)
    assert (walked.exit_code, "Mara" in walked.output) == (0, True)
    assert QUIET[author.lang] in author.run(show).output
    loaded = author.run(load)
    assert loaded.exit_code == 0, loaded.output


def test_a_translation_is_begun_completed_and_confirmed(author):
    texts, confirm = author.commands("5-sprachen")
    author.has("4-ganze.yaml")
    author.change(
        f"languages: [{author.lang}]", f"languages: [{author.lang}, {OTHER[author.lang]}]"
    )
    begun = author.run(texts)
    translated = author.file.with_name(f"texts.{OTHER[author.lang]}.yaml")
    assert (begun.exit_code, translated.exists()) == (1, True)
    text = translated.read_text("utf-8")
    # What stands beside each source is copied: here it only matters that something is there.
    filled = re.sub(r'source: (".*")(\s+)text: ""', r"source: \1\2text: \1", text)
    assert filled != text
    translated.write_text(filled, "utf-8")
    assert author.run(texts).exit_code == 0
    briefing = f"- story: {BRIEFING[author.lang]}"
    author.change(briefing, f"{briefing}  # 6:50")
    author.change(
        "KI das Protokoll." if author.lang == "de" else "AI writes the minutes.", "KI mit."
    )
    assert "ZR603" in author.run(["journeys", "check", str(author.file)]).output
    assert author.run(confirm).exit_code == 0
    assert "ZR603" not in author.run(["journeys", "check", str(author.file)]).output


def test_formatting_and_renaming_leave_a_sound_journey(author):
    [format_] = author.commands("6-yaml")
    [rename] = author.commands("7-aendern")
    author.has("4-ganze.yaml")
    assert author.run(format_).exit_code == 0
    done = author.run(rename)
    assert done.exit_code == 0, done.output
    text = author.file.read_text("utf-8")
    old, new = RENAMED[author.lang]
    assert f"decision: {new}" in text
    assert f"{{{{{new}}}}}" in text
    assert re.search(rf"renamed:\s*\{{?\s*{old}: {new}", text)
    assert author.run(["journeys", "check", str(author.file)]).exit_code == 0
