"""`flask members`: what lists of companies hold about an address, for whoever asks for it.

Who has opened a personal link sees all of it at „Meine Daten“. This is for everybody else: make
sure that whoever asks is the owner of the address.
"""

import json

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.users import EMAIL
from app.lib import clock
from app.models.audit import COMMAND, Audit
from app.models.base import Database
from app.models.learner_company import of_address
from app.models.member import Member

members = AppGroup("members", help="People on the lists of companies.")


@members.command("export")
@click.argument("email", type=EMAIL)
def export(email: str) -> None:
    """Print as JSON what the lists of all companies hold about an address."""
    with _database().read() as session:
        click.echo(json.dumps(of_address(session, email), ensure_ascii=False, indent=2))


@members.command("erase")
@click.argument("email", type=EMAIL)
@click.confirmation_option(prompt="Take this address off every list for good?")
def erase(email: str) -> None:
    """Take an address off the lists of all companies, with links, reminders and mails.

    Journeys that somebody walked stay with their device, for its owner to delete.
    """
    with _database().write() as session:
        found = Member.with_address(session, email)
        for each in found:
            each.remove(session)
            Audit.note(session, "member:erase", by=COMMAND, about=each.code, now=clock.now())
    _database().scrub()
    click.echo(f"{len(found)} taken off.")


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
