"""The wizard: four short pages that can be left and come back to, and „Angaben prüfen“."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.lib import clock
from app.models.assignment_draft import AssignmentDraft
from tests.assigning import NEW, Office
from tests.integration.conftest import LONELY_JOURNEY, SMALL_JOURNEY
from tests.people import Person

SLOTS = SMALL_JOURNEY.replace(
    "stages:\n",
    'slots:\n  kontakt: {label: "Ansprech|person für KI", default: "die IT"}\nstages:\n',
    1,
).replace('feedback: "Links ist es hell."', 'feedback: "Fragen Sie {{slot.kontakt}}."')


@pytest.fixture
def office(app: Flask, load) -> Office:
    """A manager, and a journey with a slot."""
    load(SLOTS)
    return Office(app)


def in_days(days: int) -> str:
    return f"{clock.now() + timedelta(days=days):%d.%m.%Y}"


def drafts(office: Office) -> list[AssignmentDraft]:
    with office.app.extensions["database"].read() as session:
        return AssignmentDraft.of_company(session, office.company.id)


def test_a_journey_is_offered_with_minutes_roles_and_a_reason(office: Office) -> None:
    page = office.see(NEW)
    assert "Die kleine Reise" in page
    assert "Lager, Teamleitung" in page
    assert re.search(r"\d+\sMinuten? · Lager", page)
    assert "Warum passt das? Sie passt in eine Pause" in page
    assert "angefangen" not in page


def test_what_fits_the_sector_comes_first(app: Flask, load) -> None:
    load(LONELY_JOURNEY)
    load(SMALL_JOURNEY)
    page = Office(app, sector="logistics").see(NEW)
    assert page.index("Die kleine Reise") < page.index("Ohne Rollen")
    assert "Es geht um „Lager“, und das gibt es auch in Ihrer Branche." in page


def test_all_pages_lead_from_one_to_the_next_and_to_the_invitation(office: Office) -> None:
    code = office.begin()
    met = [f"{NEW}/{code}/menschen"]
    for place, fields in (
        ("menschen", {"audience": "everybody", "head_count": "14"}),
        ("worte", {"slot-kontakt": "Mo aus der Halle", "ends_on": in_days(21)}),
        ("modus", {"mode": "protected"}),
    ):
        met.append(office.send(f"{NEW}/{code}/{place}", **fields).headers["Location"])
    assert met == [f"{NEW}/{code}/{place}" for place in ("menschen", "worte", "modus", "pruefen")]
    page = office.see(f"{NEW}/{code}/pruefen")
    for words in ("Die kleine Reise", "etwa 14 Menschen", "Mo aus der Halle", in_days(21)):
        assert words in page
    assert "Geschützt" in page
    sent = office.send(f"{NEW}/{code}/ausgabe", seen=office.mark(code))
    assert sent.headers["Location"] == f"/betrieb/zuweisungen/{code}/einladung"
    assert office.assignment(code).words == {"kontakt": "Mo aus der Halle"}


def test_a_changed_answer_leads_back_to_all_answers(office: Office) -> None:
    code = office.begin()
    office.answer(code)
    for place, fields in (
        ("reise", {"journey": "kleine-reise"}),
        ("menschen", {"audience": "everybody", "head_count": "20"}),
        ("worte", {"ends_on": in_days(7)}),
        ("modus", {"mode": "proof", "legal_basis": "Betriebsvereinbarung"}),
    ):
        ahead = office.send(f"{NEW}/{code}/{place}", **fields).headers["Location"]
        assert ahead == f"{NEW}/{code}/pruefen"
    page = office.see(f"{NEW}/{code}/pruefen")
    assert "etwa 20 Menschen" in page
    assert "Betriebsvereinbarung" in page
    assert page.count("Ändern") == 6


def test_the_last_page_waits_until_all_are_answered(office: Office) -> None:
    code = office.begin()
    for verb in (office.get, lambda path: office.send(path, seen="")):
        path = f"{NEW}/{code}/{'pruefen' if verb == office.get else 'ausgabe'}"
        assert verb(path).headers["Location"] == f"{NEW}/{code}/menschen"


def test_who_comes_back_finds_the_draft(office: Office) -> None:
    code = office.begin()
    page = office.see(NEW)
    assert "Sie haben schon angefangen" in page
    assert f"{NEW}/{code}/pruefen" in page
    office.send(f"{NEW}/{code}/menschen", audience="everybody", head_count="33")
    assert 'value="33"' in office.see(f"{NEW}/{code}/menschen")
    assert office.get(f"{NEW}/{code}/pruefen").headers["Location"] == f"{NEW}/{code}/worte"


def test_two_presses_begin_one_draft(office: Office) -> None:
    first = office.send(NEW, journey="kleine-reise", known="")
    again = office.send(NEW, journey="kleine-reise", known="")
    assert first.headers["Location"] == again.headers["Location"]
    known = re.search('name="known" value="([^"]+)"', office.see(NEW))
    assert known
    other = office.send(NEW, journey="kleine-reise", known=known[1])
    assert other.headers["Location"] != first.headers["Location"]


def test_a_tab_that_shows_older_answers_issues_nothing(office: Office) -> None:
    code = office.begin()
    older = office.answer(code)
    office.send(f"{NEW}/{code}/menschen", audience="everybody", head_count="99")
    answer = office.send(f"{NEW}/{code}/ausgabe", 409, seen=older)
    page = answer.get_data(as_text=True)
    assert "Die Angaben haben sich inzwischen geändert." in page
    assert "etwa 99 Menschen" in page
    assert len(drafts(office)) == 1
    assert office.issue(code, office.mark(code)).head_count == 99


def test_after_issuing_every_page_leads_to_the_invitation(office: Office) -> None:
    made = office.issue()
    there = office.at(made)
    for place in ("reise", "menschen", "teams", "liste", "worte", "modus", "pruefen", "verwerfen"):
        assert office.get(f"{NEW}/{made.code}/{place}").headers["Location"] == there, place
    for place in ("reise", "menschen", "teams", "liste", "worte", "modus", "ausgabe"):
        assert office.send(f"{NEW}/{made.code}/{place}").headers["Location"] == there, place
    assert office.assignment(made.code) == made


def test_a_draft_is_thrown_away_for_good(office: Office) -> None:
    code = office.begin()
    assert "Eingeladen wurde noch niemand." in office.see(f"{NEW}/{code}/verwerfen")
    sent = office.send(f"{NEW}/{code}/verwerfen")
    assert sent.headers["Location"] == "/betrieb"
    assert drafts(office) == []
    office.send(f"{NEW}/{code}/verwerfen", 404)
    office.see(f"{NEW}/{code}/menschen", 404)


@pytest.mark.parametrize(
    ("place", "fields", "words"),
    [
        ("reise", {"journey": "gibt-es-nicht"}, "Wählen Sie eine Reise aus."),
        ("menschen", {}, "Wählen Sie aus, wen Sie einladen."),
        ("menschen", {"audience": "everybody", "head_count": "0"}, "Zahl ab 1"),
        ("menschen", {"audience": "everybody", "head_count": "viele"}, "Zahl ab 1"),
        ("teams", {"head_count": "3"}, "Wählen Sie mindestens ein Team aus."),
        ("liste", {}, "Wählen Sie mindestens eine Person aus."),
        ("worte", {}, "Geben Sie ein Datum ein"),
        ("worte", {"ends_on": "bald"}, "Schreiben Sie das Datum so: 24.12.2026."),
        ("worte", {"ends_on": "01.02.2020"}, "Dieser Tag ist schon vorbei."),
        ("worte", {"starts_on": "01.02.2020", "ends_on": "1.2.2020"}, "schon vorbei"),
        ("worte", {"slot-kontakt": "x" * 81, "ends_on": "24.12.2026"}, "Dieses Wort ist zu lang."),
        ("modus", {}, "Wählen Sie aus, was Ihr Betrieb erfährt."),
        ("modus", {"mode": "proof", "legal_basis": " "}, "worauf sich der Teilnahmenachweis"),
        ("modus", {"mode": "proof", "legal_basis": "x" * 2001}, "Der Text ist zu lang."),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_kept(
    office: Office, place: str, fields: dict[str, str], words: str
) -> None:
    office.team("Versand")
    office.people("Lea")
    code = office.begin()
    before = drafts(office)
    answer = office.send(f"{NEW}/{code}/{place}", 422, **fields)
    page = answer.get_data(as_text=True)
    assert "<title>Fehler:" in page
    assert page.count(words) == 2
    target = re.search(r'id="error-summary".*?href="#([^"]+)"', page, re.DOTALL)
    assert target
    assert f'id="{target[1]}"' in page
    found = drafts(office)
    assert [each.choices for each in found if place != "liste"] == [
        each.choices for each in before if place != "liste"
    ]


def test_periods_that_go_wrong_together_are_told_apart(office: Office) -> None:
    code = office.begin()
    for starts, ends, words in (
        (9, 5, "Der letzte Tag liegt vor dem ersten."),
        (0, 400, "Der Zeitraum ist länger als ein Jahr."),
    ):
        fields = {"starts_on": in_days(starts), "ends_on": in_days(ends)}
        page = office.send(f"{NEW}/{code}/worte", 422, **fields).get_data(as_text=True)
        assert words in page
        assert fields["ends_on"] in page


def test_a_period_may_be_written_in_either_way(office: Office) -> None:
    code = office.begin()
    day = clock.now() + timedelta(days=9)
    for written in (f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}", f"{day.day}.{day.month}.{day.year}"):
        office.send(f"{NEW}/{code}/worte", ends_on=written)
        assert drafts(office)[0].choices.ends_on == day.date()


def test_words_come_from_the_company_until_they_are_answered(office: Office) -> None:
    first = office.begin()
    office.answer(first, **{"slot-kontakt": "Mo aus der Halle"})
    office.issue(first, office.mark(first))
    second = office.begin()
    page = office.see(f"{NEW}/{second}/worte")
    assert 'value="Mo aus der Halle"' in page
    assert "Sonst steht dort: die IT" in page
    office.answer(second, **{"slot-kontakt": ""})
    assert "Mo aus der Halle" not in office.see(f"{NEW}/{second}/worte")
    assert "die IT" in office.see(f"{NEW}/{second}/pruefen")


def test_teams_and_lists_are_offered_only_where_there_are_some(office: Office) -> None:
    code = office.begin()
    page = office.see(f"{NEW}/{code}/menschen")
    assert "Einzelne Teams" not in page
    assert "Menschen aus Ihrer Liste" not in page
    assert "schreiben Sie sie zuerst in Ihre Liste" in page
    office.people("Lea", team_name="Versand")
    page = office.see(f"{NEW}/{code}/menschen")
    assert "schreiben Sie sie zuerst in Ihre Liste" not in page
    assert "Einzelne Teams" in page
    assert "Menschen aus Ihrer Liste" in page


def test_teams_are_chosen_on_a_page_of_their_own(office: Office) -> None:
    office.people("Lea", "Ben", team_name="Versand")
    team, code = office.team("Versand"), office.begin()
    office.answer(code)
    ahead = office.send(f"{NEW}/{code}/menschen", audience="teams").headers["Location"]
    assert ahead == f"{NEW}/{code}/teams"
    assert "2 Menschen in Ihrer Liste" in office.see(ahead)
    foreign = Office(office.app, "Andere").team("Fremd")
    office.send(ahead, 422, team=str(foreign), head_count="3")
    sent = office.send(ahead, team=[str(team), str(foreign), "x"], head_count="3")
    assert sent.headers["Location"] == f"{NEW}/{code}/pruefen"
    assert "Versand: etwa 3 Menschen" in office.see(f"{NEW}/{code}/pruefen")
    assert drafts(office)[0].choices.teams == (team,)


def test_people_are_ticked_page_by_page_and_found_by_words(office: Office) -> None:
    names = [f"Mensch {number:03}" for number in range(205)]
    codes = dict(zip(names, office.people(*names), strict=True))
    code = office.begin()
    here = f"{NEW}/{code}/liste"
    page = office.see(here)
    assert page.count('name="member"') == 50
    assert "Seite 1 von 5" in page
    shown = " ".join(list(codes.values())[:50])
    ahead = office.send(here, shown=shown, member=codes["Mensch 007"], page="2").headers["Location"]
    assert ahead == f"{here}?seite=2"
    page = office.see(ahead)
    assert "1 ausgewählt" in page
    assert "Mensch 099" in page
    found = office.see(f"{here}?suche=mensch+20")
    assert found.count('name="member"') == 5
    office.send(here, suche="mensch 20", all="yes")
    assert "6 ausgewählt" in office.see(here)
    sent = office.send(here, shown=codes["Mensch 007"])
    assert sent.headers["Location"] == f"{NEW}/{code}/worte"
    assert len(drafts(office)[0].choices.members) == 5


def test_nobody_of_another_company_gets_on_the_list(office: Office) -> None:
    (foreign,) = Office(office.app, "Andere").people("Fremd")
    code = office.begin()
    office.send(f"{NEW}/{code}/liste", 422, shown=foreign, member=foreign)
    assert drafts(office)[0].choices.members == ()


def test_journeys_that_are_not_for_everybody_are_not_offered(office: Office) -> None:
    from app.models.draft import Draft

    author = Person(office.app).sign_in("facilitator")
    with office.app.extensions["database"].write() as session:
        draft = Draft.from_version(session, "kleine-reise", by=author, now=clock.now())
        draft.show_to(session, "link")
    assert "Die kleine Reise" not in office.see(NEW)
    assert "Zurzeit ist keine Reise veröffentlicht." in office.see(NEW)
    office.send(NEW, 422, journey="kleine-reise")


def test_a_journey_that_is_withdrawn_meanwhile_is_not_issued(office: Office) -> None:
    from app.models.journey import newest, withdraw

    code = office.begin()
    seen = office.answer(code)
    with office.app.extensions["database"].write() as session:
        found = newest(session, "kleine-reise")
        assert found
        withdraw(session, found[0], clock.now())
    page = office.send(f"{NEW}/{code}/ausgabe", 409, seen=seen).get_data(as_text=True)
    assert "Diese Reise gibt es nicht mehr." in page
    assert len(drafts(office)) == 1


def test_a_draft_is_out_of_reach_for_every_other_company(office: Office) -> None:
    code, other = office.begin(), Office(office.app, "Andere")
    for place in ("reise", "menschen", "teams", "liste", "worte", "modus", "pruefen", "verwerfen"):
        foreign, unknown = (
            other.get(f"{NEW}/{code}/{place}"),
            other.get(f"{NEW}/{'0' * 16}/{place}"),
        )
        assert foreign.status_code == unknown.status_code == 404, place
        assert foreign.data == unknown.data, place
    for place in ("reise", "menschen", "teams", "liste", "worte", "modus", "ausgabe",
                  "verwerfen"):  # fmt: skip
        assert other.send(f"{NEW}/{code}/{place}", 404, journey="kleine-reise"), place
    assert "Die kleine Reise" in office.see(f"{NEW}/{code}/reise")


def test_fields_that_no_page_asks_for_change_nothing(office: Office) -> None:
    code = office.begin()
    seen = office.answer(code)
    office.send(
        f"{NEW}/{code}/ausgabe",
        seen=seen,
        company_id="2",
        proof_confirmed_at="2026-01-01",
        mode="proof",
        arrived="50",
        head_count="1",
    )
    made = office.assignment(code)
    assert (made.mode, made.arrived, made.head_count) == ("protected", 0, 14)


def test_hostile_words_stay_words(office: Office) -> None:
    words = '"><script>alert(1)</script>'
    code = office.begin()
    office.answer(code, **{"slot-kontakt": words})
    office.send(f"{NEW}/{code}/modus", mode="proof", legal_basis=words)
    for place in ("worte", "modus", "pruefen"):
        html = office.get(f"{NEW}/{code}/{place}").get_data(as_text=True)
        assert "<script>alert" not in html, place
        assert "&lt;script&gt;" in html, place
