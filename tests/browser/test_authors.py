"""Authors copy from the guide into their editors: what arrives there must be the file itself."""

from __future__ import annotations

from playwright.sync_api import Page

from app.site import guides

SELECTED = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return getSelection().toString();
}"""


def test_a_copied_example_has_neither_numbers_nor_broken_lines(phone: Page) -> None:
    phone.goto("/hilfe/autoren/handbuch/erste-reise")
    copied = phone.locator(".sample code").first.evaluate(SELECTED)
    file = guides.FOLDER / "de" / "examples" / "1-kleinste.yaml"
    assert copied.rstrip("\n") == file.read_text("utf-8").rstrip("\n")
