"""A newcomer mends five mistakes with nothing but the list of problems, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts import figures
from tests.browser.accessibility import Examiner
from tests.browser.desks import Desk
from tests.unit.lib import samples

MOST_TABS = 150
MOST_ARROWS = 200
ASKED = "a => [a.selectionStart, a.value]"
IS_HERE = "e => e === document.activeElement"
RIGHT = """\
format: zukunftsreise/1
id: neuling
title: "Der erste Tag"
summary: "Ein Weg mit fünf Fehlern."
languages: [de]
topics: [Probe]
stages:
  - stage: anfang
    title: "Am Anfang"
    steps:
      - story: los
        title: "Los"
        text: "Es geht los."
        image: {file: weg.png, alt: "Ein Weg"}
      - decision: gabelung
        title: "Die Gabelung"
        question: "Wohin?"
        choices:
          - id: links
            label: "Nach links"
            feedback: "Links ist es hell."
            next: fluss
          - id: rechts
            label: "Nach rechts"
            feedback: "Rechts ist es still."
            next: gedanke
      - reflection: gedanke
        prompt: "Was sehen Sie?"
  - stage: schluss
    title: "Am Schluss"
    steps:
      - end: da
        title: "Angekommen"
        text: "Schön."
"""
MISTAKES = (
    ('title: "Am Anfang"', 'title "Am Anfang"'),
    (', alt: "Ein Weg"', ""),
    ('        question: "Wohin?"\n', ""),
    ("next: gedanke", "next: gedannke"),
)
"""With the step `fluss`, which nobody wrote, five."""
WRONG = RIGHT
for right, wrong in MISTAKES:
    WRONG = WRONG.replace(right, wrong, 1)


class Newcomer:
    """Somebody who presses keys, and looks at what is on the screen; `presses` counts the keys."""

    def __init__(self, page: Page, look: Callable[[], None], *, scripts: bool) -> None:
        self.page, self.look, self.scripts = page, look, scripts
        self.text = page.locator("#text")
        self.problems = page.get_by_role("region", name="Probleme")
        self.presses = 0

    def press(self, key: str) -> None:
        """Press a key or keys at once."""
        self.page.keyboard.press(key)
        self.presses += 1

    def type(self, words: str) -> None:
        """Type words, sign by sign."""
        self.page.keyboard.type(words)
        self.presses += len(words)

    def go_to(self, wanted: Locator, key: str = "Tab") -> None:
        """Press Tab until something has the focus."""
        expect(wanted).to_be_visible()
        for _ in range(MOST_TABS):
            if wanted.evaluate(IS_HERE):
                return
            self.press(key)
        raise AssertionError(f"the keyboard does not reach {wanted}")

    def mend_by_button(self, name: str) -> None:
        """Press a button of the list."""
        left = self.left()
        self.go_to(self.problems.get_by_role("button", name=re.compile(f"^{name}")))
        self.press("Enter")
        self.has_left(left - 1)

    def mend_by_typing(self, message: str, behind: str, words: str, *, line: bool = False) -> None:
        """Follow a problem to its line and type behind some words; `line` begins one below."""
        left = self.left()
        item = self.problems.get_by_role("listitem").filter(has_text=message)
        number = item.get_by_role("link").first
        self.go_to(number)
        self.press("Enter")
        self.into_the_text()
        self.move_behind(behind)
        if line:
            self.press("Enter")
            self.indent(8)
        self.type(words)
        self.save()
        self.has_left(left - 1)

    def into_the_text(self) -> None:
        """Wait until the cursor is in the text, or go there where no script takes it there."""
        if self.scripts:
            expect(self.page.locator(".code-editor")).to_be_focused()
        else:
            self.go_to(self.text)

    def move_behind(self, words: str) -> None:
        """Move the cursor with the arrows, as somebody does who sees it."""
        for _ in range(MOST_ARROWS):
            at, text = self.text.evaluate(ASKED)
            wanted = text.index(words) + len(words)
            down = text.count("\n", 0, wanted) - text.count("\n", 0, at)
            if at == wanted:
                return
            self.press(("ArrowDown" if down > 0 else "ArrowUp") if down else
                       ("ArrowRight" if wanted > at else "ArrowLeft"))  # fmt: skip
        raise AssertionError(f"the cursor does not reach {words}")

    def indent(self, wanted: int) -> None:
        """Bring the cursor to a column with blanks, or take blanks away."""
        for _ in range(MOST_ARROWS):
            at, text = self.text.evaluate(ASKED)
            column = at - (text.rfind("\n", 0, at) + 1)
            if column == wanted:
                return
            self.press("Space" if column < wanted else "Backspace")
        raise AssertionError("the line does not begin where it should")

    def save(self) -> None:
        """Leave the text, or press the button that saves it."""
        if not self.scripts:
            self.go_to(self.page.get_by_role("button", name="Speichern"))
            self.press("Enter")
            self.page.wait_for_load_state("load")
            return
        line = self.page.locator("#text-saved")
        expect(line).to_have_attribute("data-state", "saved", timeout=20_000)
        expect(line).to_contain_text("Entwurf gespeichert")
        self.press("Tab")
        expect(self.page.locator(".code-editor")).not_to_be_focused()

    def left(self) -> int:
        """Return how many mistakes the list tells."""
        found = re.search(r"(\d+) Fehler", self.problems.locator(".counted").inner_text())
        return int(found[1]) if found else 0

    def has_left(self, count: int) -> None:
        """Wait for the list of the text as it is now; look at the screen."""
        words = f"{count} Fehler" if count else re.compile("^(?!.*Fehler)")
        expect(self.problems.locator(".counted")).to_have_text(words, timeout=20_000)
        self.look()


@pytest.fixture
def examiner(axe_source: str) -> Iterator[Examiner]:
    """Whoever examines each state of the page."""
    examiner = Examiner(axe_source)
    yield examiner
    assert examiner.problems == []
    assert examiner.screens >= 7


def test_with_scripts_five_mistakes_are_mended_by_keyboard(desk: Desk, examiner: Examiner) -> None:
    page = desk.sit()
    newcomer = Newcomer(page, lambda: examiner.look(page), scripts=True)
    _mend(newcomer, desk, examiner)


def test_without_scripts_five_mistakes_are_mended_by_keyboard(
    desk: Desk, examiner: Examiner
) -> None:
    page = desk.sit(java_script_enabled=False)
    # Axe is a script: it sees each state in a browser that gets the same page and none of ours.
    seen = desk.sit()
    seen.route("**/*.js", lambda route: route.abort())

    def look() -> None:
        seen.goto(page.url)
        examiner.look(seen)

    _mend(Newcomer(page, look, scripts=False), desk, examiner)


def _mend(newcomer: Newcomer, desk: Desk, examiner: Examiner) -> None:
    name = desk.write(WRONG, {"weg.png": samples.picture("PNG")})
    newcomer.page.goto(f"/studio/{name}")
    if newcomer.scripts:
        expect(newcomer.page.locator(".code-editor")).to_be_visible()
    newcomer.has_left(5)
    newcomer.mend_by_typing("fehlt der Doppelpunkt", "    title", ":")
    newcomer.mend_by_button("Ersetzen durch „gedanke“")
    newcomer.mend_by_button("Station „fluss“ anlegen")
    newcomer.mend_by_typing("fehlt „question“", '"Die Gabelung"', 'question: "Wohin?"', line=True)
    newcomer.mend_by_typing("fehlt eine Beschreibung", "weg.png", ', alt: "Ein Weg"')
    newcomer.page.reload()
    newcomer.has_left(0)
    draft = desk.draft(name)
    assert draft.errors == 0
    for line in RIGHT.replace("neuling", name).splitlines():
        assert line in draft.text.splitlines()
    assert "fluss" in draft.text.replace("next: fluss", "")
    scripts = "with" if newcomer.scripts else "without"
    figures.record(
        f"A newcomer mends five mistakes by keyboard, {scripts} scripts",
        "5 of 5",
        "5 of 5, 0 axe violations",
        not examiner.problems,
        "make test",
        note=f"{newcomer.presses} keys, {len(examiner.problems)} axe violations"
        f" in {examiner.screens} states, both themes",
    )
