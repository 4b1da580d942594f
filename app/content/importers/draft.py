"""A story as the files of a draft: ids, kinds of steps, and YAML in its usual form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.content.edit import spelled
from app.content.importers import graph
from app.content.importers.findings import WORDS, Report
from app.content.importers.prose import one_line
from app.content.importers.story import Passage, Story, Way
from app.content.importers.texts import id_of
from app.content.schema import RESERVED_STEPS, SHAPES

MOST_CHOICES = int(SHAPES["decision"]["choices"].high or 0)
_LONGEST_ID = 40
_QUESTION_SIGNS = ("?", "？", "؟")
_LONGEST_QUESTION = 300


class Bare(str):
    """A word that stands in YAML without quotation marks: an id, a number, yes."""


def write(story: Story, id_: str, report: Report, lang: str) -> str:
    """Return the ``journey.yaml`` of a draft; ``lang`` is the language of its notes.

    Changes the story: loops are cut, links that lead nowhere go into notes.
    """
    order = graph.arrange(story, report, lang)
    steps = _Steps(order, story.lang, report, lang).all()
    words = WORDS["de" if story.lang == "de" else "en"]
    title = one_line(story.title) or words["untitled"]
    files = ", ".join(story.files)
    journey: dict[str, Any] = {
        "format": Bare("zukunftsreise/1"),
        "id": Bare(id_),
        "title": title,
        "summary": one_line(story.summary),
        "languages": [Bare(story.lang)],
        "topics": story.topics,
        "note": [WORDS[lang]["note-from"].format(files=files), *story.note],
        "stages": [{"stage": Bare("geschichte"), "title": words["stage"], "steps": steps}],
    }
    return dumped(journey)


class _Steps:
    """Makes steps of passages in their order."""

    def __init__(self, order: list[Passage], lang: str, report: Report, noted: str) -> None:
        self.order = order
        self.report = report
        self.words = WORDS["de" if lang == "de" else "en"]
        self.noted = WORDS[noted]
        self.taken: set[str] = set(RESERVED_STEPS)
        self.numbers: dict[str, int] = {}
        self.ids = {passage.key: self._id(passage) for passage in order}
        self.titles = {passage.key: one_line(_title(passage.name)) for passage in order}

    def all(self) -> list[dict[str, Any]]:
        steps: list[dict[str, Any]] = []
        for passage, following in zip(self.order, [*self.order[1:], None], strict=True):
            steps += self._made(passage, following.key if following else None)
        return steps

    def _id(self, passage: Passage) -> str:
        wanted = id_of(passage.name) or "passage"
        found, number = wanted, self.numbers.get(wanted, 0 if wanted in RESERVED_STEPS else 1)
        while found in self.taken:
            number = self.numbers[wanted] = number + 1
            found = f"{wanted[: _LONGEST_ID - len(str(number)) - 1].rstrip('-')}-{number}"
        if not id_of(passage.name):
            self.report.add("name-replaced", passage.file, passage.line, to=passage.name, id=found)
        self.taken.add(found)
        return found

    def _made(self, passage: Passage, following: str | None) -> list[dict[str, Any]]:
        kind = passage.kind or ("story" if len(passage.ways) == 1 else "decision")
        if not passage.targets() and kind in ("story", "decision"):
            kind = "end"
        make = {"end": self._end, "story": self._story, "decision": self._decision}
        return make.get(kind, self._own)(passage, following)

    def _head(self, kind: str, passage: Passage) -> dict[str, Any]:
        title = self.titles[passage.key] or self.words["untitled"]
        return {kind: Bare(self.ids[passage.key]), "title": title}

    def _text(self, passage: Passage, ways: list[Way]) -> str:
        """Return the text of a step, with what a single way on tells."""
        told = [way.feedback for way in ways if way.feedback]
        text = "\n\n".join(part for part in (passage.text, *told) if part)
        if not text:
            self.report.add("empty", passage.file, passage.line, passage.name)
        return text or "\n\n".join(way.label for way in ways if way.label) or "…"

    def _end(self, passage: Passage, _: str | None) -> list[dict[str, Any]]:
        step = self._head("end", passage)
        step["text"] = self._text(passage, passage.ways)
        return [{**step, "note": _joined(self._note(passage))}]

    def _story(self, passage: Passage, following: str | None) -> list[dict[str, Any]]:
        step = self._head("story", passage)
        step["text"] = self._text(passage, passage.ways)
        note = _joined(self._note(passage))
        return [{**step, **self._next(passage, following), "note": note}]

    def _note(self, passage: Passage) -> list[str]:
        """Return a note with labels of ways that are no choices, unless the text has them."""
        labels = [
            self.noted["note-label"].format(line=way.line, label=way.label)
            for way in passage.ways
            if way.label and way.label not in passage.text
        ]
        return [*passage.note[:1], *labels, *passage.note[1:]]

    def _own(self, passage: Passage, following: str | None) -> list[dict[str, Any]]:
        """Make a step of a kind that the importer chose itself."""
        step = self._head(passage.kind, passage) | passage.fields
        step |= self._next(passage, following)
        steps = [{**step, "note": _joined(passage.note)}]
        if not passage.targets():  # Nothing but an end may stand where no way leads on.
            name = f"{self.ids[passage.key]}-ende"
            end = Passage("", name, passage.file, passage.line)
            steps.append({"end": Bare(self._id(end)), "title": self.words["end"], "text": "…"})
        return steps

    def _next(self, passage: Passage, following: str | None) -> dict[str, Any]:
        targets = passage.targets()
        if not targets or targets[0] == following:
            return {}
        return {"next": Bare(self.ids[targets[0]])}

    def _decision(self, passage: Passage, _: str | None) -> list[dict[str, Any]]:
        text, question = _question(passage.text)
        step = self._head("decision", passage)
        ask = {"question": question or self.words["question"]}
        note = {"note": _joined(passage.note)}
        ways = passage.ways
        if len(ways) > MOST_CHOICES:
            self.report.add("many-choices", passage.file, passage.line, passage.name,
                            count=len(ways), most=MOST_CHOICES)  # fmt: skip
        steps = []
        for shown, is_last in _parted(ways):
            choices = [self._choice(number, way) for number, way in enumerate(shown, 1)]
            if not is_last:
                id_ = self._more(passage)
                choices.append({"id": Bare("weiter"), "label": self.words["more"], "next": id_})
            steps.append({**step, "text": text, **ask, "choices": choices, **note})
            if not is_last:
                step, text, note = {"decision": id_, "title": self.words["hub-title"]}, "", {}
        return steps

    def _more(self, passage: Passage) -> Bare:
        """Return a new id for a further decision about the same."""
        base = self.ids[passage.key]
        more = Passage("", f"{base[: _LONGEST_ID - 6]}-weiter", passage.file, passage.line)
        return Bare(self._id(more))

    def _choice(self, number: int, way: Way) -> dict[str, Any]:
        assert way.to is not None
        return {
            "id": Bare(f"wahl-{number}"),
            "label": one_line(way.label) or self.titles[way.to] or self.words["more"],
            "feedback": way.feedback,
            "next": Bare(self.ids[way.to]),
        }


def _parted(ways: list[Way]) -> Iterator[tuple[list[Way], bool]]:
    """Give the ways of one decision after another, and whether it is the last about the same."""
    at = 0
    while len(ways) - at > MOST_CHOICES:
        yield ways[at : at + MOST_CHOICES - 1], False
        at += MOST_CHOICES - 1
    yield ways[at:], True


def _title(name: str) -> str:
    return name if " " in name else name.replace("_", " ").strip()


def _question(text: str) -> tuple[str, str]:
    """Part the question at the end of a text from what stands before it."""
    before, _, last = text.rpartition("\n\n")
    is_line = "\n" not in last and len(last) <= _LONGEST_QUESTION and not last.startswith("#")
    return (before, last) if is_line and asks(last) else (text, "")


def asks(words: str) -> bool:
    """Whether a paragraph ends like a question."""
    return words.rstrip("*_ ").endswith(_QUESTION_SIGNS)


def _joined(note: list[str]) -> str:
    return "\n".join(line.rstrip() for part in note for line in part.split("\n") if line.strip())


# YAML


def dumped(value: Mapping[str, Any]) -> str:
    """Return a mapping as a file: texts in quotation marks or below ``|``, nothing empty."""
    return "".join(f"{line}\n" for line in _mapping(value, ""))


def _mapping(value: Mapping[str, Any], pad: str) -> Iterator[str]:
    for key, given in value.items():
        if given or given == 0:
            yield from _value(f"{pad}{key}:", given, pad + "  ")


def _value(head: str, value: Any, pad: str) -> Iterator[str]:
    """Give the lines of a value behind its key or hyphen."""
    if isinstance(value, list) and not all(isinstance(entry, Bare) for entry in value):
        yield head
        for entry in value:
            yield from _entry(entry, pad)
    elif isinstance(value, Mapping):
        yield head
        yield from _mapping(value, pad)
    else:
        yield from f"{head} {_scalar(value, pad)}".split("\n")


def _entry(entry: Any, pad: str) -> Iterator[str]:
    if isinstance(entry, Mapping):
        lines = list(_mapping(entry, pad + "  "))
        yield f"{pad}- {lines[0][len(pad) + 2 :]}"
        yield from lines[1:]
    else:
        yield from _value(f"{pad}-", entry, pad + "  ")


def _scalar(value: Any, pad: str) -> str:
    if isinstance(value, list):
        return f"[{', '.join(value)}]"
    if isinstance(value, Bare) or not isinstance(value, str):
        return str(value)
    return spelled("\n".join(line.rstrip() for line in value.strip("\n").split("\n")), pad, "\n")
