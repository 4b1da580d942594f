"""Screens of an author at a desk: all pages of a draft, mistakes, imports, two texts."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from app.content.importers import bundle
from tests.browser.desks import Desk
from tests.browser.journeys import LONG_WORDS
from tests.integration.conftest import SMALL_JOURNEY
from tests.unit.importers.sources import SUGARCUBE
from tests.unit.lib import samples

BROKEN = SMALL_JOURNEY.replace('title: "Die Gabelung"', 'titel: "Die Gabelung"').replace(
    'label: "Nach rechts",', 'label: "Nach rechts", next: neu-1,'
)
LONG_NAME = "beschaeftigtendatenschutzgrundverordnungsanpassungsbeauftragte.png"
LONG_COMPANY = "Überbetriebliche Beschäftigtendatenschutzgrundverordnungsgesellschaft Beispiel"
PARTS = ("", "/pruefung", "/vorschau", "/vorschau/start?ab=orte", "/teilen", "/druck",
         "/umbenennen", "/archiv", "/austritt")  # fmt: skip


def of_drafts(page: Page, desk: Desk) -> Iterator[str]:
    """Yield a name for each screen of somebody who begins, writes, and shows a draft."""
    good, bad = (f"/studio/{desk.write(text)}" for text in (LONG_WORDS, BROKEN))
    broken = (bad, f"{bad}/pruefung", f"{bad}/vorschau")
    for path in ("/studio", *(good + part for part in PARTS), *broken):
        page.goto(path)
        yield path
    yield from _for_companies(page, desk, good)
    page.goto("/studio/neu")
    page.get_by_role("button", name="Reise beginnen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "a new journey without a title"
    for button in ("Jemanden einladen", "Link zur Durchsicht machen"):
        page.goto(f"{good}/teilen")
        page.get_by_role("button", name=button).click()
        expect(page.locator(".once")).to_be_visible()
        yield button
    page.goto(page.locator(".once").inner_text())
    yield "a draft under review"
    page.goto(good)
    page.locator("[name=seen-text]").evaluate("field => { field.value = '0'; }")
    page.get_by_role("textbox", name="Text der Reise").press("Control+End")
    page.keyboard.type("# anders")
    page.get_by_role("button", name="Beide Fassungen vergleichen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("zwei Fassungen")
    yield "two texts"


def _for_companies(page: Page, desk: Desk, draft: str) -> Iterator[str]:
    page.goto(f"{draft}/teilen")
    page.get_by_label("Einzelne Betriebe").check()
    page.get_by_role("button", name="Speichern").click()
    add = page.get_by_role("button", name="Betrieb hinzufügen")
    expect(page.get_by_text("Zurzeit findet niemand diese Reise.")).to_be_visible()
    yield "a journey for no company yet"
    add.click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "a company without its code"
    page.get_by_label("Code eines Betriebs").fill(desk.code_of_company(LONG_COMPANY))
    add.click()
    expect(page.get_by_text(LONG_COMPANY, exact=True)).to_be_visible()
    yield "a journey for one company"
    page.get_by_role("button", name="Herausnehmen").click()
    expect(page.get_by_text("Zurzeit findet niemand diese Reise.")).to_be_visible()


def of_imports(page: Page) -> Iterator[str]:
    """Yield a name for each screen of somebody who brings a journey along."""
    page.goto("/studio/importieren")
    yield "an import"
    page.get_by_role("button", name="Importieren").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "an import of nothing"
    _send(page, "werkstatt.twee", SUGARCUBE.encode())
    expect(page.get_by_text("Stellen zu prüfen")).to_be_visible()
    yield "the report of a story"
    media = {f"media/{LONG_NAME}": samples.picture("PNG"), "media/kaputt.png": b"nichts"}
    for _ in range(2):
        _send(page, "reise.zip", bundle.zipped({"journey.yaml": LONG_WORDS.encode(), **media}))
    expect(page.get_by_text("denn jede Kurzform gibt es nur einmal")).to_be_visible()
    yield "the report of a journey whose name is taken"


def _send(page: Page, name: str, data: bytes) -> None:
    page.goto("/studio/importieren")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.get_by_label("Datei auswählen").set_input_files(file)
    page.get_by_role("button", name="Importieren").click()
    page.wait_for_load_state("load")
