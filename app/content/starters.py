"""Journeys to begin with: small finished scenes that an author overwrites.

Each file of ``starters/`` is a whole journey that checks clean and passes its own tests; its
comments teach. New journeys are made from them on the command line and in the studio.
"""

from __future__ import annotations

import re
from pathlib import Path

from app.content.edit import quoted
from app.content.shape import ID
from app.content.suggest import to_id

STARTERS = ("mini", "rolle", "tandem")
EDITOR_LINE = "# yaml-language-server: $schema=../schema.json\n"
"""Tells editors where the schema is that explains every key."""

_TITLE_LINE = re.compile(r'^title: ".*"$', re.MULTILINE)
_ID_LINE = re.compile(r"^id: \S+( *)", re.MULTILINE)


def starter(name: str, id_: str, *, title: str = "", for_editor: bool = False) -> str:
    """Return the text of a ``journey.yaml`` under its new id, and with its new title if given.

    ``for_editor`` puts the line first that names the schema one folder above.
    """
    text = (Path(__file__).with_name("starters") / f"{name}.yaml").read_text("utf-8")
    named = _ID_LINE.sub(lambda found: _in_column(f"id: {id_}", found[0]), text, count=1)
    if title:
        named = _TITLE_LINE.sub(lambda _: f"title: {quoted(title)}", named, count=1)
    return (EDITOR_LINE if for_editor else "") + named


def is_id(name: str) -> bool:
    """Whether a journey may be called so."""
    return bool(ID.fullmatch(name))


def possible_id(name: str) -> str | None:
    """Return the id that was probably meant, None where nothing is left of the name."""
    return to_id(name)


def _in_column(line: str, was: str) -> str:
    """Keep the comment behind the id where it stood, as far as there is room."""
    return line.ljust(len(was) - 1) + " "
