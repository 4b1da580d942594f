"""A state of an Oppia exploration as a passage: story, decision, check or practice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.content.importers.draft import Bare, asks
from app.content.importers.findings import WORDS, Report
from app.content.importers.oppia_values import (
    Rich,
    entries,
    fields,
    first_line,
    html_of,
    is_true,
    leaves,
    shown,
    value,
)
from app.content.importers.prose import one_line
from app.content.importers.story import Passage, Way
from app.content.importers.texts import plain, uncovered
from app.content.importers.vocabulary import NAMES
from app.content.nodes import Node
from app.content.schema import SHAPES

MOST_ANSWERS = int(SHAPES["check"]["answers"].high or 0)
_TRIES = 2
_LABELS = ("choices", "buttonText")
_CHOOSING = ("MultipleChoiceInput", "ItemSelectionInput")
_VOICES = ("recorded_voiceovers", "content_ids_to_audio_translations")


_SIGNS = {"IsLessThan": "< ", "IsGreaterThan": "> ", "IsLessThanOrEqualTo": "≤ ",
          "IsGreaterThanOrEqualTo": "≥ ", "NotEquals": "≠ "}  # fmt: skip


@dataclass(slots=True)
class Outcome:
    """What follows some answers: the rules that find them, where it leads, what is said."""

    rules: list[str]
    inputs: list[str]
    dest: str
    feedback: list[str]
    line: int
    is_right: bool = False
    equal: set[str] = field(default_factory=set)
    """Choices, by number or content id, for which a rule asks exactly."""


class State:
    """Reads one state; ``lang`` is the language of the exploration."""

    def __init__(
        self, name: str, node: Node, file: str, report: Report, words: Mapping[str, str], lang: str
    ) -> None:
        self.name = name
        self.node = node
        self.file = file
        self.report = report
        self.words = words
        self.said = WORDS["de" if lang == "de" else "en"]
        self.rich = Rich()
        self.given = fields(node)
        self.asked = fields(self.given.get("interaction") or self.given.get("widget"))
        self.kind = shown(self.asked.get("id")) or shown(self.asked.get("widget_id"))
        self.settings = fields(self.asked.get("customization_args"))
        self.line = first_line(node)
        self.tail: list[str] = []

    def passage(self) -> Passage:
        """Return the passage that this state becomes."""
        made = Passage(self.name, self.name, self.file, self.line)
        if self.node.id != "mapping":
            self.report.add("state", self.file, self.line, self.name)
            made.note.append(plain(value(self.node)))
            return made
        made.text = "\n\n".join(self._texts(self.given.get("content")))
        outcomes = self._outcomes()
        if self.kind == "Continue":
            label = " ".join(self._texts(self.settings.get("buttonText")))
            made.ways = [Way(one_line(label), o.dest, o.line, o.dest, self._first(o.feedback))
                         for o in outcomes[-1:]]  # fmt: skip
        elif self.kind in _CHOOSING and self._labels():
            self._choosing(made, outcomes)
        elif self.kind != "EndExploration" and outcomes:
            self._writing(made, outcomes)
        self._keep(made, outcomes)
        return made

    # Reading

    def _texts(self, node: Node | None) -> list[str]:
        texts = [self.rich.text(plain(html)) for html in html_of(node)]
        return [text for text in texts if text]

    def _first(self, feedback: list[str]) -> str:
        """Return the feedback that is shown; of several one was chosen by chance."""
        return feedback[0] if feedback else ""

    def _outcomes(self) -> list[Outcome]:
        """Return what can follow, in the order in which rules are tried, the default last."""
        found = []
        for group in entries(self.asked.get("answer_groups")):
            given = fields(group)
            found.append(self._outcome(given.get("outcome"), entries(given.get("rule_specs"))))
        for handler in entries(self.asked.get("handlers")):
            for rule in entries(fields(handler).get("rule_specs")):
                found.append(self._outcome(rule, [rule]))
        default = self.asked.get("default_outcome")
        if fields(default):
            found.append(self._outcome(default, []))
        return found

    def _outcome(self, node: Node | None, rules: list[Node]) -> Outcome:
        given = fields(node)
        found = Outcome(
            rules=[],
            inputs=[],
            dest=plain(shown(given.get("dest"))),
            feedback=self._texts(given.get("feedback")),
            line=first_line(node) if node is not None else self.line,
            is_right=is_true(given.get("labelled_as_correct")) or is_true(given.get("correct")),
        )
        for rule in rules:
            told = fields(rule)
            told = fields(told.get("definition")) or told
            name = shown(told.get("name")) or shown(told.get("rule_type"))
            if name == "default":
                continue
            inputs = fields(told.get("inputs"))
            found.rules.append(plain(f"{name}({value(told.get('inputs'))})"))
            sign = _SIGNS.get(name, "")
            found.inputs += [sign + plain(_input(node)) for node in inputs.values()]
            if name == "Equals":
                listed = inputs.get("x")
                found.equal |= {shown(n) for n in entries(listed)} or {shown(listed)}
        return found

    def _labels(self) -> list[tuple[str, str]]:
        """Return the choices: content id, or number, and words."""
        node = fields(self.settings.get("choices")).get("value")
        found = []
        for number, entry in enumerate(entries(node)):
            words = one_line(" ".join(self._texts(entry)))
            found.append((shown(fields(entry).get("content_id")) or str(number), words))
        return found

    # Questions with choices

    def _choosing(self, made: Passage, outcomes: list[Outcome]) -> None:
        labels = self._labels()
        several = self.kind == "ItemSelectionInput" and self._most_selected() != "1"
        right = self._right(outcomes)
        by_choice = [self._for_choice(n, id_, words, outcomes)
                     for n, (id_, words) in enumerate(labels)]  # fmt: skip
        correct = [self._is_among(n, id_, words, right) for n, (id_, words) in enumerate(labels)]
        forward = {o.dest for o in by_choice if o and o.dest != self.name}
        if len(labels) > 1 and right and (several or (sum(correct) == 1 and len(forward) == 1)):
            self._check(made, labels, correct, by_choice, right, several)
            return
        made.ways = [
            Way(words, o.dest if o else None, o.line if o else self.line, o.dest if o else "",
                self._first(o.feedback) if o else "", stays=True)
            for (_, words), o in zip(labels, by_choice, strict=True)
        ]  # fmt: skip
        if len(made.ways) == 1:
            made.text = "\n\n".join(part for part in (made.text, labels[0][1]) if part)

    def _most_selected(self) -> str:
        return shown(fields(self.settings.get("maxAllowableSelectionCount")).get("value"))

    def _right(self, outcomes: list[Outcome]) -> Outcome | None:
        """Return what follows the right answer: what says so, else the first that leads on."""
        marked = [o for o in outcomes if o.is_right]
        forward = [o for o in outcomes if o.rules and o.dest != self.name]
        return next(iter(marked or forward), None)

    def _for_choice(
        self, number: int, id_: str, words: str, outcomes: list[Outcome]
    ) -> Outcome | None:
        fitting = (o for o in outcomes if not o.rules or self._is_among(number, id_, words, o))
        return next(fitting, None)

    @staticmethod
    def _is_among(number: int, id_: str, words: str, outcome: Outcome | None) -> bool:
        if outcome is None:
            return False
        asked = outcome.equal
        return bool(asked & {str(number), f"{number}.0", id_, words, f"<p>{words}</p>"})

    def _check(
        self,
        made: Passage,
        labels: list[tuple[str, str]],
        correct: list[bool],
        by_choice: list[Outcome | None],
        right: Outcome,
        several: bool,
    ) -> None:
        rows = sorted(range(len(labels)), key=lambda n: (not correct[n], n))[:MOST_ANSWERS]
        if len(labels) > MOST_ANSWERS:
            self.report.add("many-answers", self.file, self.line, self.name,
                            count=len(labels), most=MOST_ANSWERS)  # fmt: skip
            made.note += [words for n, (_, words) in enumerate(labels) if n not in rows]
        text, question = _parted(made.text)
        answers = []
        for number in sorted(rows):
            outcome = right if correct[number] and several else by_choice[number]
            answers.append({
                "id": Bare(f"antwort-{number + 1}"),
                "correct": Bare("yes") if correct[number] else "",
                "label": labels[number][1] or "…",
                "feedback": self._first(outcome.feedback) if outcome else "",
            })  # fmt: skip
        made.kind = "check"
        made.fields = {
            "text": text,
            "question": question or self.said["question"],
            "several": Bare("yes") if several else "",
            "answers": answers,
            "tries": Bare(str(_TRIES)),
        }
        made.ways = [Way("", right.dest, right.line, right.dest)]

    # Questions with a typed answer

    def _writing(self, made: Passage, outcomes: list[Outcome]) -> None:
        forward = [o for o in outcomes if o.dest != self.name]
        is_fork = len({o.dest for o in forward}) > 1
        kind = "decision" if is_fork else "practice"
        self.report.add("interaction", self.file, self.line, self.name,
                        text=self.kind or "–", kind=kind)  # fmt: skip
        if is_fork:
            made.ways = self._fork(forward)
            return
        labels = dict(self._labels())
        listed = "\n".join(f"- {words}" for words in labels.values() if words)
        solution = fields(self.asked.get("solution"))
        correct = value(solution.get("correct_answer")).split(", ")
        told = [plain(", ".join(labels.get(part, part) for part in correct))]
        told += self._texts(solution.get("explanation"))
        told += [self._first(o.feedback) for o in forward]
        made.kind = "practice"
        made.fields = {
            "task": "\n\n".join(part for part in (made.text, listed) if part) or "…",
            "hints": [hint for hint in self._hints() if hint],
            "sample": "\n\n".join(dict.fromkeys(part for part in told if part)),
        }
        dest = forward[0].dest if forward else self.name
        made.ways = [Way("", dest, self.line, dest, stays=False)]

    def _hints(self) -> list[str]:
        return [" ".join(self._texts(hint).copy()) for hint in entries(self.asked.get("hints"))]

    def _fork(self, forward: list[Outcome]) -> list[Way]:
        """Return a choice for each way that rules lead; their words are what had to be typed."""
        grouped: dict[tuple[str, str], list[Outcome]] = {}
        for outcome in forward:
            grouped.setdefault((outcome.dest, self._first(outcome.feedback)), []).append(outcome)
        ways = []
        for (dest, feedback), same in grouped.items():
            inputs = [text for o in same for text in o.inputs if text]
            label = " / ".join(dict.fromkeys(inputs)) or self.said["note-default"]
            ways.append(Way(one_line(label), dest, same[0].line, dest, feedback, stays=True))
        return ways

    # What has no place of its own

    def _keep(self, made: Passage, outcomes: list[Outcome]) -> None:
        """Write the note, so that no word of the state is lost."""
        head = self.words["note-passage"].format(name=self.name, file=self.file, line=self.line)
        made.note = [head, *made.note]
        self._keep_rules(made, outcomes)
        self._keep_settings(made)
        self._keep_others(made)
        for code, raw in self.rich.odd:
            self.report.add(code, self.file, self.line, self.name, text=raw)
        made.note += [plain(raw) for _, raw in dict.fromkeys(self.rich.odd)]
        rest = Rich()
        source = "\n".join(
            rest.text(plain(text))
            for text in leaves(self.node, NAMES["oppia.state-silent"])
            if text
        )
        if lost := uncovered(source, _kept(made)):
            made.note += [self.words["note-rest"], *lost]

    def _keep_rules(self, made: Passage, outcomes: list[Outcome]) -> None:
        if not any(o.rules for o in outcomes) and all(len(o.feedback) < 2 for o in outcomes):
            return
        self.report.add("rules", self.file, self.line, self.name)
        made.note.append(self.words["note-rules"])
        for outcome in outcomes:
            rule = " | ".join(outcome.rules) or self.words["note-default"]
            to = self.words["note-back"] if outcome.dest == self.name else outcome.dest
            made.note.append(self.words["note-rule"].format(rule=rule, to=to))
            for text in outcome.feedback:
                bare = text.replace("\\{{", "{{")
                made.note.append(self.words["note-feedback"].format(text=bare))

    def _keep_settings(self, made: Passage) -> None:
        told = []
        for key, node in self.settings.items():
            text = value(fields(node).get("value") or node)
            if key not in _LABELS and text:
                told.append(f"{key}: {text}")
        if told:
            made.note.append(self.words["note-settings"].format(text=plain("; ".join(told))))
        changes = value(self.given.get("param_changes"))
        if changes:
            self.report.add("parameter", self.file, self.line, self.name, text=changes)
            made.note.append(self.words["note-parameters"].format(text=plain(changes)))

    def _keep_others(self, made: Passage) -> None:
        """Keep hints where the step has none, translations, and names of recorded voices."""
        if made.kind != "practice":
            made.note += [hint for hint in self._hints() if hint]
        written = fields(self.given.get("written_translations")).get("translations_mapping")
        for key, node in fields(written).items():
            for lang, entry in fields(node).items():
                text = " ".join(self._texts(entry) or [plain(value(entry))])
                self.report.add("translation", self.file, first_line(entry), self.name, text=lang)
                made.note.append(
                    self.words["note-translation"].format(lang=lang, key=key, text=text)
                )
        for key in _VOICES:
            if voices := value(self.given.get(key)):
                self.report.add("voiceover", self.file, self.line, self.name, text=voices)


def _input(node: Node) -> str:
    """Return what a rule compares with, as somebody would have typed it."""
    strings = fields(node).get("normalizedStrSet")
    return value(strings if strings is not None else node).removesuffix(".0")


def _parted(text: str) -> tuple[str, str]:
    """Part the paragraph that asks from the others: the last one, or the one before it."""
    paragraphs = text.split("\n\n")
    at = len(paragraphs) - 1
    if at and asks(paragraphs[at - 1]) and not asks(paragraphs[at]):
        at -= 1
    question = paragraphs.pop(at)
    is_line = bool(question) and "\n" not in question
    if not is_line or question.startswith(("#", "- ", "1. ")):
        return text, ""
    return "\n\n".join(paragraphs), question


def _kept(made: Passage) -> list[str]:
    """Return all texts of a passage."""
    found = [made.text, *made.note, *(way.label for way in made.ways)]
    found += [way.feedback for way in made.ways]
    waiting: list[Any] = [
        given for key, given in made.fields.items() if key not in ("task", "text", "question")
    ]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        else:
            waiting += one.values() if isinstance(one, dict) else one
    return found
