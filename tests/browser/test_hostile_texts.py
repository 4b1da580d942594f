"""Promise 7 in a browser: whatever people type stays words, wherever it is shown again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import robot
from tests.browser.hostile import CORPUS

ALL = "\n".join(CORPUS)
KEPT = re.sub(r"[\x00-\x08\x0b-\x1f]", "", ALL)
"""What is stored of it: every sign that can be seen."""
_DIALOGS: list[str] = []
INJECTED = """() => {
  const isOurs = (element) => element.closest("head, .site-head, .site-foot");
  const bad = [...document.querySelectorAll("*")].filter((element) => !isOurs(element) && (
    element.matches("script, iframe, object, embed, base, meta, link, template, marquee, math")
    || [...element.attributes].some(({name, value}) =>
      name.startsWith("on") || name.startsWith("hx-on")
      || /^[\\s\\x00-\\x20]*javascript:/i.test(value))));
  return bad.map((element) => element.outerHTML.slice(0, 120));
}"""


@pytest.fixture
def victim(phone: Page) -> Page:
    """A phone on which any dialog of a script is noted."""
    phone.context.on("dialog", lambda dialog: (_DIALOGS.append(dialog.message), dialog.dismiss()))
    _DIALOGS.clear()
    return phone


def test_the_corpus_is_large_and_fits_a_field() -> None:
    assert len(set(CORPUS)) == len(CORPUS) >= 100
    assert len(ALL) < 10_000


def test_private_words_never_become_markup(victim: Page, tmp_path: Path) -> None:
    robot.begin(victim, "schreiben")
    run = robot.path_of(victim).split("/")[2]
    _meet_oneself_in_another_tab(victim)
    victim.locator("textarea").fill(ALL * 3)
    victim.locator(robot.PRIMARY).first.click()
    expect(victim.get_by_role("alert").first).to_contain_text("zu lang")
    _is_harmless(victim)
    for _ in range(4):
        _fill_everything(victim)
        robot.settled(victim, lambda: victim.locator(robot.PRIMARY).first.click())
        _is_harmless(victim)
    expect(victim.get_by_role("heading", name="Angekommen")).to_be_visible()
    expect(victim.get_by_text(CORPUS[0]).first).to_be_visible()
    for place in (
        f"/unterwegs/{run}/gedanke",
        f"/unterwegs/{run}/auftrag",
        f"/unterwegs/{run}/vorhaben",
        f"/tagebuch/{run}",
        f"/tagebuch/{run}?druck=ja",
        f"/tagebuch/{run}/gedanke/text",
        f"/tagebuch/{run}/gedanke/text/loeschen",
        f"/tagebuch/{run}/vorhaben/who_helps",
    ):
        assert victim.goto(place).status == 200
        _is_harmless(victim)
        assert CORPUS[0] in victim.locator("main").inner_text() + _typed(victim)
    victim.goto(f"/unterwegs/{run}/gedanke")
    assert victim.locator(".own-text").first.text_content() == KEPT
    _export_is_harmless(victim, tmp_path)


def test_words_in_an_address_or_a_code_never_become_markup(victim: Page) -> None:
    for sign in ('"><svg/onload=alert(1)>', "' autofocus onfocus=alert(1) x='", CORPUS[0]):
        victim.goto("/weiter")
        victim.get_by_role("textbox").fill(sign)
        victim.locator(robot.PRIMARY).first.click()
        expect(victim.get_by_role("alert").first).to_be_visible()
        assert _typed(victim) == sign
        _is_harmless(victim)
    for address in (
        "/reisen?thema={}&dauer={}&rolle={}",
        "/darstellung?next={}",
        "/darstellung?next=/{}",
        "/reise/{}",
    ):
        for sign in ('"><script>alert(1)</script>', "javascript:alert(1)", "'/onfocus=alert(1)/'"):
            victim.goto(address.replace("{}", sign))
            _is_harmless(victim)


def _meet_oneself_in_another_tab(page: Page) -> None:
    """Save the corpus in a second tab, so that this one shows it as the other text."""
    other = page.context.new_page()
    other.goto(page.url)
    robot.walk_to_textarea(other).fill(ALL)
    other.get_by_role("heading", level=1).click()
    expect(other.locator("[data-save-status]")).to_contain_text("Gespeichert")
    other.close()
    robot.walk_to_textarea(page).fill("Etwas anderes")
    page.get_by_role("heading", level=1).click()
    expect(page.get_by_role("group", name="zwei Fassungen")).to_contain_text(CORPUS[0])
    _is_harmless(page)
    page.reload()


def _fill_everything(page: Page) -> None:
    for field in page.locator("main").locator(robot.FIELDS).all():
        field.fill(ALL)


def _typed(page: Page) -> str:
    fields = page.locator("main").locator(robot.FIELDS)
    return fields.first.input_value() if fields.count() else ""


def _export_is_harmless(page: Page, folder: Path) -> None:
    page.goto("/meine-daten")
    with page.expect_download() as download:
        page.get_by_role("link", name="Als lesbare Seite herunterladen").click()
    file = folder / "export.html"
    download.value.save_as(file)
    page.goto(file.as_uri())
    assert CORPUS[0] in page.locator("body").inner_text()
    assert [found for found in page.evaluate(INJECTED) if "<style" not in found] == []
    assert _DIALOGS == []


def _is_harmless(page: Page) -> None:
    assert page.evaluate(INJECTED) == []
    assert _DIALOGS == []
