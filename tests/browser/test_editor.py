"""The editor with colours: it completes, underlines, saves, takes back, and lets everybody out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts import figures
from tests.browser.accessibility import Examiner
from tests.browser.conftest import PHONE
from tests.browser.desks import DESK, Desk
from tests.integration.conftest import SMALL_JOURNEY

MISTAKEN = SMALL_JOURNEY.replace('label: "Nach rechts",', 'label: "Nach rechts", next: gedannke,')


def written(page: Page) -> Locator:
    """Return the place where the words of the editor stand."""
    return page.get_by_role("textbox", name="Text der Reise")


def text_of(page: Page) -> str:
    """Return what would be sent."""
    return str(page.locator("#text").evaluate("field => field.value"))


def is_saved(page: Page) -> None:
    """Wait until the line below the editor says so."""
    line = page.locator("#text-saved")
    expect(line).to_have_attribute("data-state", "saved", timeout=20_000)
    expect(line).to_contain_text("Entwurf gespeichert")


def type_behind(page: Page, words: str, more: str) -> None:
    """Put the cursor behind the first place of some words and type."""
    text = text_of(page)
    line = text.count("\n", 0, text.index(words)) + 1
    page.locator(f"#outline a[data-line='{line}']").first.click()
    page.keyboard.press("End")
    page.keyboard.type(more)


def accept(page: Page, option: re.Pattern[str]) -> None:
    """Take the first word that is offered."""
    offered = page.get_by_role("listbox", name="Vorschläge")
    expect(offered.get_by_role("option").first).to_have_text(option)
    # For 75 milliseconds a new list takes no key, so that nobody accepts it by accident.
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")
    expect(offered).to_be_hidden()


def first_problem(page: Page) -> Locator:
    """Follow the first problem to its line; return what is underlined there."""
    page.locator("#problems").get_by_role("link", name=re.compile("^Zeile")).first.press("Enter")
    return page.locator(".cm-lintRange-error")


@pytest.fixture
def page(desk: Desk) -> Page:
    """A page of the editor with a journey."""
    page = desk.sit()
    page.goto(f"/studio/{desk.write()}")
    expect(written(page)).to_be_visible()
    expect(page.locator("#text")).to_be_hidden()
    return page


def test_a_key_of_the_format_is_completed(page: Page) -> None:
    type_behind(page, "- scale: vorher", "\nminu")
    accept(page, re.compile("^minutes"))
    page.keyboard.type("2")
    assert "\n        minutes: 2\n" in text_of(page)


def test_an_id_of_the_journey_is_completed(page: Page) -> None:
    type_behind(page, "- decision: weg", "\nnext: ged")
    accept(page, re.compile("^gedanke.*reflection$"))
    assert "\n        next: gedanke\n" in text_of(page)


def test_a_problem_is_underlined_to_its_end_and_mended_where_it_stands(desk: Desk) -> None:
    name = desk.write(MISTAKEN)
    page = desk.sit()
    page.goto(f"/studio/{name}")
    wrong = first_problem(page)
    expect(wrong).to_have_text("gedannke")
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    expect(page.locator(".cm-activeLine")).to_contain_text("gedannke")
    wrong.hover()
    told = page.locator(".cm-tooltip-lint")
    expect(told).to_contain_text("Diesen Schritt gibt es nicht.")
    told.get_by_role("button", name=re.compile("^Ersetzen durch „gedanke“")).click()
    expect(page.get_by_role("region", name="Probleme")).not_to_contain_text("1 Fehler")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    assert desk.draft(name).errors == 0


def test_a_problem_is_underlined_as_soon_as_it_is_typed_and_saved(page: Page) -> None:
    type_behind(page, "- decision: weg", "\nnxt: da")
    is_saved(page)
    expect(page.locator(".cm-lintRange-error")).to_have_text("nxt", timeout=20_000)
    for _ in "\nnxt: da":
        page.keyboard.press("Backspace")
    is_saved(page)
    expect(page.locator(".cm-lintRange-error")).to_have_count(0, timeout=20_000)


def test_what_is_typed_is_stored_and_can_be_taken_back(desk: Desk) -> None:
    name = desk.write()
    page = desk.sit()
    page.goto(f"/studio/{name}")
    written(page).press("Control+End")
    page.keyboard.type("# Eine Notiz 🦊")
    is_saved(page)
    assert desk.draft(name).text.endswith("# Eine Notiz 🦊")
    page.keyboard.press("Control+z")
    is_saved(page)
    page.reload()
    expect(written(page)).not_to_contain_text("Eine Notiz")
    assert desk.draft(name).text == SMALL_JOURNEY.replace("id: kleine-reise", f"id: {name}")


def test_tab_leaves_the_editor_in_both_directions(page: Page) -> None:
    written(page).focus()
    page.keyboard.type("t")
    page.keyboard.press("Tab")
    expect(written(page)).not_to_be_focused()
    assert "\t" not in text_of(page)
    page.keyboard.press("Shift+Tab")
    expect(written(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(written(page)).not_to_be_focused()


def test_f2_leads_to_renaming_the_name_under_the_cursor(page: Page) -> None:
    type_behind(page, "- decision: weg", "")
    is_saved(page)
    page.keyboard.press("F2")
    expect(page.get_by_label("Bisheriger Name")).to_have_value("weg")


def test_f2_knows_to_which_step_a_choice_belongs(page: Page) -> None:
    type_behind(page, "- decision: weg", "")
    page.keyboard.press("Control+f")
    page.keyboard.type("id: rechts")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("F2")
    expect(page.get_by_label("Bisheriger Name")).to_have_value("weg.rechts")


def test_the_preview_follows_the_cursor_of_the_editor(page: Page) -> None:
    type_behind(page, "am-bach", " ")
    frame = page.frame_locator("iframe[name=preview]")
    expect(frame.locator("h1").first).to_contain_text("Was hören Sie am Bach?", timeout=20_000)


@pytest.mark.parametrize("viewport", [{**PHONE, "width": 360}, DESK], ids=["phone", "desk"])
def test_every_state_of_the_editor_is_accessible(
    desk: Desk, axe_source: str, viewport: dict[str, int]
) -> None:
    examiner = Examiner(axe_source)
    page = desk.sit(viewport=viewport)
    page.goto(f"/studio/{desk.write(MISTAKEN)}")
    expect(first_problem(page)).to_be_visible()
    examiner.look(page)
    page.locator(".cm-lintRange-error").hover()
    expect(page.locator(".cm-tooltip-lint")).to_be_visible()
    examiner.look(page)
    written(page).press("Control+f")
    expect(page.get_by_role("textbox", name="Suchen")).to_be_focused()
    page.keyboard.type("Reise")
    examiner.look(page)
    page.keyboard.press("Escape")
    written(page).press("Control+Home")
    page.keyboard.press("Control+Space")
    expect(page.get_by_role("listbox", name="Vorschläge")).to_be_visible()
    examiner.look(page)
    assert examiner.problems == []
    figures.record(
        f"The editor at {viewport['width']} px: axe violations",
        len(examiner.problems),
        "0",
        not examiner.problems,
        "make test",
        note=f"{examiner.screens} states, both themes",
        quiet=True,
    )


def test_a_phone_fetches_it_when_somebody_begins_to_write(desk: Desk) -> None:
    page = desk.sit(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"/studio/{desk.write()}")
    page.wait_for_load_state("networkidle")
    field = page.locator("#text")
    expect(field).to_be_visible()
    field.evaluate("field => { field.setSelectionRange(0, 0); field.focus(); }")
    expect(field).to_be_hidden()
    expect(written(page)).to_be_focused()
    page.keyboard.type("# Notiz")
    page.keyboard.press("Enter")
    assert text_of(page).startswith("# Notiz\n")
    is_saved(page)
