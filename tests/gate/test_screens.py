"""Every screen on a wide desk, large type, and the states that rarely show: empty, wrong, gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import rare_screens, robot, studio_screens
from tests.browser.accessibility import Examiner
from tests.browser.desks import Desk
from tests.browser.guest_screens import SCREENS
from tests.browser.test_accessibility import PUBLIC, RARE
from tests.firms import Firm

DESK = {"width": 1280, "height": 800}
SHORT = {"width": 320, "height": 256}
"""What 400 % zoom leaves of a common screen, in CSS pixels."""
WALKS = [
    *(("montag-mit-ki", role) for role in range(3)),
    *(("zehn-minuten-ki", role) for role in range(3)),
    *(("ki-im-betrieb", role) for role in range(5)),
]
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
@pytest.mark.parametrize(("journey", "role"), WALKS)
def test_every_step(
    phone: Page, examiner: Examiner, size: dict[str, int], journey: str, role: int
) -> None:
    phone.set_viewport_size(size)
    robot.begin(phone, journey, role)
    robot.walk(phone, robot.answer_by_mouse, examiner.look)
    assert examiner.problems == []


@pytest.mark.parametrize("size", [DESK, SHORT], ids=["desk", "zoomed"])
@pytest.mark.parametrize("screens", RARE, ids=lambda screens: screens.__name__)
def test_every_rare_screen(
    phone: Page,
    examiner: Examiner,
    size: dict[str, int],
    screens: Callable[[Page], Iterator[str]],
) -> None:
    phone.set_viewport_size(size)
    for _screen in screens(phone):
        examiner.look(phone)
    assert examiner.problems == []
    assert examiner.screens > 2


@pytest.mark.parametrize("size", [DESK, SHORT], ids=["desk", "zoomed"])
@pytest.mark.parametrize("screens", SCREENS, ids=lambda screens: screens.__name__)
def test_every_screen_of_a_guest(
    phone: Page,
    examiner: Examiner,
    size: dict[str, int],
    firm: Firm,
    screens: Callable[[Page, Firm], Iterator[str]],
) -> None:
    phone.set_viewport_size(size)
    for _screen in screens(phone, firm):
        examiner.look(phone)
    assert examiner.problems == []
    assert examiner.screens >= 4


@pytest.mark.parametrize("size", [DESK, SHORT], ids=["desk", "zoomed"])
def test_every_screen_of_a_failure(
    phone: Page, examiner: Examiner, size: dict[str, int], guarded: str, broken: str
) -> None:
    phone.set_viewport_size(size)
    for _screen in rare_screens.failed(phone, guarded, broken):
        examiner.look(phone)
    assert examiner.problems == []
    assert examiner.screens == 2


@pytest.mark.parametrize("size", [DESK, SHORT], ids=["desk", "zoomed"])
def test_every_screen_of_the_studio(desk: Desk, examiner: Examiner, size: dict[str, int]) -> None:
    page = desk.sit(viewport=size)
    for _screen in studio_screens.of_drafts(page, desk):
        examiner.look(page)
    for _screen in studio_screens.of_imports(page):
        examiner.look(page)
    assert examiner.problems == []
    assert examiner.screens > 19


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
