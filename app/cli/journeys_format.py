"""`flask journeys format`: files of authors in their usual form, without a change of meaning."""

from pathlib import Path

import click

from app.cli.journeys import PROBLEMS_FOUND, WRONG_USE, journey_files, journeys
from app.content.edit import Document, write_all
from app.content.edit_format import formatted, formatted_texts
from app.content.problems import ERROR, Problem
from app.content.report import relative, report
from app.content.source import Parsed, read


@journeys.command("format")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_context
def format_(context: click.Context, path: Path, lang: str) -> None:
    """Put texts in quotation marks, and the kind of each step first.

    PATH is a journey.yaml, a folder with one, or a folder of such folders. Translations beside a
    journey are formatted too. Comments, order and blank lines stay, and so does the meaning; a file
    that cannot be read without doubt is refused.
    """
    try:
        files = list(journey_files(path))
        status = max((_format(file, lang) for file in files), default=WRONG_USE)
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}", err=True)
        context.exit(WRONG_USE)
    if not files:
        click.echo(_WORDS[lang]["missing"].format(path=path), err=True)
    context.exit(status)


def _format(file: Path, lang: str) -> int:
    """Format a journey and its translations; a file that is refused does not stop the others."""
    parsed = read(file)
    status, changed = 0, {}
    for path, raw in _files(file, parsed).items():
        document = Document.of(raw, path)
        refused = document.problems or _unclear(parsed, path)
        if refused:
            _refuse(refused, parsed, path, lang)
            status = PROBLEMS_FOUND
            continue
        data = document.encoded(_in_form(document, parsed, path == file))
        if data != raw:
            changed[path] = data
        click.echo(_WORDS[lang]["changed" if data != raw else "same"].format(file=_name(path)))
    write_all(changed)
    _say_what_stays(read(file), lang)
    return status


def _say_what_stays(parsed: Parsed, lang: str) -> None:
    """Show texts that were left without quotation marks because they may have been cut off."""
    for problem in parsed.problems:
        if problem.code == "ZR130":
            click.echo(report(problem, parsed.lines(problem.file), lang))


def _files(file: Path, parsed: Parsed) -> dict[Path, bytes]:
    texts = parsed.given.texts.items()
    return {
        file: file.read_bytes(),
        **{file.with_name(f"texts.{lang}.yaml"): raw for lang, raw in texts},
    }


def _unclear(parsed: Parsed, path: Path) -> tuple[Problem, ...]:
    """Return the errors that leave open what a file means, or what its steps are."""
    return tuple(
        problem
        for problem in parsed.problems
        if problem.severity == ERROR
        and (problem.code.startswith("ZR1") or parsed.known is None)
        and problem.file == str(path)
    )


def _in_form(document: Document, parsed: Parsed, is_journey: bool) -> str:
    if not is_journey:
        return formatted_texts(document)
    assert parsed.known is not None
    return formatted(document, parsed.known)


def _refuse(problems: tuple[Problem, ...], parsed: Parsed, path: Path, lang: str) -> None:
    for problem in problems:
        click.echo(report(problem, parsed.lines(problem.file), lang) + "\n")
    click.echo(_WORDS[lang]["refused"].format(file=_name(path)))


def _name(path: Path) -> str:
    return relative(str(path))


_WORDS = {
    "de": {
        "changed": "{file} ist in Form gebracht.",
        "same": "{file} war schon in Form.",
        "refused": "{file} bleibt unverändert. Beheben Sie zuerst die Fehler.",
        "missing": "{path}: Hier ist keine Reise zu lesen (journey.yaml).",
    },
    "en": {
        "changed": "{file} has been formatted.",
        "same": "{file} needed no change.",
        "refused": "{file} is left unchanged. Please mend the errors first.",
        "missing": "{path}: there is no journey to read here (journey.yaml).",
    },
}
