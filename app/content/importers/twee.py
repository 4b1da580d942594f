"""Twee 3, also its older forms: passages in one file or in many, as Twine and Tweego keep them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.content.importers.findings import WORDS, Refused, Report
from app.content.importers.prose import seen
from app.content.importers.story import Passage, Story
from app.content.importers.texts import language_of, uncovered
from app.content.importers.twee_body import Body
from app.content.importers.twee_parts import Source, Whole
from app.content.importers.vocabulary import NAMES

_HEADER = re.compile(r"^::(?!:)(.*)$", re.MULTILINE)
MOST_PASSAGES = 20_000
_MEDIA_TAG = re.compile(r"twine\.(?:image|audio|video|font|vtt)", re.IGNORECASE)
_TELLING = (
    ("sugarcube", re.compile(r"<</?\w")),
    ("snowman", re.compile(r"<%")),
    ("harlowe", re.compile(r"\((?:set|if|link|link-goto|goto|print|put|display|either):")),
    ("chapbook", re.compile(r"^--$|\{embed ", re.MULTILINE)),
)


@dataclass(slots=True)
class Head:
    """The first line of a passage: its name, its tags, and what else stands there."""

    name: str
    tags: list[str] = field(default_factory=list)
    rest: str = ""


def read(files: Mapping[str, str], name: str, report: Report, lang: str) -> Story:
    """Make a story of Twee files, by name in their order; ``name`` stands in where no title is."""
    return _Reader(files, name, report, lang).story()


class _Reader:
    def __init__(self, files: Mapping[str, str], name: str, report: Report, lang: str) -> None:
        self.files = files
        self.name = name
        self.report = report
        self.words = WORDS[lang]
        self.note: list[str] = []
        self.sources: dict[str, Source] = {}
        self.special: dict[str, Source] = {}
        self.data: dict[str, Any] = {}

    def story(self) -> Story:
        for file, text in self.files.items():
            self._split(file, text)
        self._read_data()
        whole = Whole(self.sources, self._names(), self._format(), self.words)
        passages: dict[str, Passage] = {}
        embedded: set[str] = set()
        for key, source in self.sources.items():
            body = Body(source, whole, self.report)
            passages[key] = self._passage(key, source, body)
            embedded |= body.embedded
        self._drop_embedded(passages, embedded)
        if not passages:
            passages["Start"] = Passage("Start", self._title(), next(iter(self.files)), 1)
        lang = language_of(" ".join(passage.text for passage in passages.values()))
        self.report.add("language-guessed", next(iter(self.files)), 1, text=lang)
        start = self._start(passages)
        return Story(self._title(), lang, passages, start, list(self.files), note=self.note)

    # Parting files into passages

    def _split(self, file: str, text: str) -> None:
        headers = list(_HEADER.finditer(text))
        before = text[: headers[0].start()] if headers else text
        if not headers and text.strip():
            self.report.add("no-headers", file, 1)
            self._add(Head(file.rpartition("/")[2].rpartition(".")[0] or file), file, 0, text)
            return
        if before.strip():
            self.report.add("before-passages", file, 1)
            self.note.append(self.words["note-before"].format(file=file) + "\n" + before.strip())
        ends = [*(header.start() for header in headers[1:]), len(text)][: len(headers)]
        line, last = 1, 0
        for header, end in zip(headers, ends, strict=True):
            line += text.count("\n", last, header.start())
            last = header.start()
            self._add(_head(header[1]), file, line, text[header.end() + 1 : end])

    def _add(self, head: Head, file: str, line: int, text: str) -> None:
        source = Source(head.name, head.tags, file, line, text)
        if not head.name or (head.rest and not _is_metadata(head.rest)):
            self.report.add("header", file, line, text=f":: {head.name} {head.rest}")
            self.note.append(f"{file} {line}: :: {head.name} {head.rest}")
        if self._is_special(head):
            is_first = self.special.setdefault(head.name, source) is source
            if source.text.strip() and not (is_first and head.name in ("StoryTitle", "StoryData")):
                self._keep_special(source)
            return
        key = first_key = head.name or " "
        if len(self.sources) >= MOST_PASSAGES:
            raise Refused("too-many-passages", name=file, most=MOST_PASSAGES)
        if key in self.sources:
            key, first = f"{head.name}\n{len(self.sources)}", self.sources[first_key]
            self.report.add("double-name", file, line, head.name,
                            to=head.name, other=first.file, at=first.line)  # fmt: skip
        self.sources[key] = source

    def _is_special(self, head: Head) -> bool:
        tags = {tag.lower() for tag in head.tags}
        return (
            head.name in NAMES["twee.names"]
            or bool(tags & NAMES["twee.tags"])
            or any(_MEDIA_TAG.fullmatch(tag) for tag in tags)
        )

    def _keep_special(self, source: Source) -> None:
        text = source.text.strip()
        if any(_MEDIA_TAG.fullmatch(tag) for tag in source.tags):
            self.report.add("media", source.file, source.line, text=source.name)
            text = f"{text[:60]}…"  # The rest is a picture in letters, and no word.
        else:
            code = "script" if "script" in source.tags else "special"
            code = "stylesheet" if "stylesheet" in source.tags else code
            self.report.add(code, source.file, source.line, text=source.name, to=source.name)
        self._keep(source, text)

    def _keep(self, source: Source, text: str) -> None:
        head = self.words["note-special"].format(
            name=source.name, file=source.file, line=source.line
        )
        tags = f" [{' '.join(source.tags)}]" if source.tags else ""
        self.note.append(f"{head}{tags}\n{text}")

    # What belongs to the whole story

    def _read_data(self) -> None:
        data = self.special.get("StoryData")
        if data is None or not data.text.strip():
            return
        try:
            read = json.loads(data.text)
        except (ValueError, RecursionError):
            read = None
        if isinstance(read, dict):
            self.data = read
        else:
            self.report.add("data-unreadable", data.file, data.line)
        self._keep(data, data.text.strip())

    def _format(self) -> str:
        told = str(self.data.get("format", "")).strip()
        known = told.lower().split(" ")[0]
        if known in NAMES["twee.formats"]:
            return known
        if known in NAMES["twee.like-sugarcube"]:
            return "sugarcube"
        every = "\n".join(source.text for source in self.sources.values())
        guess = next((name for name, sign in _TELLING if sign.search(every)), "any")
        if told:
            data = self.special["StoryData"]
            self.report.add("format-unknown", data.file, data.line, text=told, instead=guess)
        return guess

    def _names(self) -> dict[str, str]:
        """Return the key of the first passage of each name."""
        names: dict[str, str] = {}
        for key, source in self.sources.items():
            names.setdefault(source.name, key)
        return names

    def _title(self) -> str:
        given = self.special.get("StoryTitle")
        title = given.text.strip() if given else ""
        if given and "\n" in title:
            self._keep(given, title)
        return title.partition("\n")[0].strip() or self.name

    def _start(self, passages: Mapping[str, Passage]) -> str:
        told = self.data.get("start")
        wanted = told if isinstance(told, str) else "Start"
        if wanted in passages:
            return wanted
        instead = next(iter(passages))
        if isinstance(told, str) or len(passages) > 1:
            source = self.special.get("StoryData") or self.sources[instead]
            self.report.add("start-unknown", source.file, source.line,
                            to=wanted, instead=passages[instead].name)  # fmt: skip
        return instead

    # Passages

    def _passage(self, key: str, source: Source, body: Body) -> Passage:
        body.read()
        line = max(1, source.line)
        passage = Passage(key, source.name, source.file, line, body.text, body.ways)
        head = self.words["note-passage"].format(name=source.name, file=source.file, line=line)
        tags = self.words["note-tags"].format(tags=", ".join(source.tags)) if source.tags else ""
        passage.note = [f"{head} {tags}".strip(), *body.notes()]
        labels = (way.label for way in body.ways)
        kept = [body.text, *labels, *passage.note, *body.covered()]
        if lost := uncovered(seen(source.text), kept):
            passage.note += [self.words["note-rest"], *lost]
        return passage

    def _drop_embedded(self, passages: dict[str, Passage], embedded: set[str]) -> None:
        """Leave out passages that others include and no link leads to: their words are there."""
        met = {way.to for passage in passages.values() for way in passage.ways}
        told = self.data.get("start")
        for key in embedded - met - {"Start", told if isinstance(told, str) else ""}:
            if len(passages) > 1:
                dropped = passages.pop(key)
                self.note.append("\n".join(dropped.note))


def _head(line: str) -> Head:
    """Read what stands behind ``::``; a backslash takes the meaning from the sign behind it."""
    name, rest = _until(line, "[{")
    tags = ""
    if rest.startswith("["):
        tags, rest = _until(rest[1:], "]")
        rest = rest[1:]
    return Head(name.strip(), tags.split(), rest.strip())


def _until(text: str, signs: str) -> tuple[str, str]:
    kept, at = [], 0
    while at < len(text) and text[at] not in signs:
        at += text[at] == "\\" and at + 1 < len(text)
        kept.append(text[at])
        at += 1
    return "".join(kept), text[at:]


def _is_metadata(rest: str) -> bool:
    try:
        return isinstance(json.loads(rest), dict)
    except (ValueError, RecursionError):
        return False
