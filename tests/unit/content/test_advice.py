"""Advice on access and reading: what is told, and above all what is left in peace."""

import pytest

from app.content.problems import CODES
from tests.unit.content.cases import BASE, FILES, broken, check, places
from tests.unit.content.test_translations import ENTRIES, HEAD, TWO

CALL = 'text: "Das Telefon klingelt."'


def codes(old, new, base=BASE, **more):
    text, _ = broken(old, new, base)
    return [problem.code for problem in check(text, **more).problems]


def says(text):
    """Return the codes told about a text in a step."""
    return codes(CALL, "text: |\n" + "".join(f"{' ' * 18}{line}\n" for line in text.split("\n")))


def test_severities_are_those_of_the_format():
    wanted = {"ZR5": "warning", "ZR70": "warning", "ZR8": "hint"}
    errors = {"ZR701", "ZR702", "ZR704"}
    for code, entry in CODES.items():
        for group, severity in wanted.items():
            if code.startswith(group) and code not in errors:
                assert entry["severity"] == severity, code
    assert all(CODES[code]["severity"] == "error" for code in errors)


# Access


@pytest.mark.parametrize("alt", ["IMG_2034", "foto-3", "hof.svg", "bild12", "DSC_0001.JPG"])
def test_a_file_name_is_no_description(alt):
    assert codes('alt: "Ein Tisch"', f'alt: "{alt}"') == ["ZR705"]


@pytest.mark.parametrize("alt", ["Tisch", "Werkbank am Fenster", "Halle 3", "1998", "E-Mail", "A4"])
def test_a_short_description_is_one(alt):
    assert codes('alt: "Ein Tisch"', f'alt: "{alt}"') == []


@pytest.mark.parametrize(
    "link",
    ["hier", "Hier klicken", "mehr", "Mehr dazu …", "*hier*", "Link", "here", "read more", ""],
)
def test_a_link_says_where_it_leads(link):
    assert says(f"Siehe [{link}](source:gesetz).") == ["ZR706"]


def test_a_link_with_a_name_is_fine():
    assert says("Siehe [das Gesetz hier](source:gesetz) und [Mehr Zeit](source:gesetz).") == []
    assert says("Geschwärzt: [Name] und \\[hier](source:gesetz).") == []


def test_headings_go_down_one_level_at_a_time():
    assert says("# Eins\n\n## Zwei\n\n### Drei\n\n# Vier\n\n## Fünf") == []
    assert says("# Eins\n\n### Drei") == ["ZR707"]
    assert says("```\n### Code\n```\n\nNummer #3 und\n#kein Titel") == []


@pytest.mark.parametrize(
    "text",
    [
        "Klicken Sie auf den grünen Knopf.",
        "Bitte lesen Sie den Text rechts.",
        "Vergleichen Sie die Antworten in der Spalte links mit Ihrer.",
        "Wählen Sie die rot markierten Wörter, siehe oben.",
        "Das Bild unten zeigt den Hof.",
        "Schauen Sie nach rechts.",
    ],
)
def test_colour_or_place_is_no_only_cue(text):
    assert set(says(text)) == {"ZR708"}


@pytest.mark.parametrize(
    "text",
    [
        "Am roten Knopf klebt ein Zettel. Yusuf drückt ihn.",
        "„Drücken Sie den roten Knopf“, sagt Yusuf.",
        "Links steht die Drehbank, rechts die Presse. Oben brennt Licht.",
        "Auf dem Bildschirm ist ein Feld grün. Das Bild zeigt ein Teil.",
        "Lesen Sie den Brief. Das rote Auto fährt fort.",
        "Nehmen Sie die blaue Mappe mit.",
        "Unten liegt ein Buch, die Quelle.",
    ],
)
def test_colours_and_places_of_a_scene_are_left_in_peace(text):
    assert says(text) == []


def test_english_words_are_looked_at_in_english():
    english = BASE.replace("languages: [de]", "languages: [en]")
    assert codes(CALL, 'text: "Click the red button on the screen."', english) == ["ZR708"]
    assert codes(CALL, 'text: "She pressed the red button. See the words."', english) == []
    assert codes(CALL, 'text: "An algorithm decides."', english) == ["ZR805"]


# Reading


def test_a_sentence_is_marked_from_its_first_to_its_last_sign():
    long = "„Eins" + " zwei" * 22 + "!“"
    text, [mark] = broken(CALL, f'text: "Kurz. §{long} Ende."')
    [problem] = check(text).problems
    assert (problem.code, problem.line, problem.column) == ("ZR801", *mark)
    assert problem.end_column - problem.column == len(long)
    assert "23 Wörter" in problem.message() and "23 words" in problem.message("en")


def test_a_sentence_is_found_in_the_lines_of_a_block():
    text, [mark] = broken(
        CALL,
        "text: |\n                  Zwei zwei. Kurz.\n\n                  Und: §Zwei\n"
        f"                  {'zwei ' * 21}\n                  zwei. Zwei zwei.",
    )
    text = text.replace("Und: Zwei", "Kurz. Zwei")
    [problem] = check(text).problems
    assert (problem.line, problem.column, problem.end_line) == (mark[0], mark[1] + 1, mark[0] + 2)


@pytest.mark.parametrize(
    "style",
    [
        '"Er sagt \\"ja\\". §{long}"',
        "'Er sagt ''ja''. §{long}'",
        "Er sagt ja. §{long}",
        ">\n                  Er sagt ja.\n                  §{long}",
    ],
)
def test_a_sentence_is_found_whatever_the_quotes(style):
    text, [mark] = broken(CALL, "text: " + style.format(long="Ja" + " zwei" * 22 + "."))
    assert places(check(text)) == [("ZR801", *mark)]


def test_exactly_twenty_two_words_are_fine():
    assert says("Ja" + " zwei" * 21 + ".") == []
    assert says("Ja –" + " zwei" * 21 + ".") == []
    assert says("Ja zwei" + " zwei" * 21 + ".") == ["ZR801"]


def test_a_hundred_and_twenty_words_are_fine():
    assert says("Es ist gut so. " * 30) == []
    assert says("Es ist gut so. " * 30 + "Ja.") == ["ZR802"]


def test_what_others_wrote_is_not_shortened():
    files = {**FILES, "film.de.md": ("Ja" + " zwei" * 30 + ".").encode()}
    text = BASE.replace('title: "Ein Gesetz"', 'title: "Ein Gesetz' + " zwei" * 30 + '"')
    assert check(text, files=files).problems == []


def test_plain_words_have_to_be_plainer():
    hard = "Die Leitung entscheidet über die Freigabe der Anlage nach einer Prüfung. " * 5
    text, _ = broken('plain: "Ein Text liegt da."', f'plain: "{hard}"')
    [problem] = check(text).problems
    assert problem.code == "ZR803"
    assert says(hard) == []
    assert "60" in problem.message() and "Freigabe" in problem.hint() and "11" in problem.hint()


def test_long_words_are_told_where_a_joint_helps():
    word = "Betriebsvereinbarungsentwurf"
    assert codes('title: "Anruf"', f'title: "{word}"') == ["ZR804"]
    assert codes('title: "Anruf"', 'title: "Betriebs|vereinbarungs|entwurf"') == []
    assert codes('title: "Anruf"', 'title: "Betriebsvereinbarungs-Entwurf"') == []
    assert codes('label: "Lager"', f'label: "{word}"') == ["ZR804"]
    assert codes('alt: "Ein Tisch"', f'alt: "{word}"') == []
    assert codes('question: "Was tun Sie?"', f'question: "{word}?"') == []
    assert says(f"{word}.") == []


def test_a_long_word_with_a_joint_in_the_wrong_place_is_told_by_its_long_part():
    text, [mark] = broken('title: "Anruf"', 'title: "Der Teil|§qualitätssicherungsbeauftragte"')
    assert places(check(text)) == [("ZR804", *mark)]


def test_a_term_is_told_once_and_never_when_the_glossary_has_it():
    text, [mark] = broken(CALL, 'text: "Ein §Algorithmus lernt. Algorithmen, ein Algorithmus."')
    assert places(check(text)) == [("ZR805", *mark)]
    with_term = text.replace("Entwurf: {text", "Algorithmen: {text: T}\n  Entwurf: {text")
    assert check(with_term).problems == []
    also = text.replace("also: [Entwürfe]", "also: [Entwürfe, Algorithmus]")
    assert check(also).problems == []


@pytest.mark.parametrize(
    "text",
    [
        "Die KI hilft beim Brief. Das Programm rechnet.",
        "Promptes Handeln hilft. Biasca liegt im Tessin.",
        "Das neuronale Feld ist leer, die Daten sind im Training.",
    ],
)
def test_words_that_only_look_like_terms_are_left_in_peace(text):
    assert says(text) == []


def test_other_languages_are_judged_by_the_length_of_words_alone():
    french = BASE.replace("languages: [de]", "languages: [fr]")
    long = "Un" + " deux" * 40 + "."
    assert codes(CALL, f'text: "{long}"', french) == []
    assert codes('title: "Anruf"', 'title: "Anticonstitutionnellements"', french) == ["ZR804"]


# Translations


def translated(base=TWO, **changed):
    """Check a journey with an English file; § marks where a problem is expected."""
    entries = ENTRIES | {name.replace("__", "."): words for name, words in changed.items()}
    body = HEAD + "".join(
        f'  {key}:\n    source: "{source}"\n    text: {text if text[0] in "|[" else repr(text)}\n'
        for key, (source, text) in entries.items()
    )
    before, mark, _ = body.partition("§")
    parsed = check(base, texts={"en": body.replace("§", "").encode()}, files={})
    place = (before.count("\n") + 1, len(before) - before.rfind("\n")) if mark else None
    return [(p.code, p.line, p.column) for p in parsed.problems], place, parsed


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ZR801", "Go. §One" + " two" * 22 + "."),
        ("ZR706", "See [§here](https://wittgras.example)."),
        ("ZR805", "A §chatbot answers."),
        ("ZR708", "§Click the red button."),
        ("ZR605", "Off we go, {{§slot.name}}."),
    ],
)
def test_the_words_of_a_translation_are_looked_at_in_their_own_file(code, words):
    found, place, parsed = translated(los__text=("Es geht los.", words))
    kept = [(c, line, column) for c, line, column in found if c != "ZR305"]
    assert kept == [(code, place[0], place[1] - 2 * (code == "ZR605"))]
    assert parsed.problems[0].file == "texts.en.yaml"


def test_an_insert_that_the_translation_lacks_is_told_at_its_text():
    base = TWO.replace("Das war es.", '"Das war es, {{slot.wer}}."').replace(
        "stages:", "slots: {wer: {label: W, default: w}}\nstages:"
    )
    found, place, _ = translated(
        base,
        slots__wer__label=("W", "W"),
        slots__wer__default=("w", "w"),
        fertig__text=("Das war es, {{slot.wer}}.", "§That was it."),
    )
    assert found == [("ZR605", place[0], place[1] - 1)]


def test_a_stale_text_names_the_command_that_confirms_it():
    found, _, parsed = translated(los__text=("Es ging los.", "Off we go."))
    assert [code for code, *_ in found] == ["ZR603"]
    assert "flask journeys texts kurz en --still-right los.text" in parsed.problems[0].hint()


def test_terms_are_explained_by_the_glossary_of_the_same_language():
    base = TWO.replace("stages:", "glossary: {Chatbot: {text: Ein Programm.}}\nstages:")
    both = {"glossary__Chatbot__term": ("Chatbot", "chat program"),
            "glossary__Chatbot__text": ("Ein Programm.", "A program.")}  # fmt: skip
    found, *_ = translated(base, **both, los__text=("Es geht los.", "A chatbot answers."))
    assert [code for code, *_ in found] == ["ZR805"]
    also = {"glossary__Chatbot__also": ("x", "[chatbot]")}
    found, *_ = translated(base, **both, **also, los__text=("Es geht los.", "A chatbot answers."))
    assert found == []
