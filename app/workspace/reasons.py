"""Reasons: which journeys fit a company best, and why, in one sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.engine.journey import Journey
from app.models.company import Company
from app.ui.overviews import JourneyOverview, journey_overview
from app.ui.scene import Teller
from app.ui.words import gettext as _

SECTOR_WORDS: dict[str, tuple[str, ...]] = {
    "craft": ("handwerk", "werkstatt", "baustelle", "meister", "reparatur"),
    "manufacturing": (
        "produktion",
        "werkstatt",
        "fertigung",
        "schichtplan",
        "montage",
        "industrie",
    ),
    "construction": ("bau", "baustelle", "handwerk"),
    "trade": ("handel", "verkauf", "kundendienst", "kasse", "einkauf"),
    "logistics": ("lager", "versand", "verkehr", "logistik", "fahr"),
    "hospitality": ("küche", "gast", "hotel", "wäscherei", "service"),
    "health": ("pflege", "gesundheit", "betreuung", "klinik", "praxis"),
    "education": ("bildung", "schule", "erziehung", "lernen", "ausbildung"),
    "public": ("verwaltung", "büro", "amt", "bürger"),
    "finance": ("bank", "versicherung", "büro", "verwaltung"),
    "it": ("technik", "software", "programm", "daten"),
    "services": ("kundendienst", "büro", "service", "beratung"),
    "agriculture": ("landwirtschaft", "hof", "ernte", "garten"),
    "other": (),
}
"""Beginnings of words by which a topic or a role belongs to a sector."""
AUTHORS_LANGUAGE = "de"
SHORT_MINUTES = 12
SMALL_COMPANY = 20
MANY_ROLES = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A journey as a manager chooses it; `reason` is one sentence, `fit` the better the more."""

    journey: JourneyOverview
    reason: str
    fit: int


def offers(company: Company, journeys: Iterable[Journey], kept: set[str]) -> list[Offer]:
    """Return journeys with the reasons for them, those that fit best first.

    `kept` are the ids of those that only some companies find.
    """
    offered = [_offer(company, journey, journey.id in kept) for journey in journeys]
    return sorted(offered, key=lambda offer: (-offer.fit, offer.journey.plain_title))


def _offer(company: Company, journey: Journey, is_kept: bool) -> Offer:
    overview = journey_overview(journey)
    if is_kept:
        return Offer(overview, _("Nur ausgewählte Betriebe finden sie, und Ihrer gehört dazu."), 4)
    match = _match(company.sector, journey)
    if match is not None:
        return Offer(overview, _about(match, overview), 3)
    if overview.longest <= SHORT_MINUTES:
        return Offer(overview, _short(company.head_count), 2)
    if len(overview.roles) >= MANY_ROLES:
        return Offer(overview, _many(company.head_count, len(overview.roles)), 1)
    return Offer(overview, _("Sie passt in jede Branche und braucht kein Vorwissen."), 0)


def _match(sector: str, journey: Journey) -> tuple[str, int] | None:
    """Return the first topic or role that belongs to a sector, as its kind and its place."""
    for kind, place, words in _told(journey):
        said = [word.strip("-–,.:") for word in words.lower().split()]
        if any(word.startswith(stem) for word in said for stem in SECTOR_WORDS[sector]):
            return kind, place
    return None


def _told(journey: Journey) -> Iterator[tuple[str, int, str]]:
    tell = Teller(journey, None, AUTHORS_LANGUAGE)
    for place, topic in enumerate(journey.text_list(AUTHORS_LANGUAGE, "topics")):
        yield "topic", place, tell.plain(topic)
    for place, role in enumerate(journey.roles):
        yield "role", place, tell.plain(journey.text(AUTHORS_LANGUAGE, f"roles.{role}.title"))


def _about(match: tuple[str, int], overview: JourneyOverview) -> str:
    kind, place = match
    if kind == "topic":
        topic = overview.topics[place].striptags()
        return _("Es geht um „%(topic)s“, und das gibt es auch in Ihrer Branche.", topic=topic)
    role = overview.roles[place].title.striptags()
    return _("Eine Rolle ist „%(role)s“, und die gibt es auch in Ihrer Branche.", role=role)


def _short(head_count: int) -> str:
    if head_count <= SMALL_COMPANY:
        return _("Sie passt in eine Pause: Auch in einem kleinen Betrieb fehlt niemand lange.")
    return _("Sie passt in eine Pause, auch wenn viele Menschen in Schichten arbeiten.")


def _many(head_count: int, roles: int) -> str:
    if head_count <= SMALL_COMPANY:
        return _(
            "Sie hat %(num)s Rollen: Auch in einem kleinen Betrieb sieht jeder Platz anders aus.",
            num=roles,
        )
    return _(
        "Sie hat %(num)s Rollen: In einem Betrieb Ihrer Größe finden sich viele Plätze wieder.",
        num=roles,
    )
