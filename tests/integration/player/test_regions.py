"""A step is drawn once for all who are told the same words, and each page is still its reader's."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.lib.lru import Lru
from app.player import regions
from tests.integration.player.conftest import ANSWERS
from tests.people import Person
from tests.walks import Walk

ECHO = """\
format: zukunftsreise/1
id: echo
title: "Das Echo"
languages: [de]
roles:
  ruf: {title: "Ruf", text: "Sie rufen."}
  ohr: {title: "Ohr", text: "Sie hören."}
stages:
  - stage: berg
    title: "Am Berg"
    steps:
      - story: pfad
        title: "Der Pfad"
        text: "Es geht bergauf."
        plain: "Es geht hoch."
        variants: [{when: {role: ohr}, text: "Sie lauschen."}]
      - {reflection: gedanke, prompt: "Was denken Sie?"}
      - decision: wahl
        title: "Die Wahl"
        question: "Rufen Sie?"
        choices:
          - {id: laut, label: "Laut", feedback: "Es hallt."}
          - {id: leise, label: "Leise", feedback: "Es bleibt still."}
      - {story: hall, title: "Der Hall", text: "Sie dachten: {{gedanke}}\\n\\nSie riefen: {{wahl}}"}
      - {end: da, title: "Da", text: "Oben."}
"""

VIEWS = """\
format: zukunftsreise/1
id: aussicht
title: "Die Aussicht"
languages: [de]
stages:
  - stage: berg
    title: "Am Berg"
    steps:
      - decision: wahl
        question: "Rufen Sie?"
        choices:
          - {id: laut, label: "Laut", feedback: "Es hallt."}
          - {id: leise, label: "Leise", feedback: "Es bleibt still."}
      - story: gipfel
        title: "Der Gipfel"
        text: "Sie sehen weit."
        image: {file: still.svg, decorative: yes}
        variants: [{id: laut, when: {wahl: laut}, image: {file: laut.svg, decorative: yes}}]
      - {end: da, title: "Da", text: "Oben."}
"""


@pytest.fixture
def echo(load: Callable[..., str]) -> str:
    return load(ECHO)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates drawn from now on."""
    names: list[str] = []
    draw = regions.render_template

    def noted(name: str, **context: Any) -> str:
        names.append(name)
        return draw(name, **context)

    monkeypatch.setattr(regions, "render_template", noted)
    monkeypatch.setattr(regions, "_kept", Lru(regions.KEPT))
    return names


def test_who_is_told_the_same_words_gets_the_own_addresses_turn_and_token(
    app: Flask, echo: str
) -> None:
    anna, bert = Walk(Person(app), echo, "ruf"), Walk(Person(app), echo, "ruf")
    for walk, other in ((anna, bert), (bert, anna), (anna, bert)):
        page = walk.see("pfad")
        assert "Es geht bergauf." in page
        assert walk.at("pfad") in page and walk.at("karte") in page
        assert other.code not in page
        assert walk.hidden("pfad")["learner"] != other.hidden("pfad")["learner"]
        assert walk.hidden("pfad")["csrf_token"] != other.hidden("pfad")["csrf_token"]


def test_the_same_words_are_drawn_once(app: Flask, echo: str, drawn: list[str]) -> None:
    walks = [Walk(Person(app), echo, "ruf") for _ in range(3)]
    for walk in walks:
        walk.see("pfad")
    assert drawn == ["player/steps/_step.html"]
    Walk(Person(app), echo, "ohr").see("pfad")
    assert len(drawn) == 2


def test_words_with_a_place_for_somebodys_own_are_drawn_for_each(app: Flask, echo: str) -> None:
    for thought, choice, label in (("Mein Berg", "laut", "Laut"), ("Mein Tal", "leise", "Leise")):
        walk = Walk(Person(app), echo, "ruf")
        walk.send("pfad")
        walk.send("gedanke", text=thought)
        walk.send("wahl", answer=choice)
        assert f"Sie dachten: {thought}" in walk.see("hall")
        assert f"Sie riefen: {label}" in walk.see("hall")


def test_a_role_and_easy_words_have_pages_of_their_own(app: Flask, echo: str) -> None:
    caller, listener = Walk(Person(app), echo, "ruf"), Walk(Person(app), echo, "ohr")
    for _ in range(2):
        assert "als Ruf" in caller.see("pfad") and "bergauf" in caller.see("pfad")
        assert "als Ohr" in listener.see("pfad") and "lauschen" in listener.see("pfad")
    caller.person.send("/darstellung", easy="easy", lang="de", theme="system", size="normal")
    assert "Es geht hoch." in caller.see("pfad")
    caller.person.send("/darstellung", lang="en", theme="system", size="normal")
    assert "Continue" in caller.see("pfad")
    assert "Weiter" in listener.see("pfad")


def test_what_was_chosen_is_told_to_who_chose_it(app: Flask, echo: str) -> None:
    for choice, told, other in (
        ("laut", "Es hallt.", "still"),
        ("leise", "Es bleibt still.", "hallt"),
        ("laut", "Es hallt.", "still"),
    ):
        walk = Walk(Person(app), echo, "ruf", htmx=True)
        walk.send("pfad")
        walk.send("gedanke", text="Etwas")
        page = walk.send("wahl", answer=choice).get_data(as_text=True)
        assert told in page and other not in page


def test_each_kind_looks_remembered_as_it_looked_drawn(
    app: Flask, every_kind: str, drawn: list[str]
) -> None:
    first, second = (Walk(Person(app), every_kind, htmx=True) for _ in range(2))
    for place, fields in ANSWERS:
        pages = []
        for walk in (first, second):
            page = walk.see(place) + walk.send(place, **fields).get_data(as_text=True)
            for mine in (walk.code, *(walk.hidden("anfang").values())):
                page = page.replace(mine, "") if len(mine) > 5 else page
            pages.append(without_tokens(page))
        assert pages[0] == pages[1], place


def test_another_picture_for_another_choice_is_another_page(
    app: Flask, load: Callable[..., str]
) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="9"/>'
    files = {f"{name}.svg": drawing.format(len(name)).encode() for name in ("still", "laut")}
    journey = load(VIEWS, files=files)
    for choice, shown in (("laut", "laut.svg"), ("leise", "still.svg")):
        walk = Walk(Person(app), journey)
        walk.send("wahl", answer=choice)
        assert shown in walk.see("gipfel")


def without_tokens(page: str) -> str:
    return re.sub(r'name="(csrf_token|learner)" value="[^"]*"', "", page)
