"""Macros of SugarCube and of the formats of Twine 1: which are links, which show something."""

from __future__ import annotations

import re

from app.content.importers.twee_parts import (
    COMPUTED,
    STRING,
    Reading,
    data,
    shown_value,
    square_links,
    strings,
    targets,
    unescaped,
    unquoted,
)
from app.content.importers.vocabulary import NAMES

_NAME = re.compile(r"<<\s*(/?)\s*([A-Za-z][\w-]*|[=-])?")
_WITH_BODY = NAMES["sugarcube.with-body"]
_BY_NAME = NAMES["sugarcube.by-name"]
_BACK = NAMES["sugarcube.back"]


def macro(body: Reading, at: int) -> bool:
    """Read ``<<…>>``."""
    raw = body.scan.macro()
    if raw is None:
        return False
    match = _NAME.match(raw)
    assert match is not None
    name, args = (match[2] or "").lower(), raw[match.end() : -2].strip()
    if match[1] or name.startswith("end"):
        body.cover(name)
        body.close_frame(name.removeprefix("end"))
    elif name in _WITH_BODY | _BY_NAME | _BACK:
        body.cover(name)
        _link(body, name, args, raw, at)
    elif name in NAMES["sugarcube.hidden"]:
        code = raw + _hidden(body, name)
        body.note(at, code, "script")
        body.look_for_ways(code, at)
    else:
        _shown(body, name, args, raw, at)
    return True


def _hidden(body: Reading, name: str) -> str:
    """Return what stands inside a macro that shows nothing, with its end."""
    inner = body.scan.through(f"<</{name}>>")
    return "" if inner is None else f"{inner}<</{name}>>"


def _shown(body: Reading, name: str, args: str, raw: str, at: int) -> None:
    texts = strings(args)
    if name == "goto":
        body.cover(name)
        for target in targets(body, args, texts) or [args]:
            body.go(target, at)
    elif name in NAMES["sugarcube.including"] and (texts or square_links(args)):
        body.cover(name)
        body.embed(texts[0] if texts else square_links(args)[0][1], at)
    elif name in NAMES["sugarcube.listed"] and texts:
        body.note(at, raw)
        body.say(f"\n- {texts[0] if name == 'option' else texts[-1]}\n")
    elif name in NAMES["sugarcube.shown"]:
        words = shown_value(args)
        body.note(at, raw, "variable" if words == COMPUTED else "macro")
        body.say(words)
    else:
        if name in NAMES["sugarcube.conditions"]:
            body.branch(at)
        body.note(at, raw)
        data(body, args, at)


def _link(body: Reading, name: str, args: str, raw: str, at: int) -> None:
    label, rest = _first_argument(args)
    if not rest and name in _WITH_BODY and not args.startswith("[["):
        body.open_frame(name, label, at)  # Its target may stand in what it holds.
        return
    if args.startswith("[["):
        for shown, target in square_links(args):
            body.link(shown, unquoted(target, body.names), at)
    elif name in _BY_NAME:
        for target in strings(args):
            body.link(target, target, at)
    else:
        _told_link(body, label or name, raw if name in _BACK else rest, raw, at)
    if name in _WITH_BODY:
        body.open_frame(name, None, at)


def _told_link(body: Reading, label: str, rest: str, raw: str, at: int) -> None:
    """Read a link whose targets are told behind its label: one, several, or a computed one."""
    texts = strings(rest)
    named = targets(body, rest, texts) or texts[:1]
    if not named:
        body.note(at, raw)
    for target in named or [rest]:
        body.link(label, target, at)


def _first_argument(args: str) -> tuple[str, str]:
    if match := STRING.match(args):
        return unescaped(match[1] or match[2] or ""), args[match.end() :].strip()
    first, _, rest = args.partition(" ")
    return first, rest.strip()
