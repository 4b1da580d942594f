"""Sources with faults by chance, and what must hold for every one of them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from html import unescape

from app.content.importers import Refused, bundle, read_bytes
from app.content.importers.texts import words_of
from app.content.source import parse
from tests.unit.importers.sources import (
    CHAPBOOK,
    HARLOWE,
    JOURNEY,
    OPPIA,
    SNOWMAN,
    SUGARCUBE,
    all_text,
    archive,
)

SEEDS: tuple[tuple[str, bytes], ...] = (
    ("a.twee", SUGARCUBE.encode()),
    ("b.twee", HARLOWE.encode()),
    ("c.tw", SNOWMAN.encode()),
    ("d.twee", CHAPBOOK.encode()),
    ("e.yaml", (OPPIA % {"schema": 7}).encode()),
    ("f.yaml", (OPPIA % {"schema": 30}).encode()),
    ("g.yaml", JOURNEY.encode()),
    ("h.zip", bundle.zipped({"journey.yaml": JOURNEY.encode(), "media/a.svg": b"<svg/>" * 9})),
    ("i.zip", archive({"a.twee": SUGARCUBE, "b.twee": HARLOWE})),
)
SIGNS = (
    "[[", "]]", "->", "<-", "|", "][", "<<", ">>", "<</link>>", '<<link "x">>', "(link: 'x')[",
    "(if: $x)[", "]", "(", ")", "<%", "%>", "<%=", "{", "}", "{{x}}", "<!--", "-->", "/*", "*/",
    "<script>", "</script>", "<b>", "</i>", "<img alt='x'>", "&amp;", "&#0;", "\n::", "\n:: Neu\n",
    "::", "\x00", "\t", "\u00a0", "\ufeff", "\u2028", "\ue000", "\ue0000\ue001", "\u202e", "😀",
    '"', "'", "\\", ":", "- ", "&a ", "*a ", "!!python/object ", "? ", "|-\n", "[", "null", "{}",
    "~",
    "<<include \"Halle\">>", "\r", "\n\n\n", "# ok ZR504", "__", "''", "//", "!", "@@",
)  # fmt: skip


def mutants(count: int) -> Iterator[tuple[str, bytes]]:
    """Give so many sources, each with one to four faults."""
    chance = random.Random(20261128)
    for number in range(count):
        name, raw = SEEDS[number % len(SEEDS)]
        for _ in range(chance.choice((1, 1, 2, 4))):
            raw = _FAULTS[chance.randrange(len(_FAULTS))](raw, chance)
        yield name, raw


def _put_sign(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(SIGNS).encode() + raw[at:]


def _drop(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + raw[at + chance.choice((1, 2, 9, 60)) :]


def _repeat(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    part = raw[at : at + chance.choice((5, 40, 400))]
    return raw[:at] + part * chance.choice((2, 9)) + raw[at:]


def _turn_bits(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(min(len(raw), chance.choice((1, 5)))):
        changed[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _move_line(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
    return b"\n".join(lines)


def _indent(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((b" ", b"  ", b"\t", b"")) + lines[at].lstrip()
    return b"\n".join(lines)


def _cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def _mix(raw: bytes, chance: random.Random) -> bytes:
    other = chance.choice(SEEDS)[1]
    at = chance.randrange(len(other) + 1)
    return raw + other[at : at + chance.choice((30, 300))]


_FAULTS = (
    _put_sign, _put_sign, _put_sign, _drop, _repeat, _turn_bits, _move_line, _indent, _cut, _mix,
)  # fmt: skip

_TAG = re.compile(r"<[^<>]*>")
_UNDERSTOOD = {"link", "goto", "button", "include", "to", "label", "passage", "embed"}
"""What markup is made of, where it has become a way or a text."""

_META = re.compile(r"^::.*$", re.MULTILINE)


def holds(name: str, raw: bytes) -> bool:
    """Import a source: it gives a draft that loads and has all words, or a refusal in words.

    Return whether there is a draft; anything else that happens is raised.
    """
    try:
        imported = read_bytes(raw, name)
    except Refused as refused:
        assert refused.message("de") and refused.message("en")
        return False
    for finding in imported.report:
        assert finding.line >= 1
        assert finding.line_of_report("de") and finding.line_of_report("en")
    if imported.kind == "journey":
        return True
    assert parse(imported.files["journey.yaml"]).known is not None
    if imported.kind == "twee" and not name.endswith(".zip"):
        _has_all_words(raw, all_text(imported))
    return True


def _has_all_words(raw: bytes, kept: str) -> None:
    """Look for each word of a Twee file; tags and what stands in headers are no words."""
    encoding = "utf-8"
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    text = raw.decode(encoding, "replace").replace("\ufeff", " ").replace("\r", "\n")
    text = unescape(_TAG.sub(" ", _META.sub(" ", text)))
    lost = set(words_of(text)) - set(words_of(kept)) - _UNDERSTOOD
    assert not lost, lost
