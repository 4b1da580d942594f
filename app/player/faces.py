"""Faces: everything the page of one step says, gathered for its templates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.engine import scene
from app.engine.scene import Progress, Scene
from app.engine.state import State, Value
from app.engine.steps import Explore, Scale, Step
from app.engine.text import Block, Text
from app.models.diary import Thought
from app.models.run import Run
from app.player.answers import GO_ON, AnswerForm, day_of, fields_of
from app.player.drafts import diary
from app.player.runs import address, present
from app.ui import formats
from app.ui.parts import macros
from app.ui.scene import Teller, bare
from app.ui.view import current
from app.ui.words import gettext as _

NOTHING = Thought("", 0, answered=False, saved_at=None)
NO_MESSAGES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class TextField:
    """A private text as its form shows it; `theirs` is the other text of a conflict."""

    name: str
    label: str
    text: str
    revision: int
    error: str = ""
    theirs: Thought | None = None
    is_chosen: bool = False
    is_stored: bool = False

    @property
    def day(self) -> str:
        """The text as a day, "" where it is none."""
        day = day_of(self.text) if self.name == "until" else None
        return formats.day(day) if day else ""


class OwnWords(Mapping[tuple[str, str], str]):
    """The learner's private texts of a run, opened only where a page needs one."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._thoughts: dict[tuple[str, str], Thought] | None = None

    @property
    def thoughts(self) -> dict[tuple[str, str], Thought]:
        """All texts with their revisions; read and decrypted on first use."""
        if self._thoughts is None:
            self._thoughts = diary(self._run).texts()
        return self._thoughts

    def __getitem__(self, key: tuple[str, str]) -> str:
        return self.thoughts[key].text

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.thoughts)

    def __len__(self) -> int:
        return len(self.thoughts)


def page_of(
    run: Run,
    step: Step,
    *,
    form: AnswerForm | None = None,
    theirs: Mapping[str, Thought] | None = None,
    before: State | None = None,
    asks_again: bool = False,
    compares: bool = False,
    seen: Scene | None = None,
) -> dict[str, Any]:
    """Return the context of a step's templates.

    `form` is a refused one, whose input is kept; `theirs` the stored texts it met. `before` is the
    state in which the step was answered, where the caller has it. `asks_again` shows the open form
    of a step answered already, `compares` the second half of a practice. `seen` is the scene, where
    the caller has it.
    """
    words = OwnWords(run)
    state = before if asks_again and before is not None else run.state
    seen = seen or scene_of(run, step, state, None if asks_again else before)
    tell = Teller(run.journey, state, current().lang, words)
    heading, intro = _heading(step, seen, tell)
    offered = _offered(seen, tell, may_go_on=not asks_again)
    errors = _errors(form, offered)
    return {
        "journey_id": run.journey_id,
        "step": step,
        "scene": seen,
        "tell": tell,
        "heading": heading,
        "intro": intro,
        "title": page_title(tell, heading, seen.progress, errors, asks_again),
        "caption": _caption(run, tell),
        **own_values(run, step, seen, asks_again=asks_again),
        "cancel": address(run, step.id) if asks_again else "",
        "counted": run.contributes,
        "in_group": run.partition_id is not None,
        "may_change": seen.may_change and not asks_again,
        "asks_again": asks_again,
        "compares": compares or (form is not None and "compared" in form.fields),
        "fields": _fields(step, words, form, theirs or {}) if step.private else (),
        "offered": offered,
        "chosen": _chosen(seen, form, run.state.way.get(step.id) if asks_again else seen.value),
        "errors": errors,
        "messages": form.sentences() if form else NO_MESSAGES,
        "is_skipped": seen.value is None or seen.value == {"missed": True},
        "sources": sources_of(tell, seen) if seen.sources else (),
    }


def scene_of(run: Run, step: Step, state: State, before: State | None = None) -> Scene:
    """Return the scene of a step in a state, in the words that this person wants to read."""
    view = current()
    return scene(run.journey, state, step.id, lang=view.lang, easy=view.easy, before=before)


def own_values(
    run: Run, step: Step, seen: Scene, *, asks_again: bool = False
) -> dict[str, str | Markup]:
    """Return what differs on a page between learners who are told the same words."""
    here = address(run, step.id)
    return {
        "base": address(run, ""),
        "here": f"{here}/anders" if asks_again else here,
        "back": here if asks_again else back_from(run, step.id),
        "ahead": present(run),
        "turn": str(run.turn),
        "learner": run.learner_tag,
        "progress": _progress(run, seen.progress),
    }


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


def _progress(run: Run, progress: Progress) -> Markup:
    left = "" if run.finished_at else formats.left(progress)
    station = formats.station(progress.station, progress.stations)
    return macros("c").progress(progress.stage, progress.stages, left, station)


def _caption(run: Run, tell: Teller) -> Markup:
    """Return whose journey this is: its title and the learner's role."""
    title = tell.words("title")
    if not run.role:
        return title
    role = tell.words(f"roles.{run.role}.title")
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


def back_from(run: Run, step: str) -> str:
    """Return where „Zurück“ leads: the step before on the way, in front of the first the cover."""
    passed = reversed(run.state.way)
    if step in run.state.way and step != run.state.at:
        for each in passed:
            if each == step:
                break
    previous = next((each for each in passed if each != step), None)
    return address(run, previous) if previous else f"/reise/{run.journey_id}"


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


def _fields(
    step: Step,
    words: OwnWords,
    form: AnswerForm | None,
    theirs: Mapping[str, Thought],
) -> list[TextField]:
    labels = _labels()
    found = []
    for name in fields_of(step):
        thought = words.thoughts.get((step.id, name), NOTHING)
        found.append(
            TextField(
                name,
                labels[name],
                form.texts[name] if form else thought.text,
                form.seen[name] if form else thought.revision,
                form.sentences().get(name, "") if form else "",
                theirs.get(name),
                form is not None and form.kept[0] == name,
                is_stored=bool(thought.text) and (form is None or form.texts[name] == thought.text),
            )
        )
    return found


def _labels() -> dict[str, str]:
    return {
        "text": _("Ihr Text"),
        "picture": _("Ihr Zielbild"),
        "motif": _("Ein Bild dazu"),
        "if": _("Wenn … Beschreiben Sie eine Situation."),
        "then": _("… dann: Was tun Sie?"),
        "until": _("Bis wann?"),
        "who_helps": _("Wer hilft Ihnen dabei?"),
    }
