"""Single faults as authors make them, put into valid journeys at random: where each one stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from app.content.problems import ADVICE, ERROR, HINT, Problem
from app.content.schema import KINDS, SHAPES, TEXT_KINDS, Field
from app.content.source import parse
from app.content.synonyms import english
from tests.unit.content.cases import BASE, FILES, MINIMAL

SHIPPED = Path(__file__).parents[3] / "journeys"

Placed = tuple[str, int]
"""A broken text, and the index of the place in it where the fault stands."""


@dataclass(frozen=True)
class Spot:
    """One key of a journey with its value, as the table of shapes reads it."""

    text: str
    shape: str
    field: Field
    item: Any
    key: Any
    value: Any

    @property
    def is_in_row(self) -> bool:
        return bool(self.item.flow_style)

    @property
    def is_first(self) -> bool:
        return self.item.value[0][0] is self.key

    @property
    def is_line(self) -> bool:
        return self.value.id == "scalar" and self.value.end_mark.line == self.key.start_mark.line

    @property
    def typed(self) -> str:
        return self.text[self.value.start_mark.index : self.value.end_mark.index]

    def with_value(self, new: str, at: int = 0) -> Placed:
        start, end = self.value.start_mark.index, self.value.end_mark.index
        return self.text[:start] + new + self.text[end:], start + at

    def with_key(self, new: str) -> Placed:
        start, end = self.key.start_mark.index, self.key.end_mark.index
        return self.text[:start] + new + self.text[end:], start


def valid_journeys() -> dict[str, dict[str, bytes]]:
    """Return journeys without a fault, each with its media; of shipped ones the source only."""
    found = {BASE: dict(FILES), MINIMAL: {}}
    for file in sorted(SHIPPED.glob("*/journey.yaml")):
        text = re.sub(
            r"^languages: \[(\w+).*\]$", r"languages: [\1]", file.read_text("utf-8"), flags=re.M
        )
        media = {one.name: one.read_bytes() for one in file.parent.glob("media/*")}
        if parse(text, files=media).is_sound:
            found[text] = media
    return found


@cache
def spots(text: str) -> list[Spot]:
    """Return every key that the format knows by its name, in the order of the file."""
    return list(_below(text, yaml.compose(text, Loader=yaml.CBaseLoader), "journey"))


def _below(text: str, item: Any, shape: str) -> Iterator[Spot]:
    for key, value in item.value:
        field = SHAPES[shape].get(key.value)
        if field is None or key.value == "note":
            continue
        yield Spot(text, shape, field, item, key, value)
        for inner, name in _items(value, field):
            yield from _below(text, inner, name)


def _items(value: Any, field: Field) -> list[tuple[Any, str]]:
    if field.kind == "one":
        return [(value, field.shape)]
    if field.kind == "map":
        return [(inner, field.shape) for _, inner in value.value if inner.id == "mapping"]
    if field.kind != "list":
        return []
    return [(inner, _shape_of(inner, field.shape)) for inner in value.value]


def _shape_of(item: Any, shape: str) -> str:
    if shape != "step":
        return shape
    return next(key.value for key, _ in item.value if key.value in KINDS)


# Each fault takes a spot and chance; None where it does not fit there.


def misspelt_key(spot: Spot, chance: Random) -> Placed | None:
    word = spot.key.value
    at = chance.randrange(len(word))
    new = chance.choice([word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]])
    known = SHAPES[spot.shape]
    if len(new) < 3 or new in known or new in KINDS or english(new, known):
        return None
    return spot.with_key(new)


def key_twice(spot: Spot, chance: Random) -> Placed | None:
    if not spot.is_line:
        return None
    start, end = spot.key.start_mark.index, spot.value.end_mark.index
    again = spot.text[start:end]
    between = ", " if spot.is_in_row else "\n" + " " * spot.key.start_mark.column
    return spot.text[:end] + between + again + spot.text[end:], end + len(between)


def missing_key(spot: Spot, chance: Random) -> Placed | None:
    if not spot.field.required or not spot.is_line or spot.is_first:
        return None
    start, end = spot.key.start_mark.index, spot.value.end_mark.index
    if spot.is_in_row:
        start = spot.text.rindex(",", 0, start)
    else:
        start, end = spot.text.rindex("\n", 0, start), spot.text.index("\n", end)
    return spot.text[:start] + spot.text[end:], spot.item.value[0][0].start_mark.index


def wrong_type(spot: Spot, chance: Random) -> Placed | None:
    if spot.value.id != "scalar" or spot.field.kind == "any":
        return None
    if not spot.is_line or spot.field.kind in ("refs", "next", "names", "texts", "map"):
        return None
    return spot.with_value(chance.choice(["{da: dort}", "{a: b, c: d}", "[[eins], zwei]"]))


def empty_text(spot: Spot, chance: Random) -> Placed | None:
    return spot.with_value(chance.choice(['""', "''"])) if _is_text(spot) else None


def bad_id(spot: Spot, chance: Random) -> Placed | None:
    if spot.field.kind != "id" or spot.text.count(spot.value.value) > 1:
        return None
    return spot.with_value(chance.choice(["Zwei Wörter", "Groß", "mit_strich", "7-zwerge"]))


def unknown_name(spot: Spot, chance: Random) -> Placed | None:
    if spot.field.kind == "next" and spot.value.id == "scalar":
        return spot.with_value(spot.value.value + "zz")
    if spot.field.kind not in ("ref", "file") or spot.value.id != "scalar":
        return None
    return spot.with_value("zz" + spot.value.value)


def bad_sign(spot: Spot, chance: Random) -> Placed | None:
    if not _is_text(spot) or len(spot.typed) < 4:
        return None
    at = chance.randrange(2, len(spot.typed) - 1)
    sign = chance.choice("\t\u00a0\u202f\ufeff\x08\u2028")
    return spot.with_value(spot.typed[:at] + sign + spot.typed[at:], at)


def colon_unquoted(spot: Spot, chance: Random) -> Placed | None:
    words = chance.choice(["Heute", "Die Frage", "Anna sagt", "😀 Neu"])
    return spot.with_value(f"{words}: nein", len(words)) if _is_text(spot) else None


def open_quote(spot: Spot, chance: Random) -> Placed | None:
    if not _is_text(spot) or spot.typed[0] not in "\"'":
        return None
    return spot.with_value(spot.typed[:-1])


def inner_quotes(spot: Spot, chance: Random) -> Placed | None:
    words = chance.choice(["Der ", "Ein ganz ", ""])
    return spot.with_value(f'"{words}"Chef" kommt"', len(words) + 2) if _is_text(spot) else None


def first_sign(spot: Spot, chance: Random) -> Placed | None:
    new = chance.choice(
        ["@Anna", "%-Werte", "*Wichtig* ist", "- fünf", "? wer", "`Strg`", "&Co", "!Ja"]
    )
    return spot.with_value(new) if _is_text(spot) else None


def no_colon(spot: Spot, chance: Random) -> Placed | None:
    if spot.is_in_row or not _is_text(spot) or not spot.typed.startswith('"'):
        return None
    start, end = spot.key.end_mark.index, spot.value.start_mark.index
    new = chance.choice([" ", ":"])
    return spot.text[:start] + new + spot.text[end:], spot.key.start_mark.index


def bad_value(spot: Spot, chance: Random) -> Placed | None:
    kinds = {"number": "viele", "whole": "zwei", "yesno": "vielleicht", "date": "1.11.2026"}
    new = kinds.get(spot.field.kind)
    return spot.with_value(new) if new and spot.value.id == "scalar" else None


def no_comma(spot: Spot, chance: Random) -> Placed | None:
    if not spot.is_in_row or spot.is_first:
        return None
    end = spot.key.start_mark.index
    start = spot.text.rindex(",", 0, end)
    if spot.text[start - 1] not in "\"'":
        return None
    return spot.text[:start] + spot.text[start + 1 :], end - 1


def indented(spot: Spot, chance: Random) -> Placed | None:
    if spot.is_in_row or spot.is_first or not spot.is_line:
        return None
    start = spot.text.rindex("\n", 0, spot.key.start_mark.index) + 1
    by = chance.choice([1, 2, 3])
    return spot.text[:start] + " " * by + spot.text[start:], spot.key.start_mark.index + by


def outdented(spot: Spot, chance: Random) -> Placed | None:
    column = spot.key.start_mark.column
    if spot.is_in_row or spot.is_first or not spot.is_line or column < 2:
        return None
    start = spot.text.rindex("\n", 0, spot.key.start_mark.index) + 1
    return spot.text[:start] + spot.text[start + 1 :], spot.key.start_mark.index - 1


def open_bracket(spot: Spot, chance: Random) -> Placed | None:
    item = spot.item
    end = item.end_mark.index
    if not spot.is_in_row or spot.text[end - 1] != "}" or spot.text[end : end + 1] != "\n":
        return None
    return spot.text[: end - 1] + spot.text[end:], item.start_mark.index


def step_twice(spot: Spot, chance: Random) -> Placed | None:
    ids = re.findall(rf"^ +- (?:{'|'.join(KINDS)}): ([a-z0-9-]+)$", spot.text, re.MULTILINE)
    if spot.key.value not in KINDS or spot.text.count(spot.value.value) > 1 or not ids:
        return None
    other = ids[0]
    if spot.text.index(f": {other}") >= spot.key.start_mark.index or other == spot.value.value:
        return None
    return spot.with_value(other)


def german_key(spot: Spot, chance: Random) -> Placed | None:
    german = {"title": "titel", "question": "frage", "choices": "antwortmöglichkeiten",
              "label": "beschriftung", "steps": "schritte", "answers": "antworten",
              "feedback": "rückmeldung", "stages": "etappen", "roles": "rollen"}  # fmt: skip
    new = german.get(spot.key.value)
    return spot.with_key(new) if new and english(new, SHAPES[spot.shape]) else None


def _is_text(spot: Spot) -> bool:
    return spot.field.kind in TEXT_KINDS - {"lines"} and spot.is_line


Fault = Callable[[Spot, Random], Placed | None]
FAULTS: tuple[Fault, ...] = (
    misspelt_key, key_twice, missing_key, wrong_type, empty_text, bad_id, unknown_name, bad_sign,
    colon_unquoted, open_quote, inner_quotes, first_sign, no_colon, bad_value, no_comma, indented,
    outdented, open_bracket, step_twice, german_key,
)  # fmt: skip


@dataclass(frozen=True)
class Broken:
    """A journey with one fault; line and column from 1."""

    fault: str
    text: str
    files: dict[str, bytes]
    line: int
    column: int


def mutants(count: int) -> Iterator[Broken]:
    """Give so many broken journeys, the same ones in every run; all faults come equally often."""
    chance, journeys, made = Random(20261123), valid_journeys(), 0
    while made < count:
        fault = FAULTS[made % len(FAULTS)]
        text = chance.choice(list(journeys))
        placed = fault(chance.choice(spots(text)), chance)
        if placed is not None:
            made += 1
            before = placed[0][: placed[1]]
            line, column = before.count("\n") + 1, placed[1] - before.rfind("\n")
            yield Broken(fault.__name__, placed[0], journeys[text], line, column)


@dataclass
class Score:
    """How often the first problem of the greatest severity stands where the fault is."""

    trials: int = 0
    lines: int = 0
    columns: int = 0

    def count(self, mutant: Broken, problems: list[Problem]) -> None:
        """Count what was said about one mutant."""
        self.trials += 1
        first = min(problems, key=lambda p: (_RANKS.index(p.severity), p.line), default=None)
        if first is not None and first.line == mutant.line:
            self.lines += 1
            self.columns += first.column == mutant.column

    def figures(self) -> Iterator[dict[str, Any]]:
        """Give both shares in percent, as figures beside their goals."""
        for name, right, goal in (("line", self.lines, 99), ("column", self.columns, 95)):
            share = 100 * right / self.trials
            yield {
                "name": f"Single faults told at the right {name} ({self.trials})",
                "value": round(share, 2),
                "goal": f"≥ {goal} %",
                "ok": share >= goal,
                "unit": "%",
            }


_RANKS = (ERROR, ADVICE, HINT)
