"""P24 in a real browser: every screen at 320 px, in both themes, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import rare_screens, robot
from tests.browser.accessibility import Examiner

PUBLIC = (
    "/",
    "/reisen",
    "/reise/montag-mit-ki",
    "/reise/montag-mit-ki/rolle",
    "/reise/lange-woerter",
    "/reise/lange-woerter/rolle",
    "/weiter",
    "/m",
    "/tagebuch",
    "/meine-daten",
    "/hilfe",
    "/hilfe/gestaltung",
    "/hilfe/autoren",
    "/hilfe/autoren/ZR106",
    "/hilfe/autoren/ZR601",
    "/hilfe/autoren/handbuch/erste-reise",
    "/hilfe/autoren/handbuch/wege",
    "/barrierefreiheit",
    "/datenschutz",
    "/impressum",
    "/darstellung",
    "/diese-seite-gibt-es-nicht",
)
RARE = (
    rare_screens.empty,
    rare_screens.refused,
    rare_screens.overtaken,
    rare_screens.of_a_reisecode,
)


@pytest.fixture
def examiner(axe_source: str) -> Examiner:
    return Examiner(axe_source)


def test_every_public_screen_is_accessible(phone: Page, examiner: Examiner) -> None:
    for path in PUBLIC:
        phone.goto(path)
        examiner.look(phone)
    assert examiner.problems == []
    assert examiner.screens == len(PUBLIC)


def test_every_public_screen_is_accessible_in_english(phone: Page, examiner: Examiner) -> None:
    _switch_to_english(phone)
    examiner.themes = ("light",)
    for path in PUBLIC:
        phone.goto(path)
        assert phone.locator("html").get_attribute("lang") == "en"
        examiner.look(phone)
    assert examiner.problems == []


@pytest.mark.parametrize("role", [0, 1, 2])
def test_every_step_of_a_walk_is_accessible(phone: Page, examiner: Examiner, role: int) -> None:
    # The roles share their kinds of screens: one walk sees both themes, and the gate all of them.
    examiner.themes = (("light", "dark"), ("light",), ("dark",))[role]
    robot.begin(phone, "montag-mit-ki", role)
    met = robot.walk(phone, robot.answer_by_mouse, examiner.look)
    assert examiner.problems == []
    assert len(met) > 12


@pytest.mark.parametrize("screens", RARE, ids=lambda screens: screens.__name__)
def test_every_rare_screen_is_accessible(
    phone: Page, examiner: Examiner, screens: Callable[[Page], Iterator[str]]
) -> None:
    for _screen in screens(phone):
        examiner.look(phone)
    assert examiner.problems == []
    assert examiner.screens > 2


def test_every_screen_of_a_failure_is_accessible(
    phone: Page, examiner: Examiner, guarded: str, broken: str
) -> None:
    for _screen in rare_screens.failed(phone, guarded, broken):
        examiner.look(phone)
    assert examiner.problems == []
    assert examiner.screens == 2


@pytest.mark.parametrize("size", ["normal", "larger"])
def test_long_words_never_overflow(
    phone: Page, examiner: Examiner, base_url: str, size: str
) -> None:
    examiner.themes = ("light", "dark") if size == "normal" else ()
    phone.context.add_cookies([{"name": "zr_view", "value": f"de.{size}", "url": base_url}])
    for path in ("/", "/reisen", "/reise/lange-woerter", "/reise/lange-woerter/rolle"):
        phone.goto(path)
        examiner.look(phone)
    robot.begin(phone, "lange-woerter")
    robot.walk(phone, robot.answer_by_mouse, examiner.look)
    assert examiner.problems == []


def test_the_screens_beside_the_way_are_accessible(phone: Page, examiner: Examiner) -> None:
    robot.begin(phone, "montag-mit-ki")
    run = robot.path_of(phone).split("/")[2]
    decisions: list[str] = []

    def note_decisions(page: Page) -> None:
        if page.get_by_role("link", name="Hier anders abbiegen").count():
            decisions.append(robot.path_of(page))

    robot.walk(phone, robot.answer_by_mouse, note_decisions)
    robot.begin(phone, "montag-mit-ki", 1)
    open_run = robot.path_of(phone).split("/")[2]
    beside = [
        f"/unterwegs/{run}/karte",
        f"/unterwegs/{open_run}/karte",
        f"/unterwegs/{open_run}/pause",
        f"/tagebuch/{run}",
        "/tagebuch",
        "/",
        "/meine-daten",
        "/meine-daten/loeschen",
        "/meine-daten/reisecode",
        "/meine-daten/beenden",
        "/reise/montag-mit-ki/rolle",
        decisions[0],
    ]
    for path in beside:
        phone.goto(path)
        examiner.look(phone)
    assert examiner.problems == []


def _switch_to_english(page: Page) -> None:
    page.goto("/darstellung")
    page.get_by_role("radio", name="English").check()
    page.locator(robot.PRIMARY).first.click()
    page.wait_for_load_state("load")
