"""Staff in the browser: accounts come by a real invitation, acts by the keyboard alone."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Locator, Page

from tests.benchmarks.product import Product

PASSWORD = "vier bunte wolken warten"
MOST_STOPS = 150


def account(browser: Browser, product: Product, name: str) -> Any:
    """Invite a facilitator, take the invitation up, and return what the browser keeps of it."""
    email = f"{name.lower()}@reise.example"
    link = product.flask("users", "invite", email, "--role", "facilitator").split()[-1]
    context = browser.new_context(locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    page.get_by_label("Ihr Name").fill(name)
    page.get_by_label("Passwort").first.fill(PASSWORD)
    page.locator("main form[method=post] button").first.click()
    assert "/m/" not in page.url and "einladung" not in page.url, page.url
    state = context.storage_state()
    context.close()
    return state


def reach(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    for _ in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def follow(page: Page, name: str) -> None:
    """Go to a link of the main part and press Enter."""
    _enter(page, page.get_by_role("main").get_by_role("link", name=name).first)


def press(page: Page, name: str) -> None:
    """Go to a button of the main part and press Enter."""
    _enter(page, page.get_by_role("main").get_by_role("button", name=name).first)


def write(page: Page, label: str, words: str) -> None:
    """Go to a field and type over what stands there."""
    reach(page, page.get_by_label(label).first)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(words)


def _enter(page: Page, target: Locator) -> None:
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")
