"""Compiled words: safe HTML with holes, made once a version, never in a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Insert:
    """A hole for the learner's own answer: ``{{step}}``, ``{{step.field|otherwise}}``.

    ``otherwise`` is safe HTML, or None: then the block is left out while there is no answer.
    """

    step: str
    field: str | None = None
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class SlotInsert:
    """A hole for the company's words: ``{{slot.name}}``."""

    slot: str


Piece = str | Insert | SlotInsert


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list, table or quotation.

    ``tag`` wraps the pieces (``p``); it is empty where the pieces carry their own markup and for
    inline texts such as titles and labels. Strings among the pieces are safe HTML.
    """

    pieces: tuple[Piece, ...]
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one language. ``terms`` are the glossary terms met, in order; ``words`` counts."""

    lang: str
    blocks: tuple[Block, ...]
    words: int = 0
    terms: tuple[str, ...] = ()


Texts = Mapping[str, Text | tuple[Text, ...]]
"""Key of a text (``beschwerde.choices.kopieren.label``) to its words; a list is one unit."""
