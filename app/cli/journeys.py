"""`flask journeys check` and `test`: read authors' files; neither needs a database nor keys."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from app.content.problems import ERROR, Problem
from app.content.report import (
    explained,
    failed_walk,
    method,
    relative,
    report,
    summary,
    untested_parts,
)
from app.content.source import Parsed, read
from app.engine.walks import run_test, untested

PROBLEMS_FOUND, WRONG_USE = 1, 2


@click.group()
def journeys() -> None:
    """Journeys as files: begin, check, walk, show, translate and load them."""


@journeys.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One list on stdout, nothing else.")
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], as_json: bool, lang: str) -> None:
    """Check journeys: a journey.yaml, a folder with one, or a folder of such folders."""
    checked, missing = _read_all(paths)
    problems = [problem for parsed in checked for problem in parsed.problems]
    if as_json:
        listed = [_as_json(problem, lang) for problem in problems]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        for parsed in checked:
            for problem in parsed.problems:
                click.echo(report(problem, parsed.lines(problem.file), lang) + "\n")
        if checked:
            click.echo(method((parsed.ways for parsed in checked), lang))
            silenced = sum(len(parsed.silenced) for parsed in checked)
            click.echo(summary(problems, len(checked), lang, silenced))
        if problems:
            click.echo(explained(problems, lang))
    _say_missing(missing, lang)
    context.exit(_status(missing, any(p.severity == ERROR for p in problems)))


@journeys.command("test")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_context
def walk(context: click.Context, paths: tuple[Path, ...], lang: str) -> None:
    """Walk the tests that stand in journeys, and print what came out differently."""
    checked, missing = _read_all(paths)
    has_failed = False
    for parsed in checked:
        has_failed |= not _walk_tests(parsed, lang)
    _say_missing(missing, lang)
    context.exit(_status(missing, has_failed))


def _walk_tests(parsed: Parsed, lang: str) -> bool:
    if parsed.journey is None:
        errors = [problem for problem in parsed.problems if problem.severity == ERROR]
        for problem in errors:
            click.echo(report(problem, parsed.lines(problem.file), lang) + "\n")
        return False
    failed = 0
    for test in parsed.tests:
        failures = run_test(parsed.journey, test)
        failed += bool(failures)
        for failure in failures:
            click.echo(failed_walk(parsed.journey.id, test.name, failure, lang))
    words = _WALKED[lang].format(
        id=parsed.journey.id, good=len(parsed.tests) - failed, all=len(parsed.tests)
    )
    click.echo(words)
    left = untested_parts(parsed.journey.id, untested(parsed.journey, parsed.tests), lang)
    if parsed.tests and left:
        click.echo(left)
    return not failed


_WALKED = {
    "de": "{id}: {good} von {all} Proben stimmen.",
    "en": "{id}: {good} of {all} tests hold.",
}
_MISSING = {
    "de": "{path}: Hier ist keine Reise zu lesen (journey.yaml).",
    "en": "{path}: there is no journey to read here (journey.yaml).",
}


def _read_all(paths: Iterable[Path]) -> tuple[list[Parsed], list[Path]]:
    """Read every journey under the paths once; return also the paths that hold none."""
    checked: dict[Path, Parsed] = {}
    missing: list[Path] = []
    for path in paths:
        try:
            files = list(journey_files(path))
            for file in files:
                if file.resolve() not in checked:
                    checked[file.resolve()] = read(file)
        except OSError:
            files = []
        if not files:
            missing.append(path)
    return list(checked.values()), missing


def journey_files(path: Path) -> Iterator[Path]:
    """Find the journeys below a path as authors name it: a file, its folder, a folder of such."""
    if path.is_dir():
        here = path / "journey.yaml"
        yield from [here] if here.exists() else sorted(path.glob("*/journey.yaml"))
    elif path.exists():
        yield path


def _say_missing(missing: Iterable[Path], lang: str) -> None:
    for path in missing:
        click.echo(_MISSING[lang].format(path=path), err=True)


def _status(missing: list[Path], has_failed: bool) -> int:
    return WRONG_USE if missing else PROBLEMS_FOUND if has_failed else 0


def _as_json(problem: Problem, lang: str) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": relative(problem.file),
        "line": problem.line,
        "column": problem.column,
        "end_line": problem.end_line,
        "end_column": problem.end_column,
        "message": problem.message(lang),
        "hint": " ".join(part for part in (problem.note(lang), problem.hint(lang)) if part),
        "step": problem.step,
    }
