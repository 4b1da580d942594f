"""Outlines: stages and stations with their lines, as far as the text can be read."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from app.content.source import Parsed


class Station(NamedTuple):
    """A step in the outline; `depth` counts the detours and places around it."""

    id: str
    kind: str
    line: int
    depth: int


class Stage(NamedTuple):
    """A stage with its steps in the order of the file."""

    id: str
    line: int
    stations: tuple[Station, ...]


def outline_of(parsed: "Parsed") -> list[Stage]:
    """Return all stages of a draft; none where it cannot be read."""
    if parsed.known is None:
        return []
    found = []
    for number, stage in enumerate(parsed.known.root.items("stages")):
        spots = [spot for spot in parsed.known.spots if spot.stage == number]
        stations = tuple(
            Station(spot.id, spot.kind, spot.node.start_mark.line + 1, len(spot.inside))
            for spot in spots
        )
        found.append(Stage(str(stage.get("stage") or "…"), _line(stage.node), stations))
    return found


def _line(node: object) -> int:
    return int(node.start_mark.line) + 1  # type: ignore[attr-defined]
