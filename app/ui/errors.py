"""The words for every code of a refusal: models and the engine carry codes, never sentences."""

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS: dict[str, LazyString] = {
    "address-taken": _l("Diese Adresse steht schon auf Ihrer Liste, bei einer anderen Person."),
    "assignment-closed": _l("Diese Einladung ist zu Ende. Sie lässt sich nicht mehr ändern."),
    "audience-missing": _l("Wählen Sie aus, wen Sie einladen."),
    "certificate-early": _l("Den Nachweis gibt es am Ziel der Reise."),
    "certificate-fetched": _l("Der Betrieb hat den Nachweis schon abgeholt."),
    "certificate-gone": _l("Diesen Nachweis gibt es nicht mehr."),
    "certificate-name-differs": _l(
        "Dieser Name steht nicht auf dem Nachweis. Schreiben Sie ihn genau wie auf dem Papier."
    ),
    "certificate-name-long": _l("Der Name ist zu lang. Möglich sind 80 Zeichen."),
    "certificate-name-signs": _l(
        "Für diese Zeichen haben wir keine Schrift: %(signs)s. Schreiben Sie den Namen in "
        "lateinischen Buchstaben, oder lassen Sie ihn weg."
    ),
    "company-elsewhere": _l("Wählen Sie einen Betrieb aus, zu dem Sie gehören."),
    "choices-changed": _l("Die Angaben haben sich inzwischen geändert."),
    "choices-open": _l("Eine Seite ist noch nicht beantwortet."),
    "date-missing": _l("Geben Sie ein Datum ein, zum Beispiel 24.12.2026."),
    "invitation-ended": _l("Der Zeitraum dieser Einladung ist vorbei."),
    "invitation-full": _l("Alle Plätze dieser Einladung sind vergeben."),
    "invitation-paused": _l("Diese Einladung ist gerade angehalten."),
    "invitation-unknown": _l("Diese Einladung gibt es nicht mehr."),
    "legal-basis-long": _l("Der Text ist zu lang. Möglich sind %(most)s Zeichen."),
    "legal-basis-missing": _l(
        "Schreiben Sie, worauf sich der Teilnahmenachweis stützt, oder wählen Sie „Geschützt“."
    ),
    "list-missing": _l("Wählen Sie mindestens eine Person aus."),
    "member-columns": _l(
        "Hier stehen zu viele Spalten. Schreiben Sie in die erste Zeile, was sie bedeuten: Name, "
        "E-Mail, Team."
    ),
    "member-email": _l("„%(word)s“ ist keine E-Mail-Adresse. Verbessern oder löschen Sie sie."),
    "member-name-long": _l("Der Name ist zu lang. Möglich sind %(most)s Zeichen."),
    "member-name-missing": _l("Schreiben Sie einen Namen."),
    "member-nobody": _l("Hier fehlen Name und Adresse. Schreiben Sie mindestens eins davon."),
    "member-twice": _l(
        "Diese Person steht schon in Zeile %(first)s. Sind es zwei Menschen, geben Sie einem eine "
        "Adresse oder einen anderen Zusatz zum Namen."
    ),
    "mode-missing": _l("Wählen Sie aus, was Ihr Betrieb erfährt."),
    "own-name-missing": _l("Schreiben Sie Ihren Namen, so wie man Sie im Betrieb kennt."),
    "people-count-wrong": _l("Schreiben Sie eine Zahl ab 1, zum Beispiel 14."),
    "people-gone": _l("Wen Sie ausgewählt hatten, gibt es in Ihrer Liste nicht mehr."),
    "period-backwards": _l("Der letzte Tag liegt vor dem ersten. Wählen Sie einen späteren."),
    "period-long": _l("Der Zeitraum ist länger als ein Jahr. Wählen Sie einen früheren Tag."),
    "period-past": _l("Dieser Tag ist schon vorbei. Wählen Sie heute oder einen späteren."),
    "proof-confirmed": _l("Der Teilnahmenachweis ist schon bestätigt."),
    "proof-unasked": _l("Für diese Zuweisung ist kein Teilnahmenachweis gewünscht."),
    "reminder-early": _l("An diesem Tag beginnt die Einladung erst. Wählen Sie einen späteren."),
    "reminder-late": _l("Dieser Tag liegt nach dem letzten Tag. Wählen Sie einen früheren."),
    "reminder-order": _l("Die zweite Erinnerung muss nach der ersten kommen."),
    "reminder-past": _l("Wählen Sie morgen oder einen späteren Tag."),
    "reminder-weekend": _l(
        "Erinnert wird nur von Montag bis Freitag. Wählen Sie einen dieser Tage."
    ),
    "start-past": _l("Dieser Tag ist schon vorbei. Wählen Sie heute oder einen späteren."),
    "team-invited": _l(
        "Dieses Team ist gerade zu einer Reise eingeladen. Löschen können Sie es danach."
    ),
    "team-name-long": _l("Der Name ist zu lang. Möglich sind %(most)s Zeichen."),
    "team-name-missing": _l("Schreiben Sie, wie das Team heißt."),
    "team-taken": _l("Ein Team mit diesem Namen gibt es schon. Wählen Sie einen anderen."),
    "teams-full": _l("Mehr als 500 Teams sind nicht möglich. Löschen Sie zuerst eines."),
    "teams-missing": _l("Wählen Sie mindestens ein Team aus."),
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
    "company-code-missing": _l("Geben Sie den Code des Betriebs ein."),
    "company-code-unknown": _l(
        "Diesen Code finden wir nicht. Fragen Sie im Betrieb noch einmal nach."
    ),
    "company-name-long": _l("Der Name ist zu lang. Möglich sind %(most)s Zeichen."),
    "company-name-missing": _l("Geben Sie den Namen des Betriebs ein."),
    "company-typed-wrong": _l("Schreiben Sie den Namen des Betriebs genau so, wie er dort steht."),
    "head-count-wrong": _l(
        "Schreiben Sie, wie viele Menschen im Betrieb arbeiten: eine Zahl von 1 bis %(most)s."
    ),
    "journey-typed-wrong": _l("Schreiben Sie die Kurzform der Reise genau so, wie sie dort steht."),
    "language-missing": _l("Wählen Sie eine Sprache aus."),
    "last-manager": _l("Ein Betrieb braucht jemanden, der ihn leitet. Laden Sie vorher ein."),
    "sector-missing": _l("Wählen Sie eine Branche aus."),
    "timezone-missing": _l("Wählen Sie eine Zeitzone aus."),
    "word-long": _l("Dieses Wort ist zu lang. Möglich sind %(most)s Zeichen."),
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
    "device-taken": _l(
        "Auf diesem Gerät ist schon jemand anderes aus dem Betrieb unterwegs. Beenden Sie zuerst "
        "dessen Reise auf diesem Gerät."
    ),
    "link-taken": _l(
        "Dieser Link gehört jemandem, der damit schon losgegangen ist. Fragen Sie die Person, die "
        "Sie eingeladen hat, nach einem neuen."
    ),
    "run-elsewhere": _l(
        "Diesen Gang können Sie nicht mehr mitnehmen. Gehen Sie neu los oder wählen Sie einen "
        "anderen."
    ),
    "group-closed": _l("Diese Gruppe ist geschlossen."),
    "group-code-missing": _l("Geben Sie den Code ein."),
    "group-code-unknown": _l("Diesen Code finden wir nicht. Prüfen Sie die acht Zeichen."),
    "group-full": _l("Diese Gruppe ist voll. Fragen Sie die Person, die Sie eingeladen hat."),
    "group-paused": _l("Zurzeit kann niemand beitreten."),
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
    "review-links-many": _l(
        "Es gelten schon 20 Links zur Durchsicht. Beenden Sie zuerst einen davon."
    ),
    "list-broken": _l(
        "Diese Datei lässt sich nicht lesen. Speichern Sie die Liste noch einmal als Excel-Datei "
        "(.xlsx) oder als CSV."
    ),
    "list-cells": _l("Diese Zeile hat zu viele Spalten. Möglich sind 50."),
    "list-empty": _l("In dieser Liste steht nichts."),
    "list-kind": _l(
        "Diese Art von Datei lesen wir nicht. Speichern Sie die Liste als Excel-Datei (.xlsx) oder "
        "als CSV."
    ),
    "list-large": _l("Diese Datei ist zu groß. Möglich sind %(most)s MB."),
    "list-long": _l(
        "In dieser Zeile steht zu viel Text. Möglich sind 1.000 Zeichen in einer Zelle."
    ),
    "list-old": _l(
        "Diese Excel-Datei ist alt oder mit einem Passwort geschützt. Speichern Sie sie ohne "
        "Passwort als .xlsx."
    ),
    "list-quote": _l("In dieser Zeile fehlt ein Anführungszeichen."),
    "list-rows": _l("Diese Liste ist zu lang. Möglich sind %(most)s Zeilen."),
    "list-signs": _l("In dieser Zeile stehen Zeichen, die kein Text sind."),
    "list-unpacked": _l(
        "In dieser Datei steckt zu viel. Speichern Sie nur das Blatt mit der Liste als neue Datei."
    ),
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
