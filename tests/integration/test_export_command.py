"""`flask journeys export` of a published journey: the author's own files, byte for byte."""

import hashlib
import zipfile

import pytest
from flask import Flask

from app.content.media import Media
from app.lib import clock
from app.models.draft import Draft
from app.models.draft_files import Files
from app.models.journey import newest_version
from app.models.publication import publish, versions_of
from app.models.user import User
from tests.integration.conftest import LONELY_JOURNEY

SLUG = "ohne-rollen"
COMMENTED = (
    "# Ganz oben: eine Reise für den Anfang.\n"
    + LONELY_JOURNEY.replace("languages: [de]", "languages: [de, en]   # Deutsch zuerst").replace(
        "    steps:\n", "    steps:\n      # ok ZR510 so kurz soll sie sein\n\n"
    )
    + "# Zum Schluss: ä ö ü ß „“\n"
)
KEYS = ("title", "summary", "topics", "stages.anfang.title", "los.title", "los.text", "da.title",
        "da.text")  # fmt: skip
ENGLISH = (
    "format: zukunftsreise-texts/1   # for Ben\nid: ohne-rollen\nlanguage: en\ntexts:\n"
    + "".join(
        f"  {key}: {{text: {'[Word]' if key == 'topics' else 'Word'}}}  # fine\n" for key in KEYS
    )
)
MEDIA = {"karte.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wort.md": "Ä\n".encode()}


@pytest.fixture
def run(app: Flask):
    """Run a command and return its result."""

    def run(*words: object, status: int = 0):
        result = app.test_cli_runner().invoke(args=["journeys", *map(str, words)])
        assert result.exit_code == status, result.output
        return result.output

    return run


@pytest.fixture
def written(app: Flask) -> User:
    """A journey that was written and published in the studio, with comments everywhere."""
    with app.extensions["database"].write() as session:
        ada = User.create(session, "ada@reise.example", "Ada", clock.now(), "facilitator")
        files = Files(COMMENTED, {"en": ENGLISH}, Media(MEDIA))
        draft = Draft.create(session, SLUG, files, by=ada, now=clock.now())
        publish(session, draft, by=ada, now=clock.now(), note="", seen=draft.hash, against=0)
    return ada


def test_comments_survive_from_the_studio_to_files_and_back(app, run, written, tmp_path):
    run("export", SLUG, "--to", tmp_path / SLUG)
    assert (tmp_path / SLUG / "journey.yaml").read_text("utf-8") == COMMENTED
    assert (tmp_path / SLUG / "texts.en.yaml").read_text("utf-8") == ENGLISH
    found = {path.name: path.read_bytes() for path in (tmp_path / SLUG / "media").iterdir()}
    assert found == MEDIA
    assert "version 1 is loaded already" in run("load", tmp_path / SLUG)


def test_a_loaded_change_comes_back_with_its_comments(app, run, written, tmp_path):
    run("export", SLUG, "--to", tmp_path / SLUG)
    path = tmp_path / SLUG / "journey.yaml"
    changed = COMMENTED + "# noch eine Zeile\n"
    path.write_text(changed, "utf-8")
    assert "version 2 published" in run("load", tmp_path / SLUG)
    run("export", SLUG, "--to", tmp_path / "neu")
    assert (tmp_path / "neu" / "journey.yaml").read_text("utf-8") == changed
    run("export", SLUG, "--version", 1, "--to", tmp_path / "alt")
    assert (tmp_path / "alt" / "journey.yaml").read_text("utf-8") == COMMENTED
    with app.extensions["database"].read() as session:
        assert [each.by for each in versions_of(session, SLUG)] == [None, "Ada"]
        last = newest_version(session, SLUG)
        assert last is not None and last.number == 2


def test_equal_versions_make_equal_bytes(run, written, tmp_path):
    digests = set()
    for name in ("a.zip", "b.zip"):
        run("export", SLUG, "--zip", tmp_path / name)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == [
            "journey.yaml",
            "texts.en.yaml",
            "media/karte.svg",
            "media/wort.md",
        ]
        assert archive.read("journey.yaml").decode() == COMMENTED


def test_what_is_not_published_is_said(run, written, tmp_path):
    assert "weder ein Ordner noch eine" in run("export", "nichts", "--to", tmp_path / "x", status=2)
    words = run("export", SLUG, "--version", 7, "--to", tmp_path / "x", status=2)
    assert "keine Fassung 7" in words
    words = run("export", "nichts", "--to", tmp_path / "x", "--lang", "en", status=2)
    assert "neither a folder nor a published journey" in words
    assert not (tmp_path / "x").exists()


def test_nothing_is_overwritten(run, written, tmp_path):
    (tmp_path / "x").mkdir()
    assert "gibt es schon" in run("export", SLUG, "--to", tmp_path / "x", status=2)
