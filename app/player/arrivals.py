"""Arrivals: what the learner did, what changed, and the first step of their own."""

from typing import Any, cast

from flask import Response, redirect, render_template, url_for
from markupsafe import Markup

from app.engine import is_missed
from app.engine.steps import End, Goal
from app.models.run import Run
from app.player import blueprint
from app.player.faces import OwnWords, back_from
from app.player.runs import ROOT, address, own_run, standing
from app.player.versions import missed_of
from app.ui import formats, motifs
from app.ui.access import access
from app.ui.answers import GOAL_FIELDS, day_of
from app.ui.arrivals import arrival_face
from app.ui.scene import Teller, own_words
from app.ui.slots import slots_of
from app.ui.view import current


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
    words = OwnWords(run)
    tell = Teller(run.journey, run.state, current().lang, words, slots_of(run))
    return {
        **arrival_face(run, tell),
        "goal": _goal(run, words),
        "missed": missed_of(run, tell),
        "back": back_from(run, run.state.at),
        "map": address(run, "karte"),
        "pause": address(run, "pause"),
        "diary": url_for("player.show_diary", run=run.code),
        "certificate": url_for("player.show_certificate", run=run.code),
        "again": url_for("player.new_run", slug=run.journey_id),
        "leave": url_for("player.confirm_leave"),
    }


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
