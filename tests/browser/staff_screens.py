"""Screens of staff: invited, signed in, out of luck, with and without a second factor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count

from passlib.totp import TOTP
from playwright.sync_api import Page, expect

from tests.benchmarks.product import Product
from tests.browser import robot

PASSWORD = "vier bunte wolken warten"
OTHER = "drei leise igel lesen nachts"
_numbers = count(1)


def invited(product: Product, *roles: str, email: str = "") -> tuple[str, str]:
    """Invite somebody and return their address and the link."""
    email = email or f"nr-{next(_numbers)}-{time.time_ns()}@reise.example"
    words = [word for role in roles for word in ("--role", role)]
    return email, product.flask("users", "invite", email, *words).strip()


def accept(page: Page, link: str) -> None:
    """Make the account of an invitation."""
    page.goto(link)
    page.get_by_label("Ihr Name").fill("Kim Beispiel")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    send(page)


def send(page: Page) -> None:
    """Send the form of the page."""
    page.locator(robot.PRIMARY).first.click()
    page.wait_for_load_state("load")


def app_on_phone(page: Page) -> TOTP:
    """Return what an app knows that was given the key on the page."""
    return TOTP(key=page.locator("code").inner_text(), format="base32")


def of_strangers(page: Page, product: Product) -> Iterator[str]:
    """Yield a name for each screen of somebody who is not signed in."""
    for path in ("/anmelden", "/passwort-vergessen", "/passwort-vergessen/gesendet"):
        page.goto(path)
        yield path
    for path in ("/passwort-neu", "/passwort-neu/falsch", "/abgemeldet"):
        page.goto(path)
        yield path
    page.goto("/anmelden")
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    yield "a sign-in without words"
    page.goto("/passwort-vergessen")
    page.get_by_role("textbox").fill("keine Adresse")
    page.locator("form").first.evaluate("form => form.noValidate = true")
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    yield "an address that is none"
    _, link = invited(product, "facilitator", "operator")
    page.goto(link)
    yield "an invitation"
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    yield "an invitation without words"


def of_staff(page: Page, product: Product) -> Iterator[str]:
    """Yield a name for each screen of somebody who sets a second factor up and uses it."""
    email, link = invited(product, "facilitator")
    accept(page, link)
    expect(page.get_by_role("img", name="QR-Code")).to_be_visible()
    yield "a second factor to set up"
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    yield "a second factor without a code"
    for path in ("/studio", "/konto", "/konto/name", "/konto/passwort", "/konto/bestaetigung"):
        page.goto(path)
        yield path
    page.goto("/konto/passwort")
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    yield "a change of password without words"
    page.goto("/konto/zweiter-faktor")
    phone = app_on_phone(page)
    page.get_by_label("Code aus der App").fill(phone.generate().token)
    send(page)
    yield "recovery codes"
    recovery = page.locator(".recovery-codes li").first.inner_text()
    for path in ("", "/ausschalten"):
        page.goto(f"/konto/zweiter-faktor{path}")
        yield f"a second factor that is on{path}"
    page.goto("/konto/notfallcodes")
    yield "new recovery codes"
    _, again = invited(product, "manager", email=email)
    page.goto(again)
    yield "a further role"
    page.get_by_role("button", name="Rolle annehmen").click()
    yield "an account with two roles"
    _, foreign = invited(product, "manager", email=_somebody_else(page, product))
    page.goto(foreign)
    yield "a role for somebody else"
    page.get_by_role("main").get_by_role("button", name="Abmelden").click()
    yield "signed out"
    page.goto(foreign)
    yield "a role for somebody who has to sign in"
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort").fill(PASSWORD)
    send(page)
    yield "the second step"
    page.get_by_label("Code").fill("falsch")
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    yield "a wrong code"
    page.get_by_label("Code").fill(recovery)
    send(page)
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()
    page.goto("/konto")
    yield "signed in with a recovery code"


def of_operators(page: Page, product: Product) -> Iterator[str]:
    """Yield a name for each screen that only operators, or those of a reset password, see."""
    email, link = invited(product, "operator")
    accept(page, link)
    page.get_by_label("Code aus der App").fill(app_on_phone(page).generate().token)
    send(page)
    page.goto("/konto/zweiter-faktor/ausschalten")
    yield "a second factor that has to stay"
    page.goto("/studio")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dafür brauchen Sie eine Einladung")
    yield "a room for others"
    page.goto(product.flask("users", "password-link", email).strip())
    yield "a new password"
    page.get_by_role("textbox").fill("zu kurz")
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    yield "a new password too short"
    page.get_by_label("Neues Passwort").fill(OTHER)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Das neue Passwort gilt")
    yield "a new password that counts"


def _somebody_else(page: Page, product: Product) -> str:
    """Make an account at another device and return its address."""
    email, link = invited(product, "facilitator")
    browser = page.context.browser
    assert browser
    other = browser.new_page(locale="de-DE")
    accept(other, link)
    other.close()
    return email
