"""Accounts in a real browser: by keyboard alone, without JavaScript, and every screen by axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Page, expect

from tests.benchmarks.product import Product
from tests.browser import (
    assigning_screens,
    office_screens,
    robot,
    sight_screens,
    staff_screens,
)
from tests.browser.accessibility import Examiner
from tests.browser.staff_screens import PASSWORD

SCREENS = (
    staff_screens.of_strangers,
    staff_screens.of_staff,
    staff_screens.of_operators,
    office_screens.of_companies,
    office_screens.of_the_operator,
    assigning_screens.of_assigning,
    assigning_screens.of_lists,
    assigning_screens.of_proofs,
    sight_screens.of_sights,
)


@pytest.mark.parametrize("screens", SCREENS, ids=lambda screens: screens.__name__)
def test_every_screen_of_staff_is_accessible(
    phone: Page,
    product: Product,
    axe_source: str,
    screens: Callable[[Page, Product], Iterator[str]],
) -> None:
    examiner = Examiner(axe_source)
    for _screen in screens(phone, product):
        examiner.look(phone)
    assert examiner.problems == []
    assert examiner.screens >= 5


ENGLISH = (
    *("/anmelden", "/passwort-vergessen", "/passwort-vergessen/gesendet", "/abgemeldet"),
    *("/passwort-neu", "/passwort-neu/falsch", "/konto", "/konto/name", "/konto/passwort"),
    *("/konto/zweiter-faktor", "/konto/bestaetigung", "/studio"),
    *("/betrieb", "/betrieb/leitung", "/betrieb/einstellungen"),
    *("/betrieb/zuweisungen", "/betrieb/zuweisungen/neu"),
)


def test_the_screens_of_staff_are_accessible_in_english(
    phone: Page, product: Product, base_url: str, axe_source: str
) -> None:
    email, link = staff_screens.invited(product, "facilitator")
    staff_screens.accept(phone, link)
    phone.goto(office_screens.company(product, email))
    phone.get_by_role("button", name="Rolle annehmen").click()
    phone.context.add_cookies([{"name": "zr_view", "value": "en.dark", "url": base_url}])
    examiner = Examiner(axe_source)
    examiner.themes = ("dark",)
    for path in ENGLISH:
        phone.goto(path)
        assert phone.locator("html").get_attribute("lang") == "en"
        examiner.look(phone)
    assert examiner.problems == []


def test_an_operator_begins_and_comes_back_by_keyboard_without_javascript(
    plain_phone: Page, product: Product
) -> None:
    page = plain_phone
    email, link = staff_screens.invited(product, "operator", "facilitator")
    page.goto(link)
    _type(page, "Ihr Name", "Kim Beispiel")
    _type(page, "Passwort", PASSWORD)
    page.keyboard.press("Enter")
    phone = staff_screens.app_on_phone(page)
    _type(page, "Code aus der App", phone.generate().token)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Notfallcodes")
    recovery = page.locator(".recovery-codes li").first.inner_text()
    robot.press(page.get_by_role("link", name="Ich habe sie aufgeschrieben"))
    page.wait_for_url("**/konto")
    robot.press(page.get_by_role("button", name="Abmelden"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie sind abgemeldet")
    _come_back(page, email, _next_token(phone))
    robot.press(page.get_by_role("button", name="Abmelden"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie sind abgemeldet")
    _come_back(page, email, recovery)


def _come_back(page: Page, email: str, code: str) -> None:
    page.goto("/studio")
    _type(page, "E-Mail-Adresse", email)
    _type(page, "Passwort", PASSWORD)
    page.keyboard.press("Enter")
    _type(page, "Code", code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/studio")


def _type(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    robot.tab_to(page, field)
    page.keyboard.type(text)


def _next_token(phone: TOTP) -> str:
    """Return the code that follows: the present one is used up, and clocks may differ a little."""
    token = phone.generate()
    return str(phone.generate(token.expire_time + 1).token)
