"""What the studio's editor offers at the cursor: keys of the format, names of the journey."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.node_packages import npm
from tests.unit.test_assets import build as build

PROBE = Path(__file__).with_name("completion.js")
TOP = """\
format: zukunftsreise/1
id: probe
roles:
  buero: {title: "Büro", text: "Sie schreiben."}
  leitung:
    title: "Leitung"
competences:
  pruefen: "Prüfen"
remember:
  risiko: {start: 0}
slots:
  kontakt: {label: "Wen fragen?", default: "die IT"}
sources:
  gesetz: {title: "Ein Gesetz"}
stages:
  - stage: eins
    steps:
      - decision: weg
        question: "Wohin?"
        choices:
          - {id: links, label: "Links"}
          - id: rechts
            label: "Rechts"
      - scale: vorher
        items: [{id: mut, label: "Mut"}]
"""

CASES = {
    "keys at the top that are not there yet": ("▮", {"title", "summary", "languages"}, {"id"}),
    "kinds of a new step": (
        "      - ▮",
        {"story", "decision", "explore", "media", "end"},
        {"question", "choices", "title"},
    ),
    "keys of the step's own kind": (
        "      - check: frage\n        ▮",
        {"question", "answers", "tries", "add_if_correct", "when"},
        {"choices", "check", "places"},
    ),
    "keys between others": (
        '      - story: los\n        ▮\n        text: "Los."',
        {"title", "plain", "image"},
        {"text", "question"},
    ),
    "keys of a choice": (
        "      - decision: noch\n        choices:\n          - id: a\n            ▮",
        {"label", "feedback", "voice", "add", "steps"},
        {"id", "question"},
    ),
    "keys in a row": (
        '      - decision: noch\n        choices:\n          - {id: a, label: "A", fe▮',
        {"feedback", "voice"},
        {"id", "label"},
    ),
    "steps in a detour": (
        "      - decision: noch\n        choices:\n          - id: a\n            steps:\n"
        "              - ▮",
        {"story", "reflection"},
        {"label"},
    ),
    "where to go": (
        "      - story: los\n        next:\n          - to: ▮",
        {"weg", "vorher", "los"},
        {"links", "risiko", "buero"},
    ),
    "what a condition may ask": (
        "      - story: los\n        when: {▮",
        {"role", "any", "weg", "risiko", "pruefen"},
        {"links", "title"},
    ),
    "roles in a condition": (
        "      - story: los\n        when: {role: ▮",
        {"buero", "leitung"},
        {"weg", "title"},
    ),
    "choices of the step a condition asks": (
        "      - story: los\n        when: {weg: ▮",
        {"links", "rechts"},
        {"weg", "mut"},
    ),
    "counters to add to": (
        "      - decision: noch\n        choices:\n          - id: a\n            add: {▮",
        {"risiko", "pruefen"},
        {"weg", "kontakt"},
    ),
    "competences of an item": (
        "      - scale: nochmal\n        items:\n          - id: a\n            competence: ▮",
        {"pruefen"},
        {"mut"},
    ),
    "inserts in a text": (
        '      - story: los\n        text: "Fragen Sie {{▮',
        {"weg", "slot.kontakt"},
        {"links"},
    ),
    "sources in a link": (
        '      - story: los\n        text: "[Lesen](source:▮',
        {"gesetz"},
        {"weg"},
    ),
}


@pytest.fixture(scope="module")
def offered(build, tmp_path_factory):
    """Every case's offers: what is shown, and what it writes."""
    program = tmp_path_factory.mktemp("completion") / "probe.js"
    program.write_text(build.bundle(PROBE, platform="node"), "utf-8")
    npm()  # Puts Node.js into PATH where it comes from PyPI.
    node = shutil.which("node")
    assert node, "make test brings Node.js"
    asked = json.dumps([TOP + case[0] for case in CASES.values()])
    done = subprocess.run([node, program], input=asked, capture_output=True, text=True, check=True)
    return {name: dict(found) for name, found in zip(CASES, json.loads(done.stdout), strict=True)}


@pytest.mark.parametrize("name", CASES)
def test_it_offers_what_may_stand_here_and_nothing_else(offered, name):
    _, wanted, unwanted = CASES[name]
    assert wanted <= set(offered[name])
    assert not unwanted & set(offered[name])


def test_a_key_comes_with_its_colon_and_a_name_as_it_is(offered):
    assert offered["keys of the step's own kind"]["tries"] == "tries: "
    assert offered["keys of the step's own kind"]["answers"] == "answers:"
    assert offered["where to go"]["weg"] == "weg"
