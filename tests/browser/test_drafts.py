"""P4 and P5 in a browser: a text survives an ended session, a restart and a lying network."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import robot
from tests.browser.conftest import PHONE, stocked

WORDS = "Meine Hände wissen das, nur aufgeschrieben hat es niemand."
SAVED = "Gespeichert"
NOT_SAVED = "Nicht gespeichert"


@pytest.fixture
def writing(phone: Page) -> Page:
    """A phone that stands on a step with a private text."""
    robot.begin(phone, "schreiben")
    return phone


def test_a_pause_in_typing_saves_and_says_so(writing: Page) -> None:
    _type(writing)
    _says(writing, SAVED)
    writing.reload()
    expect(robot.walk_to_textarea(writing)).to_have_value(WORDS)


def test_a_picture_chosen_by_keyboard_saves_itself(writing: Page) -> None:
    for _ in range(2):
        robot.settled(writing, lambda: writing.get_by_role("button", name="Überspringen").click())
    writing.get_by_role("radio", name="Ohne Bild").focus()
    writing.keyboard.press("ArrowDown")
    writing.keyboard.press("ArrowDown")
    line = writing.get_by_role("group", name="Ein Bild dazu").locator("[data-save-status]")
    expect(line).to_contain_text(SAVED)
    writing.reload()
    expect(writing.get_by_role("radio", name="Ruhiger Morgen")).to_be_checked()
    expect(line).to_contain_text(SAVED)
    writing.get_by_role("radio", name="Ohne Bild").check()
    expect(line).to_contain_text("Gespeichert,")
    writing.reload()
    expect(writing.get_by_role("radio", name="Ohne Bild")).to_be_checked()


def test_saved_is_never_said_by_a_captive_portal(writing: Page) -> None:
    writing.route("**/entwurf", _portal)
    _type(writing)
    _says(writing, NOT_SAVED)
    expect(robot.walk_to_textarea(writing)).to_have_value(WORDS)
    writing.unroute("**/entwurf")
    writing.get_by_role("button", name="Jetzt speichern").first.click()
    _says(writing, SAVED)


def test_a_captive_portal_does_not_replace_the_step(writing: Page) -> None:
    _type(writing)
    _says(writing, SAVED)
    address = writing.url
    writing.route("**/unterwegs/**", _portal)
    writing.locator(robot.PRIMARY).first.click()
    expect(writing.locator("[data-retry]")).to_be_visible()
    expect(robot.walk_to_textarea(writing)).to_have_value(WORDS)
    assert writing.url == address


def test_a_server_error_keeps_the_text_on_the_page(writing: Page) -> None:
    writing.route("**/unterwegs/**", lambda route: route.fulfill(status=500, body="kaputt"))
    _type(writing)
    _says(writing, NOT_SAVED)
    writing.locator(robot.PRIMARY).first.click()
    expect(writing.locator("[data-retry]")).to_be_visible()
    expect(robot.walk_to_textarea(writing)).to_have_value(WORDS)


def test_a_lost_connection_is_tried_again_until_it_is_back(writing: Page) -> None:
    writing.context.set_offline(True)
    _type(writing)
    _says(writing, NOT_SAVED)
    writing.context.set_offline(False)
    _says(writing, SAVED)


def test_an_ended_session_keeps_the_text_on_the_page(writing: Page) -> None:
    writing.context.clear_cookies()
    _type(writing)
    _says(writing, NOT_SAVED)
    expect(robot.walk_to_textarea(writing)).to_have_value(WORDS)


def test_a_restarted_server_takes_the_text(browser: Browser, tmp_path: Path) -> None:
    product = stocked(tmp_path)
    server = product.serve()
    address = product.environ["ZR_BASE_URL"]
    context = browser.new_context(base_url=address, viewport=PHONE, locale="de-DE")
    page = context.new_page()
    try:
        robot.begin(page, "schreiben")
        server.stop()
        _type(page)
        _says(page, NOT_SAVED)
        server = product.serve()
        _says(page, SAVED)
        page.reload()
        expect(robot.walk_to_textarea(page)).to_have_value(WORDS)
    finally:
        context.close()
        server.stop()


def test_an_older_tab_shows_both_texts_and_loses_none(writing: Page) -> None:
    other = writing.context.new_page()
    other.goto(writing.url)
    _type(writing)
    _says(writing, SAVED)
    theirs = "Etwas ganz anderes aus dem zweiten Fenster."
    robot.walk_to_textarea(other).fill(theirs)
    other.locator("h1").click()
    expect(other.get_by_text(WORDS)).to_be_visible()
    expect(robot.walk_to_textarea(other)).to_have_value(theirs)
    other.get_by_role("button", name="Beide nacheinander").click()
    expect(robot.walk_to_textarea(other)).to_have_value(f"{WORDS}\n\n{theirs}")


def test_without_javascript_going_on_stores_the_text(plain_phone: Page) -> None:
    robot.begin(plain_phone, "schreiben")
    robot.walk_to_textarea(plain_phone).fill(WORDS)
    address = plain_phone.url
    plain_phone.locator(robot.PRIMARY).first.click()
    plain_phone.goto(address)
    expect(plain_phone.get_by_text(WORDS)).to_be_visible()


def _type(page: Page) -> None:
    robot.walk_to_textarea(page).press_sequentially(WORDS)


def _says(page: Page, words: str) -> None:
    expect(page.locator("[data-save-status]").first).to_contain_text(words, timeout=20_000)


def _portal(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<h1>Willkommen im WLAN</h1>")
