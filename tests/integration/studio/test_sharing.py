"""Sharing: who finds a journey, who writes it, who may look at its draft."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from app.lib import clock
from app.models.review import MOST_LINKS
from tests.integration.studio.conftest import Writer
from tests.people import Person


def link_in(response):
    """Return the path of a link that is shown once."""
    found = re.search(
        r'class="once[^>]*>http://localhost(/[^<]+)<', response.get_data(as_text=True)
    )
    assert found, response.get_data(as_text=True)
    return unescape(found[1])


@pytest.fixture
def published(ada, small):
    """A published journey that Ada writes."""
    ada.send(f"/studio/{small}/oeffnen")
    return small


def choose(ada, slug, visibility):
    ada.send(f"/studio/{slug}/sichtbarkeit", visibility=visibility)


def test_a_journey_by_link_is_found_by_nobody_else(app, ada, published):
    choose(ada, published, "link")
    walker = Person(app)
    assert "Die kleine Reise" not in walker.see("/reisen")
    assert "Die kleine Reise" not in walker.see("/")
    for path in (f"/reise/{published}", f"/reise/{published}/rolle"):
        assert walker.get(path).data == walker.get(path.replace(published, "gibt-es-nicht")).data
        walker.see(path, 404)
    walker.send(f"/reise/{published}/rolle", 404, role="lager")
    code = ada.draft(published).link_code
    assert f"http://localhost/r/{code}" in ada.see(f"/studio/{published}/teilen")
    cover = walker.get(f"/r/{code}")
    assert cover.status_code == 303
    page = walker.see(cover.headers["Location"])
    ask = unescape(re.search(r'href="([^"]*/rolle[^"]*)"', page)[1])
    form = walker.see(ask)
    assert f'name="link" value="{code}"' in form
    walker.send(f"/reise/{published}/rolle", role="lager", link=code)


def test_whoever_has_walked_it_needs_no_link_again(app, ada, published):
    walker = Person(app)
    walker.depart(published, "lager")
    choose(ada, published, "link")
    assert "Die kleine Reise" in walker.see(f"/reise/{published}")
    walker.send(f"/reise/{published}/rolle", role="lager")


def test_a_new_link_ends_the_old_one(app, ada, published):
    choose(ada, published, "link")
    old = ada.draft(published).link_code
    ada.send(f"/studio/{published}/sichtbarkeit/link")
    new = ada.draft(published).link_code
    assert new != old
    walker = Person(app)
    assert walker.get(f"/r/{old}").status_code == 404
    assert walker.get(f"/r/{new}").status_code == 303
    walker.see(f"/reise/{published}?link={old}", 404)


def test_a_link_leads_nowhere_once_all_may_find_the_journey_or_it_is_put_aside(app, ada, published):
    choose(ada, published, "link")
    code = ada.draft(published).link_code
    ada.send(f"/studio/{published}/archiv")
    walker = Person(app)
    assert walker.get(f"/r/{code}").status_code == 404
    walker.see(f"/reise/{published}?link={code}", 404)
    ada.send(f"/studio/{published}/wiederherstellung")
    choose(ada, published, "everybody")
    assert walker.get(f"/r/{code}").status_code == 404
    assert "Die kleine Reise" in walker.see("/reisen")


def test_who_is_under_way_goes_on_when_a_journey_is_put_aside(app, ada, published):
    walker = Person(app)
    run = walker.depart(published, "lager")
    ada.send(f"/studio/{published}/archiv")
    assert "Die kleine Reise" not in walker.see("/reisen")
    assert "Ich frage nach." in walker.see(f"/unterwegs/{run}/vorher")
    cover = walker.see(f"/reise/{published}")
    assert "kann zurzeit niemand neu losgehen" in cover
    assert f"/reise/{published}/rolle" not in cover
    walker.send(f"/reise/{published}/rolle", 404, role="lager")


@pytest.mark.parametrize("junk", ["", "company", "niemand"])
def test_only_what_is_offered_can_be_chosen(ada, published, junk):
    page = ada.send(f"/studio/{published}/sichtbarkeit", 422, visibility=junk)
    assert "Wählen Sie aus, wer die Reise findet." in page.get_data(as_text=True)
    assert ada.draft(published).visibility == "everybody"


@pytest.mark.parametrize("junk", ["", "0" * 16, "x" * 500, "%00", "%ff"])
def test_a_code_that_is_no_link_is_a_page_that_is_not_there(client, junk):
    assert client.get(f"/r/{junk}").status_code == 404


def test_an_invitation_is_shown_once_and_makes_one_author(ada, ben, slug):
    shown = ada.send(f"/studio/{slug}/autoren", 200)
    path = link_in(shown)
    ben.see(f"/studio/{slug}", 404)
    assert "ada lädt Sie ein" in ben.see(path)
    response = ben.send(path)
    assert response.headers["Location"] == f"/studio/{slug}"
    assert "Die kleine Reise" in ben.see(f"/studio/{slug}")
    ben.see(path, 404)
    ben.send(path, 404)
    page = ada.see(f"/studio/{slug}/teilen")
    assert "ben@reise.example" in page and "(Sie)" in page


def test_an_invitation_needs_an_account_of_a_facilitator(app, ada, slug):
    path = link_in(ada.send(f"/studio/{slug}/autoren", 200))
    stranger = Person(app)
    assert stranger.get(path).headers["Location"].startswith("/anmelden")
    manager = Person(app)
    manager.sign_in("manager")
    manager.see(path, 403)


def test_an_old_invitation_is_a_page_that_is_not_there(app, ada, slug):
    path = link_in(ada.send(f"/studio/{slug}/autoren", 200))
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        cleo = Writer(app, "cleo@reise.example")
        cleo.see(path, 404)
        cleo.send(path, 404)


def test_an_author_leaves_unless_nobody_else_is_left(ada, ben, slug):
    page = ada.send(f"/studio/{slug}/austritt", 409)
    assert "Eine Reise braucht jemanden" in page.get_data(as_text=True)
    ben.send(link_in(ada.send(f"/studio/{slug}/autoren", 200)))
    assert "Nicht mehr mitschreiben?" in ada.see(f"/studio/{slug}/austritt")
    ada.send(f"/studio/{slug}/austritt")
    ada.see(f"/studio/{slug}", 404)
    assert "Die kleine Reise" in ben.see("/studio")


def test_a_review_link_shows_the_draft_to_somebody_without_an_account(app, ada, slug):
    path = link_in(ada.send(f"/studio/{slug}/durchsicht", 200))
    guest = Person(app)
    page = guest.see(path)
    assert "Entwurf zur Durchsicht, Stand vom" in page and "bis zum" in page
    for words in ("Die Gabelung", "Nach links", "Links ist es hell.", "Was hören Sie am Bach?"):
        assert words in page
    begun = guest.get(f"{path}/vorschau/start")
    assert "Ich frage nach." in guest.see(begun.headers["Location"])
    assert 'method="post"' not in guest.get(path).get_data(as_text=True)


def test_a_review_link_ends_when_it_is_ended_or_old(app, ada, slug):
    path = link_in(ada.send(f"/studio/{slug}/durchsicht", 200))
    guest = Person(app)
    begun = guest.get(f"{path}/vorschau/start").headers["Location"]
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        guest.see(path, 404)
        guest.see(begun, 404)
    page = ada.see(f"/studio/{slug}/teilen")
    end = re.search(rf'action="(/studio/{slug}/durchsicht/\d+/ende)"', page)[1]
    ada.send(end)
    for gone in (path, begun, f"{path}/vorschau/start"):
        unknown = gone.replace(path, "/durchsicht/" + "0" * 26)
        assert guest.get(gone).data == guest.get(unknown).data
        guest.see(gone, 404)
    ada.send(end, 404)
    assert "beendet am" in ada.see(f"/studio/{slug}/teilen")


def test_nobody_ends_the_link_of_another_draft(ada, ben, slug):
    ada.send(f"/studio/{slug}/durchsicht", 200)
    ben.writes(slug="bens-reise")
    ben.send("/studio/bens-reise/durchsicht/1/ende", 404)
    ben.send(f"/studio/bens-reise/durchsicht/{2**70}/ende", 404)


def test_a_draft_is_printed_with_everything_that_learners_may_meet(ada):
    from tests.integration.conftest import SMALL_JOURNEY

    text = SMALL_JOURNEY.replace(
        'prompt: "Was nehmen Sie mit?"}',
        'prompt: "Was nehmen Sie mit?", variants: [{when: {role: leitung}, '
        'prompt: "Was nimmt Ihr Team mit?"}]}',
    ).replace('"Schön."', '"Schön: {{weg}}."')
    page = ada.see(f"/studio/{ada.writes(text)}/druck")
    for words in (
        "Etappe 1: Am Anfang", "Nach links", "Links ist es hell.", "Was hören Sie am Bach?",
        "Nach rechts", "Ich frage nach.", "Was nimmt Ihr Team mit?", "wenn Rolle leitung",
        "Schön: [weg].", 'Ziel · <span translate="no">da</span>',
    ):  # fmt: skip
        assert words in page, words


def test_a_draft_has_so_many_links_and_one_more_is_refused(ada, slug):
    for _ in range(MOST_LINKS):
        ada.send(f"/studio/{slug}/durchsicht", 200)
    page = ada.send(f"/studio/{slug}/durchsicht", 422).get_data(as_text=True)
    assert "Es gelten schon 20 Links zur Durchsicht." in page and 'href="#review"' in page
    end = re.search(f'action="(/studio/{slug}/durchsicht/[0-9]+/ende)"', page)
    assert end
    ada.send(end[1])
    ada.send(f"/studio/{slug}/durchsicht", 200)
