"""`flask database`: the schema, and the keys that protect private texts."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.lib.crypto import Unreadable
from app.models import credentials
from app.models.base import Database
from app.models.learner import rewrap_keys
from app.models.outbox import Outbox

database = AppGroup("database", help="Schema and keys of the database.")


@database.command("upgrade")
def upgrade() -> None:
    """Bring the tables to the form this version needs; does nothing where they have it."""
    store: Database = current_app.extensions["database"]
    before = store.revision()
    store.upgrade()
    after = store.revision()
    click.echo(f"Schema {after}: " + ("up to date." if after == before else "now in place."))


@database.command("rotate-keys")
def rotate_keys() -> None:
    """Wrap every person's key with the first key of ZR_KEYS; afterwards older keys can go.

    Second factors of staff and mail that waits are sealed with it too.
    """
    store: Database = current_app.extensions["database"]
    keyring = current_app.extensions["keyring"]
    try:
        count = rewrap_keys(store, keyring)
        with store.write() as session:
            credentials.rewrap(session, keyring)
            Outbox.rewrap(session, keyring)
    except Unreadable:
        raise click.ClickException(
            "A person's key cannot be opened: ZR_KEYS lacks the key it was wrapped with."
        ) from None
    click.echo(f"{count} keys wrapped with the first key of ZR_KEYS.")
