"""Journeys of any length for measurements: stories and decisions of ninety words in turn."""

from __future__ import annotations

from collections.abc import Iterator

SENTENCES = (
    "Die Frühschicht hat die neue Anlage eingerichtet und wartet auf das erste Teil.",
    "Am Bildschirm leuchtet ein gelbes Feld, das gestern noch niemand gesehen hat.",
    "Eine Kollegin liest den Hinweis laut vor und schaut dann lange auf die Uhr.",
    "Der Meister fragt, wer die Regel kennt, nach der die Maschine heute sortiert.",
    "Niemand antwortet sofort, denn alle haben nur die kurze Einweisung bekommen.",
    "Draußen fährt der Lastwagen vor, der um neun Uhr wieder abfahren muss.",
    "Jemand schlägt vor, die ersten zwanzig Teile einfach von Hand zu messen.",
)
"""About ninety words together, the scene that G7 weighs."""


def source(journey: str, steps: int) -> str:
    """Return the YAML of a journey with ``steps`` steps in four stages, the last one its end."""
    return "\n".join(_lines(journey, steps)) + "\n"


def _lines(journey: str, steps: int) -> Iterator[str]:
    yield "format: zukunftsreise/1"
    yield f"id: {journey}"
    yield f'title: "Messfahrt {journey}"'
    yield "languages: [de]"
    yield "competences:"
    yield '  pruefen: "Ergebnisse prüfen"'
    yield "stages:"
    size = -(-steps // 4)
    for stage in range(4):
        yield f"  - stage: etappe-{stage + 1}"
        yield f'    title: "Etappe {stage + 1}"'
        yield "    steps:"
        for number in range(stage * size, min((stage + 1) * size, steps)):
            yield from _step(number, last=number == steps - 1)


def _step(number: int, *, last: bool) -> Iterator[str]:
    kind = "end" if last else ("decision" if number % 2 else "story")
    yield f"      - {kind}: schritt-{number}"
    yield f'        title: "Station {number}"'
    yield "        text: |"
    for index in range(len(SENTENCES)):
        yield f"          {SENTENCES[(index + number) % len(SENTENCES)]}"
    if kind != "decision":
        return
    yield '        question: "Was tun Sie jetzt?"'
    yield "        choices:"
    for choice in ("messen", "fragen", "warten"):
        yield f"          - id: {choice}"
        yield f'            label: "Ich entscheide mich für das Wort {choice}."'
        yield f'            feedback: "{SENTENCES[number % len(SENTENCES)]}"'
        if choice == "messen":
            yield "            add: {pruefen: 1}"
