"""Trials: the very pages of learners, drawn for whoever tries a draft.

Forms ask with GET and nothing is stored. A trial stands in a frame, or alone where there are no
scripts; see `app.ui.headers`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Response, abort, current_app, redirect, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from app.engine import Rejected, tells
from app.engine.journey import Journey
from app.engine.space import Survey
from app.engine.state import State
from app.engine.steps import End, Scale, Step
from app.models.draft import Draft
from app.studio.trails import Trail
from app.ui import headers, requests
from app.ui.answers import AnswerForm, fields_of
from app.ui.arrivals import arrival_face
from app.ui.faces import TextField, face_of, labels, progress_of, scene_of, step_before
from app.ui.motifs import FIELD as MOTIF
from app.ui.scene import Teller
from app.ui.stages import stages_of
from app.ui.view import current
from app.ui.words import gettext as _

COMPARE = "vergleich"
ELSEWHERE = ("karte", "pause", "ziel")
"""Pages beside the way that a trial does not have; no step can have these ids."""


class OwnWords(Mapping[tuple[str, str], str]):
    """Stands for what learners will write: nobody's words are kept in a trial."""

    def __getitem__(self, key: tuple[str, str]) -> str:
        return "" if key[1] == MOTIF else _("(eigene Worte)")

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(frozen=True)
class Trial:
    """A draft that can be tried under an address; `stale_since` marks an older state of it."""

    draft: Draft
    journey: Journey
    survey: Survey | None
    root: str
    stale_since: datetime | None

    @classmethod
    def of(cls, draft: Draft, root: str) -> "Trial | None":
        """Return what can be tried now, or could last; None before anything can."""
        parsed = draft.parsed(requests.db())
        if parsed.sketch:
            return cls(draft, parsed.sketch, parsed.ways, root, None)
        good = draft.last_good(requests.db())
        if good is None or good.sketch is None:
            return None
        return cls(draft, good.sketch, good.ways, root, draft.good_at)

    def address(self, trail: Trail, place: str) -> str:
        """Return the address of a step, or of a page beside the way."""
        return f"{self.root}/{trail.encode()}/{place}"


@dataclass(frozen=True)
class Tried:
    """A trial on its way: what templates call a run."""

    trial: Trial
    trail: Trail
    state: State

    @classmethod
    def of(cls, trial: Trial, trail: Trail) -> "Tried":
        """Walk a trail."""
        return cls(trial, trail, trail.state(trial.journey))

    @property
    def journey(self) -> Journey:
        return self.trial.journey

    @property
    def journey_id(self) -> str:
        return self.trial.draft.journey_id

    @property
    def role(self) -> str | None:
        return self.state.role

    @property
    def here(self) -> str:
        """Where the next answer is due."""
        return self.address(self.state.at)

    def address(self, place: str) -> str:
        """Return the address of a place on this trail."""
        return self.trial.address(self.trail, place)

    def tell(self) -> Teller:
        """Return who tells the texts, with the words of a company."""
        lang = current().lang
        return Teller(self.journey, self.state, lang, OwnWords(), self.trail.slots)


def begin(trial: Trial) -> Response:
    """Lead to where the query wishes to stand: in a role, from a step, with words of a company."""
    asked = request.args
    known = Trail.decode(asked.get("weg", "")) or Trail()
    slots = {name: asked.get(f"slot-{name}", known.slots.get(name, "")).strip()[:500]
             for name in trial.journey.slots}  # fmt: skip
    role = asked.get("rolle") or known.role
    same = role == known.role
    trail = Trail(
        role, known.at if same else "", known.answers if same else {},
        {name: words for name, words in slots.items() if words},
    )  # fmt: skip
    wanted = asked.get("ab", "")
    if wanted in trial.journey.steps:
        trail = trail.led_to(trial.journey, trial.survey, wanted)
    tried = Tried.of(trial, trail)
    return cast(Response, redirect(tried.here, 303))


def step_page(trial: Trial, word: str, place: str) -> Response:
    """Show a place of a trail, or take the answer that a form asks with."""
    trail = Trail.decode(word)
    if trail is None:
        abort(404)
    tried = Tried.of(trial, trail)
    if place in ELSEWHERE:
        return _framed(render_template("studio/previews/show_elsewhere.html", tried=tried))
    step = trial.journey.steps.get(place)
    if step is None or (place != tried.state.at and place not in tried.state.way):
        return cast(Response, redirect(tried.here, 303))
    if isinstance(step, End):
        return _framed(_arrival(tried))
    if "turn" in request.args and place == tried.state.at:
        return _answered(tried, step)
    return _framed(_page(tried, step, compares=COMPARE in request.args))


def change_page(trial: Trial, word: str, place: str) -> Response:
    """Lead back to a step that was answered, to answer it anew."""
    trail, step = Trail.decode(word), trial.journey.steps.get(place)
    if trail is None or step is None:
        abort(404)
    tried = Tried.of(trial, trail.again(step))
    return cast(Response, redirect(tried.here, 303))


def nothing_page(draft: Draft) -> Response:
    """Say that nothing can be tried yet."""
    return _framed(render_template("studio/previews/show_nothing.html", draft=draft))


def _framed(html: str, status: int = 200) -> Response:
    headers.frame(request.environ, "framed")
    return current_app.response_class(html, status)


def _answered(tried: Tried, step: Step) -> Response:
    form = AnswerForm(step, _sent(step))
    if form.is_first_of_two:
        return cast(Response, redirect(f"{tried.address(step.id)}?{COMPARE}=ja", 303))
    try:
        if not form.errors:
            trail = tried.trail.answered(tried.journey, tried.state, step, form.value)
            after = Tried.of(tried.trial, trail)
            told = tells(tried.journey, after.state, step.id)
            return cast(Response, redirect(after.address(step.id) if told else after.here, 303))
    except Rejected as refusal:
        field = f"item-{refusal.field}" if isinstance(step, Scale) else "answer"
        form.refuse(field, refusal.code)
    return _framed(_page(tried, step, form=form), 422)


def _sent(step: Step) -> MultiDict[str, str]:
    """Return what a form asks with, and a sign for private words: no trial sends those."""
    sent = MultiDict(request.args)
    for name in fields_of(step)[:1]:
        sent.setdefault(name, "…")
    return sent


def _page(
    tried: Tried, step: Step, *, form: AnswerForm | None = None, compares: bool = False
) -> str:
    seen, tell = scene_of(tried, step, tried.state), tried.tell()
    earlier = step_before(tried, step.id)
    context = face_of(
        tried, step, seen, tell, fields=_fields(tried, step), form=form, compares=compares,
        is_trial=True,
    ) | {
        "base": tried.address(""),
        "here": tried.address(step.id),
        "back": tried.address(earlier) if earlier else tried.address("pause"),
        "ahead": tried.here,
        "turn": "1",
        "cancel": "",
        "progress": progress_of(seen.progress, has_arrived=False),
    }  # fmt: skip
    drawn = Markup(render_template("player/steps/_step.html", **context))  # noqa: S704
    return _around(tried, drawn, str(context["title"]), stages_of(tried, step))


def _fields(tried: Tried, step: Step) -> list[TextField]:
    """Return the fields of private texts: empty ones, or with words that stand for a learner's."""
    if not step.private:
        return []
    is_answered = tried.state.way.get(step.id) is not None and step.id != tried.state.at
    names, words = labels(), OwnWords()
    return [
        TextField(name, names[name], words[step.id, name] if is_answered else "", 0, is_unsent=True)
        for name in fields_of(step)
    ]


def _arrival(tried: Tried) -> str:
    face = arrival_face(tried, tried.tell())
    earlier = step_before(tried, tried.state.at)
    pause = tried.address("pause")
    places = dict.fromkeys(("map", "pause", "diary", "leave"), pause)
    drawn = render_template(
        "player/arrivals/_arrival.html",
        **face,
        **places,
        goal={},
        back=tried.address(earlier) if earlier else pause,
        again=f"{tried.trial.root}/start",
    )
    return _around(tried, Markup(drawn), face["title"], face["stages"])  # noqa: S704


def _around(tried: Tried, drawn: Markup, title: str, stages: object) -> str:
    return render_template(
        "studio/previews/show_step.html",
        tried=tried,
        tell=tried.tell(),
        main=drawn,
        title=_("Vorschau: %(title)s", title=title),
        journey_id=tried.journey_id,
        stages=stages,
    )
