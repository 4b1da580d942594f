"""Drawings from strangers: SVG read without any trust, and written anew from what is harmless.

Only known elements and attributes are kept; nothing that runs, loads, moves or looks elsewhere.
What is left is written by this module alone, so no trick of the source survives in its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
MOST_ELEMENTS = 20_000
MOST_DRAWN = 100_000
DEEPEST = 40
DEEPEST_USE = 6
LONGEST_VALUE = 200_000

_DRAWN = """
svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc
linearGradient radialGradient stop clipPath mask pattern marker style
"""
_STYLED = """
alignment-baseline baseline-shift clip-path clip-rule color direction display dominant-baseline fill
fill-opacity fill-rule font-family font-size font-style font-variant font-weight letter-spacing
marker-end marker-mid marker-start mask opacity overflow paint-order shape-rendering stop-color
stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering
unicode-bidi vector-effect visibility word-spacing writing-mode
"""
_PLACED = """
x y x1 x2 y1 y2 dx dy cx cy r rx ry fx fy fr d points width height viewBox preserveAspectRatio
transform rotate pathLength textLength lengthAdjust startOffset method spacing side offset
gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform
clipPathUnits maskUnits maskContentUnits markerWidth markerHeight markerUnits orient refX refY class
lang role aria-label aria-hidden
"""
_ELEMENTS = frozenset(_DRAWN.split())
_LOOKS = frozenset(_STYLED.split())
_ATTRIBUTES = _LOOKS | frozenset(_PLACED.split())
_UNWRAPPED = frozenset({"a", "switch"})
_WORDED = frozenset({"text", "tspan", "textPath", "title", "desc", "style"})
_FOREIGN_NAMES = {f"{XLINK} href": "href", f"{XML} space": "xml:space", f"{XML} lang": "xml:lang"}
_ID = re.compile(r"[\w:.-]{1,200}")
_URL = re.compile(r"url\s*\(")
_OWN = re.compile(r"url\(\s*([\"']?)#([\w:.-]{1,200})\1\s*\)")
_HARMFUL = re.compile(r"[\\<>{}@]|/\*|expression\s*\(|image(?:-set)?\s*\(|(?:java|vb)?script\s*:")
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_MARK = re.compile(r"[.#]?[\w-]+|\*")
_SELECTOR = re.compile(r"[\w\s.#,*-]{1,2000}")


class NoDrawing(Exception):
    """The bytes are no SVG that could be made harmless; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The drawing written anew, and the names of what was left out, in alphabetical order."""

    data: bytes
    left_out: tuple[str, ...]


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    content: list[_Element | str] = field(default_factory=list)


def clean(data: bytes) -> Cleaned:
    """Return a drawing that can do nothing but be seen. Raise `NoDrawing`.

    Given its own result, it returns the same bytes.
    """
    reader = _Reader()
    root = reader.read(data)
    _refuse_endless(root)
    written = "".join(_written(root, {"xmlns": SVG}))
    return Cleaned((written + "\n").encode(), tuple(sorted(reader.left_out)))


class _Reader:
    """Reads XML without its document type: so no entity is declared, and none is looked up."""

    def __init__(self) -> None:
        self.left_out: set[str] = set()
        self.root: _Element | None = None
        self.open: list[_Element | None] = []
        self.skipped = 0
        self.count = 0

    def read(self, data: bytes) -> _Element:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError):
            raise NoDrawing("svg-broken") from None
        if self.root is None:
            raise NoDrawing("svg-broken")
        return self.root

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_own: bool) -> None:
        if has_own:
            raise NoDrawing("svg-entities")

    def _entity(self, *_declared: object) -> None:
        raise NoDrawing("svg-entities")

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) + self.skipped > DEEPEST:
            raise NoDrawing("svg-large")
        space, _, name = full.rpartition(" ")
        if not self.open and not self.skipped and (name != "svg" or space not in ("", SVG)):
            raise NoDrawing("svg-broken")
        if self.skipped or not self._is_kept(space, name):
            self.skipped += 1
        elif name in _UNWRAPPED:
            self.open.append(None)
        else:
            self._open(_Element(name, self._attributes(attributes)))

    def _is_kept(self, space: str, name: str) -> bool:
        if space not in ("", SVG):
            return False  # What drawing programs note for themselves.
        if name in _ELEMENTS or name in _UNWRAPPED:
            return True
        self._leave_out(f"<{name}>")
        return False

    def _open(self, element: _Element) -> None:
        if self.root is None:
            self.root = element
        else:
            self._inside().content.append(element)
        self.open.append(element)

    def _inside(self) -> _Element:
        """Return the innermost element that is kept."""
        return next(element for element in reversed(self.open) if element is not None)

    def _end(self, _name: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        element = self.open.pop()
        if element is not None and element.name == "style":
            element.content = [self._rules("".join(map(str, element.content)))]

    def _text(self, words: str) -> None:
        if self.skipped or not self.open:
            return
        element = self._inside()
        if element.name in _WORDED:
            element.content.append(_HIDDEN.sub("", words))

    # Attributes

    def _attributes(self, given: dict[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for full, value in given.items():
            name = _FOREIGN_NAMES.get(full, full)
            if name == "style":
                kept |= self._declarations(value)
            elif " " not in name and self._may_stand(name, value):
                kept.setdefault(name, _HIDDEN.sub("", value))
        return kept

    def _may_stand(self, name: str, value: str) -> bool:
        if name == "id":
            return bool(_ID.fullmatch(value))
        if name == "href":
            return self._or_left_out(f"href={_start_of(value)}", _is_own(value))
        if name in ("xml:space", "xml:lang"):
            return len(value) < 40
        if name not in _ATTRIBUTES:
            self._or_left_out(name, not name.lower().startswith("on"))
            return False
        return self._or_left_out(f"{name}={_start_of(value)}", _is_harmless(value))

    def _declarations(self, style: str) -> dict[str, str]:
        """Read a style attribute as the attributes that mean the same."""
        kept = {}
        for declaration in _COMMENT.sub("", style).split(";"):
            name, _, value = declaration.partition(":")
            name = name.strip().lower()
            value = value.replace("!important", "").strip()
            harmless = self._or_left_out(f"{name}: {_start_of(value)}", _is_harmless(value))
            if name in _LOOKS and value and harmless:
                kept[name] = _HIDDEN.sub("", value)
        return kept

    def _rules(self, sheet: str) -> str:
        """Write the rules of a style sheet anew, without those that could look elsewhere."""
        plain = _COMMENT.sub("", sheet)
        if "@" in plain or "\\" in plain:
            self._leave_out("<style>: @, \\")
            return ""
        rules = []
        for selector, body in _RULE.findall(plain):
            looks = "; ".join(
                f"{name}: {value}" for name, value in self._declarations(body).items()
            )
            if looks and _SELECTOR.fullmatch(selector):
                rules.append(f"{' '.join(selector.split())} {{ {looks} }}")
        return "\n".join(rules)

    def _or_left_out(self, what: str, is_kept: bool) -> bool:
        if not is_kept:
            self._leave_out(what)
        return is_kept

    def _leave_out(self, what: str) -> None:
        if len(self.left_out) < 20:
            self.left_out.add(what[:60])


def _start_of(value: str) -> str:
    return " ".join(value.split())[:30]


def _is_own(value: str) -> bool:
    """Whether an address means a part of the drawing itself."""
    return value.startswith("#") and bool(_ID.fullmatch(value[1:]))


def _is_harmless(value: str) -> bool:
    if len(value) > LONGEST_VALUE or _HARMFUL.search(value.lower()):
        return False
    return len(_URL.findall(value.lower())) == len(_OWN.findall(value))


def _refuse_endless(root: _Element) -> None:
    """Refuse a drawing that is small as a file and without end when it is drawn."""
    _Counter(root).drawn(root, 0)


class _Counter:
    """Counts what is drawn, with what is drawn again by reference."""

    def __init__(self, root: _Element) -> None:
        self.styled = _styled(root)
        self.named = {element.attributes["id"]: element for element in _all(root)
                      if "id" in element.attributes}  # fmt: skip
        self.known: dict[str, int] = {}

    def drawn(self, element: _Element, depth: int) -> int:
        parts = [part for part in element.content if isinstance(part, _Element)]
        total = 1 + sum(self.drawn(part, depth) for part in parts)
        total += sum(self._again(target, depth + 1) for target in _targets(element, self.styled))
        if total > MOST_DRAWN:
            raise NoDrawing("svg-large")
        return total

    def _again(self, target: str, depth: int) -> int:
        if target not in self.named:
            return 0
        if target not in self.known:
            if depth > DEEPEST_USE:
                raise NoDrawing("svg-large")
            self.known[target] = MOST_DRAWN + 1  # What leads back to itself is never done.
            self.known[target] = self.drawn(self.named[target], depth)
        return self.known[target]


def _targets(element: _Element, styled: dict[str, set[str]]) -> Iterator[str]:
    """Give the parts of the drawing that are drawn again with this one."""
    attributes = element.attributes
    for name, value in attributes.items():
        if name == "href":
            yield value[1:]
        elif "url(" in value:
            yield from (match[2] for match in _OWN.finditer(value))
    if styled:
        classes = [f".{name}" for name in attributes.get("class", "").split()]
        for mark in ("*", element.name, f"#{attributes.get('id', '')}", *classes):
            yield from styled.get(mark, ())


def _styled(root: _Element) -> dict[str, set[str]]:
    """Return which parts style sheets may draw into elements, by marks of their selectors."""
    found: dict[str, set[str]] = {}
    for element in _all(root):
        if element.name == "style":
            for selector, body in _RULE.findall("".join(map(str, element.content))):
                for mark in _MARK.findall(selector):
                    targets = {match[2] for match in _OWN.finditer(body)}
                    found.setdefault(mark, set()).update(targets)
    return {mark: targets for mark, targets in found.items() if targets}


def _all(root: _Element) -> Iterator[_Element]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [part for part in element.content if isinstance(part, _Element)]


def _written(element: _Element, more: dict[str, str]) -> Iterator[str]:
    given = "".join(f' {name}="{_attribute(value)}"'
                    for name, value in (more | element.attributes).items())  # fmt: skip
    if not element.content:
        yield f"<{element.name}{given}/>"
        return
    yield f"<{element.name}{given}>"
    for part in element.content:
        if isinstance(part, str):
            yield escape(part, quote=False)
        else:
            yield from _written(part, {})
    yield f"</{element.name}>"


def _attribute(value: str) -> str:
    """Escape a value so that reading it gives the same one, its line breaks too."""
    escaped = escape(value, quote=True)
    return escaped.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")
