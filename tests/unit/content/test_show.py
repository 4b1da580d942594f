"""`flask journeys show`: the outline, the times and the map of a journey."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from app.cli.journeys_show import show
from app.content.source import read
from app.engine import space
from tests.unit.content.cases import BASE, FILES, MINIMAL

MONTAG = Path(__file__).parents[3] / "journeys/montag-mit-ki"


@pytest.fixture
def base(tmp_path):
    (tmp_path / "media").mkdir()
    for name, data in FILES.items():
        (tmp_path / "media" / name).write_bytes(data)
    (tmp_path / "journey.yaml").write_text(BASE, "utf-8")
    return tmp_path


def look(*words):
    return CliRunner().invoke(show, [str(word) for word in words])


def test_the_outline_has_stages_steps_branches_detours_and_leaps_in_order(base):
    result = look(base)
    assert result.exit_code == 0
    outline = result.output[result.output.index("1  Anfang") :]
    assert outline == (
        "1  Anfang\n"
        "   Szene          morgen  Morgen\n"
        "   Einschätzung   vorher\n"
        "\n"
        "2  Mitte\n"
        "   Entscheidung   antwort  Die Antwort\n"
        "     – senden  Ich sende sie.\n"
        "         Szene          anruf  Anruf\n"
        "     – warten  Ich warte.\n"
        "   Rundgang       rundgang  Wen fragen Sie? (mindestens 1)\n"
        "     – lager  Lager\n"
        "         Szene          im-lager  Lager\n"
        "     – labor  Labor  [wenn rundgang mit lager]\n"
        "         Szene          im-labor  Labor\n"
        "   Medium         film  Ein Film\n"
        "   Wissensfrage   wissen  Was stimmt?\n"
        "   Übung          auftrag  Schreiben Sie.\n"
        "\n"
        "3  Schluss\n"
        "   Umfrage        stimmung  Wie ist die Stimmung?\n"
        "   Treffpunkt     treffen  Was bleibt?\n"
        "   Gedanke        gedanke  Was nehmen Sie mit?\n"
        "   Zielbild       zielbild  In einem Jahr …\n"
        "   Einschätzung   nachher\n"
        "     → risiko ≥ 2 oder antwort = senden: ruhe\n"
        "     → sonst: fertig\n"
        "   Ziel           ruhe  Ruhe\n"
        "   Ziel           fertig  Fertig\n"
    )


def test_the_table_has_the_times_of_each_role():
    journey = read(MONTAG / "journey.yaml").journey
    lines = look(MONTAG).output.splitlines()
    for role, times in space.times(journey).items():
        numbers = [f"{each:.1f}".replace(".", ",")
                   for each in (times.shortest, times.typical, times.longest)]  # fmt: skip
        assert [line.split() for line in lines].count([role, *numbers]) == 1


def test_for_one_role_the_table_has_the_stages_and_the_outline_its_steps_alone():
    leads = look(MONTAG, "--role", "leitung", "--lang", "en").output
    table = leads[leads.index("Minutes") : leads.index("\n1  ")]
    assert "buero" not in table
    assert "  In the morning" in table
    assert "Decision       tuer" in leads
    assert "Decision       tuer" not in look(MONTAG, "--role", "buero", "--lang", "en").output


def test_a_role_is_shown_its_own_words():
    question = "„Lies sie selbst, auch wenn anderes liegen bleibt.“"
    assert question in look(MONTAG, "--role", "leitung").output
    assert question not in look(MONTAG).output


def test_the_map_is_written_where_it_was_asked_for(tmp_path):
    result = look(MONTAG, "--role", "leitung", "--svg", tmp_path / "karte.svg")
    assert result.exit_code == 0
    assert "Karte geschrieben:" in result.output
    root = ElementTree.parse(tmp_path / "karte.svg").getroot()
    assert root.get("class") == "journey-map"
    assert "tuer" in (tmp_path / "karte.svg").read_text("utf-8")


def test_a_map_that_cannot_be_written_is_told(tmp_path):
    result = look(MONTAG, "--svg", tmp_path / "nirgends" / "karte.svg")
    assert result.exit_code == 2
    assert "Die Karte wurde nicht geschrieben." in result.output


def test_an_unknown_role_is_refused():
    result = look(MONTAG, "--role", "leitng")
    assert result.exit_code == 2
    assert "Meinten Sie „leitung“?" in result.output


def test_a_journey_without_roles_has_one_line_of_times(tmp_path):
    (tmp_path / "journey.yaml").write_text(MINIMAL, "utf-8")
    result = look(tmp_path)
    assert result.exit_code == 0
    assert "\nalle     " in result.output


def test_a_journey_with_errors_is_told_instead_of_shown(tmp_path):
    (tmp_path / "journey.yaml").write_text(MINIMAL.replace("story: los", "stroy: los"), "utf-8")
    result = look(tmp_path)
    assert result.exit_code == 1
    assert "ZR207" in result.output


def test_words_of_authors_cannot_steer_the_terminal(tmp_path):
    text = MINIMAL.replace("title: Los", r'title: "Um\_7\u202eUhr 👩\u200d🔧"')
    (tmp_path / "journey.yaml").write_text(text, "utf-8")
    output = look(tmp_path).output
    assert "Um\xa07Uhr 👩\u200d🔧" in output
    assert "\u202e" not in output
