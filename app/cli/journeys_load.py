"""`flask journeys load`: publish the files of authors as immutable versions."""

import gc
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app.cli.journeys import PROBLEMS_FOUND, WRONG_USE, journey_files, journeys
from app.content.problems import ERROR
from app.content.report import report
from app.content.source import read
from app.lib import clock
from app.models.base import Database
from app.models.journey import publish

ROOT = Path(__file__).parents[2]


@journeys.command("load")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--note", default="", help="One sentence: what is new in this version.")
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_context
@with_appcontext
def load(context: click.Context, paths: tuple[Path, ...], note: str, lang: str) -> None:
    """Load journeys into the database: each change makes a new version. Default: journeys/.

    A journey with errors is refused, and its previous version stays live.
    """
    # Each journey makes a hundred thousand values and drops them whole; looking for cycles among
    # them at the usual pace would take a twelfth of the time.
    gc.set_threshold(100_000, 50, 50)
    status = 0
    for path in paths or (ROOT / "journeys",):
        files = list(journey_files(path))
        if not files:
            click.echo(f"{path}: there is no journey here (journey.yaml).", err=True)
            status = WRONG_USE
        for file in files:
            status = max(status, _load(file, note, lang, clock.now()))
    context.exit(status)


def _load(file: Path, note: str, lang: str, now: datetime) -> int:
    try:
        parsed = read(file, advise=False)
    except OSError as error:
        click.echo(f"{file}: {error.strerror}.", err=True)
        return WRONG_USE
    if parsed.journey is None:
        for problem in parsed.problems:
            if problem.severity == ERROR:
                click.echo(report(problem, parsed.lines(problem.file), lang) + "\n", err=True)
        click.echo(f"{file}: refused; the version loaded before stays live.", err=True)
        return PROBLEMS_FOUND
    database: Database = current_app.extensions["database"]
    try:
        with database.write() as session:
            version, is_new = publish(session, parsed, now, note)
    except SQLAlchemyError as error:
        raise click.ClickException(f"{file}: the database refused it ({error}).") from error
    click.echo(
        f"{version.journey_id}: version {version.number} "
        + ("published." if is_new else "is loaded already.")
    )
    return 0
