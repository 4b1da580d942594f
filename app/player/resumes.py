"""Resumes: going on elsewhere with the Reisecode, and ending on this device."""

import re
from difflib import get_close_matches

from flask import current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.lib import reisecode
from app.models.device import Device
from app.models.learner import Learner
from app.player import blueprint
from app.ui import errors, requests
from app.ui.access import access
from app.ui.forms import Form
from app.ui.overviews import own_learner, own_runs, run_overview
from app.ui.tries import look_up
from app.ui.words import gettext as _
from app.ui.words import ngettext

KIND = "reisecode"
LONGEST_TYPED = 200


class ResumeForm(Form):
    """A Reisecode as somebody typed or pasted it.

    `leaves` names the learner whose runs may leave this device.
    """

    def read(self) -> None:
        """Take the words; whether they are a code only the database knows."""
        self.typed = self.word("code")[:LONGEST_TYPED]
        self.leaves = self.word("leaves")
        if not reisecode.normalise(self.typed):
            self.refuse("code", "code-missing")


@blueprint.get("/weiter")
@access("anyone")
def new_resume() -> str:
    """Ask for the Reisecode."""
    return _ask()


@blueprint.post("/weiter")
@access("anyone")
def create_resume() -> Response:
    """Give this device to the learner whose code was typed."""
    form = ResumeForm(request.form)
    if form.errors:
        return make_response(_ask(form.typed, form.sentences()["code"]), 422)
    found = look_up(KIND, lambda db: Learner.by_reisecode(db, _secret(), form.typed))
    if found is None:
        return make_response(_ask(form.typed, errors.words("code-unknown")), 422)
    present = own_learner()
    if present and present.id == found.id:
        return redirect(url_for("site.show_home"), 303)
    if present and own_runs() and form.leaves != present.tag:
        return make_response(_confirm(present, form.typed))
    Device.end(requests.db(), requests.device_token())
    token = Device.create(requests.db(), found, requests.now())
    return requests.remember_device(redirect(url_for("site.show_home"), 303), token)


@blueprint.get("/meine-daten/reisecode")
@access("anyone")
def new_code() -> str:
    """Explain the Reisecode and offer to make one."""
    return render_template("player/resumes/new_code.html", learner=own_learner())


@blueprint.post("/meine-daten/reisecode")
@access("learner")
def create_code() -> str | Response:
    """Make a Reisecode and show it in this answer, the only place where it ever stands."""
    learner = own_learner()
    if learner is None:
        return redirect(url_for("player.new_code"), 303)
    known = request.form.get("known")
    if known and known != learner.seen_at.isoformat():
        # The form is older than the last code: whoever reloads the answer keeps what they noted.
        return redirect(url_for("player.new_code"), 303)
    replaced = learner.has_reisecode
    code = learner.new_reisecode(requests.db(), _secret(), requests.now())
    return render_template(
        "player/resumes/show_code.html",
        words=code.split("-"),
        replaced=replaced,
        address=re.sub("^https?://", "", current_app.config["ZR"].base_url)
        + url_for("player.new_resume"),
    )


@blueprint.get("/meine-daten/beenden")
@access("anyone")
def confirm_leave() -> str:
    """Say what ending means here, and warn where there is no Reisecode."""
    return render_template("player/resumes/confirm_leave.html", learner=own_learner())


@blueprint.post("/meine-daten/beenden")
@access("anyone")
def leave_device() -> Response:
    """Forget this device; nothing else changes."""
    Device.end(requests.db(), requests.device_token())
    return requests.forget_device(redirect(url_for("player.show_data"), 303))


def _ask(typed: str = "", error: str = "") -> str:
    return render_template(
        "player/resumes/new.html",
        typed=typed,
        errors=[("code", error)] if error else [],
        hints=_hints(typed) if error and typed else [],
    )


def _hints(typed: str) -> list[str]:
    """Say what looks misspelt; this asks the public word list only, never the stored codes."""
    parts = [part for part in re.split(r"[^a-zäöüß]+", typed.lower()) if part]
    hints = []
    if 1 < len(parts) != reisecode.WORDS_OF_A_CODE:
        hints.append(
            ngettext(
                "Ein Reisecode hat vier Wörter. Hier steht %(num)s Wort.",
                "Ein Reisecode hat vier Wörter. Hier stehen %(num)s Wörter.",
                len(parts),
            )
        )
    unknown = reisecode.unknown_words(typed) if len(parts) > 1 else []
    hints += [_hint(word) for word in unknown[: reisecode.WORDS_OF_A_CODE]]
    return hints or [
        _("Stehen die Wörter in der richtigen Reihenfolge?"),
        _("Haben Sie später einen neuen Reisecode angelegt? Dann gilt nur der neue."),
    ]


def _hint(word: str) -> str:
    near = next((known for known in reisecode.words() if _is_one_slip(word, known)), None)
    for guess in (near,) if near else get_close_matches(word, reisecode.words(), n=1):
        return _("Heißt „%(typed)s“ vielleicht „%(near)s“?", typed=word, near=guess)
    return _("„%(typed)s“ kommt in keinem Reisecode vor.", typed=word)


def _is_one_slip(typed: str, word: str) -> bool:
    """Return whether one letter more, less or other makes the word of what was typed."""
    same = next((i for i, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), None)
    if same is None:
        return abs(len(typed) - len(word)) == 1
    rest, wanted = typed[same:], word[same:]
    return wanted in (rest[1:], wanted[0] + rest, wanted[0] + rest[1:])


def _confirm(present: Learner, typed: str) -> str:
    return render_template(
        "player/resumes/confirm.html",
        learner=present,
        runs=[run_overview(run) for run in own_runs()],
        typed=typed,
    )


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
