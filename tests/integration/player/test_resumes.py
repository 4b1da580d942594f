"""The Reisecode, going on elsewhere, and ending on a device."""

import re
from datetime import timedelta

import pytest
import time_machine

from app.lib import reisecode
from tests.people import Person

WORDS = re.compile(r"<li>([a-z]+)</li>")
KNOWN = re.compile(r'name="known" value="([^"]+)"')
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


def new_code(person: Person) -> str:
    page = person.send("/meine-daten/reisecode", 200).get_data(as_text=True)
    words = WORDS.findall(page[page.index("code-words") :])
    assert len(words) == 4
    return " ".join(words)


def test_reloading_the_page_with_the_code_makes_no_other_one(
    alice: Person, bob: Person, small: str
) -> None:
    code = alice.depart(small, "lager")
    seen = KNOWN.search(alice.see("/meine-daten/reisecode"))
    assert seen
    answer = alice.send("/meine-daten/reisecode", 200, known=seen[1]).get_data(as_text=True)
    words = WORDS.findall(answer[answer.index("code-words") :])
    again = alice.send("/meine-daten/reisecode", known=seen[1])
    assert again.headers["Location"].endswith("/meine-daten/reisecode")
    bob.send("/weiter", code=" ".join(words))
    bob.see(f"/tagebuch/{code}")


def test_another_device_goes_on_with_the_code(alice: Person, bob: Person, small: str) -> None:
    code = alice.depart(small, "lager")
    bob.see(f"/tagebuch/{code}", 404)
    bob.send("/weiter", code=new_code(alice))
    assert f"/unterwegs/{code}" in bob.see("/")
    bob.see(f"/tagebuch/{code}")
    alice.see(f"/tagebuch/{code}")


@pytest.mark.parametrize(
    "spelled",
    [
        lambda code: code.upper(),
        lambda code: code.replace(" ", "-"),
        lambda code: code.replace(" ", ""),
        lambda code: f"\u00a0 {code.replace(' ', ' – ')}\n\u200b",
        lambda code: code.title().replace(" ", ", "),
    ],
)
def test_however_it_is_pasted(alice: Person, bob: Person, small: str, spelled: object) -> None:
    code = alice.depart(small, "lager")
    bob.send("/weiter", code=spelled(new_code(alice)))  # type: ignore[operator]
    bob.see(f"/tagebuch/{code}")


def test_a_new_code_replaces_the_old_one(alice: Person, bob: Person, small: str) -> None:
    code = alice.depart(small, "lager")
    first, second = new_code(alice), new_code(alice)
    bob.send("/weiter", 422, code=first)
    bob.send("/weiter", code=second)
    bob.see(f"/tagebuch/{code}")


def test_the_code_stands_in_one_answer_only(alice: Person, small: str) -> None:
    alice.depart(small, "lager")
    code = new_code(alice)
    for path in ("/meine-daten/reisecode", "/meine-daten", "/meine-daten/export.json", "/"):
        page = alice.see(path)
        assert code not in page
        assert code.replace(" ", "-") not in page
    assert "Ein neuer ersetzt ihn" in alice.see("/meine-daten/reisecode")


def test_without_a_learner_there_is_no_code(alice: Person) -> None:
    assert "Auf diesem Gerät ist nichts gespeichert." in alice.see("/meine-daten/reisecode")
    alice.send("/meine-daten/reisecode")
    assert alice.device is None


def test_an_outdated_and_an_unknown_code_answer_with_the_same_bytes(
    alice: Person, bob: Person, small: str
) -> None:
    alice.depart(small, "lager")
    outdated, unknown = new_code(alice), " ".join(reisecode.words()[:4])
    new_code(alice)
    pages = []
    for code in (outdated, unknown):
        answer = bob.send("/weiter", 422, code=code)
        pages.append(TOKEN.sub("", answer.get_data(as_text=True)).replace(code, "?"))
    assert pages[0] == pages[1]


def test_an_empty_field_is_asked_for(alice: Person) -> None:
    page = alice.send("/weiter", 422, code=" – ").get_data(as_text=True)
    assert page.count("Geben Sie Ihren Reisecode ein.") == 2
    assert "<title>Fehler:" in page


def test_a_slip_gets_a_hint_and_no_verdict(alice: Person) -> None:
    good = reisecode.words()[100]
    slip = good[:-1] + ("a" if good[-1] != "a" else "e")
    page = alice.send("/weiter", 422, code=f"{slip} haus").get_data(as_text=True)
    assert f"vielleicht „{good}“" in page
    assert "Hier stehen 2 Wörter." in page
    assert f'value="{slip} haus"' in page
    assert "falsch" not in page.lower()


def test_ten_tries_an_hour_then_a_pause_even_for_the_right_code(
    alice: Person, bob: Person, small: str
) -> None:
    code = alice.depart(small, "lager")
    right = new_code(alice)
    with time_machine.travel("2027-01-04T10:00:00Z", tick=False) as clock:
        for number in range(10):
            bob.send("/weiter", 422, code=f"wort {number}")
        response = bob.send("/weiter", 429, code=right)
        assert "Kurz durchatmen" in response.get_data(as_text=True)
        assert response.headers["Retry-After"] == "3600"
        bob.see(f"/tagebuch/{code}", 404)
        clock.shift(timedelta(minutes=61))
        bob.send("/weiter", code=right)
        bob.see(f"/tagebuch/{code}")


def test_a_right_code_does_not_count_as_a_try(alice: Person, bob: Person, small: str) -> None:
    alice.depart(small, "lager")
    code = new_code(alice)
    for _ in range(12):
        bob.send("/weiter", code=code)


def test_a_device_with_own_runs_is_asked_first(
    alice: Person, bob: Person, small: str, lonely: str
) -> None:
    hers, his = alice.depart(small, "lager"), bob.depart(lonely)
    code = new_code(alice)
    page = bob.send("/weiter", 200, code=code).get_data(as_text=True)
    assert "Auf diesem Gerät gibt es schon Reisen" in page
    assert "Ohne Rollen" in page
    assert "Zuerst Reisecode anlegen" in page
    bob.see(f"/tagebuch/{his}")
    bob.see(f"/tagebuch/{hers}", 404)


def test_after_the_question_the_device_changes_hands(
    alice: Person, bob: Person, small: str, lonely: str
) -> None:
    hers, his = alice.depart(small, "lager"), bob.depart(lonely)
    code, own_code, before = new_code(alice), new_code(bob), bob.device
    page = bob.send("/weiter", 200, code=code).get_data(as_text=True)
    assert "Für diese Reisen gibt es schon einen Reisecode." in page
    tag = re.search(r'name="leaves" value="([^"]+)"', page)
    assert tag
    bob.send("/weiter", code=code, leaves=tag[1])
    assert bob.device != before
    bob.see(f"/tagebuch/{hers}")
    bob.see(f"/tagebuch/{his}", 404)
    bob.client.set_cookie("zr_device", before or "")
    bob.see(f"/tagebuch/{his}", 404)
    bob.client.delete_cookie("zr_device")
    bob.send("/weiter", code=own_code)
    bob.see(f"/tagebuch/{his}")


def test_the_own_code_changes_nothing(alice: Person, small: str) -> None:
    alice.depart(small, "lager")
    before = alice.device
    alice.send("/weiter", code=new_code(alice))
    assert alice.device == before


def test_ending_takes_everything_from_the_device(alice: Person, small: str) -> None:
    code, token = alice.depart(small, "lager"), alice.device
    response = alice.send("/meine-daten/beenden")
    assert response.headers["Location"] == "/meine-daten"
    assert alice.device is None
    assert "Auf diesem Gerät ist nichts gespeichert." in alice.see("/meine-daten")
    alice.see(f"/tagebuch/{code}", 404)
    alice.client.set_cookie("zr_device", token or "")
    alice.see(f"/tagebuch/{code}", 404)
    alice.see(f"/unterwegs/{code}", 404)


def test_ending_without_a_code_warns_first(alice: Person, small: str) -> None:
    alice.depart(small, "lager")
    assert "Sie haben noch keinen Reisecode" in alice.see("/meine-daten/beenden")
    new_code(alice)
    page = alice.see("/meine-daten/beenden")
    assert "Sie haben noch keinen Reisecode" not in page
    assert "Mit Ihrem Reisecode kommen Sie zurück" in page


def test_ending_and_coming_back_loses_nothing(alice: Person, small: str) -> None:
    run = alice.depart(small, "lager")
    code = new_code(alice)
    alice.send("/meine-daten/beenden")
    alice.send("/weiter", code=code)
    assert f"/unterwegs/{run}" in alice.see("/")


def test_ending_where_nothing_is_does_no_harm(alice: Person) -> None:
    assert "Hier gibt es nichts zu beenden." in alice.see("/meine-daten/beenden")
    alice.send("/meine-daten/beenden")


@pytest.mark.parametrize("path", ["/weiter", "/meine-daten/beenden", "/meine-daten/reisecode"])
def test_a_form_from_elsewhere_is_refused(alice: Person, small: str, path: str) -> None:
    alice.depart(small, "lager")
    before = alice.device
    assert alice.client.post(path, data={"code": "a b c d"}).status_code == 400
    assert alice.device == before
    alice.see("/meine-daten")
