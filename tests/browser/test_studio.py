"""The studio in a browser: by keyboard, without scripts, and on a phone.

Most of these stories are about the plain text field, which serves where the editor with colours
does not come; that one has stories of its own.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import studio_screens
from tests.browser.accessibility import Examiner
from tests.browser.conftest import PHONE
from tests.browser.desks import DESK, Desk
from tests.browser.studio_screens import BROKEN
from tests.integration.conftest import SMALL_JOURNEY


def saved(page: Page) -> None:
    """Wait until the editor says that everything is stored."""
    expect(page.locator("#text-saved")).to_have_attribute("data-state", "saved")


def test_an_author_writes_sees_and_mends_by_keyboard_alone(desk: Desk) -> None:
    name = desk.write(BROKEN)
    page = desk.sit(editor=False)
    page.goto(f"/studio/{name}")
    problems = page.get_by_role("region", name="Probleme")
    expect(problems).to_contain_text("2 Fehler")
    page.get_by_role("link", name=re.compile("^Zeile")).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_focused()
    line = page.evaluate("() => document.getElementById('text').selectionStart")
    assert BROKEN.replace("kleine-reise", name).index("titel:") == line
    page.keyboard.press("Control+End")
    page.keyboard.type("# Notiz")
    expect(page.locator("#text-saved")).to_have_attribute("data-state", "saved", timeout=5000)
    expect(page.locator("#text-saved")).to_contain_text("Entwurf gespeichert")
    expect(page.locator("#text")).to_be_focused()
    assert desk.draft(name).text.endswith("# Notiz")
    replace = page.get_by_role("button", name=re.compile("^Ersetzen durch „title“"))
    expect(replace).to_be_visible()
    replace.focus()
    page.keyboard.press("Enter")
    make = page.get_by_role("button", name=re.compile("^Station „neu-1“ anlegen"))
    make.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Probleme")).not_to_contain_text("Fehler")
    assert desk.draft(name).errors == 0
    assert "# Notiz" in desk.draft(name).text


@pytest.mark.parametrize("editor", [True, False], ids=["editor", "field"])
def test_a_line_of_the_list_of_problems_has_the_focus_in_the_text(desk: Desk, editor: bool) -> None:
    page = desk.sit(editor=editor)
    page.goto(f"/studio/{desk.write(BROKEN)}/pruefung")
    page.get_by_role("link", name=re.compile("^Zeile")).first.press("Enter")
    text = page.get_by_role("textbox", name="Text der Reise")
    expect(text).to_be_focused()
    page.wait_for_load_state("load")
    expect(text).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("  # hier")
    assert '  titel: "Die Gabelung"  # hier' in page.locator("#text").input_value()


def test_tab_leaves_the_text(desk: Desk) -> None:
    page = desk.sit(editor=False)
    page.goto(f"/studio/{desk.write()}")
    page.locator("#text").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#text")).not_to_be_focused()


def test_the_numbers_stand_beside_their_lines_while_somebody_types(desk: Desk) -> None:
    page = desk.sit(editor=False, viewport=PHONE)
    page.goto(f"/studio/{desk.write()}")
    page.locator("#text").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# eine sehr lange Zeile, die auf einem Telefon nicht in eine passt\n\n")
    lines = page.evaluate("() => document.getElementById('text').value.split('\\n').length")
    assert page.locator(".ghost > div").count() == lines
    heights = page.evaluate(
        "() => [document.querySelector('.ghost').scrollHeight,"
        " document.getElementById('text').scrollHeight]"
    )
    assert abs(heights[0] - heights[1]) < 3, "the words wrap as their ghost does"


def test_the_preview_follows_the_cursor_after_each_save(desk: Desk) -> None:
    name = desk.write()
    page = desk.sit(editor=False)
    page.goto(f"/studio/{name}")
    frame = page.frame_locator("iframe[name=preview]")
    expect(frame.get_by_text("Ich frage nach.")).to_be_visible()
    page.locator("#outline").get_by_role("link", name="am-bach").click()
    line = next(line for line in SMALL_JOURNEY.split("\n") if "am-bach" in line)
    page.keyboard.insert_text(line + " ")
    expect(frame.locator("h1").first).to_contain_text("Was hören Sie am Bach?")
    page.locator("#outline").get_by_role("link", name="am-bach").click()
    page.keyboard.insert_text(line.replace("am Bach?", "am Fluss?"))
    expect(frame.locator("h1").first).to_contain_text("am Fluss?")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("kaputt")
    expect(frame.get_by_text("Die Vorschau zeigt den Stand")).to_be_visible()


def test_an_answer_in_the_preview_leads_on_in_its_frame(desk: Desk) -> None:
    page = desk.sit(editor=False)
    page.clock.install()
    page.goto(f"/studio/{desk.write()}/vorschau?ab=weg")
    frame = page.frame_locator("iframe[name=preview]")
    frame.get_by_label("Nach links").check()
    frame.get_by_role("button", name="Entscheiden").click()
    expect(frame.get_by_text("Links ist es hell.")).to_be_visible()
    frame.get_by_role("link", name="Weiter", exact=True).click()
    expect(frame.get_by_label("Was hören Sie am Bach?")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    frame.locator("textarea").fill("Ein Satz, der nirgends bleibt")
    page.clock.run_for(10_000)  # Longer than a learner's text would need to be saved.
    frame.get_by_role("button", name="Weiter").click()
    expect(frame.get_by_label("Was nehmen Sie mit?")).to_be_visible()
    assert asked and not any("nirgends" in url for url in asked)


def test_everything_works_without_scripts(desk: Desk) -> None:
    name = desk.write(BROKEN)
    page = desk.sit(java_script_enabled=False)
    page.goto("/studio")
    page.get_by_role("link", name="Die kleine Reise").first.click()
    text = page.locator("#text")
    text.fill(text.input_value() + "# ohne Skript\n")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#text-saved")).to_contain_text("Entwurf gespeichert")
    assert desk.draft(name).text.endswith("# ohne Skript\n")
    page.get_by_role("link", name="Probleme", exact=True).click()
    page.get_by_role("button", name=re.compile("^Ersetzen durch")).click()
    page.get_by_role("button", name=re.compile("^Station „neu-1“ anlegen")).click()
    expect(page.get_by_text("Wie lange die Wege dauern")).to_be_visible()
    assert desk.draft(name).errors == 0
    page.get_by_role("link", name="Vorschau", exact=True).click()
    page.get_by_label("Ab Station").select_option("gedanke")
    page.get_by_role("button", name="Anzeigen").click()
    page.get_by_role("link", name="Vorschau als eigene Seite öffnen").click()
    expect(page.get_by_label("Was nehmen Sie mit?")).to_be_visible()


def test_two_windows_meet_and_nobody_loses_a_word(desk: Desk) -> None:
    name = desk.write()
    first, second = desk.sit(editor=False), desk.sit(editor=False)
    for page in (first, second):
        page.goto(f"/studio/{name}")
    first.locator("#text").press("Control+End")
    first.keyboard.type("# erstes Fenster")
    saved(first)
    expect(first.locator("#text-saved")).to_have_attribute("data-state", "saved")
    second.locator("#text").press("Control+End")
    second.keyboard.type("# zweites Fenster")
    second.get_by_role("button", name="Beide Fassungen vergleichen").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("zwei Fassungen")
    expect(second.get_by_label("Ihr Text")).to_have_value(re.compile("# zweites Fenster"))
    expect(second.get_by_label("Der gespeicherte Text")).to_have_value(
        re.compile("# erstes Fenster")
    )
    mine = second.get_by_label("Ihr Text")
    mine.fill(mine.input_value() + "\n# erstes Fenster")
    second.get_by_role("button", name="Text links speichern").click()
    expect(second.locator("#text")).to_be_visible()
    stored = desk.draft(name).text
    assert "# erstes Fenster" in stored and "# zweites Fenster" in stored


@pytest.fixture
def examiner(axe_source: str) -> Examiner:
    """Whoever examines the screens of this test."""
    return Examiner(axe_source)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_screen_of_a_draft_is_accessible(
    desk: Desk, examiner: Examiner, viewport: dict[str, int]
) -> None:
    page = desk.sit(viewport=viewport)
    for _screen in studio_screens.of_drafts(page, desk):
        examiner.look(page)
    assert examiner.problems == []
    assert examiner.screens > 15


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_screen_of_an_import_is_accessible(
    desk: Desk, examiner: Examiner, viewport: dict[str, int]
) -> None:
    page = desk.sit(viewport=viewport)
    for _screen in studio_screens.of_imports(page):
        examiner.look(page)
    assert examiner.problems == []
    assert examiner.screens == 4
