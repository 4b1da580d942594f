"""`flask journeys import`: make a draft of a story that another tool wrote."""

from pathlib import Path

import click

from app.cli.journeys import PROBLEMS_FOUND, WRONG_USE, journeys
from app.content.importers import Imported, Refused, bundle, read_path, summary
from app.content.problems import ERROR
from app.content.report import relative
from app.content.report import summary as checked_summary
from app.content.source import read

ROOT = Path(__file__).parents[2]
_SAID = {
    "de": {
        "taken": "{path} gibt es schon. Wählen Sie mit --to einen anderen Ordner; geändert wurde"
        " nichts.",
        "no-folder": "Den Ordner {path} gibt es nicht.",
        "failed": "{path}: {reason}. Geschrieben wurde nichts.",
        "made": "Angelegt: {path}",
        "next": "So geht es weiter:",
    },
    "en": {
        "taken": "{path} is there already. Choose another folder with --to; nothing was changed.",
        "no-folder": "There is no folder {path}.",
        "failed": "{path}: {reason}. Nothing was written.",
        "made": "Made: {path}",
        "next": "What to do next:",
    },
}


@journeys.command("import")
@click.argument("source", metavar="FILE_OR_FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    default=ROOT / "journeys",
    help="The folder of all journeys. Default: journeys/.",
)
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_context
def import_(context: click.Context, source: Path, folder: Path, lang: str) -> None:
    """Make a draft of Twee files, an Oppia exploration, or a journey's ZIP or folder.

    Makes the folder journeys/ID and prints what a person should look at. Scripts and macros are
    never run: they stay readable in notes. Exit 0: the draft has no errors; 1: it has; 2: nothing
    was written.
    """
    try:
        imported = read_path(source, lang=lang)
    except Refused as refused:
        click.echo(refused.message(lang), err=True)
        context.exit(WRONG_USE)
    path = folder / imported.id
    if reason := _write(imported, folder, lang):
        click.echo(reason, err=True)
        context.exit(WRONG_USE)
    for finding in imported.report:
        click.echo(finding.line_of_report(lang))
    click.echo(summary(imported.report, lang) + "\n")
    context.exit(_say_checked(path, lang))


def _write(imported: Imported, folder: Path, lang: str) -> str:
    """Write the draft; return why that cannot be, "" where it was done."""
    said, path = _SAID[lang], folder / imported.id
    if not folder.is_dir():
        return said["no-folder"].format(path=relative(str(folder)))
    try:
        bundle.write_folder(imported.files, path)
    except FileExistsError:
        return said["taken"].format(path=relative(str(path)))
    except OSError as error:
        return said["failed"].format(path=relative(str(path)), reason=error.strerror)
    return ""


def _say_checked(path: Path, lang: str) -> int:
    """Say what the draft still needs and what to do next; return the exit status."""
    parsed = read(path / bundle.JOURNEY)
    shown = relative(str(path))
    click.echo(_SAID[lang]["made"].format(path=shown))
    click.echo(checked_summary(parsed.problems, 1, lang))
    click.echo(_SAID[lang]["next"])
    option = "" if lang == "de" else f" --lang {lang}"
    click.echo(f"  flask journeys check {shown}{option}")
    return PROBLEMS_FOUND if any(p.severity == ERROR for p in parsed.problems) else 0
