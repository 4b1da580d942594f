"""Steps: the page of a station, and the answer it sends."""

from typing import Any, cast

from flask import Response, abort, redirect, render_template, request

from app.engine import Answer, Rejected, State, as_asked, tells
from app.engine.steps import End, Scale, Step
from app.models.diary import Conflict
from app.models.run import BadTurn, Run, Stale
from app.models.seat import Seat
from app.player import blueprint
from app.player.arrivals import arrival_of
from app.player.drafts import diary, keep_texts, resolve, thoughts_of
from app.player.faces import page_of
from app.player.pages import partial, whole
from app.player.runs import ROOT, OffTheWay, address, own_run, own_step, present, typed_texts
from app.ui import requests, staff
from app.ui.access import access
from app.ui.answers import AnswerForm
from app.ui.scene import bare
from app.ui.slots import slots_of
from app.ui.stages import stages_of
from app.ui.words import gettext as _

COMPARE = "vergleich"
"""The query that shows the second half of a practice."""


@blueprint.get(f"{ROOT}/<step>")
@access("learner")
def show_step(run: str, step: str) -> Response | str:
    """Show a station: its form, what it told, or how it was left."""
    mine = own_run(run)
    found = own_step(mine, step)
    if isinstance(found, End):
        return cast(Response, redirect(present(mine)))
    if found.id != step:
        return cast(Response, redirect(address(mine, found.id)))
    return whole(mine, found, compares=COMPARE in request.args)


@blueprint.post(f"{ROOT}/<step>")
@access("learner")
def create_answer(run: str, step: str) -> Response:
    """Take an answer and lead to what it told, or to the next station."""
    mine = own_run(run)
    found = own_step(mine, step)
    if isinstance(found, End):
        return cast(Response, redirect(present(mine), 303))
    form = AnswerForm(found, request.form)
    if form.turn is None or form.turn > mine.turn:
        abort(400)
    if form.turn == mine.turn and found.id != mine.state.at:
        return stale(mine, Stale(found.id, mine.state.way[found.id], mine.turn))
    return take(mine, found, form)


def take(run: Run, step: Step, form: AnswerForm) -> Response:
    """Do what the form asks for, at a present step or as a change of an earlier one."""
    try:
        if form.errors:
            return refused(run, step, form)
        if form.act == "keep":
            return _kept(run, step, form)
        if form.is_first_of_two:
            keep_texts(run, form)
            return _compared(run, step)
        return _decided(run, step, form)
    except Conflict:
        return refused(run, step, form, 409)
    except Stale as taken:
        return stale(run, taken)
    except BadTurn:
        abort(400)
    except Rejected as refusal:
        return _rejected(run, step, form, refusal)


def _rejected(run: Run, step: Step, form: AnswerForm, refusal: Rejected) -> Response:
    if step.id != run.state.at and step.id not in run.state.way:
        # The learner has just switched to another version on another device.
        raise OffTheWay(run)
    field = f"item-{refusal.field}" if isinstance(step, Scale) else "answer"
    form.refuse(field, refusal.code)
    return refused(run, step, form)


def refused(run: Run, step: Step, form: AnswerForm, status: int = 422) -> Response:
    """Show the form again with what is wrong, or with the other text it met; input is kept."""
    theirs = {}
    if status == 409:
        stored = thoughts_of(run, step)
        theirs = {
            field: thought
            for field, thought in stored.items()
            if thought.revision != form.seen[field] and thought.text != form.texts[field]
        }
    how = {"form": form, "theirs": theirs, **asked_anew(run, step)}
    return requests.refuse(
        status,
        lambda: whole(run, step, **how),
        lambda: partial(run, step, **how),
    )


def stale(run: Run, taken: Stale) -> Response:
    """Say what is recorded already; nothing was written, and typed text can be copied."""
    recorded = run.journey.steps.get(taken.entry_step)
    shown = recorded if recorded and recorded.id in run.state.way else step_now(run)
    context = page_of(run, shown)
    tell, heading = context["tell"], context["heading"]
    answer = tell.labels(recorded.id, taken.entry_value) if recorded else None
    context |= {
        "stale_title": f"{_('Schon gespeichert')}: {bare(heading)}",
        "recorded_answer": answer or _("Diese Station haben Sie schon abgeschlossen."),
        "typed": typed_texts(),
        "stages": stages_of(run, shown, slots_of(run)),
    }
    return requests.refuse(
        409,
        lambda: render_template("player/steps/show_stale.html", **context),
        lambda: render_template("player/steps/_stale_answer.html", **context),
    )


def step_now(run: Run) -> Step:
    """Return the step where the next answer is due."""
    return run.journey.steps[run.state.at]


def asked_anew(run: Run, step: Step) -> dict[str, Any]:
    """Return what `page_of` needs to show the open form of a step answered already."""
    if step.id == run.state.at:
        return {}
    return {"asks_again": True, "before": as_asked(run.journey, run.state, step.id)}


def _kept(run: Run, step: Step, form: AnswerForm) -> Response:
    resolve(run, form)
    keep_texts(run, form)
    return _again(run, step, form)


def _again(run: Run, step: Step, form: AnswerForm) -> Response:
    here = address(run, step.id) + ("" if step.id == run.state.at else "/anders")
    if "compared" in form.fields:
        here += f"?{COMPARE}=ja"
    fresh = {name: stored.revision for name, stored in thoughts_of(run, step).items()}
    form.seen.update(fresh)
    how = {"form": form, **asked_anew(run, step)}
    return requests.answer(here, lambda: partial(run, step, **how))


def _compared(run: Run, step: Step) -> Response:
    here = address(run, step.id) + ("" if step.id == run.state.at else "/anders")
    how = {"compares": True, **asked_anew(run, step)}
    return requests.answer(f"{here}?{COMPARE}=ja", lambda: partial(run, step, **how))


def _decided(run: Run, step: Step, form: AnswerForm) -> Response:
    assert form.turn is not None
    if form.texts and form.turn == run.turn:
        _write_down(run, step, form)
    answer = Answer(step.id, form.value)
    if run.partition_id is not None and staff.current() is not None:
        # Whoever acts for a company or for learners never counts, also on a device of their own.
        Seat.set_apart(requests.db(), run)
    decision = run.decide(requests.db(), answer, turn=form.turn, now=requests.now())
    if form.texts and decision.repeated:
        _assert_same_words(run, step, form)
    response = _go_on(run, step, decision.before)
    token = requests.device_token()
    if run.device_renewed and token:
        requests.remember_device(response, token)
    return response


def _write_down(run: Run, step: Step, form: AnswerForm) -> None:
    """Store the private words in the transaction of their entry, before it: a conflict stops it."""
    if form.value is None:
        keep_texts(run, form)
        diary(run).skip(step.id)
    else:
        diary(run).answer(step.id, form.texts, form.seen, requests.now())


def _assert_same_words(run: Run, step: Step, form: AnswerForm) -> None:
    """Let an answer sent twice pass, and raise `Stale` for other words under the same turn."""
    stored = thoughts_of(run, step)
    if any(text != stored[name].text for name, text in form.texts.items() if name in stored):
        raise Stale(step.id, form.value, run.turn)


def _go_on(run: Run, step: Step, before: State) -> Response:
    """Lead to what the answer told, else to the present station or the arrival."""
    if tells(run.journey, run.state, step.id):
        return requests.answer(address(run, step.id), lambda: partial(run, step, before=before))
    now = step_now(run)
    if isinstance(now, End):
        return requests.answer(
            present(run),
            lambda: render_template("player/arrivals/_answer.html", **arrival_of(run)),
        )
    moved_on = now.stage != run.journey.steps[before.at].stage
    return requests.answer(present(run), lambda: partial(run, now, moved_on=moved_on))
