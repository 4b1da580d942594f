"""Reviews: a draft for somebody without an account, to read and to try, until its link ends."""

from datetime import datetime

from flask import Response, abort, render_template, request, url_for

from app.models.draft import Draft
from app.models.review import shared
from app.studio import blueprint
from app.studio.prints import print_of
from app.studio.trials import Trial, begin, change_page, nothing_page, step_page
from app.ui import headers, requests
from app.ui.access import access

ROOT = "/durchsicht/<token>"


@blueprint.get(ROOT)
@access("anyone")
def show_review(token: str) -> str:
    """Show the whole draft, read-only, with its date; a link that does not hold is a 404."""
    draft, until = _shared(token)
    headers.frame(request.environ, "holder")
    return render_template(
        "studio/reviews/show.html",
        draft=draft,
        until=until,
        preview_source=url_for("studio.show_review_start", token=token),
        **print_of(draft),
    )


@blueprint.get(f"{ROOT}/vorschau/start")
@access("anyone")
def show_review_start(token: str) -> Response:
    """Lead into the journey."""
    draft, _until = _shared(token)
    trial = _trial(draft, token)
    return begin(trial) if trial else nothing_page(draft)


@blueprint.get(f"{ROOT}/vorschau/<trail>/<step>")
@access("anyone")
def show_review_step(token: str, trail: str, step: str) -> Response:
    """Show one station as learners see it."""
    draft, _until = _shared(token)
    trial = _trial(draft, token)
    return step_page(trial, trail, step) if trial else nothing_page(draft)


@blueprint.get(f"{ROOT}/vorschau/<trail>/<step>/anders")
@access("anyone")
def show_review_change(token: str, trail: str, step: str) -> Response:
    """Answer a station of the trail anew."""
    draft, _until = _shared(token)
    trial = _trial(draft, token)
    return change_page(trial, trail, step) if trial else nothing_page(draft)


def _shared(token: str) -> tuple[Draft, datetime]:
    return shared(requests.db(), token, requests.now()) or abort(404)


def _trial(draft: Draft, token: str) -> Trial | None:
    return Trial.of(draft, url_for("studio.show_review", token=token) + "/vorschau")
