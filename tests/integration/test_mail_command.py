"""`flask mail deliver` against a real mail server: once, in time, and without waiting for it."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography.fernet import Fernet
from flask import Flask

from app import create_app
from app.lib import clock
from app.lib.mail import Server, message
from tests.colleagues import Colleague, at, link_in
from tests.conftest import make_config

LEA = "lea@reise.example"
FROM = "Zukunftsreise Fulda <reise@verein.example>"


class Letters:
    """A mail server that keeps what it gets; `answer` is what it says to each recipient."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_RCPT(  # noqa: N802  The name is aiosmtpd's.
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.got.append(message_from_bytes(envelope.content, policy=WIRE))
        return "250 OK"


@pytest.fixture
def letters() -> Iterator[Letters]:
    """A running mail server."""
    kept = Letters()
    controller = Controller(kept, hostname="127.0.0.1", port=free_port())
    controller.start()
    kept.port = controller.port  # type: ignore[attr-defined]
    yield kept
    controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def posting(each_app: Flask, letters: Letters) -> Flask:
    """The application with this mail server, on each database."""
    return with_server(each_app, letters.port)  # type: ignore[attr-defined]


def with_server(app: Flask, port: int) -> Flask:
    config = app.config["ZR"]
    url, keys = f"smtp://127.0.0.1:{port}", config.keys
    settings = make_config(
        config.instance, config.database_url, keys=keys, smtp_url=url, mail_from=FROM
    )
    return create_app(settings)


def run(app: Flask, *words: str, code: int = 0) -> str:
    done = app.test_cli_runner().invoke(args=list(words))
    assert done.exit_code == code, done.output
    return done.output


def invite(app: Flask, email: str = LEA) -> str:
    return link_in(run(app, "users", "invite", email, "--role", "facilitator"))


def test_an_invitation_arrives_once_however_often_it_is_delivered(
    posting: Flask, letters: Letters
) -> None:
    link = invite(posting)
    assert run(posting, "mail", "deliver") == "1 sent, 0 waiting.\n"
    assert run(posting, "mail", "deliver") == "0 sent, 0 waiting.\n"
    (mail,) = letters.got
    assert mail["To"] == LEA
    assert mail["From"] == FROM
    assert mail["Subject"] == "Ihre Einladung zu Zukunftsreise"
    assert mail["Message-ID"].endswith("@verein.example>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert link_in(mail.get_content()) == link


def test_what_no_longer_holds_is_not_sent(posting: Flask, letters: Letters) -> None:
    invite(posting)
    run(posting, "users", "revoke", LEA)
    Colleague(posting, "ada@reise.example").send("/passwort-vergessen", email="nie@reise.example")
    assert run(posting, "mail", "deliver") == "0 sent, 0 waiting.\n"
    assert letters.got == []


def test_a_dead_mail_server_holds_nobody_up_and_loses_nothing(
    each_app: Flask, letters: Letters
) -> None:
    dead = with_server(each_app, free_port())
    link = invite(dead)
    assert dead.test_client().get(link).status_code == 200
    said = run(dead, "mail", "deliver", code=1)
    assert "0 sent, 1 waiting" in said and "cannot be reached" in said
    alive = with_server(each_app, letters.port)  # type: ignore[attr-defined]
    assert run(alive, "mail", "deliver") == "1 sent, 0 waiting.\n"


def test_a_mail_that_no_key_opens_holds_no_other_up(posting: Flask, letters: Letters) -> None:
    invite(posting)
    config = posting.config["ZR"]
    rekeyed = create_app(replace(config, keys=(Fernet.generate_key().decode(),)))
    link = invite(rekeyed, "ben@reise.example")
    said = run(rekeyed, "mail", "deliver", code=1)
    assert "1 sent, 1 waiting." in said and "1 cannot be opened" in said
    assert [link_in(mail.get_content()) for mail in letters.got] == [link]
    with at(clock.now() + timedelta(minutes=3)):
        assert run(posting, "mail", "deliver") == "1 sent, 0 waiting.\n"


def test_a_mail_the_server_wants_later_is_sent_later(posting: Flask, letters: Letters) -> None:
    invite(posting)
    letters.answer = "451 later"
    assert run(posting, "mail", "deliver") == "0 sent, 1 waiting.\n"
    letters.answer = "250 OK"
    assert run(posting, "mail", "deliver") == "0 sent, 1 waiting.\n"
    with at(clock.now() + timedelta(minutes=3)):
        assert run(posting, "mail", "deliver") == "1 sent, 0 waiting.\n"


def test_a_mail_the_server_never_wants_is_given_up_and_others_go_out(
    posting: Flask, letters: Letters
) -> None:
    invite(posting)
    letters.answer = "550 nobody here"
    assert run(posting, "mail", "deliver") == "0 sent, 0 waiting.\n"
    letters.answer = "250 OK"
    invite(posting, "ada@reise.example")
    assert run(posting, "mail", "deliver") == "1 sent, 0 waiting.\n"


def test_without_a_server_mail_waits_and_is_gone_after_seven_days(app: Flask) -> None:
    invite(app)
    assert "No mail server is set (ZR_SMTP_URL); 1 waiting." in run(app, "mail", "deliver")
    with at(clock.now() + timedelta(days=7, minutes=1)):
        run(app, "jobs", "run")
        assert "0 waiting" in run(app, "mail", "deliver")


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": "Hallo\r\nBcc: alle@fremd.example"},
        {"subject": "Hallo\nX: y"},
        {"recipient": "lea@reise.example\r\nBcc: alle@fremd.example"},
        {"recipient": "lea@reise.example, alle@fremd.example"},
    ],
)
def test_nothing_becomes_a_header_that_is_none(changed: dict[str, str]) -> None:
    given = {"sender": FROM, "recipient": LEA, "subject": "Hallo", "text": "."} | changed
    with pytest.raises(ValueError):
        message(**given, number="1", now=clock.now()).as_bytes()


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", Server("mail.example", 25, "", "", False)),
        ("smtp://a%40b:p%3Aw@mail.example:587", Server("mail.example", 587, "a@b", "p:w", False)),
        ("smtps://mail.example", Server("mail.example", 465, "", "", True)),
    ],
)
def test_the_address_of_a_server_is_read(url: str, server: Server) -> None:
    assert Server.parse(url) == server


def test_a_password_never_travels_in_the_clear(posting: Flask, letters: Letters) -> None:
    config = posting.config["ZR"]
    url = config.smtp_url.replace("//", "//reise:geheim@")
    settings = make_config(
        config.instance, config.database_url, keys=config.keys, smtp_url=url, mail_from=FROM
    )
    careful = create_app(settings)
    invite(careful)
    said = run(careful, "mail", "deliver", code=1)
    assert "cannot be reached" in said and "geheim" not in said
    assert letters.got == []
