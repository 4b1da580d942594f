"""The start page: what the own company offers and open runs first, then a few journeys."""

from flask import render_template

from app.models.door import listed
from app.site import blueprint
from app.ui import requests
from app.ui.access import access
from app.ui.offers import own_offers
from app.ui.overviews import journey_overviews, open_runs

JOURNEYS_SHOWN = 3


@blueprint.get("/")
@access("anyone")
def show_home() -> str:
    """Show where to go on, and where to set out."""
    return render_template(
        "site/home/show.html",
        runs=open_runs(),
        offers=own_offers(),
        journeys=journey_overviews(listed(requests.db()), most=JOURNEYS_SHOWN),
    )
