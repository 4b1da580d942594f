"""What companies and the operator ask about a company, and what its sector is called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.lib import mail
from app.models.company import LONGEST_NAME, MOST_PEOPLE, SECTORS
from app.models.user import plain
from app.ui import formats
from app.ui.forms import Form

SECTOR_NAMES: dict[str, LazyString] = {
    "craft": _l("Handwerk"),
    "manufacturing": _l("Industrie"),
    "construction": _l("Bau"),
    "trade": _l("Handel"),
    "logistics": _l("Lager und Verkehr"),
    "hospitality": _l("Gastgewerbe"),
    "health": _l("Gesundheit und Pflege"),
    "education": _l("Bildung und Erziehung"),
    "public": _l("Verwaltung"),
    "finance": _l("Banken und Versicherungen"),
    "it": _l("Technik und IT"),
    "services": _l("Andere Dienstleistungen"),
    "agriculture": _l("Landwirtschaft"),
    "other": _l("Etwas anderes"),
}
assert tuple(SECTOR_NAMES) == SECTORS


class CompanyForm(Form):
    """Name, sector and head count of a company."""

    def read(self) -> None:
        """Take the three."""
        self.name = " ".join(self.word("name").split())
        self.sector = self.word("sector")
        self.head_count = self.number("head-count") or 0
        if not self.name:
            self.refuse("name", "company-name-missing")
        elif len(self.name) > LONGEST_NAME:
            self.refuse("name", "company-name-long", most=formats.number(LONGEST_NAME))
        if self.sector not in SECTORS:
            self.refuse("sector", "sector-missing")
        if not 1 <= self.head_count <= MOST_PEOPLE:
            self.refuse("head-count", "head-count-wrong", most=formats.number(MOST_PEOPLE))


class LeaderForm(Form):
    """The address of somebody who is to manage a company."""

    def read(self) -> None:
        """Take the address."""
        self.email = take_email(self)


def take_email(form: Form, field: str = "email") -> str:
    """Return the address in a field of a form, or note what is wrong with it."""
    typed = plain(form.word(field))
    if not typed:
        form.refuse(field, "email-missing")
        return ""
    try:
        return mail.address(typed)
    except ValueError:
        form.refuse(field, "email-wrong")
        return typed


def sectors() -> list[tuple[str, str]]:
    """Return the sectors to choose from, with nothing chosen first."""
    return [("", "–"), *((key, str(name)) for key, name in SECTOR_NAMES.items())]
