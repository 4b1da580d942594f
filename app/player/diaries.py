"""The Reisetagebuch: read it, print it, change or delete each own text."""

from collections import defaultdict

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.engine.state import Value
from app.engine.steps import Step
from app.models.diary import LONGEST, Conflict, Thought
from app.models.run import Run
from app.player import blueprint
from app.player.diary_pages import Composer, OwnText, field_labels, shown
from app.player.drafts import diary
from app.player.runs import own_run
from app.ui import formats, motifs, requests
from app.ui.access import access
from app.ui.answers import day_of, fields_of, is_motif
from app.ui.forms import Form
from app.ui.overviews import own_runs, run_overview


class ThoughtForm(Form):
    """A changed text with the revision that the page showed."""

    def __init__(self, fields: MultiDict[str, str], field: str) -> None:
        self.field = field
        super().__init__(fields)

    def read(self) -> None:
        """Take the words; a day is stored as the day it names."""
        self.words = self.text("text")
        self.seen = self.number("seen") or 0
        if len(self.words) > LONGEST:
            self.refuse("text", "too-long", signs=formats.number(len(self.words)))
        if self.field == "until" and self.words and not day_of(self.words):
            self.refuse("text", "date-wrong")
        if self.field == motifs.FIELD and not is_motif(self.words):
            self.refuse("text", "motif-unknown")

    @property
    def stored(self) -> str:
        """What goes into the diary."""
        return (day_of(self.words) or self.words) if self.field == "until" else self.words


@blueprint.get("/tagebuch")
@access("learner")
def list_diaries() -> str:
    """Show the diaries of this device's learner."""
    return render_template("player/diaries/list.html", runs=[run_overview(r) for r in own_runs()])


@blueprint.get("/tagebuch/<run>")
@access("learner")
def show_diary(run: str) -> str:
    """Show one diary; with `druck` in the query for the printer."""
    mine = own_run(run)
    composer = Composer(mine, diary(mine).texts(), _history(mine))
    return render_template(
        "player/diaries/show.html",
        run=run_overview(mine),
        book=composer.book(),
        print_view="druck" in request.args,
    )


@blueprint.get("/tagebuch/<run>/<step>/<field>")
@access("learner")
def edit_thought(run: str, step: str, field: str) -> str:
    """Offer one own text for changing."""
    mine = own_run(run)
    thought = _own_thought(mine, step, field)
    text = thought.text if field == motifs.FIELD else shown(field, thought.text)
    return _form(mine, mine.journey.steps[step], field, text, thought.revision)


@blueprint.post("/tagebuch/<run>/<step>/<field>")
@access("learner")
def update_thought(run: str, step: str, field: str) -> Response:
    """Store a changed text, or show both where somebody was quicker (409)."""
    mine = own_run(run)
    _stored_thought(mine, step, field)
    form, place = ThoughtForm(request.form, field), mine.journey.steps[step]
    if form.errors:
        error = form.sentences()["text"]
        return make_response(_form(mine, place, field, form.words, form.seen, error=error), 422)
    try:
        diary(mine).save(step, field, form.stored, form.seen, requests.now())
    except Conflict as conflict:
        theirs = conflict.theirs
        page = _form(mine, place, field, form.words, theirs.revision, theirs=theirs)
        return make_response(page, 409)
    return redirect(url_for("player.show_diary", run=run, _anchor=f"{step}-{field}"), 303)


@blueprint.get("/tagebuch/<run>/<step>/<field>/loeschen")
@access("learner")
def confirm_delete_thought(run: str, step: str, field: str) -> str:
    """Ask before a text goes."""
    mine = own_run(run)
    thought = _own_thought(mine, step, field)
    label = field_labels(mine.journey.steps[step])[field]
    return render_template(
        "player/diaries/confirm_delete.html",
        run=run_overview(mine),
        text=OwnText.of(step, field, label, thought),
    )


@blueprint.post("/tagebuch/<run>/<step>/<field>/loeschen")
@access("learner")
def delete_thought(run: str, step: str, field: str) -> Response:
    """Delete one own text for good."""
    # Deleting what is gone already is what the person wanted: a second press does no harm.
    diary(own_run(run)).delete(step, field)
    requests.scrub()
    return redirect(url_for("player.show_diary", run=run), 303)


def _own_thought(run: Run, step: str, field: str) -> Thought:
    """Return a text that stands in the diary; what is unknown or deleted is a 404."""
    thought = _stored_thought(run, step, field)
    return thought if thought.text else abort(404)


def _stored_thought(run: Run, step: str, field: str) -> Thought:
    """Return a text as it is stored, empty where it was deleted; what never was is a 404."""
    place = run.journey.steps.get(step)
    if place is None or field not in fields_of(place):
        abort(404)
    return diary(run).texts().get((step, field)) or abort(404)


def _history(run: Run) -> dict[str, list[Value]]:
    """Return every value ever recorded, by step, in the order of recording."""
    history = defaultdict(list)
    for entry in run.entries(requests.db()):
        history[entry.step].append(entry.value)
    return history


def _form(
    run: Run,
    step: Step,
    field: str,
    text: str,
    seen: int,
    *,
    error: str = "",
    theirs: Thought | None = None,
) -> str:
    return render_template(
        "player/diaries/edit.html",
        run=run_overview(run),
        learner=run.learner_tag,
        heading=Composer(run, {}, {}).plain_heading(step),
        label=field_labels(step)[field],
        step=step.id,
        field=field,
        text=text,
        seen=seen,
        error=error,
        theirs=theirs,
    )
