"""`flask runs replay`: are the facts in the rows of runs what the answers say?"""

import click
from flask import current_app
from flask.cli import AppGroup

from app.models.base import Database
from app.models.replay import differences, repair

runs = AppGroup("runs", help="Runs of learners.")


@runs.command("replay")
@click.option("--check", is_flag=True, help="Only report; write nothing.")
@click.pass_context
def replay(context: click.Context, check: bool) -> None:
    """Recompute every run from its answers, and report each fact that differs.

    Without --check the recomputed facts are stored. Exit 1 where a difference is left.
    """
    database: Database = current_app.extensions["database"]
    found = left = 0
    for difference in differences(database):
        found += 1
        mended = not check and repair(database, difference)
        left += not mended
        click.echo(
            f"Run {difference.run}: {difference.fact} is {difference.stored!r}, "
            f"computed {difference.computed!r}." + (" Stored." if mended else "")
        )
    click.echo(
        f"{found} differences, {left} left." if found else "Every run is what its answers say."
    )
    context.exit(1 if left else 0)
