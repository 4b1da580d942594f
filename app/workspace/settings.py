"""Settings: what a company says about itself, and its own words in journeys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Response, redirect, request, url_for

from app.models.company import LONGEST_WORDS, Company
from app.models.door import listed
from app.models.group import spaced
from app.ui import formats, requests, staff, view
from app.ui.access import access
from app.ui.companies import CompanyForm, sectors
from app.ui.scene import Teller, bare
from app.ui.view import LANGUAGE_NAMES
from app.workspace import blueprint
from app.workspace.companies import own_company, page, refused

ZONES = tuple(
    f"Europe/{city}"
    for city in (
        "Amsterdam", "Athens", "Berlin", "Brussels", "Bucharest", "Budapest", "Copenhagen",
        "Dublin", "Helsinki", "Istanbul", "Kyiv", "Lisbon", "Ljubljana", "London", "Luxembourg",
        "Madrid", "Oslo", "Paris", "Prague", "Rome", "Sofia", "Stockholm", "Tallinn", "Vienna",
        "Vilnius", "Warsaw", "Zagreb", "Zurich",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in journeys for a word of the company's; `default` is what stands there without."""

    name: str
    label: str
    default: str

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"word-{self.name}"


class SettingsForm(CompanyForm):
    """All settings of a company."""

    def __init__(self, company: Company, slots: list[Slot]) -> None:
        self.company = company
        self.slots = slots
        super().__init__(request.form)

    def read(self) -> None:
        """Take them all; words for slots that no journey has now stay as they are."""
        super().read()
        self.timezone = self.word("timezone")
        self.language = self.word("language")
        if self.timezone not in (*ZONES, self.company.timezone):
            self.refuse("timezone", "timezone-missing")
        if self.language not in LANGUAGE_NAMES:
            self.refuse("language", "language-missing")
        self.words = dict(self.company.words)
        for slot in self.slots:
            self._take_word(slot)

    def _take_word(self, slot: Slot) -> None:
        word = " ".join(self.word(slot.field).split())
        if len(word) > LONGEST_WORDS:
            self.refuse(slot.field, "word-long", most=formats.number(LONGEST_WORDS))
        self.words.pop(slot.name, None)
        if word:
            self.words[slot.name] = word


@blueprint.get("/betrieb/einstellungen")
@access("manager")
def edit_settings() -> str:
    """Ask for the settings."""
    company = own_company()
    offered = _offered(company, slots_of(company))
    return page("settings/edit.html", form=company, errors={}, **offered)


@blueprint.post("/betrieb/einstellungen")
@access("manager")
def update_settings() -> Response:
    """Keep the settings."""
    company = own_company()
    slots = slots_of(company)
    form = SettingsForm(company, slots)
    if form.errors:
        return refused("settings/edit.html", form, **_offered(company, slots))
    company.change(
        requests.db(),
        by=staff.acting(),
        now=requests.now(),
        name=form.name,
        sector=form.sector,
        head_count=form.head_count,
        timezone=form.timezone,
        language=form.language,
        words=form.words,
    )
    return cast(Response, redirect(url_for("workspace.show_overview"), 303))


@blueprint.post("/betrieb/einstellungen/reisen-code")
@access("manager")
def create_journey_code() -> Response:
    """Make the code for journeys of its own, or another one, once for each form."""
    seen = request.form.get("seen", "")
    own_company().renew_journey_code(requests.db(), seen, by=staff.acting(), now=requests.now())
    return cast(Response, redirect(f"{url_for('workspace.edit_settings')}#reisen-code", 303))


def slots_of(company: Company) -> list[Slot]:
    """Return the slots of all journeys it can find; a name that several use stands once."""
    found: dict[str, Slot] = {}
    for journey in listed(requests.db(), company.id):
        teller = Teller(journey, None, view.current().lang)
        for name in journey.slots:
            label, default = (bare(teller.words(f"slots.{name}.{part}")) for part in PARTS)
            found.setdefault(name, Slot(name, label, default))
    return list(found.values())


PARTS = ("label", "default")


def _offered(company: Company, slots: list[Slot]) -> Mapping[str, Any]:
    zones = sorted({*ZONES, company.timezone})
    return {
        "slots": slots,
        "journey_code": spaced(company.journey_code) if company.journey_code else "",
        "sectors": sectors(),
        "zones": [(zone, zone.replace("_", " ")) for zone in zones],
        "languages": list(LANGUAGE_NAMES.items()),
    }
