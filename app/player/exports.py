"""The export for people: every field of the export under a name people know.

The same data as the JSON file: nothing is left out, only names are added.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.engine import Renames
from app.engine.steps import Practice, Scale
from app.models.personal_data import personal_data
from app.models.run import Run
from app.player.diary_pages import shown
from app.ui import formats, registers, view
from app.ui.scene import Teller, bare, heading_of
from app.ui.slots import slots_of
from app.ui.words import gettext as _

NAMES: dict[str, LazyString] = {
    "learner": _l("Sie"),
    "devices": _l("Ihre Geräte"),
    "runs": _l("Ihre Reisen"),
    "entries": _l("Antworten und Schritte"),
    "texts": _l("Eigene Texte"),
    "tag": _l("Kennung"),
    "created_at": _l("angelegt"),
    "seen_at": _l("zuletzt dagewesen"),
    "has_reisecode": _l("Reisecode angelegt"),
    "expires_at": _l("gilt bis"),
    "code": _l("Code in der Adresse"),
    "journey": _l("Reise"),
    "version": _l("Fassung der Reise"),
    "role": _l("Rolle"),
    "turn": _l("Anzahl der Schritte"),
    "earlier_versions": _l("Frühere Fassungen"),
    "missed": _l("hinter Ihnen dazugekommen, bei so vielen Schritten"),
    "runs.at": _l("steht bei"),
    "entries.at": _l("in der Stunde ab"),
    "started_at": _l("begonnen"),
    "updated_at": _l("zuletzt gegangen"),
    "finished_at": _l("angekommen"),
    "contributes": _l("darf gezählt werden"),
    "group": _l("Gruppe"),
    "title": _l("Titel"),
    "group.code": _l("Code der Gruppe"),
    "counted": _l("schon gezählt"),
    "seat": _l("Zuweisung"),
    "proves": _l("der Betrieb erfährt, dass die Reise abgeschlossen ist"),
    "told": _l("über Ihr Ankommen erfährt er nichts mehr"),
    "memberships": _l("Ihre Betriebe"),
    "company": _l("Betrieb"),
    "memberships.code": _l("Kennung im Betrieb"),
    "team": _l("Team"),
    "name": _l("Name"),
    "email": _l("E-Mail-Adresse"),
    "language": _l("Sprache"),
    "added_at": _l("aufgenommen"),
    "joined_at": _l("selbst beigetreten"),
    "links": _l("Persönliche Links"),
    "seats": _l("gilt für so viele Personen"),
    "used": _l("so oft benutzt"),
    "paused_at": _l("angehalten"),
    "revoked_at": _l("zurückgezogen"),
    "ends_at": _l("gilt bis"),
    "assignments": _l("Zuweisungen an Sie"),
    "completed": _l("Als abgeschlossen gemeldet"),
    "reminders": _l("Erinnerungen"),
    "kind": _l("die wievielte"),
    "due_at": _l("fällig"),
    "sent_at": _l("gesendet"),
    "muted": _l("Keine Erinnerungen mehr für"),
    "certificates": _l("Ihre Nachweise"),
    "certificates.code": _l("Code des Nachweises"),
    "run": _l("Code der Reise in der Adresse"),
    "minutes": _l("Minuten"),
    "topics": _l("Themen"),
    "issued_on": _l("ausgestellt am"),
    "handed": _l("Weitergegeben an"),
    "fetched_at": _l("vom Betrieb abgeholt"),
    "seq": _l("Nummer"),
    "step": _l("Station"),
    "value": _l("Antwort"),
    "field": _l("Feld"),
    "text": _l("Text"),
    "revision": _l("Bearbeitung Nummer"),
    "answered": _l("abgeschickt"),
    "saved_at": _l("gespeichert"),
}

TIMES = (
    "created_at",
    "seen_at",
    "expires_at",
    "started_at",
    "updated_at",
    "finished_at",
    "saved_at",
    "added_at",
    "joined_at",
    "paused_at",
    "revoked_at",
    "ends_at",
    "due_at",
    "sent_at",
    "fetched_at",
)


def readable(data: Mapping[str, Any], runs: list[Run]) -> dict[str, Any]:
    """Return the export with readable names and values; mappings and lists stay nested."""
    told = _Told({run.code: run for run in runs})
    return {name(key): told.value(key, value) for key, value in data.items()}


def name(key: str, within: str = "") -> str:
    """Return what people call a field: its short name, else what the register says of it."""
    short = NAMES.get(f"{within}.{key}") or NAMES.get(key)
    return str(short) if short else _registered(key) or key


def _registered(key: str) -> str:
    words = (entry.fields.get(key) for entry in personal_data.values())
    return next((registers.said(each) for each in words if each), "")


class _Told:
    """Writes values as people read them; ids of a journey get their titles."""

    def __init__(self, runs: Mapping[str, Run]) -> None:
        self.runs = runs
        self.run: Run | None = None

    def value(self, key: str, value: Any, beside: Mapping[str, Any] | None = None) -> Any:
        if key == "value" and beside and value is not True:
            return self._answer(beside["step"], value)
        if isinstance(value, Mapping):
            return self._fields(key, value)
        if isinstance(value, list):
            return [self.value(key, each) for each in value]
        if value is None or isinstance(value, bool):
            return {None: "–", True: _("ja"), False: _("nein")}[value]
        if key == "text" and beside:
            return shown(beside["field"], value)
        return self._word(key, value)

    def _fields(self, key: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        if key == "runs":
            self.run = self.runs.get(fields["code"])
        return {name(each, key): self.value(each, inner, fields) for each, inner in fields.items()}

    def _answer(self, step_id: str, value: Any) -> str:
        """Return the words of an answer, and in brackets what is stored for them."""
        if value is None:
            return _("übersprungen")
        stored = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if self.run is None:
            return stored
        names = Renames(self.run.journey)
        step = self.run.journey.steps.get(names.step(step_id))
        if step is None:
            return stored
        step_id, value = step.id, names.value(step_id, value)
        lang = view.current().lang
        teller = Teller(self.run.journey, None, lang, slots=slots_of(self.run))
        if isinstance(step, Scale | Practice):
            words = ", ".join(_marks(teller, step, value)) or _("nichts angekreuzt")
        else:
            words = bare(teller.labels(step_id, value) or "")
        return f"{words} ({stored})" if words else stored

    def _word(self, key: str, word: Any) -> str:
        if key in TIMES or (key == "at" and "T" in str(word)):
            moment = datetime.fromisoformat(word)
            return f"{formats.date(moment)}, {formats.time(moment)}"
        title = self._title(key, word)
        return f"{title} ({word})" if title else str(word)

    def _title(self, key: str, id_: str) -> str:
        """Return what a journey calls one of its ids, "" where it is no such id."""
        if self.run is None:
            return ""
        lang = view.current().lang
        teller = Teller(self.run.journey, None, lang, slots=slots_of(self.run))
        if key in ("step", "at"):
            step = self.run.journey.steps.get(Renames(self.run.journey).step(id_))
            return teller.plain(heading_of(self.run.journey, step, lang)) if step else ""
        key_of = {"journey": "title", "role": f"roles.{id_}.title"}.get(key)
        return teller.plain(self.run.journey.text(lang, key_of)) if key_of else ""


def _marks(teller: Teller, step: Scale | Practice, value: Mapping[str, Any]) -> list[str]:
    """Return the points of a scale by item, or the criteria ticked at a practice."""
    if isinstance(step, Practice):
        keys = [f"{step.id}.criteria.{name}.label" for name in value.get("ticked", ())]
        return [bare(teller.words(key)) for key in keys]
    place = step.repeats or step.id
    return [
        f"{bare(teller.words(f'{place}.items.{item.id}.label'))}: {value[item.id]}"
        for item in step.items
        if item.id in value
    ]
