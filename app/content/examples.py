"""Examples of the codes: snippets of an author's file, put into a little journey and checked.

An entry of ``codes/`` holds two of them, ``bad`` and ``good``; in the bad one ⟦ and ⟧ enclose the
faulty place. ``frame`` names the folder of ``frames/`` whose files surround the snippet: it takes
the place of the line ⋯, and of the frame's entries with the same keys. Without ``frame`` it is
``step``, the steps of the first stage; ``file`` is the snippet alone. In a frame ``texts`` the
snippet is part of the translation; with ``bad_texts`` or ``good_texts`` these are, and the snippet
is a step of the journey. ``bad_files`` and ``good_files`` are the media where they differ from
``files``. Where a code is about a change, ``published`` is the snippet of the version before;
``published_top`` and ``good_top`` then are lines at the end of the file. A ⋯ in a snippet stands
for ``times`` times ``fill``, in which ``{n}`` counts; ``encoding`` spoils the bad one. ``en_bad``,
``en_good`` and ``en_fill`` say the same in English where an example is about its words; their frame
is that with ``en-`` before its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from app.content.problems import CODES, Problem
from app.content.source import Parsed, parse

JOURNEY = "journey.yaml"
NEIGHBOURS = frozenset({"montag-mit-ki", "zehn-minuten-ki"})
OPEN, CLOSE, GAP = "⟦", "⟧", "⋯"
_TEXTS = {lang: f"texts.{lang}.yaml" for lang in ("en", "de")}
_TOLD = ("bad", "good", "fill")
_FRAMES = Path(__file__).with_name("frames")
_KEY = re.compile(r"( *)([\w.@-]+):(?: |$)")


class Line(NamedTuple):
    """A line of an excerpt: its number in the whole file, and its words around the marked ones."""

    number: int
    before: str
    marked: str | None
    after: str


@dataclass(frozen=True)
class Excerpt:
    """What is shown of one file."""

    file: str
    lines: tuple[Line, ...]


class Place(NamedTuple):
    """Where an example is marked: in which file, and from which column to before which."""

    file: str
    line: int
    column: int
    end_column: int


@dataclass(frozen=True)
class Example:
    """Whole files, and what is shown of them."""

    excerpts: tuple[Excerpt, ...]
    files: Mapping[str, bytes] = field(repr=False)
    media: Mapping[str, bytes] = field(repr=False)
    place: Place | None = None
    published: Example | None = None
    """The version before it, where the example is about a change."""

    def check(self) -> Parsed:
        """Let the checker read the files."""
        before = self.published.check().journey if self.published else None
        return parse(
            self.files[JOURNEY],
            name=JOURNEY,
            texts={lang: self.files[file] for lang, file in _TEXTS.items() if file in self.files},
            files=self.media,
            neighbours=NEIGHBOURS,
            published=lambda _id: before,
        )

    def found(self, code: str) -> Problem | None:
        """Return the problem of this code at the marked place."""
        at = self.place and self.place[:3]
        for problem in self.check().problems:
            if problem.code == code and (problem.file, problem.line, problem.column) == at:
                return problem
        return None


@dataclass(frozen=True)
class Pair:
    """How not to write it, what the checker then says, and how to write it.

    ``fill`` and ``times`` say what ⋯ stands for.
    """

    bad: Example
    good: Example
    problem: Problem | None
    fill: str
    times: int
    encoding: str
    lang: str


@cache
def of(code: str, lang: str = "de") -> Pair | None:
    """Return the examples of a code, None for one that has none yet.

    They are in this language where the code has such, else in German.
    """
    entry = _told(CODES[code], lang)
    if "bad" not in entry:
        return None
    bad, good = _example(entry, "bad"), _example(entry, "good")
    fill, times = str(entry.get("fill", "")), int(entry.get("times", 0))
    encoding, told = entry.get("encoding", ""), entry.get("lang", "de")
    return Pair(bad, good, bad.found(code), fill, times, encoding, told)


def _told(entry: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    """Return an entry with the examples of a language in place of the German ones."""
    own = {key: entry[f"{lang}_{key}"] for key in _TOLD if f"{lang}_{key}" in entry}
    if not own:
        return entry
    return {**entry, **own, "frame": f"{lang}-{entry.get('frame', 'step')}", "lang": lang}


def snippet(text: str, frame: str, media: Iterable[str] = ()) -> Example:
    """Put a snippet into a frame, without a code that it stands for."""
    return _example({"frame": frame, "good": text, "files": tuple(media)}, "good")


def _published(entry: Mapping[str, Any]) -> Example | None:
    if "published" not in entry:
        return None
    before = {"frame": entry.get("frame", "step"), "good": entry["published"]}
    return _example(before | {"good_top": entry.get("published_top", "")}, "good")


def _example(entry: Mapping[str, Any], side: str) -> Example:
    texts = {JOURNEY: GAP, **_frame(entry.get("frame", "step"))}
    excerpts, places = [], []
    for file, snippet in _snippets(entry, side).items():
        texts[file], indent, lines = _put(texts.get(file, GAP), snippet, entry)
        if top := entry.get(f"{side}_top"):
            lines += [Line(0, "", None, ""), Line(texts[file].count("\n") + 1, top, None, "")]
            texts[file] += f"{top}\n"
        excerpts.append(Excerpt(file, tuple(lines)))
        marked = [line for line in lines if line.marked is not None]
        places += [_place(file, indent, line, entry) for line in marked]
    encoding = entry.get("encoding", "utf-8") if side == "bad" else "utf-8"
    media = entry.get(f"{side}_files", entry.get("files", ()))
    return Example(
        tuple(excerpts),
        {file: _without_gap(text).encode(encoding) for file, text in texts.items()},
        dict.fromkeys(media, b"Ein Beispiel."),
        places[0] if places else None,
        _published(entry),
    )


def _snippets(entry: Mapping[str, Any], side: str) -> dict[str, str]:
    """Return the snippets of one example by their files."""
    frame = entry.get("frame", "")
    translation = _TEXTS["de" if frame.startswith("en-") else "en"]
    is_translated = frame.endswith("texts") and f"{side}_texts" not in entry
    snippets = {translation if is_translated else JOURNEY: entry[side]}
    return snippets | ({translation: entry[f"{side}_texts"]} if f"{side}_texts" in entry else {})


def _frame(name: str) -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted((_FRAMES / name).glob("*.yaml"))}


def _without_gap(text: str) -> str:
    """Leave out the place of a snippet that was not given."""
    return re.sub(f"^ *{GAP}\n", "", text, flags=re.MULTILINE)


def _put(frame: str, snippet: str, entry: Mapping[str, Any]) -> tuple[str, int, list[Line]]:
    """Return the file with the snippet in it, how far that is indented, and its lines as shown."""
    lines = frame.splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip() == GAP)
    indent = lines[at][: -len(GAP)]
    given = snippet.removesuffix("\n").split("\n")
    keys = {match[2] for line in given if (match := _KEY.match(_plain(line))) and not match[1]}
    before = list(_without(lines[:at], indent, keys))
    after = list(_without(lines[at + 1 :], indent, keys))
    shown, written = [], before
    for line in given:
        shown.append(_line(len(written) + 1, line))
        filled = _filled(_plain(line), entry)
        written += [f"{indent}{each}" if each else "" for each in filled]
    return "\n".join([*written, *after]) + "\n", len(indent), shown


def _without(lines: list[str], indent: str, keys: set[str]) -> Iterator[str]:
    """Leave out the frame's entries that the snippet gives itself."""
    is_out = False
    for line in lines:
        if (match := _KEY.match(line)) and len(match[1]) <= len(indent):
            is_out = match[1] == indent and match[2] in keys
        if not is_out:
            yield line


def _plain(line: str) -> str:
    return line.replace(OPEN, "").replace(CLOSE, "")


def _filled(line: str, entry: Mapping[str, Any]) -> list[str]:
    if GAP not in line or "fill" not in entry:
        return [line]
    more = [entry["fill"].replace("{n}", str(n)) for n in range(1, entry["times"] + 1)]
    if line.strip() == GAP:
        return [line.replace(GAP, each) for each in more]
    return [line.replace(GAP, "".join(more))]


def _line(number: int, line: str) -> Line:
    before, is_marked, rest = line.partition(OPEN)
    marked, _, after = rest.partition(CLOSE)
    return Line(number, before, marked if is_marked else None, after)


def _place(file: str, indent: int, line: Line, entry: Mapping[str, Any]) -> Place:
    column = indent + len(line.before) + 1
    [marked] = _filled(line.marked or "", entry)
    return Place(file, line.number, column, column + len(marked))


def meaning(code: str, lang: str) -> str:
    """Return what a code says, with … for what differs from case to case."""
    return _general(CODES[code][lang])


def cure(code: str, lang: str) -> str:
    """Return how a problem is mended, with … for what differs from case to case."""
    return _general(CODES[code][f"{lang}_hint"])


def reason(code: str, lang: str) -> str:
    """Return why it matters, "" where the meaning says enough."""
    return CODES[code].get(f"{lang}_why", "")


def _general(template: str) -> str:
    return template.format_map(_Anything()).replace("….", "…")


class _Anything(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"
