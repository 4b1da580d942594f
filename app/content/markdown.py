"""Markdown to safe HTML with holes: the only user of the Markdown library.

Words are compiled once a version, never in a request. Whatever an author writes, the HTML has no
``id``, ``style``, ``on*`` or ``hx-*``, no class but ``term``, and links lead to http, https,
mailto, a file of the journey or one of its sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from html import escape, unescape
from urllib.parse import quote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.engine.text import Block, Insert, Piece, SlotInsert, Text

SOFT_HYPHEN = "\u00ad"
_QUOTES = {"de": "„“‚‘"}
_SIGNS = r"[^\\`*_\[\]<>&!~\"'|\s]"
_LINE = rf"[^\W\d_]{_SIGNS}*(?: {_SIGNS}+)*"
_PLAIN = re.compile(rf"{_LINE}(?:\n{_LINE})*")
"""Words without any sign of Markdown, as most are: they are their own HTML, without a parser."""

_HOLE, _END = "\ue000", "\ue001"
_HOLES = re.compile(f"{_HOLE}(\\d+){_END}")
_PRIVATE = re.compile("[\ue000-\ue00f\u0000]")
_INSERT = re.compile(r"\\\{\{|\{\{([^{}\n]*)\}\}")
_JOINT = re.compile(r"(?<=\w)\|(?=\w)")
_TARGET = re.compile(r"\]\([^)]*\)")
_NUMBER = re.compile(r"^ *\d+[.)] ", re.MULTILINE)
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w[\w'’\u00ad-]*")
_FIRST_WORD = re.compile(r"\w+")
_SCHEMES = {"http", "https", "mailto"}
_TAGS = {
    "p", "em", "strong", "s", "a", "ul", "ol", "li", "code", "pre", "blockquote", "br", "hr",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "dfn",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "dfn": {"class"}}
_CLEAN = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=lambda tag, name, value: value if name != "class" or value == "term" else None,
    url_schemes=_SCHEMES,
    link_rel="noopener noreferrer",
    strip_comments=True,
)


Form = tuple[str, str]
"""A way to write a technical term, and the entry it belongs to."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Technical terms in all their forms, by the first word of each, the longest form first."""

    forms: Mapping[str, list[Form]] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Mapping[str, Iterable[str]]) -> Glossary:
        """Make a glossary of entries and their forms; a form may also begin with a capital."""
        forms: dict[str, list[Form]] = {}
        for term, written in terms.items():
            for form in {variant for each in written for variant in _capitals(each)}:
                if match := _FIRST_WORD.match(form):
                    forms.setdefault(match[0], []).append((form, term))
        for same in forms.values():
            same.sort(key=lambda form: (-len(form[0]), form))
        return cls(forms)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Give start, end and entry of each term in a text, the longest at each place."""
        end = 0
        for match in _FIRST_WORD.finditer(text) if self.forms else ():
            start = match.start()
            for form, term in self.forms.get(match[0], ()) if start >= end else ():
                after = text[start + len(form) : start + len(form) + 1]
                if text.startswith(form, start) and not (after.isalnum() or after == "_"):
                    end = start + len(form)
                    yield start, end, term
                    break


def _capitals(form: str) -> tuple[str, str]:
    return form, form[:1].upper() + form[1:]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text is compiled with: its language, the media's digests, glossary, and soft joints.

    ``seen`` are terms met before in the same step: they are not marked again.
    """

    lang: str = "de"
    files: Mapping[str, str] = field(default_factory=dict)
    glossary: Glossary = field(default_factory=Glossary)
    seen: Set[str] = frozenset()


def compile_block(markdown: str, setting: Setting) -> Text:
    """Compile a text of one or more paragraphs: one `Block` each, also a list or a table."""
    source, holes = _take_holes(markdown.strip("\n"), setting.lang)
    marks = _Marks(setting)
    if _PLAIN.fullmatch(source):
        blocks: tuple[Block, ...] = (Block(_pieces(marks.plain(source), holes), "p"),)
    else:
        tokens = _parser(setting.lang, links="](" in source).parse(source)
        blocks = tuple(_block(group, holes, marks, setting) for group in _groups(tokens))
    return Text(setting.lang, blocks, _count(blocks), tuple(marks.met))


def compile_inline(markdown: str, setting: Setting, *, joints: bool = False) -> Text:
    """Compile a text within one paragraph; ``joints`` turns ``|`` inside a word to U+00AD."""
    if joints:
        markdown = with_joints(markdown)
    source, holes = _take_holes(" ".join(markdown.split("\n")).strip(), setting.lang)
    if _PLAIN.fullmatch(source):
        html = source
    else:
        tokens = _parser(setting.lang, links="](" in source).parseInline(source)
        _aim_links(tokens, setting.files)
        html = _render(tokens, setting.lang)
    block = Block(_pieces(html, holes))
    return Text(setting.lang, (block,), _count((block,)))


def compile_plain(words: str, lang: str) -> Text:
    """Compile words that are no Markdown, such as a glossary term."""
    return Text(lang, (Block((escape(words),)),), len(_WORD.findall(words)))


def compile_flexible(markdown: str, setting: Setting) -> Text:
    """Compile inline where there is one paragraph, so that it may stand in a heading."""
    text = compile_block(markdown, setting)
    if len(text.blocks) == 1 and text.blocks[0].tag == "p":
        return Text(text.lang, (Block(text.blocks[0].pieces),), text.words, text.terms)
    return text


def with_joints(words: str) -> str:
    """Return plain words whose soft joints are signs that no reader sees."""
    return _JOINT.sub(SOFT_HYPHEN, words)


def count_words(markdown: str, *, joints: bool = False) -> int:
    """Count the words a learner reads, without compiling the text; an insert counts as one."""
    if joints:
        markdown = with_joints(markdown)
    if "{{" in markdown:
        markdown = _INSERT.sub("x", markdown)
    if "](" in markdown:
        markdown = _TARGET.sub("]", markdown)
    return len(_WORD.findall(_NUMBER.sub("", markdown)))


def render_page(markdown: str, lang: str = "de") -> str:
    """Return safe HTML of an operator's page, headings one level below the page's own."""
    text = compile_block(markdown.replace("{{", "\\{{"), Setting(lang))
    return "".join(
        f"<{block.tag}>{_joined(block)}</{block.tag}>" if block.tag else _joined(block)
        for block in text.blocks
    )


def _joined(block: Block) -> str:
    return "".join(piece for piece in block.pieces if isinstance(piece, str))


@cache
def _parser(lang: str, *, links: bool = True) -> MarkdownIt:
    """Return a parser; without links brackets cost nothing, and most texts have none."""
    quotes = _QUOTES.get(lang.partition("-")[0], "“”‘’")
    options = {"html": False, "linkify": False, "typographer": True, "quotes": quotes}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough", "smartquotes"])
    # Pictures need an alternative text and stand in `image:`; other signs are left as typed,
    # because „(c)“ is a letter of a list far more often than a copyright.
    # A link's target stands beside its text, where the checks look for it.
    parser.disable(["image", "reference"])
    if not links:
        parser.disable("link")
    parser.validateLink = _is_allowed_link  # type: ignore[method-assign]
    return parser


def _is_allowed_link(url: str) -> bool:
    scheme, found, _ = url.strip().lower().partition(":")
    return bool(found) and scheme in {*_SCHEMES, "media", "source"}


def _take_holes(markdown: str, lang: str) -> tuple[str, list[Insert | SlotInsert]]:
    """Replace inserts by signs that Markdown leaves alone."""
    holes: list[Insert | SlotInsert] = []

    def take(match: re.Match[str]) -> str:
        if match[1] is None:
            return "{{"
        holes.append(_hole(match[1], lang))
        return f"{_HOLE}{len(holes) - 1}{_END}"

    return _INSERT.sub(take, _PRIVATE.sub("", markdown)), holes


def _hole(text: str, lang: str) -> Insert | SlotInsert:
    name, found, otherwise = text.partition("|")
    step, _, part = name.strip().partition(".")
    if step == "slot":
        return SlotInsert(part)
    words = _render(_parser(lang).parseInline(otherwise.strip()), lang) if found else None
    return Insert(step, part or None, words)


def _groups(tokens: list[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0 and token.type != "inline":
            yield group
            group = []


def _block(
    group: list[Token], holes: list[Insert | SlotInsert], marks: _Marks, setting: Setting
) -> Block:
    for token in group:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + 1, 6)}"
        token.attrs.pop("style", None)
    _aim_links(group, setting.files)
    marks.mark(group)
    tag = ""
    if group[0].type == "paragraph_open":
        group, tag = group[1:-1], "p"
    return Block(_pieces(_render(group, setting.lang), holes), tag)


def _render(tokens: list[Token], lang: str) -> str:
    parser = _parser(lang)
    html = parser.renderer.render(tokens, parser.options, {}).strip()
    return _CLEAN.clean(html) if "<" in html else html


def _pieces(html: str, holes: list[Insert | SlotInsert]) -> tuple[Piece, ...]:
    parts = _HOLES.split(html)
    pieces: list[Piece] = []
    for index, part in enumerate(parts):
        if index % 2:
            pieces.append(holes[int(part)])
        elif part:
            pieces.append(part)
    return tuple(pieces)


def _aim_links(tokens: list[Token], files: Mapping[str, str]) -> None:
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                href = _target(str(child.attrs.get("href", "")), files)
                child.attrs = {"href": href}


def _target(url: str, files: Mapping[str, str]) -> str:
    scheme, _, rest = url.partition(":")
    if scheme.lower() == "source":
        return f"#quelle-{quote(rest)}"
    if scheme.lower() == "media":
        digest = files.get(rest)
        return f"/medien/{digest}/{quote(rest)}" if digest else "#"
    return url


class _Marks:
    """Marks the first occurrence of each technical term."""

    def __init__(self, setting: Setting) -> None:
        self.glossary = setting.glossary
        self.seen = set(setting.seen)
        self.met: list[str] = []

    def mark(self, tokens: list[Token]) -> None:
        if not self.glossary.forms:
            return
        for token in tokens:
            if token.type == "inline" and token.children:
                token.children = list(self._marked(token.children))

    def plain(self, text: str) -> str:
        """Mark the terms in a text that has no sign of HTML."""
        return "".join(token.content for token in self._split(text))

    def _marked(self, children: list[Token]) -> Iterator[Token]:
        links = 0
        for child in children:
            links += (child.type == "link_open") - (child.type == "link_close")
            if child.type == "text" and not links:
                yield from self._split(child.content)
            else:
                yield child

    def _split(self, text: str) -> Iterator[Token]:
        last = 0
        for start, end, term in self.glossary.find(text):
            if term in self.seen:
                continue
            self.seen.add(term)
            self.met.append(term)
            yield _token(text[last:start])
            yield _token(f'<dfn class="term">{escape(text[start:end])}</dfn>', "html_inline")
            last = end
        yield _token(text[last:])


def _token(content: str, kind: str = "text") -> Token:
    return Token(kind, "", 0, content=content)


def _count(blocks: tuple[Block, ...]) -> int:
    html = " ".join(
        piece if isinstance(piece, str) else "x" for block in blocks for piece in block.pieces
    )
    return len(_WORD.findall(unescape(_TAG.sub(" ", html) if "<" in html else html)))
