"""Previews: an author tries a draft beside its text, in any role, from any station."""

from typing import Any

from flask import Response, render_template, request, url_for
from markupsafe import Markup

from app.engine.journey import Journey
from app.models.draft import Draft
from app.studio import blueprint
from app.studio.drafts import own_draft
from app.studio.trials import Trial, begin, change_page, nothing_page, step_page
from app.ui import headers
from app.ui.access import access
from app.ui.scene import Teller
from app.ui.view import current

ROOT = "/studio/<slug>/vorschau"


@blueprint.get(ROOT)
@access("facilitator")
def show_preview(slug: str) -> str:
    """Show the preview as a page of its own: its settings and the frame."""
    draft = own_draft(slug)
    headers.frame(request.environ, "holder")
    return render_template(
        "studio/previews/show.html", draft=draft, here="preview", **preview_of(draft)
    )


@blueprint.get(f"{ROOT}/start")
@access("facilitator")
def show_preview_start(slug: str) -> Response:
    """Lead into the journey: in a role, from a station, with words of a company."""
    draft = own_draft(slug)
    trial = _trial(draft)
    return begin(trial) if trial else nothing_page(draft)


@blueprint.get(f"{ROOT}/<trail>/<step>")
@access("facilitator")
def show_preview_step(slug: str, trail: str, step: str) -> Response:
    """Show one station as learners see it."""
    draft = own_draft(slug)
    trial = _trial(draft)
    return step_page(trial, trail, step) if trial else nothing_page(draft)


@blueprint.get(f"{ROOT}/<trail>/<step>/anders")
@access("facilitator")
def show_preview_change(slug: str, trail: str, step: str) -> Response:
    """Answer a station of the trail anew."""
    draft = own_draft(slug)
    trial = _trial(draft)
    return change_page(trial, trail, step) if trial else nothing_page(draft)


def preview_of(draft: Draft) -> dict[str, Any]:
    """Return what the settings of a preview offer, and where its frame begins."""
    trial = _trial(draft)
    start = url_for("studio.show_preview_start", slug=draft.journey_id)
    query = request.query_string.decode("ascii", "replace")
    return {
        "preview_start": start,
        "preview_source": f"{start}?{query}" if query else start,
        "roles": _roles(trial.journey) if trial else [],
        "stations": list(trial.journey.steps) if trial else [],
        "slots": _slots(trial.journey) if trial else [],
        "asked": request.args,
        "stale_since": trial.stale_since if trial else None,
        "can_be_tried": trial is not None,
    }


def _trial(draft: Draft) -> Trial | None:
    root = url_for("studio.show_preview", slug=draft.journey_id)
    return Trial.of(draft, root)


def _roles(journey: Journey) -> list[tuple[str, str]]:
    tell = Teller(journey, None, current().lang)
    return [(role, _plain(tell.words(f"roles.{role}.title"))) for role in journey.roles]


def _slots(journey: Journey) -> list[tuple[str, str]]:
    tell = Teller(journey, None, current().lang)
    return [(slot, _plain(tell.words(f"slots.{slot}.label")) or slot) for slot in journey.slots]


def _plain(words: Markup) -> str:
    return words.striptags().replace("\N{SOFT HYPHEN}", "")
