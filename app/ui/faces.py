"""Faces: everything the page of one step says of its own, gathered for the templates of steps.

Who walks, a learner or an author who tries a draft, is a `Walk`; their addresses, turns and private
texts come from the room that shows the step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from markupsafe import Markup

from app.engine import is_missed, scene
from app.engine.journey import Journey
from app.engine.scene import Progress, Scene
from app.engine.state import State, Value
from app.engine.steps import Explore, Scale, Step
from app.engine.text import Block, Text
from app.ui import formats
from app.ui.answers import GO_ON, AnswerForm, day_of
from app.ui.parts import macros
from app.ui.scene import Teller, bare
from app.ui.view import current
from app.ui.words import gettext as _

NO_MESSAGES: Mapping[str, str] = {}


class Walk(Protocol):
    """A journey on which somebody is under way."""

    @property
    def journey(self) -> Journey: ...

    @property
    def journey_id(self) -> str: ...

    @property
    def role(self) -> str | None: ...

    @property
    def state(self) -> State: ...


class Written(Protocol):
    """A private text that is stored."""

    @property
    def text(self) -> str: ...

    @property
    def revision(self) -> int: ...


@dataclass(frozen=True, slots=True)
class TextField:
    """A private text as its form shows it; `theirs` is the other text of a conflict.

    One that `is_unsent` stands beside its form, as in a trial: what is typed stays in the browser.
    """

    name: str
    label: str
    text: str
    revision: int
    error: str = ""
    theirs: Written | None = None
    is_chosen: bool = False
    is_stored: bool = False
    is_unsent: bool = False

    @property
    def day(self) -> str:
        """The text as a day, "" where it is none."""
        day = day_of(self.text) if self.name == "until" else None
        return formats.day(day) if day else ""


def face_of(
    walk: Walk,
    step: Step,
    seen: Scene,
    tell: Teller,
    *,
    fields: Sequence[TextField] = (),
    form: AnswerForm | None = None,
    asks_again: bool = False,
    compares: bool = False,
    is_trial: bool = False,
) -> dict[str, Any]:
    """Return what the templates of a step say to everybody who meets this scene.

    `form` is a refused one, whose input is kept. `asks_again` shows the open form of a step that is
    answered already, `compares` the second half of a practice. The form of a trial stores nothing.
    """
    heading, intro = _heading(step, seen, tell)
    offered = _offered(seen, tell, may_go_on=not asks_again)
    errors = _errors(form, offered)
    return {
        "journey_id": walk.journey_id,
        "step": step,
        "scene": seen,
        "tell": tell,
        "heading": heading,
        "intro": intro,
        "title": page_title(tell, heading, seen.progress, errors, asks_again),
        "caption": _caption(walk, tell),
        "may_change": seen.may_change and not asks_again,
        "asks_again": asks_again,
        "compares": compares or (form is not None and "compared" in form.fields),
        "fields": fields,
        "offered": offered,
        "chosen": _chosen(seen, form, walk.state.way.get(step.id) if asks_again else seen.value),
        "errors": errors,
        "messages": form.sentences() if form else NO_MESSAGES,
        "is_skipped": seen.value is None,
        "is_missed": is_missed(seen.value),
        "news": None,
        "counted": False,
        "in_group": False,
        "sources": sources_of(tell, seen) if seen.sources else (),
        "is_trial": is_trial,
    }


def scene_of(walk: Walk, step: Step, state: State, before: State | None = None) -> Scene:
    """Return the scene of a step in a state, in the words that this person wants to read."""
    view = current()
    return scene(walk.journey, state, step.id, lang=view.lang, easy=view.easy, before=before)


def step_before(walk: Walk, step: str) -> str | None:
    """Return the step before one of the way, or before the present one; None for the first."""
    passed = reversed(walk.state.way)
    if step in walk.state.way and step != walk.state.at:
        for each in passed:
            if each == step:
                break
    return next((each for each in passed if each != step), None)


def page_title(
    tell: Teller,
    heading: Markup | str,
    progress: Progress,
    errors: object = (),
    asks_again: bool = False,
) -> str:
    """Return the window's title: „Die Prüfung – Etappe 2 von 4 – Ein Montag mit KI“."""
    stage = formats.stage(progress.stage, progress.stages)
    journey = tell.plain(tell.journey.text(tell.lang, "title"))
    words = f"{bare(heading)} – {stage} – {journey}"
    if asks_again:
        words = _("Ändern: %(title)s", title=words)
    return _("Fehler: %(title)s", title=words) if errors else words


def progress_of(progress: Progress, *, has_arrived: bool) -> Markup:
    """Draw how far a walk is, without minutes once it has arrived."""
    left = "" if has_arrived else formats.left(progress)
    station = formats.station(progress.station, progress.stations)
    return macros("c").progress(progress.stage, progress.stages, left, station)


def _caption(walk: Walk, tell: Teller) -> Markup:
    """Return whose journey this is: its title and the learner's role."""
    title = tell.words("title")
    if not walk.role:
        return title
    role = tell.words(f"roles.{walk.role}.title")
    part = Markup(_("als %(role)s")) % {"role": role}  # noqa: S704  Our own sentence.
    return title + " · " + part


def sources_of(tell: Teller, seen: Scene) -> list[dict[str, Any]]:
    """Return the sources of a scene, as its texts link to them."""
    found = []
    for name in seen.sources:
        source = tell.journey.sources[name]
        found.append(
            {
                "id": name,
                "url": source.url,
                "title": tell.words(f"sources.{name}.title"),
                "checked": formats.day(source.checked) if source.checked else "",
            }
        )
    return found


def _heading(step: Step, seen: Scene, tell: Teller) -> tuple[Markup | str, Markup]:
    """Return the page's heading, and what of a long question stands below it."""
    if seen.heading is None:
        again = isinstance(step, Scale) and step.repeats
        return _("Ihre Einschätzung heute") if again else _("Ihre Einschätzung"), Markup("")
    if not step.private:
        return tell.phrase(seen.heading), Markup("")
    first, *rest = seen.heading.blocks
    asked = seen.question.blocks if seen.question else tuple(rest)
    lang = seen.heading.lang
    return tell.phrase(Text(lang, (first,))), tell.prose(Text(lang, _paragraphs(asked)))


def _paragraphs(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Make a paragraph of a question that was compiled to stand in a heading."""
    if len(blocks) == 1 and not blocks[0].tag:
        return (Block(blocks[0].pieces, "p"),)
    return tuple(blocks)


def _offered(seen: Scene, tell: Teller, *, may_go_on: bool) -> tuple[tuple[str, Markup | str], ...]:
    """Return what the form lets choose, as pairs of id and label."""
    if seen.face not in ("ask", "retry"):
        return ()
    if not isinstance(seen.step, Explore):
        return tuple((each.id, tell.phrase(each.label)) for each in seen.options)
    # Only places where nobody has been yet, and the way on as soon as enough are visited.
    places = tuple((each.id, tell.phrase(each.label)) for each in seen.options if not each.chosen)
    goes_on = may_go_on and seen.may_leave
    return (*places, (GO_ON, _("Ich gehe weiter"))) if goes_on else places


def _errors(
    form: AnswerForm | None, offered: tuple[tuple[str, Markup | str], ...]
) -> list[tuple[str, str]]:
    """Return pairs of the control that is wrong and the sentence about it."""
    if form is None:
        return []
    first = {"answer": f"answer-{offered[0][0]}"} if offered else {}
    return [(first.get(field, field), words) for field, words in form.sentences().items()]


def _chosen(seen: Scene, form: AnswerForm | None, value: Value) -> Any:
    """Return the marks of the form: ids of options, or the points of each item of a scale."""
    if seen.rows:
        points = value if isinstance(value, dict) else {}
        if form is not None:
            points = {row.id: form.number(f"item-{row.id}") for row in seen.rows}
        return {row.id: points.get(row.id) for row in seen.rows}
    if form is not None:
        return tuple(form.chosen())
    if isinstance(value, dict):
        return tuple(value.get("ticked", ()))
    return (value,) if isinstance(value, str) else ()


def labels() -> dict[str, str]:
    """Return what the fields of private texts are called."""
    return {
        "text": _("Ihr Text"),
        "picture": _("Ihr Zielbild"),
        "motif": _("Ein Bild dazu"),
        "if": _("Wenn … Beschreiben Sie eine Situation."),
        "then": _("… dann: Was tun Sie?"),
        "until": _("Bis wann?"),
        "who_helps": _("Wer hilft Ihnen dabei?"),
    }
