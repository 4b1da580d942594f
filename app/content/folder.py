"""What lies beside a journey's file: its media, and the folders of other journeys."""

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


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder; nothing hidden, and nothing that links elsewhere."""
    if not folder.is_dir() or folder.is_symlink():
        return []
    return [
        file
        for file in sorted(folder.iterdir())
        if file.is_file() and not file.is_symlink() and not file.name.startswith(".")
    ]


def texts_in(folder: Path) -> dict[str, bytes]:
    """Return the files of further languages, by language."""
    return {
        file.name[len("texts.") : -len(".yaml")]: file.read_bytes()
        for file in files_in(folder)
        if file.match("texts.*.yaml")
    }
