"""The shape of the format as a JSON Schema, with German words for whoever hovers over a key.

Made from `schema.SHAPES` and the words in ``keys.toml``. An editor completes and explains keys by
it and underlines what does not belong; names, ways and words are left to the checker. What the
checker takes without an error, the schema takes too.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from app.content.rules import OPERATORS
from app.content.schema import GOAL_FIELDS, KINDS, RESERVED_STEPS, SHAPES, Field
from app.content.values import ENDINGS, YES_AND_NO

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
FORMAT = "zukunftsreise/1"
_HELP: Mapping[str, Mapping[str, str]] = tomllib.loads(
    Path(__file__).with_name("keys.toml").read_text("utf-8")
)
_ID = "[a-z][a-z0-9-]{0,39}"
_ID_ERROR = "Ein fester Name: kleine Buchstaben ohne Umlaute, Ziffern und Bindestriche."
_FILE = "[A-Za-z0-9][A-Za-z0-9_.-]*"
_DEFAULTS: Mapping[tuple[str, str], Any] = {
    ("explore", "visit"): 1,
    ("check", "several"): "no",
    ("check", "tries"): 1,
    ("answer", "correct"): "no",
    ("image", "decorative"): "no",
    ("counter", "start"): 0,
}
_NEEDS: Mapping[str, Schema] = {
    "media": {"anyOf": [{"required": [key]} for key in ("audio", "video", "image")]},
    "scale": {"anyOf": [{"required": ["repeats"]},
                        {"required": ["points", "from", "to", "items"]}]},
    "choice": {"not": {"required": ["steps", "next"]}},
}  # fmt: skip
"""What the table cannot say: of several keys one is needed, or two exclude each other."""
_WITHOUT: Mapping[str, tuple[str, ...]] = {"end": ("when", "next")}
"""Keys that every kind has but one."""


def json_schema() -> Schema:
    """Return the schema of ``journey.yaml`` as plain data, in a fixed order."""
    kinds = {kind: _object(kind) for kind in KINDS}
    others = {name: _object(name) for name in SHAPES if name not in KINDS and name != "journey"}
    return {
        "$schema": DRAFT,
        "title": "Zukunftsreise: journey.yaml",
        **_object("journey"),
        "definitions": {"step": _step(), **kinds, **others, **_CONDITIONS},
    }


def as_text() -> str:
    """Return the schema as the bytes of ``journeys/schema.json``, ending in a line break."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def help_for(shape: str, key: str) -> str:
    """Return what a key means there, in German Markdown; "" for one that has no words."""
    tables = [shape, *(("step",) if shape in KINDS else ()), "any"]
    if shape.startswith("variant-"):
        tables = ["variant", shape.removeprefix("variant-"), "step", "any"]
    elif shape.startswith("words-"):
        tables = [shape.removeprefix("words-"), "any"]
    return next((_HELP[name][key] for name in tables if key in _HELP.get(name, {})), "")


def _object(name: str) -> Schema:
    fields = {
        key: field for key, field in SHAPES[name].items() if key not in _WITHOUT.get(name, ())
    }
    found: Schema = {
        "type": "object",
        "properties": {key: _key(name, key, field) for key, field in fields.items()},
        "additionalProperties": False,
    }
    required = [key for key, field in fields.items() if field.required]
    if required:
        found["required"] = required
    if name == "term":
        return {"anyOf": [_TEXT, found]}
    return {**found, **_NEEDS.get(name, {})}


def _step() -> Schema:
    """Tell the kinds apart by their key; without one, offer all kinds."""
    is_kind: Mapping[str, Schema] = {kind: {"type": "object", "required": [kind]} for kind in KINDS}
    branches = [{"if": is_kind[kind], "then": _ref(kind)} for kind in KINDS]
    offered = {kind: _key(kind, kind, SHAPES[kind][kind]) for kind in KINDS}
    start = {"properties": offered, "minProperties": 1, "additionalProperties": False}
    none = {"if": {"not": {"anyOf": list(is_kind.values())}}, "then": start}
    return {"type": "object", "allOf": [*branches, none]}


def _key(shape: str, key: str, field: Field) -> Schema:
    """Return what stands under a key, with its words and its default."""
    words = help_for(shape, key)
    value = _value(shape, key, field)
    if "$ref" in value:  # Beside a reference draft 7 reads nothing.
        value = {"allOf": [value]}
    default = {"default": _DEFAULTS[shape, key]} if (shape, key) in _DEFAULTS else {}
    return {**_hover(words), **value, **default}


def _hover(words: str) -> Schema:
    if not words:
        return {}
    plain = words.replace("**", "").replace("`", "")
    return {"description": plain, **({"markdownDescription": words} if plain != words else {})}


def _value(shape: str, key: str, field: Field) -> Schema:
    if (shape, key) in _SPECIAL:
        return _SPECIAL[shape, key]
    if key == shape and shape in KINDS:
        return {**_id(), "not": {"enum": sorted(RESERVED_STEPS)}}
    return _KIND_SCHEMAS[field.kind](field)


def _id(_: Field | None = None) -> Schema:
    return {"type": "string", "pattern": f"^{_ID}$", "patternErrorMessage": _ID_ERROR}


def _file(field: Field) -> Schema:
    return {"type": "string", "pattern": rf"^{_FILE}\.({_any_case(ENDINGS[field.shape])})$"}


def _any_case(words: Iterable[str]) -> str:
    """Return a pattern for these words in any case; editors know no flags within a pattern."""
    return "|".join("".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in w) for w in words)


def _number(field: Field) -> Schema:
    """A number may stand in quotes: the loader reads every value as text."""
    whole = field.kind == "whole"
    limits = {"minimum": field.low, "maximum": field.high}
    number = {"type": "integer" if whole else "number"} | {
        name: int(limit) for name, limit in limits.items() if limit is not None
    }
    quoted = r"^[+-]?[0-9]{1,6}$" if whole else r"^[+-]?[0-9]{1,6}(\.[0-9]{1,3})?$"
    return {"anyOf": [number, {"type": "string", "pattern": quoted}]}


def _listed(field: Field, items: Schema) -> Schema:
    limits = {"minItems": field.low, "maxItems": field.high}
    return {"type": "array", "items": items} | {
        name: int(limit) for name, limit in limits.items() if limit is not None
    }


def _one_or_list(items: Schema, field: Field | None = None) -> Schema:
    return {"anyOf": [items, _listed(field or Field("refs", low=1), items)]}


def _map(items: Schema, *, free: bool = False) -> Schema:
    names = {} if free else {"propertyNames": {"pattern": f"^{_ID}$"}}
    return {"type": "object", "properties": {"note": {}}, "additionalProperties": items, **names}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


_TEXT: Schema = {"type": ["string", "number", "boolean"]}
"""The loader keeps every text as it was typed; other readers see numbers and truth values."""
_WHOLE = _number(Field("whole"))
_YESNO: Schema = {
    "anyOf": [
        {"enum": ["yes", "no", "ja", "nein", True, False]},
        {"type": "string", "pattern": f"^({_any_case(YES_AND_NO)})$"},
    ]
}
_KIND_SCHEMAS: Mapping[str, Callable[[Field], Schema]] = {
    "title": lambda field: _TEXT,
    "line": lambda field: _TEXT,
    "prose": lambda field: _TEXT,
    "plain": lambda field: _TEXT,
    "lines": lambda field: {"type": "array", "items": _TEXT, "minItems": 1},
    "texts": lambda field: _map(_TEXT),
    "id": _id,
    "ref": lambda field: {"type": "string"},
    "refs": lambda field: _one_or_list(_TEXT, field),
    "file": _file,
    "number": _number,
    "whole": _number,
    "yesno": lambda field: _YESNO,
    "date": lambda field: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "any": lambda field: {},
    "one": lambda field: _ref(field.shape),
    "list": lambda field: _listed(field, _ref(field.shape)),
    "map": lambda field: _map(_ref(field.shape), free=field.shape == "term"),
    "when": lambda field: _ref("condition"),
    "next": lambda field: _ref("next"),
    "effects": lambda field: {"type": "object", "properties": {"note": {}}, "minProperties": 1,
                              "additionalProperties": _WHOLE},
    "names": lambda field: _map({"type": "string"}, free=True),
}  # fmt: skip


def _helped(table: str, values: Mapping[str, Schema]) -> Schema:
    """Return an object of these keys and ``note``, each with its words."""
    keys = {key: {**_hover(_HELP[table][key]), **value} for key, value in values.items()}
    return {"type": "object", "properties": {**keys, "note": {}}, "additionalProperties": False}


_ASKED: Schema = {
    "anyOf": [
        _one_or_list(_TEXT),
        {
            **_helped(
                "condition",
                {
                    **dict.fromkeys(OPERATORS, _WHOLE),
                    "includes": _one_or_list(_TEXT),
                    **dict.fromkeys(("correct", "visited", "answered"), _YESNO),
                },
            ),
            "minProperties": 1,
        },
    ]
}
_WHENS: Schema = {"type": "array", "items": _ref("condition"), "minItems": 1}
_JOINED: Mapping[str, Schema] = {
    "role": _one_or_list(_TEXT),
    "any": _WHENS,
    "all": _WHENS,
    "not": {"allOf": [_ref("condition")]},
}
_CONDITIONS: Schema = {
    "condition": {
        **_helped("condition", _JOINED),
        "patternProperties": {
            rf"^(?!(role|any|all|not|note)$){_ID}(\.{_ID})?$": {
                **_hover(_HELP["condition"]["name"]),
                **_ASKED,
            }
        },
        "minProperties": 1,
    },
    "next": {
        "anyOf": [{"type": "string"}, {"type": "array", "items": _ref("jump"), "minItems": 1}]
    },
    "jump": {
        **_helped("jump", {"when": {"allOf": [_ref("condition")]}, "to": {"type": "string"}}),
        "required": ["to"],
    },
}
_EXPECTED: Mapping[str, Schema] = {
    "end": {"type": "string"},
    "passes": _one_or_list(_TEXT),
    "avoids": _one_or_list(_TEXT),
}
_SPECIAL: Mapping[tuple[str, str], Schema] = {
    ("journey", "format"): {"const": FORMAT, "default": FORMAT},
    ("goal", "fields"): _one_or_list({"enum": list(GOAL_FIELDS)}, SHAPES["goal"]["fields"]),
    ("test", "answers"): {"type": "object"},
    ("test", "expect"): {**_helped("expect", _EXPECTED), "additionalProperties": _WHOLE},
}
