"""Every screen on a wide desk, large type, and the states that rarely show: empty, wrong, gone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import robot
from tests.browser.accessibility import Examiner
from tests.browser.test_accessibility import PUBLIC

DESK = {"width": 1280, "height": 800}
SHORT = {"width": 320, "height": 256}
"""320 × 256 CSS pixels: what 400 % zoom leaves of a common screen."""
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""


@pytest.fixture
def examiner(axe_source: str) -> Examiner:
    return Examiner(axe_source)


@pytest.mark.parametrize("size", [DESK, SHORT], ids=["desk", "zoomed"])
def test_every_public_screen(phone: Page, examiner: Examiner, size: dict[str, int]) -> None:
    phone.set_viewport_size(size)
    for path in PUBLIC:
        phone.goto(path)
        examiner.look(phone)
    assert examiner.problems == []


@pytest.mark.parametrize("size", [DESK, SHORT], ids=["desk", "zoomed"])
@pytest.mark.parametrize("role", [0, 1, 2])
def test_every_step(phone: Page, examiner: Examiner, size: dict[str, int], role: int) -> None:
    phone.set_viewport_size(size)
    robot.begin(phone, "montag-mit-ki", role)
    robot.walk(phone, robot.answer_by_mouse, examiner.look)
    assert examiner.problems == []


def test_forms_that_were_sent_empty(phone: Page, examiner: Examiner) -> None:
    phone.goto("/reise/montag-mit-ki/rolle")
    phone.locator(robot.PRIMARY).first.click()
    _shows_errors(phone, examiner)
    phone.goto("/weiter")
    phone.locator(robot.PRIMARY).first.click()
    _shows_errors(phone, examiner)
    phone.goto("/weiter")
    phone.get_by_role("textbox").fill("vier ganz falsche woerter")
    phone.locator(robot.PRIMARY).first.click()
    _shows_errors(phone, examiner)
    robot.begin(phone, "montag-mit-ki")
    while not phone.locator("main form[method=post] fieldset").count():
        robot.answer_by_mouse(phone)
    while phone.locator("main form[method=post] fieldset").count() != 1:
        robot.answer_by_mouse(phone)
    phone.locator(robot.PRIMARY).first.click()
    phone.get_by_role("alert").wait_for()
    _shows_errors(phone, examiner)
    assert examiner.problems == []


def test_empty_places(phone: Page, examiner: Examiner) -> None:
    for path in ("/reisen?thema=gibt-es-nicht", "/tagebuch", "/meine-daten", "/"):
        phone.goto(path)
        examiner.look(phone)
    assert examiner.problems == []


def test_text_spacing_of_readers_clips_nothing(phone: Page, examiner: Examiner) -> None:
    robot.begin(phone, "lange-woerter")

    def spaced(page: Page) -> None:
        page.evaluate(
            """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
            document.adoptedStyleSheets = [sheet]; }""",
            TEXT_SPACING,
        )
        examiner.look(page)

    robot.walk(phone, robot.answer_by_mouse, spaced)
    assert examiner.problems == []


def _shows_errors(page: Page, examiner: Examiner) -> None:
    assert page.title().startswith("Fehler")
    examiner.look(page)
