"""Drafts: a private text on its way into the diary, and what happens when two meet."""

from typing import cast

from flask import Response, abort, redirect, render_template, request

from app.engine.steps import Step
from app.models.diary import Conflict, Diary, Thought
from app.models.run import Run
from app.player import blueprint
from app.player.runs import ROOT, address, own_run, own_step
from app.ui import formats, motifs
from app.ui.access import access
from app.ui.answers import LONGEST_TEXT, AnswerForm, fields_of, is_motif
from app.ui.forms import Form
from app.ui.requests import db, keyring, now, part
from app.ui.words import gettext as _


class DraftForm(Form):
    """One text as it is being written."""

    def read(self) -> None:
        """Take the field's name, its words and the revision they were typed over."""
        self.field = self.word("field") or "text"
        self.words = self.text(self.field)
        self.seen = self.number("seen") or 0
        if len(self.words) > LONGEST_TEXT:
            self.refuse(self.field, "too-long", signs=formats.number(len(self.words)))
        if self.field == motifs.FIELD and not is_motif(self.words):
            self.refuse(self.field, "motif-unknown")


@blueprint.post(f"{ROOT}/<step>/entwurf")
@access("learner")
def save_draft(run: str, step: str) -> Response:
    """Store a text while it is being written; only the header ZR-Saved says that it is stored."""
    mine = own_run(run)
    found = own_step(mine, step)
    form = DraftForm(request.form)
    if form.field not in fields_of(found):
        abort(400)
    if form.errors:
        return _problem(form.sentences()[form.field], 422)
    try:
        thought = diary(mine).save(step, form.field, form.words, form.seen, now())
    except Conflict as conflict:
        theirs = conflict.theirs
        page = render_template("player/drafts/_conflict.html", field=form.field, theirs=theirs)
        return part(page, 409)
    if "HX-Request" not in request.headers:
        return cast(Response, redirect(address(mine, step), 303))
    words = _("Gespeichert, %(time)s", time=formats.time(now()))
    response = part(render_template("player/drafts/_saved.html", words=words))
    response.headers["ZR-Saved"] = str(thought.revision)
    return response


def diary(run: Run) -> Diary:
    """Return the diary of a run within the learner's reach."""
    return Diary(db(), run, keyring())


def thoughts_of(run: Run, step: Step) -> dict[str, Thought]:
    """Return the stored private texts of a step by field."""
    if not step.private:
        return {}
    return {field: text for (at, field), text in diary(run).texts().items() if at == step.id}


def keep_texts(run: Run, form: AnswerForm) -> None:
    """Store the words of a form as they are, unanswered; `Conflict` where somebody was quicker."""
    for field, text in form.texts.items():
        if text or form.seen[field]:
            diary(run).save(form.step.id, field, text, form.seen[field], now())


def resolve(run: Run, form: AnswerForm) -> None:
    """Let the chosen text of a conflict hold, and make the form carry it on.

    The words the learner did not choose were on the screen; nothing else may have changed them
    since, or the two meet again as a new `Conflict`.
    """
    field, which = form.kept
    if field not in form.texts or (field == motifs.FIELD and which == "both"):
        abort(400)
    stored = thoughts_of(run, form.step).get(field)
    theirs = stored.text if stored else ""
    mine = form.texts[field]
    joined = f"{theirs}\n\n{mine}"
    form.texts[field] = {"theirs": theirs, "both": joined}.get(which, mine)
    form.seen[field] = form.number(f"other-{field}") or 0


def _problem(words: str, status: int) -> Response:
    return part(render_template("player/drafts/_problem.html", words=words), status)
