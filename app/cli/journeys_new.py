"""`flask journeys new`: begin a journey from a small finished one."""

import secrets
import shutil
from pathlib import Path

import click

from app.cli.journeys import WRONG_USE, journeys
from app.content.report import relative
from app.content.starters import STARTERS, is_id, possible_id, starter

ROOT = Path(__file__).parents[2]
_SAID = {
    "de": {
        "bad": "„{id}“ kann kein fester Name sein: kleine Buchstaben ohne Umlaute, Ziffern und "
        "Bindestriche, am Anfang ein Buchstabe, höchstens 40 Zeichen.",
        "near": "So ginge es: {near}",
        "taken": "{path} gibt es schon. Wählen Sie einen anderen Namen; geändert wurde nichts.",
        "no-folder": "Den Ordner {path} gibt es nicht.",
        "failed": "{path}: {reason}. Geschrieben wurde nichts.",
        "made": "Angelegt: {path}\nSo geht es weiter:",
    },
    "en": {
        "bad": "“{id}” cannot be an id: small letters without umlauts, digits and hyphens, "
        "a letter first, at most 40 signs.",
        "near": "This would do: {near}",
        "taken": "{path} is there already. Choose another name; nothing was changed.",
        "no-folder": "There is no folder {path}.",
        "failed": "{path}: {reason}. Nothing was written.",
        "made": "Made: {path}\nWhat to do next:",
    },
}


@journeys.command("new")
@click.argument("id_", metavar="ID")
@click.option("--template", type=click.Choice(STARTERS), default="mini", show_default=True)
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=ROOT / "journeys",
    help="The folder of all journeys. Default: journeys/.",
)
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_context
def new(context: click.Context, id_: str, template: str, folder: Path, lang: str) -> None:
    """Begin a journey from a template: mini a short one, rolle with two roles, tandem for two.

    Makes the folder journeys/ID with a journey.yaml that checks clean and passes its own tests.
    """
    said = _SAID[lang]
    refusal = _refusal(id_, folder, lang)
    if refusal is None:
        try:
            file = _plant(folder, id_, template)
        except OSError as error:
            refusal = said["failed"].format(path=relative(str(folder / id_)), reason=error.strerror)
    if refusal is not None:
        click.echo(refusal, err=True)
        context.exit(WRONG_USE)
    click.echo(said["made"].format(path=relative(str(file))))
    for verb in ("check", "test", "show", "walk"):
        click.echo(f"  flask journeys {verb} {relative(str(file.parent))}{_option(lang)}")


def _option(lang: str) -> str:
    return "" if lang == "de" else f" --lang {lang}"


def _refusal(id_: str, folder: Path, lang: str) -> str | None:
    """Return why a journey cannot be made there, None where it can."""
    said = _SAID[lang]
    if not is_id(id_):
        near = possible_id(id_)
        return said["bad"].format(id=id_) + (f" {said['near'].format(near=near)}" if near else "")
    if not folder.is_dir():
        return said["no-folder"].format(path=relative(str(folder)))
    if (folder / id_).exists():
        return said["taken"].format(path=relative(str(folder / id_)))
    return None


def _plant(folder: Path, id_: str, template: str) -> Path:
    """Write the folder under another name first, so that it is there whole or not at all."""
    draft = folder / f".{id_}.{secrets.token_hex(4)}"
    draft.mkdir()
    try:
        text = starter(template, id_, for_editor=(folder / "schema.json").is_file())
        (draft / "journey.yaml").write_text(text, "utf-8")
        draft.rename(folder / id_)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder / id_ / "journey.yaml"
