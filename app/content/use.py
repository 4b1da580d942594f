"""ZR3: what is declared and never read, and files that are missing or that nobody uses."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.names import Names, root_key
from app.content.nodes import START, Item, Node
from app.content.problems import Problems
from app.content.words import Use

_FILE_KEYS = ("audio", "video", "transcript", "captions")


def check(names: Names, use: Use, problems: Problems) -> None:
    """Report what is declared without a reader, and media without a place."""
    for step, item in items(names):
        use.sources |= set(item.get("sources") or ())
        for name, node in files_of(item):
            use.files.add(name)
            if name not in names.files:
                problems.unknown("ZR307", node, name, names.files, step=step)
    if problems.has_errors():
        return  # What looks unused may well be used in a line that could not be read.
    for name in names.slots.keys() - use.slots:
        problems.add("ZR320", names.slots[name], name=name)
    for name in names.sources.keys() - use.sources:
        problems.add("ZR321", names.sources[name], name=name)
    for name in (names.root.get("remember") or {}).keys() - names.read_counters:
        problems.add("ZR319", root_key(names.root, "remember", name), name=name)
    _media(names, use, problems)


def items(names: Names) -> Iterator[tuple[str | None, Item]]:
    """Give each step, and each of its variants, with the id of the step."""
    for spot in names.spots:
        yield spot.id, spot.item
        for variant in spot.item.items("variants"):
            yield spot.id, variant


def files_of(item: Item) -> Iterator[tuple[str, Node]]:
    """Give the files a step or variant names by key, each with its node."""
    for key in _FILE_KEYS:
        if name := item.get(key):
            yield name, item.at(key)
    image = item.get("image")
    if isinstance(image, Item) and (name := image.get("file")):
        yield name, image.at("file")


def _media(names: Names, use: Use, problems: Problems) -> None:
    """Report unused files; the translation of a used transcript counts as used."""
    stems = {name.split(".")[0] for name in use.files if name.endswith(".md")}
    for name in names.files:
        translated = name.endswith((".md", ".vtt")) and name.split(".")[0] in stems
        if name not in use.files and not translated:
            problems.add("ZR322", START, name=name)
