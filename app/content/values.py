"""ZR2: single values as authors write them, from text to a number, a date, yes or no."""

from __future__ import annotations

import re
from datetime import date

from app.content.nodes import Node
from app.content.problems import Problems, word
from app.content.schema import Field

YES_AND_NO = {"yes": True, "ja": True, "true": True, "no": False, "nein": False, "false": False}
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}(\.[0-9]{1,3})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,6}")
_COMMA_NUMBER = re.compile(r"[+-]?[0-9]+,[0-9]+")
_GERMAN_DATE = re.compile(r"([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
ENDINGS = {
    "image": ("svg", "png", "jpg", "jpeg", "webp", "avif", "gif"),
    "audio": ("mp3", "m4a", "ogg", "opus", "wav"),
    "video": ("mp4", "webm"),
    "transcript": ("md",),
    "captions": ("vtt",),
}


def as_bool(text: str) -> bool | None:
    """Return yes or no in English, German or as a truth value; None for anything else."""
    return YES_AND_NO.get(text.lower())


def read_yesno(text: str, node: Node, problems: Problems) -> bool | None:
    """Return yes or no; None, and a problem, for anything else."""
    found = as_bool(text)
    if found is None:
        problems.add("ZR214", node, text=text)
    return found


def read_number(text: str, node: Node, field: Field, problems: Problems) -> float | int | None:
    """Return a number within the limits of its field; None, and a problem, for anything else."""
    is_whole = field.kind == "whole"
    if not (_WHOLE if is_whole else _NUMBER).fullmatch(text):
        comma = _COMMA_NUMBER.fullmatch(text) and not is_whole
        code = "ZR213" if comma else "ZR232" if is_whole else "ZR212"
        problems.add(code, node, text=text, repaired=text.replace(",", "."))
        return None
    number = float(text) if "." in text else int(text)
    low = number if field.low is None else field.low
    high = number if field.high is None else field.high
    if low <= number <= high:
        return number
    problems.add("ZR216", node, text=text, low=f"{low:g}", high=f"{high:g}")
    return None


def read_whole(node: Node, problems: Problems) -> int | None:
    """Return a whole number that stands without a schema, as in conditions and effects."""
    if node.id != "scalar":
        problems.add("ZR205", node, expected=word("number"), found=word(node.id))
        return None
    if not _WHOLE.fullmatch(node.value):
        problems.add("ZR232", node, text=node.value)
        return None
    return int(node.value)


def read_date(text: str, node: Node, problems: Problems) -> str | None:
    """Return a date that exists, as YYYY-MM-DD; None, and a problem, for anything else."""
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass  # The shape is right but the day does not exist: reported below.
    near = {}
    if match := _GERMAN_DATE.fullmatch(text):
        day, month, year = match.groups()
        near = {"near": f"{year}-{month:0>2}-{day:0>2}"}
    problems.add("ZR211", node, text=text, **near)
    return None


def read_file_name(text: str, node: Node, field: Field, problems: Problems) -> str | None:
    """Return a name that can only mean a file of ``media/``, with an ending that fits."""
    if not _FILE_NAME.fullmatch(text) or ".." in text:
        problems.add("ZR222", node, name=text)
        return None
    endings = ENDINGS[field.shape]
    if text.rpartition(".")[2].lower() not in endings:
        listed = ", ".join(f".{ending}" for ending in endings)
        problems.add("ZR231", node, name=text, endings=listed)
    return text
