"""Two versions of a journey compared: in words by text key, in structure by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.content.diff_structure import PARTS, Change, Structure
from app.content.diff_words import OLD, Effort, Piece, compared, is_changed
from app.content.words import Unit
from app.engine import Journey, Renames

if TYPE_CHECKING:
    from app.content.source import Parsed

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_TITLES = ("title", "question", "prompt", "task")

Words = Mapping[str, str]
"""Texts by key, lists as lines."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its words in each language, the source first, and its graph if it has one."""

    texts: Mapping[str, Words]
    steps: Mapping[str, str | None]
    """For each text key the id of its step, None where it belongs to the whole journey."""
    ids: tuple[str, ...] = ()
    """All steps in the order of the file."""
    journey: Journey | None = None

    @classmethod
    def of(cls, parsed: Parsed, journey: Journey | None = None) -> Side:
        """Return what was parsed; ``journey`` is its compiled form where that is stored."""
        lang = _source_language(parsed)
        texts: dict[str, Words] = {lang: {key: _text(u.words) for key, u in parsed.units.items()}}
        for other, translated in parsed.translated.items():
            texts[other] = {key: _text(words) for key, words in translated.items()}
        spots = parsed.known.spots if parsed.known else []
        ids = tuple(dict.fromkeys(spot.id for spot in spots))
        return cls(texts, _steps_of(parsed.units), ids, journey or parsed.sketch)


@dataclass(frozen=True, slots=True)
class Rewording:
    """One text that differs. `key` is the new text key, the old one where the text is gone."""

    key: str
    lang: str
    fate: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What differs in one step, or (`step` None) beside all steps. `fate` is that of the step."""

    step: str | None
    title: str
    fate: str
    changes: tuple[Change, ...]
    rewordings: tuple[Rewording, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """All that differs, in the order of the new file. `lang` is the language of the source.

    `knows_structure` is false where one of the two has errors; `titles` give ids of steps, and
    stages as ``stages.<id>``, their words, of the old version where only that has them.
    """

    sections: tuple[Section, ...]
    lang: str
    knows_structure: bool
    titles: Mapping[str, str] = field(default_factory=dict)

    def count(self, fate: str) -> int:
        """Count the steps with a fate: added, removed, changed."""
        return sum(bool(each.step) and each.fate == fate for each in self.sections)


def diff(old: Side, new: Side, lang: str = "de") -> Diff:
    """Compare two versions; ``lang`` is the language conditions are told in. Bounded in time."""
    structure = Structure(old.journey, new.journey, lang) if old.journey and new.journey else None
    names = Renames(new.journey) if new.journey else None
    reworded: dict[str | None, list[Rewording]] = defaultdict(list)
    for step, rewording in _rewordings(old, new, names):
        reworded[step].append(rewording)
    sections = [Section(None, "", CHANGED, tuple(structure.of_journey()) if structure else (),
                        tuple(reworded[None]))]  # fmt: skip
    for step, fate in _steps(old, new, names):
        is_kept = structure is not None and step in structure.former and fate == CHANGED
        changes = tuple(structure.of_step(step)) if structure and is_kept else ()
        title = _title(old if fate == REMOVED else new, step)
        sections.append(Section(step, title, fate, changes, tuple(reworded[step])))
    found = tuple(
        each for each in sections if each.fate != CHANGED or each.changes or each.rewordings
    )
    return Diff(found, _lang(new), structure is not None, _titles(old) | _titles(new))


def _rewordings(
    old: Side, new: Side, names: Renames | None
) -> Iterator[tuple[str | None, Rewording]]:
    """Give each text that differs with its step; a step that is gone keeps its old id."""
    effort = Effort()
    for lang in (*new.texts, *(lang for lang in old.texts if lang not in new.texts)):
        before, after = old.texts.get(lang, {}), new.texts.get(lang, {})
        now = {key: _key_now(key, old, names) for key in before}
        former = {called: key for key, called in now.items()}
        for key, words in after.items():
            pieces = compared(before.get(former.get(key, ""), ""), words, effort)
            if is_changed(pieces):
                fate = CHANGED if key in former else ADDED
                yield new.steps.get(key), Rewording(key, lang, fate, pieces)
        for key, words in before.items():
            if now[key] not in after and words:
                step = old.steps.get(key)
                called = names.step(step) if names and step else step
                at = called if called in new.steps.values() else step
                yield at, Rewording(key, lang, REMOVED, (Piece(OLD, words),))


def _key_now(key: str, old: Side, names: Renames | None) -> str:
    """Return a text key as the new version calls it: its step, and its choice or place."""
    step = old.steps.get(key)
    if names is None:
        return key
    if step is None:
        group, dot, rest = key.partition(".")
        role, _, field_ = rest.partition(".")
        return f"roles.{names.role(role)}.{field_}" if dot and group == "roles" else key
    head, _, rest = key.partition(".")
    id_, at, variant = head.partition("@")
    group, dot, inner = rest.partition(".")
    if dot and group in PARTS:
        part, dot, more = inner.partition(".")
        rest = f"{group}.{names.part(step, part)}{dot}{more}"
    return f"{names.step(id_)}{at}{names.role(variant) if at else ''}.{rest}"


def _steps(old: Side, new: Side, names: Renames | None) -> Iterator[tuple[str, str]]:
    """Give each step with its fate in the new order; one that is gone follows whom it followed."""
    before, after = old.ids, new.ids
    now = {id_: names.step(id_) if names else id_ for id_ in before}
    gone: dict[str | None, list[str]] = defaultdict(list)
    last: str | None = None
    for id_ in before:
        if now[id_] in after:
            last = now[id_]
        else:
            gone[last].append(id_)
    were = set(now.values())
    yield from ((id_, REMOVED) for id_ in gone[None])
    for id_ in after:
        yield id_, CHANGED if id_ in were else ADDED
        yield from ((removed, REMOVED) for removed in gone[id_])


def _title(side: Side, step: str) -> str:
    """Return what a step is called on its page, or its id."""
    words = side.texts[_lang(side)]
    found = (words.get(f"{step}.{name}") for name in _TITLES)
    return _plain(next((title for title in found if title), step))


def _titles(side: Side) -> dict[str, str]:
    words = side.texts[_lang(side)]
    stages = side.journey.stages if side.journey else ()
    keys = {f"stages.{stage}": stage for stage in stages}
    called = {key: _plain(words.get(f"{key}.title", stage)) for key, stage in keys.items()}
    return called | {step: _title(side, step) for step in side.ids}


def _plain(title: str) -> str:
    """Return a title without the joints its author marked."""
    return " ".join(title.replace("|", "").split())


def _lang(side: Side) -> str:
    return next(iter(side.texts))


def _text(words: str | tuple[str, ...]) -> str:
    return words if isinstance(words, str) else "\n".join(words)


def _source_language(parsed: Parsed) -> str:
    """Return the language of a journey's own file; German where its author has not said."""
    languages = parsed.known.root.get("languages") if parsed.known else None
    return str(languages[0]) if languages else "de"


def _steps_of(units: Mapping[str, Unit]) -> dict[str, str | None]:
    return {key: unit.step for key, unit in units.items()}
