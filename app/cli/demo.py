"""`flask demo seed`: people and data to try everything. Only where nobody can mistake it for real.

A noun that wants to be shown adds a seeder to `SEEDERS`: a function that makes what it needs where
it is missing, and returns what to say about it.
"""

from collections.abc import Callable

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli import demo_company, demo_people, demo_studio

SEEDERS: tuple[Callable[[], list[str]], ...] = (
    demo_people.seed,
    demo_studio.seed,
    demo_company.seed,
)

demo = AppGroup("demo", help="People and data to try everything.")


@demo.command("seed")
def seed() -> None:
    """Make everything that is missing and print how to sign in; it may run again at any time."""
    if current_app.config["ZR"].is_production:
        raise click.ClickException("Demo data has no place in production.")
    for make in SEEDERS:
        for line in make():
            click.echo(line)
