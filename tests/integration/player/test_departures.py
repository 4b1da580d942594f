"""Role choice and start: who is asked, what is stored, when nothing is."""

from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import func, select

from app.models.tables import device, learner, run
from tests.people import Person


def count(person: Person, table: object) -> int:
    with person.app.extensions["database"].read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_reading_leaves_no_trace(alice: Person, small: str) -> None:
    for path in ("/", "/reisen", f"/reise/{small}", f"/reise/{small}/rolle", "/meine-daten"):
        alice.see(path)
    assert alice.device is None
    assert [count(alice, table) for table in (learner, device, run)] == [0, 0, 0]


def test_the_first_start_makes_a_learner_a_device_and_a_run(alice: Person, small: str) -> None:
    response = alice.send(f"/reise/{small}/rolle", role="lager")
    assert response.headers["Location"].startswith("/unterwegs/")
    cookie = next(c for c in response.headers.getlist("Set-Cookie") if c.startswith("zr_device="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=7776000" in cookie
    assert [count(alice, table) for table in (learner, device, run)] == [1, 1, 1]


def test_without_a_role_the_page_asks_again(alice: Person, small: str) -> None:
    page = alice.send(f"/reise/{small}/rolle", 422).get_data(as_text=True)
    assert "<title>Fehler:" in page
    assert 'href="#role-lager"' in page
    assert 'id="role-lager"' in page
    assert page.count("Wählen Sie eine Rolle aus.") == 2
    assert count(alice, learner) == 0


def test_a_role_of_another_journey_is_refused(alice: Person, small: str) -> None:
    alice.send(f"/reise/{small}/rolle", 422, role="kapitän")
    assert count(alice, run) == 0


def test_a_second_run_belongs_to_the_same_learner(alice: Person, small: str, lonely: str) -> None:
    alice.depart(small, "lager")
    before = alice.device
    alice.depart(lonely)
    assert alice.device == before
    assert [count(alice, table) for table in (learner, device, run)] == [1, 1, 2]


def test_a_second_press_of_the_button_starts_nothing(alice: Person, small: str) -> None:
    first = alice.depart(small, "lager")
    again = alice.depart(small, "lager")
    assert again == first
    assert count(alice, run) == 1


def test_a_second_press_before_the_first_answer_starts_nothing(alice: Person, small: str) -> None:
    first = alice.depart(small, "lager")
    token = alice.device
    alice.client.delete_cookie("zr_device")
    assert alice.depart(small, "lager") == first
    assert alice.device == token
    assert [count(alice, table) for table in (learner, device, run)] == [1, 1, 1]


def test_the_next_person_at_a_shared_device_starts_for_themselves(
    alice: Person, small: str
) -> None:
    first = alice.depart(small, "lager")
    alice.send("/meine-daten/beenden")
    assert alice.depart(small, "lager") != first
    assert count(alice, learner) == 2
    alice.see(f"/tagebuch/{first}", 404)


def test_a_later_start_without_the_cookie_is_somebody_new(alice: Person, small: str) -> None:
    first = alice.depart(small, "lager")
    alice.client.delete_cookie("zr_device")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=1)):
        assert alice.depart(small, "lager") != first


def test_a_role_where_there_are_none_does_no_harm(alice: Person, lonely: str) -> None:
    alice.depart(lonely, "kapitän")
    assert count(alice, run) == 1


def test_an_open_run_is_asked_about(alice: Person, small: str) -> None:
    code = alice.depart(small, "lager")
    page = alice.see(f"/reise/{small}/rolle")
    assert "Weiterreisen oder neu losgehen?" in page
    assert f"/unterwegs/{code}" in page
    assert f'name="known" value="{code}"' in page
    alice.send(f"/reise/{small}/rolle", 409, role="leitung")
    assert count(alice, run) == 1


def test_whoever_knows_the_open_run_may_start_anew(alice: Person, small: str) -> None:
    first = alice.depart(small, "lager")
    where = alice.send(f"/reise/{small}/rolle", role="lager", known=first).headers["Location"]
    assert not where.endswith(first)
    assert count(alice, run) == 2


def test_a_journey_without_roles_starts_from_its_cover(alice: Person, lonely: str) -> None:
    assert alice.get(f"/reise/{lonely}/rolle").headers["Location"] == f"/reise/{lonely}"
    page = alice.see(f"/reise/{lonely}")
    assert f'action="/reise/{lonely}/rolle"' in page
    alice.depart(lonely)
    assert count(alice, run) == 1


def test_the_role_page_says_who_can_read(alice: Person, small: str) -> None:
    page = alice.see(f"/reise/{small}/rolle")
    assert "Ihre Gedanken und Antworten gehören Ihnen." in page
    assert "auch nicht auf Anfrage" in page


def test_an_unknown_journey_is_a_404(alice: Person) -> None:
    alice.see("/reise/gibt-es-nicht", 404)
    alice.see("/reise/gibt-es-nicht/rolle", 404)
    alice.send("/reise/gibt-es-nicht/rolle", 404)
