"""„Was Sie jetzt tun können“: a talk, a rule and an exercise that fit what was released.

Chosen from released figures alone, always by the same rules, so that the cards tell nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.ui.insights import Told
from app.ui.rounds import Change, Section
from app.ui.scene import bare
from app.ui.words import gettext as _

EVEN = 60
"""A picture is even where no option has a larger share."""
HALF = 50
"""With a larger share an option is what many do."""


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to do next: what it is, and how to go about it, a sentence an item."""

    icon: str
    title: str
    steps: list[str]


def cards_for(found: Sequence[Section]) -> list[Card]:
    """Return the three cards, none as long as nothing is released."""
    return [_talk(found), _rule(found), _exercise(found)] if found else []


def _talk(found: Sequence[Section]) -> Card:
    questions = [each.told for each in found if each.kind in ("decision", "poll")]
    even = min(questions, key=_leading_share, default=None)
    steps = [_("Nehmen Sie sich im Team eine Viertelstunde.")]
    if even is not None and len(_shares(even)) > 1 and _leading_share(even) <= EVEN:
        first, second = _shares(even)[:2]
        steps += [
            _("Lesen Sie die Station „%(title)s“ zusammen.", title=even.plain_title),
            _("Fragen Sie: Was spricht für „%(first)s“? Was für „%(second)s“?",
              first=first[1], second=second[1]),
        ]  # fmt: skip
    elif even is not None:
        steps += [
            _("Lesen Sie die Station „%(title)s“ zusammen.", title=even.plain_title),
            _("Fragen Sie: Was hilft uns hier, gut zu entscheiden? Was fehlt uns?"),
        ]
    else:
        steps.append(_("Fragen Sie: Wo begegnet uns KI schon? Was brauchen wir dafür?"))
    steps.append(_("Fragen Sie nie, wer was gewählt hat. Wer will, erzählt es selbst."))
    return Card("users-round", _("Gespräch"), steps)


def _rule(found: Sequence[Section]) -> Card:
    told = [each.told for each in found if each.kind == "decision" and _shares(each.told)]
    clear = max(told, key=_leading_share, default=None)
    if clear is not None and _leading_share(clear) > HALF:
        begin = _("Bei „%(title)s“ gehen viele denselben Weg: „%(way)s“.",
                  title=clear.plain_title, way=_shares(clear)[0][1])  # fmt: skip
    elif clear is not None:
        begin = _("Bei „%(title)s“ gehen die Wege auseinander.", title=clear.plain_title)
    else:
        begin = _("Wählen Sie eine Lage, die bei Ihnen oft vorkommt.")
    return Card(
        "notebook-pen",
        _("Regel"),
        [
            begin,
            _("Fragen Sie: Wie wollen wir es halten? Schreiben Sie einen Satz auf: Wenn …, dann …"),
            _("Stimmen Sie ihn mit dem Betriebsrat ab, wenn es einen gibt."),
            _("Probieren Sie die Regel vier Wochen aus, und ändern Sie sie dann."),
        ],
    )


def _exercise(found: Sequence[Section]) -> Card:
    changes = [change for each in found for change in each.changes]
    lowest = min(changes, key=_upper_after, default=None)
    if lowest is not None:
        begin = _("Hier ist noch am meisten Luft: „%(label)s“", label=bare(lowest.label))
    else:
        begin = _("Wählen Sie eine Aufgabe aus dieser Woche.")
    return Card(
        "footprints",
        _("Übung"),
        [
            begin,
            _("Setzen Sie sich zu zweit an eine echte Aufgabe, zehn Minuten lang."),
            _("Lassen Sie eine KI einen Entwurf machen, ohne Namen und Kundendaten."),
            _("Suchen Sie zusammen drei Fehler darin. Erzählen Sie im Team, was Sie fanden."),
        ],
    )


def _shares(told: Told) -> list[tuple[int, str]]:
    """Return the options of a question that are told with a bar, the longest first."""
    cells = [cell for table in told.tables for cell in table.rows]
    rows = [(length, bare(label)) for label, length, _words in cells if length]
    return sorted(rows, key=lambda row: -row[0])


def _leading_share(told: Told) -> int:
    return max((length for length, _label in _shares(told)), default=100)


def _upper_after(change: Change) -> int:
    return change.bars[1][1] or 100
