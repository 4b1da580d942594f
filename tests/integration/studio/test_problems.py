"""Problems: told with their places and cures, and mended on request."""

import re

import pytest

from tests.integration.conftest import SMALL_JOURNEY

MISSPELT = SMALL_JOURNEY.replace('title: "Die Gabelung"', 'titel: "Die Gabelung"')
WITHOUT_STEP = SMALL_JOURNEY.replace('label: "Nach rechts",', 'label: "Nach rechts", next: neu-1,')


def place(page, code):
    """Return the fields of the repair that is offered for a code."""
    for form in re.findall(r"<form[^>]*data-repair.*?</form>", page, re.DOTALL):
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        if fields["code"] == code:
            del fields["csrf_token"]
            return fields
    raise AssertionError(f"no repair for {code}")


def test_a_clean_draft_says_so(ada):
    slug = ada.writes(SMALL_JOURNEY)
    page = ada.see(f"/studio/{slug}/pruefung")
    assert "Fehler" not in page.split("<h2")[0]
    assert "Wege Zustand für Zustand geprüft" in page


def test_problems_are_grouped_with_place_cause_cure_and_explanation(ada):
    page = ada.see(f"/studio/{ada.writes(MISSPELT)}/pruefung")
    line = MISSPELT[: MISSPELT.index("titel:")].count("\n") + 1
    assert f"/studio/kleine-reise?zeile={line}#zeile-{line}" in page
    assert "„titel“ heißt" in page and 'href="/hilfe/autoren/ZR202"' in page
    assert f'data-number="{line}">        titel: "Die Gabelung"' in page
    assert 'class="severity is-error"' in page


def test_the_times_stand_for_each_role(ada):
    page = ada.see(f"/studio/{ada.writes()}/pruefung")
    table = page[page.index("<table") : page.index("</table>")]
    assert "Lager" in table and "Teamleitung" in table
    assert len(re.findall(r"\d+\xa0Minuten?", table)) == 6


def test_a_guess_is_written_on_request_and_comments_stay(ada):
    commented = MISSPELT.replace('titel: "Die Gabelung"', 'titel: "Die Gabelung"  # schön')
    slug = ada.writes(commented)
    fields = place(ada.see(f"/studio/{slug}/pruefung"), "ZR202")
    response = ada.send(f"/studio/{slug}/ersetzen", **fields)
    assert response.headers["Location"] == f"/studio/{slug}/pruefung"
    draft = ada.draft()
    assert draft.text == commented.replace("titel:", "title:", 1)
    assert (draft.errors, draft.revision) == (0, 2)


def test_a_repair_from_the_editor_leads_back_there(ada):
    slug = ada.writes(MISSPELT)
    fields = place(ada.see(f"/studio/{slug}"), "ZR202")
    response = ada.send(f"/studio/{slug}/ersetzen", **fields)
    assert response.headers["Location"] == f"/studio/{slug}#problems"


def test_a_repair_of_an_older_text_changes_nothing(ada):
    slug = ada.writes(MISSPELT)
    fields = place(ada.see(f"/studio/{slug}/pruefung"), "ZR202")
    ada.send(f"/studio/{slug}", text="# davor\n" + MISSPELT, seen_text=1)
    ada.send(f"/studio/{slug}/ersetzen", **fields)
    assert ada.draft().text == "# davor\n" + MISSPELT


@pytest.mark.parametrize("fields", [{}, {"seen": "1", "code": "ZR999", "line": "1", "column": "1"}])
def test_a_repair_of_nothing_changes_nothing(ada, fields):
    slug = ada.writes(MISSPELT)
    for path in ("ersetzen", "station"):
        ada.send(f"/studio/{slug}/{path}", **fields)
    assert ada.draft().revision == 1


def test_a_missing_station_is_made_on_request(ada):
    slug = ada.writes(WITHOUT_STEP)
    page = ada.see(f"/studio/{slug}/pruefung")
    assert "Station „neu-1“ anlegen" in page
    ada.send(f"/studio/{slug}/station", **place(page, "ZR301"))
    draft = ada.draft()
    assert "- story: neu-1\n" in draft.text
    assert draft.errors == 0


def test_a_text_that_names_another_journey_is_an_error_of_its_own(ada):
    slug = ada.writes(SMALL_JOURNEY.replace("id: kleine-reise", "id: andere"))
    page = ada.see(f"/studio/{slug}/pruefung")
    assert "Im Text heißt die Reise „andere“." in page
    assert "id: kleine-reise" in page and "1 Fehler" in page


def test_the_island_says_when_somebody_else_has_written(ada):
    slug = ada.writes()
    for seen, stale in (("1", False), ("7", True), ("junk", False)):
        path = f"/studio/{slug}/probleme?seen-text={seen}"
        part = ada.get(path, HX_Request="true").get_data(as_text=True)
        assert ("Inzwischen hat jemand anders geschrieben" in part) is stale
        assert 'id="outline"' in part and 'hx-swap-oob="true"' in part


def test_the_outline_leads_to_lines(ada):
    page = ada.see(f"/studio/{ada.writes()}")
    line = SMALL_JOURNEY[: SMALL_JOURNEY.index("{reflection: am-bach")].count("\n") + 1
    assert f'href="#zeile-{line}" data-line="{line}" data-step="am-bach"' in page


def test_a_name_is_changed_wherever_it_stands(ada):
    slug = ada.writes(SMALL_JOURNEY.replace('"Schön."', '"Schön: {{weg}}."'))
    assert "weg.links" in ada.see(f"/studio/{slug}/umbenennen?name=weg")
    response = ada.send(f"/studio/{slug}/umbenennen", old="weg", new="gabel", seen="1")
    assert response.headers["Location"] == f"/studio/{slug}"
    text = ada.draft().text
    assert "- decision: gabel\n" in text and "{{gabel}}" in text
    assert "renamed" not in text, "nobody has walked it"


def test_the_name_of_a_choice_is_asked_for_with_its_step(ada):
    poll = "{poll: stimmung, question: Wie?, choices: [{id: rechts, label: A}, {id: x, label: B}]}"
    thought = "      - {reflection: gedanke"
    text = SMALL_JOURNEY.replace(thought, f"      - {poll}\n{thought}")
    slug = ada.writes(text)
    line = text[: text.index("poll:")].count("\n") + 1
    for asked, wanted in {
        "name=weg": "weg",
        "name=links": "weg.links",
        "name=x&zeile=1": "stimmung.x",
        f"name=rechts&zeile={line}": "stimmung.rechts",
        f"name=rechts&zeile={line - 1}": "weg.rechts",
        "name=nie": "nie",
        "zeile=x": "",
    }.items():
        page = ada.get(f"/studio/{slug}/umbenennen?{asked}").get_data(as_text=True)
        assert f'id="old" name="old" type="text" value="{wanted}"' in page, asked


def test_a_name_of_a_published_journey_is_remembered(ada, small):
    ada.send(f"/studio/{small}/oeffnen")
    ada.send(f"/studio/{small}/umbenennen", old="weg", new="gabel", seen="1")
    assert "renamed:\n  weg: gabel" in ada.draft(small).text


def test_a_name_is_changed_in_translations_too(ada):
    texts = 'texts:\n  weg.title:\n    source: "Die Gabelung"\n    text: "The fork"\n'
    slug = ada.writes(SMALL_JOURNEY.replace("[de]", "[de, en]"), texts={"en": texts})
    page = ada.send(f"/studio/{slug}/umbenennen", old="weg", new="gabel", seen="1")
    assert page.status_code == 303
    with ada.app.extensions["database"].read() as session:
        assert "gabel.title:" in ada.draft().files(session).texts["en"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("wegg", "gabel", "Meinten Sie „weg“?"),
        ("", "gabel", "Diesen Namen gibt es in der Reise nicht."),
        ("weg", "", "kann kein Name sein"),
        ("weg", "Ein Weg", "Meinten Sie „ein-weg“?"),
        ("weg", "weg", "heißt schon so"),
        ("weg", "gedanke", "gibt es in der Reise schon"),
        ("weg", "karte", "im Format eine eigene Bedeutung"),
    ],
)
def test_a_name_that_cannot_be_is_said_at_its_field(ada, old, new, words):
    slug = ada.writes()
    response = ada.send(f"/studio/{slug}/umbenennen", 422, old=old, new=new, seen="1")
    assert words in response.get_data(as_text=True)
    assert ada.draft().revision == 1


def test_a_text_with_errors_is_not_renamed_in(ada):
    slug = ada.writes(MISSPELT)
    response = ada.send(f"/studio/{slug}/umbenennen", 422, old="weg", new="gabel", seen="1")
    page = response.get_data(as_text=True)
    assert "Beheben Sie zuerst die Fehler" in page and "ZR202" in page


def test_a_renaming_meets_a_newer_text(ada):
    slug = ada.writes()
    ada.send(f"/studio/{slug}", text=SMALL_JOURNEY + "# mehr\n", seen_text=1)
    ada.send(f"/studio/{slug}/umbenennen", 409, old="weg", new="gabel", seen="1")
    assert ada.draft().text == SMALL_JOURNEY + "# mehr\n"
