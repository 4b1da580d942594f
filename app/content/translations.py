"""ZR6: the words of further languages, ``texts.<language>.yaml``, against the words as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.content import words as source_words
from app.content.names import Names, listed
from app.content.nodes import START, Node, Span, at_index, head, under
from app.content.places import place
from app.content.problems import Problems, word
from app.content.words import INSERT, Unit, Units

FORMAT = "zukunftsreise-texts/1"
_KEYS = ("format", "id", "language", "texts", "note")
Translation = dict[str, "str | tuple[str, ...]"]


@dataclass(slots=True)
class Entry:
    """One translated unit: the source as it was when translated, and the translation."""

    source: str | tuple[str, ...] | None
    text: str | tuple[str, ...] | None
    node: Node


@dataclass(slots=True)
class TextsFile:
    """A read file of translations; ``text`` is the file as composed, ``root`` what it holds.

    `check` fills ``units``, the translated words at their places in this file, and ``terms``, all
    forms of the glossary's terms in this language.
    """

    lang: str
    problems: Problems
    text: str = ""
    root: Node | None = None
    entries: dict[str, Entry] = field(default_factory=dict)
    units: Units = field(default_factory=dict)
    terms: list[str] = field(default_factory=list)


def read(file: TextsFile, names: Names) -> None:
    """Fill a file of translations from its nodes."""
    problems, root = file.problems, file.root
    if root is None:
        return
    if root.id != "mapping":
        problems.add("ZR205", root, expected=word("mapping"), found=word(root.id))
        return
    given = {name: value for name, _, value in _once(root, problems, _KEYS)}
    _check_head(root, given, file.lang, names, problems)
    texts = given.get("texts")
    if texts is not None and texts.id != "mapping":
        problems.add("ZR205", texts, expected=word("mapping"), found=word(texts.id))
    elif texts is not None:
        for name, key, value in _once(texts, problems):
            file.entries[name] = _entry(key, value, problems)


def _check_head(
    root: Node, given: Mapping[str, Node], lang: str, names: Names, problems: Problems
) -> None:
    wanted = {"format": FORMAT, "id": names.root.get("id"), "language": lang}
    for name, right in wanted.items():
        if name in given and right is not None and given[name].value != right:
            problems.add("ZR606", given[name], key=name, right=right)
    for name in (*wanted, "texts"):
        if name not in given:
            problems.add("ZR204", head(root), key=name, where=word("texts"))


def _once(
    node: Node, problems: Problems, known: tuple[str, ...] = ()
) -> list[tuple[str, Node, Node]]:
    """Return names, keys and values; report second ones and, given the known, unknown ones."""
    seen: dict[str, Node] = {}
    kept = []
    for key, value in node.value:
        name = key.value
        if key.id != "scalar":
            problems.add("ZR126", key)
        elif name in seen:
            problems.add("ZR113", key, key=name, line=seen[name].start_mark.line + 1)
        elif known and name not in known:
            problems.unknown("ZR201", key, name, dict.fromkeys(known), where=word("texts"))
        else:
            seen[name] = key
            kept.append((name, key, value))
    return kept


def _entry(key: Node, node: Node, problems: Problems) -> Entry:
    if node.id != "mapping":
        problems.add("ZR205", node, expected=word("mapping"), found=word(node.id))
        return Entry(None, None, key)
    found: dict[str, str | tuple[str, ...] | None] = {}
    for name, _, value in _once(node, problems, ("source", "text", "note")):
        if name != "note":
            found[name] = _value(value, problems)
    return Entry(found.get("source"), found.get("text"), under(node, "text"))


def _value(node: Node, problems: Problems) -> str | tuple[str, ...] | None:
    if node.id == "scalar":
        return str(node.value) or None
    if node.id == "sequence" and all(entry.id == "scalar" for entry in node.value):
        return tuple(entry.value for entry in node.value)
    problems.add("ZR205", node, expected=word("text"), found=word(node.id))
    return None


def check(
    names: Names, units: Units, files: Mapping[str, TextsFile], problems: Problems
) -> dict[str, Translation]:
    """Report what is missing, stale, left over or differs; return the words of each language.

    ``problems`` are those of the journey's own file, where missing translations are reported.
    """
    languages = list(listed(names.root, "languages"))
    found: dict[str, Translation] = {}
    for lang, node in languages[1:]:
        file = files.get(lang)
        if file is None:
            problems.add("ZR602", node, lang=lang, id=names.root.get("id", "…"))
            continue
        found[lang] = _Language(file, names, units).check(problems)
    for lang, file in files.items():
        if lang not in {name for name, _ in languages}:
            known = dict(languages)
            file.problems.unknown("ZR308", START, lang, known)
    return found


class _Language:
    def __init__(self, file: TextsFile, names: Names, units: Units) -> None:
        self.file = file
        self.names = names
        self.units = units
        self.translated: Translation = {}
        self.named = {"lang": file.lang, "id": names.root.get("id", "…")}

    def check(self, problems: Problems) -> Translation:
        for key, unit in self.units.items():
            if "?" in key and not key.startswith("glossary."):
                continue  # Its step or part has no id of its own, which has been reported.
            entry = self.file.entries.get(key)
            words = self._words(unit, entry)
            if words is None:
                problems.add("ZR601", unit.node, unit.step, key=key, **self.named)
                continue
            self.translated[key] = words
            if entry is not None:
                self._compare(unit, entry, words)
        for key, entry in self.file.entries.items():
            if key not in self.units and not self._is_optional(key, entry):
                known = dict.fromkeys(self.units)
                self.file.problems.unknown("ZR604", entry.node, key, known)
        self._check_words(self.file)
        return self.translated

    def _check_words(self, file: TextsFile) -> None:
        """Check the translated words as the source's own are, at their places in this file."""
        file.units = {
            key: Unit(key, words, self.file.entries[key].node, self.units[key].form,
                      self.units[key].spot)
            for key, words in self.translated.items()
            if key in self.file.entries and key in self.units
        }  # fmt: skip
        for key, words in self.translated.items():
            if key.startswith("glossary.") and key.endswith((".term", ".also")):
                file.terms += (words,) if isinstance(words, str) else words
        source_words.check(file.units, self.names, file.problems, file.text)

    def _words(self, unit: Unit, entry: Entry | None) -> str | tuple[str, ...] | None:
        words = entry.text if entry else None
        if words is None and unit.key.endswith(".transcript"):
            return self._transcript(unit)
        if is_blank(words):
            return None
        if words is not None and isinstance(words, str) != isinstance(unit.words, str):
            assert entry is not None
            expected = "text" if isinstance(unit.words, str) else "list"
            found = "scalar" if isinstance(words, str) else "sequence"
            self.file.problems.add("ZR205", entry.node, expected=word(expected), found=word(found))
            return unit.words
        return words

    def _transcript(self, unit: Unit) -> str | None:
        """Return the transcript of this language: a file named like the source's."""
        name: str = unit.node.value
        stem = name.split(".")[0]
        data = self.names.files.get(f"{stem}.{self.file.lang}.md")
        return data.decode("utf-8", "replace").strip() if data else None

    def _compare(self, unit: Unit, entry: Entry, words: str | tuple[str, ...]) -> None:
        if plain(entry.source) != plain(unit.words) and not unit.key.endswith(".transcript"):
            self.file.problems.add("ZR603", entry.node, unit.step, key=unit.key, **self.named)
        before, after = _holes(unit.words), _holes(words)
        if before.keys() != after.keys():
            extra = next((where for hole, where in after.items() if hole not in before), None)
            said = {"source": ", ".join(sorted(before)), "found": ", ".join(sorted(after))}
            self.file.problems.add(
                "ZR605",
                self._place(entry, words, extra) if extra else entry.node,
                unit.step,
                **{name: holes or "–" for name, holes in said.items()},
            )

    def _place(self, entry: Entry, words: str | tuple[str, ...], where: Where) -> Span | Node:
        index, start, end = where
        part = words if isinstance(words, str) else words[index]
        return place(self.file.text, at_index(entry.node, index), part, start, end)

    def _is_optional(self, key: str, entry: Entry) -> bool:
        """Take further forms of a glossary term, which the language may have or not."""
        match = re.fullmatch(r"glossary\.(.+)\.also", key)
        if not match or match[1] not in (self.names.root.get("glossary") or {}):
            return False
        words = entry.text
        if words is not None:
            self.translated[key] = (words,) if isinstance(words, str) else words
        return True


def is_blank(words: str | tuple[str, ...] | None) -> bool:
    """Whether a translation is still to be written; a list is, until all its texts are there."""
    if words is None or isinstance(words, str):
        return not (words and words.strip())
    return not all(part.strip() for part in words or ("",))


def plain(words: str | tuple[str, ...] | None) -> object:
    """Return what two versions of a text are compared by: spaces around them do not count."""
    if isinstance(words, str):
        return words.strip()
    return None if words is None else tuple(part.strip() for part in words)


Where = tuple[int, int, int]
"""Which text of a unit, and from where to where in it."""


def _holes(words: str | tuple[str, ...]) -> dict[str, Where]:
    """Return the inserts of a unit without their other words, each with its first place."""
    found: dict[str, Where] = {}
    for index, text in enumerate((words,) if isinstance(words, str) else words):
        if "{{" in text:
            for match in INSERT.finditer(text):
                name = match[1].partition("|")[0].strip()
                found.setdefault("{{" + name + "}}", (index, *match.span()))
    return found
