"""A learner for browser stories: answers whatever step is on the screen, by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Error, Locator, Page

LONGEST_WALK = 80
TEXT = "Ich möchte, dass ein Mensch zuhört."
FIELDS = "textarea:visible, input[type=text]:visible, input:not([type]):visible"
SIGNS = """() => {
    const main = document.querySelector("main");
    const values = ["turn", "compared"].map((name) => main?.querySelector(`[name=${name}]`)?.value);
    const heading = main?.querySelector("h1")?.textContent;
    return [heading, main?.querySelector("form")?.action, ...values].join();
}"""
RING = """() => {
    const isRinged = (element) => {
        const style = getComputedStyle(element);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3;
    };
    const focused = document.activeElement;
    return [focused, focused.closest("label, .choice, .card")].some((one) => one && isRinged(one));
}"""
PRIMARY = "main form[method=post] button:not([name]):visible"


def begin(page: Page, journey: str, role: int = 0) -> None:
    """Go from the cover to the first step, through the choice of a role where there is one."""
    page.goto(f"/reise/{journey}")
    roles = page.get_by_role("link", name="Rolle wählen")
    if roles.count():
        roles.click()
        page.get_by_role("radio").nth(role).check()
    page.locator(PRIMARY).first.click()
    page.wait_for_url("**/unterwegs/**")


def begin_by_keyboard(page: Page, journey: str) -> None:
    """The same with Tab, Space and Enter alone."""
    page.goto(f"/reise/{journey}")
    settled(page, lambda: press(page.get_by_role("link", name="Rolle wählen")))
    _check_by_key(page, page.get_by_role("radio").first)
    settled(page, lambda: press(page.locator(PRIMARY).first))


def walk(page: Page, act: Callable[[Page], None], look: Callable[[Page], None]) -> list[str]:
    """Answer step after step until the arrival; `look` sees every screen. Return the paths met."""
    met = []
    for _ in range(LONGEST_WALK):
        look(page)
        met.append(path_of(page))
        if met[-1].endswith("/ziel"):
            return met
        act(page)
    raise AssertionError(f"No arrival after {LONGEST_WALK} screens: {met[-5:]}")


def path_of(page: Page) -> str:
    """Return the path of the page's address."""
    return "/" + page.url.split("/", 3)[3].split("#")[0]


def answer_by_mouse(page: Page) -> None:
    """Fill in the form of the present screen and submit it, or follow „Weiter“."""
    settled(page, lambda: _fill_and_submit(page, _check, _fill, lambda button: button.click()))


def answer_by_keyboard(page: Page) -> None:
    """The same with Tab, Space, letters and Enter alone."""
    settled(page, lambda: _fill_and_submit(page, _check_by_key, _type, press))


def settled(page: Page, act: Callable[[], None]) -> None:
    """Do something that leads to another screen and wait until that screen stands."""
    before = _screen(page)
    act()
    for _ in range(600):
        if _screen(page) not in (before, None):
            page.wait_for_load_state("load")
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"The screen stays as it is: {page.url}")


def _screen(page: Page) -> str:
    """Tell screens apart by what is on them; the address changes a moment before the screen."""
    try:
        return str(page.evaluate(SIGNS))
    except Error:  # The page is being replaced at this very moment.
        return _screen(page)


def _fill_and_submit(
    page: Page,
    check: Callable[[Page, Locator], None],
    fill: Callable[[Page, Locator], None],
    push: Callable[[Any], None],
) -> None:
    button = page.locator(PRIMARY)
    if not button.count():
        push(page.get_by_role("main").get_by_role("link", name="Weiter", exact=True))
        return
    for option in _options(page):
        check(page, option)
    for field in page.locator("main").locator(FIELDS).all():
        fill(page, field)
    push(button.first)


def _options(page: Page) -> Iterator[Locator]:
    """Yield one option of each group of radios or checkboxes."""
    names: set[str] = set()
    for option in (
        page.locator("main form[method=post]")
        .locator("input[type=radio], input[type=checkbox]")
        .all()
    ):
        name = option.get_attribute("name") or ""
        if name not in names:
            names.add(name)
            yield option


def _check(page: Page, option: Locator) -> None:
    option.check()


def _fill(page: Page, field: Locator) -> None:
    field.fill(TEXT)


def _check_by_key(page: Page, option: Locator) -> None:
    tab_to(page, option)
    page.keyboard.press("Space")


def _type(page: Page, field: Locator) -> None:
    tab_to(page, field)
    page.keyboard.type(TEXT)


def press(target: Locator) -> None:
    """Reach a link or button with Tab and press Enter."""
    tab_to(target.page, target)
    target.page.keyboard.press("Enter")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; it must be reachable and visibly focused."""
    for _ in range(150):
        if target.evaluate("element => element === document.activeElement"):
            assert page.evaluate(RING), f"The focus is not to be seen: {target}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def walk_to_textarea(page: Page) -> Locator:
    """Walk on until a private text is asked for; return its field."""
    for _ in range(LONGEST_WALK):
        field = page.locator("main form[method=post] textarea:visible")
        if field.count():
            return field.first
        answer_by_mouse(page)
    raise AssertionError("No step asks for a text.")
