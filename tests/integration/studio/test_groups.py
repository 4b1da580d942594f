"""A facilitator's group: opened, joined, evaluated once a station, closed."""

import re

import pytest
from flask import Flask
from sqlalchemy import insert

from app.content.source import parse
from app.models.journey import publish
from app.models.tables import draft
from tests.groups import GROUP_JOURNEY, Workshop, shares
from tests.integration.conftest import LONG_AGO
from tests.people import Person

TOO_FEW = "Noch nicht genug Antworten (mindestens 5)."


@pytest.fixture
def workshop(app: Flask, load) -> Workshop:
    """An open group nobody has joined."""
    return Workshop.open(app, load(GROUP_JOURNEY))


def test_it_shows_code_and_qr_code_of_a_new_group(workshop: Workshop) -> None:
    page = workshop.see()
    spaced = f"{workshop.code[:4]}-{workshop.code[4:]}".upper()
    assert spaced in page
    assert "Ab fünf Menschen steht hier, wie viele beigetreten sind." in page
    drawn = workshop.facilitator.get(workshop.at("qr.svg"))
    assert drawn.mimetype == "image/svg+xml"
    assert b"<svg" in drawn.data
    assert b"<script" not in drawn.data
    assert spaced in workshop.see("aushang")
    assert "Team Versand" in workshop.facilitator.see("/studio/gruppen")


def test_the_pages_of_a_group_have_the_menu_of_staff(workshop: Workshop) -> None:
    for path in ("/studio/gruppen", "/studio/gruppen/neu", workshop.at(), workshop.at("schluss")):
        page = workshop.facilitator.get(path).get_data(as_text=True)
        assert 'class="staff-bar"' in page, path


def test_two_presses_open_one_group_and_another_form_another(workshop: Workshop) -> None:
    facilitator, wanted = workshop.facilitator, {"title": "Abends", "journey": "gruppenreise"}
    known = re.search('name="known" value="([^"]+)"', facilitator.see("/studio/gruppen/neu"))
    assert known
    assert known[1] == workshop.code
    first = facilitator.send("/studio/gruppen", **wanted, known=known[1])
    again = facilitator.send("/studio/gruppen", **wanted, known=known[1])
    assert first.headers["Location"] == again.headers["Location"]
    code = first.headers["Location"].rsplit("/", 1)[1]
    other = facilitator.send("/studio/gruppen", **wanted, known=code)
    assert other.headers["Location"] != first.headers["Location"]


def test_a_whole_workshop_on_each_database(each_app: Flask) -> None:
    with each_app.extensions["database"].write() as session:
        publish(session, parse(GROUP_JOURNEY, name="journey.yaml"), LONG_AGO)
    workshop = Workshop.open(each_app, "gruppenreise")
    walks = workshop.many(*["links"] * 5)
    walks[0].person.send(f"/gruppe/{walks[0].code}")
    assert TOO_FEW in workshop.release(status=409)
    workshop.many("links")
    page = workshop.release()
    assert "Fast alle: „Nach links“." in page
    walks[1].person.send("/meine-daten/loeschen")
    assert workshop.release() == page
    assert "Mindestens 5 beigetreten" in workshop.see()
    workshop.facilitator.send(workshop.at("schluss"))
    assert walks[2].person.see(f"/gruppe/{walks[2].code}")


def test_it_asks_for_title_and_journey(app: Flask, workshop: Workshop) -> None:
    sent = workshop.facilitator.send("/studio/gruppen", 422, title=" ", journey="")
    page = sent.get_data(as_text=True)
    assert "Geben Sie der Gruppe einen Titel." in page
    assert "Wählen Sie eine Reise aus." in page
    sent = workshop.facilitator.send(
        "/studio/gruppen", 422, title="Mein Team", journey="gibt-es-nicht"
    )
    assert "Mein Team" in sent.get_data(as_text=True)
    workshop.facilitator.send("/studio/gruppen", 422, title="x" * 81, journey="gruppenreise")


def test_how_many_joined_shows_from_five_on_in_steps_of_five(workshop: Workshop) -> None:
    told = []
    for _ in range(10):
        workshop.join(agrees=False)
        page = workshop.see()
        told.append(next((n for n in (5, 10) if f"Mindestens {n} beigetreten" in page), 0))
    assert told == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10]


def test_leaving_shows_nowhere(workshop: Workshop) -> None:
    walks = [workshop.join() for _ in range(5)]
    before = workshop.see()
    walks[0].person.send("/meine-daten/loeschen")
    assert workshop.see() == before


def test_the_island_is_a_part_for_the_script_and_the_page_for_everybody_else(
    workshop: Workshop,
) -> None:
    part = workshop.facilitator.get(workshop.at("beigetreten"), HX_Request="true")
    assert part.headers["ZR-Part"] == "1"
    assert part.get_data(as_text=True).startswith('<p id="joined"')
    assert "<h1" in workshop.see("beigetreten")


def test_four_who_agreed_are_not_enough_and_no_number_shows(workshop: Workshop) -> None:
    workshop.many("links", "links", "links", "links")
    workshop.many("links", agrees=False)
    assert TOO_FEW in workshop.release(status=409)
    workshop.many("links")
    assert "Fast alle: „Nach links“." in workshop.release()


def test_figures_that_would_point_at_somebody_stay_hidden(workshop: Workshop) -> None:
    workshop.many(*["links"] * 4, "rechts")
    page = workshop.release()
    assert "Das Bild bleibt verborgen" in page
    assert {words for _, words in shares(page)} == {"nicht gezeigt"}


def test_the_refusal_is_the_same_whatever_is_pending(app: Flask, load) -> None:
    journey = load(GROUP_JOURNEY)
    pages = []
    for answers in ((), ("links",), ("links", "rechts", "rechts", "bleiben")):
        workshop = Workshop.open(app, journey)
        workshop.many(*answers)
        page = workshop.release(status=409).replace(workshop.code, "code")
        pages.append(page.replace(f"{workshop.code[:4]}-{workshop.code[4:]}".upper(), "CODE"))
    tokens = [page.count('name="csrf_token"') for page in pages]
    assert len(set(tokens)) == 1
    assert len({page.partition("<main")[2] for page in pages}) == 1


def test_a_station_is_evaluated_once_and_stands_still_then(workshop: Workshop) -> None:
    workshop.many(*["links"] * 4, *["rechts"] * 4)
    page = workshop.release()
    assert shares(page) == [
        ("Nach links", "50 %"),
        ("Nach rechts", "50 %"),
        ("Ich bleibe", "wenige oder niemand"),
    ]
    assert "Mindestens 5 Menschen" in page
    workshop.many(*["rechts"] * 6)
    workshop.walks[0].person.send("/meine-daten/loeschen")
    assert workshop.release() == page
    assert "Ergebnis zeigen" in workshop.see()


def test_a_poll_and_a_scale_are_told_likewise(workshop: Workshop) -> None:
    for number, walk in enumerate(workshop.many(*["links"] * 6)):
        walk.send("stimmung", answer="gut")
        walk.send("vorher", **{"item-mut": str(1 + 2 * (number % 2)), "item-ruhe": ""})
        walk.send("gedanke", text="Nur für mich.")
        walk.send("nachher", **{"item-mut": "3", "item-ruhe": "3"})
    assert "Fast alle: „gut“." in workshop.release("stimmung")
    page = workshop.release("vorher")
    assert ("1 = gar nicht", "50 %") in shares(page)
    assert ("3 = sehr", "50 %") in shares(page)
    assert ("Weiß ich nicht", "mehr als 90 %") in shares(page)
    page = workshop.release("nachher")
    assert "Ihre Einschätzung heute" in page
    assert page.count("Fast alle: „3 = sehr“.") == 2
    assert "Ich frage nach." in page


def test_only_who_answered_this_station_counts(workshop: Workshop) -> None:
    for number, walk in enumerate(workshop.many(*["links"] * 6)):
        if number < 4:
            walk.send("stimmung", answer="gut")
        else:
            walk.send("stimmung", skip="1")
    assert TOO_FEW in workshop.release("stimmung", status=409)


def test_other_stations_cannot_be_evaluated(workshop: Workshop) -> None:
    for step in ("gedanke", "da", "gibt-es-nicht"):
        workshop.see(f"auswertung/{step}", 404)
        workshop.release(step, status=404)


def test_a_closed_group_takes_nobody_and_evaluates_nothing(workshop: Workshop) -> None:
    walks = workshop.many(*["links"] * 6)
    workshop.facilitator.send(workshop.at("schluss"))
    assert "Diese Gruppe ist geschlossen" in workshop.see()
    assert "Diese Gruppe ist geschlossen." in workshop.release(status=409)
    page = Person(workshop.app).see(f"/m/{workshop.code}")
    assert "Neu beitreten können Sie nicht mehr." in page
    Person(workshop.app).send(f"/m/{workshop.code}", 422)
    assert "Nur für Sie" in walks[0].see("stimmung")
    walks[0].send("stimmung", answer="gut")


def test_a_closed_group_offers_its_journey_alone_only_where_all_may_walk_it(
    workshop: Workshop,
) -> None:
    workshop.facilitator.send(workshop.at("schluss"))
    assert "Diese Reise allein gehen" in Person(workshop.app).see(f"/m/{workshop.code}")
    counts = {"revision": 1, "errors": 0, "warnings": 0, "hints": 0}
    kept = {"journey_id": "gruppenreise", "title": "", "text": "", "hash": "", **counts}
    moments = {"created_at": LONG_AGO, "edited_at": LONG_AGO}
    with workshop.app.extensions["database"].write() as session:
        session.execute(insert(draft).values(visibility="companies", **kept, **moments))
    assert "Diese Reise allein gehen" not in Person(workshop.app).see(f"/m/{workshop.code}")


def test_closing_twice_is_closing_once(workshop: Workshop) -> None:
    workshop.facilitator.send(workshop.at("schluss"))
    closed = workshop.facilitator.see("/studio/gruppen")
    workshop.facilitator.send(workshop.at("schluss"))
    assert workshop.facilitator.see("/studio/gruppen") == closed


def test_a_group_is_out_of_reach_for_every_other_facilitator(workshop: Workshop) -> None:
    other = Person(workshop.app)
    other.sign_in("facilitator", "manager", "operator")
    for place in ("", "beigetreten", "aushang", "qr.svg", "umzug", "schluss", "auswertung/weg"):
        foreign = other.get(workshop.at(place))
        unknown = other.get(workshop.at(place).replace(workshop.code, "0" * 8))
        assert foreign.status_code == unknown.status_code == 404, place
        assert foreign.data == unknown.data, place
    for place in ("umzug", "schluss", "auswertung/weg"):
        foreign = other.send(workshop.at(place), 404)
        unknown = other.send(workshop.at(place).replace(workshop.code, "0" * 8), 404)
        assert foreign.data == unknown.data, place
    assert "Team Versand" not in other.see("/studio/gruppen")


def test_who_evaluates_never_counts(workshop: Workshop) -> None:
    workshop.many(*["links"] * 4)
    own = Person(workshop.app)
    workshop.join(person=own).send("weg", answer="rechts")
    device = own.device
    assert device
    workshop.facilitator.client.set_cookie("zr_device", device)
    assert TOO_FEW in workshop.release(status=409)


def test_whoever_is_signed_in_as_staff_cannot_join(workshop: Workshop) -> None:
    page = workshop.facilitator.see(f"/m/{workshop.code}")
    assert "Wer Gruppen begleitet, zählt in keiner mit." in page
    sent = workshop.facilitator.send(f"/m/{workshop.code}", agrees="yes")
    assert sent.headers["Location"] == "/reise/gruppenreise"


def test_one_person_counts_once_on_several_devices(workshop: Workshop) -> None:
    workshop.many(*["links"] * 4)
    for _ in range(3):
        again = Person(workshop.app)
        again.client.set_cookie("zr_device", workshop.walks[0].person.device or "")
        sent = again.send(f"/m/{workshop.code}", agrees="yes")
        assert sent.headers["Location"].endswith(workshop.walks[0].code)
    assert TOO_FEW in workshop.release(status=409)
    assert "Mindestens" not in workshop.see()


def test_titles_are_text_and_nothing_else(app: Flask, load) -> None:
    title = '"><script>alert(1)</script><b hx-get=/x>'
    workshop = Workshop.open(app, load(GROUP_JOURNEY), title)
    walk = workshop.join()
    pages = [
        workshop.facilitator.get(workshop.at(place))
        for place in ("", "aushang", "umzug", "schluss")
    ]
    pages += [
        workshop.facilitator.get("/studio/gruppen"),
        Person(app).get(f"/m/{workshop.code}"),
        walk.person.get(f"/gruppe/{walk.code}"),
        walk.person.get("/meine-daten"),
    ]
    for page in pages:
        html = page.get_data(as_text=True)
        assert "<script>alert" not in html
        assert "<b hx-get" not in html
        assert "&lt;script&gt;" in html


def test_everybody_moves_to_the_newest_version_and_what_was_released_stays(
    workshop: Workshop, load
) -> None:
    workshop.many(*["links"] * 5)
    workshop.release("weg")
    waiting = workshop.join()
    assert "neue Fassung" not in workshop.see()
    assert "Ihre Gruppe geht schon die neueste Fassung." in workshop.see("umzug")
    renamed = GROUP_JOURNEY.replace("decision: weg", "decision: gabel") + "renamed: {weg: gabel}\n"
    load(renamed)
    assert "Alle ziehen auf die neue Fassung um" in workshop.see()
    workshop.facilitator.send(workshop.at("umzug"))
    assert waiting.stands_at() == "gabel"
    assert workshop.walks[0].stands_at() == "gabel"
    page = workshop.see()
    assert page.count("Ergebnis zeigen") == 1
    assert "Fast alle: „Nach links“." in workshop.see("auswertung/gabel")
    assert "Fast alle: „Nach links“." in workshop.release("gabel")
    workshop.facilitator.send(workshop.at("umzug"))


WORDS = "In der neuen Fassung sind nur Texte anders."
WAYS = "In der neuen Fassung sind auch Stationen oder Wege anders."
NO_LINKS = GROUP_JOURNEY.replace('{id: links, label: "Nach links"', '{id: oben, label: "Hinauf"')


def test_nobody_reads_other_words_before_the_facilitator_says_so(workshop: Workshop, load) -> None:
    walk = workshop.join()
    load(GROUP_JOURNEY.replace("Zwei Wege liegen", "Drei Wege liegen"))
    assert "Zwei Wege liegen" in walk.see("weg")
    page = workshop.see("umzug")
    assert WORDS in page
    assert WAYS not in page
    workshop.facilitator.send(workshop.at("umzug"))
    assert "Drei Wege liegen" in walk.see("weg")


def test_whoever_does_not_fit_the_new_version_stays_and_may_switch(
    workshop: Workshop, load
) -> None:
    (left,) = workshop.many("links")
    (right,) = workshop.many("rechts")
    load(NO_LINKS)
    offer = "/unterwegs/{}/fassung"
    assert offer.format(left.code) not in left.see("stimmung")
    workshop.facilitator.send(workshop.at("umzug"))
    assert offer.format(left.code) in left.see("stimmung")
    assert offer.format(right.code) not in right.see("stimmung")
    left.person.see(offer.format(left.code))


def test_the_page_of_a_move_says_the_same_whoever_would_stay(app: Flask, load) -> None:
    load(GROUP_JOURNEY)
    workshops = [Workshop.open(app, "gruppenreise") for _ in range(2)]
    for workshop, answer in zip(workshops, ("links", "rechts"), strict=True):
        workshop.many(*[answer] * 6)
    load(NO_LINKS)
    pages = [each.see("umzug").replace(each.code, "") for each in workshops]
    assert WAYS in pages[0]
    assert "Bisher sind mindestens 5 beigetreten." in pages[0]
    assert [_plain(page) for page in pages] == [_plain(pages[0])] * 2


def _plain(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)
