"""From bytes to a compiled journey, or to problems with a place; the only reader of YAML here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from app.content import (
    access,
    change,
    flow,
    hygiene,
    names,
    references,
    shape,
    silence,
    style,
    translations,
    use,
    walktests,
    ways,
    words,
)
from app.content.compile import compile_journey
from app.content.folder import Neighbours, files_in, texts_in
from app.content.media import Media
from app.content.nodes import START, Node, Span, children, uncollected
from app.content.problems import ERROR, Problem, Problems, TooMany
from app.engine.journey import Journey
from app.engine.space import Survey
from app.engine.walks import WalkTest

MOST_REPAIRS = 20
REPAIRED_BYTES = 1024 * 1024
"""Reading again after each repair stops at so many bytes, so that no file takes long."""

FAST = bool(yaml.__with_libyaml__)
_MISSING_WORDS = ("ZR6", "ZR7")
"""Groups of errors that only keep words from some readers."""

_MARKED = re.compile(r"[&*!](?<![^\s\[{,:-].)\S")


if FAST:

    class _Loader(yaml.cyaml.CParser):  # type: ignore[name-defined,misc]
        """The C parser alone: every scalar stays text, so nothing is resolved."""

        def descend_resolver(self, parent: object, index: object) -> None: ...

        def ascend_resolver(self) -> None: ...

        def resolve(self, kind: object, value: object, implicit: object) -> str:
            return ""

    _LOADER: Any = _Loader
else:
    _LOADER = yaml.BaseLoader


Published = Callable[[str], Journey | None]
"""Gives the version of a journey that was published last, by its id; None where there is none."""


def read(path: Path, *, advise: bool = True, published: Published | None = None) -> Parsed:
    """Read and `parse` a journey's file, with texts, media and neighbours of the folder beside it.

    Raises `OSError` where the journey's own file cannot be read. No file outside the folder is
    opened, also not through a link.
    """
    folder = path.parent
    files = {file.name: file.read_bytes() for file in files_in(folder / "media")}
    return parse(
        path.read_bytes(), name=str(path), texts=texts_in(folder), files=files,
        neighbours=Neighbours(folder), advise=advise, published=published,
    )  # fmt: skip


@uncollected
def parse(
    text: str | bytes,
    *,
    name: str = "journey.yaml",
    texts: Mapping[str, bytes] | None = None,
    files: Mapping[str, bytes] | None = None,
    neighbours: Collection[str] | None = None,
    advise: bool = True,
    published: Published | None = None,
) -> Parsed:
    """Check a journey completely and keep it for compiling; never raises for an author's input.

    ``texts`` are the files of further languages by language, ``files`` the media by name.
    ``neighbours`` are ids of other journeys, or None where they are not known. Without ``advise``
    the words and the teaching are not looked at: no error comes of them. ``published`` finds the
    version that learners walk, without which nothing is said about changes (ZR0).
    """
    given = Given(text, name, dict(texts or {}), Media.of(files), advise)
    problems = [Problems(name)]
    try:
        return _parse(given, neighbours, published, problems)
    except TooMany:
        return Parsed(given, _sorted(problem for each in problems for problem in each.found))


def _parse(
    given: Given,
    neighbours: Collection[str] | None,
    published: Published | None,
    files: list[Problems],
) -> Parsed:
    """Do the work of `parse`; ``files`` takes the problems of each further file."""
    problems = files[0]
    tree = compose(given.text, problems)
    root = None
    if tree is not None:
        root = shape.Reader(problems, tree.text).item(tree.root, "journey")
    if tree is None or root is None:
        return Parsed(given, _sorted(problems.found))
    known = names.survey(root, problems, given.files, neighbours)
    references.check(known, problems)
    tests = walktests.read(known, problems)
    units = words.collect(known)
    used = words.check(units, known, problems, tree.text)
    access.check(known, problems)
    use.check(known, used, problems)
    flow.check(known, problems)
    surveyed = ways.check(known, units, problems, given.advise)
    texts = _texts(given, known, files)
    translated = translations.check(known, units, texts, problems)
    if given.advise:
        style.check(known, units, problems, tree.text, texts.values())
    before = published(root.get("id", "")) if published else None
    if before is not None:
        change.check(known, units, before, problems)
    found = _after_repairs(problems.found, tree.repairs)
    told, silenced = silence.heed(found, tree.root, tree.text, problems.file)
    for file in texts.values():
        more = silence.heed(file.problems.found, file.root, file.text, file.problems.file)
        told, silenced = told + more[0], silenced + more[1]
    return Parsed(
        given, _sorted(told), known, units, translated, tests, _sorted(silenced), surveyed
    )


def _texts(
    given: Given, known: names.Names, files: list[Problems]
) -> dict[str, translations.TextsFile]:
    """Read the files of further languages."""
    texts = {}
    for lang, raw in given.texts.items():
        problems = Problems(_beside(given.name, f"texts.{lang}.yaml"))
        files.append(problems)
        tree = compose(raw, problems)
        if tree is None:
            texts[lang] = translations.TextsFile(lang, problems)
        else:
            texts[lang] = translations.TextsFile(lang, problems, tree.text, tree.root)
            translations.read(texts[lang], known)
    return texts


def _beside(name: str, other: str) -> str:
    return str(Path(name).with_name(other))


@dataclass(frozen=True)
class Given:
    """What an author handed in."""

    text: str | bytes
    name: str
    texts: Mapping[str, bytes]
    files: Media
    advise: bool = True


@dataclass(frozen=True)
class Parsed:
    """A journey as far as it could be read, with all its problems in the order of their places."""

    given: Given
    problems: list[Problem]
    known: names.Names | None = field(default=None, repr=False)
    """What the journey declares; None where it could not be read at all."""
    units: words.Units = field(default_factory=dict, repr=False)
    translated: Mapping[str, translations.Translation] = field(default_factory=dict, repr=False)
    tests: list[WalkTest] = field(default_factory=list)
    """The author's own walks, in the order of the file."""
    silenced: list[Problem] = field(default_factory=list)
    """Advice that comments in the files silence."""
    ways: Survey | None = field(default=None, repr=False)
    """What walking all ways showed; None where an error leaves the ways unknown."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing blocks publishing."""
        return all(problem.severity != ERROR for problem in self.problems)

    @cached_property
    def journey(self) -> Journey | None:
        """The compiled journey, or None where an error blocks it."""
        return self.sketch if self.is_sound else None

    @property
    def can_be_walked(self) -> bool:
        """Whether nothing blocks a first walk: what translations and access lack does not."""
        return self.known is not None and all(
            problem.severity != ERROR or problem.code.startswith(_MISSING_WORDS)
            for problem in self.problems
        )

    @cached_property
    def sketch(self) -> Journey | None:
        """The journey compiled for its author's eyes, None where it cannot be walked yet."""
        if self.known is None or not self.can_be_walked:
            return None
        digests = self.given.files.digests
        return compile_journey(self.known, self.units, self.translated, digests)

    @cached_property
    def hash(self) -> str:
        """SHA-256 over source, texts and media; ways of breaking lines do not count."""
        parts = {
            "journey.yaml": _digest(_canonical(self.given.text)),
            **{f"texts/{lang}": _digest(_canonical(raw)) for lang, raw in self.given.texts.items()},
            **{f"media/{name}": digest for name, digest in self.given.files.digests.items()},
        }
        return _digest(json.dumps(parts, sort_keys=True).encode())

    def lines(self, file: str) -> list[str]:
        """Return the lines of one of the journey's files, for a report."""
        others = {_beside(self.given.name, f"texts.{lang}.yaml"): raw
                  for lang, raw in self.given.texts.items()}  # fmt: skip
        raw = others.get(file, self.given.text)
        text = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
        return hygiene.lines_of(text.removeprefix("\ufeff"))


@dataclass
class Tree:
    """A composed file: its root, the text it was composed from, and what was done to that text."""

    root: Node
    text: str
    repairs: hygiene.Repairs


def compose(
    source: str | bytes, problems: Problems, *, most: int = hygiene.LARGEST_FILE
) -> Tree | None:
    """Read YAML, at ``most`` bytes of it, into nodes; after an error mend its line or go on."""
    decoded = hygiene.decode(source, problems, most)
    if decoded is None:
        return None
    repairs = hygiene.Repairs()
    text = hygiene.clean(decoded, problems, repairs)
    for _ in range(max(1, min(MOST_REPAIRS, REPAIRED_BYTES // (len(text) + 1)))):
        unmarked = _without_marks(text, problems)
        if unmarked is None:
            return None
        text = unmarked
        try:
            root = _composed(text)
        except yaml.YAMLError as error:
            text = _mend(text, error, problems, repairs)
            continue
        if root is None or (root.id == "scalar" and not root.value):
            problems.add("ZR103", START)
            return None
        if _too_deep(root, text, problems):
            return None
        hygiene.check_escapes(root, text, problems)
        return Tree(root, text, repairs)
    return None


def _composed(text: str) -> Node | None:
    loader = _LOADER(text)
    found: Node | None = loader.get_single_node()
    return found


def _without_marks(text: str, problems: Problems) -> str | None:
    """Report anchors, aliases and tags and blank them; None where the file is nested too deep."""
    deep = hygiene.deepest_possible(text) > hygiene.SAFE_DEPTH
    if not deep and not _MARKED.search(text):
        return text
    depth, cuts = 0, []
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            kind = type(event).__name__
            depth += kind.endswith("StartEvent") - kind.endswith("EndEvent")
            if depth > hygiene.DEEPEST + 2:
                problems.add("ZR112", _span_of(event.start_mark), most=hygiene.DEEPEST)
                return None
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                cuts.append(event)
    except yaml.YAMLError:
        pass  # The same error comes up again when the text is composed, and is reported there.
    signs = list(text)
    for event in cuts:
        _cut(event, signs, text, problems)
    return "".join(signs)


_MARKS = re.compile(r"([&!*])[^\s,\[\]{}]*[ ]*")


def _cut(event: Any, signs: list[str], text: str, problems: Problems) -> None:
    at, mark = event.start_mark.index, event.start_mark
    is_empty = getattr(event, "value", None) == "" and not event.style
    while match := _MARKS.match(text, at):
        code = {"&": "ZR107", "*": "ZR108", "!": "ZR110"}[match[1]]
        length = len(match[0].rstrip())
        column = mark.column + 1 + at - mark.index
        where = Span(mark.line + 1, column, mark.line + 1, column + length)
        problems.add(code, where, name=match[0].strip())
        filler = "x" if match[1] == "*" or is_empty else " "
        signs[at : at + length] = filler * length
        at = match.end()
        if match[1] == "*":
            break


def _too_deep(root: Node, text: str, problems: Problems) -> bool:
    if hygiene.deepest_possible(text) <= hygiene.DEEPEST:
        return False
    level, depth = [root], 1
    while level:
        if depth > hygiene.DEEPEST:
            problems.add("ZR112", level[0], most=hygiene.DEEPEST)
            return True
        level = [child for node in level for child in children(node) if child.id != "scalar"]
        depth += 1
    return False


def _span_of(mark: Any) -> Span:
    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)


def _mend(text: str, error: yaml.YAMLError, problems: Problems, repairs: hygiene.Repairs) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        problems.add("ZR125", START)
        return ""
    said = (getattr(error, "problem", None) or "", getattr(error, "context", None) or "")
    start = getattr(error, "context_mark", None)
    begin = (start.line, start.column) if start else None
    return hygiene.mend(text, said, (mark.line, mark.column), begin, problems, repairs, _reach)


def _reach(text: str) -> int:
    """Return the line on which reading a text ends in an error, or one beyond any file's."""
    try:
        _composed(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark.line if mark else 0
    return hygiene.LARGEST_FILE


_CAUSED_BY_DAMAGE = ("ZR005", "ZR204", "ZR215", "ZR223", "ZR234", "ZR3", "ZR6", "ZR8")


def _after_repairs(found: list[Problem], repairs: hygiene.Repairs) -> list[Problem]:
    """Leave out what lines that could not be read may have caused, and put columns right."""
    if repairs.lost:
        found = [problem for problem in found if not problem.code.startswith(_CAUSED_BY_DAMAGE)]
    return [_moved(problem, repairs.shifts.get(problem.line - 1, 0)) for problem in found]


def _moved(problem: Problem, shift: int) -> Problem:
    if not shift or problem.code.startswith("ZR1"):
        return problem
    column, end = max(1, problem.column - shift), max(1, problem.end_column - shift)
    return replace(problem, column=column, end_column=end)


def _sorted(found: Iterable[Problem]) -> list[Problem]:
    return sorted(found, key=lambda p: (p.file, p.line, p.column, p.code))


def _canonical(raw: str | bytes) -> bytes:
    data = raw.encode("utf-8", "replace") if isinstance(raw, str) else raw
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
