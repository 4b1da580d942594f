"""Macros and hooks of Harlowe: which are links, which show something."""

from __future__ import annotations

import re

from app.content.importers.twee_parts import COMPUTED, Reading, data, shown_value, strings, targets
from app.content.importers.vocabulary import NAMES

_NAME = re.compile(r"\(\s*([A-Za-z][\w-]*)\s*:")
_HOOK = re.compile(r"[ ]*\[(?!\[(?!\[))=*")
HOOK_NAME = re.compile(r"\|[\w-]+[>)](?=\[)")
HOOK_END = re.compile(r"\]([<(][\w-]+\|)?")
_KINDS = ("direct", "by-hook", "going", "conditions", "choosing", "shown", "including", "others")
_KNOWN = frozenset().union(*(NAMES[f"harlowe.{kind}"] for kind in _KINDS))


def macro(body: Reading, at: int) -> bool:
    """Read ``(name: …)`` and the hook that follows it."""
    match = _NAME.match(body.scan.text, at)
    name = re.sub(r"[-_]", "", match[1].lower()) if match else ""
    if match is None or name not in _KNOWN:
        return False
    raw = body.scan.parens()
    if raw is None:
        return False
    args = raw[match.end() - at : -1].strip()
    texts = strings(args)
    if name in NAMES["harlowe.by-hook"] and texts:
        body.cover(match[1])
        body.open_frame("(", texts[0], at)
        if not _hook(body, at):
            body.close_frame("(")
        return True
    if texts and name in NAMES["harlowe.direct"] | NAMES["harlowe.including"]:
        body.cover(match[1])
        _led(body, name, args, texts, at)
    elif name in NAMES["harlowe.going"]:
        body.cover(match[1])
        for target in targets(body, args, texts) or texts[-1:] or [args]:
            body.go(target, at)
    else:
        _shown(body, name, args, raw, at)
    _hook(body, at)
    return True


def _led(body: Reading, name: str, args: str, texts: list[str], at: int) -> None:
    """Read a link with its target, or a passage to be shown here."""
    if name in NAMES["harlowe.including"]:
        body.embed(texts[0], at)
        return
    for target in targets(body, args, texts[1:]) or [texts[-1]]:
        body.link(texts[0], target, at)


def _shown(body: Reading, name: str, args: str, raw: str, at: int) -> None:
    if name in NAMES["harlowe.choosing"]:
        body.note(at, raw)
        body.say("".join(f"\n- {text}" for text in strings(args)) + "\n")
    elif name in NAMES["harlowe.shown"]:
        words = shown_value(args)
        body.note(at, raw, "variable" if words == COMPUTED else "macro")
        body.say(words)
    else:
        if name in NAMES["harlowe.conditions"]:
            body.branch(at)
        body.note(at, raw)
        data(body, raw, at)


def _hook(body: Reading, at: int) -> bool:
    """Open the hook that follows a macro, if any; what stands in it is shown."""
    found = body.scan.match(_HOOK)
    if found:
        body.open_frame("[", None, at)
    return bool(found)
