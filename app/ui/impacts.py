"""What a new version would do to everybody under way, in one sentence."""

from app.models.impact import Impact
from app.ui.words import gettext as _
from app.ui.words import ngettext


def sentence(impact: Impact) -> str:
    """Say it: „14 unterwegs: 11 unberührt, 2 ziehen mit, 1 bleibt auf Fassung 3“."""
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
