"""What a new version would do to everybody under way, in one sentence."""

from app.models.figures import LEAST, coarse
from app.models.impact import Impact
from app.ui.words import gettext as _
from app.ui.words import ngettext


def sentence(impact: Impact) -> str:
    """Say it to whoever has the database: „14 unterwegs: 11 unberührt, 1 bleibt auf Fassung 3“."""
    if not impact.total:
        return _("Niemand ist unterwegs.")
    parts = []
    if impact.untouched:
        parts.append(ngettext("%(num)s unberührt", "%(num)s unberührt", impact.untouched))
    if impact.moving:
        parts.append(ngettext("%(num)s zieht mit", "%(num)s ziehen mit", impact.moving))
    parts += [
        ngettext(
            "%(num)s bleibt auf Fassung %(version)s",
            "%(num)s bleiben auf Fassung %(version)s",
            count,
            version=version,
        )
        for version, count in impact.staying.items()
    ]
    under_way = ngettext("%(num)s unterwegs", "%(num)s unterwegs", impact.total)
    return f"{under_way}: {', '.join(parts)}"


def coarse_sentence(impact: Impact) -> str:
    """Say it to an author: in steps of five, and the same for nobody as for four.

    How many are untouched is left to the rest, since it would tell whether all are. Among fewer
    than five only that is told which no answer decides: that words alone change.
    """
    if not impact.total:
        return _("Niemand ist unterwegs.")
    words = under_way(impact.total)
    words = words[:1].upper() + words[1:]
    if impact.words_alone:
        return words + ": " + _("alle unberührt")
    if impact.total < LEAST:
        return words
    parts = (
        _("%(amount)s ziehen mit", amount=_amount(impact.moving)),
        _("%(amount)s bleiben auf ihrer Fassung", amount=_amount(impact.left_behind)),
        _("die anderen sind unberührt"),
    )
    return f"{words}: {', '.join(parts)}"


def under_way(runs: int) -> str:
    """Say how many are on the way, so coarsely that nobody can be watched."""
    if not runs:
        return _("niemand unterwegs")
    if runs < LEAST:
        return _("weniger als %(count)s unterwegs", count=LEAST)
    return ngettext("mindestens %(num)s unterwegs", "mindestens %(num)s unterwegs", coarse(runs))


def _amount(runs: int) -> str:
    if runs < LEAST:
        return _("höchstens %(count)s", count=LEAST - 1)
    return _("mindestens %(count)s", count=coarse(runs))
