"""One journey and one of its roles, as commands that look at a single journey are given them."""

from pathlib import Path

import click

from app.cli.journeys import PROBLEMS_FOUND, WRONG_USE, journey_files
from app.content.problems import ERROR
from app.content.report import report
from app.content.source import read
from app.content.suggest import nearest
from app.engine.journey import Journey

_SAID = {
    "de": {
        "not-one": "{path}: Hier ist nicht genau eine Reise zu lesen (journey.yaml).",
        "no-role": "Die Rolle „{role}“ gibt es nicht.{near} Es gibt: {roles}.",
        "near": " Meinten Sie „{near}“?",
        "no-roles": "Diese Reise hat keine Rollen.",
    },
    "en": {
        "not-one": "{path}: there is not exactly one journey to read here (journey.yaml).",
        "no-role": "There is no role “{role}”.{near} There are: {roles}.",
        "near": " Did you mean “{near}”?",
        "no-roles": "This journey has no roles.",
    },
}


def read_one(context: click.Context, path: Path, lang: str) -> Journey:
    """Return the journey at a path; print what is wrong with it and exit where there is none."""
    try:
        files = list(journey_files(path))
        parsed = read(files[0]) if len(files) == 1 else None
    except OSError:
        parsed = None
    if parsed is None:
        click.echo(_SAID[lang]["not-one"].format(path=path), err=True)
        context.exit(WRONG_USE)
    if parsed.journey is None:
        for problem in parsed.problems:
            if problem.severity == ERROR:
                click.echo(report(problem, parsed.lines(problem.file), lang) + "\n", err=True)
        context.exit(PROBLEMS_FOUND)
    return parsed.journey


def known_role(context: click.Context, journey: Journey, role: str | None, lang: str) -> str | None:
    """Return the role if the journey has it; say which there are and exit where it has not."""
    if role is None or role in journey.roles:
        return role
    said = _SAID[lang]
    near = nearest(role, journey.roles)
    if journey.roles:
        guess = said["near"].format(near=near) if near else ""
        words = said["no-role"].format(role=role, near=guess, roles=", ".join(journey.roles))
    else:
        words = said["no-roles"]
    click.echo(words, err=True)
    context.exit(WRONG_USE)
    return None
