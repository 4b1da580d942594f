"""Import every source of a folder and count the words that a reader of it saw: none may be lost.

What a source is: a folder with Twee files below it, each Oppia file, each ZIP. The words are found
by rules of their own, not by those of the importers; the draft is read by another YAML reader.
"""

import html
import json
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import yaml

from app.content.importers import Refused, read_path
from app.content.source import parse
from scripts import figures

ROOT = Path(__file__).parent.parent
BESIDE = ROOT.parent / "shared" / "samples"
TWEE = (".twee", ".tw")
OPPIA = (".yaml", ".yml")
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Outcome:
    """What came of one source: words found, words lost, or why there is no draft."""

    name: str
    kind: str
    found: int = 0
    lost: tuple[str, ...] = ()
    failure: str = ""
    seconds: float = 0.0
    findings: int = 0

    @property
    def is_good(self) -> bool:
        return not self.lost and not self.failure and self.found > 0


def main(arguments: list[str]) -> int:
    """Import all sources of the folder that is named, or else of the one beside the project.

    Return 1 where something crashed or a word was lost, also where a named folder has no samples.
    """
    named = [word for word in arguments if word]
    folder = Path(named[0]) if named else BESIDE
    sources = list(sources_of(folder)) if folder.is_dir() else []
    if not sources:
        print(f"There are no samples in {folder}: nothing was imported.")
        return 1 if named else 0
    outcomes = [imported(source, folder) for source in sources]
    report(outcomes)
    keep(outcomes)
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


def sources_of(folder: Path) -> Iterator[Path]:
    """Find what can be imported below a folder, in a fixed order."""
    if any(path.suffix in TWEE for path in folder.iterdir()):
        yield folder
        return
    inner = [path for path in sorted(folder.iterdir()) if path.is_dir()]
    if len(inner) == 1 and _twee_files(inner[0]) and not _others(folder):
        yield folder  # A project: its Twee files lie in a folder of their own.
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            yield from sources_of(path)
        elif path.suffix in (*OPPIA, ".zip"):
            yield path


def _twee_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.suffix in TWEE]


def _others(folder: Path) -> bool:
    return any(path.suffix in (*OPPIA, ".zip") for path in folder.rglob("*"))


def imported(source: Path, folder: Path) -> Outcome:
    """Import one source and compare its words with those of the draft."""
    name = str(source.relative_to(folder)) if source != folder else source.name
    kind = "twee" if source.is_dir() else source.suffix[1:]
    started = time.perf_counter()
    try:
        draft = read_path(source)
        again = parse(draft.files["journey.yaml"])
    except Refused as refused:
        return Outcome(name, kind, failure=refused.message("en"))
    except Exception as error:  # noqa: BLE001  A crash is what this program looks for.
        return Outcome(name, kind, failure=f"crashed: {error!r}")
    seconds = time.perf_counter() - started
    if again.known is None:
        return Outcome(name, kind, failure="the draft cannot be loaded")
    wanted = words_of_source(source)
    kept = Counter(words(values_of(yaml.safe_load(draft.files["journey.yaml"]))))
    lost = sorted((wanted - kept).elements())
    found = wanted.total() - len(lost)
    return Outcome(name, kind, found, tuple(lost), "", seconds, len(draft.report))


# Words of a source, by rules of our own


def words_of_source(source: Path) -> Counter[str]:
    """Count the words that a reader of a source saw."""
    if source.is_dir():
        texts = [text for file in _twee_files(source) for text in twee_texts(_text_of(file))]
    elif source.suffix == ".zip":
        with zipfile.ZipFile(source) as archive:
            name = next(name for name in archive.namelist() if name.endswith("journey.yaml"))
            texts = list(values_of(yaml.load(archive.read(name), yaml.BaseLoader)))
    else:
        tree = yaml.load(_text_of(source), yaml.BaseLoader)
        texts = list(oppia_texts(tree) if "states" in tree else values_of(tree))
    return Counter(words(texts))


def _text_of(file: Path) -> str:
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def words(texts: Iterable[str]) -> Iterator[str]:
    """Give the words of texts: runs of letters and digits."""
    for text in texts:
        yield from WORD.findall(text)


_SILENT = re.compile(r"\[[^\]]*\b(?:script|stylesheet|Twine\.\w+)\b[^\]]*\]")
_NOT_SEEN = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"/\*.*?\*/", re.DOTALL),
    re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE),
    re.compile(r"<<(script)>>.*?<</\1>>", re.DOTALL),
    re.compile(r"<%(?![=-]).*?%>", re.DOTALL),
)
_SAID_BY_MACRO = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")


def twee_texts(text: str) -> Iterator[str]:
    """Give what Twee passages show: prose, labels of links, texts in macros, names."""
    for part in re.split(r"^::", text, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        name = re.split(r"(?<!\\)[\[{]", head)[0].strip()
        if name == "StoryData" or _SILENT.search(head):
            continue
        if name != "StoryTitle":
            yield name
        for pattern in _NOT_SEEN:
            body = pattern.sub(" ", body)
        for macro in re.findall(r"<<(?!/)(.*?)>>", body, re.DOTALL):
            yield from (one or other for one, other in _SAID_BY_MACRO.findall(macro))
        body = re.sub(r"\[\[([^\]\n]*)\](?:\[[^\]\n]*\])?\]", _label, body)
        body = re.sub(r"<<.*?>>|<%.*?%>|\[img\[[^\]]*\]\]", " ", body, flags=re.DOTALL)
        yield visible(body)


def _label(match: re.Match[str]) -> str:
    inner = match[1]
    if "->" in inner:
        return f" {inner.rsplit('->', 1)[0]} "
    if "<-" in inner:
        return f" {inner.split('<-', 1)[1]} "
    return f" {inner.split('|')[0]} "


_SHOWN_KEYS = {"html", "unicode_str", "hint_content", "explanation", "title", "objective", "blurb",
               "author_notes", "category", "tags", "feedback", "value", "choices", "buttonText",
               "placeholder", "content", "hint_text", "text"}  # fmt: skip
_HIDDEN_KEYS = {"recorded_voiceovers", "content_id", "classifier_model_id", "type"}


def oppia_texts(node: object, *, is_shown: bool = False) -> Iterator[str]:
    """Give what an exploration shows: everything below a key that holds texts."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in _HIDDEN_KEYS:
                yield from oppia_texts(value, is_shown=is_shown or key in _SHOWN_KEYS)
            if isinstance(value, dict) and "interaction" in value:
                yield str(key)
    elif isinstance(node, list):
        for value in node:
            yield from oppia_texts(value, is_shown=is_shown)
    elif is_shown and isinstance(node, str) and node != "null":
        yield visible(node)


class _Seen(HTMLParser):
    """Collects the words of HTML, also those inside Oppia's components."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts.append(" ")
        for name, value in attrs:
            if name in ("alt", "title", "placeholder"):
                self.texts.append(f" {value} ")
            elif tag.startswith("oppia-") and name.endswith("-with-value") and value:
                self.texts.append(f" {_component(name, value)} ")

    def handle_endtag(self, tag: str) -> None:
        self.texts.append(" ")


def _component(name: str, value: str) -> str:
    if name.startswith(("url", "filepath", "video", "start", "end", "autoplay", "skill")):
        return ""
    try:
        told = json.loads(html.unescape(value))
    except ValueError:
        return html.unescape(value)
    shown = told if isinstance(told, list) else [told]
    return " ".join(_told(part) for part in shown)


def _told(part: object) -> str:
    if isinstance(part, dict):
        kept = (value for key, value in part.items() if key != "svg_filename")
        return " ".join(visible(str(value)) for value in kept)
    return visible(str(part))


def visible(text: str) -> str:
    """Return the words of a text with HTML in it."""
    seen = _Seen()
    seen.feed(text)
    seen.close()
    return "".join(seen.texts)


def values_of(node: object) -> Iterator[str]:
    """Give all texts of a draft: those of steps and those of notes."""
    if isinstance(node, dict):
        for value in node.values():
            yield from values_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from values_of(value)
    else:
        yield str(node)


# What is told


def report(outcomes: list[Outcome]) -> None:
    """Print one line a source, and the first lost words of each."""
    for one in outcomes:
        said = one.failure or (
            f"{one.found} words found, {len(one.lost)} lost, {one.findings} findings,"
            f" {one.seconds:.2f} s"
        )
        print(f"{one.name:<40} {one.kind:<6} {said}")
        if one.lost:
            print(f"    lost: {' '.join(one.lost[:20])}")


def keep(outcomes: list[Outcome]) -> None:
    """Keep the share of words found as a figure."""
    found = sum(outcome.found for outcome in outcomes)
    lost = sum(len(outcome.lost) for outcome in outcomes)
    failed = sum(bool(outcome.failure) for outcome in outcomes)
    figures.record(
        "Import: visible words found in the draft",
        round(100 * found / max(1, found + lost), 3),
        "100 %",
        all(outcome.is_good for outcome in outcomes),
        "make samples",
        unit="%",
        note=f"{len(outcomes)} sources, {found} words, {lost} lost, {failed} failed",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
