"""Map, translations and media of a draft: by keyboard, without JavaScript, for everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.benchmarks.product import Product
from tests.browser.accessibility import Examiner
from tests.browser.desk import Desk, long_journey
from tests.browser.journeys import LONG_WORDS
from tests.unit.lib import samples

LONG = "lange-karte"
WIDE = {"width": 1280, "height": 900}
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
def desk(product: Product, base_url: str) -> Desk:
    desk = Desk(product)
    desk.writes(LONG, long_journey(LONG), FILES)
    return desk


@pytest.mark.parametrize("size", ["phone", "wide"])
def test_every_screen_is_accessible(phone: Page, desk: Desk, axe_source: str, size: str) -> None:
    examiner = Examiner(axe_source)
    desk.sits_at(phone.context)
    if size == "wide":
        phone.set_viewport_size(WIDE)
    for path in SCREENS:
        phone.goto(f"/studio/{LONG}{path}")
        expect(phone.locator("h1")).not_to_have_text("Diese Seite gibt es nicht oder nicht mehr")
        examiner.look(phone)
    assert examiner.problems == []
    assert examiner.screens == len(SCREENS)


def test_every_screen_is_accessible_when_something_is_wrong(
    phone: Page, desk: Desk, axe_source: str
) -> None:
    examiner = Examiner(axe_source)
    desk.sits_at(phone.context)
    slug = desk.writes("kaputte-karte", long_journey("kaputte-karte", 16))
    desk.edits(
        slug, long_journey(slug, 16).replace("question:", "next: nirgends\n        question:")
    )
    phone.goto(f"/studio/{slug}/karte")
    expect(phone.get_by_text("Ziel „nirgends“ gibt es nicht").first).to_be_visible()
    examiner.look(phone)
    phone.goto(f"/studio/{slug}/karte/bild")
    examiner.look(phone)
    phone.goto(f"/studio/{slug}/medien")
    phone.get_by_role("button", name="Hochladen").click()
    expect(phone.get_by_role("alert")).to_be_focused()
    examiner.look(phone)
    desk.writes("lange-worte-hier", LONG_WORDS.replace("id: lange-woerter", "id: lange-worte-hier"))
    for path in ("/karte", "/sprachen", "/medien"):
        phone.goto(f"/studio/lange-worte-hier{path}")
        examiner.look(phone)
    assert examiner.problems == []


def test_every_screen_is_accessible_in_english(
    phone: Page, desk: Desk, axe_source: str, base_url: str
) -> None:
    examiner = Examiner(axe_source)
    examiner.themes = ("light",)
    desk.sits_at(phone.context)
    phone.context.add_cookies([{"name": "zr_view", "value": "en", "url": base_url}])
    for path in SCREENS[::2]:
        phone.goto(f"/studio/{LONG}{path}")
        assert phone.locator("html").get_attribute("lang") == "en"
        examiner.look(phone)
    assert examiner.problems == []


def test_the_arrow_keys_walk_the_map_and_enter_leads_to_the_line(phone: Page, desk: Desk) -> None:
    desk.sits_at(phone.context)
    phone.set_viewport_size(WIDE)
    phone.goto(f"/studio/{LONG}/karte")
    links = phone.locator(".map-outline a.step-link")
    links.first.focus()
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("ArrowDown")
    assert phone.evaluate("document.activeElement.dataset.step") == "wahl-3"
    assert phone.locator('g[data-step="wahl-3"]').get_attribute("class").endswith("is-here")
    phone.keyboard.press("ArrowRight")
    assert phone.evaluate("document.activeElement.dataset.step") == "abstecher-3"
    phone.keyboard.press("ArrowLeft")
    assert phone.evaluate("document.activeElement.dataset.step") == "wahl-3"
    phone.keyboard.press("End")
    assert phone.evaluate("document.activeElement.dataset.step") == "da"
    phone.keyboard.press("Home")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**#zeile-*")
    line = int(phone.url.rpartition("-")[2])
    assert "szene-1" in desk.text_of(LONG).split("\n")[line - 1]


def test_a_click_on_a_box_leads_to_the_line(phone: Page, desk: Desk) -> None:
    desk.sits_at(phone.context)
    phone.goto(f"/studio/{LONG}/karte/bild")
    box = phone.locator('g[data-step="wahl-3"]')
    box.scroll_into_view_if_needed()
    box.click()
    phone.wait_for_url("**#zeile-*")


def test_the_whole_width_of_the_map_is_seen_on_a_desk(phone: Page, desk: Desk) -> None:
    desk.sits_at(phone.context)
    phone.set_viewport_size(WIDE)
    phone.goto(f"/studio/{LONG}/karte")
    drawing = phone.locator(".map-drawing")
    assert drawing.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert phone.locator("svg.journey-map g[data-step]").count() >= 60
    text = phone.locator("svg.journey-map .title").first.evaluate(
        "text => text.getBoundingClientRect().height"
    )
    assert text >= 11, "the words of the drawing can be read"


@pytest.mark.parametrize("kind", ["phone", "plain_phone"])
def test_a_picture_comes_into_the_journey_by_keyboard_alone(
    request: pytest.FixtureRequest, desk: Desk, tmp_path: Path, kind: str
) -> None:
    page: Page = request.getfixturevalue(kind)
    slug = desk.writes(
        f"bild-{kind.replace('_', '-')}", long_journey(f"bild-{kind.replace('_', '-')}", 8)
    )
    desk.sits_at(page.context)
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
    assert "image: {file: grosses-tor.jpg, alt: 'Ein \"Tor\"'}" in desk.text_of(slug)


@pytest.mark.parametrize("kind", ["phone", "plain_phone"])
def test_a_translator_saves_by_keyboard_alone(
    request: pytest.FixtureRequest, desk: Desk, kind: str
) -> None:
    page: Page = request.getfixturevalue(kind)
    slug = f"worte-{kind.replace('_', '-')}"
    desk.writes(slug, long_journey(slug, 8).replace("[de, en]", "[de]"))
    desk.sits_at(page.context)
    page.goto(f"/studio/{slug}/sprachen")
    page.get_by_role("button", name="Hinzufügen").press("Enter")
    field = page.get_by_label("Englisch: title")
    assert field.get_attribute("lang") == "en"
    field.focus()
    page.keyboard.type("A long journey")
    page.get_by_role("button", name="Speichern Titel und Angaben").press("Enter")
    page.get_by_text("1 fertig").wait_for()
    assert page.get_by_label("Englisch: title").count() == 0
    assert "languages: [de, en]" in desk.text_of(slug)
