"""Switches: a version that a run does not fit, what it would change, and going over to it."""

from collections.abc import Iterator
from typing import cast

from flask import Response, make_response, redirect, render_template, request
from markupsafe import Markup

from app.engine import Rejected
from app.models.run import BadSwitch, Run
from app.models.standing import Offer
from app.player import blueprint
from app.player.diary_pages import heading_of
from app.player.runs import ROOT, own_run, present, standing, teller
from app.player.versions import SWITCH
from app.ui import formats, requests
from app.ui.access import access
from app.ui.errors import words
from app.ui.forms import Form
from app.ui.scene import Teller, bare
from app.ui.slots import slots_of
from app.ui.view import current
from app.ui.words import gettext as _

TELLING = ("decision", "poll", "check", "explore", "scale", "practice", "reflection", "goal")
"""Kinds whose answer somebody may miss; a story that is gone leaves nothing behind."""


class SwitchForm(Form):
    """Which version was on the page, at which turn, and the role that somebody takes."""

    def read(self) -> None:
        """Take what the page said; whether it still holds only the run knows."""
        self.turn = self.number("turn")
        self.version = self.number("version")
        self.role = self.word("role") or None


@blueprint.get(f"{ROOT}/{SWITCH}")
@access("learner")
def new_switch(run: str) -> Response | str:
    """Say what the newer version would change for this learner."""
    mine = own_run(run)
    if mine.offer is None:
        return cast(Response, redirect(standing(mine)))
    return _page(mine, mine.offer)


@blueprint.post(f"{ROOT}/{SWITCH}")
@access("learner")
def create_switch(run: str) -> Response:
    """Go over to the newer version, as its page said."""
    mine = own_run(run)
    offer, form = mine.offer, SwitchForm(request.form)
    if offer is None:
        return cast(Response, redirect(standing(mine), 303))
    try:
        mine.switch(
            requests.db(),
            turn=-1 if form.turn is None else form.turn,
            number=form.version or 0,
            role=form.role,
            now=requests.now(),
        )
    except BadSwitch:
        return make_response(_page(mine, offer, is_other=True), 409)
    except Rejected:
        return make_response(_page(mine, offer, words("role-missing"), form.role), 422)
    return cast(Response, redirect(present(mine), 303))


def _page(
    run: Run, offer: Offer, error: str = "", chosen: str | None = None, *, is_other: bool = False
) -> str:
    lang = current().lang
    there = Teller(offer.journey, offer.change.state, lang, slots=slots_of(run))
    step = offer.journey.steps[offer.change.state.at]
    asks_role = offer.change.reason == "role" and offer.journey.roles
    roles = offer.journey.roles if asks_role else ()
    return render_template(
        "player/switches/new.html",
        run=run,
        tell=teller(run),
        there=there,
        offer=offer,
        errors=[(f"role-{roles[0]}", error)] if error and roles else [],
        error=error,
        chosen=chosen,
        roles=[(role, number) for number, role in enumerate(roles, 1)],
        reason=_reason(run, offer, there),
        stage=formats.stage(step.stage + 1, len(offer.journey.stages)),
        lost=list(_lost(run, offer, lang)),
        missed=[_title(there, id_) for id_ in offer.change.missed],
        is_other=is_other,
        back=standing(run),
    )


def _reason(run: Run, offer: Offer, there: Teller) -> str:
    """Say why the run does not fit, and what the learner would do there."""
    step = bare(_title(there, offer.change.state.at))
    if offer.change.reason == "role":
        return _role_reason(run)
    if offer.change.reason == "arrives":
        return _("Für Sie käme nichts mehr. Sie wären am Ziel: „%(step)s“.", step=step)
    if offer.change.reason == "added":
        words = _("Hinter Ihnen ist „%(step)s“ dazugekommen. Sie würden dort weitergehen.")
    else:
        words = _("Ihre Antwort bei „%(step)s“ passt nicht mehr. Sie würden dort neu antworten.")
    return words % {"step": step}


def _role_reason(run: Run) -> str:
    if not run.role:
        return _("Dort geht man in einer Rolle. Sie würden eine wählen.")
    tell = teller(run)
    role = tell.plain(run.journey.text(tell.lang, f"roles.{run.role}.title"))
    return _("Ihre Rolle „%(role)s“ gibt es dort nicht mehr.", role=role)


def _lost(run: Run, offer: Offer, lang: str) -> Iterator[tuple[Markup | str, Markup | str]]:
    """Yield the stations whose answers have no place on the new version, and what was chosen."""
    mine = offer.left
    tell = Teller(mine.journey, mine.state, lang, slots=slots_of(run))
    for id_ in offer.change.lost:
        if mine.journey.steps[id_].kind in TELLING:
            yield _title(tell, id_), tell.chosen(id_) or ""


def _title(tell: Teller, step: str) -> Markup | str:
    found = heading_of(tell.journey, tell.journey.steps[step], tell.lang)
    return tell.phrase(found) if found else _("Ihre Einschätzung")
