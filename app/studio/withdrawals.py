"""Withdrawals: versions nobody begins any more; whoever is under way may finish."""

from flask import Response, abort, render_template

from app.models.draft import Draft
from app.models.publication import offer_again, versions_of, withdraw
from app.studio import blueprint
from app.studio.drafts import own_draft, to
from app.studio.publications import NUMBER, own_version
from app.ui import requests, staff
from app.ui.access import access
from app.ui.impacts import under_way


@blueprint.get(f"/studio/<slug>/versionen/{NUMBER}/rueckzug")
@access("facilitator")
def confirm_withdrawal(slug: str, number: int) -> str:
    """Say what withdrawing one version means."""
    return _confirm(own_draft(slug), number)


@blueprint.post(f"/studio/<slug>/versionen/{NUMBER}/rueckzug")
@access("facilitator")
def create_withdrawal(slug: str, number: int) -> Response:
    """Offer one version no more."""
    draft = own_draft(slug)
    own_version(draft, number)
    withdraw(requests.db(), slug, by=staff.acting(), now=requests.now(), number=number)
    return to(draft, "list_versions")


@blueprint.post(f"/studio/<slug>/versionen/{NUMBER}/angebot")
@access("facilitator")
def delete_withdrawal(slug: str, number: int) -> Response:
    """Offer a version again."""
    draft = own_draft(slug)
    own_version(draft, number)
    offer_again(requests.db(), slug, by=staff.acting(), now=requests.now(), number=number)
    return to(draft, "list_versions")


@blueprint.get("/studio/<slug>/rueckzug")
@access("facilitator")
def confirm_withdrawal_of_journey(slug: str) -> str:
    """Say what withdrawing a whole journey means."""
    return _confirm(own_draft(slug), None)


@blueprint.post("/studio/<slug>/rueckzug")
@access("facilitator")
def create_withdrawal_of_journey(slug: str) -> Response:
    """Offer no version of a journey any more."""
    draft = own_draft(slug)
    withdraw(requests.db(), slug, by=staff.acting(), now=requests.now())
    return to(draft, "list_versions")


def _confirm(draft: Draft, number: int | None) -> str:
    versions = versions_of(requests.db(), draft.journey_id)
    going = [each for each in versions if each.is_offered and number in (None, each.number)]
    if not going:
        abort(404)
    rest = [each for each in versions if each.is_offered and each not in going]
    return render_template(
        "studio/withdrawals/confirm.html",
        draft=draft,
        number=number,
        next=rest[0] if rest else None,
        is_newest=all(each.number < going[0].number for each in rest),
        under_way=under_way(sum(each.open_runs for each in going)),
    )
