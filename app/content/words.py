"""The words of a journey by their text keys, and ZR3 in words: inserts, links, what is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.content.names import Names, Spot, parts_of, root_key
from app.content.nodes import Item, Node, Span, at_index
from app.content.problems import Problems
from app.content.schema import GOAL_FIELDS, PARTS, SHAPES, TEXT_KINDS
from app.engine.conditions import Role

INSERT = re.compile(r"(?<!\\)\{\{([^{}\n]*)\}\}")
LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
LONGEST_TEXT = 20_000
LONGEST_TRANSCRIPT = 100_000
MOST_SIGNS = 300
MOST_BRACKETS = 5_000
"""What Markdown takes long to read: signs in one paragraph, brackets in texts with links."""

_SIGNS = re.compile(r"[\[\]*_~`\"'>{}<\\-]")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_NEVER_INSERTED = ("title", "label", "alt", "together", "who")
_CHOSEN = ("decision", "poll", "explore", "check")


@dataclass(frozen=True, slots=True)
class Unit:
    """What is translated as one: a text, or a list of texts.

    ``form`` is the kind of the field in `schema`; ``spot`` the step it belongs to, if any.
    """

    key: str
    words: str | tuple[str, ...]
    node: Node
    form: str
    spot: Spot | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The texts of the unit."""
        return (self.words,) if isinstance(self.words, str) else self.words

    def placed(self, longer_than: int = 0) -> Iterator[tuple[str, Node]]:
        """Give each text with its node, but none longer than a text may be: that has been told."""
        for index, words in enumerate(self.parts):
            if longer_than < len(words) <= LONGEST_TEXT:
                yield words, at_index(self.node, index)

    @property
    def step(self) -> str | None:
        """The id of the step it belongs to."""
        return self.spot.id if self.spot else None


Units = dict[str, Unit]


@dataclass(slots=True)
class Use:
    """Names that words make use of."""

    slots: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)


def collect(names: Names) -> Units:
    """Return all words of a journey in the order of the file."""
    units: Units = {}
    for unit in _of_root(names.root):
        units.setdefault(unit.key, unit)
    for spot in names.spots:
        for unit in _of_step(spot, names):
            units.setdefault(unit.key, unit)
    return units


def _of_root(root: Item) -> Iterator[Unit]:
    yield from _of_item(root, "journey", "", None)
    for group, shape in (("roles", "role"), ("slots", "slot"), ("sources", "source")):
        for name, item in (root.get(group) or {}).items():
            yield from _of_item(item, shape, f"{group}.{name}.", None)
    for name, text in (root.get("competences") or {}).items():
        node = next(v for k, v in root.at("competences").value if k.value == name)
        yield Unit(f"competences.{name}", text, node, "line")
    for term, item in (root.get("glossary") or {}).items():
        yield Unit(f"glossary.{term}.term", term, root_key(root, "glossary", term), "plain")
        if text := item.get("text"):
            yield Unit(f"glossary.{term}.text", text, item.at("text"), "line")
    for stage in root.items("stages"):
        yield from _of_item(stage, "stage", f"stages.{stage.get('stage', '?')}.", None)


def prefix_of(spot: Spot, names: Names) -> str:
    """Return what the text keys of a step begin with; unlike any other where its id is in use."""
    known = names.steps.get(spot.id)
    return spot.id if known is spot else f"?{spot.order}"


def variant_key(variant: Item) -> str | None:
    """Return the key of a variant in text keys: its one role, else its id."""
    when = variant.get("when")
    if isinstance(when, Role) and len(when.roles) == 1:
        return when.roles[0]
    name: str | None = variant.get("id")
    return name


def _of_step(spot: Spot, names: Names) -> Iterator[Unit]:
    prefix = prefix_of(spot, names)
    yield from _of_item(spot.item, spot.kind, f"{prefix}.", spot)
    yield from _of_media(spot.item, f"{prefix}.", spot, names)
    for key, part in parts_of(spot):
        yield from _of_part(part, part.shape, f"{prefix}.{key}.{part.get('id', '?')}.", spot)
    for number, variant in enumerate(spot.item.items("variants")):
        head = f"{prefix}@{variant_key(variant) or f'?{number}'}."
        yield from _of_item(variant, variant.shape, head, spot)
        yield from _of_media(variant, head, spot, names)
        for key in PARTS:
            for name, part in (variant.get(key) or {}).items():
                yield from _of_part(part, part.shape, f"{head}{key}.{name}.", spot)


def _of_part(part: Item, shape: str, prefix: str, spot: Spot) -> Iterator[Unit]:
    yield from _of_item(part, shape, prefix, spot)
    if voice := part.get("voice"):
        yield from _of_item(voice, "voice", f"{prefix}voice.", spot)


def _of_item(item: Item, shape: str, prefix: str, spot: Spot | None) -> Iterator[Unit]:
    fields, table = item.fields, SHAPES[shape]
    for name, (_, value) in item.given.items():
        if name in fields and table[name].kind in TEXT_KINDS:
            words = fields[name]
            words = tuple(words) if isinstance(words, list) else words
            yield Unit(prefix + name, words, value, table[name].kind, spot)


def _of_media(item: Item, prefix: str, spot: Spot, names: Names) -> Iterator[Unit]:
    image = item.get("image")
    if isinstance(image, Item) and "alt" in image.fields:
        yield Unit(f"{prefix}image.alt", image.get("alt"), image.at("alt"), "title", spot)
    name = item.get("transcript")
    if name in names.files:
        words = names.files[name].decode("utf-8", "replace").removeprefix("\ufeff").strip()
        yield Unit(f"{prefix}transcript", words, item.at("transcript"), "prose", spot)


def check(units: Units, names: Names, problems: Problems, text: str) -> Use:
    """Report inserts and links that lead nowhere; return what the words make use of."""
    checker = _Checker(names, problems, text)
    for unit in units.values():
        for index, words in enumerate(unit.parts):
            checker.words(unit, words, at_index(unit.node, index))
    return checker.use


class _Checker:
    """Checks words; the place of a fault is found in ``text``, the file the nodes come from."""

    def __init__(self, names: Names, problems: Problems, text: str) -> None:
        self.names = names
        self.problems = problems
        self.text = text
        self.use = Use()
        self.brackets = 0

    def words(self, unit: Unit, words: str, node: Node) -> None:
        if len(words) > MOST_SIGNS:
            self._length(unit, words, node)
        if "{{" in words:
            for match in INSERT.finditer(words):
                self._insert(unit, match, node)
        if "](" in words:
            self.brackets += words.count("[")
            if self.brackets > MOST_BRACKETS:
                self.problems.add("ZR238", node, unit.step, most=MOST_SIGNS)
            for match in LINK.finditer(words):
                self._link(unit, match, node)

    def _length(self, unit: Unit, words: str, node: Node) -> None:
        """Report what Markdown would take long to read, far beyond what anybody writes."""
        most = LONGEST_TRANSCRIPT if unit.key.endswith(".transcript") else LONGEST_TEXT
        if len(words) > most:
            self.problems.add("ZR229", node, unit.step, most=most)
        for paragraph in _PARAGRAPHS.split(words):
            if len(paragraph) > MOST_SIGNS and len(_SIGNS.findall(paragraph)) > MOST_SIGNS:
                self.problems.add("ZR238", node, unit.step, most=MOST_SIGNS)
                break

    def _insert(self, unit: Unit, match: re.Match[str], node: Node) -> None:
        name, _, _ = match[1].partition("|")
        step, _, part = name.strip().partition(".")
        if step == "slot":
            self.use.slots.add(part)
            if part not in self.names.slots:
                where = self._place(node, match)
                self.problems.unknown("ZR305", where, part, self.names.slots, step=unit.step)
            return
        if unit.key.rpartition(".")[2] in _NEVER_INSERTED:
            self.problems.add("ZR313", self._place(node, match), unit.step, name=match[0])
            return
        self._own_answer(unit, step, part, node, match)

    def _own_answer(
        self, unit: Unit, step: str, part: str, node: Node, match: re.Match[str]
    ) -> None:
        asked = self.names.steps.get(step)
        if asked is None:
            where, known = self._place(node, match), self.names.step_nodes
            self.problems.unknown("ZR301", where, step, known, step=unit.step)
        elif unit.spot is None or asked.order >= unit.spot.order:
            line = asked.node.start_mark.line + 1
            where = self._place(node, match)
            self.problems.add("ZR312", where, unit.step, name=step, line=line)
        elif part not in self._answers(asked):
            fitting = ", ".join(f"{{{{{step}.{f}}}}}" if f else f"{{{{{step}}}}}"
                                for f in self._answers(asked)) or "–"  # fmt: skip
            where = self._place(node, match)
            self.problems.add("ZR314", where, unit.step, name=match[0], fitting=fitting)

    def _answers(self, asked: Spot) -> tuple[str, ...]:
        """Return the fields of a step's own answer; an empty one stands for the whole."""
        if asked.kind == "goal":
            fields = asked.item.get("fields") or GOAL_FIELDS
            return ("", *(name for name in fields if name in GOAL_FIELDS))
        if asked.kind == "scale":
            return tuple(self.names.items_of(asked))
        if asked.kind in (*_CHOSEN, "practice", "reflection", "meeting"):
            return ("",)
        return ()

    def _link(self, unit: Unit, match: re.Match[str], node: Node) -> None:
        scheme, _, target = match[1].partition(":")
        known: Mapping[str, object]
        if scheme == "source":
            self.use.sources.add(target)
            known, code = self.names.sources, "ZR306"
        elif scheme == "media":
            self.use.files.add(target)
            known, code = self.names.files, "ZR307"
        else:
            if scheme not in ("http", "https", "mailto"):
                where = self._place(node, match)
                self.problems.add("ZR318", where, unit.step, target=match[1])
            return
        if target not in known:
            where = self._place(node, match)
            self.problems.unknown(code, where, target, known, step=unit.step)

    def _place(self, node: Node, match: re.Match[str]) -> Span | Node:
        """Find a part of a text in the file: the same one, counted among equal ones."""
        wanted = match[1] or match[0]
        start, end = node.start_mark.index, node.end_mark.index
        at = start - 1
        for _ in range(match.string.count(wanted, 0, match.start(1)) + 1):
            at = self.text.find(wanted, at + 1, end)
            if at < 0:
                return node
        before = self.text[start:at]
        line = node.start_mark.line + before.count("\n")
        column = at - self.text.rfind("\n", 0, at) - 1
        return Span(line + 1, column + 1, line + 1, column + 1 + len(wanted))
