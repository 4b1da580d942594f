"""The two answers that show a step: a whole page, and what htmx puts in its place."""

from functools import lru_cache
from typing import Any

from flask import render_template
from markupsafe import escape

from app.engine.steps import Step
from app.models.run import Run
from app.player.regions import region_of
from app.player.versions import news_of
from app.ui.parts import macros
from app.ui.slots import slots_of
from app.ui.stages import Row, stages_of
from app.ui.view import View, current

FRAMES = 256
MARK = "\0"
"""Stands in a frame for the title and for the step; no text can hold it."""


def whole(run: Run, step: Step, **how: Any) -> str:
    """Draw the page of a step; `how` is for `page_of`."""
    region = region_of(run, step, news=news_of(run, step), **how)
    before, between, behind = _frame(current(), run.journey_id, stages_of(run, step, slots_of(run)))
    return f"{before}{escape(region.title)}{between}{region.html}{behind}"


def partial(run: Run, step: Step, *, moved_on: bool = False, **how: Any) -> str:
    """Draw a step in the place of the last one, with the map beside it where that has changed."""
    region = region_of(run, step, **how)
    beside = macros("parts").beside(stages_of(run, step, slots_of(run)), True) if moved_on else ""
    return f"<title>{escape(region.title)}</title>{region.html}{beside}"


@lru_cache(FRAMES)
def _frame(_view: View, journey_id: str, stages: tuple[Row, ...]) -> list[str]:
    """Draw what stands before the title, between it and the step, and behind the step."""
    drawn = render_template(
        "player/steps/_around.html", title=MARK, main=MARK, journey_id=journey_id, stages=stages
    )
    return drawn.split(MARK)
