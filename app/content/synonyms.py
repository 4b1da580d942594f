"""German words that authors write where the format has an English key or value."""

from __future__ import annotations

from collections.abc import Iterable

from app.content.suggest import fold

_LINES = """
format: format
id: kennung name
title: titel überschrift ueberschrift
summary: zusammenfassung kurztext beschreibung
languages: sprachen sprache
minutes: minuten dauer zeit
topics: themen thema
roles: rollen rolle
role: rolle
competences: kompetenzen kompetenz
competence: kompetenz
remember: merken merke zähler speichern
slots: platzhalter lücken
glossary: glossar begriffe
sources: quellen quelle
stages: etappen abschnitte kapitel
stage: etappe abschnitt kapitel
steps: stationen schritte station
renamed: umbenannt
removed: entfernt gelöscht
tests: proben prüfungen probe
note: notiz bemerkung anmerkung kommentar
text: inhalt beschreibung text
plain: einfach leicht leichter-text
image: bild foto grafik
variants: varianten variante fassungen
when: wenn bedingung falls
next: weiter nächste nächster nächster-schritt danach
to: nach zu ziel bis
from: von
question: frage
choices: wahl auswahl optionen antworten möglichkeiten auswahlmöglichkeiten options choice
answers: antworten antwort optionen options answer
places: orte plätze stationen ort
items: aussagen punkte einträge aussage
criteria: kriterien merkmale kriterium
label: beschriftung bezeichnung aufschrift name titel
feedback: rückmeldung folge auflösung konsequenz
voice: stimme zitat
who: wer person
add: plus addiere dazu
set: setze setzen
correct: richtig korrekt
several: mehrere mehrfach mehrfachauswahl
tries: versuche anzahl-versuche
add_if_correct: plus-wenn-richtig
set_if_correct: setze-wenn-richtig
visit: besuche besuchen mindestbesuche
points: punkte stufen
repeats: wiederholt wiederholung
task: aufgabe auftrag
hints: hinweise tipps hilfen hinweis tipp
sample: beispiel muster musterlösung
prompt: impuls anregung frage
alone: allein alleine
together: gemeinsam zusammen
fields: felder
remind_after_days: erinnern-nach-tagen erinnerung
continue_with: weiter-mit weiterreisen
file: datei
alt: alternativtext bildbeschreibung
decorative: dekorativ schmuck
audio: ton hörstück
video: film
transcript: abschrift transkript niederschrift
captions: untertitel
default: vorgabe standard
also: auch
url: adresse link
checked: geprüft stand
start: anfang startwert
min: mindestens minimum
max: höchstens maximum
answer: antwort
expect: erwartet erwartung
name: bezeichnung
passes: kommt-vorbei
avoids: meidet
story: geschichte erzählung szene
media: medium medien
decision: entscheidung
explore: erkundung rundgang erkunden
check: prüfung quiz wissensfrage frage
scale: skala einschätzung selbsteinschätzung
poll: umfrage abstimmung
practice: übung aufgabe
reflection: reflexion gedanke nachdenken
goal: ziel zielbild
meeting: treffen begegnung treffpunkt
end: ende schluss abschluss
at_least: mindestens
at_most: höchstens
more_than: mehr-als größer
less_than: weniger-als kleiner
is_not: ist-nicht ungleich
includes: enthält
visited: besucht
answered: beantwortet
any: eines irgendeines oder
all: alle alles und
not: nicht kein
picture: bild
if: wenn
then: dann
until: bis
who_helps: wer-hilft hilfe
"""


def _read(lines: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lines.strip().splitlines():
        english, german = line.split(": ")
        for word in german.split():
            found[fold(word)] = (*found.get(fold(word), ()), english)
    return found


_ENGLISH = _read(_LINES)


def english(word: str, allowed: Iterable[str]) -> str | None:
    """Return the key among the allowed ones that this German word stands for, or None."""
    wanted = _ENGLISH.get(fold(word), ())
    return next((name for name in wanted if name in set(allowed)), None)
