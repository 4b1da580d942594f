"""Passwords: a new one by mail, a changed one, and what makes one too easy."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.lib import clock
from app.models.user import User
from tests.colleagues import PASSWORD, Colleague, at, link_in, mails, seen
from tests.people import Person

NEW = "drei leise igel lesen nachts"


def asked(person: Person, email: str) -> str:
    """Ask for a new password and return the path of the link in the mail."""
    person.send("/passwort-vergessen", email=email)
    (recipient, mail) = mails(person.app)[-1]
    assert recipient == email
    return link_in(mail.text)


def test_a_link_in_a_mail_sets_a_new_password(each_app: Flask) -> None:
    lea = Colleague(each_app, "lea@reise.example", "facilitator")
    link = asked(lea, lea.email)
    assert "Neues Passwort" in lea.see(link)
    lea.send(link, password_new=NEW)
    lea.give_password(422)
    lea.give_password(password=NEW)
    assert lea.is_in()


def test_the_link_is_good_once(lea: Colleague) -> None:
    link = asked(lea, lea.email)
    lea.send(link, password_new=NEW)
    lea.see(link, 404)
    lea.send(link, 404, password_new=PASSWORD)
    lea.give_password(password=NEW)


def test_the_link_is_good_for_thirty_minutes(lea: Colleague) -> None:
    link, start = asked(lea, lea.email), clock.now()
    with at(start + timedelta(minutes=29)):
        lea.see(link)
    with at(start + timedelta(minutes=31)):
        lea.see(link, 404)
        lea.send(link, 404, password_new=NEW)


def test_a_link_is_void_once_the_account_is_closed(lea: Colleague, app: Flask) -> None:
    link = asked(lea, lea.email)
    with app.extensions["database"].write() as session:
        user = User.by_email(session, lea.email)
        assert user
        user.deactivate(session)
    lea.see(link, 404)


@pytest.mark.parametrize("junk", ["x", "x.y.z", "ä", "%00", "a" * 4000])
def test_a_made_up_link_is_void(app: Flask, lea: Colleague, junk: str) -> None:
    link = asked(lea, lea.email)
    spoiled = link[:-3] + ("aaa" if link[-3:] != "aaa" else "bbb")
    answers = [Person(app).get(path) for path in (spoiled, f"/passwort-neu/{junk}")]
    assert {answer.status_code for answer in answers} == {404}
    lea.see(link)


def test_no_byte_and_no_mail_tells_who_has_an_account(app: Flask, lea: Colleague) -> None:
    answers = set()
    for email in (lea.email, "niemand@reise.example"):
        stranger = Person(app)
        sent = stranger.send("/passwort-vergessen", email=email)
        answers.add((seen(sent, email), seen(stranger.get(sent.headers["Location"]), email)))
    assert len(answers) == 1
    waiting = dict(mails(app))
    assert waiting.pop(lea.email)
    assert waiting == {"niemand@reise.example": None}


def test_a_mail_that_comes_too_late_is_not_written(app: Flask, lea: Colleague) -> None:
    lea.send("/passwort-vergessen", email=lea.email)
    with at(clock.now() + timedelta(minutes=31)):
        assert mails(app) == [(lea.email, None)]


def test_an_address_that_is_none_is_told_so(lea: Colleague) -> None:
    for wrong in ("", "lea", "lea@", "lea@reise.example\r\nBcc: alle@fremd.example"):
        lea.send("/passwort-vergessen", 422, email=wrong)
    assert mails(lea.app) == []


def test_links_begin_with_the_address_of_the_installation(app: Flask, lea: Colleague) -> None:
    headers = {
        "Host": "localhost:9",
        "X-Forwarded-Host": "fremd.example",
        "Forwarded": "host=fremd",
    }
    data = {"email": lea.email, "csrf_token": lea.token()}
    sent = lea.client.post("/passwort-vergessen", data=data, headers=headers)
    assert sent.headers["Location"] == "/passwort-vergessen/gesendet"
    ((_, mail),) = mails(app)
    assert f"{app.config['ZR'].base_url}/passwort-neu/" in mail.text
    assert "fremd" not in mail.text and ":9" not in mail.text


def test_a_mail_speaks_the_language_of_the_page(app: Flask, lea: Colleague) -> None:
    data = {"email": lea.email, "csrf_token": lea.token()}
    lea.client.post("/passwort-vergessen", data=data, headers={"Accept-Language": "en"})
    ((_, mail),) = mails(app)
    assert mail.subject == "A new password for Zukunftsreise"
    assert "good for 30 minutes" in mail.text


def test_changing_asks_for_the_present_password_and_tells_the_owner(
    app: Flask, lea: Colleague
) -> None:
    lea.enter()
    lea.send("/konto/passwort", 422, password="falsch", password_new=NEW)
    lea.send("/konto/passwort", 422, password=PASSWORD, password_new="kurz")
    lea.send("/konto/passwort", password=PASSWORD, password_new=NEW)
    assert lea.is_in()
    ((recipient, mail),) = mails(app)
    assert recipient == lea.email
    assert "Ihr Passwort wurde geändert." in mail.text
    other = lea.elsewhere()
    other.give_password(422)
    other.give_password(password=NEW)


@pytest.mark.parametrize(
    ("weak", "words"),
    [
        ("elf zeichen", "zu kurz"),
        ("x" * 129, "zu lang"),
        ("aaaaaaaaaaaaaaaa", "leicht zu erraten"),
        ("lea@reise.example", "leicht zu erraten"),
        ("Kim Beispiel 2026", "leicht zu erraten"),
        ("Zukunftsreise-2026!", "leicht zu erraten"),
        ("passwort123456", "leicht zu erraten"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(lea: Colleague, weak: str, words: str) -> None:
    link = asked(lea, lea.email)
    page = lea.send(link, 422, password_new=weak).get_data(as_text=True)
    assert words in page
    assert weak not in page
    lea.give_password()


@pytest.mark.parametrize(
    "good", ["vier bunte wolken warten", "日本語のパスワードです良い", "äöüßäöüßxyzq"]
)
def test_no_sign_is_asked_for_and_every_sign_is_taken(lea: Colleague, good: str) -> None:
    lea.send(asked(lea, lea.email), password_new=good)
    lea.give_password(password=good)
    assert lea.is_in()


def test_a_password_is_kept_as_argon2_alone(app: Flask, lea: Colleague) -> None:
    with app.extensions["database"].read() as session:
        kept = session.execute(text("SELECT password FROM user_account")).scalar_one()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept
