"""Oppia explorations in YAML: schemas 7 to 30 and the present one; others as far as understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from app.content.importers.findings import WORDS, Refused, Report
from app.content.importers.oppia_state import State
from app.content.importers.oppia_values import entries, fields, first_line, shown, value
from app.content.importers.prose import one_line
from app.content.importers.story import Passage, Story
from app.content.importers.texts import language_of, plain
from app.content.importers.vocabulary import NAMES
from app.content.nodes import Node, uncollected
from app.content.problems import ERROR, Problems, TooMany
from app.content.source import Tree, compose

KNOWN_SCHEMAS = (range(7, 31), range(46, 63))
"""Those of the samples, and those that a present server still takes."""

_LARGEST = 4 * 1024 * 1024
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SAID = frozenset(("title", "objective", "tags", "states", "language_code", "init_state_name"))
END = "END"


@uncollected
def read(files: Mapping[str, str], name: str, report: Report, lang: str) -> Story:
    """Make a story of the one exploration among the files; raise `Refused` where there is none."""
    if len(files) > 1:
        raise Refused("several", name=name, files=", ".join(files))
    file, text = next(iter(files.items()))
    tree = _composed(file, text, report)
    return _Reader(file, tree, report, lang).story(text)


def _composed(file: str, text: str, report: Report) -> Tree:
    problems = Problems(file)
    try:
        tree = compose(text, problems, most=_LARGEST)
    except TooMany:
        tree = None
    errors = [problem for problem in problems.found if problem.severity == ERROR]
    if tree is None or tree.root.id != "mapping":
        if not errors:
            raise Refused("unknown", name=file)
        first = errors[0]
        raise Refused(
            "yaml", name=file, line=first.line, de=first.message("de"), en=first.message("en")
        )
    for problem in errors:
        report.add("yaml", file, problem.line, de=problem.message("de"), en=problem.message("en"))
    return tree


class _Reader:
    def __init__(self, file: str, tree: Tree, report: Report, lang: str) -> None:
        self.file = file
        self.tree = tree
        self.report = report
        self.words = WORDS[lang]
        self.given = fields(tree.root)
        self.note: list[str] = []

    def story(self, text: str) -> Story:
        states = self._states()
        if not states:
            raise Refused("unknown" if "states" not in self.given else "empty", name=self.file)
        self._check_schema()
        told = shown(self.given.get("language_code"))
        lang = told if _LANGUAGE.fullmatch(told) else language_of(text)
        passages = {
            key: State(key, node, self.file, self.report, self.words, lang).passage()
            for key, node in states.items()
        }
        self._add_end(passages)
        self._keep_rest(text)
        return Story(
            title=plain(shown(self.given.get("title"))) or Path(self.file).stem,
            lang=lang,
            passages=passages,
            start=self._start(passages),
            files=[self.file],
            summary=plain(shown(self.given.get("objective"))),
            topics=[one_line(plain(shown(n))) for n in entries(self.given.get("tags")) if shown(n)],
            note=self.note,
        )

    def _states(self) -> dict[str, Node]:
        """Return the states by name; in the oldest files they are a list."""
        node = self.given.get("states")
        if node is None or node.id == "scalar":
            return {}
        if node.id == "mapping":
            return {plain(key): state for key, state in fields(node).items()}
        found: dict[str, Node] = {}
        for number, state in enumerate(entries(node), 1):
            told = plain(shown(fields(state).get("name"))) or f"State {number}"
            found.setdefault(told, state)
        return found

    def _check_schema(self) -> None:
        node = self.given.get("schema_version")
        told = shown(node)
        number = int(told) if told.isdecimal() and len(told) < 9 else -1
        if not any(number in known for known in KNOWN_SCHEMAS):
            known = ", ".join(f"{known[0]}–{known[-1]}" for known in KNOWN_SCHEMAS)
            line = node.start_mark.line + 1 if node is not None else 1
            self.report.add("schema", self.file, line, text=told or "–", known=known)

    def _start(self, passages: Mapping[str, Passage]) -> str:
        node = self.given.get("init_state_name")
        told = plain(shown(node))
        if told in passages:
            return told
        instead = next(iter(passages))
        line = node.start_mark.line + 1 if node is not None else 1
        self.report.add("start-unknown", self.file, line, to=told or "–", instead=instead)
        return instead

    def _add_end(self, passages: dict[str, Passage]) -> None:
        """Add the end that the oldest schemas only name."""
        ways = [way for passage in passages.values() for way in passage.ways]
        first = next((way for way in ways if way.told == END), None)
        if END not in passages and first is not None:
            passages[END] = Passage(END, END, self.file, first.line)

    def _keep_rest(self, text: str) -> None:
        """Put into the note what belongs to the whole exploration, and lines that were not read."""
        for key, node in self.given.items():
            told = value(node)
            if key in _SAID or key in NAMES["oppia.silent"] or not told:
                continue
            code = "parameter" if key.startswith("param_") else "setting"
            self.report.add(code, self.file, first_line(node), text=f"{key}: {told}")
            self.note.append(f"{key}: {plain(told)}")
        lines = text.split("\n")
        for number in sorted(self.tree.repairs.lost):
            if number < len(lines) and lines[number].strip():
                self.note.append(
                    self.words["note-unread"].format(
                        file=self.file, line=number + 1, text=lines[number].strip()
                    )
                )
