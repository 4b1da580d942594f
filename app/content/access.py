"""ZR7 as far as it blocks: pictures without words, sound and film without a transcript."""

from __future__ import annotations

from app.content.names import Names
from app.content.nodes import Item
from app.content.problems import Problems


def check(names: Names, problems: Problems) -> None:
    """Report media that some people could not see or hear."""
    for spot in names.spots:
        problems.step = spot.id or None
        for item in (spot.item, *spot.item.items("variants")):
            _image(item, problems)
            _sound(item, problems)
    problems.step = None


def _image(item: Item, problems: Problems) -> None:
    image = item.get("image")
    if not isinstance(image, Item):
        return
    decorative = image.get("decorative", False)
    if "alt" in image.fields and decorative:
        problems.add("ZR704", image.key("decorative"))
    elif "alt" not in image.given and not decorative:
        problems.add("ZR701", image.at("file"), name=image.get("file", "…"))


def _sound(item: Item, problems: Problems) -> None:
    for kind in ("audio", "video"):
        if kind not in item.fields:
            continue
        if "transcript" not in item.given:
            problems.add("ZR702", item.at(kind), name=item.get(kind))
        if kind == "video" and "captions" not in item.given:
            problems.add("ZR703", item.at(kind), name=item.get(kind))
