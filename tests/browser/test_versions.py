"""A whole story: a journey is revised twice under somebody's feet, with JavaScript and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.benchmarks.product import Product
from tests.browser import robot
from tests.browser.accessibility import Examiner

FIRST = """\
format: zukunftsreise/1
id: ID
title: "Im Wandel"
languages: [de]
stages:
  - stage: anfang
    title: "Anfang"
    steps:
      - {story: los, title: "Los", text: "Es geht los."}
      - decision: weg
        title: "Die Gabelung"
        question: "Wohin gehen Sie?"
        choices:
          - {id: links, label: "Nach links", feedback: "Hell."}
          - {id: rechts, label: "Nach rechts", feedback: "Still."}
      - {reflection: gedanke, prompt: "Was fällt Ihnen auf?"}
  - stage: schluss
    title: "Schluss"
    steps:
      - {reflection: rest, prompt: "Was bleibt?"}
      - {end: da, title: "Angekommen", text: "Schön."}
"""
DECISION = "      - decision: weg"
ADDED = FIRST.replace(
    DECISION, f'      - {{story: neu, title: "Im Lager", text: "Das ist neu."}}\n{DECISION}'
)
BROKEN = ADDED.replace("id: links", "id: hinauf").replace("Nach links", "Nach oben")


@pytest.fixture(params=["phone", "plain_phone"])
def walker(request: pytest.FixtureRequest) -> Page:
    """A phone with JavaScript, and one without."""
    found: Page = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def journey(request: pytest.FixtureRequest) -> str:
    """A journey of this test's own, since versions stay."""
    return "im-wandel-ohne" if "plain" in request.node.name else "im-wandel"


def publish(product: Product, journey: str, source: str, note: str = "") -> str:
    """Load a text as the next version; return what the command said."""
    home = product.folder / "journeys" / journey
    home.mkdir(parents=True, exist_ok=True)
    (home / "journey.yaml").write_text(source.replace("id: ID", f"id: {journey}"), "utf-8")
    return product.flask("journeys", "load", "--note", note, str(home))


def test_a_journey_is_revised_while_somebody_walks_it(
    walker: Page, journey: str, product: Product, axe_source: str
) -> None:
    # Without JavaScript axe cannot run; the screens are the same.
    examiner = Examiner(axe_source) if journey == "im-wandel" else None

    def look() -> None:
        if examiner:
            examiner.look(walker)

    publish(product, journey, FIRST)
    robot.begin(walker, journey)
    robot.answer_by_mouse(walker)
    robot.answer_by_mouse(walker)
    walker.get_by_role("link", name="Weiter", exact=True).click()
    expect(walker).to_have_url(re.compile("/gedanke$"))
    run = robot.path_of(walker).rsplit("/", 1)[0]

    told = publish(product, journey, ADDED, "Neu ist ein Besuch im Lager.")
    assert "1 unterwegs: 1 zieht mit." in told
    walker.reload()
    expect(walker.get_by_text("Neu ist ein Besuch im Lager.")).to_be_visible()
    expect(walker.get_by_text("Eine Station ist hinter Ihnen dazugekommen")).to_be_visible()
    look()

    told = publish(product, journey, BROKEN, "Links ist jetzt oben.")
    assert "1 unterwegs: 1 bleibt auf Fassung 2." in told
    walker.reload()
    walker.get_by_role("link", name="Ansehen, was sich ändert").click()
    heading = walker.get_by_role("heading", level=1)
    expect(heading).to_have_text("Auf die neue Fassung wechseln?")
    expect(walker.get_by_text("Ihre Antwort bei „Die Gabelung“ passt nicht mehr.")).to_be_visible()
    look()
    walker.get_by_role("button", name="Auf die neue Fassung wechseln").press("Enter")
    expect(heading).to_have_text("Die Gabelung")
    walker.get_by_role("radio", name="Nach oben").check()
    walker.locator(robot.PRIMARY).first.click()
    walker.get_by_role("link", name="Weiter", exact=True).click()
    for words in ("Viel", "Alles"):
        walker.get_by_role("textbox").fill(words)
        before = walker.url
        walker.locator(robot.PRIMARY).first.click()
        expect(walker).not_to_have_url(before)

    expect(walker.get_by_role("heading", name="Neu dazugekommen")).to_be_visible()
    look()
    walker.get_by_role("link", name="Im Lager").click()
    expect(walker.get_by_text("Das ist neu.")).to_be_visible()
    look()
    walker.goto(f"{run}/karte")
    expect(walker.get_by_text("neu dazugekommen")).to_be_visible()
    look()
    walker.goto(f"/tagebuch/{run.rsplit('/', 1)[1]}")
    former = walker.locator("section", has_text="Aus früheren Fassungen")
    expect(former.get_by_text("Nach links")).to_be_visible()
    expect(walker.get_by_text("Nach oben")).to_be_visible()
    look()
    if examiner:
        assert examiner.problems == []
