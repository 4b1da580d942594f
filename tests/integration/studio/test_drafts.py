"""The list of drafts: begun from a template, opened from a version, put aside."""

import re

import pytest

from tests.integration.conftest import SMALL_JOURNEY
from tests.integration.studio.conftest import SLUG


def test_the_studio_without_journeys_says_how_to_begin(ada):
    page = ada.see("/studio")
    assert "Beginnen Sie mit einer von drei Vorlagen" in page
    assert 'href="/studio/neu"' in page


@pytest.mark.parametrize("template", ["mini", "rolle", "tandem"])
def test_a_journey_begins_with_a_template(ada, template):
    response = ada.send("/studio/neu", title="Mein Tag", id="", template=template)
    assert response.headers["Location"] == "/studio/mein-tag"
    draft = ada.draft("mein-tag")
    assert (draft.title, draft.errors) == ("Mein Tag", 0)
    assert "flask" not in draft.text, "who writes here has no command line"
    page = ada.see("/studio")
    assert "Mein Tag" in page and "Geprüft" in page
    assert "zuletzt bearbeitet am" in page and "von ada" in page


def test_a_soft_joint_of_a_title_breaks_words_and_is_never_read(ada):
    ada.writes(SMALL_JOURNEY.replace("Die kleine Reise", "Die Betriebs|vereinbarung"))
    for path in ("/studio", f"/studio/{SLUG}", f"/studio/{SLUG}/pruefung"):
        page = ada.see(path)
        assert "Betriebs\u00advereinbarung" in page
        assert "Betriebs|vereinbarung</" not in page


def test_two_presses_begin_one_journey(ada, ben):
    fields = {"title": "Mein Tag", "id": "", "template": "mini"}
    first, second = (ada.send("/studio/neu", **fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == "/studio/mein-tag"
    assert "Diese Kurzform" in ben.send("/studio/neu", 422, **fields).get_data(as_text=True)
    ada.send("/studio/neu", 422, **fields | {"template": "tandem"})
    ada.send("/studio/mein-tag", text="# anders", seen_text=1)
    ada.send("/studio/neu", 422, **fields)


def test_an_address_made_from_a_long_title_has_whole_words(ada):
    title = "Mitbestimmungsvereinbarung im Schichtbetrieb"
    where = ada.send("/studio/neu", title=title, id="", template="mini").headers["Location"]
    assert where == "/studio/mitbestimmungsvereinbarung-im"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "Geben Sie der Reise einen Titel."),
        ({"title": "x" * 201}, "Der Titel ist zu lang. Möglich sind 200 Zeichen."),
        ({"id": "Ä Ö"}, "So ginge es: ae-oe"),
        ({"title": "…", "id": ""}, "kleine Buchstaben ohne Umlaute"),
        ({"id": "neu"}, "gehört schon einer anderen Reise"),
        ({"id": SLUG}, "gehört schon einer anderen Reise"),
        ({"template": "keine"}, "Wählen Sie eine Vorlage aus."),
    ],
)
def test_what_cannot_begin_is_said_at_its_field_and_kept(ada, slug, fields, words):
    given = {"title": "Mein Tag", "id": "mein-tag", "template": "rolle"} | fields
    response = ada.send("/studio/neu", 422, **given)
    page = response.get_data(as_text=True)
    assert words in page and "<title>Fehler:" in page
    assert f'value="{given["id"]}"' in page or not given["id"]


def test_an_id_of_a_published_journey_is_taken(ada, small):
    page = ada.send("/studio/neu", 422, title="Neu", id=small, template="mini")
    assert "gehört schon einer anderen Reise" in page.get_data(as_text=True)


def test_a_published_journey_is_opened_by_one_and_then_out_of_reach_for_others(ada, ben, small):
    assert "Im Studio öffnen" in ada.see("/studio")
    ada.send(f"/studio/{small}/oeffnen")
    assert "Veröffentlicht, Fassung 1" in ada.see("/studio")
    assert "Im Studio öffnen" not in ben.see("/studio")
    ben.send(f"/studio/{small}/oeffnen", 404)
    ben.send("/studio/gibt-es-nicht/oeffnen", 404)
    ben.see(f"/studio/{small}", 404)


def test_a_change_after_publishing_is_a_draft_again(ada, small):
    ada.send(f"/studio/{small}/oeffnen")
    draft = ada.draft(small)
    ada.send(f"/studio/{small}", text=draft.text + "# mehr\n", seen_text=draft.revision)
    assert "Entwurf, Fassung 1 ist veröffentlicht" in ada.see("/studio")


def test_the_list_counts_problems_by_severity(ada):
    ada.writes("id: kleine-reise\ntitle: Kaputt\n")
    page = ada.see("/studio")
    assert re.search(r"[1-9] Fehler", page)
    assert "Kaputt" in page


def test_a_draft_is_put_aside_and_taken_back(ada, slug):
    assert "Ins Archiv legen?" in ada.see(f"/studio/{slug}/archiv")
    ada.send(f"/studio/{slug}/archiv")
    page = ada.see("/studio")
    assert "im Archiv seit" in page
    assert page.index("Archiv</h2>") < page.index("Die kleine Reise")
    ada.send(f"/studio/{slug}/wiederherstellung")
    assert "im Archiv" not in ada.see("/studio")
