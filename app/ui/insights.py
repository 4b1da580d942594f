"""Released figures in words: a sentence first, then each option with a bar and its words.

The facilitator's page, the invitation and the pages of learners all tell them by these functions.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from app.engine.journey import Journey
from app.engine.steps import Poll, Scale, Step
from app.models.base import Session
from app.models.batch import Batch, Cell
from app.models.figures import NEARLY_ALL, Figure
from app.models.insight import NO_ANSWER, is_counted, names_of
from app.models.journey import compiled
from app.ui import view
from app.ui.scene import Teller, bare, heading_of
from app.ui.words import gettext as _

BARS = {"nearly-all": 95, "most": 55}
"""How long a bar is drawn where no share is told, in percent."""
UNTOLD = ("rest", "hidden")
"""Figures without a bar: an empty one would say that it was nobody."""


@dataclass(frozen=True, slots=True)
class Table:
    """What is told about one question, or one statement of a scale. `rows` are for `c.bars`."""

    label: Markup
    sentence: str
    rows: list[tuple[Markup, int | None, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """A released station. `people` is rounded down to steps of five.

    `is_rough`: it is put together from several rounds, so shares are about so much.
    """

    step: str
    title: Markup
    plain_title: str
    people: int
    tables: list[Table]
    is_rough: bool = False


@dataclass(frozen=True, slots=True)
class Station:
    """A station that a group can evaluate; `told` is None as long as nothing is released."""

    step: str
    title: Markup
    plain_title: str
    kind: str
    told: Told | None


def stations(session: Session, journey: Journey, batches: Iterable[Batch]) -> list[Station]:
    """Return the stations of a version that a group may be shown, in the order of the journey."""
    known = {batch.step: tell(session, batch) for batch in batches}
    teller = Teller(journey, None, view.current().lang)
    found = []
    for step in journey.steps.values():
        if not is_counted(step):
            continue
        told = next((known[name] for name in names_of(journey, step.id) if name in known), None)
        title = title_of(teller, step)
        found.append(Station(step.id, title, bare(title), _kind(step), told))
    return found


def tell(session: Session, batch: Batch, *, is_rough: bool = False) -> Told:
    """Put a batch into the words of the version that it was released on."""
    journey = compiled(session, batch.version_id)
    teller = Teller(journey, None, view.current().lang)
    step = journey.steps[batch.step]
    title = title_of(teller, step)
    items = dict.fromkeys(cell.item for cell in batch.cells)
    tables = [
        _table(teller, step, item, [cell for cell in batch.cells if cell.item == item])
        for item in items
    ]
    return Told(batch.step, title, bare(title), batch.people, tables, is_rough)


def words_of(figure: Figure) -> tuple[int | None, str]:
    """Return how long the bar of an option is, None without one, and the words, the truth."""
    kind, share = figure.kind, figure.share
    words = {
        "nearly-all": _("mehr als %(share)s %%", share=NEARLY_ALL),
        "most": _("mehr als die Hälfte"),
        "few": _("wenige oder niemand"),
        "rest": _("nicht einzeln gezeigt"),
        "hidden": _("nicht gezeigt"),
    }
    if kind == "share":
        return share or 0, _("%(share)s %%", share=share)
    return None if kind in UNTOLD else BARS.get(kind, 0), words[kind]


def title_of(teller: Teller, step: Step) -> Markup:
    """Return what a station is called."""
    heading = heading_of(teller.journey, step, teller.lang)
    if heading is not None:
        return teller.phrase(heading)
    again = isinstance(step, Scale) and step.repeats
    return Markup(_("Ihre Einschätzung heute") if again else _("Ihre Einschätzung"))  # noqa: S704


def _kind(step: Step) -> str:
    if isinstance(step, Scale):
        return _("Einschätzung")
    return _("Umfrage") if isinstance(step, Poll) else _("Entscheidung")


def _table(teller: Teller, step: Step, item: str, cells: list[Cell]) -> Table:
    label = teller.words(f"{_place(step)}.items.{item}.label") if item else Markup("")
    rows = [(_option(teller, step, cell), *words_of(cell.figure)) for cell in cells]
    return Table(label, _sentence(teller, step, cells), rows)


def _option(teller: Teller, step: Step, cell: Cell) -> Markup:
    if cell.option == NO_ANSWER:
        return Markup(_("Keine Angabe"))  # noqa: S704  Our own sentence.
    if not isinstance(step, Scale):
        return teller.words(f"{step.id}.choices.{cell.option}.label")
    if not cell.option:
        return Markup(_("Weiß ich nicht"))  # noqa: S704  Our own sentence.
    return _points(teller, step, cell.option)


def _points(teller: Teller, step: Scale, option: str) -> Markup:
    """Name one point of a scale, or the points from one to another, by its ends."""
    low, dash, high = option.partition("-")
    points = Markup("{}").format(f"{low}–{high}" if dash else low)
    end = "from" if low == "1" else "to" if (high or low) == str(step.points) else ""
    if not end:
        return points
    words = teller.words(f"{_place(step)}.{end}")
    if not dash:
        return points + " = " + words
    # The words of an author are safe HTML, so they fill a sentence that is.
    return Markup(_("%(points)s, Richtung „%(end)s“")) % {"points": points, "end": words}  # noqa: S704


def _sentence(teller: Teller, step: Step, cells: list[Cell]) -> str:
    """Say the most important first; what is not told alone is never the most frequent."""
    leading = _leading(cells)
    if not leading:
        return _("Das Bild bleibt verborgen: Es könnte zeigen, was Einzelne gewählt haben.")
    names = _(" und ").join(_quoted(teller, step, cell) for cell in leading)
    figure = leading[0].figure
    if figure.kind == "nearly-all":
        return _("Fast alle: %(names)s.", names=names)
    if figure.kind == "most":
        return _("Mehr als die Hälfte: %(names)s.", names=names)
    if len(leading) > 1:
        return _("Am häufigsten: %(names)s (je %(share)s %%).", names=names, share=figure.share)
    return _("Am häufigsten: %(names)s (%(share)s %%).", names=names, share=figure.share)


def _leading(cells: list[Cell]) -> list[Cell]:
    alone = [cell for cell in cells if cell.figure.kind in BARS]
    if alone:
        return alone
    most = max((cell.figure.share or 0 for cell in cells), default=0)
    return [cell for cell in cells if most and cell.figure.share == most]


def _quoted(teller: Teller, step: Step, cell: Cell) -> str:
    return _("„%(words)s“", words=bare(_option(teller, step, cell)))


def _place(step: Step) -> str:
    return step.repeats if isinstance(step, Scale) and step.repeats else step.id
