"""Publishing: the last look, the gate, and one version for one wish."""

import re

import pytest
from sqlalchemy import select

from app.lib import clock
from app.models.author import accept, invite
from app.models.journey import newest_version
from app.models.publication import versions_of
from app.models.run import Run
from app.models.tables import run
from tests.integration.conftest import SMALL_JOURNEY
from tests.integration.studio.conftest import SLUG

HERE = f"/studio/{SLUG}/veroeffentlichung"
CHANGED = SMALL_JOURNEY.replace("Links ist es hell.", "Links ist es still.")
BREAKING = SMALL_JOURNEY.replace(
    "  - stage: schluss\n",
    "      - decision: neu\n        title: Neu\n        question: Wie nun?\n        choices:\n"
    "          - {id: so, label: So, feedback: Gut.}\n"
    "          - {id: anders, label: Anders, feedback: Auch gut.}\n  - stage: schluss\n",
)
HIDDEN = re.compile(r'name="(seen|against)" value="([^"]*)"')


def publishes(person, note="", status=303, **given):
    """Look at the page and send its form."""
    fields = dict(HIDDEN.findall(person.see(HERE))) | {"note": note} | given
    return person.send(HERE, status, **fields)


def writes_anew(person, text):
    draft = person.draft()
    person.send(f"/studio/{SLUG}", text=text, seen=draft.revision)


def share(app, ada, ben):
    """Let Ben write Ada's draft too."""
    with app.extensions["database"].write() as session:
        token = invite(session, ada.draft(), by=ada.user, now=clock.now())
        assert accept(session, token, ben.user, clock.now())


def versions(app):
    with app.extensions["database"].read() as session:
        return versions_of(session, SLUG)


def test_the_last_look_says_what_will_be_published(ada, slug):
    page = ada.see(HERE)
    for words in ("Die kleine Reise", "Alle: Sie steht im Katalog.", "Deutsch", "Lager",
                  "Teamleitung", "Minuten", "2 Etappen, 7 Stationen", "Empfehlung"):  # fmt: skip
        assert words in page, words
    assert "Fassung 1 veröffentlichen" in page
    assert "Wer schon unterwegs ist" not in page
    assert "Freiwillig bei der ersten Fassung" in page


def test_publishing_leads_to_the_version_with_its_link_and_code(app, ada, slug):
    response = publishes(ada, note="Neu:  im   Lager")
    assert response.headers["Location"] == f"{HERE}/1"
    page = ada.see(f"{HERE}/1")
    assert "Fassung 1 ist veröffentlicht" in page
    assert "Neu: im Lager" in page
    assert f"http://localhost/reise/{SLUG}" in page
    assert 'role="img"' in page and "<path d=" in page
    (version,) = versions(app)
    assert (version.note, version.by) == ("Neu: im Lager", "ada")
    assert ada.get(f"/reise/{SLUG}").status_code == 200


def test_from_the_second_version_on_one_sentence_is_needed(app, ada, slug):
    publishes(ada)
    writes_anew(ada, CHANGED)
    response = publishes(ada, status=422)
    page = response.get_data(as_text=True)
    assert "<title>Fehler:" in page
    assert "Schreiben Sie in einem Satz, was neu ist." in page
    long = publishes(ada, note="x" * 201, status=422).get_data(as_text=True)
    assert "Möglich sind 200 Zeichen" in long and "x" * 201 in long
    assert len(versions(app)) == 1
    publishes(ada, note="Links ist es still")
    assert len(versions(app)) == 2


def test_the_last_look_tells_what_changes_and_whom_it_concerns(app, ada, alice, bob, slug):
    publishes(ada)
    alice.depart(SLUG, "lager")
    walked = bob.depart(SLUG, "leitung")
    step = bob.get(f"/unterwegs/{walked}").headers["Location"]
    bob.send(step, turn=0, mut="3")
    bob.send(step.replace("vorher", "weg"), turn=1, answer="rechts")
    bob.send(step.replace("vorher", "gedanke"), turn=2, text="Ruhe")
    writes_anew(ada, BREAKING)
    page = ada.see(HERE)
    assert "<strong>Weniger als 5 unterwegs</strong>" in page
    assert "Was sich gegenüber Fassung 1 ändert" in page
    assert "1 Station neu" in page
    with app.extensions["database"].read() as session:
        pins = set(session.execute(select(run.c.version_id)).scalars())
    assert len(pins) == 1, "looking changes nothing"


def test_nobody_under_way_is_said(ada, slug):
    publishes(ada)
    writes_anew(ada, CHANGED)
    assert "Niemand ist unterwegs." in ada.see(HERE)


def test_errors_stand_where_the_button_would_be_with_their_lines(app, ada, slug):
    seen = dict(HIDDEN.findall(ada.see(HERE)))
    writes_anew(ada, SMALL_JOURNEY.replace("repeats: vorher", "repeats: vorhin"))
    page = ada.see(HERE)
    assert "Noch nicht zu veröffentlichen" in page
    assert re.search(rf'href="/studio/{SLUG}\?zeile=\d+#zeile-\d+"', page)
    assert "veröffentlichen</button>" not in page
    assert ada.draft().errors == 1
    # Whoever sends the form nevertheless is told the same.
    answer = ada.send(HERE, 409, **seen | {"seen": ada.draft().hash}).get_data(as_text=True)
    assert "Der Entwurf hat Fehler" in answer
    assert versions(app) == []


def test_a_change_that_nobody_under_way_could_follow_is_an_error(ada, slug):
    publishes(ada)
    writes_anew(ada, SMALL_JOURNEY.replace("reflection: gedanke", "reflection: nachhall"))
    page = ada.see(HERE)
    assert "Noch nicht zu veröffentlichen" in page and "ZR005" in page
    assert "Das lässt sich erst sagen" in page


def test_a_text_that_names_another_journey_says_so(ada, slug):
    writes_anew(ada, SMALL_JOURNEY.replace("id: kleine-reise", "id: grosse-reise"))
    page = ada.see(HERE)
    assert "Im Text heißt die Reise „grosse-reise“" in page
    assert "veröffentlichen</button>" not in page


def test_nothing_new_has_no_button(ada, slug):
    publishes(ada)
    page = ada.see(HERE)
    assert "schon veröffentlicht, als Fassung 1" in page
    assert "veröffentlichen</button>" not in page


def test_an_archived_journey_is_taken_back_first(app, ada, slug):
    seen = dict(HIDDEN.findall(ada.see(HERE)))
    ada.send(f"/studio/{SLUG}/archiv")
    assert "Die Reise liegt im Archiv" in ada.see(HERE)
    ada.send(HERE, 409, **seen)
    assert versions(app) == []


def test_the_same_wish_sent_twice_is_one_version(app, ada, slug):
    seen = dict(HIDDEN.findall(ada.see(HERE)))
    answers = {ada.send(HERE, **seen).headers["Location"] for _ in range(2)}
    assert answers == {f"{HERE}/1"}
    assert len(versions(app)) == 1


def test_the_slower_of_two_learns_who_was_quicker(app, ada, ben, slug):
    share(app, ada, ben)
    seen = dict(HIDDEN.findall(ben.see(HERE)))
    publishes(ada)
    page = ben.send(HERE, 409, note="Meins", **seen).get_data(as_text=True)
    assert re.search(r"ada hat um \d\d:\d\d.Uhr Fassung 1 veröffentlicht\.", page)
    assert "Veröffentlicht haben Sie noch nichts" in page
    assert [each.by for each in versions(app)] == ["ada"]


def test_a_version_in_between_is_told_and_the_sentence_is_kept(app, ada, ben, slug):
    share(app, ada, ben)
    publishes(ada)
    writes_anew(ben, CHANGED)
    seen = dict(HIDDEN.findall(ben.see(HERE)))
    writes_anew(ada, SMALL_JOURNEY.replace("Rechts ist es still.", "Rechts ist es hell."))
    publishes(ada, note="Von Ada")
    writes_anew(ben, CHANGED)
    page = ben.send(HERE, 409, note="Von Ben", **seen).get_data(as_text=True)
    assert "Fassung 2 veröffentlicht" in page and 'value="Von Ben"' in page
    assert "Fassung 3 veröffentlichen" in page


def test_a_draft_that_changed_since_it_was_shown_is_not_published(app, ada, ben, slug):
    share(app, ada, ben)
    seen = dict(HIDDEN.findall(ada.see(HERE)))
    writes_anew(ben, CHANGED)
    page = ada.send(HERE, 409, **seen).get_data(as_text=True)
    assert re.search(r"ben hat den Entwurf um \d\d:\d\d.Uhr geändert\.", page)
    assert f'name="seen" value="{ada.draft().hash}"' in page
    assert versions(app) == []


@pytest.mark.parametrize("fields", [{}, {"seen": "x"}, {"against": "9"}, {"against": "x" * 99}])
def test_a_form_that_no_page_sent_publishes_nothing(app, ada, slug, fields):
    ada.send(HERE, 409 if "against" not in fields or fields["against"] == "x" * 99 else 422,
             **fields)  # fmt: skip
    assert versions(app) == []


def test_drafts_of_others_are_not_there(ada, ben, slug):
    publishes(ada)
    for path in (HERE, f"{HERE}/1"):
        foreign, unknown = ben.get(path), ben.get(path.replace(SLUG, "gibt-es-nicht"))
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.data == unknown.data
    ben.send(HERE, 404, note="x")
    ada.see(f"{HERE}/2", 404)
    ada.see(f"{HERE}/99999999999999999999", 404)


def test_markup_in_words_stays_words(ada):
    evil = "<script>x</script><img src=x onerror=y>"
    text = SMALL_JOURNEY.replace("Links ist es hell.", evil).replace("Die kleine Reise", evil)
    ada.writes(text)
    publishes(ada, note=evil)
    writes_anew(ada, text.replace("Rechts ist es still.", f"{evil} &amp; {evil}"))
    for path in (HERE, f"{HERE}/1", f"/studio/{SLUG}/versionen"):
        html = ada.get(path).get_data(as_text=True)
        assert "<script>x" not in html and "<img src=x" not in html, path


def test_every_page_speaks_english_too(ada, slug):
    publishes(ada)
    writes_anew(ada, CHANGED)
    page = ada.see(HERE, Accept_Language="en")
    assert "Nobody is under way" in page and "Publish version 2" in page


def test_an_open_run_follows_a_reworded_version_at_once(app, ada, alice, slug):
    publishes(ada)
    code = alice.depart(SLUG, "lager")
    writes_anew(ada, CHANGED)
    publishes(ada, note="Links ist es still")
    with app.extensions["database"].read() as session:
        found = Run.own(session, code, alice.device, ada.draft().edited_at)
        last = newest_version(session, SLUG)
        assert found is not None and last is not None
        assert found.version_id == last.id and found.pinned_id != last.id
