"""`flask users`: what an operator does on the server, and that it is written down."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.models.audit import Audit
from app.models.user import User
from tests.colleagues import PASSWORD, Colleague, link_in, mails
from tests.people import Person

EMAIL = "lea@reise.example"


def run(app: Flask, *words: str, code: int = 0, **more: Any) -> str:
    done = app.test_cli_runner().invoke(args=["users", *words], **more)
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def lea(app: Flask) -> Colleague:
    """A facilitator with a second factor."""
    return Colleague(app, EMAIL, "facilitator", app_on_phone=True)


def test_the_link_begins_with_the_address_of_the_installation(app: Flask) -> None:
    said = run(app, "invite", " Ada@Reise.example ", "--role", "facilitator")
    assert said.startswith(f"{app.config['ZR'].base_url}/einladung/")
    assert said.count("\n") == 1
    assert Person(app).get(link_in(said)).status_code == 200


@pytest.mark.parametrize(
    "email", ["ada", "ada@", "ada@b", "a b@c.example", "ada@reise.example\nBcc: x@y.example"]
)
def test_an_address_that_is_none_is_refused(app: Flask, email: str) -> None:
    assert "no e-mail address" in run(app, "invite", email, "--role", "facilitator", code=2)
    assert mails(app) == []


def test_only_roles_that_exist_are_given(app: Flask) -> None:
    assert "chief" in run(app, "invite", EMAIL, "--role", "chief", code=2)
    assert "--role" in run(app, "invite", EMAIL, code=2)


def test_list_shows_people_and_invitations(app: Flask, lea: Colleague) -> None:
    Colleague(app, "otto@reise.example", "operator", "facilitator")
    run(app, "deactivate", "otto@reise.example")
    run(app, "invite", "ada@reise.example", "--role", "manager")
    lines = run(app, "list").splitlines()
    assert lines[0] == f"{EMAIL}: facilitator (second factor)"
    assert lines[1] == "otto@reise.example: facilitator, operator (deactivated)"
    assert lines[2].startswith("ada@reise.example: manager (invited until ")


def test_roles_come_and_go(app: Flask, lea: Colleague) -> None:
    lea.enter()
    run(app, "grant", EMAIL, "--role", "manager")
    run(app, "revoke", EMAIL, "--role", "facilitator")
    assert lea.get("/studio").status_code == 403
    assert "is not facilitator" in run(app, "revoke", EMAIL, "--role", "facilitator", code=1)


def test_a_closed_account_gets_no_invitation_until_it_is_open_again(
    app: Flask, lea: Colleague
) -> None:
    lea.enter()
    run(app, "deactivate", EMAIL)
    assert not lea.is_in()
    assert "activate" in run(app, "invite", EMAIL, "--role", "manager", code=1)
    run(app, "activate", EMAIL)
    run(app, "invite", EMAIL, "--role", "manager")
    lea.enter(later=30)


def test_a_reset_second_factor_lets_the_password_alone_open(app: Flask, lea: Colleague) -> None:
    run(app, "reset-second-factor", EMAIL)
    lea.secret = None
    lea.enter()
    assert lea.is_in()
    ((recipient, mail),) = mails(app)
    assert recipient == EMAIL and "ausgeschaltet" in mail.text


def test_a_password_link_works_without_mail(app: Flask, lea: Colleague) -> None:
    link = link_in(run(app, "password-link", EMAIL))
    lea.send(link, password_new="drei leise igel lesen nachts")
    lea.give_password(422)


def test_a_deleted_account_leaves_only_what_the_audit_says(app: Flask, lea: Colleague) -> None:
    lea.enter()
    lea.send("/konto/name", name="Unverwechselbar")
    run(app, "invite", EMAIL, "--role", "manager")
    assert "Aborted" in run(app, "delete", EMAIL, code=1, input="n\n")
    run(app, "delete", EMAIL, "--yes")
    assert not lea.is_in()
    with app.extensions["database"].read() as session:
        assert User.known(session, EMAIL) is None
        assert {each.about for each in Audit.all(session)} == {EMAIL}
    assert mails(app) == []
    files = Path(app.config["ZR"].database_url.removeprefix("sqlite:///")).parent.glob("*.db*")
    assert not any(b"Unverwechselbar" in file.read_bytes() for file in files)


def test_every_act_is_written_down_without_content(each_app: Flask) -> None:
    Colleague(each_app, EMAIL, "facilitator")
    for words in (
        ("grant", EMAIL, "--role", "manager"),
        ("revoke", EMAIL, "--role", "manager"),
        ("invite", EMAIL, "--role", "manager"),
        ("revoke", EMAIL),
        ("reset-second-factor", EMAIL),
        ("password-link", EMAIL),
        ("deactivate", EMAIL),
        ("activate", EMAIL),
        ("delete", EMAIL, "--yes"),
    ):
        run(each_app, *words)
    with each_app.extensions["database"].read() as session:
        found = Audit.all(session)
    assert [each.act for each in found] == [
        "role:grant",
        "role:revoke",
        "user:invite",
        "invitation:withdraw",
        "user:reset-second-factor",
        "user:password-link",
        "user:deactivate",
        "user:activate",
        "user:delete",
    ]
    assert {(each.by, each.about) for each in found} == {("command", EMAIL)}


@pytest.mark.parametrize("command", ["deactivate", "activate", "reset-second-factor", "revoke"])
def test_an_unknown_address_is_one_sentence_and_nothing_is_written_down(
    app: Flask, command: str
) -> None:
    said = run(app, command, "niemand@reise.example", code=1)
    assert said.startswith("Error: There is no ") and said.count("\n") == 1
    with app.extensions["database"].read() as session:
        assert Audit.all(session) == []


def test_a_refused_act_is_not_written_down(app: Flask, lea: Colleague) -> None:
    run(app, "revoke", EMAIL, "--role", "operator", code=1)
    with app.extensions["database"].read() as session:
        assert Audit.all(session) == []
    assert PASSWORD not in run(app, "list")
