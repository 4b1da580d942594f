"""P17, P23: access ends everywhere at the next request; no answer tells which codes exist."""

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.lib import reisecode
from tests.people import Person, main_of
from tests.walks import HIDDEN, Walk

WORDS = re.compile(r"<li>([a-z]+)</li>")
TEXT = "Ein angefangener Gedanke, der nicht verloren geht"
VARIES = re.compile(rb'name="csrf_token" value="[^"]+"')


@pytest.fixture
def phone(app: Flask) -> Person:
    """A second device of Alice's."""
    return Person(app)


def new_code(person: Person) -> str:
    page = person.send("/meine-daten/reisecode", 200).get_data(as_text=True)
    return " ".join(WORDS.findall(page[page.index("code-words") :]))


@pytest.fixture
def run(alice: Person, phone: Person, small: str) -> str:
    """A run of Alice's that both of her devices reach."""
    run = alice.depart(small, "lager")
    phone.send("/weiter", code=new_code(alice))
    assert alice.device != phone.device
    for device in (alice, phone):
        assert reaches(device, run)
    return run


def reaches(person: Person, run: str) -> bool:
    """Try every page of a run and every page about the person; they must agree."""
    pages = (f"/unterwegs/{run}/vorher", f"/unterwegs/{run}/karte", f"/tagebuch/{run}")
    found = {person.get(page).status_code == 200 for page in (*pages, "/meine-daten/export.json")}
    found.add(run in person.see("/"))
    assert len(found) == 1
    return found.pop()


def test_ending_on_one_device_leaves_the_other(alice: Person, phone: Person, run: str) -> None:
    token = phone.device or ""
    phone.send("/meine-daten/beenden")
    assert not reaches(phone, run)
    phone.client.set_cookie("zr_device", token)
    assert not reaches(phone, run), "the cookie of an ended device is worth nothing"
    assert reaches(alice, run)


def test_erasing_ends_access_on_every_device(alice: Person, phone: Person, run: str) -> None:
    phone.send("/meine-daten/loeschen")
    for device in (alice, phone):
        assert not reaches(device, run)


def test_erasing_makes_the_reisecode_useless(alice: Person, bob: Person, small: str) -> None:
    alice.depart(small, "lager")
    code = new_code(alice)
    alice.send("/meine-daten/loeschen")
    bob.send("/weiter", 422, code=code)


def test_a_form_left_open_on_an_ended_device_writes_nothing_and_keeps_its_words(
    alice: Person, phone: Person, run: str, app: Flask
) -> None:
    page = phone.get(f"/unterwegs/{run}/vorher").get_data(as_text=True)
    fields = dict(HIDDEN.findall(page)) | {"item-mut": "3", "text": TEXT}
    phone.send("/meine-daten/beenden")
    answer = phone.client.post(f"/unterwegs/{run}/vorher", data=fields)
    assert answer.status_code == 409
    assert TEXT in main_of(answer)
    assert Walk(alice, "kleine-reise", code=run).stands_at() == "vorher"


def test_a_new_reisecode_does_not_end_devices_and_the_old_one_opens_nothing(
    alice: Person, phone: Person, bob: Person, run: str
) -> None:
    old, new = new_code(alice), new_code(alice)
    assert reaches(phone, run)
    bob.send("/weiter", 422, code=old)
    assert not reaches(bob, run)
    bob.send("/weiter", code=new)
    assert reaches(bob, run)


def test_no_byte_tells_a_code_that_was_once_good_from_one_that_never_was(
    alice: Person, bob: Person, small: str
) -> None:
    alice.depart(small, "lager")
    outdated = new_code(alice)
    erased, never = new_code(alice), " ".join(reisecode.words()[:4])
    alice.send("/meine-daten/loeschen")
    answers = {
        seen(bob.send("/weiter", 422, code=code), code) for code in (outdated, erased, never)
    }
    assert len(answers) == 1


def seen(answer: TestResponse, typed: str) -> tuple[object, ...]:
    """Return all that somebody who guesses can observe, without what they typed themselves."""
    headers = [(name, value) for name, value in answer.headers if name != "X-Request-Id"]
    body = VARIES.sub(b"", answer.data).replace(typed.encode(), b"?")
    plain = [pair for pair in headers if pair[0] not in ("Content-Length", "Set-Cookie")]
    return answer.status_code, body, tuple(plain)
