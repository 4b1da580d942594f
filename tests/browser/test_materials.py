"""Map, translations and media of a draft: by keyboard, without JavaScript, for everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import Examiner
from tests.browser.conftest import PHONE
from tests.browser.desks import DESK, Desk
from tests.browser.journeys import LONG_WORDS, long_journey
from tests.unit.lib import samples

SCREENS = (
    "/karte",
    "/karte?role=leitung",
    "/karte/bild",
    "/karte/bild?size=full",
    "/sprachen",
    "/sprachen/en",
    "/sprachen/en?show=all&page=2",
    "/medien",
    "/medien/tor.png/angaben",
    "/medien/ton.mp3/angaben",
    "/medien/film.mp4/angaben",
    "/medien/karte.pdf/angaben",
    "/medien/ton.de.md/angaben",
    "/medien/ton.en.md/text",
    "/medien/tor.png/loeschen",
)
FILES = {
    "tor.png": samples.picture("PNG", (400, 300)),
    "ton.mp3": samples.mp3(),
    "film.mp4": samples.mp4(),
    "karte.pdf": samples.pdf(),
    "ton.de.md": b"Anna: Hallo.\n",
}


@pytest.fixture
def home(desk: Desk) -> str:
    """The address of a draft with very many steps and files of each kind."""
    return f"/studio/{desk.write(long_journey(), FILES)}"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_screen_is_accessible(
    desk: Desk, home: str, axe_source: str, viewport: dict[str, int]
) -> None:
    examiner = Examiner(axe_source)
    page = desk.sit(viewport=viewport)
    for path in SCREENS:
        page.goto(f"{home}{path}")
        expect(page.locator("h1")).not_to_have_text("Diese Seite gibt es nicht oder nicht mehr")
        examiner.look(page)
    assert examiner.problems == []
    assert examiner.screens == len(SCREENS)


def test_every_screen_is_accessible_when_something_is_wrong(desk: Desk, axe_source: str) -> None:
    examiner = Examiner(axe_source)
    page = desk.sit(viewport=PHONE)
    slug = desk.write(long_journey(16))
    desk.edit(slug, "question:", "next: nirgends\n        question:")
    page.goto(f"/studio/{slug}/karte")
    expect(page.get_by_text("Ziel „nirgends“ gibt es nicht").first).to_be_visible()
    examiner.look(page)
    page.goto(f"/studio/{slug}/karte/bild")
    examiner.look(page)
    page.goto(f"/studio/{slug}/medien")
    page.get_by_role("button", name="Hochladen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    examiner.look(page)
    slug = desk.write(LONG_WORDS)
    for path in ("/karte", "/sprachen", "/medien"):
        page.goto(f"/studio/{slug}{path}")
        examiner.look(page)
    assert examiner.problems == []


def test_every_screen_is_accessible_in_english(
    desk: Desk, home: str, axe_source: str, base_url: str
) -> None:
    examiner = Examiner(axe_source)
    examiner.themes = ("light",)
    page = desk.sit(viewport=PHONE)
    page.context.add_cookies([{"name": "zr_view", "value": "en", "url": base_url}])
    for path in SCREENS[::2]:
        page.goto(f"{home}{path}")
        assert page.locator("html").get_attribute("lang") == "en"
        examiner.look(page)
    assert examiner.problems == []


def test_the_arrow_keys_walk_the_map_and_enter_leads_to_the_line(desk: Desk, home: str) -> None:
    page = desk.sit()
    page.goto(f"{home}/karte")
    links = page.locator(".map-outline a.step-link")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.step") == "wahl-3"
    assert page.locator('g[data-step="wahl-3"]').get_attribute("class").endswith("is-here")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.step") == "abstecher-3"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.step") == "wahl-3"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.step") == "da"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**#zeile-*")
    line = int(page.url.rpartition("-")[2])
    assert "szene-1" in desk.draft(home.rpartition("/")[2]).text.split("\n")[line - 1]


def test_a_click_on_a_box_leads_to_the_line(desk: Desk, home: str) -> None:
    page = desk.sit(viewport=PHONE)
    page.goto(f"{home}/karte/bild")
    box = page.locator('g[data-step="wahl-3"]')
    box.scroll_into_view_if_needed()
    box.click()
    page.wait_for_url("**#zeile-*")


def test_the_whole_width_of_the_map_is_seen_on_a_desk(desk: Desk, home: str) -> None:
    page = desk.sit()
    page.goto(f"{home}/karte")
    drawing = page.locator(".map-drawing")
    assert drawing.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert page.locator("svg.journey-map g[data-step]").count() >= 60
    text = page.locator("svg.journey-map .title").first.evaluate(
        "text => text.getBoundingClientRect().height"
    )
    assert text >= 11, "the words of the drawing can be read"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_picture_comes_into_the_journey_by_keyboard_alone(
    desk: Desk, tmp_path: Path, scripts: bool
) -> None:
    page = desk.sit(viewport=PHONE, java_script_enabled=scripts)
    slug = desk.write(long_journey(8))
    picture = tmp_path / "Großes Tor.JPG"
    picture.write_bytes(samples.photo_with_a_place())
    page.goto(f"/studio/{slug}/medien")
    page.get_by_label("Datei auswählen").set_input_files(picture)
    page.get_by_role("button", name="Hochladen").press("Enter")
    page.get_by_label("Was zeigt das Bild?").press_sequentially('Ein "Tor"')
    page.get_by_label("Bei welcher Station?").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Bei der Station einfügen").press("Enter")
    page.get_by_text("Eingebaut bei der Station").wait_for()
    assert "image: {file: grosses-tor.jpg, alt: 'Ein \"Tor\"'}" in desk.draft(slug).text


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_translator_saves_by_keyboard_alone(desk: Desk, scripts: bool) -> None:
    page = desk.sit(viewport=PHONE, java_script_enabled=scripts)
    slug = desk.write(long_journey(8).replace("[de, en]", "[de]"))
    page.goto(f"/studio/{slug}/sprachen")
    page.get_by_role("button", name="Hinzufügen").press("Enter")
    field = page.get_by_label("Englisch: title")
    assert field.get_attribute("lang") == "en"
    field.focus()
    page.keyboard.type("A long journey")
    page.get_by_role("button", name="Speichern Titel und Angaben").press("Enter")
    page.get_by_text("1 fertig").wait_for()
    expect(page.get_by_label("Englisch: title")).to_have_count(0)
    assert "languages: [de, en]" in desk.draft(slug).text
