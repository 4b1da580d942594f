"""Sentences, syllables and reading ease of German and English prose."""

import pytest

from app.content import prose

GERMAN = """
Haus 1 Uhr 1 Mai 1 Typ 1 Öl 1 Vieh 1 Saal 1 Boot 1 Tour 1 Team 1 Maschine 3 Bericht 2 Zahl 1
Beschäftigte 4 Betriebsrat 3 Geschäftsführung 4 Auszubildende 5 Qualitätskontrolle 6 Schichtplan 2
Betriebsvereinbarung 6 Mitbestimmung 4 Werkstatt 2 Verantwortung 4 Trainingsdaten 4 vielleicht 2
Feuer 2 neue 2 Bauer 2 Steuer 2 Bäume 2 Häuser 2 schreien 2 ziehen 2 gesehen 3 Laien 2 Ruine 3
Familie 4 Familien 4 Studie 3 studieren 3 Serie 3 Linien 3 Medien 3 Kriterien 4 Ferien 3 Italien 4
Industrie 3 Energie 3 Energien 4 Batterie 3 Theorie 3 Patient 3 Orientierung 5 Hygiene 4
Nation 3 Aktion 3 Situation 5 Januar 3 aktuell 3 sozial 3 Radio 3 Video 3 Reaktion 4
Museum 3 Jubiläum 4 Quelle 2 Qualität 3 Europa 3 europäisch 4 Egoismus 4 naiv 2 reell 2
beurteilen 4 Leistungsbeurteilung 6 beenden 3 beinhalten 4 beunruhigt 4 geehrt 2 geimpft 2
Idee 2 Ideen 3 Seen 2 Kaffee 2 beeilen 3 Kooperation 6 Koordination 6 eineinhalb 3 Übung 2
Software 2 online 2 Update 2 Service 2 Smartphone 2 Website 2 Homeoffice 3 Niveau 2 Handy 2
Yusuf 2 Bayern 2 KI 2 DSGVO 5 KI-Programm 4 E-Mail 2 14:10 4 Teamleitung 3 Ansprech|person 4
"""
ENGLISH = """
house 1 home 1 the 1 be 1 see 1 are 1 were 1 have 1 there 1 where 1 works 1 asked 1 called 1
machine 2 report 2 people 2 every 2 everything 3 business 2 different 3 something 2 sometimes 2
therefore 2 careful 2 safety 2 statement 2 workplace 2 management 3 placeholder 3 wheelchair 2
table 2 tables 2 handled 2 wanted 2 needed 2 changes 2 places 2 pages 2 boxes 2 watches 2 makes 1
video 3 radio 3 period 3 region 2 million 2 material 4 media 3 special 2 social 2 marriage 2
actual 3 usual 3 situation 4 language 2 question 2 frequent 2 fluent 2 science 2 quiet 2 client 2
society 4 patient 2 experience 4 friend 1 create 2 created 3 area 3 idea 3 react 2 reality 4
being 2 doing 2 going 2 seeing 2 trying 2 carrying 3 medium 3 optimism 4 algorithm 4 employees 3
didn't 2 don't 1 isn't 2 it's 1 apprentice 3 council 2 company 3 manager 3 decision 3 data 2 AI 2
intelligence 4 model 2 agree 2 university 5 workshop 2 customer 3 useful 2 likely 2 timer 2
"""


def _listed(table):
    words = table.split()
    return list(zip(words[::2], map(int, words[1::2]), strict=True))


@pytest.mark.parametrize(("word", "count"), _listed(GERMAN))
def test_it_counts_the_syllables_of_german_words(word, count):
    assert prose.syllables(word, "de") == count


@pytest.mark.parametrize(("word", "count"), _listed(ENGLISH))
def test_it_counts_the_syllables_of_english_words(word, count):
    assert prose.syllables(word, "en") == count


def sentences(text):
    return [text[start:end] for start, end, _ in prose.sentences(prose.covered(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Sie nutzt z. B. Papier.",
        "Das heißt, d. h. Yusuf sagt es so.",
        "Um 14:10 Uhr kommt Nr. 7 an die Reihe.",
        "Laut § 87 Abs. 1 Nr. 6 gilt das für Dr. A. Müller ebenso.",
        "Am 3. Mai ist am 2. Platz der 1. Stand frei.",
        "Das kostet ca. 3.500 Euro bzw. Zeit.",
        "„Wo liegen die Daten?“, fragt sie.",
        "„Wo?“ fragt sie leise.",
        "“Where?” she says.",
        "Er nickt … und geht dann doch.",
        "Mr. Smith, e.g. the boss, asks at 2.10 p.m. about it.",
        "Siehe Abb. 3 und S. 12 im Heft.",
        "Herr B. Müller und A. Schmidt kommen.",
        "Das dauert mind. 5 Tage und max. 2 Wochen.",
        "Die Adresse ist wittgras.example/hilfe, sonst keine.",
        "Ein Satz\nüber zwei Zeilen.",
        "Ihr Wort: {{a.b|noch offen. Wirklich.}} steht hier.",
        "Mehr sagt [das Blatt HB 207](source:blatt.md) dazu.",
    ],
)
def test_a_sentence_goes_on_behind_signs_that_only_look_like_its_end(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Es sind 14. Dann geht es los.", ["Es sind 14.", "Dann geht es los."]),
        ("Das war 1998. Heute nicht.", ["Das war 1998.", "Heute nicht."]),
        ("Auf ihre Art. Danach Ruhe.", ["Auf ihre Art.", "Danach Ruhe."]),
        ("Papier, Stifte usw. Dann los.", ["Papier, Stifte usw.", "Dann los."]),
        ("She said no. Then he left.", ["She said no.", "Then he left."]),
        ("Never mind. Go on.", ["Never mind.", "Go on."]),
        ("Es steht in Halle B. Danach Ruhe.", ["Es steht in Halle B.", "Danach Ruhe."]),
        ("Er wohnt in einer WG. Alle da.", ["Er wohnt in einer WG.", "Alle da."]),
        ("„Ja.“ Er nickt.", ["„Ja.“", "Er nickt."]),
        ("„Haben Sie sie?“ – „Noch nicht.“", ["„Haben Sie sie?“", "– „Noch nicht.“"]),
        ("Sie sagt: „Komm.“ Er kommt.", ["Sie sagt:", "„Komm.“", "Er kommt."]),
        ("Also … Ich weiß nicht.", ["Also …", "Ich weiß nicht."]),
        ("Wie bitte?! Nein.", ["Wie bitte?!", "Nein."]),
        ("Ohne Punkt\n\nNeuer Absatz", ["Ohne Punkt", "Neuer Absatz"]),
        ("Zwei:\n\n- Erstens\n- Zweitens", ["Zwei:", "Erstens", "Zweitens"]),
        ("1. Lesen\n2. Fragen", ["Lesen", "Fragen"]),
        ("# Ein Titel\nDer Text.", ["Ein Titel", "Der Text."]),
        ("**Wichtig.** Lesen Sie.", ["Wichtig.", "Lesen Sie."]),
        ("", []),
    ],
)
def test_a_text_is_parted_into_its_sentences(text, parts):
    assert sentences(text) == parts


def test_an_insert_counts_as_one_word_and_a_link_as_its_text():
    [sentence] = prose.sentences(prose.covered("Das [ganze Blatt](source:x) von {{a|b c d}} gilt."))
    assert sentence.words == 6


def test_no_sentence_is_longer_than_the_longest_sure_stretch():
    for text in [*GERMAN_TEXTS, "Sie nutzt z. B. Papier. Nr. 7 fehlt. „Wo?“ fragt sie."]:
        told = prose.covered(text)
        found = list(prose.sentences(told))
        stretches = prose.sure_stretches(told.split())
        assert max(sentence.words for sentence in found) <= max(stretches)
        assert len(stretches) <= len(found)


GERMAN_TEXTS = [
    "Mirja ruft an. Lange hört man nur ihr „Ja“ und ihr „Ich verstehe“. Dann legt sie auf.",
    "Die Halle ist leer. Draußen regnet es. Auf dem Hof steht ein Stuhl.",
]


def test_reading_ease_follows_its_formulas():
    german = ["Der", "Hund", "schläft", "tief"]  # 4 words, 4 syllables
    assert prose.reading_ease(german, 1, "de") == pytest.approx(180 - 4 - 58.5)
    english = ["The", "old", "machine", "stops"]  # 4 words, 5 syllables
    assert prose.reading_ease(english, 2, "en") == pytest.approx(206.835 - 1.015 * 2 - 84.6 * 1.25)


def test_the_hardest_words_come_without_what_stands_around_them():
    tokens = ["Am", "14.", "(Genehmigung),", "die", "Freigabe-Liste.", "Ja,", "Genehmigung."]
    assert prose.hardest(tokens, 2, "de") == ["Freigabe-Liste", "Genehmigung"]


def test_a_dash_alone_is_no_word():
    assert prose.count(["Ja", "–", "„", "nein", "14", "…"]) == 3
