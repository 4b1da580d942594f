"""Words at rest: one language of a compiled journey, packed until somebody walks there."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from app.engine.text import Block, Insert, Piece, SlotInsert, Text, Texts

FRONT = frozenset(
    ("title", "summary", "topics", "roles", "competences", "slots", "glossary", "sources", "stages")
)
"""How the keys of texts begin that stand above the steps."""


class StoredTexts(Mapping[str, Text | tuple[Text, ...]]):
    """Words of one language, made from their stored form when they are first wanted.

    The catalogue and the covers of a thousand journeys need the words in ``front`` alone; what the
    steps say stays packed until somebody walks there.
    """

    __slots__ = ("_found", "_packed", "_stored")

    def __init__(self, front: Mapping[str, Any], steps: str) -> None:
        self._stored = dict(front)
        self._packed = steps
        self._found: dict[str, Text | tuple[Text, ...]] = {}

    def __getitem__(self, key: str) -> Text | tuple[Text, ...]:
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = _words(self._within(key)[key])
        return found

    def get(self, key: str, default: Any = None) -> Any:
        """Answer misses without an exception, because most lookups of optional words miss."""
        return self[key] if key in self._within(key) else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._unpacked())

    def __len__(self) -> int:
        return len(self._unpacked())

    def _within(self, key: str) -> Mapping[str, Any]:
        return self._stored if _is_of_front(key) else self._unpacked()

    def _unpacked(self) -> Mapping[str, Any]:
        packed = self._packed
        if packed:
            # Two threads may both do this; they find the same, and nothing is ever half done.
            self._stored = self._stored | json.loads(zlib.decompress(b64decode(packed)))
            self._packed = ""
        return self._stored


def pack_texts(texts: Texts) -> dict[str, Any]:
    """Return what `StoredTexts` reads: the words of the journey itself, and those of its steps."""
    rows = {key: _pack_words(words) for key, words in texts.items()}
    steps = {key: row for key, row in rows.items() if not _is_of_front(key)}
    packed = zlib.compress(json.dumps(steps, ensure_ascii=False).encode(), level=1)
    return {
        "front": {key: row for key, row in rows.items() if _is_of_front(key)},
        "steps": b64encode(packed).decode(),
    }


def _is_of_front(key: str) -> bool:
    """Return whether a text belongs to the journey itself; no step has such an id."""
    return key.partition(".")[0] in FRONT


def _pack_words(words: Text | tuple[Text, ...]) -> Any:
    """Return ``[lang, words, terms, blocks]`` of a text; a list of several is ``{"list": …}``."""
    if isinstance(words, tuple):
        return {"list": [_pack_words(each) for each in words]}
    blocks = [[block.tag, *map(_pack_piece, block.pieces)] for block in words.blocks]
    return [words.lang, words.words, list(words.terms), *blocks]


def _pack_piece(piece: Piece) -> Any:
    if isinstance(piece, Insert):
        return [piece.step, piece.field, piece.otherwise]
    return [piece.slot] if isinstance(piece, SlotInsert) else piece


def _words(row: Any) -> Text | tuple[Text, ...]:
    if isinstance(row, dict):
        return tuple([_text(each) for each in row["list"]])
    return _text(row)


def _text(row: list[Any]) -> Text:
    lang, words, terms, *blocks = row
    made = tuple([Block(tuple([_piece(p) for p in pieces]), tag) for tag, *pieces in blocks])
    return Text(lang, made, words, tuple(terms))


def _piece(piece: Any) -> Piece:
    if isinstance(piece, str):
        return piece
    return SlotInsert(*piece) if len(piece) == 1 else Insert(*piece)
