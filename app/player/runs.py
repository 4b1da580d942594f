"""Runs: load one within the learner's reach, go to where it stands, pause it."""

from typing import cast

from flask import Response, abort, redirect, render_template, request
from werkzeug.exceptions import Conflict, NotFound

from app.engine import Renames, tells
from app.engine.steps import End, Step
from app.models.learner import Learner
from app.models.run import Run
from app.player import blueprint
from app.ui.access import access
from app.ui.answers import GOAL_FIELDS
from app.ui.requests import db, device_token, now
from app.ui.scene import Teller
from app.ui.sights import shared_of
from app.ui.slots import slots_of
from app.ui.view import current

ROOT = "/unterwegs/<run>"


@blueprint.get(ROOT)
@access("learner")
def show_run(run: str) -> Response:
    """Lead to where the run stands: to what its newest entry told, else to the present step."""
    return cast(Response, redirect(standing(own_run(run))))


@blueprint.get(f"{ROOT}/pause")
@access("learner")
def show_pause(run: str) -> str:
    """Say that everything is kept, and how to go on later."""
    mine = own_run(run)
    return render_template(
        "player/runs/pause.html",
        run=mine,
        tell=teller(mine),
        ahead=standing(mine),
        shared=shared_of(mine),
    )


def own_run(code: str) -> Run:
    """Return the run of this device's learner; for everybody else there is no such page.

    A form that was left open names its learner. Where the device was ended or taken over since,
    `SomebodyElses` is raised, whether or not there is such a run.
    """
    token = device_token()
    run = Run.own(db(), code, token, now()) if token else None
    named = request.form.get("learner") if request.method == "POST" else None
    if run is None:
        if named and named != _learner_tag(token):
            raise SomebodyElses
        abort(404)
    if named and named != run.learner_tag:
        raise SomebodyElses
    return run


def own_step(run: Run, step_id: str) -> Step:
    """Return a step that this run has met and can show on a page of its own.

    A page that was open while a new version came may name a step as it was called before. Raises
    `OffTheWay` for a step that was not met or is gone, and 404 for one that never was.
    """
    name = Renames(run.journey).step(step_id)
    step = run.journey.steps.get(name)
    if step is None and not _was_there(run, step_id):
        abort(404)
    if step is None or (name != run.state.at and name not in run.state.way):
        raise OffTheWay(run)
    return step


def _was_there(run: Run, step_id: str) -> bool:
    return step_id in run.journey.removed or step_id in run.journey.renamed


class OffTheWay(NotFound):
    """The step belongs to the journey, or did so once, and not to this learner's way."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run


class SomebodyElses(Conflict):
    """The form was rendered for another learner than the one whose device sends it."""


@blueprint.errorhandler(OffTheWay)
def show_off_the_way(error: OffTheWay) -> tuple[str, int]:
    """Say so, offer the way back, and lose no text."""
    page = "player/runs/off_the_way.html"
    run = error.run
    context = {"address": standing(run), "tell": teller(run), "typed": typed_texts()}
    return render_template(page, **context), 404


@blueprint.errorhandler(SomebodyElses)
def show_somebody_elses(_error: SomebodyElses) -> tuple[str, int]:
    """Store nothing and show the words; being no part, the page replaces no field of a script's."""
    return render_template("player/runs/somebody_elses.html", typed=typed_texts()), 409


def typed_texts() -> list[str]:
    """Return what was written into the form of this request, to be copied."""
    if request.method != "POST":
        return []
    typed = [request.form.get(name, "").strip() for name in ("text", *GOAL_FIELDS)]
    return [words for words in typed if words]


def teller(run: Run) -> Teller:
    """Return who tells the journey's texts in the language of the page."""
    return Teller(run.journey, run.state, current().lang, slots=slots_of(run))


def address(run: Run, place: str) -> str:
    """Return the address of a step or of a page beside the way; see `ROOT`.

    Written out, because a step's page needs many and building one by the router costs more than
    telling the whole scene.
    """
    return f"/unterwegs/{run.code}/{place}"


def present(run: Run) -> str:
    """Return the address where the next answer is due, or of the arrival."""
    at = run.state.at
    return address(run, "ziel" if isinstance(run.journey.steps[at], End) else at)


def standing(run: Run) -> str:
    """Return the address where the run stands when somebody comes back to it."""
    entries = run.entries(db())
    if entries and tells(run.journey, run.state, entries[-1].step):
        return address(run, entries[-1].step)
    return present(run)


def _learner_tag(token: str | None) -> str | None:
    learner = Learner.by_token(db(), token, now())
    return learner.tag if learner else None
