"""Changes: what differs between two states of a journey, as authors read it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.content.diff import ADDED, REMOVED, Diff, Rewording, Section, Side, diff
from app.content.diff_structure import Change
from app.content.diff_words import SAME, Piece
from app.models.draft import Draft
from app.models.draft_files import check, published
from app.models.journey import compiled
from app.ui import requests
from app.ui.overviews import language
from app.ui.view import current
from app.ui.words import gettext as _
from app.ui.words import ngettext

SHOWN_AROUND = 15
"""Of unchanged words between two changes so many are shown on each side."""
GAP = " […] "

NOUNS: Mapping[str, LazyString] = {
    "language": _l("Sprache"),
    "role": _l("Rolle"),
    "stage": _l("Etappe"),
    "counter": _l("Zähler"),
    "choices": _l("Wahl"),
    "places": _l("Ort"),
    "answers": _l("Antwort"),
    "items": _l("Aussage"),
    "criteria": _l("Kriterium"),
    "variants": _l("Variante"),
    "file": _l("Datei"),
}
FIELDS: Mapping[str, LazyString] = {
    "when": _l("Bedingung"),
    "jumps": _l("Weiter zu"),
    "effects": _l("Wirkung"),
    "if_correct": _l("Wirkung, wenn richtig"),
    "visit": _l("Orte, die zu besuchen sind"),
    "tries": _l("Versuche"),
    "several": _l("Mehrere Antworten"),
    "correct": _l("Richtig"),
    "points": _l("Punkte der Skala"),
    "competence": _l("Kompetenz"),
    "repeats": _l("Wiederholt"),
    "fields": _l("Felder"),
    "remind_after_days": _l("Erinnerung nach Tagen"),
    "continue_with": _l("Weiter mit der Reise"),
    "sources": _l("Quellen"),
    "media": _l("Bild oder Ton"),
    "range": _l("Anfang und Grenzen"),
    "minutes": _l("Versprochene Minuten"),
}


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text that differs: its key, its language where it is a translation, its pieces."""

    key: str
    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A step with what differs in it; without `step` it is the journey as a whole."""

    step: str | None
    title: str
    fate: str
    lines: tuple[str, ...]
    texts: tuple[ShownText, ...]


def side_of_draft(draft: Draft) -> Side:
    """Return what a draft says now, as one side of a comparison."""
    return Side.of(draft.parsed(requests.db()))


def side_of_version(version_id: int) -> Side:
    """Return what a version says."""
    files = published(requests.db(), version_id)
    return Side.of(check(files), compiled(requests.db(), version_id))


def compare(old: Side, new: Side) -> Diff:
    """Compare two sides in the language of the page."""
    return diff(old, new, current().lang)


def shown(found: Diff) -> list[ShownSection]:
    """Return a comparison in words."""
    return [_section(section, found) for section in found.sections]


def counted(found: Diff) -> list[str]:
    """Say how much differs: one sentence for each kind."""
    told = {
        ADDED: lambda n: ngettext("%(num)s Station neu", "%(num)s Stationen neu", n),
        REMOVED: lambda n: ngettext("%(num)s Station entfernt", "%(num)s Stationen entfernt", n),
        "changed": lambda n: ngettext("%(num)s Station geändert", "%(num)s Stationen geändert", n),
    }
    words = [say(found.count(fate)) for fate, say in told.items() if found.count(fate)]
    if any(section.step is None for section in found.sections):
        words.append(_("Änderungen an der ganzen Reise"))
    return words


def _section(section: Section, found: Diff) -> ShownSection:
    return ShownSection(
        section.step,
        section.title,
        section.fate,
        tuple(_told(change, found.titles) for change in section.changes),
        tuple(_text(each, found.lang) for each in section.rewordings),
    )


def _text(rewording: Rewording, lang: str) -> ShownText:
    other = language(rewording.lang) if rewording.lang != lang else ""
    return ShownText(rewording.key, other, tuple(_shortened(rewording.pieces)))


def _shortened(pieces: tuple[Piece, ...]) -> Iterable[Piece]:
    """Leave out what stays the same far from any change."""
    for number, piece in enumerate(pieces):
        words = piece.words.split(" ")
        head = SHOWN_AROUND if number else 0
        tail = SHOWN_AROUND if number < len(pieces) - 1 else 0
        if piece.kind != SAME or len(words) <= head + tail + SHOWN_AROUND:
            yield piece
        else:
            kept = [" ".join(words[:head]), " ".join(words[len(words) - tail :])]
            yield Piece(SAME, GAP.join(kept))


def _told(change: Change, titles: Mapping[str, str]) -> str:
    """Return one change of structure as a sentence."""
    if change.of == "step":
        return _STEP[change.what](change, titles)
    if change.what == "value":
        return _value(change)
    noun = str(NOUNS[change.of])
    name = language(change.name) if change.of == "language" else change.name
    return {
        "added": _("%(noun)s „%(name)s“ ist neu", noun=noun, name=name),
        "removed": _("%(noun)s „%(name)s“ ist entfernt", noun=noun, name=name),
        "moved": _("%(noun)s „%(name)s“ steht an einer anderen Stelle", noun=noun, name=name),
        "renamed": _(
            "%(noun)s „%(old)s“ heißt jetzt „%(name)s“", noun=noun, old=change.old, name=name
        ),
    }[change.what]


def _value(change: Change) -> str:
    field = str(FIELDS.get(change.field, change.field))
    old, new = (_yes_or_no(words) for words in (change.old, change.new))
    if change.of == "file":
        return _("Datei „%(name)s“ ist ersetzt", name=change.name)
    if change.of in NOUNS:
        field = f"{NOUNS[change.of]} „{change.name}“, {field}"
    if not old:
        return _("%(field)s neu: %(new)s", field=field, new=new)
    if not new:
        return _("%(field)s entfernt: %(old)s", field=field, old=old)
    return _("%(field)s vorher: %(old)s, jetzt: %(new)s", field=field, old=old, new=new)


def _yes_or_no(words: str) -> str:
    return {"yes": _("ja"), "no": _("nein")}.get(words, words)


def _moved(change: Change, titles: Mapping[str, str]) -> str:
    if not change.old:
        return _("Steht an einer anderen Stelle")
    old, new = (titles.get(f"stages.{stage}", stage) for stage in (change.old, change.new))
    return _("Aus der Etappe „%(old)s“ in die Etappe „%(new)s“ verschoben", old=old, new=new)


_STEP: Mapping[str, Callable[[Change, Mapping[str, str]], str]] = {
    "renamed": lambda change, _titles: _("Hieß vorher „%(old)s“", old=change.old),
    "kind": lambda change, _titles: _(
        "War vorher %(old)s, ist jetzt %(new)s", old=change.old, new=change.new
    ),
    "moved": _moved,
    "value": lambda change, _titles: _value(change),
}
