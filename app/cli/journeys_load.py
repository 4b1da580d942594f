"""`flask journeys load`: publish the files of authors as immutable versions."""

import gc
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app.cli.journeys import PROBLEMS_FOUND, WRONG_USE, journey_files, journeys
from app.content.problems import ERROR
from app.content.report import report
from app.content.source import Parsed, read
from app.engine import Journey
from app.lib import clock
from app.models.base import Database
from app.models.impact import impact
from app.models.journey import Overtaken, compiled, newest_version, publish
from app.ui import view
from app.ui.impacts import sentence
from app.ui.words import gettext as _

ROOT = Path(__file__).parents[2]
MANY = 40
"""From so many files on each core reads a share of them."""


@journeys.command("load")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--note", default="", help="One sentence: what is new in this version.")
@click.option("--yes", is_flag=True, help="Ask nothing, also where learners are concerned.")
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.option("--alone", is_flag=True, hidden=True)
@click.pass_context
@with_appcontext
def load(
    context: click.Context, paths: tuple[Path, ...], note: str, yes: bool, lang: str, alone: bool
) -> None:
    """Load journeys into the database: each change makes a new version. Default: journeys/.

    A journey with errors is refused, also with a change that learners under way could not follow
    (ZR0), and its previous version stays live. What a version does to those under way is told
    before it is published; a terminal asks where it moves somebody or leaves somebody behind.
    """
    # Each journey makes a hundred thousand values and drops them whole; looking for cycles among
    # them at the usual pace would take a twelfth of the time.
    gc.set_threshold(100_000, 50, 50)
    view.choose(view.View(lang=lang))
    status, asks = 0, not yes and _is_terminal()
    for path in paths or (ROOT / "journeys",):
        files = list(journey_files(path))
        if not files:
            click.echo(f"{path}: there is no journey here (journey.yaml).", err=True)
            status = WRONG_USE
        if len(files) >= MANY and not asks and not alone:
            status = max(status, _load_in_shares(files, note, lang))
            continue
        for file in files:
            status = max(status, _load(file, note, lang, asks=asks))
    view.choose(None)
    context.exit(status)


def _load_in_shares(files: Sequence[Path], note: str, lang: str) -> int:
    """Let each core load a share: reading takes most of the time, and only publishing waits."""
    command = [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py"), "journeys", "load"]
    command += ["--alone", "--yes", "--note", note, "--lang", lang, "--"]
    cores = os.cpu_count() or 1
    shares = [[str(file) for file in files[first::cores]] for first in range(cores)]
    running = [subprocess.Popen([*command, *share]) for share in shares if share]
    return max(process.wait() for process in running)


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _load(file: Path, note: str, lang: str, *, asks: bool) -> int:
    database: Database = current_app.extensions["database"]
    before = _Latest(database)
    try:
        parsed = read(file, advise=False, published=before.journey)
        if parsed.journey is None:
            return _refuse(file, parsed, lang)
        if before.hash != parsed.hash and not _confirmed(database, parsed.journey, asks=asks):
            click.echo(f"{parsed.journey.id}: not published.")
            return PROBLEMS_FOUND
        with database.write() as session:
            found = publish(session, parsed, clock.now(), note, against=before.id)
    except OSError as error:
        click.echo(f"{file}: {error.strerror}.", err=True)
        return WRONG_USE
    except Overtaken:
        raise click.ClickException(f"{file}: another version has just been published.") from None
    except SQLAlchemyError as error:
        raise click.ClickException(f"{file}: the database refused it ({error}).") from error
    version, is_new = found
    click.echo(
        f"{version.journey_id}: version {version.number} "
        + ("published." if is_new else "is loaded already.")
    )
    return 0


class _Latest:
    """The version that was published last, looked up by the id that a file gives itself."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.id = 0
        self.hash = ""

    def journey(self, journey_id: str) -> Journey | None:
        with self._database.read() as session:
            found = newest_version(session, journey_id)
            if found is None:
                return None
            self.id, self.hash = found.id, found.hash
            return compiled(session, found.id)


def _refuse(file: Path, parsed: Parsed, lang: str) -> int:
    for problem in parsed.problems:
        if problem.severity == ERROR:
            click.echo(report(problem, parsed.lines(problem.file), lang) + "\n", err=True)
    click.echo(f"{file}: refused; the version loaded before stays live.", err=True)
    return PROBLEMS_FOUND


def _confirmed(database: Database, journey: Journey, *, asks: bool) -> bool:
    """Tell what a version does to those under way; ask where it does more than reword."""
    with database.read() as session:
        found = impact(session, journey.id, journey)
    if not found.total:
        return True
    click.echo(f"{journey.id}: {sentence(found)}.")
    concerns = asks and bool(found.moving or found.left_behind)
    return not concerns or click.confirm(_("Veröffentlichen?"))
