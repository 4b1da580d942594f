"""Signing in and out: what opens an account, what does not, and what nobody can tell from it."""

from datetime import timedelta

import pytest
from flask import Flask

from app.lib import clock
from app.models.audit import COMMAND
from app.models.user import User
from app.ui import security
from tests.colleagues import PASSWORD, Colleague, at, form_token, seen
from tests.people import Person


def test_address_and_password_open_the_only_room(each_app: Flask) -> None:
    lea = Colleague(each_app, "lea@reise.example", "facilitator")
    answer = lea.give_password()
    assert answer.headers["Location"] == "/studio"
    assert "Meine Reisen" in lea.see("/studio")


def test_the_address_may_be_written_in_capitals(lea: Colleague) -> None:
    lea.send("/anmelden", email=" LEA@Reise.example ", password=PASSWORD)
    assert lea.is_in()


def test_a_second_factor_is_asked_for_before_anything_opens(each_app: Flask) -> None:
    otto = Colleague(each_app, "otto@reise.example", "operator", app_on_phone=True)
    otto.give_password()
    assert not otto.is_in()
    assert "Sechs Ziffern" in otto.see("/anmelden/code")
    otto.send("/anmelden/code", 422, code="000000" if otto.code() != "000000" else "000001")
    assert not otto.is_in()
    otto.send("/anmelden/code", code=otto.code())
    assert otto.is_in()


def test_a_code_with_blanks_is_the_same_code(otto: Colleague) -> None:
    otto.give_password()
    code = otto.code()
    otto.send("/anmelden/code", code=f" {code[:3]} {code[3:]} ")
    assert otto.is_in()


def test_a_code_is_good_once(otto: Colleague) -> None:
    otto.enter()
    thief = otto.elsewhere()
    thief.give_password()
    thief.send("/anmelden/code", 422, code=otto.code())
    thief.send("/anmelden/code", code=otto.code(later=30))


def test_the_second_step_is_open_for_ten_minutes(otto: Colleague) -> None:
    otto.give_password()
    with at(clock.now() + timedelta(minutes=10, seconds=1)):
        answer = otto.send("/anmelden/code", code=otto.code())
        assert answer.headers["Location"] == "/anmelden"
        assert not otto.is_in()


def test_nobody_begins_with_the_second_step(otto: Colleague) -> None:
    assert otto.get("/anmelden/code").headers["Location"] == "/anmelden"
    assert otto.send("/anmelden/code", code=otto.code()).headers["Location"] == "/anmelden"
    assert not otto.is_in()


def test_a_new_password_closes_the_second_step_that_is_open(otto: Colleague, app: Flask) -> None:
    otto.give_password()
    with app.extensions["database"].write() as session:
        user = User.by_email(session, otto.email)
        assert user
        user.end_sessions(session)
    assert otto.send("/anmelden/code", code=otto.code()).headers["Location"] == "/anmelden"


def test_no_byte_tells_a_known_address_from_an_unknown_one(app: Flask, lea: Colleague) -> None:
    closed = Colleague(app, "zu@reise.example", "facilitator")
    with app.extensions["database"].write() as session:
        User.create(session, "neu@reise.example", "Ohne Passwort", clock.now())
        user = User.by_email(session, closed.email)
        assert user
        user.deactivate(session)
    stranger = Person(app)
    answers = set()
    for email, password in (
        (lea.email, "falsch und nochmals falsch"),
        (closed.email, PASSWORD),
        ("neu@reise.example", PASSWORD),
        ("niemand@reise.example", PASSWORD),
        (COMMAND, PASSWORD),
    ):
        sent = stranger.send("/anmelden", 422, email=email, password=password)
        answers.add(seen(sent, email, password))
    assert len(answers) == 1


def test_an_unknown_address_costs_a_whole_hash(
    app: Flask, lea: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = []
    verify = security.verify_password
    monkeypatch.setattr(
        security, "verify_password", lambda *words: hashes.append(words[1]) or verify(*words)
    )
    lea.send("/anmelden", 422, email="niemand@reise.example", password="x" * 12)
    lea.give_password(422, "x" * 12)
    assert len(hashes) == 2
    assert hashes[0] == security.NOBODYS != hashes[1]
    costs = {kept.split("$")[1:4].__repr__() for kept in hashes}
    assert len(costs) == 1, "both hashes cost the same"
    assert not app.extensions["security"].pwd_context.needs_update(security.NOBODYS)


def test_a_form_without_words_says_what_is_missing(lea: Colleague) -> None:
    page = lea.send("/anmelden", 422, email="", password="").get_data(as_text=True)
    assert "Geben Sie Ihre E-Mail-Adresse ein." in page
    assert "Geben Sie Ihr Passwort ein." in page
    assert "<title>Fehler: " in page


def test_a_password_is_never_sent_back(lea: Colleague) -> None:
    secret = "ein geheimes langes wort zu viel"
    assert secret not in lea.give_password(422, secret).get_data(as_text=True)
    without_token = lea.client.post("/anmelden", data={"email": "x", "password": secret})
    assert without_token.status_code == 400
    assert secret not in without_token.get_data(as_text=True)


@pytest.mark.parametrize(
    "ahead",
    [
        "https://fremd.example/",
        "//fremd.example",
        "/\\fremd.example",
        "\\\\fremd.example",
        "/\tfremd.example",
        "javascript:alert(1)",
        "konto",
        "https:fremd.example",
    ],
)
def test_next_never_leads_to_another_site(lea: Colleague, otto: Colleague, ahead: str) -> None:
    assert lea.give_password(next=ahead).headers["Location"] == "/studio"
    assert (
        lea.client.get("/anmelden", query_string={"next": ahead}).headers["Location"] == "/studio"
    )
    otto.give_password(next=ahead)
    assert otto.send("/anmelden/code", code=otto.code()).headers["Location"] == "/betreiber"


def test_next_leads_to_the_page_somebody_wanted(lea: Colleague, otto: Colleague) -> None:
    page = lea.see(lea.get("/konto/name").headers["Location"])
    assert 'name="next" value="/konto/name"' in page
    assert lea.give_password(next="/konto/name").headers["Location"] == "/konto/name"
    otto.give_password(next="/konto/name")
    answer = otto.send("/anmelden/code", code=otto.code())
    assert answer.headers["Location"] == "/konto/name"


def test_nothing_of_the_session_before_is_left(lea: Colleague) -> None:
    planted = form_token(lea, "/anmelden")
    with lea.client.session_transaction() as session:
        session["planted"] = "by somebody else"
    before = lea.cookie()
    lea.give_password()
    assert lea.is_in()
    with lea.client.session_transaction() as session:
        assert "planted" not in session
    fields = {"csrf_token": planted, "name": "Eve"}
    assert lea.client.post("/konto/name", data=fields).status_code == 400
    stranger = lea.elsewhere()
    stranger.paste(before)
    assert not stranger.is_in()


def test_signing_in_and_out_needs_a_token_of_this_session(lea: Colleague, app: Flask) -> None:
    foreign = form_token(Person(app), "/anmelden")
    for path, fields in (
        ("/anmelden", {"email": lea.email, "password": PASSWORD}),
        ("/abmelden", {}),
    ):
        assert lea.client.post(path, data=fields).status_code == 400
        assert lea.client.post(path, data=fields | {"csrf_token": foreign}).status_code == 400
    assert not lea.is_in()
    lea.enter()
    assert lea.client.post("/abmelden", data={}).status_code == 400
    assert lea.is_in()


def test_a_session_ends_with_the_browser(lea: Colleague) -> None:
    answer = lea.give_password()
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("zr_session="))
    assert "Expires" not in cookie and "Max-Age" not in cookie
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_a_session_ends_after_twelve_hours_without_a_request(lea: Colleague) -> None:
    lea.enter()
    start = clock.now()
    with at(start + timedelta(hours=11)):
        assert lea.is_in()
    with at(start + timedelta(hours=22)):
        assert lea.is_in()
    with at(start + timedelta(hours=34, minutes=1)):
        assert not lea.is_in()


def test_an_old_copy_of_a_session_in_use_ends_too(lea: Colleague) -> None:
    lea.enter()
    start, copy = clock.now(), lea.cookie()
    with at(start + timedelta(hours=11)):
        assert lea.is_in()
    thief = lea.elsewhere()
    thief.paste(copy)
    with at(start + timedelta(hours=13)):
        assert lea.is_in()
        assert not thief.is_in()


def test_whoever_is_signed_in_is_led_on(lea: Colleague) -> None:
    lea.enter()
    assert lea.get("/anmelden").headers["Location"] == "/studio"
    assert lea.get("/anmelden?next=/konto/name").headers["Location"] == "/konto/name"


def test_a_form_of_somebody_who_is_signed_out_is_answered_with_its_words(lea: Colleague) -> None:
    text = "Ein langer Name, den niemand noch einmal tippen mag"
    answer = lea.send("/konto/name", 401, name=text)
    assert text in answer.get_data(as_text=True)
    assert "/anmelden" in answer.get_data(as_text=True)


def test_signing_out_is_no_link(lea: Colleague) -> None:
    lea.enter()
    assert lea.get("/abmelden").status_code == 405
    assert lea.is_in()
