"""Journeys: what is published here, and how the operator takes something out of the catalogue."""

from typing import cast

from flask import Response, abort, current_app, redirect, render_template, request, url_for

from app.lib.tokens import is_plain
from app.models.publication import OnShelf, shelf, withdraw
from app.operator import blueprint
from app.ui import requests, staff
from app.ui.access import access
from app.ui.forms import Form


class WithdrawalForm(Form):
    """The id of the journey, typed once more."""

    def __init__(self, journey: OnShelf) -> None:
        self.journey = journey
        super().__init__(request.form)

    def read(self) -> None:
        """Compare what was typed."""
        self.typed = self.word("typed")
        if self.typed != self.journey.journey_id:
            self.refuse("typed", "journey-typed-wrong")


@blueprint.get("/betreiber/reisen")
@access("operator")
def list_journeys() -> str:
    """Show every journey that the filter finds."""
    words = Form(request.args).word("name")
    found = shelf(requests.db(), words)
    return render_template("operator/journeys/list.html", journeys=found, words=words)


@blueprint.get("/betreiber/reisen/<slug>/rueckzug")
@access("operator")
def confirm_withdrawal(slug: str) -> str:
    """Say what withdrawing means, and ask for the id."""
    return _ask(_offered(slug))


@blueprint.post("/betreiber/reisen/<slug>/rueckzug")
@access("operator")
def create_withdrawal(slug: str) -> Response:
    """Offer no version of a journey any more."""
    journey = _offered(slug)
    form = WithdrawalForm(journey)
    if form.errors:
        return current_app.response_class(_ask(journey, form), 422)
    withdraw(requests.db(), slug, by=staff.acting(), now=requests.now())
    return cast(Response, redirect(url_for("operator.list_journeys"), 303))


def _offered(slug: str) -> OnShelf:
    found = shelf(requests.db(), slug) if is_plain(slug) else []
    named = [each for each in found if each.journey_id == slug and each.offered]
    return named[0] if named else abort(404)


def _ask(journey: OnShelf, form: WithdrawalForm | None = None) -> str:
    return render_template(
        "operator/journeys/confirm_withdrawal.html",
        journey=journey,
        errors=form.sentences() if form else {},
        typed=form.typed if form else "",
    )
