"""`flask journeys texts`, `format` and `rename`: what they write, say and refuse."""

import os
import shutil
from pathlib import Path

import pytest

from app.cli import journeys_format, journeys_rename, journeys_texts
from app.content.source import read
from tests.unit.content.cases import MINIMAL

SHIPPED = Path(__file__).parents[2] / "journeys" / "montag-mit-ki"
TWO = MINIMAL.replace("[de]", "[de, en]")


@pytest.fixture
def run(app):
    """Run `flask journeys …`; return its exit code and what it printed."""

    def invoke(*args):
        result = app.test_cli_runner().invoke(args=["journeys", *map(str, args)])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.output

    return invoke


@pytest.fixture
def folder(tmp_path):
    """A folder with the smallest journey."""
    made = tmp_path / "kurz"
    made.mkdir()
    (made / "journey.yaml").write_text(TWO, "utf-8")
    return made


@pytest.fixture
def monday(tmp_path):
    """A copy of a shipped journey, with its translation and media."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "montag-mit-ki"))


def contents(folder):
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


# texts


def test_texts_makes_a_file_and_says_what_is_missing(run, folder):
    code, said = run("texts", folder, "en")
    assert code == 1
    assert "texts.en.yaml ist angelegt. Texte der Reise: 6." in said
    assert "Es fehlen Übersetzungen: 6." in said
    file = folder / "texts.en.yaml"
    assert "\n  los.text (Zeile 14)\n" in run("texts", folder, "en")[1]
    file.write_text(file.read_text("utf-8").replace('text: ""', 'text: "Words"'), "utf-8")
    assert run("texts", folder / "journey.yaml", "en", "--lang", "en") == (
        0,
        f"{_relative(file)} was up to date already. Texts of the journey: 6.\n"
        "All texts are translated.\n",
    )
    assert read(folder / "journey.yaml").journey.languages == ("de", "en")


def _relative(file):
    return os.path.relpath(file)


def test_texts_shows_what_changed_and_takes_a_confirmation(run, folder):
    run("texts", folder, "en")
    file = folder / "texts.en.yaml"
    done = file.read_text("utf-8").replace('text: ""', 'text: "Words"')
    file.write_text(done.replace("  los.text:", "  weg.text:").replace("Das war", "Es war"))
    code, said = run("texts", folder, "en")
    assert code == 1
    assert "fertig.text (Zeile 20)\n    früher: Es war es.\n    heute:  Das war es.\n" in said
    assert "  weg.text (Zeile 23). Heißt er jetzt „los.text“?\n" in said
    code, said = run("texts", folder, "en", "--still-right", "fertig.text", "--lang", "en")
    assert "Confirmed: 1.\n  fertig.text (line 20)\n" in said
    assert "Changed" not in said
    assert 'source: "Das war es."' in file.read_text("utf-8")


def test_texts_knows_the_shipped_journeys_by_their_ids(run):
    code, said = run("texts", "montag-mit-kie", "en")
    assert (code, said) == (
        2,
        "„montag-mit-kie“: Diese Reise gibt es nicht. Meinten Sie „montag-mit-ki“?\n",
    )
    code, said = run("texts", "montag-mit-ki", "de")
    assert (code, said) == (2, "„de“ ist die Sprache der Reise selbst.\n")


def test_texts_of_a_complete_translation_changes_no_word_of_it(run, monday):
    before = read(monday / "journey.yaml").journey
    code, said = run("texts", monday, "en")
    assert code == 0
    assert said.endswith("Alle Texte sind übersetzt.\n")
    assert read(monday / "journey.yaml").journey == before
    assert run("texts", monday, "en")[1].count("war schon auf dem neuen Stand") == 1


def test_texts_says_that_a_language_is_not_listed(run, folder):
    code, said = run("texts", folder, "fr")
    assert code == 1
    assert "„fr“ steht noch nicht unter „languages“." in said


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nirgends", "en"), "Diese Reise gibt es nicht"),
        (("{folder}", "Englisch"), "„Englisch“ ist keine Sprache"),
        (("{folder}", "../x"), "„../x“ ist keine Sprache"),
        (("{folder}", "en", "--still-right", "los.text"), "ist keine Übersetzung zu bestätigen"),
    ],
)
def test_texts_refuses_a_wrong_use_and_writes_nothing(run, folder, args, said):
    before = contents(folder)
    code, output = run("texts", *(arg.replace("{folder}", str(folder)) for arg in args))
    assert code == 2
    assert said in output
    assert contents(folder) == before


def test_texts_refuses_files_it_cannot_read(run, folder):
    (folder / "texts.en.yaml").write_text("texts: a: b\n")
    before = contents(folder)
    code, said = run("texts", folder, "en")
    assert (code, "ZR115" in said) == (1, True)
    (folder / "journey.yaml").write_text(TWO.replace("Es geht los.", "Es geht: los."))
    code, said = run("texts", folder, "fr")
    assert (code, "ZR115" in said) == (1, True)
    assert list(contents(folder)) == list(before)


def test_texts_is_not_stopped_by_faults_of_other_kinds(run, folder):
    (folder / "journey.yaml").write_text(TWO.replace("title: Los,", "title: Los, next: weg,"))
    assert "Es fehlen Übersetzungen: 6." in run("texts", folder, "en")[1]


def test_texts_writes_through_no_link(run, folder, tmp_path):
    other = tmp_path / "anderswo.yaml"
    other.write_text("fremd")
    (folder / "texts.en.yaml").symlink_to(other)
    code, said = run("texts", folder, "en")
    assert (code, "ist ein Verweis auf einen anderen Ort" in said) == (2, True)
    assert other.read_text() == "fremd"


# format


def test_format_changes_a_journey_and_its_translations_once(run, folder):
    run("texts", folder, "en")
    texts = folder / "texts.en.yaml"
    texts.write_text(texts.read_text("utf-8").replace('text: ""', "text: Words"))
    code, said = run("format", folder)
    assert (code, said.count("ist in Form gebracht.")) == (0, 2)
    text = (folder / "journey.yaml").read_text("utf-8")
    assert '- {story: los, title: "Los", text: "Es geht los."}' in text
    assert 'text: "Words"' in texts.read_text("utf-8")
    code, said = run("format", folder / "journey.yaml", "--lang", "en")
    assert (code, said.count("needed no change.")) == (0, 2)


def test_format_takes_a_folder_of_journeys_and_refuses_only_what_it_cannot_read(run, folder):
    other = folder.parent / "lang"
    other.mkdir()
    broken = TWO.replace("Es geht los.", "Es geht: los.")
    (other / "journey.yaml").write_text(broken)
    code, said = run("format", folder.parent)
    assert code == 1
    assert "ZR115 Fehler" in said
    assert "bleibt unverändert" in said
    assert (other / "journey.yaml").read_text() == broken
    assert (folder / "journey.yaml").read_text() != TWO


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Kurz", "title: Kurz\ntitle: Lang"),
        ("title: Kurz", "title: Kurz\n<<: {a: b}"),
        ("title: Kurz", "title: {{los}}"),
        ("title: Kurz", "title:\tKurz"),
        ("title: Kurz", "title: &a Kurz"),
    ],
)
def test_format_refuses_a_file_that_means_two_things(run, folder, old, new):
    (folder / "journey.yaml").write_text(TWO.replace(old, new))
    before = contents(folder)
    code, said = run("format", folder)
    assert (code, "ZR1" in said) == (1, True)
    assert contents(folder) == before


def test_format_leaves_a_text_that_may_be_cut_off_and_shows_it(run, folder):
    (folder / "journey.yaml").write_text(TWO.replace("title: Kurz", "title: Nummer # 5"))
    code, said = run("format", folder)
    assert code == 0
    assert "ZR130" in said
    assert "title: Nummer # 5\n" in (folder / "journey.yaml").read_text()


@pytest.mark.parametrize("path", ["nirgends", "leer"])
def test_format_needs_a_journey(run, tmp_path, path):
    (tmp_path / "leer").mkdir()
    code, said = run("format", tmp_path / path)
    assert (code, "Hier ist keine Reise zu lesen" in said) == (2, True)


# rename


def test_rename_changes_a_journey_and_its_translation(run, monday):
    code, said = run("rename", monday, "vorher", "zu-beginn")
    assert code == 0
    assert "journey.yaml: geänderte Stellen:" in said
    assert "texts.en.yaml: geänderte Stellen:" in said
    parsed = read(monday / "journey.yaml")
    assert parsed.is_sound
    assert parsed.journey.renamed["vorher"] == "zu-beginn"
    assert run("test", monday)[0] == 0


def test_rename_forth_and_back_leaves_every_byte_as_it_was(run, monday):
    before = contents(monday)
    assert run("rename", monday, "vorher", "zu-beginn", "--unpublished")[0] == 0
    assert contents(monday) != before
    assert run("rename", monday / "journey.yaml", "zu-beginn", "vorher", "--unpublished")[0] == 0
    assert contents(monday) == before


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("vorhr", "neu"), 2, "Meinten Sie „vorher“?"),
        (("vorher", "nachher"), 2, "„nachher“ gibt es in der Reise schon."),
        (("vorher", "Am Anfang"), 2, "Meinten Sie „am-anfang“?"),
        (("vorher", "ziel"), 2, "hat im Format eine eigene Bedeutung"),
        (("vorhr", "neu", "--lang", "en"), 2, "Did you mean “vorher”?"),
    ],
)
def test_rename_refuses_and_writes_nothing(run, monday, args, code, said):
    before = contents(monday)
    found, output = run("rename", monday, *args)
    assert (found, said in output) == (code, True)
    assert contents(monday) == before


def test_rename_needs_a_journey_without_errors(run, folder):
    (folder / "journey.yaml").write_text(TWO.replace("title: Los,", "title: Los, next: weg,"))
    before = contents(folder)
    code, said = run("rename", folder, "los", "neu")
    assert (code, "ZR301" in said, "Nichts ist geändert." in said) == (1, True, True)
    assert contents(folder) == before
    assert run("rename", folder / "nichts", "los", "neu")[0] == 2


def test_rename_writes_no_file_where_one_cannot_be_written(run, monday, monkeypatch):
    before = contents(monday)
    replace = Path.replace

    def fails_for_translations(path, target):
        if target.name.startswith("texts."):
            raise OSError(28, "No space left on device", str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fails_for_translations)
    code, said = run("rename", monday, "vorher", "zu-beginn")
    assert (code, "No space left on device" in said) == (2, True)
    assert contents(monday) == before


def test_the_words_of_all_three_commands_exist_in_both_languages():
    for module in (journeys_format, journeys_rename, journeys_texts):
        assert module._WORDS["de"].keys() == module._WORDS["en"].keys()
