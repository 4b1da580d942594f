"""P4 and P5 for translators: what they type saves itself, and nothing of it is thrown away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.accessibility import Examiner
from tests.browser.conftest import PHONE
from tests.browser.desks import DESK, Desk
from tests.integration.conftest import SMALL_JOURNEY

TWO = SMALL_JOURNEY.replace("[de]", "[de, en]").replace('"Schön."', '"Sie: {{gedanke|nichts}}"')
TEXTS = """\
format: zukunftsreise-texts/1
id: kleine-reise
language: en
texts:
  da.text:
    source: "Sie: {{gedanke|nichts}}"
    text: "You: {{thought|nothing}}"
"""
BROKEN = "format: zukunftsreise-texts/1\nlanguage: en\ntexts:\n  title: [\n"
SHEET = "/sprachen/en"
WORDS = "The small journey"
SAVED, NOT_SAVED = "Gespeichert, ", "Nicht gespeichert"


def row_of(page: Page, key: str) -> Locator:
    """Return the row of a text."""
    return page.locator(f".row[data-field='{key}']")


def field_of(page: Page, key: str) -> Locator:
    """Return the first field of a text."""
    return row_of(page, key).get_by_role("textbox").first


def says(page: Page, key: str, words: str) -> None:
    """Wait until the line below a text says this."""
    line = row_of(page, key).locator("[data-save-status]")
    expect(line).to_contain_text(words, timeout=20_000)


@pytest.fixture
def page(desk: Desk) -> Page:
    """A sheet that nobody has begun."""
    page = desk.sit()
    page.goto(f"/studio/{desk.write(TWO)}{SHEET}")
    return page


def test_a_pause_in_typing_saves_and_says_how_the_text_is_now(page: Page) -> None:
    expect(page.locator("#counted")).to_contain_text("0 fertig")
    field_of(page, "title").press_sequentially(WORDS)
    says(page, "title", SAVED)
    expect(row_of(page, "title").locator(".row-state")).to_have_text("Fertig")
    expect(page.locator("#counted")).to_contain_text("1 fertig")
    expect(field_of(page, "title")).to_be_focused()
    field_of(page, "da.text").fill("You: {{thought|nothing}}")
    expect(row_of(page, "da.text")).to_contain_text("Bitte prüfen", timeout=20_000)
    field_of(page, "da.text").fill("You: {{gedanke|nothing}}")
    expect(row_of(page, "da.text").locator(".row-state")).to_have_text("Fertig", timeout=20_000)
    page.goto(page.url + "?show=all")
    expect(field_of(page, "title")).to_have_value(WORDS)
    expect(row_of(page, "title").locator("[data-save-status] .icon:visible")).to_have_count(0)


def test_the_texts_of_a_list_save_themselves(page: Page) -> None:
    field_of(page, "topics").fill("Store")
    page.keyboard.press("Tab")
    page.keyboard.type("Privacy")
    page.keyboard.press("Tab")
    says(page, "topics", SAVED)
    expect(row_of(page, "topics").locator(".row-state")).to_have_text("Fertig")
    page.goto(page.url + "?text=topics")
    expect(field_of(page, "topics")).to_be_focused()
    expect(row_of(page, "topics").get_by_role("textbox").last).to_have_value("Privacy")


def test_saved_is_never_said_by_a_captive_portal(page: Page) -> None:
    page.route("**/entwurf", _portal)
    field_of(page, "title").press_sequentially(WORDS)
    says(page, "title", NOT_SAVED)
    expect(field_of(page, "title")).to_have_value(WORDS)
    page.unroute("**/entwurf")
    row_of(page, "title").get_by_role("button", name="Jetzt speichern").click()
    says(page, "title", SAVED)


def test_a_lost_connection_is_tried_again_until_it_is_back(page: Page) -> None:
    page.context.set_offline(True)
    field_of(page, "title").press_sequentially(WORDS)
    says(page, "title", NOT_SAVED)
    page.context.set_offline(False)
    says(page, "title", SAVED)


def test_an_ended_session_keeps_the_text_on_the_page(page: Page) -> None:
    page.context.clear_cookies()
    field_of(page, "title").press_sequentially(WORDS)
    says(page, "title", "Kopieren Sie Ihren Text")
    expect(field_of(page, "title")).to_have_value(WORDS)


def test_who_leaves_at_once_leaves_nothing_behind(page: Page) -> None:
    address = page.url
    field_of(page, "title").press_sequentially(WORDS)
    page.get_by_role("link", name="Alle Sprachen").click()
    page.goto(f"{address}?text=title")
    expect(field_of(page, "title")).to_have_value(WORDS)


def test_two_translators_of_one_text_see_both_and_lose_none(desk: Desk, page: Page) -> None:
    other = desk.sit()
    other.goto(page.url)
    field_of(page, "title").press_sequentially("First")
    says(page, "title", SAVED)
    field_of(other, "summary").press_sequentially("A day")
    says(other, "summary", SAVED)
    field_of(other, "title").press_sequentially("Second")
    says(other, "title", "Hier gibt es zwei Fassungen")
    expect(field_of(other, "title")).to_have_value("Second")
    other.get_by_role("button", name="Beide Fassungen vergleichen").click()
    expect(other.get_by_role("heading", name="Hier gibt es zwei Fassungen")).to_be_visible()
    expect(other.get_by_text("First", exact=True)).to_be_visible()
    expect(other.get_by_label("Ihre Übersetzung").first).to_have_value("Second")
    other.get_by_role("button", name="Meine Übersetzungen speichern").click()
    other.goto(f"{page.url}?text=title")
    expect(field_of(other, "title")).to_have_value("Second")
    expect(field_of(other, "summary")).to_have_value("A day")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("start", ["", "/pruefung"], ids=["editor", "check"])
def test_a_problem_leads_to_the_field_of_its_text(desk: Desk, start: str, scripts: bool) -> None:
    page = desk.sit(viewport=PHONE, java_script_enabled=scripts)
    page.goto(f"/studio/{desk.write(TWO, texts={'en': TEXTS})}{start}")
    wrong = page.locator(".problem", has_text="{{thought}}")
    wrong.get_by_role("link", name="texts.en.yaml, Zeile").press("Enter")
    expect(field_of(page, "da.text")).to_be_focused()
    expect(field_of(page, "da.text")).to_be_in_viewport()
    page.go_back()
    missing = page.locator(".problem", has_text="gedanke.prompt")
    missing.get_by_role("link", name="Zur Übersetzung").press("Enter")
    expect(field_of(page, "gedanke.prompt")).to_be_focused()
    expect(field_of(page, "gedanke.prompt")).to_be_in_viewport()


def test_a_fault_of_the_file_leads_to_its_line(desk: Desk) -> None:
    page = desk.sit()
    page.goto(f"/studio/{desk.write(TWO, texts={'en': BROKEN})}/pruefung")
    page.get_by_role("link", name="texts.en.yaml, Zeile").first.click()
    text = page.get_by_role("textbox", name="texts.en.yaml")
    expect(text).to_be_focused()
    line = int(page.url.rpartition("-")[2])
    before = text.evaluate("field => field.value.slice(0, field.selectionStart)")
    assert before.count("\n") + 1 == line
    text.fill(TEXTS.replace("kleine-reise", page.url.split("/")[4]))
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#counted")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_state_of_a_translation_is_accessible(
    desk: Desk, axe_source: str, viewport: dict[str, int]
) -> None:
    examiner = Examiner(axe_source)
    page = desk.sit(viewport=viewport)
    slug = desk.write(TWO, texts={"en": TEXTS})
    page.goto(f"/studio/{slug}{SHEET}?text=da.text")
    examiner.look(page)
    field_of(page, "title").press_sequentially(WORDS)
    says(page, "title", SAVED)
    examiner.look(page)
    page.route("**/entwurf", _portal)
    field_of(page, "title").press_sequentially("!")
    says(page, "title", NOT_SAVED)
    examiner.look(page)
    page.unroute("**/entwurf")
    page.locator("[name='seen:summary']").evaluate("field => { field.value = 'old-old'; }")
    field_of(page, "summary").press_sequentially("A day")
    says(page, "summary", NOT_SAVED)
    examiner.look(page)
    page.get_by_role("button", name="Beide Fassungen vergleichen").click()
    examiner.look(page)
    page.goto(f"/studio/{desk.write(TWO, texts={'en': BROKEN})}{SHEET}")
    examiner.look(page)
    assert examiner.problems == []
    assert examiner.screens == 6


def _portal(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<h1>Willkommen im WLAN</h1>")
