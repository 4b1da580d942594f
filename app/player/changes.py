"""Changes: „Hier anders abbiegen“, a named act that keeps the old path in the diary."""

from typing import cast

from flask import Response, abort, redirect, request

from app.engine import may_change
from app.engine.steps import Step
from app.models.run import Run, Stale
from app.player import blueprint
from app.player.pages import whole
from app.player.runs import ROOT, address, own_run, own_step
from app.player.steps import COMPARE, asked_anew, stale, take
from app.ui.access import access
from app.ui.answers import AnswerForm


@blueprint.get(f"{ROOT}/<step>/anders")
@access("learner")
def show_change(run: str, step: str) -> Response | str:
    """Say what a change would do, above the form of the earlier step."""
    mine = own_run(run)
    found = own_step(mine, step)
    if not _is_open(mine, found):
        return cast(Response, redirect(address(mine, step)))
    return whole(mine, found, compares=COMPARE in request.args, **asked_anew(mine, found))


@blueprint.post(f"{ROOT}/<step>/anders")
@access("learner")
def create_change(run: str, step: str) -> Response:
    """Append the new answer; later answers stay and count again where they are met and fit."""
    mine = own_run(run)
    found = own_step(mine, step)
    form = AnswerForm(found, request.form)
    if form.turn is None or form.turn > mine.turn:
        abort(400)
    if form.turn == mine.turn and not _is_open(mine, found):
        return stale(mine, found, Stale(step, mine.state.way.get(step), mine.turn))
    return take(mine, found, form)


def _is_open(run: Run, step: Step) -> bool:
    return may_change(run.journey, run.state, step)
