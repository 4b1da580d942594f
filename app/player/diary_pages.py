"""The Reisetagebuch of one run, composed: stations in order, own words, ways given up.

A page has what the diary prints for one station. Texts of authors arrive as safe Markup in the
language of the page; own words stay plain text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from markupsafe import Markup, escape

from app.engine import is_missed, scene
from app.engine.journey import Journey
from app.engine.scene import Scene
from app.engine.state import Value
from app.engine.steps import Goal, Scale, Step
from app.models.diary import Thought
from app.models.run import Run
from app.ui import formats, motifs, view
from app.ui.answers import fields_of
from app.ui.scene import Teller, heading_of
from app.ui.slots import slots_of
from app.ui.words import gettext as _

CHOSEN_KINDS = ("decision", "poll", "check", "explore")

Thoughts = Mapping[tuple[str, str], Thought]


@dataclass(frozen=True, slots=True)
class OwnText:
    """One private text with its place; `sent` is false for a draft or a skipped station.

    `drawing` is the motif that the text names, else "".
    """

    step: str
    field: str
    label: str
    text: str
    sent: bool
    drawing: Markup

    @classmethod
    def of(cls, step: str, field: str, label: str, thought: Thought) -> Self:
        """Take a stored text as it is read; a stored day becomes a written one."""
        drawing = motifs.motif(thought.text) if field == motifs.FIELD else Markup("")
        return cls(step, field, label, shown(field, thought.text), thought.answered, drawing)


@dataclass(frozen=True, slots=True)
class Change:
    """One statement of a scale; `words` says the values as text."""

    label: Markup
    before: int | None
    after: int | None
    words: str
    remark: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the diary says about one station."""

    step: str
    heading: Markup
    question: Markup
    answers: tuple[Markup, ...]
    earlier: tuple[Markup, ...]
    texts: tuple[OwnText, ...]
    changes: tuple[Change, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """The pages of one stage."""

    title: Markup
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A whole diary; `given_up` are pages of ways that the learner left.

    `former` are those of earlier versions, which the journey has no place for now.
    """

    chapters: tuple[Chapter, ...]
    given_up: tuple[Page, ...]
    former: tuple[Page, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.chapters and not self.given_up and not self.former


class Composer:
    """Composes the diary of one run in the language of the page.

    `journey` is an earlier version, for a station of that one.
    """

    def __init__(
        self,
        run: Run,
        thoughts: Thoughts,
        history: Mapping[str, list[Value]],
        journey: Journey | None = None,
    ) -> None:
        self.run = run
        self.journey: Journey = journey or run.journey
        self.thoughts = thoughts
        self.history = history
        self.lang = view.current().lang
        self.slots = slots_of(run)
        self.teller = Teller(self.journey, run.state, self.lang, slots=self.slots)

    def book(self) -> Book:
        """Return everything that was answered or written, in the order of the journey."""
        present = [*self.run.state.way, self.run.state.at]
        pages = [self.page(self.journey.steps[step]) for step in present]
        chapters = []
        for number, stage in enumerate(self.journey.stages):
            own = tuple(p for p in pages if p and self.journey.steps[p.step].stage == number)
            if own:
                chapters.append(Chapter(self.teller.words(f"stages.{stage}.title"), own))
        left = [step for step in self.journey.steps.values() if step.id not in present]
        given_up = [self.left_page(step) for step in left]
        return Book(tuple(chapters), tuple(filter(None, given_up)))

    def page(self, step: Step) -> Page | None:
        """Return the page of a station on the present way, None where there is nothing to tell."""
        texts = self.own_texts(step)
        value = self.run.state.way.get(step.id)
        told = value is not None and not is_missed(value)
        changes = self.changes(step) if told else ()
        if not texts and not changes and not (told and step.kind in CHOSEN_KINDS):
            return None
        seen = scene(self.journey, self.run.state, step.id, lang=self.lang)
        return Page(
            step=step.id,
            heading=self.teller.phrase(seen.heading),
            question=self.teller.phrase(seen.question),
            answers=self.chosen(seen),
            earlier=self.earlier(step),
            texts=texts,
            changes=changes,
            points=getattr(step, "points", 0),
        )

    def left_page(self, step: Step) -> Page | None:
        """Return the page of a station on a way given up."""
        texts = self.own_texts(step)
        answers = self.labels(step, self.history.get(step.id, []))
        if not texts and not answers:
            return None
        return Page(
            step=step.id,
            heading=self.plain_heading(step),
            question=Markup(""),
            answers=tuple(answers[-1:]),
            earlier=tuple(answers[:-1]),
            texts=texts,
            changes=(),
            points=0,
        )

    def own_texts(self, step: Step) -> tuple[OwnText, ...]:
        found = (
            (field, label, self.thoughts.get((step.id, field)))
            for field, label in field_labels(step).items()
        )
        return tuple(
            OwnText.of(step.id, field, label, thought)
            for field, label, thought in found
            if thought and thought.text
        )

    def earlier(self, step: Step) -> tuple[Markup, ...]:
        """Return what was chosen here before the present choice."""
        now = self.teller.chosen(step.id)
        return tuple(
            label for label in self.labels(step, self.history.get(step.id, [])) if label != now
        )

    def labels(self, step: Step, values: list[Value]) -> list[Markup]:
        """Name each different value that was ever recorded, in the order of recording.

        Places and tries add up within one value, so that their last one tells all.
        """
        if step.kind not in CHOSEN_KINDS:
            return []
        named = {}
        for value in values if step.kind in ("decision", "poll") else values[-1:]:
            state = replace(self.run.state, way={step.id: value})
            label = Teller(self.journey, state, self.lang, slots=self.slots).chosen(step.id)
            if label:
                named[label] = None
        return list(named)

    def changes(self, step: Step) -> tuple[Change, ...]:
        """Return the statements of a scale with their values, a repeated one beside its first."""
        if not isinstance(step, Scale):
            return ()
        repeated = any(
            isinstance(other, Scale)
            and other.repeats == step.id
            and self.run.state.way.get(other.id)
            for other in self.journey.steps.values()
        )
        if repeated:
            return ()
        seen = scene(self.journey, self.run.state, step.id, lang=self.lang)
        both = bool(step.repeats)
        return tuple(
            change(
                self.teller.phrase(row.label),
                row.before if both else row.value,
                row.value if both else None,
                points=0 if both else step.points,
            )
            for row in seen.rows
        )

    def chosen(self, seen: Scene) -> tuple[Markup, ...]:
        """Return the labels of what was chosen; the ticks of a practice are no choice."""
        if seen.step.kind not in CHOSEN_KINDS:
            return ()
        return tuple(self.teller.phrase(option.label) for option in seen.options if option.chosen)

    def plain_heading(self, step: Step) -> Markup:
        """Return the heading without looking at variants, for stations that are not on the way."""
        return self.teller.phrase(heading_of(self.journey, step, self.lang)) or escape(step.id)


def change(label: Markup, before: int | None, after: int | None, *, points: int) -> Change:
    """Say two values of a statement in words, and kindly where the second is lower.

    With `points` there is one value yet, out of so many.
    """
    unknown = _("weiß ich nicht")
    if points:
        value = _("%(value)s von %(points)s", value=before, points=points) if before else unknown
        return Change(label, None, None, value, "")
    words = _(
        "vorher %(before)s, nachher %(after)s", before=before or unknown, after=after or unknown
    )
    falls = bool(before and after and after < before)
    remark = _("Sie sehen es jetzt kritischer. Auch das ist Lernen.") if falls else ""
    return Change(label, before, after, words, remark)


def field_labels(step: Step) -> dict[str, str]:
    """Return the private fields of a step with their labels, in the order of the form."""
    if not step.private:
        return {}
    if not isinstance(step, Goal):
        return {"text": _("Ihr Text")}
    labels = {
        "picture": _("Mein Zielbild"),
        "motif": _("Mein Bild dazu"),
        "if": _("Wenn"),
        "then": _("Dann"),
        "until": _("Bis wann"),
        "who_helps": _("Wer mir hilft"),
    }
    return {field: labels[field] for field in fields_of(step)}


def shown(field: str, text: str) -> str:
    """Return a private text as people read it: a day and a motif are stored as short names."""
    if field == motifs.FIELD:
        return motifs.title(text)
    if field != "until":
        return text
    try:
        return formats.date(date.fromisoformat(text))
    except ValueError:
        return text
