"""The preview: the very pages of learners, from any station, and nothing is stored."""

import re
from html import unescape

import pytest

from tests.integration.conftest import SMALL_JOURNEY
from tests.integration.test_headers import POLICY

FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
WITH_SLOT = SMALL_JOURNEY.replace(
    "stages:\n", 'slots:\n  wer: {label: "Wen fragen?", default: "die Leitung"}\nstages:\n', 1
).replace("Links ist es hell.", "Fragen Sie {{slot.wer}}.")


def start(person, slug, query=""):
    """Begin a trial and return the address of the station where it stands."""
    response = person.get(f"/studio/{slug}/vorschau/start{query}")
    assert response.status_code == 303
    return response.headers["Location"]


def action_of(html):
    form = re.search(r'<form method="get" action="([^"]+)"', html)
    assert form, "a station asks with GET"
    return unescape(form[1])


def answer(person, where, query):
    """Send the form of a station and return where it leads."""
    response = person.get(f"{action_of(person.get(where).get_data(as_text=True))}?turn=1&{query}")
    assert response.status_code == 303, response.get_data(as_text=True)
    return response.headers["Location"]


def test_a_journey_is_walked_to_its_end_and_nothing_is_stored(app, ada, slug):
    where = start(ada, slug)
    assert where.endswith("/vorher")
    where = answer(ada, where, "item-mut=4")
    assert where.endswith("/weg")
    where = answer(ada, where, "answer=links")
    told = ada.see(where)
    assert "Ihre Entscheidung" in told and "Links ist es hell." in told
    where = unescape(re.search(r'<a class="button" href="([^"]+)">Weiter', told)[1])
    assert where.endswith("/am-bach")
    where = answer(ada, where, "text=Wasser")
    where = answer(ada, where, "skip=1")
    assert where.endswith("/plan")
    where = answer(ada, where, "picture=Neu")
    where = answer(ada, where, "item-mut=5")
    end = ada.see(where)
    assert "Angekommen." in end and "vorher 4, nachher 5" in end
    with app.extensions["database"].read() as session:
        for table in ("learner", "run", "entry", "thought"):
            assert session.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0


def test_private_words_are_never_sent_and_count_as_written(ada, slug):
    where = start(ada, slug, "?ab=gedanke")
    html = ada.get(where).get_data(as_text=True)
    assert re.search(r'<textarea id="text"[^>]* form="no-form"', html)
    after = answer(ada, where, "seen-text=0")
    again = ada.see(after.rsplit("/", 1)[0] + "/gedanke")
    assert "(eigene Worte)" in again


@pytest.mark.parametrize("step", ["vorher", "weg", "am-bach", "gedanke", "plan", "nachher", "da"])
def test_any_station_is_reached_in_any_role(ada, slug, step):
    for role, title in (("lager", "Lager"), ("leitung", "Teamleitung")):
        where = start(ada, slug, f"?rolle={role}&ab={step}")
        assert where.endswith(f"/{step}")
        assert title in ada.see(where)


def test_what_was_assumed_is_said(ada, slug):
    page = ada.get(start(ada, slug, "?ab=am-bach")).get_data(as_text=True)
    assert "weg (Nach links, angenommen)" in page


def test_own_answers_are_kept_where_they_lead_to_the_station(ada, slug):
    where = answer(ada, start(ada, slug, "?ab=weg"), "answer=rechts")
    trail = where.split("/")[4]
    page = ada.get(start(ada, slug, f"?weg={trail}&ab=gedanke")).get_data(as_text=True)
    assert "weg (Nach rechts)" in page


def test_a_station_that_cannot_be_reached_is_said(ada):
    lost = SMALL_JOURNEY.replace(
        "      - {reflection: gedanke,",
        '      - {story: nur-leitung, when: {role: leitung}, title: "Nur", text: "Da."}\n'
        "      - {reflection: gedanke,",
    )
    slug = ada.writes(lost)
    page = ada.get(start(ada, slug, "?rolle=lager&ab=nur-leitung")).get_data(as_text=True)
    assert "Zur Station „nur-leitung“ führt in dieser Rolle kein Weg" in page
    assert start(ada, slug, "?rolle=leitung&ab=nur-leitung").endswith("/nur-leitung")


def test_words_of_a_company_stand_in_their_places_and_are_escaped(ada):
    slug = ada.writes(WITH_SLOT)
    where = answer(ada, start(ada, slug, "?ab=weg&slot-wer=%3Cb%3EFrau+Kurz"), "answer=links")
    html = ada.get(where).get_data(as_text=True)
    assert "Fragen Sie &lt;b&gt;Frau Kurz." in html
    assert "Fragen Sie die Leitung." in ada.see(
        answer(ada, start(ada, slug, "?ab=weg"), "answer=links")
    )


def test_a_refused_answer_is_told_as_learners_are_told(ada, slug):
    where = start(ada, slug, "?ab=weg")
    for query in ("", "answer=nirgends"):
        response = ada.get(f"{where}?turn=1&{query}")
        assert response.status_code == 422
        assert 'class="error-summary"' in response.get_data(as_text=True)


def test_a_station_can_be_answered_anew(ada, slug):
    told = answer(ada, start(ada, slug, "?ab=weg"), "answer=links")
    response = ada.get(f"{told}/anders")
    assert response.headers["Location"].endswith("/weg")
    assert 'action="' in ada.get(response.headers["Location"]).get_data(as_text=True)


def test_a_broken_draft_shows_its_last_good_state_and_says_so(ada, slug):
    draft = ada.draft()
    ada.send(f"/studio/{slug}", text="id: kleine-reise\nkaputt", seen_text=draft.revision)
    page = ada.get(start(ada, slug)).get_data(as_text=True)
    assert "Die Vorschau zeigt den Stand vom" in page
    assert "Ich frage nach." in page
    assert "Die Vorschau zeigt" not in ada.get(f"/studio/{slug}/druck").get_data(as_text=True)


def test_a_draft_that_never_could_be_walked_says_what_to_do(ada):
    slug = ada.writes("id: kleine-reise\n")
    response = ada.get(f"/studio/{slug}/vorschau/start")
    assert "Noch keine Vorschau" in response.get_data(as_text=True)
    assert "Probleme ansehen" in ada.see(f"/studio/{slug}/vorschau")


def test_only_the_editor_holds_a_frame_and_only_the_preview_stands_in_one(ada, slug):
    for holder in (f"/studio/{slug}", f"/studio/{slug}/vorschau"):
        policy = ada.get(holder).headers["Content-Security-Policy"]
        assert policy == f"{POLICY}; frame-src 'self'"
    where = start(ada, slug)
    for framed in (where, where.replace("/vorher", "/pause")):
        response = ada.get(framed)
        assert response.headers["Content-Security-Policy"] == FRAMED
        assert response.headers["Cache-Control"] == "no-store"
        html = response.get_data(as_text=True)
        assert 'method="post"' not in html
        assert "hx-post" not in html and "csrf_token" not in html
    for other in (f"/studio/{slug}/pruefung", "/studio", f"/studio/{slug}/vorschau/start"):
        assert ada.get(other).headers["Content-Security-Policy"] == POLICY


def test_junk_in_the_place_of_a_trail_is_a_page_that_is_not_there(ada, slug):
    for junk in ("x", "eJw", "%00", "%ff"):
        assert ada.get(f"/studio/{slug}/vorschau/{junk}/weg").status_code == 404
    where = start(ada, slug).rsplit("/", 1)[0]
    assert ada.get(f"{where}/gibt-es-nicht").headers["Location"].endswith("/vorher")


def test_a_practice_shows_its_second_half(ada):
    practice = SMALL_JOURNEY.replace(
        '      - {reflection: gedanke, prompt: "Was nehmen Sie mit?"}',
        '      - {practice: gedanke, task: "Schreiben Sie.", sample: "So etwa.", '
        'criteria: [{id: kurz, label: "Es ist kurz."}]}',
    )
    slug = ada.writes(practice)
    where = answer(ada, start(ada, slug, "?ab=gedanke"), "text=Mein+Versuch")
    assert where.endswith("/gedanke?vergleich=ja")
    page = ada.see(where)
    assert "So etwa." in page and "Es ist kurz." in page
    assert answer(ada, where, "compared=1&ticked=kurz&text=x").endswith("/plan")


def test_the_page_offers_roles_stations_and_words(ada):
    page = ada.see(f"/studio/{ada.writes(WITH_SLOT)}/vorschau?rolle=leitung&ab=weg")
    assert '<option value="leitung" selected>Teamleitung</option>' in page
    assert '<option value="weg" selected>weg</option>' in page
    assert "Wen fragen?" in page
    assert '/vorschau/start?rolle=leitung&ab=weg"' in page
