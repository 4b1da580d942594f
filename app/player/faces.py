"""Faces: what the page of a step says to one learner, with their addresses and private texts."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from app.engine.scene import Scene
from app.engine.state import State
from app.engine.steps import Step
from app.models.diary import Thought
from app.models.run import Run
from app.player.drafts import diary
from app.player.runs import address, present
from app.player.versions import News
from app.ui.answers import AnswerForm, fields_of
from app.ui.faces import TextField, face_of, labels, progress_of, scene_of, step_before
from app.ui.scene import Teller
from app.ui.slots import slots_of
from app.ui.view import current

NOTHING = Thought("", 0, answered=False, saved_at=None)


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
    news: News | None = None,
) -> dict[str, Any]:
    """Return the context of a step's templates.

    `form` is a refused one, whose input is kept; `theirs` the stored texts it met. `before` is the
    state in which the step was answered, where the caller has it. `asks_again` shows the open form
    of a step answered already, `compares` the second half of a practice. `seen` is the scene, where
    the caller has it, and `news` what is to be told of a new version.
    """
    words = OwnWords(run)
    state = before if asks_again and before is not None else run.state
    seen = seen or scene_of(run, step, state, None if asks_again else before)
    tell = Teller(run.journey, state, current().lang, words, slots_of(run))
    fields = _fields(step, words, form, theirs or {}) if step.private else ()
    how = {"asks_again": asks_again, "compares": compares}
    return {
        **face_of(run, step, seen, tell, fields=fields, form=form, **how),
        **own_values(run, step, seen, asks_again=asks_again),
        "cancel": address(run, step.id) if asks_again else "",
        "counted": run.contributes,
        "in_group": run.partition_id is not None,
        "news": news,
    }


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
        "progress": progress_of(seen.progress, has_arrived=run.finished_at is not None),
    }


def back_from(run: Run, step: str) -> str:
    """Return where „Zurück“ leads: the step before on the way, in front of the first the cover."""
    previous = step_before(run, step)
    return address(run, previous) if previous else f"/reise/{run.journey_id}"


def _fields(
    step: Step,
    words: OwnWords,
    form: AnswerForm | None,
    theirs: Mapping[str, Thought],
) -> list[TextField]:
    names = labels()
    found = []
    for name in fields_of(step):
        thought = words.thoughts.get((step.id, name), NOTHING)
        found.append(
            TextField(
                name,
                names[name],
                form.texts[name] if form else thought.text,
                form.seen[name] if form else thought.revision,
                form.sentences().get(name, "") if form else "",
                theirs.get(name),
                form is not None and form.kept[0] == name,
                is_stored=bool(thought.text) and (form is None or form.texts[name] == thought.text),
            )
        )
    return found
