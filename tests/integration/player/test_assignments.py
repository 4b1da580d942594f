"""P21: before and on the way a learner sees what the company sees, and decides what counts."""

import re
from pathlib import Path

from flask import Flask
from sqlalchemy import select, update

from app.models.tables import assignment, member, run, seat
from tests.firms import LONG_AGO, Assigned, Firm, set_out
from tests.integration.player.companies import JOURNEY, agree, arrive, own_page
from tests.integration.player.test_invitations import statements
from tests.people import Person
from tests.walks import Walk

SIGHT = re.compile(r'<dl class="summary-list">.*?</dl>', re.DOTALL)
BANNER = "Teilnahmenachweis: Ihr Betrieb erfährt"


def test_what_the_company_sees_is_within_reach_at_any_time(guest: Walk, assigned: Assigned) -> None:
    invited = SIGHT.findall(guest.person.see(f"/m/{assigned.typed}"))
    assert SIGHT.findall(own_page(guest)) == invited
    assert "Was sieht mein Betrieb?" in own_page(guest)
    assert "Das sieht Ihr Betrieb nie" in own_page(guest)
    for place in ("karte", "pause"):
        page = guest.see(place)
        assert f"/mein-betrieb/{guest.code}" in page
        assert "auf Einladung von Tischlerei Beispiel" in page
        assert BANNER not in page
        assert "Ihre Gruppe" not in page


def test_the_own_choice_is_changed_at_any_time_and_leaves_no_trace(guest: Walk, firm: Firm) -> None:
    never = own_page(guest)
    rows = [tuple(row) for row in firm.rows(select(run, seat).join(seat))]
    assert "Nein. Ihre Antworten sind nur für Sie." in never
    agree(guest, agrees=True)
    assert "Ja, sobald Sie angekommen sind" in own_page(guest)
    assert "Anonym gezählt" in guest.see("weg")
    agree(guest, agrees=False)
    assert own_page(guest) == never
    assert [tuple(row) for row in firm.rows(select(run, seat).join(seat))] == rows
    assert "Nur für Sie" in guest.see("weg")


def test_what_is_released_can_neither_be_withdrawn_nor_agreed_to(guest: Walk, firm: Firm) -> None:
    agree(guest, agrees=True)
    page = guest.person.get(f"/mein-betrieb/{guest.code}").get_data(as_text=True)
    learner = re.search('name="learner" value="([^"]+)"', page)
    assert learner
    with firm.database.write() as session:
        session.execute(update(run).values(counted=True))
    assert "Sie stehen in einer Auswertung, die veröffentlicht ist." in own_page(guest)
    assert 'name="agrees"' not in own_page(guest)
    guest.person.send(f"/mein-betrieb/{guest.code}", learner=learner[1])
    assert firm.rows(select(run.c.contributes))[0][0]


def test_after_the_end_of_an_assignment_nothing_more_is_told(
    guest: Walk, firm: Firm, assigned: Assigned
) -> None:
    firm.change(assignment, assigned.id, closed_at=LONG_AGO)
    assert "Die Einladung ist zu Ende" in own_page(guest)
    guest.person.send(f"/mein-betrieb/{guest.code}", agrees="yes")
    assert not firm.rows(select(run.c.contributes))[0][0]
    arrive(guest)
    assert "Angekommen." in guest.see("ziel")
    assert firm.arrivals(assigned) == 0


def test_the_words_of_the_company_stand_wherever_the_journey_leaves_a_place(
    guest: Walk, firm: Firm, assigned: Assigned, bob: Person
) -> None:
    theirs = "Frau Yıldız & Team"
    page = guest.see("weg")
    assert page.count(theirs) >= 2, "the text and the label of a choice"
    assert f"Bei {theirs}" in guest.person.get(guest.at("weg")).get_data(as_text=True).replace(
        "&amp;", "&"
    ), "the title of the stage beside the step"
    guest.send("weg", answer="links")
    assert f"{theirs} freut sich." in guest.see("weg")
    assert f"Bei {theirs}" in guest.see("karte")
    guest.send("halle")
    guest.send("gedanke", text="Wann?")
    assert f"Grüßen Sie {theirs}." in guest.see("ziel")
    for query in ("", "?druck=1"):
        book = guest.person.see(f"/tagebuch/{guest.code}{query}")
        for words in (f"Bei {theirs}", f"Zu {theirs}", f"Was fragen Sie {theirs}?"):
            assert words in book
    exported = guest.person.get("/meine-daten/export.html").get_data(as_text=True)
    assert "Zu Frau Yıldız &amp; Team" in exported
    firm.change(assignment, assigned.id, words='{"kontakt": "Herr Abel"}')
    assert "Grüßen Sie Herr Abel." in guest.see("ziel")
    alone = Walk(bob, "betriebsreise", "fach")
    assert "die Leitung" in alone.see("weg")
    assert theirs not in alone.see("weg")


def test_a_step_without_a_place_for_words_needs_no_query_more(
    app: Flask, firm: Firm, load, alice: Person, bob: Person
) -> None:
    journey = load(
        JOURNEY.replace("id: betriebsreise", "id: ohne-platz").replace(
            'title: "Bei {{slot.kontakt}}"', 'title: "Am Anfang"'
        )
    )
    within = set_out(alice, firm.assign(journey).typed, role="fach")
    alone = Walk(bob, journey, "fach")
    told, sent = [], []
    for walk in (within, alone):
        walk.send("weg", answer="rechts")
        told.append(statements(app, lambda each=walk: each.see("halle")))
        fields = walk.hidden("halle")
        walk.htmx = True
        sent.append(statements(app, lambda each=walk, form=fields: each.post("halle", 200, form)))
    assert told[0] == told[1]
    assert [each for each in sent[0] if "FROM assignment" not in each] == sent[1]
    assert len(sent[0]) == len(sent[1]) + 1, "the thought that comes next has a place for them"


def test_the_start_page_offers_what_the_company_assigned(
    firm: Firm, alice: Person, bob: Person
) -> None:
    office, workshop_team = firm.team("Büro"), firm.team("Werkstatt")
    anna = firm.member("Anna Beispiel", office)
    first = firm.assign("betriebsreise", title="Für alle")
    firm.assign("betriebsreise", title="Für die Werkstatt", teams=[workshop_team])
    for_office = firm.assign("betriebsreise", title="Für das Büro", teams=[office])
    listed = firm.assign("betriebsreise", title="Für Anna", members=[anna])
    assert "Von Ihrem Betrieb" not in alice.see("/")
    set_out(alice, firm.link(listed.id, member_id=anna), role="fach")
    page = alice.see("/")
    assert "Von Ihrem Betrieb" in page
    offers = re.findall(r"/von-meinem-betrieb/(\w+)", page)
    assert sorted(set(offers)) == sorted([first.code, for_office.code])
    assert "Von Ihrem Betrieb" not in bob.see("/")
    invitation = alice.see(f"/von-meinem-betrieb/{first.code}")
    assert "Tischlerei Beispiel lädt Sie ein: Für alle" in invitation
    sent = alice.send(f"/von-meinem-betrieb/{first.code}", role="fach")
    again = alice.send(f"/von-meinem-betrieb/{first.code}", role="fach")
    assert sent.headers["Location"] == again.headers["Location"]
    assert re.findall(r"/von-meinem-betrieb/(\w+)", alice.see("/")) == [for_office.code]
    firm.change(assignment, for_office.id, closed_at=LONG_AGO)
    assert "Von Ihrem Betrieb" not in alice.see("/")


def test_an_offer_is_there_for_those_alone_for_whom_it_is(firm: Firm, alice: Person, bob) -> None:
    anna = firm.member("Anna Beispiel")
    ben = firm.member("Ben Beispiel")
    for_anna = firm.assign("betriebsreise", members=[anna])
    for_ben = firm.assign("betriebsreise", members=[ben])
    set_out(alice, firm.link(for_anna.id, member_id=anna), role="fach")
    unknown = alice.get(f"/von-meinem-betrieb/{'0' * 16}")
    for person, code in ((alice, for_ben.code), (bob, for_anna.code), (alice, "..%2f")):
        for answer in (
            person.get(f"/von-meinem-betrieb/{code}"),
            person.send(f"/von-meinem-betrieb/{code}", 404, role="fach"),
        ):
            assert answer.status_code == unknown.status_code == 404
    assert alice.get(f"/von-meinem-betrieb/{for_ben.code}").data == unknown.data


def test_the_pages_of_a_run_are_out_of_reach_for_others(guest: Walk, bob: Person) -> None:
    for address in (f"/mein-betrieb/{guest.code}", f"/unterwegs/{guest.code}/weg/gruppe"):
        foreign, unknown = bob.get(address), bob.get(address.replace(guest.code, "0" * 16))
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.data == unknown.data
    alone = Walk(bob, "betriebsreise", "fach")
    bob.see(f"/mein-betrieb/{alone.code}", 404)
    bob.send(f"/mein-betrieb/{alone.code}", 404, agrees="yes")


def test_an_answered_station_leads_to_what_is_released_of_it(guest: Walk) -> None:
    guest.send("weg", answer="links")
    assert "Wie haben die anderen geantwortet?" in guest.see("weg")
    page = guest.see("weg/gruppe")
    assert "Ergebnis Ihres Betriebs" in page
    assert "sobald genug Menschen angekommen sind" in page


def test_leaving_the_company_takes_the_seat_and_leaves_the_run(firm: Firm, alice: Person) -> None:
    anna = firm.member("Anna Beispiel")
    assigned = firm.assign_proving("betriebsreise", members=[anna])
    walk = set_out(alice, firm.link(assigned.id, member_id=anna), role="fach", agrees="yes")
    with firm.database.write("office") as session:
        session.execute(member.delete().where(member.c.id == anna))
    assert firm.rows(select(seat)) == []
    assert not firm.rows(select(run.c.contributes))[0][0]
    page = own_page(walk)
    assert "Sie gehören nicht mehr zu diesem Betrieb." in page
    assert 'name="agrees"' not in page
    walk.person.send(f"/mein-betrieb/{walk.code}", agrees="yes")
    assert not firm.rows(select(run.c.contributes))[0][0]
    assert "erfährt Ihr früherer Betrieb nichts mehr" in walk.see("pause")
    arrive(walk)
    assert firm.arrivals(assigned) == 0
    assert firm.completed(assigned) == []
    assert "Von Ihrem Betrieb" not in alice.see("/")


def test_whoever_comes_back_goes_on_with_the_same_run_and_is_never_counted_twice(
    firm: Firm, alice: Person
) -> None:
    assigned = firm.assign("betriebsreise")
    anna = firm.member("Anna Beispiel")
    walk = set_out(alice, firm.link(assigned.id, member_id=anna), role="fach")
    with firm.database.write() as session:
        session.execute(member.delete())
    anna = firm.member("Anna Beispiel")
    again = set_out(alice, firm.link(assigned.id, member_id=anna), role="fach", agrees="yes")
    assert again.code == walk.code
    (row,) = firm.rows(select(seat))
    assert (row.member_id, row.told) == (anna, True)
    assert firm.rows(select(run.c.contributes))[0][0]
    arrive(walk)
    assert firm.arrivals(assigned) == 0


def test_the_export_names_seat_and_membership_and_an_erasure_takes_both(
    app: Flask, firm: Firm, alice: Person
) -> None:
    anna = firm.member("Anna Beispiel")
    assigned = firm.assign_proving("betriebsreise", members=[anna], title="KI für alle")
    walk = set_out(alice, firm.link(assigned.id, member_id=anna), role="fach")
    data = alice.get("/meine-daten/export.json").get_json()
    assert data["runs"][0]["seat"] == {
        "title": "KI für alle",
        "company": "Tischlerei Beispiel",
        "proves": True,
        "told": False,
    }
    assert [each["name"] for each in data["memberships"]] == ["Anna Beispiel"]
    page = alice.get("/meine-daten/export.html").get_data(as_text=True)
    assert "KI für alle" in page
    assert f"/mein-betrieb/{walk.code}" in alice.see("/meine-daten")
    trace = walk.code.encode()
    assert trace in _files(app)
    alice.send("/meine-daten/loeschen")
    assert firm.rows(select(seat)) == []
    assert trace not in _files(app)


def _files(app: Flask) -> bytes:
    folder = Path(app.instance_path)
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
