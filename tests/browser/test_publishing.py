"""From a template to a published journey, by keyboard alone and without JavaScript; every screen
of versions on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.benchmarks.product import Product
from tests.browser import robot, staff
from tests.browser.accessibility import Examiner
from tests.browser.conftest import PHONE
from tests.browser.journeys import LONG, LONG_WORDS
from tests.browser.watching import watched

DESK = {"width": 1280, "height": 900}
SLUG = "lange-woerter"
HERE = f"/studio/{SLUG}"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Product:
    """An installation with one journey of very long words."""
    product = Product(tmp_path_factory.mktemp("publishing"))
    home = product.folder / "journeys" / SLUG
    home.mkdir(parents=True)
    (home / "journey.yaml").write_text(LONG_WORDS, "utf-8")
    product.flask("journeys", "load", str(product.folder / "journeys"))
    return product


@pytest.fixture(scope="module")
def base_url(product: Product) -> Iterator[str]:
    """The address of that installation."""
    with product.serve():
        yield product.environ["ZR_BASE_URL"]


@pytest.fixture(scope="module")
def signed_in(browser: Browser, product: Product, base_url: str) -> Any:
    """What the browser of a facilitator keeps."""
    return staff.account(browser, product, "Mara")


def context_of(browser: Browser, base_url: str, state: Any, **given: Any) -> BrowserContext:
    return browser.new_context(
        base_url=base_url, storage_state=state, viewport=DESK, locale="de-DE",
        reduced_motion="reduce", **given,
    )  # fmt: skip


@pytest.fixture
def desk(browser: Browser, base_url: str, signed_in: Any) -> Iterator[Page]:
    """A facilitator's screen; any script error or policy violation fails the test."""
    yield from watched(context_of(browser, base_url, signed_in))


@pytest.fixture
def plain_desk(browser: Browser, base_url: str, signed_in: Any) -> Iterator[Page]:
    """The same screen without JavaScript."""
    yield from watched(context_of(browser, base_url, signed_in, java_script_enabled=False))


def test_a_newcomer_publishes_by_keyboard_without_javascript(plain_desk: Page) -> None:
    page = plain_desk
    page.goto("/studio")
    staff.follow(page, "Neue Reise")
    staff.write(page, "Titel", "Mein erster Tag")
    staff.reach(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    staff.press(page, "Reise beginnen")
    staff.follow(page, "Veröffentlichen")
    expect(page.get_by_text("Alle: Sie steht im Katalog.")).to_be_visible()
    staff.press(page, "Fassung 1 veröffentlichen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fassung 1 ist veröffentlicht")
    expect(page.get_by_role("img", name="QR-Code")).to_be_visible()
    staff.follow(page, "Weiterschreiben")
    text = page.get_by_label("Text der Reise").input_value()
    staff.write(page, "Text der Reise", text.replace("Mein erster Tag", "Mein zweiter Tag"))
    staff.press(page, "Speichern")
    staff.follow(page, "Veröffentlichen")
    staff.press(page, "Fassung 2 veröffentlichen")
    expect(page.get_by_role("alert")).to_contain_text("in einem Satz, was neu ist")
    staff.write(page, "Was ist neu?", "Ein neuer Titel")
    staff.press(page, "Fassung 2 veröffentlichen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fassung 2 ist veröffentlicht")
    page.goto("/reise/mein-erster-tag")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mein zweiter Tag")


def test_errors_are_reached_from_where_the_button_would_be(plain_desk: Page) -> None:
    page = plain_desk
    page.goto("/studio/neu")
    page.get_by_label("Titel").fill("Mit Fehlern")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Reise beginnen").click()
    page.wait_for_url("**/studio/mit-fehlern")
    rewrite(page, ("- end:", "- ende:"), at="/studio/mit-fehlern")
    page.goto("/studio/mit-fehlern/veroeffentlichung")
    expect(page.get_by_role("heading", name="Noch nicht zu veröffentlichen")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("veröffentlichen"))).to_have_count(0)
    page.get_by_role("link", name=re.compile("^Zeile")).first.click()
    page.wait_for_url(re.compile(r"#zeile-\d+$"))


@pytest.fixture
def examiner(axe_source: str) -> Examiner:
    return Examiner(axe_source)


def prepare(page: Page) -> None:
    """Open the journey of long words in the studio."""
    page.goto("/studio")
    page.get_by_role("button", name=re.compile("Im Studio öffnen")).first.click()
    page.wait_for_url(f"**{HERE}")


def rewrite(page: Page, *changes: tuple[str, str], at: str = HERE) -> None:
    """Change the text of a draft; the page has no script, whose editor is proven elsewhere."""
    page.goto(at)
    field = page.get_by_label("Text der Reise")
    text = field.input_value()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    field.fill(text)
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(field).to_have_value(text)


def test_every_screen_of_publishing_is_accessible(
    desk: Page, plain_desk: Page, phone: Page, examiner: Examiner
) -> None:
    page = desk

    def look(path: str = "") -> None:
        if path:
            page.goto(path)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            examiner.look(page)

    prepare(plain_desk)
    robot.begin(phone, SLUG)
    look(f"{HERE}/veroeffentlichung")
    story = f'      - story: neu\n        title: "{LONG}"\n        text: "{LONG}"\n'
    thought = "      - reflection: gedanke\n"
    question = "Mitbestimmungsvereinbarung oder", "Datenschutzfolgenabschätzung oder"
    rewrite(plain_desk, (thought, story + thought), question)
    page.goto(f"{HERE}/veroeffentlichung")
    page.get_by_text("Alle Änderungen im Wortlaut").click()
    look()
    page.get_by_role("button", name="Fassung 2 veröffentlichen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look()
    page.get_by_label("Was ist neu?").fill(f"{LONG}: {LONG}")
    page.get_by_role("button", name="Fassung 2 veröffentlichen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fassung 2 ist veröffentlicht")
    look()
    rewrite(plain_desk, ("- story: neu\n", "- story: neu\n        next: nirgendwo\n"))
    look(f"{HERE}/veroeffentlichung")
    look(f"{HERE}/versionen/vergleich?von=2&bis=entwurf")
    page.goto(f"{HERE}/versionen/1/wiederherstellung")
    look()
    plain_desk.goto(page.url)
    plain_desk.get_by_role("button", name="Wiederherstellen").click()
    for path in ("", "/vergleich?von=1&bis=2", "/2/rueckzug"):
        look(f"{HERE}/versionen{path}")
    page.get_by_role("button", name="Zurückziehen").click()
    look()
    look(f"{HERE}/rueckzug")
    assert examiner.problems == []
    assert examiner.screens >= 22
