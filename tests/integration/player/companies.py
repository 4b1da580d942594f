"""A journey that a company assigns: with roles, a place for the company's words, and an end."""

import re
from typing import Any

from tests.walks import Walk

JOURNEY = """\
format: zukunftsreise/1
id: betriebsreise
title: "KI in der Werkstatt"
summary: "Ein Vormittag. Fragen beantwortet {{slot.kontakt}}."
languages: [de]
topics: [Probe]
slots:
  kontakt: {label: "Ansprechperson", default: "die Leitung"}
roles:
  fach: {title: "Fachkraft", text: "Sie bauen Möbel."}
  leitung: {title: "Teamleitung", text: "Sie planen Aufträge."}
stages:
  - stage: anfang
    title: "Bei {{slot.kontakt}}"
    steps:
      - decision: weg
        title: "Die Gabelung"
        text: "{{slot.kontakt}} fragt Sie etwas."
        question: "Wohin gehen Sie?"
        choices:
          - {id: links, label: "Zu {{slot.kontakt}}", feedback: "{{slot.kontakt}} freut sich."}
          - {id: rechts, label: "Nach rechts", feedback: "Rechts ist es still."}
      - {story: halle, title: "In der Halle", text: "Hier ist es laut."}
  - stage: schluss
    title: "Am Schluss"
    steps:
      - {reflection: gedanke, prompt: "Was fragen Sie {{slot.kontakt}}?"}
      - {end: da, title: "Angekommen", text: "Grüßen Sie {{slot.kontakt}}."}
"""
WALK: tuple[tuple[str, dict[str, Any]], ...] = (
    ("weg", {"answer": "links"}),
    ("halle", {}),
    ("gedanke", {"text": "Eine Frage"}),
)


def arrive(walk: Walk) -> Walk:
    """Answer everything that is left on the way."""
    for step, fields in WALK[walk_turn(walk) :]:
        walk.send(step, **fields)
    return walk


def walk_turn(walk: Walk) -> int:
    """Return how many stations are answered, as the run stands."""
    at = walk.stands_at()
    ahead = {"weg": 0, "halle": 1, "gedanke": 2, "ziel": 3}
    if at == "weg" and "Entscheiden" not in walk.see("weg"):
        return 1
    return ahead[at]


def own_page(walk: Walk) -> str:
    """Return the page about what the company sees of this run."""
    return walk.person.see(f"/mein-betrieb/{walk.code}")


def agree(walk: Walk, *, agrees: bool) -> None:
    """Send the choice of that page."""
    found = re.search('name="learner" value="([^"]+)"', own_page(walk))
    assert found
    fields = {"learner": found[1]} | ({"agrees": "yes"} if agrees else {})
    walk.person.send(f"/mein-betrieb/{walk.code}", **fields)
