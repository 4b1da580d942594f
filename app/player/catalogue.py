"""The catalogue of journeys and the cover of each."""

from collections.abc import Iterable
from typing import cast

from flask import Response, abort, redirect, render_template, request, url_for
from markupsafe import Markup

from app.engine.journey import Journey
from app.engine.steps import Goal, Reflection, Scale
from app.models.door import by_link, is_open, listed
from app.models.journey import newest
from app.player import blueprint
from app.ui import requests
from app.ui.access import access
from app.ui.overviews import (
    JourneyOverview,
    journey_overview,
    journey_overviews,
    open_runs,
    own_runs,
)
from app.ui.visitors import visitor
from app.ui.words import gettext as _

DURATIONS = {"kurz": (0, 15), "mittel": (16, 30), "lang": (31, 10_000)}
"""Bounds in minutes; the longest way of a journey decides where it belongs."""


@blueprint.get("/reisen")
@access("anyone")
def list_journeys() -> str:
    """Show every journey that fits the filter."""
    journeys = journey_overviews(listed(requests.db()))
    chosen = {name: request.args.get(name, "") for name in ("dauer", "thema", "rolle")}
    return render_template(
        "player/catalogue/list.html",
        journeys=[journey for journey in journeys if _fits(journey, chosen)],
        narrowed=any(chosen.values()),
        filters=_filters(journeys, chosen),
    )


@blueprint.get("/reise/<slug>")
@access("anyone")
def show_journey(slug: str) -> str:
    """Show the cover: what to expect before the first step."""
    found = newest(requests.db(), slug)
    if found is None:
        abort(404)
    runs = open_runs(slug)
    link = request.args.get("link", "")
    has_walked = any(run.journey_id == slug for run in own_runs())
    may_start = is_open(requests.db(), slug, link, known=has_walked, visitor=visitor())
    if not may_start and not has_walked:
        abort(404)
    return render_template(
        "player/catalogue/show.html",
        journey=journey_overview(found[1]),
        takes_home=_takes_home(found[1]),
        open_runs=runs,
        known=runs[0].code if runs else "",
        may_start=may_start,
        link=link,
    )


@blueprint.get("/r/<code>")
@access("anyone")
def show_link(code: str) -> Response:
    """Lead from the link of a journey to its cover."""
    slug = by_link(requests.db(), code) or abort(404)
    return cast(Response, redirect(url_for("player.show_journey", slug=slug, link=code), 303))


def _fits(journey: JourneyOverview, chosen: dict[str, str]) -> bool:
    if chosen["dauer"] in DURATIONS:
        low, high = DURATIONS[chosen["dauer"]]
        if not low <= journey.longest <= high:
            return False
    return _among(chosen["thema"], journey.topics) and _among(chosen["rolle"], _titles(journey))


def _among(word: str, words: Iterable[Markup]) -> bool:
    return not word or word in {_plain(each) for each in words}


def _titles(journey: JourneyOverview) -> list[Markup]:
    return [role.title for role in journey.roles]


def _filters(
    journeys: list[JourneyOverview], chosen: dict[str, str]
) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """Return each question with what occurs: name, label, options, present choice."""
    durations = [
        ("kurz", _("bis 15 Minuten")),
        ("mittel", _("16 bis 30 Minuten")),
        ("lang", _("mehr als 30 Minuten")),
    ]
    topics = sorted({_plain(topic) for journey in journeys for topic in journey.topics})
    roles = sorted({_plain(title) for journey in journeys for title in _titles(journey)})
    return [
        ("dauer", _("Dauer"), durations, chosen["dauer"]),
        ("thema", _("Thema"), [(topic, topic) for topic in topics], chosen["thema"]),
        ("rolle", _("Rolle"), [(title, title) for title in roles], chosen["rolle"]),
    ]


def _plain(words: Markup) -> str:
    return words.striptags().replace("\N{SOFT HYPHEN}", "")


def _takes_home(journey: Journey) -> list[str]:
    """Say what this journey leaves in the learner's hands, by the kinds of its steps."""
    kinds = {type(step) for step in journey.steps.values()}
    items = []
    if Goal in kinds:
        items.append(_("ein eigenes Zielbild und einen ersten Schritt"))
    if Reflection in kinds:
        items.append(_("Ihre Gedanken, gesammelt im Reisetagebuch"))
    if any(isinstance(step, Scale) and step.repeats for step in journey.steps.values()):
        items.append(_("den Vergleich, wie Sie sich vorher und nachher sehen"))
    return [*items, _("Ihren Weg zum Nachlesen, mit allen Entscheidungen")]
