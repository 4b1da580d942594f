"""Stations of earlier versions: what the diary keeps though the journey has no such place now.

Such a station is told with the words it had when it was last answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from app.engine import Journey, Renames, is_missed
from app.engine.renames import parts_of
from app.engine.state import Value
from app.engine.steps import Scale, Step
from app.models.run import Entry, Run
from app.player.diary_pages import Change, Composer, Page, Thoughts, change, heading_of
from app.ui import view
from app.ui.requests import db
from app.ui.scene import Teller
from app.ui.slots import slots_of

QUESTIONS = ("question", "prompt", "task")


@dataclass(frozen=True, slots=True)
class Former:
    """A station as it was, with every value recorded there; `name` is what it is called now."""

    name: str
    journey: Journey
    step: Step
    values: tuple[Value, ...] = ()


def former_stations(run: Run) -> dict[str, Former]:
    """Return the stations that are gone or whose answer fits no more, by their present names."""
    before = run.before(db())
    if not before:
        return {}
    names = Renames(run.journey)
    found: dict[str, Former] = {}
    for _turn, journey in before:
        for step in journey.steps.values():
            name = names.step(step.id)
            if name not in run.journey.steps:
                found[name] = Former(name, journey, step)
    for entry in run.stored(db()):
        journey = next((each for turn, each in before if entry.seq <= turn), None)
        name = names.step(entry.step)
        if journey is None or entry.step not in journey.steps or _is_kept(run, names, entry):
            continue
        earlier = found[name].values if name in found else ()
        step = journey.steps[entry.step]
        found[name] = Former(name, journey, step, (*earlier, entry.value))
    return found


def _is_kept(run: Run, names: Renames, entry: Entry) -> bool:
    """Return whether the journey as it is now can tell this answer."""
    step = run.journey.steps.get(names.step(entry.step))
    if step is None or is_missed(run.state.values.get(step.id)):
        return False
    return _chosen(names.value(entry.step, entry.value)) <= parts_of(step)


def _chosen(value: Value) -> set[str]:
    """Return the ids of choices, places and answers that a value names."""
    if isinstance(value, str):
        return {value}
    if not isinstance(value, dict):
        return set()
    tried = (id_ for each in value.get("tries", ()) for id_ in each)
    return {*value.get("places", ()), *tried}


def former_pages(run: Run, thoughts: Thoughts, stations: Mapping[str, Former]) -> list[Page]:
    """Return the diary's pages of former stations, those without an answer or text left out."""
    return [page for each in stations.values() if (page := _page(run, thoughts, each))]


def step_of(run: Run, name: str) -> tuple[Journey, Step] | None:
    """Return a station of the journey as it is now, else as it was when it was last there."""
    if name in run.journey.steps:
        return run.journey, run.journey.steps[name]
    former = former_stations(run).get(name)
    return (former.journey, former.step) if former else None


def _page(run: Run, thoughts: Thoughts, former: Former) -> Page | None:
    step, journey = former.step, former.journey
    mine = {
        (step.id, field): thought
        for (name, field), thought in thoughts.items()
        if name == former.name and name not in run.journey.steps
    }
    composer = Composer(run, mine, {}, journey)
    labels = composer.labels(step, list(former.values))
    texts = tuple(replace(text, step=former.name) for text in composer.own_texts(step))
    changes = _points(run, journey, step, former.values)
    if not labels and not texts and not changes:
        return None
    return Page(
        step=former.name,
        heading=composer.plain_heading(step),
        question=_question(composer.teller, step),
        answers=tuple(labels[-1:]),
        earlier=tuple(labels[:-1]),
        texts=texts,
        changes=changes,
        points=getattr(step, "points", 0),
    )


def _question(tell: Teller, step: Step) -> Markup:
    """Return what was asked, where that is not the heading already."""
    heading = heading_of(tell.journey, step, tell.lang)
    asked = (tell.journey.text(tell.lang, f"{step.id}.{key}") for key in QUESTIONS)
    found = next(filter(None, asked), None)
    return tell.phrase(found) if found is not heading else Markup("")


def _points(run: Run, journey: Journey, step: Step, values: tuple[Any, ...]) -> tuple[Change, ...]:
    """Return the statements of a scale with the last points."""
    if not isinstance(step, Scale) or not values or not isinstance(values[-1], dict):
        return ()
    tell = Teller(journey, None, view.current().lang, slots=slots_of(run))
    place = step.repeats or step.id
    return tuple(
        change(
            tell.words(f"{place}.items.{item.id}.label"),
            values[-1].get(item.id),
            None,
            points=step.points,
        )
        for item in step.items
    )
