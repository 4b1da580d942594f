"""Every check, with the exact code, line and column, and nothing else said."""

# ruff: noqa: E501  # A row of the table is read as one line.

import pytest

from app.content.problems import CODES
from tests.unit.content.cases import BASE, FILES, MINIMAL, broken, check, places

# One fault each: the code, what stands in the base, what stands there instead; § marks the place.
FAULTS = [
    # ZR0: names of former versions
    ("ZR001", "{frueher: antwort,", "{§frueher: vorher-noch, §vorher-noch: frueher,"),
    ("ZR002", "{frueher: antwort, antwort.alles: antwort.senden, role.office: role.buero}\nremoved: {",
     "{§frueher: antwort}\nremoved: {frueher: anruf, "),
    ("ZR003", "{frueher: antwort,", "{§anruf: antwort,"),
    ("ZR003", "{begruessung: morgen}", "{§anruf: morgen}"),
    # ZR1: reading
    ("ZR104", 'text: "Das Telefon klingelt."', 'text: "Das Telefon§\tklingelt."'),
    ("ZR104", "minutes: 2\n        transcript", "minutes:§\t2\n        transcript"),
    ("ZR104", "      - poll: stimmung", "§\t  - poll: stimmung"),
    ("ZR105", 'title: "Die Probe"', 'title:§\u00a0"Die Probe"'),
    ("ZR105", 'label: "Eins"', 'label: "Ei§\u00a0ns"'),
    ("ZR105", "points: 5", "§\u00a0points: 5"),
    ("ZR105", "Ich lese nach.", "Ich§\u202flese nach."),
    ("ZR106", 'alone: "Fragen Sie', 'alone: "§\ufeffFragen Sie'),
    ("ZR107", "topics: [Probe]", "topics: §&t [Probe]"),
    ("ZR107", "stages:\n", "stages: §&alle\n"),
    ("ZR108", "topics: [Probe]", "topics: [Probe, §*andere]"),
    ("ZR109", '  halle: {title: "Halle"}', '  halle: {title: "Halle", §<<: {text: "Da."}}'),
    ("ZR110", 'id: probe', 'id: §!!str probe'),
    ("ZR110", 'prompt: "Was bleibt?"', 'prompt: §!geheim "Was bleibt?"'),
    ("ZR111", "stages:\n", "§---\nstages:\n"),
    ("ZR113", 'title: "Anruf"', 'title: "Anruf"\n                §title: "Noch einer"'),
    ("ZR113", 'pruefen: "Prüfen"', 'pruefen: "Prüfen"\n  §pruefen: "Noch einmal"'),
    ("ZR113", "{risiko: 2}", "{risiko: 2, §risiko: 3}"),
    ("ZR113", "{role: halle}", "{role: halle, §role: buero}"),
    ("ZR115", 'title: "Anruf"', "title: Anruf§: jetzt"),
    ("ZR115", '{id: gut, label: "gut"}', "{id: gut, label: gut§: sehr}"),
    ("ZR116", 'prompt: "Was bleibt?"', 'prompt: §"Was bleibt?'),
    ("ZR116", 'title: "Anruf"', "title: §'Anruf"),
    ("ZR117", 'title: "Anruf"', 'title: "Der "§Anruf" kommt"'),
    ("ZR119", "topics: [Probe]", "topics: §[Probe"),
    ("ZR120", 'title: "Anruf"', "title: §@Anruf"),
    ("ZR120", 'title: "Anruf"', "title: §`Anruf`"),
    ("ZR120", 'title: "Anruf"', "title: §%Anruf"),
    ("ZR121", 'title: "Anruf"', 'title: "Ordner C:§\\Daten"'),
    ("ZR122", 'title: "Anruf"', 'title: "An§\x07ruf"'),
    ("ZR123", 'text: "Das Telefon klingelt."', "text: | §Das Telefon klingelt."),
    ("ZR126", 'pruefen: "Prüfen"', 'pruefen: "Prüfen"\n  §[a]: b'),
    ("ZR127", 'title: "Anruf"', "title: §{{slot.kontakt}}"),
    ("ZR130", 'title: "Anruf"', "title: §Anruf #2"),
    ("ZR131", 'title: "Anruf"', "title: §-5 Grad"),
    ("ZR131", 'title: "Anruf"', "title: §~ Anruf"),
    ("ZR132", 'title: "Anruf"', "title: -5 Grad # ok §ZR131"),
    ("ZR133", 'title: "Anruf"', 'title: "Anruf" # ok §ZR801 ein Zitat'),
    # ZR2: shape
    ("ZR201", 'summary: "Alles', '§sumary: "Alles'),
    ("ZR201", "remind_after_days: 7", "remind_after_days: 7\n        §farbe: rot"),
    ("ZR201", '{id: zwei, label: "Zwei"', '{id: zwei, §labell: "Zwei"'),
    ("ZR201", "            to: ruhe", "            to: ruhe\n            §sofort: ja"),
    ("ZR202", 'title: "Die Probe"', '§titel: "Die Probe"'),
    ("ZR202", "roles:\n", "§rollen:\n"),
    ("ZR202", "stages:\n", "§etappen:\n"),
    ("ZR202", 'question: "Was tun Sie?"', '§frage: "Was tun Sie?"'),
    ("ZR202", "        answers:\n", "        §antworten:\n"),
    ("ZR202", 'feedback: "Sie ist fort."', '§rückmeldung: "Sie ist fort."'),
    ("ZR202", '    title: "Anfang"\n    steps:', '    title: "Anfang"\n    §stationen:'),
    ("ZR202", "{risiko: {at_least: 2}}", "{risiko: {§mindestens: 2}}"),
    ("ZR202", "{any: [{risiko", "{§oder: [{risiko"),
    ("ZR203", 'label: "Ich sende sie."', 'label: "Ich sende sie."\n            §question: "Was?"'),
    ("ZR203", 'title: "Ruhe"', 'title: "Ruhe"\n        §stage: neu'),
    ("ZR235", 'title: "Die Antwort"', 'title: "Die Antwort"\n        §label: "Ich gehe."'),
    ("ZR235", "minutes: 2\n        t", 'minutes: 2\n        §alt: "Ein Film"\n        t'),
    ("ZR204", "      - poll: stimmung\n        question: \"Wie ist die Stimmung?\"\n",
     "      - §poll: stimmung\n"),
    ("ZR204", '{story: im-labor, title: "Labor", text', "{§story: im-labor, text"),
    ("ZR204", 'format: zukunftsreise/1\nid: probe\n', "§format: zukunftsreise/1\n"),
    ("ZR204", 'voice: {who: "Lager", text', 'voice: {§text'),
    ("ZR204", '- scale: vorher\n        points: 5\n        from: "wenig"\n',
     "- §scale: vorher\n        points: 5\n"),
    ("ZR204", '- name: "Gesendet"\n    role: buero\n', '- §name: "Gesendet"\n'),
    ("ZR205", "topics: [Probe]", "topics: §Probe"),
    ("ZR205", 'title: "Die Antwort"', "title: §[Die, Antwort]"),
    ("ZR205", "when: {role: halle}", "when: §halle"),
    ("ZR205", "{risiko: 2}\n            steps", "§risiko\n            steps"),
    ("ZR205", 'slots:\n  kontakt: {label: "Ansprechperson", default: "die Leitung"}',
     'slots:\n  kontakt: §die Leitung'),
    ("ZR205", "{any: [{risiko: {at_least: 2}}, {antwort: senden}]}", "{any: §{risiko: 2}}"),
    ("ZR206", "      - reflection: gedanke\n", "      - reflection: gedanke\n        §story: zweite\n"),
    ("ZR207", "      - poll: stimmung", "      - §umfrage: stimmung"),
    ("ZR207", "- reflection: gedanke", "- §reflektion: gedanke"),
    ("ZR234", "- reflection: gedanke\n        prompt", "- §prompt"),
    ("ZR208", "id: probe", "id: §Probe"),
    ("ZR208", "{id: gut,", "{id: §sehr gut,"),
    ("ZR208", "{id: zwei,", "{id: §2,"),
    ("ZR208", "- stage: mitte", "- stage: §mitte_1"),
    ("ZR209", "- reflection: gedanke", "- reflection: §karte"),
    ("ZR209", "- reflection: gedanke", "- reflection: §topics"),
    ("ZR209", "- reflection: gedanke", "- reflection: §zwei--striche"),
    ("ZR210", "- reflection: gedanke", "- reflection: §film"),
    ("ZR210", "- reflection: gedanke", "- reflection: §risiko"),
    ("ZR210", "- stage: schluss", "- stage: §mitte"),
    ("ZR210", "{id: offen,", "{id: §gut,"),
    ("ZR211", "checked: 2026-11-01", "checked: §1.11.2026"),
    ("ZR211", "checked: 2026-11-01", "checked: §2026-02-30"),
    ("ZR212", "minutes: 20\n", "minutes: §viele\n"),
    ("ZR213", "minutes: 20\n", "minutes: §2,5\n"),
    ("ZR214", "several: ja", "several: §vielleicht"),
    ("ZR215", "choices: [{id: gut, label: \"gut\"}, {id: offen, label: \"offen\"}]",
     'choices: §[{id: gut, label: "gut"}]'),
    ("ZR216", "points: 5", "points: §50"),
    ("ZR217", "format: zukunftsreise/1", "format: §zukunftsreise/2"),
    ("ZR218", "[picture, if, then]", "[picture, §wann, then]"),
    ("ZR218", "{at_least: 2}", "{§atleast: 2}"),
    ("ZR219", '- media: film\n        title: "Ein Film"\n        video: film.mp4\n',
     '- §media: film\n        title: "Ein Film"\n'),
    ("ZR220", "add: {risiko: 2}", "add: {risiko: 2}\n            set: {§risiko: 0}"),
    ("ZR221", "repeats: vorher", "repeats: vorher\n        §points: 5"),
    ("ZR222", "file: bild.svg", "file: §../bild.svg"),
    ("ZR223", 'title: "Anruf"', "title:§"),
    ("ZR223", 'title: "Anruf"', 'title: §""'),
    ("ZR224", "when: {role: halle}", "when: §{}"),
    ("ZR224", "{any: [{risiko: {at_least: 2}}, {antwort: senden}]}", "{any: §[]}"),
    ("ZR225", "- when: {role: halle}", "- §when: {role: [halle, buero]}"),
    ("ZR226", "{start: 0, min: 0, max: 5}", "{§start: 7, min: 0, max: 5}"),
    ("ZR227", "languages: [de]", "languages: [§Deutsch]"),
    ("ZR229", 'alone: "Fragen', f'alone: §"{"a" * 20_001} Fragen'),
    ("ZR230", "fields: [picture, if, then]", "fields: [picture, if, then, §if]"),
    ("ZR231", "file: bild.svg", "file: §karte.pdf"),
    ("ZR232", "points: 5", "points: §5.5"),
    ("ZR232", "{risiko: 2}\n", "{risiko: §viel}\n"),
    ("ZR236", 'choices: [{id: gut, label: "gut"}, {id: offen, label: "offen"}]', 'choices: §[' + ", ".join(f'{{id: w{n}, label: "w"}}' for n in range(9)) + "]"),
    ("ZR237", "video: film.mp4", "video: film.mp4\n        §image: {file: bild.svg, alt: \"Ein Tisch\"}"),
    # ZR3: names
    ("ZR301", "to: ruhe", "to: §ruhw"),
    ("ZR301", "- to: fertig", "- to: §nirgendwo"),
    ("ZR301", "{{antwort}}", "{{§antwrot}}"),
    ("ZR301", "repeats: vorher", "repeats: §vohrer"),
    ("ZR301", "{begruessung: morgen}", "{begruessung: §morgn}"),
    ("ZR301", "{end: ruhe,", "{end: §antwort,"),
    ("ZR301", "{antwort: senden, rundgang", "{§antwrt: senden, rundgang"),
    ("ZR301", "passes: [anruf]", "passes: [§amruf]"),
    ("ZR302", "{antwort: senden}]", "{antwort: §sendn}]"),
    ("ZR302", "{antwort: senden, rundgang", "{antwort: §weg, rundgang"),
    ("ZR302", "{includes: lager}", "{includes: §hof}"),
    ("ZR302", "vorher: {lesen: 3}", "vorher: {§lessen: 3}"),
    ("ZR303", "{role: halle}", "{role: §hale}"),
    ("ZR303", "    role: buero\n", "    role: §büro\n"),
    ("ZR304", "add: {risiko: 2}", "add: {§risko: 2}"),
    ("ZR304", "add_if_correct: {pruefen: 1}", "add_if_correct: {§mut: 1}"),
    ("ZR304", "competence: pruefen", "competence: §risiko"),
    ("ZR304", "{end: ruhe, risiko: 2", "{end: ruhe, §risik: 2"),
    ("ZR305", "{{slot.kontakt}}", "{{§slot.kontkat}}"),
    ("ZR306", "(source:gesetz)", "(§source:gesetze)"),
    ("ZR307", "file: bild.svg", "file: §bild2.svg"),
    ("ZR307", "(media:karte.pdf)", "(§media:kart.pdf)"),
    ("ZR309", "{risiko: {at_least: 2}}", "{§wagnis: {at_least: 2}}"),
    ("ZR310", "{antwort: senden}]", "{stimmung: §gut}]"),
    ("ZR310", "{antwort: senden}]", "{gedanke: {§includes: x}}]"),
    ("ZR311", "when: {role: halle}", "id: spaet\n            when: {§antwort: senden}"),
    ("ZR311", "{antwort: senden}]", "{§fertig: {visited: ja}}]"),
    ("ZR312", '"Das Telefon klingelt."', '"Sie sagten {{§wissen}}."'),
    ("ZR312", '"Sie ist fort."', '"Fort: {{§antwort}}."'),
    ("ZR313", 'title: "Ruhe"', 'title: "Ruhe {{§antwort}}"'),
    ("ZR313", 'together: "Unser Satz:"', 'together: "{{§antwort}}"'),
    ("ZR314", "{{antwort}}", "{{§film}}"),
    ("ZR314", "{{zielbild.then|", "{{§zielbild.until|"),
    ("ZR314", "{{antwort}}", "{{§vorher}}"),
    ("ZR315", "{antwort: senden}]", "{rundgang: §lager}]"),
    ("ZR315", "{antwort: senden}]", "{anruf: {§correct: ja}}]"),
    ("ZR316", "repeats: vorher", "repeats: §film"),
    ("ZR317", "{frueher: antwort,", "{frueher: §antwrot,"),
    ("ZR317", "role.office: role.buero", "role.office: §role.buro"),
    ("ZR318", 'text: "Still ist es."', 'text: "Siehe [den Plan](§seite.html)."'),
    ("ZR318", 'text: "Still ist es."', 'text: "Siehe [den Plan](§javascript:los)."'),
    ("ZR319", "{start: 0, min: 0, max: 5}", "{start: 0, min: 0, max: 5}\n  §mut: {start: 1}"),
    ("ZR320", "glossary:\n", '  §zweiter: {label: "Zwei", default: "zwei"}\nglossary:\n'),
    ("ZR321", "stages:\n", '  §buch: {title: "Ein Buch"}\nstages:\n'),
    ("ZR324", "continue_with: [andere]", "continue_with: [§anderswo]"),
    # ZR4: flow
    ("ZR401", "      - reflection: gedanke\n",
     "        next: zielbild\n      - reflection: §gedanke\n"),
    ("ZR402", "- to: fertig", "- to: §stimmung"),
    ("ZR403", '          - {id: fragen, label: "Ich frage nach."}\n',
     '          - {id: fragen, label: "Ich frage nach."}\n        next: §stimmung\n'),
    ("ZR404", "- to: fertig", "- to: §anruf"),
    ("ZR405", "renamed: {", '      - story: §nachwort\n        title: "N"\n        text: "N"\nrenamed: {'),
    ("ZR406", "  - stage: mitte\n",
     '      - {end: §frueh, title: "F", text: "F"}\n  - stage: mitte\n'),
    ("ZR407", "            to: ruhe\n          - to: fertig\n",
     "            to: ruhe\n          - {when: {role: buero}, to: §fertig}\n"),
    ("ZR408", "          - to: fertig\n",
     "          - to: fertig\n          - {when: {role: buero}, to: §ruhe}\n"),
    ("ZR409", "- reflection: gedanke\n",
     "- reflection: gedanke\n        when: {role: buero}\n        §next: zielbild\n"),
    ("ZR410", "- meeting: treffen\n", "- meeting: treffen\n        §when: {role: buero}\n"),
    ("ZR411", "  - stage: schluss\n", '  - stage: §neu\n    title: "Neu"\n    steps:\n      - {story: nur, when: {role: halle}, title: "N", text: "N"}\n  - stage: schluss\n'),
    ("ZR412", "- reflection: gedanke\n",
     "- reflection: gedanke\n        when: §{all: [{role: buero}, {role: halle}]}\n"),
    ("ZR413", "visit: 1", "visit: §3"),
    ("ZR414", '            steps:\n              - story: anruf',
     '            §next: film\n            steps:\n              - story: anruf'),
    ("ZR415", 'title: "Fertig"', 'title: "Fertig"\n        §when: {role: buero}'),
    # ZR5: teaching
    ("ZR501", '{id: zwei, label: "Zwei", feedback: "Nein."}', '{id: §zwei, label: "Zwei"}'),
    ("ZR502", "        answers:\n          - {id: eins, correct: ja,", "        §answers:\n          - {id: eins,"),
    ("ZR503", '        answers:\n          - {id: eins, correct: ja, label: "Eins", feedback: "Ja."}\n          - {id: zwei,',
     '        §answers:\n          - {id: eins, correct: ja, label: "Eins", feedback: "Ja."}\n          - {id: zwei, correct: ja,'),
    ("ZR504", 'label: "Eins"', 'label: §"Eins und noch etwas"'),
    ("ZR505", "      - check: wissen\n", '      - check: zuvor\n        question: "Was noch?"\n        answers:\n          - {id: §eins, correct: ja, label: "Ja", feedback: "So."}\n          - {id: zwei, label: "Ja", feedback: "So."}\n      - check: wissen\n'),
    ("ZR506", "      - poll: stimmung\n", '      - scale: §einmal\n        points: 3\n        from: "a"\n        to: "b"\n        items: [{id: eins, label: "E"}]\n      - poll: stimmung\n'),
    ("ZR507", 'pruefen: "Prüfen"', 'pruefen: "Prüfen"\n  §mut: "Mut"'),
    ("ZR509", "      - poll: stimmung\n", "".join(f'      - {{story: {"§" * (n == 5)}t{n}, title: "T", text: "T"}}\n' for n in range(1, 7)) + "      - poll: stimmung\n"),
    ("ZR510", "      - poll: stimmung\n", '      - decision: §leer\n        question: "Was nun?"\n        choices: [{id: a, label: "A"}, {id: b, label: "B"}]\n      - poll: stimmung\n'),
    ("ZR511", '  buero: {title: "Büro", text: "Sie schreiben."}\n  halle: {title: "Halle"}', '  buero: {title: "Büro", text: "Sie schreiben."}\n  halle: {title: "Halle"}\n  §hof: {title: "Hof"}'),
    # ZR7: access
    ("ZR701", '{file: bild.svg, alt: "Ein Tisch"}', "{file: §bild.svg}"),
    ("ZR702", 'film.mp4\n        minutes: 2\n        transcript: film.de.md\n        captions: film.de.vtt',
     '§film.mp4\n        minutes: 2\n        captions: film.de.vtt\n        # [](media:film.de.md)'),
    ("ZR703", 'video: film.mp4\n        minutes: 2\n        transcript: film.de.md\n        captions: film.de.vtt\n',
     'video: §film.mp4\n        minutes: 2\n        transcript: film.de.md\n'),
    ("ZR704", 'alt: "Ein Tisch"}', 'alt: "Ein Tisch", §decorative: ja}'),
    ("ZR705", 'alt: "Ein Tisch"}', 'alt: §"bild.svg"}'),
    ("ZR706", "[Gesetz](source", "[§hier](source"),
    ("ZR706", "[Karte](media", "[§**Mehr …**](media"),
    ("ZR707", 'text: "Das Telefon klingelt."', "text: |\n                  Es läutet.\n\n                  ## §Am Apparat\n\n                  Stille."),
    ("ZR708", 'text: "Das Telefon klingelt."', 'text: "Es läutet. §Drücken Sie den roten Knopf."'),
    # ZR8: reading
    ("ZR801", 'text: "Das Telefon klingelt."', 'text: "Kurz. §Eins' + " zwei" * 22 + '. Ende."'),
    ("ZR802", 'text: "Das Telefon klingelt."', 'text: §"' + "Es ist ein Satz mit acht kurzen Wörtern. " * 16 + '"'),
    ("ZR803", 'text: "Das Telefon klingelt."', 'text: §"' + "Die Berücksichtigung organisatorischer Verantwortlichkeiten erfordert Qualitätsmaßnahmen. " * 11 + '"'),
    ("ZR804", 'title: "Anruf"', 'title: "Die §Qualitätssicherungsbeauftragte"'),
    ("ZR805", 'text: "Das Telefon klingelt."', 'text: "Ein §Algorithmus klingelt."'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new"), FAULTS)
def test_it_says_exactly_one_thing_about_one_fault(code, old, new):
    text, marks = broken(old, new)
    found = places(check(text))
    assert found == [(code, *mark) for mark in marks]


# These need another file, a folder or a flaw of the base that cannot be written as one fault.
ELSEWHERE = {
    "ZR101", "ZR102", "ZR103", "ZR112", "ZR114", "ZR118", "ZR124", "ZR125", "ZR134", "ZR238",
    "ZR308", "ZR322", "ZR416", "ZR417", "ZR418", "ZR419", "ZR420", "ZR421", "ZR422", "ZR423",
    "ZR424", "ZR901", "ZR902", "ZR903", "ZR508", "ZR512", "ZR601", "ZR602", "ZR603", "ZR604", "ZR605",
    "ZR606",
}  # fmt: skip


def test_every_code_is_proven():
    assert {code for code, *_ in FAULTS} | ELSEWHERE == set(CODES)


def test_an_unused_file_is_told():
    parsed = check(BASE, files={**FILES, "alt.png": b"x"})
    assert [(p.code, p.severity, p.values["name"]) for p in parsed.problems] == [
        ("ZR322", "warning", "alt.png")
    ]


def test_detours_nest_at_most_twice():
    def nested(depth):
        inner = "{story: tief, title: T, text: T}"
        for level in range(depth):
            inner = (
                f"{{decision: d{level}, question: Q, choices: [{{id: a, label: A, steps: "
                f"[{inner}]}}, {{id: b, label: B}}]}}"
            )
        return MINIMAL.replace("{story: los, title: Los, text: Es geht los.}", inner)

    assert check(nested(2), files={}).is_sound
    assert [p.code for p in check(nested(3), files={}).problems] == ["ZR416"]


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        (
            "ZR118",
            '        question: "Wen fragen Sie?"\n',
            '         §question: "Wen fragen Sie?"\n',
        ),
        ("ZR118", '    title: "Mitte"\n', '   §title: "Mitte"\n'),
        ("ZR118", "      - poll: stimmung", "         §- poll: stimmung"),
        ("ZR118", "          - when: {role: halle}", "         §- when: {role: halle}"),
        ("ZR118", '  buero: {title: "Büro"', '   §buero: {title: "Büro"'),
        ("ZR118", '        question: "Was tun Sie?"', '    §question: "Was tun Sie?"'),
        ("ZR118", "format: zukunftsreise/1", " §format: zukunftsreise/1"),
        ("ZR124", "remind_after_days: 7\n", "§remind_after_days 7\n"),
        ("ZR124", "remind_after_days: 7\n", "§remind_after_days:7\n"),
        ("ZR124", "        together: ", "        §together:"),
        ("ZR124", "glossary:\n", "§glossary\n"),
    ],
)
def test_a_line_that_yaml_cannot_place_is_told_where_it_stands(code, old, new):
    text, marks = broken(old, new)
    found = places(check(text))
    assert found[0][0] == code
    if marks:
        assert found == [(code, *marks[0])]


def test_a_paragraph_of_signs_is_refused():
    text, [mark] = broken('alone: "Fragen', f'alone: §"{"[" * 400} Fragen')
    assert places(check(text)) == [("ZR238", *mark)]
