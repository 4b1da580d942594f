"""ZR8: sentences, texts and words that are long or hard; hints alone, never in an author's way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.content import jargon, prose
from app.content.nodes import Node, Span
from app.content.places import place
from app.content.problems import Problems
from app.content.words import Unit, Units

LONGEST_SENTENCE = 22
LONGEST_PAGE = 120
LONGEST_PART = 24
MEASURED_FROM = 30
"""Reading ease says nothing about texts of fewer words."""
EASE, EASE_OF_PLAIN = 50, 60
"""Flesch: from 50 a text can be read without training, from 60 it is plain."""

WITH_TERMS = ("text", "plain", "feedback", "alone", "task", "prompt")
"""Where a page marks the terms of the glossary."""

_READ_AS_A_PAGE = ("text", "plain", "feedback")
_LONG_PART = re.compile(rf"(?:[^\W\d_]|[|\u00ad](?=\w)){{{LONGEST_PART + 1},}}")
_SHORTEST_WORTH_A_LOOK = 2 * LONGEST_SENTENCE
_MOST_EXAMPLES = 3


def check(
    units: Units, lang: str, problems: Problems, text: str, glossary: Iterable[str] = ()
) -> None:
    """Report what is hard to read in the words of one language.

    ``text`` is the file in which the units stand, ``glossary`` all forms of its terms in this
    language. Only the length of words is judged in languages other than German and English.
    """
    reader = _Reader(lang, problems, text)
    for unit in units.values():
        if unit.form == "title" and not unit.key.endswith(".alt"):
            for words, node in unit.placed(longer_than=LONGEST_PART):
                reader.long_words(unit, words, node)
    if lang in prose.LANGUAGES:
        read = [unit for unit in units.values() if _is_read(unit)]
        for unit in read:
            for words, node in unit.placed(longer_than=_SHORTEST_WORTH_A_LOOK):
                if problems.is_full:
                    return
                reader.read(unit, words, node)
        reader.terms(read, tuple(glossary))


def _is_read(unit: Unit) -> bool:
    """What others said or called something cannot be put in simpler words."""
    told = unit.form != "plain" and not unit.key.startswith(("sources.", "topics"))
    return told and not unit.key.endswith(".transcript")


class _Reader:
    def __init__(self, lang: str, problems: Problems, text: str) -> None:
        self.lang = lang
        self.problems = problems
        self.text = text

    def long_words(self, unit: Unit, words: str, node: Node) -> None:
        if max(map(len, words.split()), default=0) <= LONGEST_PART:
            return
        for match in _LONG_PART.finditer(words):
            at = match.start()
            for part in re.split(r"[|\u00ad]", match[0]):
                if len(part) > LONGEST_PART:
                    where = self._place(node, words, at, at + len(part))
                    self.problems.add("ZR804", where, unit.step, word=part, letters=len(part))
                at += len(part) + 1

    def read(self, unit: Unit, words: str, node: Node) -> None:
        told = prose.covered(words)
        tokens = told.split()
        if len(tokens) <= LONGEST_SENTENCE:
            return
        stretches = prose.sure_stretches(tokens)
        if max(stretches) > LONGEST_SENTENCE:
            self._sentences(unit, words, told, node)
        key = unit.key.rpartition(".")[2]
        if key in _READ_AS_A_PAGE and unit.spot and len(tokens) > LONGEST_PAGE:
            count = prose.count(tokens)
            if count > LONGEST_PAGE:
                self.problems.add("ZR802", node, unit.step, count=count, most=LONGEST_PAGE)
        if unit.form == "prose" and len(tokens) >= MEASURED_FROM:
            wanted = EASE_OF_PLAIN if key == "plain" else EASE
            if prose.reading_ease(tokens, len(stretches), self.lang) < wanted:
                self._ease(unit, told, tokens, node, wanted)

    def _sentences(self, unit: Unit, words: str, told: str, node: Node) -> None:
        for start, end, rough in prose.sentences(told):
            if rough > LONGEST_SENTENCE:
                count = prose.count(told[start:end].split())
                if count > LONGEST_SENTENCE:
                    where = self._place(node, words, start, end)
                    values = {"count": count, "most": LONGEST_SENTENCE}
                    self.problems.add("ZR801", where, unit.step, **values)

    def _ease(self, unit: Unit, told: str, tokens: Sequence[str], node: Node, wanted: int) -> None:
        found = list(prose.sentences(told))
        ease = prose.reading_ease(tokens, len(found), self.lang)
        if ease >= wanted:
            return
        values = {
            "ease": max(0, round(ease)),
            "wanted": wanted,
            "length": round(len(tokens) / len(found)),
            "examples": ", ".join(prose.hardest(tokens, _MOST_EXAMPLES, self.lang)),
        }
        self.problems.add("ZR803", node, unit.step, **values)

    def terms(self, units: Sequence[Unit], glossary: tuple[str, ...]) -> None:
        units = [u for u in units if u.spot and u.key.rpartition(".")[2] in WITH_TERMS]
        everything = "\n".join(words for unit in units for words in unit.parts)
        for form, term in jargon.unexplained(everything, self.lang, glossary):
            pattern = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)")
            for unit in units:
                if isinstance(unit.words, str) and (match := pattern.search(unit.words)):
                    where = self._place(unit.node, unit.words, match.start(), match.end())
                    self.problems.add("ZR805", where, unit.step, name=form, term=term)
                    break

    def _place(self, node: Node, words: str, start: int, end: int) -> Span | Node:
        return place(self.text, node, words, start, end)
