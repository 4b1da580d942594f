"""A valid journey that has everything once, and how to break one place of it."""

from pathlib import Path

from app.content.source import Parsed, parse

BASE = Path(__file__).with_name("base.yaml").read_text("utf-8")
FILES = dict.fromkeys(("bild.svg", "film.mp4", "film.de.md", "film.de.vtt", "karte.pdf"), b"x")
NEIGHBOURS = frozenset({"andere"})
MINIMAL = """\
format: zukunftsreise/1
id: kurz
title: Kurz
languages: [de]
stages:
  - stage: eins
    title: Eins
    steps:
      - {story: los, title: Los, text: Es geht los.}
      - {end: fertig, title: Fertig, text: Das war es.}
"""
Place = tuple[str, int, int]


def check(text: str | bytes, **more: object) -> Parsed:
    given: dict = {"files": FILES, "neighbours": NEIGHBOURS, "name": "journey.yaml"} | more
    return parse(text, **given)


def places(parsed: Parsed) -> list[Place]:
    return [(p.code, p.line, p.column) for p in parsed.problems]


def broken(old: str, new: str, base: str = BASE) -> tuple[str, list[tuple[int, int]]]:
    """Put ``new`` in the place of ``old``; return the text and the places marked with §."""
    assert base.count(old) == 1, f"{old!r} must stand in the base exactly once"
    text = base.replace(old, new)
    marks = []
    while "§" in text:
        before, _, after = text.partition("§")
        line = before.count("\n") + 1
        marks.append((line, len(before) - before.rfind("\n")))
        text = before + after
    return text, marks
