"""Throttles of sign-in: by account and by network, before a password is looked at."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts.throttles import MOST
from app.lib import clock
from tests.colleagues import PASSWORD, Colleague, at, seen
from tests.people import Person

OF_ACCOUNT, OF_NETWORK = MOST["sign-in"]


def fail(person: Person, email: str, times: int, status: int = 422, network: str = "") -> None:
    environ = {"REMOTE_ADDR": network or "203.0.113.7"}
    data = {"email": email, "password": "falsch", "csrf_token": person.token()}
    for _ in range(times):
        answer = person.client.post("/anmelden", data=data, environ_base=environ)
        assert answer.status_code == status


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the hashes: here only counts matter."""
    monkeypatch.setattr(
        "app.ui.security.verify_password", lambda given, kept: given == PASSWORD and "$" in kept
    )


def test_an_account_is_closed_for_an_hour_from_every_network(each_app: Flask) -> None:
    lea = Colleague(each_app, "lea@reise.example", "facilitator")
    for number in range(OF_ACCOUNT):
        fail(lea, lea.email, 1, network=f"203.0.113.{number}")
    answer = lea.give_password(429)
    assert answer.headers["Retry-After"] == "3600"
    assert "Kurz durchatmen" in answer.get_data(as_text=True)
    with at(clock.now() + timedelta(minutes=61)):
        lea.give_password()


def test_no_byte_tells_a_closed_account_from_an_address_without_one(
    app: Flask, lea: Colleague
) -> None:
    answers = set()
    for email in (lea.email, "niemand@reise.example"):
        fail(lea, email, OF_ACCOUNT)
        sent = Person(app).send("/anmelden", 429, email=email, password="falsch")
        answers.add(seen(sent, email))
    assert len(answers) == 1


def test_a_network_is_closed_for_all_accounts(app: Flask, lea: Colleague) -> None:
    for number in range(OF_NETWORK):
        fail(lea, f"nr-{number}@reise.example", 1)
    fail(lea, "noch-einer@reise.example", 1, 429)
    lea.client.environ_base["REMOTE_ADDR"] = "203.0.113.8"
    lea.give_password()


def test_a_good_sign_in_costs_no_try(lea: Colleague) -> None:
    for _ in range(OF_ACCOUNT + 1):
        lea.enter()
        lea.send("/abmelden")


def test_codes_of_the_second_step_are_counted_too(otto: Colleague) -> None:
    otto.give_password()
    for _ in range(OF_ACCOUNT):
        otto.send("/anmelden/code", 422, code="abcdef")
    otto.send("/anmelden/code", 429, code=otto.code())
    assert not otto.is_in()


def test_a_flood_at_the_same_moment_does_not_race_past_the_limit(each_app: Flask) -> None:
    tries = 2 * OF_ACCOUNT
    barrier, found = Barrier(tries), []
    people = [Person(each_app) for _ in range(tries)]
    tokens = [person.token() for person in people]

    def press(person: Person, token: str) -> None:
        data = {"email": "lea@reise.example", "password": "falsch", "csrf_token": token}
        barrier.wait()
        found.append(person.client.post("/anmelden", data=data).status_code)

    threads = [Thread(target=press, args=pair) for pair in zip(people, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [422] * OF_ACCOUNT + [429] * OF_ACCOUNT


def test_no_address_is_kept_readably(app: Flask, lea: Colleague) -> None:
    fail(lea, lea.email, 1)
    with app.extensions["database"].read() as session:
        rows = session.execute(text("SELECT network FROM attempt")).scalars().all()
    assert len(rows) == 2
    assert not any(b"lea" in row or b"203" in row for row in rows)


def test_requests_for_a_new_password_are_few_for_one_address(app: Flask, lea: Colleague) -> None:
    answers = set()
    for email in (lea.email, "niemand@reise.example"):
        for _ in range(MOST["reset"][0]):
            lea.send("/passwort-vergessen", email=email)
        answers.add(seen(lea.send("/passwort-vergessen", 429, email=email), email))
    assert len(answers) == 1
