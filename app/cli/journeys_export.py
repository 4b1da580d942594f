"""`flask journeys export`: a journey's files as one ZIP or as a folder, the same every time."""

from pathlib import Path

import click

from app.cli.journeys import WRONG_USE, journeys
from app.content.importers import Refused, bundle
from app.content.report import relative

_SAID = {
    "de": {
        "one": "Geben Sie genau eines an: --zip DATEI oder --to ORDNER.",
        "taken": "{path} gibt es schon. Geändert wurde nichts.",
        "failed": "{path}: {reason}. Geschrieben wurde nichts.",
        "made": "Geschrieben: {path}",
    },
    "en": {
        "one": "Give exactly one: --zip FILE or --to FOLDER.",
        "taken": "{path} is there already. Nothing was changed.",
        "failed": "{path}: {reason}. Nothing was written.",
        "made": "Written: {path}",
    },
}


@journeys.command("export")
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@click.option("--zip", "archive", type=click.Path(path_type=Path), help="Write one ZIP.")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="Write a new folder.")
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_context
def export(
    context: click.Context, path: Path, archive: Path | None, folder: Path | None, lang: str
) -> None:
    """Write the files of a journey's folder as a ZIP, or as another folder.

    Equal files make equal bytes, whenever and wherever. What is there already is never replaced.
    """
    said = _SAID[lang]
    target = archive or folder
    if target is None or (archive and folder):
        click.echo(said["one"], err=True)
        context.exit(WRONG_USE)
    shown = relative(str(target))
    try:
        files = bundle.of_journey(path)
        if archive:
            bundle.write_zip(files, archive)
        else:
            bundle.write_folder(files, target)
    except Refused as refused:
        click.echo(refused.message(lang), err=True)
        context.exit(WRONG_USE)
    except FileExistsError:
        click.echo(said["taken"].format(path=shown), err=True)
        context.exit(WRONG_USE)
    except OSError as error:
        click.echo(said["failed"].format(path=shown, reason=error.strerror), err=True)
        context.exit(WRONG_USE)
    click.echo(said["made"].format(path=shown))
