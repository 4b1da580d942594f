"""Variables, inserts and modifiers of Chapbook."""

from __future__ import annotations

import re

from app.content.importers.twee_parts import Reading, strings

_INSERT = re.compile(r"\{([^{}\n]*)\}")
_MODIFIER = re.compile(r"\[([^\[\]\n]+)\][ ]*(?=\n|\Z)")
_LINK_WORDS = "link to label embed passage named reveal"
_CODE = ("javascript", "js", "css")
_REMARK = ("note", "note to myself", "n.b.", "fixme", "todo")
_PASSAGE = re.compile(r"(?:passage(?: named)?|link to)\s*:\s*(?:\"([^\"]*)\"|'([^']*)')")
_LABEL = re.compile(r"(?:label|reveal link)\s*:\s*(?:\"([^\"]*)\"|'([^']*)')")


def variables_end(text: str) -> int:
    """Return where the text of a Chapbook passage begins, behind its variables."""
    match = re.search(r"^--[ ]*(?:\n|\Z)", text, re.MULTILINE)
    return match.end() if match else 0


def insert(body: Reading, at: int) -> bool:
    """Read ``{…}``."""
    match = body.scan.match(_INSERT)
    if match is None:
        return False
    inner = match[1].strip()
    passage, label = _value(_PASSAGE, inner), _value(_LABEL, inner)
    if inner.startswith("embed passage") and passage:
        body.cover(_LINK_WORDS)
        body.embed(passage, at)
    elif passage:
        body.cover(_LINK_WORDS)
        body.link(label or passage, passage, at)
    elif inner.startswith(("back link", "restart link")):
        body.link(label or inner.split(",")[0], inner, at)
        body.note(at, match[0])
    else:
        _chapbook_shown(body, inner, match[0], at)
    return True


def _chapbook_shown(body: Reading, inner: str, raw: str, at: int) -> None:
    texts = strings(inner)
    if inner.startswith("embed"):
        body.note(at, raw, "media")
    elif "choices" in inner:
        body.note(at, raw)
        listed = strings(inner.partition("choices")[2])
        body.say("".join(f"\n- {text}" for text in listed) + "\n")
    elif inner.startswith("reveal link"):
        body.note(at, raw)
        body.say(" ".join(texts))
    elif ":" in inner or "," in inner:
        body.note(at, raw)
    else:
        body.note(at, raw, "variable")
        body.say(raw)


def _value(pattern: re.Pattern[str], inner: str) -> str:
    match = pattern.search(inner)
    return (match[1] or match[2] or "") if match else ""


def modifier(body: Reading, at: int) -> bool:
    """Read a line ``[…]`` that changes what follows; code and remarks go with it."""
    starts_line = at == 0 or body.scan.text[at - 1] == "\n"
    match = body.scan.match(_MODIFIER) if starts_line else None
    if match is None:
        return False
    kind = match[1].strip().lower()
    raw = match[0]
    if kind in _CODE or kind in _REMARK:
        raw += _to_next_modifier(body)
    if kind.startswith(("if", "unless", "else")):
        body.branch(at)
    body.note(at, raw, "script" if kind in _CODE else "macro")
    return True


def _to_next_modifier(body: Reading) -> str:
    text = body.scan.text
    following = re.compile(_MODIFIER.pattern, re.MULTILINE).search(text, body.scan.at)
    while following and text[following.start() - 1] != "\n":
        following = _MODIFIER.search(text, following.end())
    return body.scan.take((following.start() if following else len(text)) - body.scan.at)
