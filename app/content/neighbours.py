"""The other journeys of a folder."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path


class Neighbours(Collection[str]):
    """The ids of the journeys beside a folder, looked up only where a journey names another.

    A folder of a thousand journeys would else be listed a thousand times.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve().parent

    def __contains__(self, name: object) -> bool:
        id_ = str(name)
        return "/" not in id_ and (self._folder / id_ / "journey.yaml").is_file()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(file.parent.name for file in self._folder.glob("*/journey.yaml")))

    def __len__(self) -> int:
        return len(list(iter(self)))
