"""The register of personal data in the words of the page: one source for every place that tells it.

Who may see what comes from the scopes of the database and from the rooms that are kept in them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Flask

from app.models.personal import N_, Personal, Phrase
from app.models.personal_data import personal_data
from app.models.scopes import OFFICE_NEVER
from app.models.user import Role
from app.ui.access import OFFICE
from app.ui.words import gettext as _

SEEN_OF_MEMBERS: Sequence[Phrase] = (
    N_("den Namen und das Team"),
    N_("die E-Mail-Adresse, wenn er selbst eine eingetragen hat"),
    N_("ob jemand von seiner Liste kommt oder über den Link"),
)
"""What a company sees of the people on its list, on its own pages and on theirs."""
NEVER_OF_MEMBERS: Sequence[Phrase] = (
    N_("was jemand wählt oder schreibt, wie weit jemand ist und wie lange es dauert"),
    N_("ob jemand einen persönlichen Link geöffnet hat"),
    N_("Reisen, die jemand für sich oder mit anderen Betrieben geht"),
)

RIGHTS_OF_MEMBERS: Sequence[Phrase] = (
    N_("Wer nur auf der Liste steht, öffnet den persönlichen Link: Dort steht dasselbe."),
    N_(
        "Wer keinen Link hat oder keinen möchte, fragt den Betreiber. Er gibt über die Adresse "
        "Auskunft und nimmt sie von allen Listen."
    ),
    N_("Falsche Angaben auf der Liste ändert der Betrieb, wenn die Person es möchte."),
    N_("Der Betrieb kann jemanden von der Liste nehmen. Die Reisen bleiben der Person."),
)
"""What somebody can do who is on the list of a company, with or without a device."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept in one table about learners and members; `fields` are its columns."""

    what: str
    purpose: str
    basis: str
    retention: str
    erase: str
    fields: tuple[str, ...]
    company: str
    operator: str
    facilitator: str


def register(app: Flask) -> None:
    """Give all templates the register, and what a company sees of the people on its list."""
    app.jinja_env.globals.update(
        register_rows=rows,
        seen_of_members=SEEN_OF_MEMBERS,
        never_of_members=NEVER_OF_MEMBERS,
        rights_of_members=RIGHTS_OF_MEMBERS,
    )


def said(phrase: Phrase) -> str:
    """Return a phrase in the language of the page."""
    return _(phrase.words, **phrase.values)


def rows(*, are_of_staff: bool = False) -> Iterator[Row]:
    """Yield all that concerns learners and people on the list of a company, or staff alone."""
    for table, entry in personal_data.items():
        if bool(entry.fields) != are_of_staff:
            yield Row(
                what=said(entry.what),
                purpose=said(entry.purpose),
                basis=said(entry.basis),
                retention=said(entry.retention),
                erase=said(entry.erase),
                fields=tuple(said(each) for each in entry.fields.values()),
                company=_seen(table, entry, "manager"),
                operator=_seen(table, entry, "operator"),
                facilitator=_seen(table, entry, "facilitator"),
            )


def _seen(table: str, entry: Personal, role: Role) -> str:
    told = entry.seen_by.get(role)
    if told:
        return said(told)
    if role in OFFICE and table in OFFICE_NEVER:
        return _("nie")
    return _("nein")
