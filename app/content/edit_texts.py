"""`texts.<language>.yaml` brought up to date: every text of the journey beside its translation."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.content.edit import (
    Document,
    Edit,
    Words,
    added_pair,
    applied,
    comments_above,
    end_of,
    in_block_style,
    is_flow,
    line_after,
    rewritten,
    spelled,
    spelled_key,
    with_own_comments,
)
from app.content.names import Names
from app.content.nodes import Node, pairs
from app.content.problems import ERROR, MOST_COMPARED, Problem, Problems, TooMany
from app.content.suggest import nearest
from app.content.translations import FORMAT, Entry, TextsFile, is_blank, plain, read
from app.content.words import Units

PAD = "  "


class Unreadable(Exception):
    """A file has errors that must be mended first; they are in ``problems``."""

    def __init__(self, problems: Collection[Problem]) -> None:
        super().__init__(*(problem.code for problem in problems))
        self.problems = tuple(problems)


class CannotConfirm(Exception):
    """There is no translation that could be called right; ``near`` is the key perhaps meant."""

    def __init__(self, key: str, near: str | None) -> None:
        super().__init__(key)
        self.key = key
        self.near = near


@dataclass(frozen=True)
class Stale:
    """A text that has changed since it was translated."""

    key: str
    before: Words
    now: Words


@dataclass(frozen=True)
class Orphan:
    """A translation without a text; ``near`` is a text without translation of a similar key."""

    key: str
    near: str | None


@dataclass
class Update:
    """The new contents of a file of translations, and what its translator has to do."""

    contents: bytes = b""
    count: int = 0
    added: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    stale: list[Stale] = field(default_factory=list)
    orphans: list[Orphan] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    transcripts: list[tuple[str, str]] = field(default_factory=list)
    """Keys of transcripts without translation, and the name their file should have."""
    lines: dict[str, int] = field(default_factory=dict)
    """Where each key stands in the new file."""


def update_texts(
    known: Names,
    units: Units,
    lang: str,
    path: Path,
    raw: bytes | None,
    newline: str = "\n",
    confirmed: Collection[str] = (),
    dropped: Collection[str] = (),
) -> Update:
    """Return the file of translations as it should be; given its own result, the same again.

    ``raw`` are the file's bytes, None where there is none; ``newline`` is for a new one.
    ``confirmed`` are keys whose translation still fits, ``dropped`` those of translations without a
    text that may go. Raises `Unreadable`, `CannotConfirm`.
    """
    if raw is None:
        head = [f"format: {FORMAT}", f"id: {known.root.get('id')}", f"language: {lang}", "texts:"]
        raw = "".join(line + newline for line in head).encode()
    document = in_lines(Document.of(raw, path))
    entries = entries_of(document, lang, known)
    return _Updater(document, entries, wanted_of(known, units, lang, entries)).update(
        confirmed, dropped
    )


def in_lines(document: Document) -> Document:
    """Return a file whose texts are not written in brackets, so that each has its own lines."""
    if document.root is not None and is_flow(document.text, document.root):
        document = _changed(document, in_block_style(document.text, document.root, "", "\n"))
    texts = _value_of(document, "texts")
    if texts is not None and texts.id == "mapping" and is_flow(document.text, texts):
        edit = in_block_style(document.text, texts, PAD, document.newline)
        document = _changed(document, edit if texts.value else edit._replace(text=""))
    return document


def _changed(document: Document, edit: Edit) -> Document:
    return Document.of(document.encoded(applied(document.text, [edit])), document.path)


def _value_of(document: Document, name: str) -> Node | None:
    if document.root is None:
        raise Unreadable(document.problems)
    found = (value for key, _, value in pairs(document.root) if key == name)
    return next(found, None) if document.root.id == "mapping" else None


def entries_of(document: Document, lang: str, known: Names) -> dict[str, Entry]:
    """Return what the file holds; an empty one holds nothing, which is no error here."""
    problems = Problems(str(document.path))
    file = TextsFile(lang, problems, document.text, document.root)
    with suppress(TooMany):
        read(file, known)
    texts = _value_of(document, "texts")
    errors = [problem for problem in problems.found if problem.severity == ERROR]
    if texts is None:
        errors = [problem for problem in errors if problem.values.get("key") != "texts"]
    elif texts.id == "scalar" and not texts.value:
        errors = [problem for problem in errors if problem.code != "ZR205"]
    if errors:
        raise Unreadable(errors)
    return file.entries


@dataclass(frozen=True)
class Wanted:
    """What a translator is asked for. A ``file`` may hold the translation instead of the entry.

    Without ``words`` an entry is only kept.
    """

    words: Words | None
    is_optional: bool = False
    file: str = ""
    has_file: bool = False


def wanted_of(known: Names, units: Units, lang: str, entries: Collection[str]) -> dict[str, Wanted]:
    """Return all texts in the order of the journey; further forms of a term are free to have."""
    found: dict[str, Wanted] = {}
    glossary = known.root.get("glossary") or {}
    for key, unit in sorted(units.items(), key=lambda item: item[1].node.start_mark.index):
        if "?" in key and not key.startswith("glossary."):
            continue  # Its step or part has no id of its own, which `check` reports.
        file = f"{unit.node.value.split('.')[0]}.{lang}.md" if key.endswith(".transcript") else ""
        found[key] = Wanted(unit.words, file=file, has_file=file in known.files)
        term, _, last = key.removeprefix("glossary.").rpartition(".")
        if key.startswith("glossary.") and last == "text":
            also = tuple(glossary[term].get("also") or ()) or None
            if also or f"glossary.{term}.also" in entries:
                found[f"glossary.{term}.also"] = Wanted(also, is_optional=True)
    return found


class _Updater:
    """Cuts the file into entries, each with the comments above it, and puts them in order."""

    def __init__(
        self, document: Document, entries: dict[str, Entry], wanted: dict[str, Wanted]
    ) -> None:
        self.document = document
        self.entries = entries
        self.wanted = wanted
        self.pad = PAD
        self.places: dict[str, tuple[Node, Node]] = {}
        self.parts: dict[str, tuple[int, int]] = {}
        self.head, self.tail = self._cut()
        self.found = Update()

    def _cut(self) -> tuple[int, int]:
        """Return where the entries begin and end; each goes from its comments to its last line."""
        text, texts = self.document.text, _value_of(self.document, "texts")
        if texts is None:
            return len(text), len(text)
        if texts.id == "scalar":
            start = line_after(text, texts.end_mark.index)
            return start, start
        self.pad = " " * texts.value[0][0].start_mark.column
        start = first = comments_above(text, texts.value[0][0].start_mark.index)
        for key, value in texts.value:
            end = with_own_comments(text, line_after(text, end_of(text, value)), len(self.pad))
            self.places[key.value] = key, value
            self.parts[key.value] = start, end
            start = end
        return first, start

    def update(self, confirmed: Collection[str], dropped: Collection[str]) -> Update:
        self._check(confirmed)
        text, newline = self.document.text, self.document.newline
        head = _ended(text[: self.head], newline)
        if _value_of(self.document, "texts") is None:
            head += f"texts:{newline}"
        bodies = {}
        for key, wanted in self.wanted.items():
            if key not in self.parts and wanted.file:
                self._count_transcript(key, wanted)
            else:
                bodies[key] = self._entry(key, wanted, key in confirmed)
        kept = (key for key in self.parts if key not in self.wanted and key not in dropped)
        bodies |= {key: self._raw(key) for key in kept}
        self._find_lines(head, bodies)
        self._find_orphans()
        whole = head + "".join(bodies.values()) + text[self.tail :]
        self.found.contents = self.document.encoded(whole)
        self.found.count = sum(not wanted.is_optional for wanted in self.wanted.values())
        return self.found

    def _check(self, confirmed: Collection[str]) -> None:
        for key in confirmed:
            entry = self.entries.get(key)
            if entry is None or key not in self.wanted or is_blank(entry.text):
                raise CannotConfirm(key, None if entry else nearest(key, self.entries))

    def _count_transcript(self, key: str, wanted: Wanted) -> None:
        if not wanted.has_file:
            self.found.transcripts.append((key, wanted.file))

    def _entry(self, key: str, wanted: Wanted, is_confirmed: bool) -> str:
        found, entry, now = self.found, self.entries.get(key), wanted.words
        if entry is None:
            assert now is not None
            found.added.append(key)
            found.missing += [] if wanted.is_optional else [key]
            return self._new(key, now)
        if is_blank(entry.text):
            if not wanted.is_optional and not wanted.has_file:
                found.missing.append(key)
            return self._with_source(key, entry, now)
        if now is None or plain(entry.source) == plain(now):
            return self._raw(key)
        if is_confirmed:
            found.confirmed.append(key)
            return self._with_source(key, entry, now)
        if not wanted.is_optional and not wanted.file:
            found.stale.append(Stale(key, entry.source or "", now))
        return self._raw(key)

    def _new(self, key: str, words: Words) -> str:
        newline, pad = self.document.newline, self.pad + PAD
        source = spelled(words, pad + PAD, newline)
        empty = '""' if isinstance(words, str) else spelled(("",) * len(words), None, newline)
        lines = [f"{self.pad}{spelled_key(key)}:", f"{pad}source: {source}", f"{pad}text: {empty}"]
        return "".join(line + newline for line in lines)

    def _raw(self, key: str) -> str:
        start, end = self.parts[key]
        return _ended(self.document.text[start:end], self.document.newline)

    def _with_source(self, key: str, entry: Entry, words: Words | None) -> str:
        """Return an entry beside the words as they are now, with a place for the translation."""
        text, newline, (name, node) = self.document.text, self.document.newline, self.places[key]
        start, end = self.parts[key]
        if not node.value:
            return text[start : name.start_mark.index - len(self.pad)] + self._new(key, words or "")
        given = {name: value for name, _, value in pairs(node)}
        edits = []
        column = node.value[0][0].start_mark.column
        pad = None if is_flow(text, node) else " " * column + PAD
        if words is not None and plain(entry.source) != plain(words):
            edits.append(self._source(given.get("source"), node, words, pad))
        if "text" not in given:
            edits.append(added_pair(text, node, 'text: ""', newline))
        moved = [Edit(edit.start - start, edit.end - start, edit.text) for edit in edits]
        return _ended(applied(text[start:end], moved), newline)

    def _source(self, source: Node | None, node: Node, words: Words, pad: str | None) -> Edit:
        text, newline = self.document.text, self.document.newline
        if source is not None:
            return rewritten(text, source, words, pad, newline)
        at = node.value[0][0].start_mark.index
        if pad is None:
            return Edit(at, at, f"source: {spelled(words, None, newline)}, ")
        return Edit(at, at, f"source: {spelled(words, pad, newline)}{newline}{pad[len(PAD) :]}")

    def _find_lines(self, head: str, bodies: dict[str, str]) -> None:
        line = head.count("\n") + 1
        for key, body in bodies.items():
            above = 0
            if key in self.parts:
                above = self.places[key][0].start_mark.index - self.parts[key][0]
            self.found.lines[key] = line + body.count("\n", 0, above)
            line += body.count("\n")

    def _find_orphans(self) -> None:
        """List what has no text, with the text it was perhaps renamed to: best, of equal words."""
        by_words: dict[object, list[str]] = {}
        for key in self.found.missing:
            by_words.setdefault(plain(self.wanted[key].words), []).append(key)
        orphans = [key for key in self.parts if key not in self.wanted]
        may_guess = len(orphans) * len(self.found.missing) <= MOST_COMPARED
        for key in orphans:
            same = by_words.get(plain(self.entries[key].source), [])
            near = nearest(key, self.found.missing) if may_guess else None
            self.found.orphans.append(Orphan(key, same[0] if len(same) == 1 else near))


def _ended(text: str, newline: str) -> str:
    return text if not text or text.endswith("\n") else text + newline
