"""A name of a journey under another one, in all its files; old answers find their way by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.content.edit import (
    Document,
    Edit,
    added_pair,
    applied,
    end_of,
    is_flow,
    keeps_blank_lines,
    line_after,
    with_own_comments,
)
from app.content.names import Names, Spot
from app.content.nodes import Node, pairs
from app.content.problems import ERROR, Problem
from app.content.schema import PARTS, RESERVED_STEPS
from app.content.shape import ID
from app.content.source import Parsed, parse
from app.content.suggest import nearest, to_id
from app.content.uses import COUNTER, PART, ROLE, SLOT, SOURCE, STAGE, STEP, VARIANT, Name, Uses
from app.content.uses import declared as all_declared
from app.content.words import variant_key
from app.engine.conditions import Role

KEPT_IN_RENAMED = (STEP, PART, COUNTER, ROLE)
"""Kinds of names that stand in the answers of learners."""

_GROUPS = {COUNTER: "competences", ROLE: "roles", SLOT: "slots", SOURCE: "sources", STAGE: "stages"}
"""What the keys of texts begin with."""


class CannotRename(Exception):
    """The renaming is refused: ``reason`` names the sentence, ``values`` fill it."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


class HasErrors(Exception):
    """Files have errors, or would have them; ``parsed`` shows their lines."""

    def __init__(self, problems: list[Problem], parsed: Parsed, *, afterwards: bool) -> None:
        super().__init__(*(problem.code for problem in problems))
        self.problems = problems
        self.parsed = parsed
        self.afterwards = afterwards


@dataclass
class Renaming:
    """The new contents of all files that change, and how many places changed in each."""

    contents: dict[Path, bytes] = field(default_factory=dict)
    places: dict[Path, int] = field(default_factory=dict)


def rename(parsed: Parsed, old: str, new: str, *, remember: bool = True) -> Renaming:
    """Give a name another one, wherever it is used; nothing is written yet.

    ``parsed`` is the journey with its files, ``old`` as in ``renamed``: ``step``, ``step.choice``,
    ``counter``, ``role.name``; or ``slot.name``, ``sources.name``, ``stages.name``, or
    ``step@variant``. ``remember`` adds it to ``renamed``, where learners' answers may hold it.
    Raises `CannotRename` and `HasErrors`.
    """
    alone = parsed
    if parsed.known is None:  # Too many problems, perhaps all of them in translations.
        alone = parse(parsed.given.text, name=parsed.given.name, files=parsed.given.files)
    own = [p for p in alone.problems if p.file == alone.given.name and p.severity == ERROR]
    errors = [problem for problem in own if problem.code < "ZR4"]
    if alone.known is None or errors:
        raise HasErrors(errors or own, parsed, afterwards=False)
    source, target = _chosen(alone.known, old, new)
    renaming = _Renamer(parsed, alone, source, target, remember).run()
    _check_result(parsed, renaming)
    return renaming


def _chosen(known: Names, old: str, new: str) -> tuple[Name, str]:
    """Return the name that is meant, and its new one without step or kind before it."""
    declared = all_declared(known)
    source = declared.get(old)
    if source is None:
        near = next((full for full, name in declared.items() if name.name == old), None)
        near = near or nearest(old, declared)
        raise CannotRename("unknown_near" if near else "unknown", old=old, near=near)
    before = str(source)[: -len(source.name)]
    target = new.removeprefix(before) if before else new
    if target == source.name:
        raise CannotRename("same", old=old)
    if not ID.fullmatch(target):
        near = to_id(target.rpartition(".")[2])
        raise CannotRename("bad_near" if near else "bad", new=target, near=near)
    _check_free(known, source, target, declared)
    return source, target


def _check_free(known: Names, source: Name, target: str, declared: Mapping[str, Name]) -> None:
    if source.kind in (STEP, COUNTER) and (target in RESERVED_STEPS or "--" in target):
        raise CannotRename("reserved", new=target)
    full = str(source._replace(name=target))
    if full in declared:
        raise CannotRename("taken", new=full)
    if source.kind == VARIANT and target in _role_variants(known.steps[source.step]):
        raise CannotRename("taken", new=full)
    renamed: dict[str, str] = known.root.get("renamed") or {}
    if full in (known.root.get("removed") or {}):
        raise CannotRename("was_used", new=full)
    if full in renamed and _end_of_chain(full, renamed) != str(source):
        raise CannotRename("was_used", new=full)


def _role_variants(spot: Spot) -> list[str | None]:
    return [variant_key(variant) for variant in spot.item.items("variants")]


def _end_of_chain(name: str, renamed: Mapping[str, str]) -> str:
    for _ in renamed:
        name = renamed.get(name, name)
    return name


class _Renamer:
    """Collects the edits of each file."""

    def __init__(
        self, parsed: Parsed, alone: Parsed, source: Name, target: str, remember: bool
    ) -> None:
        assert alone.known is not None
        self.parsed = parsed
        self.path = Path(parsed.given.name)
        self.known = alone.known
        self.source = source
        self.target = target
        self.remember = remember
        raw = parsed.given.text
        self.document = Document.of(raw if isinstance(raw, bytes) else raw.encode(), self.path)
        self.uses = Uses(self.known, alone.units, self.document.text)
        self.done = Renaming()

    def run(self) -> Renaming:
        edits = [self._edit(use.at) for use in self.uses.all() if use.name == self.source]
        if self.remember and self.source.kind in KEPT_IN_RENAMED:
            edits += self._remembered()
        self._change(self.document, edits)
        for lang, raw in self.parsed.given.texts.items():
            self._texts(Document.of(raw, self.path.with_name(f"texts.{lang}.yaml")))
        files = self.parsed.given.files
        for name in files:
            if name.endswith(".md"):
                self._transcript(self.path.parent / "media" / name, files[name])
        return self.done

    def _edit(self, at: int) -> Edit:
        return Edit(at, at + len(self.source.name), self.target)

    def _change(self, document: Document, edits: list[Edit]) -> None:
        if edits:
            self.done.contents[document.path] = document.encoded(applied(document.text, edits))
            self.done.places[document.path] = len(set(edits))

    def _texts(self, document: Document) -> None:
        """Rename in the keys and words of a file of translations."""
        if document.root is None:
            raise HasErrors(list(document.problems), self.parsed, afterwards=False)
        texts = next((v for k, _, v in _pairs(document.root) if k == "texts"), None)
        edits = []
        for name, key, entry in _pairs(texts):
            start = document.text.find(name, key.start_mark.index, key.end_mark.index)
            edits += [self._edit(start + at) for at in self._in_key(name) if start >= 0]
            for part, _, value in _pairs(entry):
                if part != "note":
                    edits += self._words(document.text, value.start_mark.index,
                                         end_of(document.text, value))  # fmt: skip
        self._change(document, edits)

    def _transcript(self, path: Path, raw: bytes) -> None:
        text = raw.decode("utf-8", "replace")
        edits = self._words(text, 0, len(text))
        if edits:
            self.done.contents[path] = applied(text, edits).encode()
            self.done.places[path] = len(edits)

    def _words(self, text: str, start: int, end: int) -> list[Edit]:
        used = self.uses.words(text, start, end)
        return [self._edit(use.at) for use in used if use.name == self.source]

    def _in_key(self, key: str) -> Iterator[int]:
        """Give where the name stands in a key of texts."""
        name, step = re.escape(self.source.name), re.escape(self.source.step)
        pattern = {
            STEP: rf"({name})[.@].*",
            PART: rf"{step}(?:@[^.]+)?\.(?:{'|'.join(PARTS)})\.({name})\..*",
            VARIANT: rf"{step}@({name})\..*",
        }.get(self.source.kind, rf"{_GROUPS.get(self.source.kind)}\.({name})(?:\..*)?")
        if match := re.fullmatch(pattern, key):
            yield match.start(1)
        elif (match := re.fullmatch(rf"([^.@]+)@({name})\..*", key)) and self._is_for(match[1]):
            yield match.start(2)

    def _is_for(self, step: str) -> bool:
        """Whether a step has a variant for the renamed role alone, which is the variant's key."""
        spot = self.known.steps.get(step)
        variants = spot.item.items("variants") if spot and self.source.kind == ROLE else []
        return any(variant.get("when") == Role((self.source.name,)) for variant in variants)

    # renamed:

    def _remembered(self) -> list[Edit]:
        """Return the edits that tell ``renamed`` of it; going back turns the entry around."""
        old, new = str(self.source), str(self.source._replace(name=self.target))
        text, newline, root = self.document.text, self.document.newline, self.document.root
        assert root is not None
        renamed = next((value for name, _, value in _pairs(root) if name == "renamed"), None)
        if renamed is not None:
            there = next((key for name, key, _ in _pairs(renamed) if name == new), None)
            if there is not None:
                return [Edit(there.start_mark.index, there.end_mark.index, old)]
            return [added_pair(text, renamed, f"{old}: {new}", newline)]
        if is_flow(text, root):
            return [added_pair(text, root, f"renamed: {{{old}: {new}}}", newline)]
        return [self._new_block(root, f"renamed:{newline}  {old}: {new}{newline}")]

    def _new_block(self, root: Node, block: str) -> Edit:
        """Put a new group behind the stages, with a blank line around it as the file has them."""
        text, newline = self.document.text, self.document.newline
        stages = next(value for key, value in root.value if key.value == "stages")
        at = with_own_comments(text, line_after(text, end_of(text, stages)), 0)
        before = "" if text[:at].endswith("\n") else newline
        if not text[:at].endswith(("\n\n", "\n\r\n")) and not keeps_blank_lines(text, stages):
            before += newline
        behind = newline if at < len(text) and not text.startswith(("\n", "\r\n"), at) else ""
        return Edit(at, at, before + block + behind)


def _pairs(node: Node | None) -> list[tuple[str, Node, Node]]:
    return list(pairs(node)) if node is not None and node.id == "mapping" else []


def _check_result(before: Parsed, renaming: Renaming) -> None:
    """Refuse a renaming after which the files would have errors that they do not have now."""
    path = Path(before.given.name)
    changed = renaming.contents
    texts = {
        lang: changed.get(path.with_name(f"texts.{lang}.yaml"), raw)
        for lang, raw in before.given.texts.items()
    }
    folder = path.parent / "media"
    media = before.given.files
    words = {name: changed[folder / name] for name in media if folder / name in changed}
    files = media.with_words(words)
    after = parse(changed.get(path, before.given.text), name=str(path), texts=texts, files=files)
    had = Counter(problem.code for problem in before.problems if problem.severity == ERROR)
    new = []
    for problem in after.problems:
        if problem.severity == ERROR:
            had[problem.code] -= 1
            if had[problem.code] < 0:
                new.append(problem)
    if new:
        raise HasErrors(new, after, afterwards=True)
