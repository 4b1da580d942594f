"""Compiled journeys as JSON: the graph is read at once, words stay packed (see `stored`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import cache, partial
from typing import Any

from app.engine import conditions
from app.engine.conditions import Condition
from app.engine.journey import Counter, Journey, Source
from app.engine.steps import (
    STEP_CLASSES,
    CheckAnswer,
    Choice,
    Criterion,
    Effects,
    Item,
    Jump,
    Media,
    Place,
    Step,
    Variant,
)
from app.engine.stored import StoredTexts, pack_texts


def to_json(journey: Journey) -> dict[str, Any]:
    """Return plain JSON that `from_json` reads back to an equal journey."""
    return {
        "id": journey.id,
        "languages": list(journey.languages),
        "minutes": journey.minutes,
        "topics": journey.topics,
        "roles": list(journey.roles),
        "slots": list(journey.slots),
        "terms": list(journey.terms),
        "stages": list(journey.stages),
        "files": dict(journey.files),
        "renamed": dict(journey.renamed),
        "removed": dict(journey.removed),
        "counters": {name: _pack(counter) for name, counter in journey.counters.items()},
        "sources": [_pack(source) for source in journey.sources.values()],
        "steps": [{"kind": s.kind, **_pack(s)} for s in journey.steps.values()],
        "lanes": {name: list(lane) for name, lane in journey.lanes.items()},
        "texts": {lang: pack_texts(texts) for lang, texts in journey.texts.items()},
    }


def from_json(data: Mapping[str, Any]) -> Journey:
    """Return the journey that `to_json` wrote; ``data`` must not be changed afterwards."""
    sources = [Source(**row) for row in data["sources"]]
    steps = [_step(row) for row in data["steps"]]
    return Journey(
        id=data["id"],
        languages=tuple(data["languages"]),
        minutes=data["minutes"],
        topics=data["topics"],
        roles=tuple(data["roles"]),
        slots=tuple(data["slots"]),
        terms=tuple(data["terms"]),
        stages=tuple(data["stages"]),
        files=data["files"],
        renamed=data["renamed"],
        removed=data["removed"],
        counters={name: Counter(**row) for name, row in data["counters"].items()},
        sources={source.id: source for source in sources},
        steps={step.id: step for step in steps},
        lanes={name: tuple(lane) for name, lane in data["lanes"].items()},
        texts={lang: StoredTexts(**stored) for lang, stored in data["texts"].items()},
    )


def _pack(value: Any) -> dict[str, Any]:
    """Return a dataclass as JSON, without what has its default."""
    # The type checker does not know that a class can be hashed.
    names = _defaults(type(value))  # type: ignore[arg-type]
    given = ((name, default, getattr(value, name)) for name, default in names)
    return {name: _pack_field(own) for name, default, own in given if own != default}


@cache
def _defaults(cls: Any) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (f.name, f.default if f.default_factory is MISSING else f.default_factory())
        for f in fields(cls)
    )


def _pack_field(value: Any) -> Any:
    if type(value) in _CONDITION_NAMES:
        return _pack_condition(value)
    if isinstance(value, tuple):
        return [_pack_field(each) for each in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    return _pack(value) if hasattr(value, "__dataclass_fields__") else value


def _pack_condition(condition: Condition) -> list[Any]:
    parts = (_pack_field(getattr(condition, f.name)) for f in fields(condition))
    return [_CONDITION_NAMES[type(condition)], *parts]


def _condition(row: list[Any]) -> Condition:
    cls = _CONDITIONS[row[0]]
    values = row[1:]
    if cls is conditions.Not:
        values = [_condition(row[1])]
    elif cls in (conditions.All, conditions.Any):
        values = [[_condition(part) for part in row[1]]]
    made: Condition = cls(*[tuple(v) if isinstance(v, list) else v for v in values])
    return made


def _step(row: Mapping[str, Any]) -> Step:
    cls = STEP_CLASSES[row["kind"]]
    return cls(**{name: _read(name, row[name]) for name in row if name != "kind"})


def _part(cls: Callable[..., Any], row: Mapping[str, Any]) -> Any:
    return cls(**{name: _read(name, value) for name, value in row.items()})


def _parts(cls: Callable[..., Any], rows: list[Mapping[str, Any]]) -> tuple[Any, ...]:
    return tuple([_part(cls, row) for row in rows])


def _read(name: str, value: Any) -> Any:
    reader = _READERS.get(name)
    return reader(value) if reader and value is not None else value


_CONDITIONS: dict[str, Any] = {
    cls.__name__.lower(): cls
    for cls in (
        conditions.All,
        conditions.Any,
        conditions.Not,
        conditions.Role,
        conditions.Chose,
        conditions.Number,
        conditions.ItemNumber,
        conditions.Includes,
        conditions.Correct,
        conditions.Visited,
        conditions.Answered,
    )
}
_CONDITION_NAMES: dict[type, str] = {cls: name for name, cls in _CONDITIONS.items()}
_READERS: dict[str, Callable[[Any], Any]] = {
    "when": _condition,
    "jumps": partial(_parts, Jump),
    "media": partial(_part, Media),
    "variants": partial(_parts, Variant),
    "keys": frozenset,
    "effects": partial(_part, Effects),
    "if_correct": partial(_part, Effects),
    "choices": partial(_parts, Choice),
    "places": partial(_parts, Place),
    "answers": partial(_parts, CheckAnswer),
    "items": partial(_parts, Item),
    "criteria": partial(_parts, Criterion),
    "sources": tuple,
    "fields": tuple,
    "continue_with": tuple,
}
