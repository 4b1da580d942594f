"""Throttles of sign-in: by account, network and device, before a password is looked at."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count, islice
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts.throttles import COOKIE, MOST
from app.lib import clock
from tests.colleagues import PASSWORD, Colleague, at, link_in, mails, seen
from tests.people import Person

HERE, OF_STRANGERS, OF_KNOWN, OF_NETWORK = MOST["sign-in"]


def fail(person: Person, email: str, times: int, status: int = 422, network: str = "") -> None:
    """Try a wrong password, from a network of one's own unless it is given."""
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


def close(app: Flask, email: str) -> None:
    """Use up what all strangers together have at an account."""
    networks = (f"198.51.100.{number}" for number in count())
    for network in islice(networks, OF_STRANGERS // HERE):
        fail(Person(app), email, HERE, network=network)
    fail(Person(app), email, 1, 429, network="198.51.100.99")


def test_a_stranger_in_one_network_shuts_nobody_out_elsewhere(each_app: Flask) -> None:
    lea = Colleague(each_app, "lea@reise.example", "facilitator")
    fail(Person(each_app), lea.email, HERE, network="198.51.100.1")
    fail(Person(each_app), lea.email, 1, 429, network="198.51.100.1")
    lea.give_password()
    assert lea.is_in()


def test_strangers_together_close_an_account_to_unknown_devices_for_an_hour(
    each_app: Flask,
) -> None:
    lea = Colleague(each_app, "lea@reise.example", "facilitator")
    close(each_app, lea.email)
    answer = lea.give_password(429)
    assert answer.headers["Retry-After"] == "3600"
    assert "Kurz durchatmen" in answer.get_data(as_text=True)
    with at(clock.now() + timedelta(minutes=61)):
        lea.give_password()


def test_the_owner_still_gets_in_on_a_device_that_is_known(each_app: Flask) -> None:
    lea = Colleague(each_app, "lea@reise.example", "facilitator")
    lea.enter()
    lea.send("/abmelden")
    close(each_app, lea.email)
    lea.elsewhere().give_password(429)
    lea.give_password(422, "vertippt und noch einmal")
    lea.give_password()
    assert lea.is_in()


def test_a_network_that_is_closed_is_open_to_a_known_device(app: Flask, lea: Colleague) -> None:
    lea.enter()
    lea.send("/abmelden")
    for number in range(OF_NETWORK):
        fail(Person(app), f"nr-{number}@reise.example", 1, network="127.0.0.1")
    lea.elsewhere().give_password(429)
    lea.give_password()


def test_a_known_device_has_few_tries_of_its_own(app: Flask, lea: Colleague) -> None:
    lea.enter()
    lea.send("/abmelden")
    fail(lea, lea.email, HERE)
    fail(lea, lea.email, 1, 429)
    lea.elsewhere().give_password()


def test_all_known_devices_together_have_few_tries(app: Flask, lea: Colleague) -> None:
    devices = [lea.elsewhere() for _ in range(OF_KNOWN // HERE + 1)]
    for device in devices:
        device.enter()
    for device in devices[:-1]:
        fail(device, lea.email, HERE)
    fail(devices[-1], lea.email, 1, 429)


def test_a_device_is_known_for_one_account_only(app: Flask, lea: Colleague) -> None:
    lea.enter()
    ida = Colleague(app, "ida@reise.example", "facilitator")
    close(app, ida.email)
    cookie = lea.client.get_cookie(COOKIE)
    assert cookie
    assert lea.email not in cookie.value
    ida.client.set_cookie(COOKIE, cookie.value)
    ida.give_password(429)


@pytest.mark.parametrize("change", [lambda v: v[:-1], lambda v: v[1:], lambda v: f"{v}0",
                                    lambda v: v.partition(".")[0], lambda v: "", lambda v: ".",
                                    lambda v: "é.ü", lambda v: "x" * 4000])  # fmt: skip
def test_a_cookie_that_this_server_did_not_make_is_worth_nothing(
    app: Flask, lea: Colleague, change: Callable[[str], str]
) -> None:
    lea.enter()
    cookie = lea.client.get_cookie(COOKIE)
    assert cookie
    lea.send("/abmelden")
    close(app, lea.email)
    lea.client.set_cookie(COOKIE, change(cookie.value))
    lea.give_password(429)


def test_the_cookie_of_a_known_device_is_for_this_server_alone(lea: Colleague) -> None:
    answer = lea.give_password()
    sent = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith(f"{COOKIE}="))
    assert "HttpOnly" in sent and "SameSite=Lax" in sent and "Max-Age=7776000" in sent


def test_who_sets_a_password_by_mail_gets_in_at_once(app: Flask, lea: Colleague) -> None:
    close(app, lea.email)
    for _ in range(MOST["reset"].of_strangers):
        Person(app).send("/passwort-vergessen", email=lea.email)
    lea.send("/passwort-vergessen", 429, email=lea.email)
    _, mail = mails(app)[-1]
    lea.send(link_in(mail.text), password_new=PASSWORD)
    lea.give_password()
    assert lea.is_in()


def test_no_byte_tells_a_closed_account_from_an_address_without_one(
    app: Flask, lea: Colleague
) -> None:
    lea.enter()
    lea.send("/abmelden")
    answers = set()
    for email in (lea.email, "niemand@reise.example"):
        close(app, email)
        for person in (Person(app), lea.elsewhere()):
            sent = person.send("/anmelden", 429, email=email, password="falsch")
            answers.add(seen(sent, email))
    assert len(answers) == 1


def test_a_network_is_closed_for_all_accounts(app: Flask, lea: Colleague) -> None:
    for number in range(OF_NETWORK):
        fail(lea, f"nr-{number}@reise.example", 1)
    fail(lea, "noch-einer@reise.example", 1, 429)
    lea.client.environ_base["REMOTE_ADDR"] = "203.0.113.8"
    lea.give_password()


def test_a_good_sign_in_costs_no_try(lea: Colleague) -> None:
    for _ in range(HERE + 1):
        lea.enter()
        lea.send("/abmelden")
        lea.client.delete_cookie(COOKIE)


def test_a_new_password_that_is_too_easy_costs_no_try(lea: Colleague) -> None:
    lea.enter()
    for _ in range(HERE + 1):
        lea.send("/konto/passwort", 422, password=PASSWORD, password_new="kurz")
    lea.send("/konto/passwort", password=PASSWORD, password_new="drei leise igel lesen nachts")


def test_codes_of_the_second_step_are_counted_too(otto: Colleague) -> None:
    otto.give_password()
    for number in range(MOST["code"].of_strangers):
        otto.client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        otto.send("/anmelden/code", 422, code="abcdef")
    otto.send("/anmelden/code", 429, code=otto.code())
    assert not otto.is_in()
    otto.elsewhere().give_password()


def test_a_good_code_costs_no_try(otto: Colleague) -> None:
    for number in range(MOST["code"].of_strangers + 1):
        with at(clock.now() + timedelta(minutes=number)):
            otto.give_password()
            otto.send("/anmelden/code", code=otto.code())
            assert otto.is_in()
            otto.send("/abmelden")
            otto.client.delete_cookie(COOKIE)


def test_a_flood_at_the_same_moment_does_not_race_past_the_limit(each_app: Flask) -> None:
    tries = 2 * HERE
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
    assert sorted(found) == [422] * HERE + [429] * HERE


def test_no_address_is_kept_readably(app: Flask, lea: Colleague) -> None:
    fail(lea, lea.email, 1)
    with app.extensions["database"].read() as session:
        rows = session.execute(text("SELECT network FROM attempt")).scalars().all()
    assert len(set(rows)) == len(rows) == 3
    assert not any(b"lea" in row or b"203" in row for row in rows)


def test_requests_for_a_new_password_are_few_for_one_address(app: Flask, lea: Colleague) -> None:
    answers = set()
    for email in (lea.email, "niemand@reise.example"):
        for _ in range(MOST["reset"].at_one_place):
            lea.send("/passwort-vergessen", email=email)
        answers.add(seen(lea.send("/passwort-vergessen", 429, email=email), email))
    assert len(answers) == 1
