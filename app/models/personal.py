"""What the register says about one table with personal data, in words that are told to people.

The words are German sentences, as everywhere; the catalogue has them in English. `N_` marks them
for it, and keeps the lengths that fill them: those of the code, never written down again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, NamedTuple

Reader = Literal["manager", "operator", "facilitator"]
"""Who beside the person themselves may see some of it, by their role."""
Whose = Literal["learner", "member", "staff", "work", "nobody"]
"""A learner's, that of somebody whom a company has on its list (found by the learner whose device
opened their link), a member of staff's, work of staff that says who did it and when, or nobody's
that could be named.
"""


class Phrase(NamedTuple):
    """A German sentence and what fills its `%(name)s`."""

    words: str
    values: Mapping[str, int] = {}


def N_(words: str, **values: int) -> Phrase:  # noqa: N802 (the mark that catalogues are made by)
    """Mark a sentence for the catalogue; whoever shows it looks up its language."""
    return Phrase(words, values)


@dataclass(frozen=True, slots=True)
class Personal:
    """One table with personal data.

    `export` is the place in the export of whoever it is about, "" where nothing leads to anybody.
    `fields` says what each column is, for whatever concerns learners and members. `withheld` names
    columns that the export leaves out, and why.
    """

    what: Phrase
    purpose: Phrase
    basis: Phrase
    retention: Phrase
    export: str
    erase: Phrase
    fields: Mapping[str, Phrase] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    seen_by: Mapping[Reader, Phrase] = field(default_factory=dict)
    whose: Whose = "learner"


def months(length: timedelta) -> int:
    """Return a length in whole months."""
    return length.days // 30


INNER = "a number without meaning outside the database"
NOT_SHOWN = "a secret"
GIVEN_AS_TITLE = "given as the title of the assignment"
GIVEN_AS_VERSION = "given as the name of the journey and the number of the version"
GIVEN_AS_COMPANY = "given as the name of the company"
CONTRACT = N_("Nutzung auf eigenen Wunsch, Artikel 6 Absatz 1 Buchstabe b DSGVO")
CONSENT = N_("freie Zustimmung, Artikel 6 Absatz 1 Buchstabe a DSGVO")
INTEREST = N_("berechtigtes Interesse am sicheren Betrieb, Artikel 6 Absatz 1 Buchstabe f DSGVO")
EMPLOYER = N_(
    "berechtigtes Interesse des Betriebs, Artikel 6 Absatz 1 Buchstabe f DSGVO, "
    "oder eine Betriebsvereinbarung"
)
WITH_THE_ACCOUNT = N_("mit dem Konto")
