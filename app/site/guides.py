"""The author's guide: chapters in Markdown whose examples are real files, run by tests.

A chapter is a file `guide/<lang>/<n>-<id>.md`, its first line the title. In it a line
`@@ show FILE` shows an example, `@@ more FILE BEFORE` what a file has more than another one,
`@@ code ZR115` both examples of a code. The examples lie in `guide/<lang>/examples`: whole
journeys, or snippets whose frame stands before the ending, as in `explore.step.yaml`. The views
stand in `authors`.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from app.content import examples
from app.content.examples import Example, Excerpt, Line
from app.content.markdown import render_page

FOLDER = Path(__file__).with_name("guide")
MEDIA = ("hof.svg", "funk.mp3", "funk.de.md", "yard.svg", "radio.mp3", "radio.en.md")
_SHOWN = re.compile(r"^@@ (\w+) (.+)\n", re.MULTILINE)
_GAP = Line(0, "⋯", None, "")


class Part(NamedTuple):
    """Words as safe HTML, or else an excerpt of a file, or else a code with its examples."""

    html: Markup | None = None
    excerpt: Excerpt | None = None
    code: str = ""


class Chapter(NamedTuple):
    """A chapter with its parts in reading order; `id` stands in its address."""

    id: str
    title: str
    parts: list[Part]


@cache
def chapters(lang: str) -> list[Chapter]:
    """Read the guide in a language."""
    return [_chapter(file, lang) for file in sorted((FOLDER / lang).glob("*.md"))]


def example(lang: str, name: str) -> Example:
    """Return an example of the guide with the journey around it."""
    text = (FOLDER / lang / "examples" / name).read_text("utf-8")
    frame = name.removesuffix(".yaml").partition(".")[2]
    if not frame:
        return examples.snippet(text, "file")
    return examples.snippet(text, frame if lang == "de" else f"{lang}-{frame}", MEDIA)


def _chapter(file: Path, lang: str) -> Chapter:
    heading, _, body = file.read_text("utf-8").partition("\n")
    return Chapter(file.stem.partition("-")[2], heading.removeprefix("# "), [*_parts(body, lang)])


def _parts(body: str, lang: str) -> Iterator[Part]:
    # The pattern has two groups, so that words, verb and names take turns.
    pieces = _SHOWN.split(body)
    for at in range(0, len(pieces), 3):
        if pieces[at].strip():
            # The words are our own, and sanitised besides.
            yield Part(html=Markup(render_page(pieces[at], lang)))  # noqa: S704
        if at + 1 < len(pieces):
            yield _shown(pieces[at + 1], pieces[at + 2].split(), lang)


def _shown(verb: str, names: list[str], lang: str) -> Part:
    if verb == "code":
        return Part(code=names[0])
    [excerpt] = example(lang, names[0]).excerpts
    if verb == "more":
        [before] = example(lang, names[1]).excerpts
        return Part(excerpt=Excerpt(excerpt.file, tuple(_added(before.lines, excerpt.lines))))
    if names[0].count(".") > 1:  # Numbers say nothing where only a snippet is shown.
        excerpt = Excerpt(excerpt.file, tuple(line._replace(number=0) for line in excerpt.lines))
    return Part(excerpt=excerpt)


def _added(before: tuple[Line, ...], after: tuple[Line, ...]) -> Iterator[Line]:
    """Give the lines that are new, with a gap where others stand between them."""
    is_first = True
    old, new = ([line.before for line in lines] for lines in (before, after))
    for tag, _, _, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("insert", "replace"):
            if not is_first:
                yield _GAP
            yield from after[start:end]
            is_first = False
