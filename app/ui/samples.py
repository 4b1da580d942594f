"""Invented reports for the works-council sheet, made and rounded by the rules of real ones.

No company, no person and no journey of this installation is in them.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from markupsafe import Markup

from app.models.assignment import Named
from app.models.figures import coarse, publishable
from app.ui.insights import Table, Told, words_of
from app.ui.rounds import Change, Section
from app.ui.sights import Result, Seen
from app.ui.words import gettext as _

DAY = datetime(2026, 2, 2, 5, 0, tzinfo=UTC)
INVITED = 28
PEOPLE = 21


def progress(*, proves: bool) -> Seen:
    """Return what a company would see of an assignment, in either mode."""
    people = (Named(0, _("Ada Erfunden"), True), Named(0, _("Ben Erfunden"), False))
    told = _question()
    return Seen(
        proves=proves,
        invited=INVITED,
        arrived=coarse(PEOPLE),
        results=(Result(told.title, DAY, told),),
        people=people if proves else (),
        own=False,
    )


def insight() -> list[Section]:
    """Return what a company would read of a question, and of a scale that was asked twice."""
    return [Section(_question(), "decision", None, []), _scale()]


def _question() -> Told:
    ways = (_("Ich frage nach."), _("Ich lasse es schreiben."), _("Ich warte ab."))
    table = _table("", ways, (12, 6, 3), _("Am häufigsten: %(names)s (%(share)s %%).",
                   names=_("„%(words)s“", words=ways[0]), share=_share((12, 6, 3))))  # fmt: skip
    title = _("Eine eilige Anfrage")
    return Told("", Markup.escape(title), title, coarse(PEOPLE), [table])


def _scale() -> Section:
    label = _("Ich weiß, was ich in ein Programm mit KI eingeben darf.")
    options = ("1–2", "3", "4–5", _("Keine Angabe"))
    before, after = (_table(label, options, counts, "") for counts in ((9, 6, 6, 0), (3, 6, 12, 0)))
    told = [
        Told("", Markup.escape(title), title, coarse(PEOPLE), [table])
        for title, table in (
            (_("Ihre Einschätzung"), before),
            (_("Ihre Einschätzung heute"), after),
        )
    ]
    pairs = zip(before.rows, after.rows, strict=True)
    change = Change(
        before.label,
        _("Am Ende schätzen sich mehr Menschen hoch ein als am Anfang."),
        before.rows[2][0],
        [(_("Vorher"), *before.rows[2][1:]), (_("Nachher"), *after.rows[2][1:])],
        [(option, words, later) for (option, _length, words), (_o, _l, later) in pairs],
    )
    return Section(told[1], "scale", told[0], [change])


def _table(label: str, options: Sequence[str], counts: Sequence[int], sentence: str) -> Table:
    figures = publishable(counts)
    rows = [
        (Markup.escape(option), *words_of(figure))
        for option, figure in zip(options, figures, strict=True)
    ]
    return Table(Markup.escape(label), sentence, rows)


def _share(counts: Sequence[int]) -> int:
    return max(figure.share or 0 for figure in publishable(counts))
