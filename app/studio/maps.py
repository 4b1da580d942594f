"""The map of a draft: for one role, drawn and as an outline, with its problems at their steps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for
from markupsafe import Markup

from app.content.course import Course
from app.content.names import Spot
from app.content.problems import ADVICE, ERROR, Problem
from app.content.telling import visible
from app.engine import Journey
from app.models.draft import Draft
from app.studio import blueprint
from app.studio.drafts import own_draft
from app.ui import requests
from app.ui.access import access
from app.ui.journey_map import KINDS, journey_map
from app.ui.map_notes import Note
from app.ui.map_outline import StageOutline, map_outline
from app.ui.scene import Teller
from app.ui.view import current
from app.ui.words import ngettext

if TYPE_CHECKING:
    from app.content.source import Parsed

_MAIN_WORDS = {
    "story": "text", "end": "text", "decision": "question", "explore": "question",
    "check": "question", "poll": "question", "practice": "task", "reflection": "prompt",
    "goal": "prompt", "meeting": "prompt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Apart:
    """A step that is not on the map, with its line; 0 where the present text has none."""

    id: str
    kind: str
    note: Note | None


@dataclass(frozen=True, slots=True)
class Shown:
    """The map of a role. Without ``journey`` nothing could ever be walked: ``apart`` is all."""

    journey: Journey | None
    is_present: bool
    role: str | None
    roles: list[tuple[str, str]]
    stages: list[StageOutline]
    unreachable: list[Apart]
    elsewhere: list[Apart]
    new: list[Apart]
    notes: dict[str, Note]


@blueprint.get("/studio/<slug>/karte")
@access("facilitator")
def show_map(slug: str) -> str:
    """Show outline and drawing beside each other."""
    draft = own_draft(slug)
    shown = _shown(draft)
    return render_template(
        "studio/maps/show.html", draft=draft, shown=shown, drawing=_drawing(shown)
    )


@blueprint.get("/studio/<slug>/karte/bild")
@access("facilitator")
def show_drawing(slug: str) -> str:
    """Show the drawing alone, as wide as the screen or as large as it is."""
    draft = own_draft(slug)
    shown = _shown(draft)
    return render_template(
        "studio/maps/drawing.html",
        draft=draft,
        shown=shown,
        drawing=_drawing(shown),
        is_full=request.args.get("size") == "full",
    )


def _shown(draft: Draft) -> Shown:
    db, lang = requests.db(), current().lang
    parsed = draft.parsed(db)
    good = parsed if parsed.can_be_walked else draft.last_good(db)
    journey = good.sketch if good else None
    notes = _notes(draft, parsed)
    spots = parsed.known.spots if parsed.known else []
    if journey is None:
        return Shown(None, False, None, [], [], [], [], _apart(spots, notes, lang), notes)
    role = _role(journey)
    course = Course(journey, role)
    on_map, anybody = _ids(course), set(_unreached(parsed))
    reached = {step for each in _roles_of(journey) for step in _ids(Course(journey, each))}
    left = [step for step in journey.steps.values() if step.id not in on_map]
    lost = [spot for spot in spots if spot.id in anybody]
    return Shown(
        journey,
        good is parsed,
        role,
        [(id_, _title(journey, id_, lang)) for id_ in journey.roles],
        map_outline(journey, course, lang),
        _apart([*lost, *(step for step in left if step.id not in reached | anybody)], notes, lang),
        _apart([step for step in left if step.id in reached], notes, lang),
        _apart([spot for spot in spots if spot.id not in journey.steps.keys() | anybody], notes,
               lang),
        notes,
    )  # fmt: skip


def _drawing(shown: Shown) -> Markup:
    if shown.journey is None:
        return Markup("")
    lang = current().lang
    return journey_map(shown.journey, shown.role, lang=lang, alone=False, notes=shown.notes)


def _role(journey: Journey) -> str | None:
    asked = request.args.get("role")
    return asked if asked in journey.roles else next(iter(journey.roles), None)


def _roles_of(journey: Journey) -> Iterable[str | None]:
    return journey.roles or (None,)


def _title(journey: Journey, role: str, lang: str) -> str:
    return Teller(journey, None, lang).plain(journey.text(lang, f"roles.{role}.title")) or role


def _ids(course: Course) -> set[str]:
    return {step.id for lane in course.lanes.values() for step in lane}


def _unreached(parsed: "Parsed") -> Iterator[str]:
    """Give the steps that no way of the present text leads to, as the checker found."""
    return (problem.step for problem in parsed.problems
            if problem.code == "ZR401" and problem.step)  # fmt: skip


def _apart(steps: Iterable[Any], notes: dict[str, Note], lang: str) -> list[Apart]:
    """Return steps of the text or of a journey; of each id one."""
    found = {step.id: Apart(step.id, KINDS[lang][step.kind], notes.get(step.id))
             for step in steps if step.id}  # fmt: skip
    return list(found.values())


def _notes(draft: Draft, parsed: "Parsed") -> dict[str, Note]:
    """Return what is noted at each step of the present text."""
    if parsed.known is None:
        return {}
    told: dict[str | None, list[Problem]] = {}
    for problem in parsed.problems:
        told.setdefault(problem.step or _step_at(problem, parsed), []).append(problem)
    return {id_: _note(draft, spot, told.get(id_, [])) for id_, spot in parsed.known.steps.items()}


def _step_at(problem: Problem, parsed: "Parsed") -> str | None:
    """Return the step in which a problem of the journey's text stands: the last one before it.

    What is indented less than a step does not belong to it.
    """
    if problem.file != parsed.given.name or parsed.known is None:
        return None
    for spot in reversed(parsed.known.spots):
        start = spot.item.node.start_mark
        if start.line < problem.line and start.column < problem.column:
            return spot.id
    return None


def _note(draft: Draft, spot: Spot, problems: list[Problem]) -> Note:
    line = spot.node.start_mark.line + 1
    counts = {severity: sum(each.severity == severity for each in problems)
              for severity in (ERROR, ADVICE)}  # fmt: skip
    missing = (str(each.values.get("name", "")) for each in problems if each.code == "ZR301")
    broken = tuple(dict.fromkeys(visible(name) for name in missing if name))
    key = _MAIN_WORDS.get(spot.kind, "")
    return Note(
        href=url_for("studio.show_editor", slug=draft.journey_id, zeile=line,
                     _anchor=f"zeile-{line}"),
        line=line,
        errors=counts[ERROR],
        warnings=counts[ADVICE],
        broken=broken,
        is_empty=bool(key) and not str(spot.item.get(key) or "").strip(),
        words=_said(counts),
    )  # fmt: skip


def _said(counts: dict[str, int]) -> str:
    """Say how many problems a step has: 1 Fehler · 2 Empfehlungen."""
    errors = ngettext("%(num)s Fehler", "%(num)s Fehler", counts[ERROR])
    advice = ngettext("%(num)s Empfehlung", "%(num)s Empfehlungen", counts[ADVICE])
    return " · ".join([errors] * bool(counts[ERROR]) + [advice] * bool(counts[ADVICE]))
