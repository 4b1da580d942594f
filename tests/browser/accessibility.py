"""What is asked of every screen: axe finds nothing, nothing overflows, one h1, an own title."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async tags => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}});
  return found.violations.map(one => ({
    rule: one.id, help: one.help, where: one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)),
  }));
}"""
WIDE = """() => {
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  const limit = document.documentElement.clientWidth + 1;
  const names = element =>
    `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`;
  const parts = [...document.querySelectorAll('body *')].filter(element =>
    element.getBoundingClientRect().right > limit && element.checkVisibility()
    && !element.closest('svg, .hidden, [data-scrolls]'));
  return wide || parts.length ? parts.slice(0, 3).map(names) : [];
}"""


class Examiner:
    """Examines screens and remembers what was wrong with them, so that one run tells all."""

    def __init__(self, axe_source: str) -> None:
        self.axe_source = axe_source
        self.themes: tuple[str, ...] = ("light", "dark")
        self.screens = 0
        self.problems: list[str] = []

    def look(self, page: Page) -> None:
        """Examine the present screen in each theme, once all of it has arrived after a click."""
        page.wait_for_load_state()
        self.screens += 1
        where = page.url.split("/", 3)[3]
        self._shape(page, where)
        for theme in self.themes:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            for finding in self._axe(page):
                self.problems.append(f"/{where} ({theme}): {finding}")
        page.emulate_media(color_scheme="light")

    def _axe(self, page: Page) -> list[dict[str, Any]]:
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(self.axe_source)
        found: list[dict[str, Any]] = page.evaluate(RUN_AXE, STANDARDS)
        return found

    def _shape(self, page: Page, where: str) -> None:
        headings = page.locator("h1").count()
        if headings != 1:
            self.problems.append(f"/{where}: {headings} h1")
        if not page.title().strip() or (page.title().strip() == "Zukunftsreise" and where):
            self.problems.append(f"/{where}: no title of its own")
        for part in page.evaluate(WIDE):
            self.problems.append(f"/{where}: wider than the screen: {part}")
