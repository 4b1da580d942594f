"""Mail servers that are slow, rude or dying: nobody waits for them, nothing is lost or doubled.

Only a mail that a server took without saying so goes out twice, under the same Message-ID.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import delete, func, select, update

from app.lib import clock, mail
from app.models.assignment import Assignment
from app.models.mailing import invite
from app.models.tables import join_code, outbox
from tests.colleagues import at
from tests.integration.test_mail_command import free_port, run, with_server
from tests.reminders import FIRST, Post, berlin

ROOT = Path(__file__).parents[2]
MINUTE = timedelta(minutes=1)


class Rude:
    """A mail server. `answers` says what it answers to some recipients, `act` what it does then."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.answers: dict[str, str] = {}
        self.drops: set[str] = set()
        self.kills = 0

    async def handle_RCPT(  # noqa: N802  The name is aiosmtpd's.
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        answer = self.answers.get(address.partition("@")[0], "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        (to,) = envelope.rcpt_tos
        name = to.partition("@")[0]
        self.got.append((name, message_from_bytes(envelope.content)["Message-ID"]))
        if self.kills:
            os.kill(self.kills, signal.SIGKILL)
            self.kills = 0
        if name in self.drops:
            self.drops.remove(name)
            server.transport.abort()
        return "250 OK"

    def names(self) -> list[str]:
        return sorted(name for name, _ in self.got)


@pytest.fixture
def rude() -> Iterator[Rude]:
    kept = Rude()
    controller = Controller(kept, hostname="127.0.0.1", port=free_port())
    controller.start()
    kept.port = controller.port  # type: ignore[attr-defined]
    yield kept
    controller.stop()


@pytest.fixture
def post(app: Flask, lonely: str, rude: Rude) -> Post:
    """Three people who are to be reminded, and a mail server that is not to be trusted."""
    made = Post(app, lonely, "ada", "ben", "lea")
    made.app = with_server(app, rude.port)  # type: ignore[attr-defined]
    made.ask(berlin(FIRST))
    return made


def deliver(post: Post, minutes: int, code: int = 0) -> str:
    with at(berlin(FIRST) + minutes * MINUTE):
        return run(post.app, "mail", "deliver", code=code)


def waiting(post: Post) -> int:
    left = select(func.count()).select_from(outbox).where(outbox.c.due_at.is_not(None))
    return int(post.firm.rows(left)[0][0])


def test_a_refused_recipient_holds_nobody_up_and_is_left_alone(post: Post, rude: Rude) -> None:
    rude.answers = {"ada": "550 nobody here", "ben": "451 later"}
    assert "0 sent, 0 waiting" in deliver(post, 1)
    assert rude.names() == ["lea"]
    rude.answers = {}
    deliver(post, 5)
    post.ask(berlin(FIRST) + timedelta(days=1))
    deliver(post, 24 * 60 + 1)
    assert rude.names() == ["ben", "lea"]


def test_a_mail_that_was_taken_without_a_word_comes_again_with_its_number(
    post: Post, rude: Rude
) -> None:
    rude.drops = {"ada"}
    assert "cannot be reached" in deliver(post, 1, code=1)
    assert rude.names() == ["ada"]
    deliver(post, 2)
    assert rude.names() == ["ada", "ben", "lea"]
    for minutes in (10, 12, 30):
        deliver(post, minutes)
    assert rude.names() == ["ada", "ada", "ben", "lea"]
    assert len({number for _, number in rude.got}) == 3
    assert waiting(post) == 0


def test_a_delivery_that_is_killed_loses_nothing(post: Post, rude: Rude) -> None:
    config = post.app.config["ZR"]
    environ = os.environ | {
        "ZR_DATABASE_URL": config.database_url,
        "ZR_KEYS": ",".join(config.keys),
        "ZR_SMTP_URL": config.smtp_url,
        "ZR_MAIL_FROM": config.mail_from,
        "ZR_ENV": "development",
    }
    invited(post)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "mail", "deliver"]
    with subprocess.Popen(command, cwd=ROOT, env=environ) as victim:
        rude.kills = victim.pid
        assert victim.wait() == -signal.SIGKILL
    assert len(rude.got) == 1
    for minutes in (1, 11):
        with at(clock.now() + minutes * MINUTE):
            run(post.app, "mail", "deliver")
    assert len(rude.got) == 4
    assert len({number for _, number in rude.got}) == 3
    assert waiting(post) == 0


def invited(post: Post) -> None:
    """Let the three be invited by mail, and not reminded."""
    with post.database.write() as session:
        session.execute(delete(outbox))
        own = update(join_code).where(join_code.c.assignment_id == post.made.id)
        session.execute(own.values(ends_at=clock.now() + timedelta(days=20)))
        made = Assignment.find(session, post.made.id)
        assert made
        assert invite(session, post.app.extensions["keyring"], made, clock.now()) == 3


def silent(listener: socket.socket, kept: list[socket.socket]) -> None:
    """Take a connection, and never say a word."""
    kept.append(listener.accept()[0])


def dripping(listener: socket.socket, kept: list[socket.socket]) -> None:
    """Greet, and answer everything by a line that never ends."""
    client, _ = listener.accept()
    kept.append(client)
    client.sendall(b"220 here\r\n")
    try:
        while client.recv(4096).startswith(b"ehlo"):
            client.sendall(b"250 here\r\n")
        while True:
            client.sendall(b"2")
            client.recv(1)
    except OSError:
        pass


@pytest.mark.parametrize("manners", [silent, dripping])
def test_a_slow_server_is_given_up_and_loses_nothing(
    post: Post, rude: Rude, monkeypatch: pytest.MonkeyPatch, manners: Any
) -> None:
    monkeypatch.setattr(mail, "SECONDS", 0.3)
    monkeypatch.setattr(mail, "LONGEST", 0.5)
    kept: list[socket.socket] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        thread = Thread(target=manners, args=(listener, kept), daemon=True)
        thread.start()
        slow = with_server(post.app, listener.getsockname()[1])
        with at(berlin(FIRST) + MINUTE):
            said = run(slow, "mail", "deliver", code=1)
        assert "cannot be reached" in said
        for client in kept:
            client.close()
        thread.join()
    assert slow.test_client().get("/").status_code == 200
    deliver(post, 12)
    assert rude.names() == ["ada", "ben", "lea"]
