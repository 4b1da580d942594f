"""What every importer makes of its source: passages with ways between them, not yet steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Way:
    """A link as its tool has it: ``to`` is the key of a passage, or None where that is not known.

    ``told`` is the target as the source spells it. A way that ``stays`` is kept as a choice also
    where its loop is cut, because its feedback tells something.
    """

    label: str
    to: str | None
    line: int
    told: str = ""
    feedback: str = ""
    stays: bool = False


@dataclass(slots=True)
class Passage:
    """A place of the source that becomes one step.

    ``key`` is unique among all passages, ``name`` is what the source calls it. ``fields`` are those
    of a step of the kind ``kind``; without a kind the ways decide which it is.
    """

    key: str
    name: str
    file: str
    line: int
    text: str = ""
    ways: list[Way] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    kind: str = ""
    fields: dict[str, Any] = field(default_factory=dict)

    def targets(self) -> list[str]:
        """Return where it leads, each once, in the order of the ways."""
        return list(dict.fromkeys(way.to for way in self.ways if way.to is not None))


@dataclass(slots=True)
class Story:
    """A whole source: its passages by key, in the order of the source, and what belongs to all."""

    title: str
    lang: str
    passages: dict[str, Passage]
    start: str
    files: list[str]
    summary: str = ""
    topics: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
