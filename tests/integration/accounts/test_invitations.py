"""Invitations: one link, one account; what a link says that does not hold."""

from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask

from app.lib import clock
from app.models.audit import Audit
from app.models.invitation import Invitation
from app.models.user import User
from tests.colleagues import PASSWORD, Colleague, at, link_in, mails, seen
from tests.people import Person

ADA = "ada@reise.example"


def invite(app: Flask, *words: str) -> str:
    """Invite somebody as an operator does; return the path of the link."""
    done = app.test_cli_runner().invoke(args=["users", "invite", *words])
    assert done.exit_code == 0, done.output
    return link_in(done.output)


def known(app: Flask, email: str) -> User | None:
    with app.extensions["database"].read() as session:
        return User.known(session, email)


def accept(person: Person, link: str, status: int = 303, **changes: str) -> str:
    fields = {"name": "Ada Beispiel", "password_new": PASSWORD} | changes
    return person.send(link, status, **fields).headers.get("Location", "")


def test_a_link_makes_an_account_and_signs_in(each_app: Flask) -> None:
    ada = Person(each_app)
    link = invite(each_app, ADA, "--role", "facilitator")
    page = ada.see(link)
    assert ADA in page and "Lernbegleitung" in page
    assert accept(ada, link) == "/konto/zweiter-faktor"
    assert "Ada Beispiel" in ada.see("/konto")
    assert ada.get("/studio").status_code == 200
    user = known(each_app, ADA)
    assert user and user.roles == {"facilitator"} and user.signed_in_at


def test_the_mail_holds_the_same_link(app: Flask) -> None:
    link = invite(app, ADA, "--role", "facilitator", "--lang", "en")
    ((recipient, mail),) = mails(app)
    assert recipient == ADA
    assert link_in(mail.text) == link
    assert mail.subject == "Your invitation to Zukunftsreise"


def test_an_operator_is_asked_for_a_second_factor(app: Flask) -> None:
    otto = Person(app)
    link = invite(app, ADA, "--role", "operator", "--role", "facilitator")
    assert accept(otto, link) == "/konto/zweiter-faktor"
    user = known(app, ADA)
    assert user and user.roles == {"operator", "facilitator"}


def test_a_link_is_good_once(app: Flask) -> None:
    link = invite(app, ADA, "--role", "facilitator")
    accept(Person(app), link)
    thief = Person(app)
    thief.see(link, 404)
    accept(thief, link, 404)
    assert thief.get("/konto").status_code == 303


def test_a_new_invitation_makes_the_one_before_void(app: Flask) -> None:
    old = invite(app, ADA, "--role", "facilitator")
    new = invite(app, ADA, "--role", "manager")
    Person(app).see(old, 404)
    ada = Person(app)
    accept(ada, new)
    user = known(app, ADA)
    assert user and user.roles == {"manager"}
    assert [words is None for _, words in mails(app)] == [True, True], "no mail names a void link"


def test_a_link_says_that_it_is_too_late_and_later_nothing(app: Flask) -> None:
    link, start = invite(app, ADA, "--role", "facilitator"), clock.now()
    with at(start + timedelta(days=13)):
        assert "Konto anlegen" in Person(app).see(link)
    with at(start + timedelta(days=14, minutes=1)):
        assert "abgelaufen" in Person(app).see(link)
        assert accept(Person(app), link) == link
        assert known(app, ADA) is None
        assert mails(app) == [(ADA, None)]
    with at(start + timedelta(days=28, minutes=1)):
        app.test_cli_runner().invoke(args=["jobs", "run"])
        Person(app).see(link, 404)


def test_no_byte_tells_a_used_a_replaced_a_withdrawn_and_a_made_up_link_apart(app: Flask) -> None:
    used = invite(app, ADA, "--role", "facilitator")
    accept(Person(app), used)
    replaced = invite(app, "bo@reise.example", "--role", "facilitator")
    withdrawn = invite(app, "bo@reise.example", "--role", "facilitator")
    app.test_cli_runner().invoke(args=["users", "revoke", "bo@reise.example"])
    made_up = f"/einladung/{'0' * 32}"
    links = (used, replaced, withdrawn, made_up, "/einladung/x", "/einladung/%00")
    assert len({seen(Person(app).get(link), link) for link in links}) == 1
    answers = {seen(Person(app).send(link, 404, name="Eve"), link) for link in links}
    assert len(answers) == 1


def test_only_a_digest_of_the_token_is_kept(app: Flask) -> None:
    token = invite(app, ADA, "--role", "facilitator").rpartition("/")[2]
    files = Path(app.config["ZR"].database_url.removeprefix("sqlite:///")).parent.glob("*.db*")
    assert not any(token.encode() in file.read_bytes() for file in files)


def test_name_and_password_are_checked(app: Flask) -> None:
    link = invite(app, ADA, "--role", "facilitator")
    page = Person(app).send(link, 422, name=" ", password_new="ada ada ada ada")
    assert "Geben Sie Ihren Namen ein." in page.get_data(as_text=True)
    assert "leicht zu erraten" in page.get_data(as_text=True)
    accept(Person(app), link, 422, name="x" * 81)
    accept(Person(app), link)


@pytest.mark.parametrize(
    "name", ["Ada\r\nBcc: alle@fremd.example", "<script>alert(1)</script>", 'Ada" onload="x']
)
def test_a_name_becomes_no_header_and_no_markup(app: Flask, name: str) -> None:
    ada = Person(app)
    accept(ada, invite(app, ADA, "--role", "facilitator"), name=name)
    user = known(app, ADA)
    assert user and "\n" not in user.name and "\r" not in user.name
    page = ada.get("/konto").get_data(as_text=True)
    assert "<script>alert" not in page and 'onload="x' not in page
    ada.send("/konto/passwort", password=PASSWORD, password_new="drei leise igel lesen nachts")
    for _, mail in mails(app):
        if mail:
            assert "fremd" not in mail.subject


def test_nobody_makes_themselves_something_else(app: Flask) -> None:
    ada = Person(app)
    link = invite(app, ADA, "--role", "facilitator")
    accept(ada, link, role="operator", roles="operator", email="chef@reise.example", active="0")
    user = known(app, ADA)
    assert user and user.roles == {"facilitator"} and user.email == ADA
    assert known(app, "chef@reise.example") is None
    ada.send("/konto/name", name="Ada", roles="operator", email="chef@reise.example")
    user = known(app, ADA)
    assert user and user.roles == {"facilitator"}


def test_an_account_gets_a_further_role_after_signing_in(app: Flask, lea: Colleague) -> None:
    link = invite(app, lea.email, "--role", "manager")
    assert "Zuerst anmelden" in lea.see(link)
    accept(lea, link)
    assert known(app, lea.email).roles == {"facilitator"}  # type: ignore[union-attr]
    lea.give_password(next=link)
    assert "Rolle annehmen" in lea.see(link)
    assert lea.send(link).headers["Location"] == "/konto"
    assert known(app, lea.email).roles == {"facilitator", "manager"}  # type: ignore[union-attr]
    lea.see(link, 404)


def test_a_forwarded_link_gives_its_role_to_nobody_else(app: Flask, lea: Colleague) -> None:
    eve = Colleague(app, "eve@reise.example", "facilitator")
    eve.enter()
    link = invite(app, lea.email, "--role", "operator")
    assert "einem anderen Konto" in eve.see(link)
    assert eve.send(link).headers["Location"] == link
    assert known(app, eve.email).roles == {"facilitator"}  # type: ignore[union-attr]
    lea.enter()
    assert lea.send(link).headers["Location"] == "/konto/zweiter-faktor"


def test_two_who_accept_at_once_make_one_account(each_app: Flask) -> None:
    link = invite(each_app, ADA, "--role", "facilitator")
    people = [Person(each_app) for _ in range(2)]
    tokens, barrier, found = [person.token() for person in people], Barrier(2), []

    def press(person: Person, token: str) -> None:
        fields = {"csrf_token": token, "name": "Ada", "password-new": PASSWORD}
        barrier.wait()
        found.append(person.client.post(link, data=fields).status_code)

    threads = [Thread(target=press, args=pair) for pair in zip(people, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [303, 404] or sorted(found) == [303, 303]
    signed_in = [person.get("/konto").status_code for person in people]
    assert sorted(signed_in) == [200, 303]


def test_accepting_is_written_down(app: Flask) -> None:
    accept(Person(app), invite(app, ADA, "--role", "facilitator"))
    with app.extensions["database"].read() as session:
        acts = [(each.by, each.act, each.about) for each in Audit.all(session)]
    assert acts == [("command", "user:invite", ADA), (ADA, "invitation:accept", ADA)]
    with app.extensions["database"].read() as session:
        assert Invitation.all(session) == []
