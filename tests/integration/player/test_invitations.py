"""A code leads to an invitation: who invites, what they see, and the choice to be counted."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.lib import clock
from app.models.group import Group, normalise
from app.models.journey import withdraw
from app.models.tables import version
from tests.groups import GROUP_JOURNEY, Workshop, shares
from tests.integration.conftest import SMALL_JOURNEY
from tests.people import Person
from tests.walks import Walk

COUNTED, PRIVATE = "Anonym gezählt", "Nur für Sie"


@pytest.fixture
def workshop(app: Flask, load) -> Workshop:
    """An open group nobody has joined."""
    return Workshop.open(app, load(GROUP_JOURNEY))


def token_of(workshop: Workshop) -> str:
    with workshop.app.extensions["database"].read() as session:
        group = Group.invited_by(session, workshop.code)
    assert group
    return group.token


def test_a_typed_code_leads_to_the_invitation(workshop: Workshop, alice: Person) -> None:
    assert "Code eingeben" in alice.see("/")
    spaced = f" {workshop.code[:4]} - {workshop.code[4:]} ".upper()
    sent = alice.send("/m", code=spaced)
    page = alice.see(sent.headers["Location"])
    for words in ("lädt Sie ein: Team Versand", "Das sieht", "nie", "Die Gruppenreise"):
        assert words in page
    assert 'name="agrees" value="yes"' in page
    assert "checked" not in page


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("K7RQ-2M9D", "k7rq2m9d"),
        ("k7rq 2m9d", "k7rq2m9d"),
        ("KORQ-2MIL", "k0rq2m11"),
        ("K7RQ-2M9", ""),
        ("K7RQ-2M9U", ""),
        ("", ""),
        ("é7rq2m9d", ""),
        ("\x00" * 8, ""),
        ("٣٣٣٣٣٣٣٣", ""),
    ],
)
def test_a_code_may_be_written_as_one_likes(typed: str, stored: str) -> None:
    assert normalise(typed) == stored


def test_the_qr_code_leads_to_the_same_invitation(workshop: Workshop, alice: Person) -> None:
    token = token_of(workshop)
    assert len(token) == 16
    by_token, by_code = alice.see(f"/m/{token}"), alice.see(f"/m/{workshop.code}")
    assert by_token.replace(token, "") == by_code.replace(workshop.code, "")


def test_unknown_codes_have_one_page_whatever_they_look_like(
    workshop: Workshop, alice: Person
) -> None:
    pages = {
        alice.get(f"/m/{word}").data
        for word in ("00000000", "0000-0000", "0" * 16, "kurz", "%00", "x" * 300, "é", "..")
    }
    assert len(pages) == 1
    assert alice.get("/m/00000000").status_code == 404
    assert alice.send("/m/00000000", 404, agrees="yes").data in pages
    assert "Code noch einmal eingeben" in alice.see("/m/00000000", 404)


def test_a_wrong_code_is_kept_for_mending(workshop: Workshop, alice: Person) -> None:
    sent = alice.send("/m", 422, code="AAAA-0000")
    page = sent.get_data(as_text=True)
    assert "Diesen Code finden wir nicht. Prüfen Sie die acht Zeichen." in page
    assert 'value="AAAA-0000"' in page
    assert "Geben Sie den Code ein." in alice.send("/m", 422, code="").get_data(as_text=True)


def test_guessing_is_stopped_after_ten_tries_also_for_a_code_that_exists(
    workshop: Workshop, alice: Person
) -> None:
    for number in range(5):
        alice.send("/m", 422, code=f"0000000{number}")
        alice.see(f"/m/0000001{number}", 404)
    assert alice.get("/m/00000099").status_code == 429
    assert alice.get(f"/m/{workshop.code}").status_code == 429
    assert alice.get(f"/m/{workshop.code}").headers["Retry-After"] == "3600"
    alice.send("/m", 429, code=workshop.code)
    alice.send(f"/m/{workshop.code}", 429, agrees="yes")
    assert alice.get(f"/m/{token_of(workshop)}").status_code == 200


def test_what_is_no_code_at_all_costs_no_try(workshop: Workshop, alice: Person) -> None:
    for _ in range(12):
        alice.send("/m", 422, code="kurz")
        alice.see(f"/m/{'0' * 16}", 404)
    assert alice.get(f"/m/{workshop.code}").status_code == 200


def test_joining_twice_is_joining_once(workshop: Workshop, alice: Person) -> None:
    first = alice.send(f"/m/{workshop.code}", agrees="yes")
    again = alice.send(f"/m/{workshop.code}")
    assert first.headers["Location"] == again.headers["Location"]
    assert "Sie sind in dieser Gruppe schon unterwegs" in alice.see(f"/m/{workshop.code}")


def test_a_role_is_asked_for_where_the_journey_has_some(app: Flask, load, alice: Person) -> None:
    workshop = Workshop.open(app, load(SMALL_JOURNEY))
    for role, words in (("", "Wählen Sie eine Rolle aus."), ("chef", "Diese Rolle gibt es")):
        sent = alice.send(f"/m/{workshop.code}", 422, role=role, agrees="yes")
        page = sent.get_data(as_text=True)
        assert words in page
        assert "Fehler:" in page
        assert re.search('name="agrees"[^>]* checked', page)
        assert alice.device is None
    alice.send(f"/m/{workshop.code}", role="lager")


def test_the_mark_beside_a_question_says_whether_the_answer_is_counted(
    workshop: Workshop, walked: Walk
) -> None:
    private = workshop.join(agrees=False)
    counting = workshop.join(agrees=True)
    assert PRIVATE in private.see("weg")
    assert COUNTED not in private.see("weg")
    assert COUNTED in counting.see("weg")
    for walk, mark in ((private, PRIVATE), (counting, COUNTED), (walked, PRIVATE)):
        walk.htmx = True
        walk.send("weg", answer="links")
        for step in ("stimmung", "vorher"):
            assert mark in walk.see(step)
            walk.send(step, skip="1")
        assert PRIVATE in walk.see("gedanke")


@pytest.fixture
def walked(workshop: Workshop, bob: Person) -> Walk:
    """Somebody on the same journey without a group."""
    return Walk(bob, "gruppenreise")


def test_agreement_is_changed_at_any_time_and_leaves_no_trace(workshop: Workshop) -> None:
    walk = workshop.join(agrees=False)
    never = walk.person.see(f"/gruppe/{walk.code}")
    assert "Nein. Ihre Antworten sind nur für Sie." in never
    learner = re.search('name="learner" value="([^"]+)"', never)
    assert learner
    walk.person.send(f"/gruppe/{walk.code}", agrees="yes", learner=learner[1])
    assert "Ja, anonym" in walk.person.see(f"/gruppe/{walk.code}")
    assert COUNTED in walk.see("weg")
    walk.person.send(f"/gruppe/{walk.code}", learner=learner[1])
    assert walk.person.see(f"/gruppe/{walk.code}") == never
    for place in ("pause", "karte"):
        assert "Ihre Antworten werden nicht gezählt." in walk.see(place)
    assert f"/gruppe/{walk.code}" in walk.person.see("/meine-daten")


def test_who_withdrew_is_not_counted(workshop: Workshop) -> None:
    walks = workshop.many(*["links"] * 5)
    walks[0].person.send(f"/gruppe/{walks[0].code}")
    assert "Noch nicht genug" in workshop.release(status=409)
    walks[0].person.send(f"/gruppe/{walks[0].code}", agrees="yes")
    workshop.release()


def test_results_are_the_same_for_facilitator_and_members(workshop: Workshop) -> None:
    walks = workshop.many(*["links"] * 4, *["rechts"] * 4)
    waiting = workshop.join()
    before = walks[0].see("weg/gruppe")
    assert "noch nicht ausgewertet" in before
    assert "Wie haben die anderen geantwortet?" in walks[0].see("weg")
    released = workshop.release()
    assert shares(walks[0].see("weg/gruppe")) == shares(released)
    assert "Die Gabelung" in walks[0].person.see(f"/gruppe/{walks[0].code}")
    assert "Die Gabelung" in Person(workshop.app).see(f"/m/{workshop.code}")
    waiting.see("weg/gruppe", 302)
    assert "weg/gruppe" not in waiting.person.see(f"/gruppe/{waiting.code}")


def test_a_run_without_a_group_has_no_pages_of_one(walked: Walk) -> None:
    walked.send("weg", answer="links")
    assert "Ihre Gruppe" not in walked.see("weg")
    walked.see("weg/gruppe", 404)
    walked.person.see(f"/gruppe/{walked.code}", 404)
    walked.person.send(f"/gruppe/{walked.code}", 404, agrees="yes")
    assert "Ihre Gruppe" not in walked.see("pause")


def test_the_group_of_a_run_is_out_of_reach_for_others(workshop: Workshop, bob: Person) -> None:
    walk = workshop.join()
    for address in (f"/gruppe/{walk.code}", f"/unterwegs/{walk.code}/weg/gruppe"):
        foreign, unknown = bob.get(address), bob.get(address.replace(walk.code, "0" * 16))
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.data == unknown.data


def test_the_export_names_the_group_and_the_agreement(workshop: Workshop) -> None:
    walk = workshop.join()
    (run,) = walk.person.get("/meine-daten/export.json").get_json()["runs"]
    assert run["group"] == {"code": workshop.code, "title": "Team Versand"}
    assert run["contributes"] is True
    page = walk.person.get("/meine-daten/export.html").get_data(as_text=True)
    assert "darf gezählt werden" in page
    assert "Team Versand" in page


def test_a_full_group_takes_nobody_more(workshop: Workshop, alice: Person, monkeypatch) -> None:
    monkeypatch.setattr("app.models.group.MOST_MEMBERS", 2)
    workshop.join()
    workshop.join()
    sent = alice.send(f"/m/{workshop.code}", 422, agrees="yes")
    assert "Diese Gruppe ist voll." in sent.get_data(as_text=True)
    assert alice.device is None


def test_a_step_needs_no_query_more_in_a_group(workshop: Workshop, walked: Walk) -> None:
    alone, within = (statements_of_a_step(walk) for walk in (walked, workshop.join()))
    assert alone == within
    assert alone


def statements_of_a_step(walk: Walk) -> list[str]:
    fields = walk.hidden("weg") | {"answer": "links"}
    walk.htmx = True
    return statements(walk.person.app, lambda: walk.post("weg", 200, fields))


def statements(app: Flask, act: Callable[[], object]) -> list[str]:
    found: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        found.append(statement)

    database = app.extensions["database"]
    for engine in {database.engine, database._writing}:
        event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        for engine in {database.engine, database._writing}:
            event.remove(engine, "before_cursor_execute", note)
    return found


def withdraw_all(workshop: Workshop) -> None:
    with workshop.app.extensions["database"].write() as session:
        for id_ in session.execute(select(version.c.id)).scalars().all():
            withdraw(session, id_, clock.now())


def test_latecomers_are_told_kindly_while_nobody_can_join(workshop: Workshop, bob: Person) -> None:
    early = workshop.join()
    withdraw_all(workshop)
    page = bob.see(f"/m/{workshop.code}")
    for words in ("Zurzeit kann niemand beitreten", "lädt Sie ein: Team Versand", "Bescheid"):
        assert words in page
    assert "csrf_token" not in page
    refused = bob.send(f"/m/{workshop.code}", 422).get_data(as_text=True)
    assert "Zurzeit kann niemand beitreten" in refused
    assert bob.device is None, "nobody set out, so nothing is kept"
    assert "Weiterreisen" in early.person.see(f"/m/{workshop.code}")


def test_a_group_that_is_paused_says_so_in_english(workshop: Workshop, bob: Person) -> None:
    withdraw_all(workshop)
    assert "Nobody can join at the moment" in bob.see(f"/m/{workshop.code}", Accept_Language="en")
