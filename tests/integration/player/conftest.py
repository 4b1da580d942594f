"""A journey with every kind of step, and people who walk it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from tests.firms import Assigned, Firm, set_out
from tests.integration.player.companies import JOURNEY
from tests.people import Person
from tests.walks import Walk

EVERY_KIND = """\
format: zukunftsreise/1
id: alle-arten
title: "Alle Arten"
summary: "Ein Gang durch alle Arten von Stationen."
languages: [de]
topics: [Probe]
slots:
  kontakt: {label: "Ansprechperson", default: "die Person am Empfang"}
glossary:
  Modell: {text: "Ein Programm, das rechnet."}
sources:
  gesetz: {title: "Ein Gesetz", url: "https://beispiel.example/gesetz", checked: 2026-11-01}
competences:
  pruefen: "Ergebnisse prüfen"
stages:
  - stage: aufbruch
    title: "Aufbruch"
    steps:
      - story: anfang
        title: "Der An|fang"
        text: "Ein Modell sagt: Fragen Sie {{slot.kontakt}}. [Nachlesen](source:gesetz)"
      - media: bild
        title: "Ein Bild"
        image: {file: bild.svg, decorative: yes}
        minutes: 1
      - scale: vorher
        points: 5
        from: "gar nicht"
        to: "sehr"
        items:
          - {id: mut, label: "Ich frage nach."}
          - {id: ruhe, label: "Ich bleibe ruhig."}
  - stage: werkstatt
    title: "Werkstatt"
    steps:
      - decision: weg
        title: "Die Gabelung"
        text: "Zwei Wege."
        question: "Wohin gehen Sie?"
        choices:
          - id: links
            label: "Nach links"
            feedback: "Links ist es hell."
            voice: {who: "Eine Fremde", text: "Da war ich auch."}
            add: {pruefen: 1}
            steps: [{story: bach, title: "Am Bach", text: "Wasser."}]
          - {id: rechts, label: "Nach rechts", feedback: "Rechts ist es still."}
      - explore: runde
        question: "Wen fragen Sie?"
        places:
          - id: eins
            label: "Tür eins"
            steps: [{story: tuer-eins, title: "Tür eins", text: "Offen."}]
          - id: zwei
            label: "Tür zwei"
            steps: [{story: tuer-zwei, title: "Tür zwei", text: "Zu."}]
      - check: probe
        question: "Was stimmt?"
        several: yes
        tries: 2
        answers:
          - {id: ja, correct: yes, label: "Ja", feedback: "So ist es."}
          - {id: nein, label: "Nein", feedback: "Das nicht."}
        add_if_correct: {pruefen: 2}
      - practice: auftrag
        title: "Der Auftrag"
        task: "Schreiben Sie einen Auftrag."
        hints: ["Kurz."]
        criteria: [{id: ziel, label: "Das Ziel steht da."}]
        sample: "Ein Beispiel."
  - stage: ausblick
    title: "Ausblick"
    steps:
      - poll: stimmung
        question: "Wie ist die Stimmung?"
        choices: [{id: gut, label: "gut"}, {id: so, label: "so"}]
      - {meeting: treffpunkt, prompt: "Was bleibt?", alone: "Fragen Sie jemanden."}
      - {reflection: gedanke, prompt: "Was nehmen Sie mit?"}
      - goal: plan
        title: "Ihr Plan"
        prompt: "In einem Jahr arbeiten wir so, dass …"
        fields: [picture, if, then, until, who_helps]
      - {scale: nachher, repeats: vorher}
      - end: da
        title: "Angekommen"
        text: "Ihr Weg: {{weg}}.\\n\\nIhr Gedanke: {{gedanke}}"
        continue_with: [ohne-rollen, noch-nicht-da]
"""

ANSWERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("anfang", {}),
    ("bild", {}),
    ("vorher", {"item-mut": "4", "item-ruhe": ""}),
    ("weg", {"answer": "links"}),
    ("bach", {}),
    ("runde", {"answer": "eins"}),
    ("tuer-eins", {}),
    ("runde", {"answer": "go--on"}),
    ("probe", {"answer": ["ja", "nein"]}),
    ("probe", {"answer": ["ja"]}),
    ("auftrag", {"text": "Mein Auftrag"}),
    ("auftrag?vergleich=ja", {"text": "Mein Auftrag", "ticked": ["ziel"]}),
    ("stimmung", {"answer": "gut"}),
    ("treffpunkt", {"text": "Ein Gespräch"}),
    ("gedanke", {"text": "Zwei\r\nZeilen & <mehr>"}),
    ("plan", {"picture": "Ruhe", "if": "es eilt", "then": "frage ich", "until": "24.12.2026"}),
    ("nachher", {"item-mut": "2", "item-ruhe": "3"}),
)
"""One answer for each station of one way, in order, by the place whose form sends it."""


@pytest.fixture
def every_kind(load: Callable[..., str]) -> str:
    """The journey with every kind of step."""
    return load(EVERY_KIND, files={"bild.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>'})


@pytest.fixture(params=[False, True], ids=["plain", "htmx"])
def walk(request: pytest.FixtureRequest, alice: Person, every_kind: str) -> Walk:
    """Alice at the start of the journey: once without the script, once as htmx sends."""
    return Walk(alice, every_kind, htmx=request.param)


def walk_to(walk: Walk, place: str) -> Walk:
    """Answer everything that comes before a place."""
    for step, fields in ANSWERS:
        if step == place:
            return walk
        walk.send(step, **fields)
    assert place == "ziel"
    return walk


def rows(app: Flask, statement: str) -> list[tuple[Any, ...]]:
    """Return what a statement finds in the database."""
    with app.extensions["database"].read() as session:
        return [tuple(row) for row in session.execute(text(statement))]


@pytest.fixture
def firm(app: Flask, load) -> Firm:
    load(JOURNEY)
    return Firm.of(app)


@pytest.fixture
def assigned(firm: Firm) -> Assigned:
    return firm.assign("betriebsreise", words={"kontakt": "Frau Yıldız & Team"})


@pytest.fixture
def guest(assigned: Assigned, alice: Person) -> Walk:
    """Alice with the assignment, at the first step."""
    return set_out(alice, assigned.typed, role="fach")
