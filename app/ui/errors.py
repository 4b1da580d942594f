"""The words for every code of a refusal: models and the engine carry codes, never sentences."""

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS: dict[str, LazyString] = {
    "alt-long": _l("Die Beschreibung ist zu lang. Möglich sind 300 Zeichen."),
    "alt-missing": _l("Schreiben Sie, was das Bild zeigt, oder wählen Sie „nur Schmuck“."),
    "ending-differs": _l(
        "Diese Datei passt nicht an diese Stelle. Nötig ist eine Datei mit der Endung .%(ending)s."
    ),
    "file-empty": _l("Diese Datei ist leer."),
    "file-kind": _l(
        "Diese Art von Datei nehmen wir nicht. Bilder: JPEG, PNG, WebP, AVIF, GIF, SVG. Ton: MP3, "
        "M4A, Ogg, Opus, WAV. Film: MP4, WebM. Dazu PDF, Text (.md, .txt) und Untertitel (.vtt)."
    ),
    "file-large": _l("Diese Datei ist zu groß. Möglich sind %(most)s."),
    "file-missing": _l("Wählen Sie eine Datei aus."),
    "files-full": _l(
        "Die Reise hat schon sehr viele Dateien. Löschen Sie zuerst, was Sie nicht brauchen."
    ),
    "has-comment": _l(
        "An dieser Stelle steht ein Kommentar, den wir nicht überschreiben. Ändern Sie sie im Text."
    ),
    "image-broken": _l("Dieses Bild lässt sich nicht lesen. Speichern Sie es noch einmal neu."),
    "image-pixels": _l(
        "Dieses Bild hat zu viele Pixel. Verkleinern Sie es auf höchstens 3000 mal 2000."
    ),
    "name-bad": _l(
        "Dieser Dateiname geht nicht. Nehmen Sie einen einfachen Namen mit Endung, zum Beispiel "
        "bild.jpg."
    ),
    "no-languages": _l("In der Reise fehlt die Zeile „languages:“. Ergänzen Sie sie im Text."),
    "no-step": _l("Diese Station gibt es nicht mehr. Wählen Sie eine andere."),
    "pdf-acts": _l(
        "Dieses PDF ist gesperrt oder enthält Skripte oder angehängte Dateien. Speichern Sie es "
        "als einfaches PDF."
    ),
    "story-files": _l(
        "In dieser Datei stecken zu viele Bilder, Töne und Filme. Möglich sind %(most)s."
    ),
    "story-long": _l(
        "Diese Geschichte ist zu lang für eine Reise. Möglich sind %(most)s KB Text. Teilen Sie "
        "sie auf mehrere Dateien auf."
    ),
    "svg-broken": _l(
        "Diese Zeichnung lässt sich nicht lesen. Speichern Sie sie noch einmal als SVG."
    ),
    "svg-entities": _l(
        "Diese Zeichnung erklärt eigene Abkürzungen (Entities). Speichern Sie sie als "
        "einfaches SVG."
    ),
    "svg-large": _l("Diese Zeichnung ist zu verschachtelt. Vereinfachen Sie sie."),
    "unreadable": _l(
        "Der Text der Reise lässt sich gerade nicht lesen. Beheben Sie zuerst die Fehler."
    ),
    "cannot-change": _l("Diese Antwort lässt sich nicht mehr ändern."),
    "cannot-skip": _l("Diese Station lässt sich nicht überspringen. Wählen Sie eine Antwort aus."),
    "choice-closed": _l("Diese Wahl steht nicht mehr offen. Wählen Sie eine andere aus."),
    "choice-missing": _l("Wählen Sie eine Antwort aus."),
    "choice-unknown": _l("Diese Wahl gibt es hier nicht. Wählen Sie eine der Antworten aus."),
    "code-missing": _l("Geben Sie Ihren Reisecode ein."),
    "code-unknown": _l("Diesen Reisecode finden wir nicht. Prüfen Sie die vier Wörter."),
    "date-wrong": _l("Schreiben Sie das Datum so: 24.12.2026."),
    "email-missing": _l("Geben Sie Ihre E-Mail-Adresse ein."),
    "email-wrong": _l("Diese Adresse ist nicht vollständig. Sie sieht so aus: name@beispiel.de."),
    "ended": _l("Diese Reise ist schon angekommen."),
    "group-closed": _l("Diese Gruppe ist geschlossen."),
    "group-code-missing": _l("Geben Sie den Code ein."),
    "group-code-unknown": _l("Diesen Code finden wir nicht. Prüfen Sie die acht Zeichen."),
    "group-paused": _l("Zurzeit kann niemand beitreten."),
    "group-full": _l("Diese Gruppe ist voll. Fragen Sie die Person, die Sie eingeladen hat."),
    "journey-missing": _l("Wählen Sie eine Reise aus."),
    "journey-unknown": _l("Diese Reise gibt es nicht mehr. Wählen Sie eine andere aus."),
    "motif-unknown": _l("Dieses Bild gibt es hier nicht. Wählen Sie eines der Bilder aus."),
    "id-bad": _l(
        "Die Kurzform kann so nicht heißen: kleine Buchstaben ohne Umlaute, Ziffern und "
        "Bindestriche, am Anfang ein Buchstabe, höchstens 40 Zeichen."
    ),
    "id-near": _l(
        "Die Kurzform kann so nicht heißen: kleine Buchstaben ohne Umlaute, Ziffern und "
        "Bindestriche, am Anfang ein Buchstabe, höchstens 40 Zeichen. So ginge es: %(near)s"
    ),
    "id-taken": _l("Diese Kurzform gehört schon einer anderen Reise. Wählen Sie eine andere."),
    "id-taken-near": _l(
        "Diese Kurzform gehört schon einer anderen Reise. Frei ist „%(near)s“. Wählen Sie dann die "
        "Datei noch einmal aus."
    ),
    "last-author": _l("Eine Reise braucht jemanden, der sie schreibt. Laden Sie vorher ein."),
    "name-long": _l("Der Name ist zu lang. Möglich sind 80 Zeichen."),
    "name-missing": _l("Geben Sie Ihren Namen ein."),
    "not-on-way": _l("Diese Station liegt nicht auf Ihrem Weg."),
    "note-long": _l("Der Satz ist zu lang. Möglich sind %(most)s Zeichen."),
    "note-missing": _l("Schreiben Sie in einem Satz, was neu ist."),
    "only-one": _l("Wählen Sie nur eine Antwort aus."),
    "password-long": _l("Das Passwort ist zu lang. Möglich sind 128 Zeichen."),
    "password-missing": _l("Geben Sie Ihr Passwort ein."),
    "password-obvious": _l("Dieses Passwort ist leicht zu erraten. Nehmen Sie andere Wörter."),
    "password-short": _l("Das Passwort ist zu kurz. Nehmen Sie mindestens %(shortest)s Zeichen."),
    "password-wrong": _l("Dieses Passwort stimmt nicht."),
    "place-closed": _l("Dieser Ort steht nicht mehr offen. Wählen Sie einen anderen aus."),
    "place-missing": _l("Wählen Sie aus, wohin Sie gehen."),
    "rename-bad": _l(
        "„%(new)s“ kann kein Name sein. Erlaubt sind a bis z, Ziffern und Bindestriche, am Anfang "
        "ein Buchstabe, höchstens 40 Zeichen."
    ),
    "rename-bad-near": _l(
        "„%(new)s“ kann kein Name sein. Erlaubt sind a bis z, Ziffern und Bindestriche, am Anfang "
        "ein Buchstabe, höchstens 40 Zeichen. Meinten Sie „%(near)s“?"
    ),
    "rename-errors-after": _l(
        "Nichts ist geändert. Mit dem neuen Namen gäbe es die Fehler, die unten stehen."
    ),
    "rename-errors-before": _l(
        "Nichts ist geändert. Beheben Sie zuerst die Fehler, die unten stehen. Dann sind alle "
        "Stellen zu finden."
    ),
    "rename-reserved": _l(
        "„%(new)s“ hat im Format eine eigene Bedeutung. Wählen Sie einen anderen Namen."
    ),
    "rename-same": _l("„%(old)s“ heißt schon so."),
    "rename-taken": _l("„%(new)s“ gibt es in der Reise schon. Wählen Sie einen anderen Namen."),
    "rename-unknown": _l("„%(old)s“: Diesen Namen gibt es in der Reise nicht."),
    "rename-unknown-near": _l(
        "„%(old)s“: Diesen Namen gibt es in der Reise nicht. Meinten Sie „%(near)s“?"
    ),
    "rename-was-used": _l(
        "„%(new)s“ steht unter „renamed“ oder „removed“: So hieß früher etwas anderes. Wählen Sie "
        "einen anderen Namen."
    ),
    "role-missing": _l("Wählen Sie eine Rolle aus."),
    "template-missing": _l("Wählen Sie eine Vorlage aus."),
    "text-changed": _l(
        "Der Text wurde inzwischen geändert. Sehen Sie nach und senden Sie noch einmal."
    ),
    "title-missing": _l("Geben Sie der Reise einen Titel."),
    "title-long": _l("Der Titel ist zu lang. Möglich sind %(most)s Zeichen."),
    "second-code-missing": _l("Geben Sie den Code ein."),
    "second-code-wrong": _l("Dieser Code gilt nicht. Nehmen Sie den nächsten, den die App zeigt."),
    "setup-code-wrong": _l("Dieser Code passt nicht. Warten Sie auf den nächsten in der App."),
    "sign-in-wrong": _l("Adresse und Passwort passen nicht zusammen."),
    "station-uncounted": _l("Diese Station lässt sich nicht auswerten."),
    "group-title-missing": _l("Geben Sie der Gruppe einen Titel."),
    "group-title-long": _l("Der Titel ist zu lang. Möglich sind 80 Zeichen."),
    "too-few": _l("Noch nicht genug Antworten (mindestens 5)."),
    "too-long": _l("Der Text ist zu lang. Möglich sind 10.000 Zeichen, hier stehen %(signs)s."),
    "tries-used": _l("Für diese Frage sind alle Versuche gebraucht."),
    "unknown-role": _l("Diese Rolle gibt es in dieser Reise nicht. Wählen Sie eine Rolle aus."),
    "unknown-step": _l("Diese Station gibt es nicht."),
    "value-wrong": _l("Diese Eingabe passt hier nicht. Bitte wählen Sie noch einmal."),
    "visibility-missing": _l("Wählen Sie aus, wer die Reise findet."),
    "visit-more": _l("Besuchen Sie vorher noch einen Ort."),
}


def words(code: str, **values: Any) -> str:
    """Return the sentence for a code in the language of the page; an unknown code is a bug."""
    return str(WORDS[code]) % values if values else str(WORDS[code])
