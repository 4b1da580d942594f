"""`flask companies`: make a company with its first manager, and list all of them."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.users import EMAIL
from app.lib import clock
from app.models.base import Database
from app.models.company import LONGEST_NAME, MOST_PEOPLE, SECTORS, Company, counts_of_managers
from app.ui import mails

companies = AppGroup("companies", help="Companies and their first managers.")


def _name(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    name = " ".join(value.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise click.BadParameter(f"a name has 1 to {LONGEST_NAME} signs.")
    return name


@companies.command("create")
@click.argument("name", callback=_name)
@click.option("--sector", type=click.Choice(SECTORS), required=True)
@click.option("--head-count", type=click.IntRange(1, MOST_PEOPLE), required=True)
@click.option("--manager", type=EMAIL, required=True, help="The e-mail address of the first one.")
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
def create(name: str, sector: str, head_count: int, manager: str, lang: str) -> None:
    """Make a company, invite its first manager and print the link.

    The link goes out by mail too, where a mail server is set. It is good for 14 days and once.
    """
    now, zone = clock.now(), current_app.config["ZR"].timezone
    with _database().write() as session:
        made = Company.create(
            session, name, sector, head_count, now, by=None, timezone=zone, language=lang
        )
        keyring = current_app.extensions["keyring"]
        token = made.invite(session, keyring, manager, now, by=None, lang=lang)
    click.echo(mails.address_of("accounts.show_invitation", token=token))


@companies.command("list")
def list_() -> None:
    """List the companies: code, name, head count and how many manage each."""
    with _database().read() as session:
        managers = counts_of_managers(session)
        for each in Company.all(session):
            state = "closed" if each.closed_at else f"managers: {managers.get(each.id, 0)}"
            click.echo(f"{each.code} {each.name}: {each.sector}, {each.head_count}, {state}")


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
