"""Arrivals: what the learner did, what changed, and the first step of their own."""

from collections.abc import Mapping
from typing import Any, cast

from flask import Response, redirect, render_template, url_for
from markupsafe import Markup

from app.engine import is_missed, scene
from app.engine.steps import Decision, End, Goal, Scale
from app.models.journey import newest
from app.models.run import Run
from app.player import blueprint
from app.player.answers import GOAL_FIELDS, day_of
from app.player.faces import OwnWords, back_from, page_title, sources_of
from app.player.maps import stages_of
from app.player.runs import ROOT, address, own_run, standing
from app.player.versions import missed_of
from app.ui import formats, motifs
from app.ui.access import access
from app.ui.requests import db
from app.ui.scene import Teller, own_words
from app.ui.view import current
from app.ui.words import gettext as _
from app.ui.words import ngettext


@blueprint.get(f"{ROOT}/ziel")
@access("learner")
def show_arrival(run: str) -> Response | str:
    """Show the end; who has not arrived goes to where the run stands."""
    mine = own_run(run)
    if not isinstance(mine.journey.steps[mine.state.at], End):
        return cast(Response, redirect(standing(mine)))
    return render_template("player/arrivals/show.html", **arrival_of(mine))


def arrival_of(run: Run) -> dict[str, Any]:
    """Return the context of the arrival's templates."""
    view = current()
    end = scene(run.journey, run.state, lang=view.lang, easy=view.easy)
    words = OwnWords(run)
    tell = Teller(run.journey, run.state, view.lang, words)
    return {
        "run": run,
        "journey_id": run.journey_id,
        "scene": end,
        "tell": tell,
        "heading": tell.phrase(end.heading),
        "title": page_title(tell, _("Angekommen"), end.progress),
        "stages": stages_of(run),
        "facts": _facts(run),
        "goal": _goal(run, words),
        "changes": _changes(run, tell),
        "missed": missed_of(run, tell),
        "profile": _profile(run, tell),
        "sources": sources_of(tell, end),
        "onward": _onward(run, tell),
        "other_roles": len(run.journey.roles) > 1,
        "back": back_from(run, run.state.at),
        "map": address(run, "karte"),
        "pause": address(run, "pause"),
        "diary": url_for("player.show_diary", run=run.code),
        "again": url_for("player.new_run", slug=run.journey_id),
        "leave": url_for("player.confirm_leave"),
    }


def _onward(run: Run, tell: Teller) -> list[tuple[str, Markup]]:
    """Return addresses and titles of the journeys the author points on to, as far as there are."""
    end = run.journey.steps[run.state.at]
    names = end.continue_with if isinstance(end, End) else ()
    found = [newest(db(), name) for name in names]
    return [
        (f"/reise/{each[1].id}", Teller(each[1], None, tell.lang).words("title"))
        for each in found
        if each
    ]


def _facts(run: Run) -> list[tuple[str, str]]:
    steps = run.journey.steps
    met = {step: value for step, value in run.state.way.items() if not is_missed(value)}
    decisions = sum(isinstance(steps[step], Decision) for step in met)
    thoughts = sum(steps[step].private and value is not None for step, value in met.items())
    stations = len(met)
    return [
        ("footprints", ngettext("%(num)s Station", "%(num)s Stationen", stations)),
        ("flag", ngettext("%(num)s Entscheidung", "%(num)s Entscheidungen", decisions)),
        ("notebook-pen", ngettext("%(num)s Gedanke", "%(num)s Gedanken", thoughts)),
    ]


def _goal(run: Run, words: OwnWords) -> dict[str, Markup | str]:
    """Return the learner's own words of the last goal on the way, empty where there are none."""
    way = run.state.way.items()
    goals = [
        step
        for step, value in way
        if isinstance(run.journey.steps[step], Goal) and not is_missed(value)
    ]
    if not goals:
        return {}
    typed = {name: words.get((goals[-1], name), "") for name in GOAL_FIELDS}
    chosen = words.get((goals[-1], motifs.FIELD), "")
    if not any(typed.values()) and not chosen:
        return {}
    shown: dict[str, Markup | str] = {name: own_words(text) for name, text in typed.items()}
    shown |= {"motif": motifs.motif(chosen), "motif_title": motifs.title(chosen)}
    day = day_of(typed["until"])
    if day:
        shown["until"] = formats.day(day)
    return shown


def _changes(run: Run, tell: Teller) -> list[dict[str, Any]]:
    """Return each repeated scale of the way with its rows: then and now."""
    found = []
    for step in run.state.way:
        repeated = run.journey.steps[step]
        if isinstance(repeated, Scale) and repeated.repeats:
            seen = scene(run.journey, run.state, step, lang=tell.lang)
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


def _profile(run: Run, tell: Teller) -> list[tuple[Markup, int, str]]:
    """Return the competences with a bar relative to the strongest: a picture, never a grade."""
    counters = run.journey.counters
    names = [name for name, counter in counters.items() if counter.competence]
    highest = max([run.state.counters[name] for name in names], default=0)
    return [
        (
            tell.words(f"competences.{name}"),
            round(100 * run.state.counters[name] / highest),
            ngettext("%(num)s Wegmarke", "%(num)s Wegmarken", run.state.counters[name]),
        )
        for name in names
        if highest
    ]
