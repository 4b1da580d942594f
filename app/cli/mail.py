"""`flask mail deliver`: send what waits in the outbox. Run it every minute from a timer."""

from collections import Counter
from datetime import datetime
from email.message import EmailMessage
from typing import Literal

import click
from flask import current_app
from flask.cli import AppGroup

from app.config import Config
from app.lib import clock
from app.lib.mail import Post, Postponed, Refused, Server, Unreachable, message
from app.models import reminding
from app.models.base import Database
from app.models.outbox import REMINDER, Outbox, Outgoing
from app.ui import mails

Outcome = Literal["sent", "reminded", "postponed", "dropped", "locked"]

mail = AppGroup("mail", help="Mail that waits in the outbox.")


@mail.command("deliver")
@click.pass_context
def deliver(context: click.Context) -> None:
    """Send every mail that is due and still holds; it may run twice at once.

    Exit 1 where the mail server cannot be reached, or a mail cannot be opened.
    """
    config: Config = current_app.config["ZR"]
    if not config.smtp_url:
        click.echo(f"No mail server is set (ZR_SMTP_URL); {_count_waiting()} waiting.")
        return
    outcomes, is_reached = _send_all(config)
    click.echo(f"{outcomes['sent']} sent, {_count_waiting()} waiting.")
    if outcomes["locked"]:
        click.echo(f"{outcomes['locked']} cannot be opened: ZR_KEYS lacks the key of then.")
    if not is_reached:
        click.echo("The mail server cannot be reached; the next run tries again.")
    if outcomes["locked"] or not is_reached:
        context.exit(1)


def _send_all(config: Config) -> tuple[Counter[Outcome], bool]:
    """Send until nothing is due any more; return what became of how many, and whether all could."""
    outcomes: Counter[Outcome] = Counter()
    with _database().read() as session:
        if not Outbox.is_due(session, clock.now()):
            return outcomes, True
    try:
        with Post(Server.parse(config.smtp_url)) as post:
            while (outgoing := _claim()) is not None:
                outcome = _send(post, config.mail_from, outgoing)
                _settle(outgoing, outcome)
                outcomes[outcome] += 1
    except Unreachable:
        return outcomes, False
    return outcomes, True


def _send(post: Post, sender: str, outgoing: Outgoing) -> Outcome:
    """Hand a mail over if it still holds. Where the connection breaks, it is sent another time."""
    if outgoing.values is None:
        return "locked"
    now = clock.now()
    with _database().read() as session:
        words = mails.compose(session, outgoing.kind, outgoing.values, outgoing.created_at, now)
    if words is None:
        return "dropped"
    # A reminder is settled and told the same way, whatever became of it.
    done: Outcome = "reminded" if outgoing.kind == REMINDER else "sent"
    if not words.goes_out:
        return done
    try:
        post.send(_message(sender, outgoing, words, now))
    except Postponed:
        return "postponed"
    except Refused:
        return done if done == "reminded" else "dropped"
    return done


def _message(sender: str, outgoing: Outgoing, words: mails.Mail, now: datetime) -> EmailMessage:
    return message(
        sender,
        outgoing.recipient,
        words.subject,
        words.text,
        number=f"outbox-{outgoing.id}",
        now=now,
        headers=words.headers,
    )


def _claim() -> Outgoing | None:
    with _database().write() as session:
        return Outgoing.claim(session, current_app.extensions["keyring"], clock.now())


def _settle(outgoing: Outgoing, outcome: Outcome) -> None:
    with _database().write() as session:
        if outcome in ("sent", "reminded"):
            outgoing.sent(session, clock.now())
            if outcome == "reminded" and outgoing.values is not None:
                reminding.settle(session, outgoing.values, clock.now())
        elif outcome in ("postponed", "locked"):
            # A key that was forgotten may come back.
            outgoing.postpone(session, clock.now())
        else:
            outgoing.drop(session)


def _count_waiting() -> int:
    with _database().read() as session:
        return Outbox.waiting(session)


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
