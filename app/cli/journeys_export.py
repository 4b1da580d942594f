"""`flask journeys export`: a journey's files as one ZIP or as a folder, the same every time."""

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli.journeys import WRONG_USE, journeys
from app.content.importers import Refused, bundle
from app.content.report import relative
from app.content.starters import is_id
from app.models.base import Database
from app.models.journey import sources, version_of

_SAID = {
    "de": {
        "one": "Geben Sie genau eines an: --zip DATEI oder --to ORDNER.",
        "unknown": "„{id}“ ist weder ein Ordner noch eine veröffentlichte Reise.",
        "no-version": "Von „{id}“ gibt es keine Fassung {number}.",
        "taken": "{path} gibt es schon. Geändert wurde nichts.",
        "failed": "{path}: {reason}. Geschrieben wurde nichts.",
        "made": "Geschrieben: {path}",
    },
    "en": {
        "one": "Give exactly one: --zip FILE or --to FOLDER.",
        "unknown": "“{id}” is neither a folder nor a published journey.",
        "no-version": "There is no version {number} of “{id}”.",
        "taken": "{path} is there already. Nothing was changed.",
        "failed": "{path}: {reason}. Nothing was written.",
        "made": "Written: {path}",
    },
}


@journeys.command("export")
@click.argument("source", metavar="ID_OR_PATH")
@click.option("--version", "number", type=click.IntRange(1), help="Of a published journey.")
@click.option("--zip", "archive", type=click.Path(path_type=Path), help="Write one ZIP.")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="Write a new folder.")
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_context
def export(
    context: click.Context,
    source: str,
    number: int | None,
    archive: Path | None,
    folder: Path | None,
    lang: str,
) -> None:
    """Write the files of a published journey, or of a journey's folder, as a ZIP or as a folder.

    A published journey is named by its id; without --version it is the one published last. Equal
    files make equal bytes, whenever and wherever. What is there already is never replaced.
    """
    said = _SAID[lang]
    target = archive or folder
    if target is None or (archive and folder):
        _stop(context, said["one"])
    shown = relative(str(target))
    try:
        files = _files(context, source, number, lang)
        if archive:
            bundle.write_zip(files, archive)
        else:
            bundle.write_folder(files, target)
    except Refused as refused:
        _stop(context, refused.message(lang))
    except FileExistsError:
        _stop(context, said["taken"].format(path=shown))
    except OSError as error:
        _stop(context, said["failed"].format(path=shown, reason=error.strerror))
    click.echo(said["made"].format(path=shown))


def _files(
    context: click.Context, source: str, number: int | None, lang: str
) -> Mapping[str, bytes]:
    """Return the files of a folder that is there, else those of a published journey."""
    if number is None and (Path(source).exists() or not is_id(source)):
        return bundle.of_journey(Path(source))
    found: Mapping[str, bytes] | None = with_appcontext(_published)(source, number)
    if found is None:
        _stop(context, _SAID[lang]["unknown" if number is None else "no-version"].format(
            id=source, number=number))  # fmt: skip
    return found


def _published(journey_id: str, number: int | None) -> Mapping[str, bytes] | None:
    database: Database = current_app.extensions["database"]
    with database.read() as session:
        version_id = version_of(session, journey_id, number)
        return sources(session, version_id) if version_id else None


def _stop(context: click.Context, words: str) -> NoReturn:
    click.echo(words, err=True)
    context.exit(WRONG_USE)
