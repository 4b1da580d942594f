"""A guest of a company in Chromium: from the code to the arrival, by any means."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import robot
from tests.browser.accessibility import Examiner
from tests.browser.guest_screens import SCREENS
from tests.browser.test_groups import enter, to
from tests.firms import Firm


@pytest.mark.parametrize("screens", SCREENS, ids=lambda screens: screens.__name__)
def test_every_screen_of_a_guest_is_accessible(
    phone: Page, axe_source: str, firm: Firm, screens: Callable[[Page, Firm], Iterator[str]]
) -> None:
    examiner = Examiner(axe_source)
    for _screen in screens(phone, firm):
        examiner.look(phone)
    assert examiner.problems == []
    assert examiner.screens >= 4


def test_a_guest_goes_from_the_code_to_the_arrival_without_javascript(
    plain_phone: Page, firm: Firm
) -> None:
    page, assigned = plain_phone, firm.assign("montag-mit-ki", words={"ki-kontakt": "Frau Abel"})
    page.goto("/")
    page.get_by_role("link", name="Code eingeben").click()
    page.get_by_label("Ihr Code").fill(f"{assigned.typed[:4]} {assigned.typed[4:]}".upper())
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_text("Tischlerei Beispiel lädt Sie ein")).to_be_visible()
    page.get_by_role("radio").first.check()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Reise starten").click()
    robot.walk(page, robot.answer_by_mouse, lambda _page: None)
    expect(page.get_by_role("heading", level=1)).to_have_text("Angekommen.")
    assert firm.arrivals(assigned) == 1
    page.get_by_role("link", name="Pause").click()
    page.get_by_role("link", name="Was sieht mein Betrieb?").click()
    expect(page.get_by_text("noch keine Zahl")).to_be_visible()
    page.get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="So speichern").click()
    expect(page.get_by_text("Nein. Ihre Antworten sind nur für Sie.")).to_be_visible()


def test_a_guest_takes_a_run_along_and_agrees_by_keyboard_alone(phone: Page, firm: Firm) -> None:
    assigned = firm.assign("lange-woerter")
    robot.begin(phone, "lange-woerter")
    run = robot.path_of(phone).split("/")[2]
    phone.goto("/m")
    to(phone, phone.get_by_label("Ihr Code"))
    phone.keyboard.type(assigned.typed)
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    to(phone, phone.get_by_role("radio", name="Nein, ich gehe neu los"))
    phone.keyboard.press("ArrowDown")
    to(phone, phone.get_by_role("checkbox"))
    phone.keyboard.press("Space")
    enter(phone, phone.get_by_role("button", name="Reise starten"))
    assert robot.path_of(phone).split("/")[2] == run
    expect(phone.get_by_text("Anonym gezählt")).to_be_visible()
    enter(phone, phone.get_by_role("link", name="Karte"))
    enter(phone, phone.get_by_role("link", name="Was sieht mein Betrieb?"))
    to(phone, phone.get_by_role("checkbox"))
    phone.keyboard.press("Space")
    enter(phone, phone.get_by_role("button", name="So speichern"))
    expect(phone.get_by_text("Nein. Ihre Antworten sind nur für Sie.")).to_be_visible()
