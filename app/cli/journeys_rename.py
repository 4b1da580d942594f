"""`flask journeys rename`: a name under another one, in the journey and all files beside it."""

from pathlib import Path

import click

from app.cli.journeys import PROBLEMS_FOUND, WRONG_USE, journeys
from app.content.edit import write_all
from app.content.edit_rename import CannotRename, HasErrors, rename
from app.content.report import relative, report
from app.content.source import read


@journeys.command("rename")
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("old")
@click.argument("new")
@click.option(
    "--unpublished",
    is_flag=True,
    help="Nobody has walked this journey yet: leave “renamed” as it is.",
)
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_context
def rename_(
    context: click.Context, path: Path, old: str, new: str, unpublished: bool, lang: str
) -> None:
    """Rename OLD to NEW wherever it is used: texts, conditions, tests, translations.

    PATH is a journey.yaml or its folder. OLD is a step, a choice or other part (step.choice), a
    counter, or role.NAME, slot.NAME, sources.NAME, stages.NAME, step@variant. The old name is kept
    under “renamed”, so that answers given under it stay valid. All files are written, or none.
    """
    try:
        context.exit(_rename(path, old, new, not unpublished, lang))
    except CannotRename as refusal:
        click.echo(_WORDS[lang][refusal.reason].format(**refusal.values), err=True)
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}", err=True)
    context.exit(WRONG_USE)


def _rename(path: Path, old: str, new: str, remember: bool, lang: str) -> int:
    file = path / "journey.yaml" if path.is_dir() else path
    if not file.exists():
        raise CannotRename("missing", path=path)
    try:
        renaming = rename(read(file), old, new, remember=remember)
    except HasErrors as errors:
        for problem in errors.problems:
            click.echo(report(problem, errors.parsed.lines(problem.file), lang) + "\n")
        click.echo(_WORDS[lang]["afterwards" if errors.afterwards else "before"])
        return PROBLEMS_FOUND
    write_all(renaming.contents)
    for changed, count in renaming.places.items():
        click.echo(_WORDS[lang]["changed"].format(file=relative(str(changed)), count=count))
    return 0


_WORDS = {
    "de": {
        "changed": "{file}: geänderte Stellen: {count}.",
        "before": "Nichts ist geändert. Beheben Sie zuerst diese Fehler, dann sind alle Stellen "
        "zu finden.",
        "afterwards": "Nichts ist geändert. Mit dem neuen Namen gäbe es diese Fehler.",
        "missing": "{path}: Hier ist keine Reise zu lesen (journey.yaml).",
        "unknown": "„{old}“: Diesen Namen gibt es in der Reise nicht.",
        "unknown_near": "„{old}“: Diesen Namen gibt es in der Reise nicht. Meinten Sie „{near}“?",
        "same": "„{old}“ heißt schon so.",
        "bad": "„{new}“ kann kein Name sein. Erlaubt sind a bis z, Ziffern und Bindestriche, "
        "am Anfang ein Buchstabe, höchstens 40 Zeichen.",
        "bad_near": "„{new}“ kann kein Name sein. Erlaubt sind a bis z, Ziffern und Bindestriche, "
        "am Anfang ein Buchstabe, höchstens 40 Zeichen. Meinten Sie „{near}“?",
        "reserved": "„{new}“ hat im Format eine eigene Bedeutung. Wählen Sie einen anderen Namen.",
        "taken": "„{new}“ gibt es in der Reise schon. Wählen Sie einen anderen Namen.",
        "was_used": "„{new}“ steht unter „renamed“ oder „removed“: So hieß früher etwas anderes. "
        "Wählen Sie einen anderen Namen.",
    },
    "en": {
        "changed": "{file}: places changed: {count}.",
        "before": "Nothing has been changed. Please mend these errors first, so that every place "
        "can be found.",
        "afterwards": "Nothing has been changed. With the new name there would be these errors.",
        "missing": "{path}: there is no journey to read here (journey.yaml).",
        "unknown": "“{old}”: the journey has no such name.",
        "unknown_near": "“{old}”: the journey has no such name. Did you mean “{near}”?",
        "same": "“{old}” is called that already.",
        "bad": "“{new}” cannot be a name. Allowed are a to z, digits and hyphens, a letter first, "
        "40 characters at most.",
        "bad_near": "“{new}” cannot be a name. Allowed are a to z, digits and hyphens, a letter "
        "first, 40 characters at most. Did you mean “{near}”?",
        "reserved": "“{new}” has a meaning of its own in the format. Choose another name.",
        "taken": "“{new}” exists in the journey already. Choose another name.",
        "was_used": "“{new}” stands under “renamed” or “removed”: something else had that name. "
        "Choose another name.",
    },
}
