"""The words for every code of a refusal: models and the engine carry codes, never sentences."""

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS: dict[str, LazyString] = {
    "cannot-change": _l("Diese Antwort lässt sich nicht mehr ändern."),
    "cannot-skip": _l("Diese Station lässt sich nicht überspringen. Wählen Sie eine Antwort aus."),
    "choice-closed": _l("Diese Wahl steht nicht mehr offen. Wählen Sie eine andere aus."),
    "choice-missing": _l("Wählen Sie eine Antwort aus."),
    "choice-unknown": _l("Diese Wahl gibt es hier nicht. Wählen Sie eine der Antworten aus."),
    "code-missing": _l("Geben Sie Ihren Reisecode ein."),
    "code-unknown": _l("Diesen Reisecode finden wir nicht. Prüfen Sie die vier Wörter."),
    "date-wrong": _l("Schreiben Sie das Datum so: 24.12.2026."),
    "ended": _l("Diese Reise ist schon angekommen."),
    "group-closed": _l("Diese Gruppe ist geschlossen."),
    "group-code-missing": _l("Geben Sie den Code ein."),
    "group-code-unknown": _l("Diesen Code finden wir nicht. Prüfen Sie die acht Zeichen."),
    "group-full": _l("Diese Gruppe ist voll. Fragen Sie die Person, die Sie eingeladen hat."),
    "journey-missing": _l("Wählen Sie eine Reise aus."),
    "journey-unknown": _l("Diese Reise gibt es nicht mehr. Wählen Sie eine andere aus."),
    "motif-unknown": _l("Dieses Bild gibt es hier nicht. Wählen Sie eines der Bilder aus."),
    "not-on-way": _l("Diese Station liegt nicht auf Ihrem Weg."),
    "only-one": _l("Wählen Sie nur eine Antwort aus."),
    "place-closed": _l("Dieser Ort steht nicht mehr offen. Wählen Sie einen anderen aus."),
    "place-missing": _l("Wählen Sie aus, wohin Sie gehen."),
    "role-missing": _l("Wählen Sie eine Rolle aus."),
    "station-uncounted": _l("Diese Station lässt sich nicht auswerten."),
    "title-missing": _l("Geben Sie der Gruppe einen Titel."),
    "title-too-long": _l("Der Titel ist zu lang. Möglich sind 80 Zeichen."),
    "too-few": _l("Noch nicht genug Antworten (mindestens 5)."),
    "too-long": _l("Der Text ist zu lang. Möglich sind 10.000 Zeichen, hier stehen %(signs)s."),
    "tries-used": _l("Für diese Frage sind alle Versuche gebraucht."),
    "unknown-role": _l("Diese Rolle gibt es in dieser Reise nicht. Wählen Sie eine Rolle aus."),
    "unknown-step": _l("Diese Station gibt es nicht."),
    "value-wrong": _l("Diese Eingabe passt hier nicht. Bitte wählen Sie noch einmal."),
    "visit-more": _l("Besuchen Sie vorher noch einen Ort."),
}


def words(code: str, **values: Any) -> str:
    """Return the sentence for a code in the language of the page; an unknown code is a bug."""
    return str(WORDS[code]) % values if values else str(WORDS[code])
