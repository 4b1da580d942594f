"""Where a journey uses its media: which step shows what, and what nobody shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.content.names import Names
from app.content.nodes import Item
from app.content.use import files_of, items
from app.content.words import LINK

if TYPE_CHECKING:
    from app.content.source import Parsed


@dataclass(frozen=True, slots=True)
class Place:
    """A place that uses a file: its step, if any, and its line in the journey's text."""

    step: str | None
    line: int


def places(parsed: Parsed) -> dict[str, list[Place]] | None:
    """Return by name of file where it is used; None where the text cannot be read at all."""
    if parsed.known is None:
        return None
    found: dict[str, list[Place]] = {}
    for name, place in _places(parsed.known, parsed):
        if place not in found.setdefault(name, []):
            found[name].append(place)
    return found


def is_translation(name: str, used: Collection[str]) -> bool:
    """Whether a file is the transcript or the captions of a further language."""
    stems = {other.split(".")[0] for other in used if other.endswith((".md", ".vtt"))}
    return name.endswith((".md", ".vtt")) and name.split(".")[0] in stems


def companions(parsed: Parsed, name: str) -> dict[str, str]:
    """Return what a step that plays this file names beside it: ``transcript``, ``captions``."""
    for _, item in items(parsed.known) if parsed.known else ():
        if name in (item.get("audio"), item.get("video")):
            named = {key: item.get(key) for key in ("transcript", "captions")}
            return {key: value for key, value in named.items() if value}
    return {}


def steps_for(parsed: Parsed, key: str) -> list[tuple[str, str]]:
    """Return the steps that may have ``image``, ``audio`` or ``video``: id and what it says."""
    spots = parsed.known.spots if parsed.known else []
    return [
        (spot.id, _heading(spot.item))
        for spot in spots
        if spot.id and (key == "image" or spot.kind == "media")
    ]


def _heading(item: Item) -> str:
    named = (item.get(key) for key in ("title", "question", "task", "prompt"))
    return next((" ".join(words.replace("|", "").split()) for words in named if words), "")


def _places(known: Names, parsed: Parsed) -> Iterator[tuple[str, Place]]:
    for step, item in items(known):
        for name, node in files_of(item):
            yield name, Place(step, node.start_mark.line + 1)
    for unit in parsed.units.values():
        for words in unit.parts:
            for match in LINK.finditer(words) if "](" in words else ():
                scheme, _, target = match[1].partition(":")
                if scheme == "media":
                    yield target, Place(unit.step, unit.node.start_mark.line + 1)
