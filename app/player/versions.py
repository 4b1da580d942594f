"""Versions: what a learner under way is told about a new one, and what it brought behind them."""

from dataclasses import dataclass

from markupsafe import Markup

from app.engine import is_missed, scene
from app.engine.steps import Step
from app.models.run import Run
from app.player.runs import address
from app.ui.scene import Teller
from app.ui.words import gettext as _

SWITCH = "fassung"
"""The address of the page about a version that a run does not fit."""


@dataclass(frozen=True, slots=True)
class News:
    """What a page says of a new version.

    `is_moved`: the run is shown on it for the first time; `note` are the author's words of what is
    new, in the language `lang`; `missed` counts the stations that came behind the learner, `gone`
    says that the one they stood on is no more. `switch` leads to a version that the run does not
    fit, "" where there is none.
    """

    is_moved: bool
    note: str
    lang: str
    missed: int
    gone: bool
    switch: str


def news_of(run: Run, step: Step) -> News | None:
    """Return what to say above a step; None nearly always.

    It is told until the pin follows with the next answer, so that nothing has to be remembered.
    """
    change = run.change if run.change and run.change.kind == "moves" else None
    offers = run.offer is not None and step.id == run.state.at
    if change is None and not offers:
        return None
    return News(
        is_moved=change is not None,
        note=run.note if change else "",
        lang=run.journey.lang,
        missed=len(change.missed) if change else 0,
        gone=change is not None and change.gone,
        switch=address(run, SWITCH) if offers else "",
    )


def missed_of(run: Run, tell: Teller) -> list[tuple[str, Markup | str]]:
    """Return addresses and titles of the stations on the way that were missed."""
    return [
        (address(run, step), title_of(run, tell, step))
        for step, value in run.state.way.items()
        if is_missed(value)
    ]


def title_of(run: Run, tell: Teller, step: str) -> Markup | str:
    """Return what a station of the way is called."""
    heading = scene(run.journey, run.state, step, lang=tell.lang).heading
    return tell.phrase(heading) if heading else _("Ihre Einschätzung")
