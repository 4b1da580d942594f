"""What walking all ways shows an author: each code at its exact place, and nothing without cause."""

# ruff: noqa: E501  # A row of a table is read as one line.

from pathlib import Path

import pytest

from app.content.source import parse, read
from tests.unit.content.cases import broken, check, places

JOURNEYS = Path(__file__).parents[3] / "journeys"
BASE = """\
format: zukunftsreise/1
id: schicht
title: Die Schicht
languages: [de]
minutes: 6
roles:
  presse: {title: Presse}
  buero: {title: Büro}
remember:
  risiko: {start: 0, min: 0, max: 5}
stages:
  - stage: frueh
    title: Früh
    steps:
      - {story: tor, title: Das Tor, text: Es ist kalt., minutes: 1}
      - check: regel
        question: Was gilt?
        minutes: 1
        answers:
          - {id: helm, correct: yes, label: Helm auf, feedback: Ja.}
          - {id: muetze, label: Mütze auf, feedback: Nein.}
      - decision: presse-steht
        question: Die Presse steht. Was tun Sie?
        minutes: 1
        choices:
          - {id: rufen, label: Ich rufe, add: {risiko: 1}}
          - id: greifen
            label: Ich greife hinein
            add: {risiko: 3}
            steps:
              - {story: hand, title: Die Hand, text: Es ging gut., minutes: 0.5}
  - stage: spaet
    title: Spät
    steps:
      - explore: halle
        question: Wohin?
        minutes: 1
        places:
          - {id: tor, label: Tor, steps: [{story: am-tor, title: Tor, text: Still., minutes: 0.5}]}
          - {id: lager, label: Lager, steps: [{story: im-lager, title: Lager, text: Eng., minutes: 0.5}]}
      - story: kaffee
        title: Pause
        text: Kaffee.
        minutes: 1
        next:
          - {when: {risiko: {at_least: 2}}, to: gefahr}
          - {to: ruhe}
      - {end: gefahr, title: Gefahr, text: Sie waren schnell., minutes: 0}
      - {end: ruhe, title: Ruhe, text: Sie waren ruhig., minutes: 0}
"""
PAUSE = "      - story: kaffee\n"
CHOICES = """\
          - {id: rufen, label: Ich rufe, add: {risiko: 1}}
          - id: greifen
"""
STAGE = "  - stage: spaet\n    title: Spät\n    steps:\n      - explore: halle\n"

DECISION = """\
      - decision: presse-steht
        question: Die Presse steht. Was tun Sie?
        minutes: 1
        choices:
"""
PLACES = """\
        question: Wohin?
        minutes: 1
        places:
          - {id: tor, label: Tor, steps: [{story: am-tor, title: Tor, text: Still., minutes: 0.5}]}
"""

FAULTS = [
    # No way leads there, although an arrow does: whoever is asked takes another one.
    ("ZR417", DECISION, "      - decision: weiche\n        question: Wohin?\n        minutes: 0\n        choices:\n"
     "          - {id: links, when: {regel: helm}, label: Links, next: presse-steht}\n"
     "          - {id: rechts, when: {not: {regel: helm}}, label: Rechts, next: presse-steht}\n"
     "      - {story: §leer, title: Leer, text: Leer., minutes: 0}\n" + DECISION),
    # Conditions that never hold
    ("ZR418", "{risiko: {at_least: 2}}", "§{risiko: {at_least: 4}}"),
    ("ZR418", "{risiko: {at_least: 2}}", "§{presse-steht: rufen, hand: {visited: yes}}"),
    ("ZR418", PAUSE, PAUSE + "        when: §{all: [{role: presse}, {risiko: 0}]}\n"),
    ("ZR418", "{id: lager, label: Lager,", "{id: lager, label: Lager, when: §{risiko: {more_than: 3}},"),
    ("ZR418", CHOICES, "          - {id: warten, label: Ich warte, when: §{regel: {correct: yes, includes: muetze}}}\n" + CHOICES),
    ("ZR418", PAUSE, PAUSE + "        variants: [{id: v, when: §{risiko: 2}, text: Tee.}]\n"),
    ("ZR418", "text: Still., minutes: 0.5}", "text: Still., minutes: 0.5, when: §{risiko: 2}}"),
    # A decision that shows nobody of some role anything, after a certain answer
    ("ZR419", DECISION + CHOICES, DECISION.replace("presse-steht", "§presse-steht")
     + "          - {id: rufen, label: Ich rufe, when: {regel: helm}, add: {risiko: 1}}\n"
     + "          - id: greifen\n            when: {role: buero}\n"),
    # Entries that never have their turn
    ("ZR420", "- {when: {risiko: {at_least: 2}}, to: gefahr}\n          - {to: ruhe}",
     "- {when: {risiko: {at_least: 2}}, to: gefahr}\n          - {when: {risiko: 1}, to: ruhe}\n          - {to: §ruhe}"),
    ("ZR420", PAUSE, PAUSE + "        variants:\n          - {id: v, when: {risiko: {at_least: 0}}, text: Tee.}\n"
     "          - {id: w, when: §{role: presse}, text: Saft.}\n"),
    # A stage that somebody passes without a step
    ("ZR421", STAGE, "  - stage: §mittag\n    title: Mittag\n    steps:\n"
     "      - {story: suppe, when: {presse-steht: rufen}, title: Suppe, text: Heiß., minutes: 0}\n"
     + STAGE),
    # More visits than places that open together
    ("ZR422", "        places:\n          - {id: tor, label: Tor,",
     "        visit: §3\n        places:\n          - {id: keller, label: Keller, when: {risiko: 1}, steps: [{story: im-keller, title: K, text: Tief., minutes: 0}]}\n"
     "          - {id: tor, label: Tor, when: {risiko: 3},"),
    # Conditions that forget the skip
    ("ZR423", PAUSE, "      - {story: gut, when: §{regel: {correct: yes}}, title: Gut, text: Gut., minutes: 0}\n"
     "      - {story: schade, when: {regel: muetze}, title: Schade, text: Schade., minutes: 0}\n" + PAUSE),
    # Conditions that always hold
    ("ZR424", PAUSE, PAUSE + "        when: §{risiko: {at_least: 1}}\n"),
    ("ZR424", "{id: rufen, label: Ich rufe,", "{id: rufen, label: Ich rufe, when: §{role: [presse, buero]},"),
    # Time
    ("ZR901", "minutes: 6\n", "minutes: §9\n"),
    ("ZR901", "minutes: 6\n", "minutes: §4.5\n"),
    ("ZR903", STAGE + PLACES, STAGE.replace("spaet", "§spaet") + "        visit: 0\n" + PLACES.replace("0.5", "1.7")),
]  # fmt: skip


def test_the_base_has_no_fault():
    assert of_ways(BASE) == []


@pytest.mark.parametrize(("code", "old", "new"), FAULTS)
def test_it_says_exactly_one_thing_about_one_fault(code, old, new):
    text, marks = broken(old, new, BASE)
    assert of_ways(text) == [(code, line, column) for line, column in marks]


def of_ways(text):
    return [place for place in places(check(text)) if place[0] in CODES]


CODES = {code for code, *_ in FAULTS} | {"ZR902"}


def test_a_stage_longer_than_ten_minutes_is_told_once():
    text = BASE.replace("minutes: 6", "minutes: 16").replace(
        "Es ist kalt., minutes: 1", "Es ist kalt., minutes: 9"
    )
    [problem] = [p for p in check(text).problems if p.code in CODES]
    assert (problem.code, problem.line, problem.column) == ("ZR902", 12, 12)
    assert (
        problem.message()
        == "Die Etappe „frueh“ dauert gewöhnlich 11 Minuten (presse), also länger als zehn."
    )


def test_a_message_tells_a_way_there_as_a_test_would():
    text, _ = broken(DECISION + CHOICES, DECISION
                     + "          - {id: rufen, label: Ich rufe, when: {regel: helm}}\n"
                     + "          - id: greifen\n            when: {role: buero}\n", BASE)  # fmt: skip
    [problem] = [p for p in check(text).problems if p.code == "ZR419"]
    assert "Keine gibt es hier: role: presse, regel: [muetze]." in problem.message()


def test_what_blocks_a_way_is_told_instead_of_the_steps_behind_it():
    text = BASE.replace("- id: greifen\n", "- id: greifen\n            when: {risiko: 4}\n")
    assert [place[0] for place in of_ways(text)] == ["ZR418", "ZR418"], "choice and entry of next"


def test_with_another_error_the_ways_wait():
    parsed = check(BASE.replace("to: gefahr", "to: gefahren").replace("at_least: 2", "at_least: 9"))
    assert parsed.ways is None
    assert [p.code for p in parsed.problems if p.severity == "error"] == ["ZR301"]


@pytest.mark.parametrize(
    "path", sorted(JOURNEYS.glob("*/journey.yaml")), ids=lambda path: path.parent.name
)
def test_shipped_journeys_are_walked_state_by_state(path):
    parsed = read(path)
    assert parsed.ways.exact
    assert [p for p in parsed.problems if p.code in CODES] == []


def test_too_many_states_are_walked_roughly_and_fast():
    counters = "\n".join(f"  z{n}: {{start: 0}}" for n in range(16))
    steps = "\n".join(
        f"      - {{decision: d{n}, question: Was?, choices: [{{id: a, label: A, add: {{z{n}: 1}}}}, {{id: b, label: B}}]}}"
        for n in range(16)
    )
    never = ", ".join(f"z{n}: 1" for n in range(16))
    text = f"""\
format: zukunftsreise/1
id: viel
title: Viel
languages: [de]
remember:
{counters}
stages:
  - stage: eins
    title: Eins
    steps:
{steps}
      - {{story: alles, when: {{{never}}}, title: Alles, text: Alles.}}
      - {{story: nie, when: {{z3: 2}}, title: Nie, text: Nie.}}
      - {{end: da, title: Da, text: Da.}}
"""
    parsed = parse(text)
    assert not parsed.ways.exact
    assert [(p.code, p.line) for p in parsed.problems if p.code in CODES] == [("ZR418", 43)]


def test_without_advice_errors_of_the_ways_are_told_all_the_same():
    faulty = BASE.replace("at_least: 2", "at_least: 4")
    assert [p.code for p in parse(faulty, advise=False).problems if p.code in CODES] == ["ZR418"]
    bare = "\n".join(line for line in BASE.splitlines() if "when:" not in line)
    assert parse(bare, advise=False).ways is None
