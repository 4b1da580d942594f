"""An invitation to an assignment says first who sees what; then one press sets out, once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.models.tables import assignment, company, join_code, run, seat
from tests.firms import LONG_AGO, Firm, set_out
from tests.integration.player.companies import WALK, arrive
from tests.people import Person
from tests.walks import Walk

SIGHT = re.compile(r'<dl class="summary-list">.*?</dl>', re.DOTALL)


@pytest.fixture
def journey(firm: Firm) -> str:
    """The journey that the company assigns; the company has loaded it."""
    return "betriebsreise"


def test_it_says_first_who_assigned_why_until_when_and_what_is_seen(
    firm: Firm, journey: str, alice: Person
) -> None:
    assigned = firm.assign(journey, title="KI für alle", words={"kontakt": "Frau Yıldız"})
    page = alice.see(f"/m/{assigned.typed}")
    told = (
        "Tischlerei Beispiel lädt Sie ein: KI für alle",
        "KI in der Werkstatt",
        "Ein Vormittag. Fragen beantwortet Frau Yıldız.",
        "Minuten",
        "Zeit bis 20.12.2026.",
        "Ihre Gedanken und Antworten gehören Ihnen. Ihr Betrieb kann sie nicht lesen, auch nicht",
        "40 Menschen",
        "noch keine Zahl",
        "Das sieht Ihr Betrieb nie",
        "Meine Antworten auf Auswahlfragen dürfen in eine Sammelauswertung eingehen.",
        "Reise starten",
    )
    places = [page.index(words) for words in told]
    assert places == sorted(places)
    assert "checked" not in page
    assert "Teilnahmenachweis" not in page


def test_every_word_leads_to_the_same_invitation(firm: Firm, journey: str, alice: Person) -> None:
    assigned = firm.assign(journey)
    spaced = f"{assigned.typed[:4]} - {assigned.typed[4:]}".upper()
    typed = alice.see(alice.send("/m", code=spaced).headers["Location"])
    assert typed == alice.see(f"/m/{assigned.token}") == alice.see(f"/m/{assigned.typed}")


def test_setting_out_twice_is_setting_out_once(firm: Firm, journey: str, alice: Person) -> None:
    assigned = firm.assign(journey)
    first = set_out(alice, assigned.typed, role="fach", agrees="yes")
    again = set_out(alice, assigned.token, role="leitung")
    assert first.code == again.code
    (row,) = firm.rows(select(run))
    assert (row.partition_id, row.role, row.contributes) == (assigned.id, "fach", True)
    assert [tuple(each) for each in firm.rows(select(seat))] == [
        (row.id, assigned.id, None, False, False)
    ]
    page = alice.see(f"/m/{assigned.typed}")
    assert "Sie gehen diese Reise schon" in page
    assert "Reise starten" not in page
    assert f"/mein-betrieb/{first.code}" in page


def test_two_devices_of_one_person_take_one_seat(firm: Firm, journey: str, alice: Person) -> None:
    assigned = firm.assign(journey)
    alice.depart(journey, "fach")
    other = second_device(alice)
    first, second = (set_out(each, assigned.typed, role="fach") for each in (alice, other))
    assert first.code == second.code
    assert len(firm.rows(select(seat))) == 1


def second_device(person: Person) -> Person:
    other = Person(person.app)
    page = person.send("/meine-daten/reisecode", 200).get_data(as_text=True)
    words = re.findall(r"<li>([a-z]+)</li>", page[page.index("code-words") :])
    other.send("/weiter", code=" ".join(words))
    return other


def test_a_role_is_asked_for_and_what_was_ticked_is_kept(
    firm: Firm, journey: str, alice: Person
) -> None:
    assigned = firm.assign(journey)
    for role, words in (("", "Wählen Sie eine Rolle aus."), ("chef", "Diese Rolle gibt es")):
        sent = alice.send(f"/m/{assigned.typed}", 422, role=role, agrees="yes")
        page = sent.get_data(as_text=True)
        assert words in page
        assert "Fehler:" in page
        assert re.search('name="agrees"[^>]* checked', page)
        assert alice.device is None
    assert firm.rows(select(seat)) == []
    assert [each.used for each in firm.rows(select(join_code))] == [0]


def test_unknown_and_revoked_codes_have_the_same_bytes(
    firm: Firm, journey: str, alice: Person
) -> None:
    assigned = firm.assign(journey)
    firm.change_link(assigned, revoked_at=LONG_AGO)
    unknown = {alice.get(f"/m/{word}").data for word in ("0" * 8, "0" * 16)}
    assert unknown == {alice.get(f"/m/{word}").data for word in (assigned.typed, assigned.token)}
    assert len(unknown) == 1
    assert alice.send(f"/m/{assigned.token}", 404).data in unknown
    assert "Diesen Code finden wir nicht" in alice.send("/m", 422, code=assigned.typed).get_data(
        as_text=True
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"paused_at": LONG_AGO}, "Diese Einladung macht gerade Pause"),
        ({"ends_at": LONG_AGO}, "Diese Einladung ist abgelaufen"),
        ({"seats": 1, "used": 1}, "sind alle Plätze vergeben"),
    ],
)
def test_a_code_that_lets_nobody_in_says_so_and_whoever_is_in_goes_on(
    firm: Firm, journey: str, alice: Person, bob: Person, facts: dict[str, object], words: str
) -> None:
    assigned = firm.assign(journey)
    walk = set_out(alice, assigned.typed, role="fach")
    firm.change_link(assigned, **facts)
    page = bob.see(f"/m/{assigned.typed}")
    assert words in page
    assert "Reise starten" not in page
    assert f"/reise/{journey}" in page
    assert words in bob.send(f"/m/{assigned.typed}", 422, role="fach").get_data(as_text=True)
    assert bob.device is None
    assert "Weiterreisen" in alice.see(f"/m/{assigned.typed}")
    assert set_out(alice, assigned.typed, role="fach").code == walk.code


def test_the_last_seat_is_given_once_and_nobody_takes_two(
    firm: Firm, journey: str, alice: Person, bob: Person
) -> None:
    assigned = firm.assign(journey)
    firm.change_link(assigned, seats=1)
    for _ in range(3):
        set_out(alice, assigned.typed, role="fach")
    bob.send(f"/m/{assigned.typed}", 422, role="fach")
    assert [each.used for each in firm.rows(select(join_code))] == [1]


def test_a_closed_assignment_lets_nobody_in_and_the_journey_stays_open(
    firm: Firm, journey: str, alice: Person, bob: Person
) -> None:
    assigned = firm.assign(journey)
    set_out(alice, assigned.typed, role="fach")
    firm.change(assignment, assigned.id, closed_at=LONG_AGO)
    page = bob.see(f"/m/{assigned.typed}")
    assert "Diese Einladung ist zu Ende" in page
    assert f"/reise/{journey}" in page
    assert "Diese Einladung ist zu Ende" in bob.send(
        f"/m/{assigned.typed}", 422, role="fach"
    ).get_data(as_text=True)
    assert bob.depart(journey, "fach")
    assert "Weiterreisen" in alice.see(f"/m/{assigned.typed}")


def test_a_company_that_was_closed_invites_nobody(firm: Firm, journey: str, alice: Person) -> None:
    assigned = firm.assign(journey)
    firm.change(company, firm.id, closed_at=LONG_AGO)
    assert "Diese Einladung ist zu Ende" in alice.see(f"/m/{assigned.typed}")
    alice.send(f"/m/{assigned.typed}", 422, role="fach")


def test_a_journey_that_nobody_may_begin_is_no_invitation(firm: Firm, alice: Person) -> None:
    assigned = firm.assign("gibt-es-nicht")
    assert "Diese Einladung ist zu Ende" in alice.see(f"/m/{assigned.typed}")
    alice.send(f"/m/{assigned.typed}", 422)


def test_somebody_under_way_is_asked_and_begins_anew_if_they_do_not_choose(
    firm: Firm, journey: str, alice: Person
) -> None:
    mine = Walk(alice, journey, "fach")
    assigned = firm.assign(journey)
    page = alice.see(f"/m/{assigned.typed}")
    assert "Diesen Gang mitnehmen?" in page
    assert re.search(r'name="along" value="" checked', page)
    assert re.search(rf'name="along" value="{mine.code}">', page)
    walk = set_out(alice, assigned.typed, along="", role="leitung")
    assert walk.code != mine.code
    assert [each.partition_id for each in firm.rows(select(run).order_by(run.c.id))] == [
        None,
        assigned.id,
    ]


def test_a_run_taken_along_keeps_what_it_holds_and_belongs_there_from_then_on(
    firm: Firm, journey: str, alice: Person
) -> None:
    mine = Walk(alice, journey, "leitung")
    mine.send("weg", answer="rechts")
    first, second = firm.assign(journey), firm.assign(journey)
    walk = set_out(alice, first.typed, along=mine.code, agrees="yes")
    assert walk.code == mine.code
    assert walk.stands_at() == "weg"
    (row,) = firm.rows(select(run))
    assert (row.partition_id, row.turn, row.contributes) == (first.id, 1, True)
    assert "Diesen Gang mitnehmen?" not in alice.see(f"/m/{second.typed}")
    sent = alice.send(f"/m/{second.typed}", 422, along=mine.code, role="fach")
    assert "Diesen Gang können Sie nicht mehr mitnehmen." in sent.get_data(as_text=True)
    assert len(firm.rows(select(seat))) == 1


def test_only_an_open_run_of_ones_own_of_this_journey_is_taken_along(
    firm: Firm, journey: str, load, lonely: str, alice: Person, bob: Person
) -> None:
    assigned = firm.assign(journey)
    arrived = Walk(alice, journey, "fach")
    arrive(arrived)
    other_journey = Walk(alice, lonely)
    somebody_elses = Walk(bob, journey, "fach")
    counted = Walk(alice, journey, "fach")
    (id_,) = firm.rows(select(run.c.id).where(run.c.code == counted.code))[0]
    firm.change(run, id_, counted=True)
    assert "Diesen Gang mitnehmen?" not in alice.see(f"/m/{assigned.typed}")
    for walk in (arrived, other_journey, somebody_elses, counted):
        alice.send(f"/m/{assigned.typed}", 422, along=walk.code, role="fach")
    alice.send(f"/m/{assigned.typed}", 422, along="0" * 16, role="fach")
    assert firm.rows(select(seat)) == []


@pytest.mark.parametrize("role", ["facilitator", "manager", "operator"])
def test_whoever_is_signed_in_as_staff_never_takes_a_seat(
    firm: Firm, journey: str, alice: Person, role: str
) -> None:
    assigned = firm.assign(journey)
    alice.sign_in(role)
    page = alice.see(f"/m/{assigned.typed}")
    assert "zählt hier nie mit" in page
    assert "Reise starten" not in page
    sent = alice.send(f"/m/{assigned.typed}", role="fach", agrees="yes")
    assert sent.headers["Location"] == f"/m/{assigned.typed}"
    assert firm.rows(select(seat)) == []


def test_the_proving_mode_says_so_before_the_first_step(
    firm: Firm, journey: str, alice: Person, bob: Person
) -> None:
    anna = firm.member("Anna Beispiel")
    assigned = firm.assign_proving(journey, members=[anna])
    token = firm.link(assigned.id, member_id=anna)
    named, nameless = alice.see(f"/m/{token}"), bob.see(f"/m/{assigned.typed}")
    banner = "Teilnahmenachweis: Ihr Betrieb erfährt, ob Sie diese Reise abschließen"
    for page in (named, nameless):
        assert page.index(banner) < page.index("Das sieht Ihr Betrieb")
        assert "Unterweisung" in page
        assert "ob gerade Sie losgegangen oder angekommen sind" not in page
    assert "Zu Ihrem Namen sieht er nur" in named
    assert SIGHT.findall(named)[0].count("abgeschlossen: nein") == 1
    assert "Zu Ihnen steht dort nichts." in nameless
    assert "Anna" not in nameless


def test_nobody_sees_who_else_has_completed_what(firm: Firm, journey: str, alice: Person) -> None:
    anna, ben = firm.member("Anna Beispiel"), firm.member("Ben Beispiel")
    assigned = firm.assign_proving(journey, members=[anna, ben])
    page = alice.see(f"/m/{firm.link(assigned.id, member_id=anna)}")
    assert "Anna Beispiel" in page
    assert "Ben Beispiel" not in page


def test_asking_for_the_proving_mode_is_not_enough(firm: Firm, journey: str, alice: Person) -> None:
    assigned = firm.assign_proving(journey, proof_confirmed_at=None)
    assert "Teilnahmenachweis" not in alice.see(f"/m/{assigned.typed}")
    set_out(alice, assigned.typed, role="fach")
    assert [each.proves for each in firm.rows(select(seat))] == [False]


def test_a_personal_link_makes_the_device_its_member_once(
    firm: Firm, journey: str, alice: Person, bob: Person
) -> None:
    anna, ben = firm.member("Anna Beispiel"), firm.member("Ben Beispiel")
    assigned = firm.assign(journey, members=[anna, ben])
    for_anna = firm.link(assigned.id, member_id=anna)
    for_ben = firm.link(assigned.id, member_id=ben)
    set_out(alice, for_anna, role="fach")
    assert [each.member_id for each in firm.rows(select(seat))] == [anna]
    taken = bob.send(f"/m/{for_anna}", 422, role="fach").get_data(as_text=True)
    assert "Dieser Link gehört jemandem" in taken
    other = alice.send(f"/m/{for_ben}", 422, role="fach").get_data(as_text=True)
    assert "Auf diesem Gerät ist schon jemand anderes" in other
    assert [each.member_id for each in firm.rows(select(seat))] == [anna]
    set_out(bob, for_ben, role="fach")
    assert [each.member_id for each in firm.rows(select(seat).order_by(seat.c.run_id))] == [
        anna,
        ben,
    ]


def test_whoever_came_without_a_name_is_known_once_they_use_their_link(
    firm: Firm, journey: str, alice: Person
) -> None:
    anna = firm.member("Anna Beispiel")
    assigned = firm.assign(journey, members=[anna])
    walk = set_out(alice, assigned.typed, role="fach")
    assert set_out(alice, firm.link(assigned.id, member_id=anna)).code == walk.code
    assert [each.member_id for each in firm.rows(select(seat))] == [anna]


def test_the_code_of_an_assignment_is_throttled_like_every_typed_code(
    firm: Firm, journey: str, alice: Person
) -> None:
    assigned = firm.assign(journey)
    for number in range(10):
        alice.see(f"/m/000000{number:02}", 404)
    assert alice.get(f"/m/{assigned.typed}").status_code == 429
    assert alice.get(f"/m/{assigned.token}").status_code == 200


def test_a_period_that_lies_behind_locks_nothing(firm: Firm, journey: str, alice: Person) -> None:
    past = (datetime.now(UTC) - timedelta(days=3)).date()
    assigned = firm.assign(journey, ends_on=past)
    walk = set_out(alice, assigned.typed, role="fach")
    for step, fields in WALK:
        walk.send(step, **fields)
    assert firm.arrivals(assigned) == 1
