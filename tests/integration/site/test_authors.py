"""The pages for authors: the guide, the index of codes and a page for each of them."""

import re

import pytest

from app.content import examples
from app.content.problems import CODES
from app.site import guides
from tests.people import Person

LANGUAGES = ("de", "en")
LINK = re.compile(r'href="(/hilfe/autoren[^"#]*)"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_leads_to_every_code_and_every_chapter(alice: Person, language: str) -> None:
    page = alice.see("/hilfe/autoren", Accept_Language=language)
    wanted = {f"/hilfe/autoren/{code}" for code in CODES}
    wanted |= {f"/hilfe/autoren/handbuch/{each.id}" for each in guides.chapters(language)}
    assert set(LINK.findall(page)) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_explained_with_both_examples(alice: Person, language: str) -> None:
    for code in CODES:
        page = alice.see(f"/hilfe/autoren/{code}", Accept_Language=language)
        assert code in page
        assert "…" in page or examples.meaning(code, language) == CODES[code][language]
        assert "<mark>" in page


def test_a_page_says_what_the_checker_says(alice: Person) -> None:
    page = alice.see("/hilfe/autoren/ZR301")
    assert "<mark>feierabent</mark>" in page
    assert "Diesen Schritt gibt es nicht." in page
    assert "Meinten Sie „feierabend“ (Zeile 29)?" in page
    english = alice.see("/hilfe/autoren/ZR301", Accept_Language="en")
    assert "This step does not exist." in english
    assert "Did you mean “feierabend” (line 29)?" in english


def test_an_example_about_words_stands_in_the_language_of_the_page(alice: Person) -> None:
    german = alice.see("/hilfe/autoren/ZR708")
    assert '<pre lang="de"' in german
    assert "mit der grünen Antwort" in german
    english = alice.see("/hilfe/autoren/ZR708", Accept_Language="en")
    assert '<pre lang="en"' in english
    assert "with the green answer" in english
    assert "Antwort" not in english


def test_signs_that_cannot_be_seen_are_shown(alice: Person) -> None:
    assert "<mark>·</mark>title" in alice.see("/hilfe/autoren/ZR104")


def test_only_what_is_no_error_can_be_silenced(alice: Person) -> None:
    assert "# ok ZR319" in alice.see("/hilfe/autoren/ZR319")
    assert "# ok" not in alice.see("/hilfe/autoren/ZR301")


@pytest.mark.parametrize("path", ["ZR999", "zr301", "handbuch/nichts"])
def test_what_does_not_exist_is_not_found(alice: Person, path: str) -> None:
    assert alice.get(f"/hilfe/autoren/{path}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chapter_has_one_heading_and_a_way_on(alice: Person, language: str) -> None:
    chapters = guides.chapters(language)
    for before, chapter in zip([None, *chapters], chapters, strict=False):
        address = f"/hilfe/autoren/handbuch/{chapter.id}"
        page = alice.see(address, Accept_Language=language)
        assert page.count("<h1") == 1
        assert "@@" not in page
        if before:
            assert f'href="/hilfe/autoren/handbuch/{before.id}" rel="prev"' in page
