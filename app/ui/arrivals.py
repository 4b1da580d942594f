"""Arrivals: what every arrival tells, whoever walked."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from app.engine import is_missed, scene
from app.engine.steps import Decision, End, Scale
from app.models.door import is_open
from app.models.journey import newest
from app.ui.faces import Walk, page_title, sources_of
from app.ui.requests import db
from app.ui.scene import Teller
from app.ui.stages import stages_of
from app.ui.view import current
from app.ui.visitors import visitor
from app.ui.words import gettext as _
from app.ui.words import ngettext


def arrival_face(walk: Walk, tell: Teller) -> dict[str, Any]:
    """Return what the arrival's templates say beside own words and addresses."""
    view = current()
    end = scene(walk.journey, walk.state, lang=view.lang, easy=view.easy)
    return {
        "run": walk,
        "journey_id": walk.journey_id,
        "scene": end,
        "tell": tell,
        "heading": tell.phrase(end.heading),
        "title": page_title(tell, _("Angekommen"), end.progress),
        "stages": stages_of(walk, slots=tell.slots),
        "facts": _facts(walk),
        "changes": _changes(walk, tell),
        "missed": (),
        "certificate": "",
        "profile": _profile(walk, tell),
        "sources": sources_of(tell, end),
        "onward": _onward(walk, tell),
        "other_roles": len(walk.journey.roles) > 1,
    }


def _onward(walk: Walk, tell: Teller) -> list[tuple[str, Markup]]:
    """Return addresses and titles of the journeys the author points on to, as far as there are."""
    end = walk.journey.steps[walk.state.at]
    names = end.continue_with if isinstance(end, End) else ()
    found = [newest(db(), name) for name in names if is_open(db(), name, visitor=visitor())]
    return [
        (f"/reise/{each[1].id}", Teller(each[1], None, tell.lang).words("title"))
        for each in found
        if each
    ]


def _facts(walk: Walk) -> list[tuple[str, str]]:
    steps = walk.journey.steps
    met = {step: value for step, value in walk.state.way.items() if not is_missed(value)}
    decisions = sum(isinstance(steps[step], Decision) for step in met)
    thoughts = sum(steps[step].private and value is not None for step, value in met.items())
    stations = len(met)
    return [
        ("footprints", ngettext("%(num)s Station", "%(num)s Stationen", stations)),
        ("flag", ngettext("%(num)s Entscheidung", "%(num)s Entscheidungen", decisions)),
        ("notebook-pen", ngettext("%(num)s Gedanke", "%(num)s Gedanken", thoughts)),
    ]


def _changes(walk: Walk, tell: Teller) -> list[dict[str, Any]]:
    """Return each repeated scale of the way with its rows: then and now."""
    found = []
    for step in walk.state.way:
        repeated = walk.journey.steps[step]
        if isinstance(repeated, Scale) and repeated.repeats:
            seen = scene(walk.journey, walk.state, step, lang=tell.lang)
            rows = [_row(tell.phrase(row.label), row.before, row.value) for row in seen.rows]
            found.append({"rows": rows, "points": seen.points})
    return found


def _row(label: Markup, before: int | None, after: int | None) -> Mapping[str, Any]:
    unknown = _("weiß nicht")
    points = {"before": before or unknown, "after": after or unknown}
    words = _("vorher %(before)s, nachher %(after)s", **points)
    falls = before is not None and after is not None and after < before
    remark = _("Sie sehen es jetzt kritischer: auch das ist Lernen.") if falls else ""
    return {"label": label, "before": before, "after": after, "words": words, "remark": remark}


def _profile(walk: Walk, tell: Teller) -> list[tuple[Markup, int, str]]:
    """Return the competences with a bar relative to the strongest: a picture, never a grade."""
    counters = walk.journey.counters
    names = [name for name, counter in counters.items() if counter.competence]
    highest = max([walk.state.counters[name] for name in names], default=0)
    return [
        (
            tell.words(f"competences.{name}"),
            round(100 * walk.state.counters[name] / highest),
            ngettext("%(num)s Wegmarke", "%(num)s Wegmarken", walk.state.counters[name]),
        )
        for name in names
        if highest
    ]
