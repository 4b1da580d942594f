"""Offers: what the companies of this device's learner assigned to them and they have not begun."""

from dataclasses import dataclass
from datetime import date

from app.models.company import Company
from app.models.journey import newest
from app.models.seat import Seat
from app.ui import requests
from app.ui.overviews import JourneyOverview, journey_overview, own_learner


@dataclass(frozen=True, slots=True)
class Offer:
    """An assignment as a card shows it; `code` leads to its invitation."""

    code: str
    company: str
    title: str
    ends_on: date
    journey: JourneyOverview


def own_offers() -> list[Offer]:
    """Return the offers, the one that ends first in front."""
    learner, db = own_learner(), requests.db()
    found = Seat.offered(db, learner.id) if learner else []
    return [
        Offer(
            each.code, company.name, each.title, each.ends_on,
            journey_overview(version[1], each.words),
        )
        for each in sorted(found, key=lambda offer: offer.ends_on)
        if (company := Company.with_id(db, each.company_id))
        and (version := newest(db, each.journey_id))
    ]  # fmt: skip
