"""What the form of a step carries, kind by kind, checked for shape.

The engine judges the answer; the diary takes the private words. A text too long is refused here,
so that it stays in its field.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from app.engine.state import Value
from app.engine.steps import Check, Decision, Explore, Goal, Poll, Practice, Scale, Step
from app.ui import formats, motifs
from app.ui.forms import Form

LONGEST_TEXT = 10_000
GOAL_FIELDS = ("picture", "if", "then", "until", "who_helps")
GO_ON = "go--on"
"""What the radio „Ich gehe weiter“ of an explore sends; no place can have this id."""

GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")


class AnswerForm(Form):
    """One POST of a step. `value` is for the engine, `texts` and `seen` are for the diary.

    `act` is the secondary button that was pressed: "skip", "leave" or "keep"; "" is the primary
    act. `kept` is then the field of the conflict and which text holds: mine, theirs or both.
    """

    def __init__(self, step: Step, fields: MultiDict[str, str]) -> None:
        self.step = step
        self.turn: int | None = None
        self.texts: dict[str, str] = {}
        self.seen: dict[str, int] = {}
        self.value: Value = None
        self.kept = ("", "")
        super().__init__(fields)

    @property
    def is_first_of_two(self) -> bool:
        """True where a practice's text was sent and its sample and criteria come next."""
        step = self.step
        return (
            isinstance(step, Practice)
            and bool(step.criteria or step.has_sample)
            and not self.act
            and "compared" not in self.fields
            and bool(self.texts["text"])
        )

    def read(self) -> None:
        """Take the turn, the button, the words and the answer."""
        self.turn = self.number("turn")
        self.act = next((act for act in ("skip", "leave", "keep") if act in self.fields), "")
        if self.act == "keep":
            field, _, which = self.word("keep").partition(".")
            self.kept = (field, which)
        for field in fields_of(self.step):
            self.texts[field] = self._private(field)
            self.seen[field] = self.number(f"seen-{field}") or 0
        if self.act in ("skip", "keep"):
            return
        if self.act == "leave":
            self.value = {"leave": True}
            return
        self.value = _VALUES.get(type(self.step), _said)(self)

    def chosen(self) -> list[str]:
        """Return the ids that were ticked, to tick them again where the form is refused."""
        return self.fields.getlist("answer") + self.fields.getlist("ticked")

    def _private(self, field: str) -> str:
        text = self.text(field)
        if len(text) > LONGEST_TEXT:
            self.refuse(field, "too-long", signs=formats.number(len(text)))
        if field == motifs.FIELD and not is_motif(text):
            self.refuse(field, "motif-unknown")
        if field != "until" or not text:
            return text
        day = day_of(text)
        # A day half typed is worth keeping; only going on with it is refused.
        if day is None and not self.act:
            self.refuse(field, "date-wrong")
        return day or text


def fields_of(step: Step) -> tuple[str, ...]:
    """Return the names of a step's private texts, none where it has none.

    Beside the picture of a goal in words stands a drawn one, chosen by its short name.
    """
    if isinstance(step, Goal):
        return tuple(_beside_words(step.fields))
    return ("text",) if step.private else ()


def is_motif(text: str) -> bool:
    """Tell whether a text names a motif; without one, a goal has no picture."""
    return not text or text in motifs.NAMES


def day_of(text: str) -> str | None:
    """Return a day as YYYY-MM-DD, written so or as 24.12.2026; None where it is no day."""
    german = GERMAN_DAY.fullmatch(text.strip())
    try:
        if german:
            day, month, year = german.groups()
            return date(int(year), int(month), int(day)).isoformat()
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return None


def _beside_words(fields: tuple[str, ...]) -> Iterator[str]:
    for field in fields:
        yield field
        if field == "picture":
            yield motifs.FIELD


def _choice(form: AnswerForm) -> Value:
    answer = form.word("answer")
    if not answer:
        form.refuse("answer", "choice-missing")
    return answer


def _place(form: AnswerForm) -> Value:
    place = form.word("answer")
    if not place:
        form.refuse("answer", "place-missing")
    return {"leave": True} if place == GO_ON else {"place": place}


def _ticks(form: AnswerForm) -> Value:
    ticked = form.fields.getlist("answer")
    if not ticked:
        form.refuse("answer", "choice-missing")
    return ticked


def _points(form: AnswerForm) -> Value:
    points: dict[str, int] = {}
    assert isinstance(form.step, Scale)
    for item in form.step.items:
        name = f"item-{item.id}"
        number = form.number(name)
        if number is not None:
            points[item.id] = number
        elif form.word(name):
            form.refuse(name, "value-wrong")
    return points


def _exercise(form: AnswerForm) -> Value:
    ticked = form.fields.getlist("ticked")
    return {"ticked": ticked} if ticked or form.texts["text"] else None


def _said(form: AnswerForm) -> Value:
    """Nothing to choose: going on is the answer, and an empty private text is a skip."""
    return True if not form.step.private or any(form.texts.values()) else None


_VALUES: Mapping[type[Step], Callable[[Any], Value]] = {
    Decision: _choice,
    Poll: _choice,
    Explore: _place,
    Check: _ticks,
    Scale: _points,
    Practice: _exercise,
}
