"""`flask journeys walk`: a journey in the terminal, typed by hand or read from a pipe."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.journeys_walk import walk
from app.cli.terminal import paragraphs, pick
from app.content.starters import starter
from tests.unit.content.cases import BASE, FILES, MINIMAL

MONTAG = Path(__file__).parents[3] / "journeys/montag-mit-ki"


@pytest.fixture
def base(tmp_path):
    """The journey that has every kind of step."""
    (tmp_path / "media").mkdir()
    for name, data in FILES.items():
        (tmp_path / "media" / name).write_bytes(data)
    (tmp_path / "journey.yaml").write_text(BASE, "utf-8")
    return tmp_path


@pytest.fixture
def rolle(tmp_path):
    (tmp_path / "journey.yaml").write_text(starter("rolle", "rolle"), "utf-8")
    return tmp_path


def type_(path, *lines, options=("--role", "buero")):
    typed = "".join(f"{line}\n" for line in lines)
    return CliRunner().invoke(walk, [str(path), *options], input=typed)


ALL = ("", 3, "", "senden", "", "lager", "", "labor", "", "", "2", "1", "Ein Text", 1, "gut",
       "Ein Treffen", "Ein Gedanke", "Ein Bild", "es regnet", "gehe ich", 4, 2)  # fmt: skip


def test_every_kind_of_step_can_be_walked_to_the_arrival(base):
    result = type_(base, *ALL)
    assert result.exit_code == 0, result.output
    way = "morgen › vorher › antwort › anruf › rundgang › im-lager › im-labor › film › wissen"
    flat = " ".join(result.output.split())
    assert f"Ihr Weg: {way} › auftrag › stimmung › treffen" in flat
    assert flat.endswith("nachher › ruhe")


def test_a_decision_tells_its_consequence_and_its_voice(base):
    output = type_(base, *ALL).output
    assert "→ Sie haben gewählt: Ich sende sie." in output
    assert "  Sie ist fort.\n" in output
    assert "  | Lager: So war es auch bei uns.\n" in output


def test_a_check_tells_each_try(base):
    output = type_(base, *ALL).output
    assert "→ Zwei\n  Nein.\n" in output
    assert "→ Eins (richtig)\n  Ja.\n" in output


def test_the_arrival_compares_before_and_after_and_shows_what_was_counted(base):
    output = type_(base, *ALL).output
    assert "  vorher  nachher\n    3        4     Ich lese nach.\n" in output
    assert "    –        2     Ich frage nach.\n" in output
    assert "  – Prüfen: 2\n  – risiko: 2\n" in output


def test_own_words_are_told_again_and_stored_nowhere(base):
    done = ("", "", "", "warten", "lager", "", "", "", "", "", "", "", "", "Bild", "", "bald")
    result = type_(base, *done, "", "")
    assert "Ihr Vorsatz: bald." in result.output
    assert sorted(path.name for path in base.iterdir()) == ["journey.yaml", "media"]


def test_b_goes_back_to_the_question_before(rolle):
    result = type_(rolle, "", "", "", "losfahren", "b", "bestellen", "", "q")
    assert result.output.count("Was tun Sie?") == 2
    assert "Zwei Wochen später  [lieferung]" in result.output
    assert result.exit_code == 0


def test_b_goes_back_within_a_step_that_asks_several(rolle):
    result = type_(rolle, "", 1, "b", 4, 5, "losfahren", "q")
    assert result.output.count("Ich merke, wann ich") == 2
    assert result.output.count("Bevor Sie losgehen") == 1
    assert "→ Sie haben gewählt: Ich fahre hin" in result.output


def test_there_is_nothing_before_the_first_question(rolle):
    assert "Hier beginnt die Reise." in type_(rolle, "b", "q").output


def test_a_question_mark_explains_what_can_be_typed_and_the_terms_of_the_step():
    output = type_(MONTAG, "?", "q").output
    assert "q  aufhören" in output
    assert "künstliche Intelligenz" in output


def test_q_stops_and_says_where(rolle):
    result = type_(rolle, "", "q")
    assert result.exit_code == 0
    assert result.output.endswith("Hier aufgehört, bei „vorher“. Gespeichert wurde nichts.\n")


def test_input_that_ends_on_the_way_is_told_by_the_exit_status(rolle):
    result = type_(rolle, "")
    assert result.exit_code == 1
    assert "sie steht bei „vorher“" in result.output


@pytest.mark.parametrize("typed", ["2", "anrufen", "Ich rufe", "ANRU", "selbst zu"])
def test_a_choice_is_named_by_number_id_or_words(rolle, typed):
    result = type_(rolle, "", "", "", typed, "q")
    assert "→ Sie haben gewählt: Ich rufe an" in result.output


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7", "Eine Zahl von 1 bis 3 geht"),
        ("", "Eine Zahl von 1 bis 3 geht"),
        ("Ich", "Das passt zu mehreren: 1 (losfahren), 2 (anrufen), 3 (bestellen)."),
    ],
)
def test_what_is_not_clear_is_asked_again(rolle, typed, said):
    result = type_(rolle, "", "", "", typed, "3", "q")
    assert said in " ".join(result.output.split())
    assert "→ Sie haben gewählt: Ich vertraue" in result.output


def test_one_answer_is_not_several(rolle):
    result = type_(rolle, "", "", "", "1", "1 2", "2", "q")
    assert "Hier geht nur eine Antwort." in result.output
    assert "(richtig)" in result.output


def test_without_a_role_it_asks_for_one(rolle):
    result = type_(rolle, "x", "Werk", "q", options=())
    assert "  1  Werkstatt\n  2  Büro\n" in result.output
    assert "An Ihrer Hobelbank" in result.output


def test_an_unknown_role_is_refused_with_those_there_are(rolle):
    result = type_(rolle, options=("--role", "werkstat"))
    assert result.exit_code == 2
    assert "Meinten Sie „werkstatt“? Es gibt: werkstatt, buero." in result.output


def test_a_journey_without_roles_needs_none(tmp_path):
    (tmp_path / "journey.yaml").write_text(MINIMAL, "utf-8")
    assert type_(tmp_path, "", options=()).exit_code == 0
    assert type_(tmp_path, "", options=("--role", "chef")).exit_code == 2


def test_a_journey_with_errors_is_not_walked(tmp_path):
    (tmp_path / "journey.yaml").write_text(MINIMAL.replace("title: Los", "titel: Los"), "utf-8")
    result = type_(tmp_path, options=())
    assert result.exit_code == 1
    assert "ZR202 Fehler" in result.output


def test_words_of_authors_cannot_steer_the_terminal(tmp_path):
    text = MINIMAL.replace("text: Es geht los.", r'text: "Rot\u202e und\r weg"')
    (tmp_path / "journey.yaml").write_text(text, "utf-8")
    output = type_(tmp_path, "", options=()).output
    assert "Rot und weg" in output
    assert not {"\u202e", "\r"} & set(output)


def test_a_path_without_a_journey_is_wrong_use(tmp_path):
    assert type_(tmp_path, options=()).exit_code == 2


def test_in_english_words_and_questions_are_english():
    result = type_(MONTAG, "q", options=("--role", "leitung", "--lang", "en"))
    assert "Stage 1 of 5" in result.output
    assert "Stopped here" in result.output
    assert "Etappe" not in result.output


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Ein <strong>Wort</strong></p><p>Zwei&amp;drei</p>", ["Ein Wort", "Zwei&drei"]),
        ("<ul><li>Eins</li><li>Zwei</li></ul>", ["– Eins", "– Zwei"]),
        ("<ol start=3><li>Drei</li><li>Vier</li></ol>", ["3. Drei", "4. Vier"]),
        ("<blockquote><p>Gesagt</p></blockquote><p>Danach</p>", ["| Gesagt", "Danach"]),
        ('<p><a href="https://zr.example/a">Mehr</a></p>', ["Mehr (https://zr.example/a)"]),
        ('<p><a href="#quelle-x">Artikel</a></p>', ["Artikel"]),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
         ["A  |  B", "1  |  2"]),
        ("<p>Betriebs\u00adrat</p>", ["Betriebsrat"]),
        ("<p>oben<br>unten</p>", ["oben\nunten"]),
        ("Nur Worte", ["Nur Worte"]),
        ("", []),
    ],
)  # fmt: skip
def test_safe_html_becomes_plain_paragraphs(html, found):
    assert [first + words for first, _, words in paragraphs(html)] == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [("2", [1]), ("0", []), ("hand", [1]), ("Über", [0]), ("ueber", [0]), ("die", [1, 2]),
     ("e-mail", [2]), ("  ", []), ("!!", [])],
)  # fmt: skip
def test_words_are_picked_by_number_id_start_and_then_by_any_word(typed, found):
    names = [("anfang", "Über die Mail"), ("hand", "„Die Hand.“"), ("post", "Die E-Mail handelt")]
    assert pick(typed, names) == found
