"""Finds out what it is given, a path or an upload, and hands it to the importer that reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.content.importers import bundle, draft, oppia, twee
from app.content.importers.findings import Finding, Refused, Report
from app.content.importers.story import Story
from app.content.importers.texts import decoded, id_of
from app.content.starters import is_id

LARGEST_TEXT = 4 * 1024 * 1024
LARGEST_TEXTS = 12 * 1024 * 1024
"""Limits for sources as text: one file, and all files of a story."""

_TWEE = (".twee", ".tw", ".tw2", ".twee2", ".twee3", ".txt")
_YAML = (".yaml", ".yml")
_TWEE_LINE = re.compile(r"^::[ \t]*\S", re.MULTILINE)
_OPPIA_LINE = re.compile(r"^states: *(?:#.*)?$", re.MULTILINE)
_OWN_LINE = re.compile(r"^format: *[\"']?zukunftsreise/", re.MULTILINE)
_ID_LINE = re.compile(r"^id: *[\"']?([^\s\"'#]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft that the loader reads, and what a person should know about it.

    ``kind`` is "twee", "oppia" or "journey"; ``files`` are those of a journey's folder by path.
    """

    id: str
    kind: str
    files: Mapping[str, bytes]
    report: list[Finding] = field(default_factory=list)


def read_path(path: Path, *, lang: str = "de") -> Imported:
    """Import a file or a folder; ``lang`` is the language of what is written into notes.

    Raises `Refused` where nothing can be made of it, also where it cannot be read.
    """
    try:
        if path.is_dir():
            return _of_folder(path, lang)
        if path.stat().st_size > bundle.LARGEST_TOTAL:
            raise Refused("too-large", name=path.name, most=bundle.LARGEST_TOTAL // 1024**2)
        return read_bytes(path.read_bytes(), path.name, lang=lang)
    except OSError as error:
        raise Refused("unreadable", name=path.name, reason=error.strerror or error) from error


def with_id(text: str, id_: str) -> str:
    """Return the text of a ``journey.yaml`` under another id, as far as it names one at all."""
    told = _ID_LINE.search(text)
    return text if told is None else text[: told.start(1)] + id_ + text[told.end(1) :]


def _of_folder(folder: Path, lang: str) -> Imported:
    """Import a folder: a journey as a whole, of other tools the texts alone."""
    name = folder.resolve().name
    entries = bundle.listed(folder, name)
    if bundle.JOURNEY not in entries:
        entries = [entry for entry in entries if _is_source(entry)]
    return _imported(bundle.contents(folder, entries, name), name, lang)


def read_bytes(raw: bytes, name: str, *, lang: str = "de") -> Imported:
    """Import an uploaded file; its name helps to tell what it is."""
    short = name.replace("\\", "/").rpartition("/")[2] or "import"
    stem = short.rpartition(".")[0] or short
    if raw[:4] in (b"PK\x03\x04", b"PK\x05\x06") or short.lower().endswith(".zip"):
        return _imported(bundle.unpacked(raw, short), stem, lang)
    return _imported({short: raw}, stem, lang)


def _imported(files: Mapping[str, bytes], name: str, lang: str) -> Imported:
    """Import files by their paths: what stands among them decides what they are."""
    if bundle.JOURNEY in files:
        return _journey(bundle.checked(files, name), name)
    report = Report()
    by_kind: dict[str, dict[str, str]] = {"twee": {}, "oppia": {}, "journey": {}, "": {}}
    room = LARGEST_TEXTS
    for entry, raw in files.items():
        text = _text(entry, raw, room, report, only=len(files) == 1)
        if text is not None:
            room -= len(text)
            by_kind[_kind(entry, text)][entry] = text
    if by_kind["journey"] and len(files) == 1:
        return _journey({bundle.JOURNEY: next(iter(files.values()))}, name)
    for kind, read in (("twee", twee.read), ("oppia", oppia.read)):
        if by_kind[kind]:
            _say_skipped(by_kind, kind, report)
            return _drafted(read(by_kind[kind], name, report, lang), kind, name, report, lang)
    if by_kind["journey"]:
        raise Refused("several", name=name, files=", ".join(by_kind["journey"]))
    told = next(iter(files)) if len(files) == 1 else name
    raise Refused(_why_not(files), name=told)


def _why_not(files: Mapping[str, bytes]) -> str:
    """Say what is wrong with files that nothing can be made of."""
    if not any(map(bytes.strip, files.values())):
        return "empty"
    return "twine-page" if any(b"<tw-storydata" in raw for raw in files.values()) else "unknown"


def _is_source(entry: str) -> bool:
    return entry.lower().endswith((*_TWEE, *_YAML))


def _text(entry: str, raw: bytes, room: int, report: Report, *, only: bool) -> str | None:
    """Return a file's text, None where it is none of ours; a file alone is never passed over."""
    if not (_is_source(entry) or only):
        return None
    try:
        if len(raw) > min(LARGEST_TEXT, room):
            raise Refused("too-large", name=entry, most=LARGEST_TEXT // 1024**2)
        return decoded(raw, entry, report)
    except Refused as refused:
        if only:
            raise
        report.add(f"skipped-{refused.code}", entry, 1)
        return None


def _kind(entry: str, text: str) -> str:
    if not text.strip():
        return ""
    if entry.lower().endswith(_YAML):
        return "journey" if _OWN_LINE.search(text) else "oppia"
    if _TWEE_LINE.search(text) or entry.lower().endswith(_TWEE[:-1]):
        return "twee"
    if _OWN_LINE.search(text):
        return "journey"
    return "oppia" if _OPPIA_LINE.search(text) else ""


def _say_skipped(by_kind: Mapping[str, Mapping[str, str]], taken: str, report: Report) -> None:
    for kind, texts in by_kind.items():
        for entry in texts if kind != taken else ():
            report.add("skipped-other", entry, 1)


def _drafted(story: Story, kind: str, name: str, report: Report, lang: str) -> Imported:
    id_ = id_of(story.title) or id_of(name) or "import"
    text = draft.write(story, id_, report, lang)
    return Imported(id_, kind, {bundle.JOURNEY: text.encode()}, report.found)


def _journey(files: Mapping[str, bytes], name: str) -> Imported:
    """Take over a journey as it is; its own id says what its folder is called."""
    report = Report()
    kept = {entry: _in_utf8(entry, raw, report) for entry, raw in files.items()}
    told = _ID_LINE.search(kept[bundle.JOURNEY][:64_000].decode("utf-8", "replace"))
    id_ = told[1] if told else name
    if not is_id(id_):
        report.add("id-mended", bundle.JOURNEY, 1, id=id_of(id_) or "import", text=id_)
        id_ = id_of(id_) or "import"
    return Imported(id_, "journey", kept, report.found)


def _in_utf8(entry: str, raw: bytes, report: Report) -> bytes:
    """Return a file with its words in UTF-8; what is so already, and media, stay to the byte."""
    if entry.startswith("media/"):
        return raw
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return decoded(raw, entry, report).encode()
    return raw
