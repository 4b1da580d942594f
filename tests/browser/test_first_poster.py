"""Somebody new at a company prints the first poster: by keyboard alone, without help."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from scripts import figures
from tests.benchmarks.product import Product
from tests.browser import office_screens
from tests.browser.accessibility import Examiner
from tests.browser.robot import path_of
from tests.browser.staff import PASSWORD, follow, press, reach, write
from tests.browser.watching import watched
from tests.printed import Printed

MOST_SCREENS = 12
DESK = {"width": 1280, "height": 900}


@dataclass
class Newcomer:
    """Somebody with an invitation, who presses keys and reads what is on the screen."""

    page: Page
    look: Callable[[], None]
    screens: list[str] = field(default_factory=list)

    def see(self, heading: str) -> None:
        """Expect the next screen, count it and have it examined."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.screens.append(path_of(self.page))
        self.look()

    def begin(self, link: str) -> None:
        """Take the invitation up and come to an empty company."""
        self.page.goto(link)
        self.see("Ihre Einladung")
        write(self.page, "Ihr Name", "Mo Muster")
        write(self.page, "Passwort", PASSWORD)
        press(self.page, "Konto anlegen")
        self.see("Zweiten Faktor einrichten")
        follow(self.page, "Später")
        self.see("Überblick")

    def assign(self) -> None:
        """Go through the four pages; what is filled in already is good enough."""
        follow(self.page, "Reise zuweisen")
        self.see("Welche Reise passt?")
        self.choose("Ein Montag mit KI")
        press(self.page, "Weiter")
        self.see("Wen laden Sie ein?")
        press(self.page, "Weiter")
        self.see("Wörter und Zeitraum")
        press(self.page, "Weiter")
        self.see("Was erfährt Ihr Betrieb?")
        press(self.page, "Weiter")
        self.see("Angaben prüfen")
        press(self.page, "Einladung erzeugen")
        self.see("Ein Montag mit KI")

    def choose(self, label: str) -> None:
        """Choose one of several radio buttons: arrows move among them, as in any form."""
        wanted = self.page.get_by_role("radio", name=label)
        group = self.page.get_by_role("radio")
        reach(self.page, group.first)
        for _ in range(group.count()):
            if wanted.evaluate("element => element === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def print(self) -> Printed:
        """Press the button for the poster and return the file it leads to."""
        reach(self.page, self.page.get_by_role("button", name="Aushang drucken"))
        with self.page.expect_response("**/aushang.pdf") as answered:
            self.page.keyboard.press("Enter")
        assert answered.value.status == 200
        self.screens.append(answered.value.url.rsplit("/", 1)[1])
        return Printed(self.page.context.request.get(answered.value.url).body())


@pytest.fixture
def examiner(axe_source: str) -> Iterator[Examiner]:
    """Whoever examines each screen; what is wrong fails the test at its end."""
    examiner = Examiner(axe_source)
    yield examiner
    assert examiner.problems == []
    assert examiner.screens >= 9


def test_with_scripts_the_first_poster_is_printed_by_keyboard(
    browser: Browser, base_url: str, product: Product, examiner: Examiner
) -> None:
    context = _context(browser, base_url)
    for page in watched(context):
        newcomer = Newcomer(page, lambda: examiner.look(page))  # noqa: B023
        _tell(newcomer, product, examiner, "with scripts")
        # The first page may still be busy with showing the poster.
        beside = context.new_page()
        beside.goto(newcomer.screens[-2])
        copy = beside.get_by_role("button", name=re.compile("Kopieren.*Text für den Chat"))
        expect(copy).to_be_visible()


def test_without_scripts_the_first_poster_is_printed_by_keyboard(
    browser: Browser, base_url: str, product: Product, examiner: Examiner
) -> None:
    plain = _context(browser, base_url, java_script_enabled=False)
    # Axe is a script: it sees each screen in a browser that gets the same page and none of ours.
    seen = _context(browser, base_url)
    seen.route("**/*.js", lambda route: route.abort())
    looking = seen.new_page()
    for page in watched(plain):

        def look(here: Page = page) -> None:
            seen.add_cookies(here.context.cookies())  # type: ignore[arg-type]
            looking.goto(here.url)
            examiner.look(looking)

        _tell(Newcomer(page, look), product, examiner, "without scripts")
    seen.close()


def _tell(newcomer: Newcomer, product: Product, examiner: Examiner, how: str) -> None:
    email = f"mo-{how.replace(' ', '-')}@tischlerei.example"
    newcomer.begin(office_screens.company(product, email, "Tischlerei Beispiel"))
    newcomer.assign()
    poster = newcomer.print()
    assert poster.pages == 1
    assert poster.says("Tischlerei Beispiel lädt ein")
    assert poster.says("Ihr Betrieb sieht nicht, was Sie antworten.")
    assert not [path for path in newcomer.screens if path.startswith("/hilfe")]
    figures.record(
        f"From an empty account to the printed poster, {how}",
        len(newcomer.screens),
        f"≤ {MOST_SCREENS} screens, 0 axe violations",
        len(newcomer.screens) <= MOST_SCREENS and not examiner.problems,
        "make test",
        unit="screens",
        note=f"by keyboard, no help page, {len(examiner.problems)} axe violations"
        f" on {examiner.screens} screens in both themes",
    )
    assert len(newcomer.screens) <= MOST_SCREENS


def _context(browser: Browser, base_url: str, **how: bool) -> BrowserContext:
    return browser.new_context(
        base_url=base_url, viewport=DESK, locale="de-DE", reduced_motion="reduce", **how
    )
