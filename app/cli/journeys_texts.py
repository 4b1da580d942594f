"""`flask journeys texts`: bring a file of translations up to date, and say what is to be done."""

import re
from pathlib import Path

import click

from app.cli.journeys import PROBLEMS_FOUND, WRONG_USE, journeys
from app.content.edit import Words, write_all
from app.content.edit_texts import CannotConfirm, Unreadable, Update, update_texts
from app.content.problems import ERROR
from app.content.report import relative, report
from app.content.source import Parsed, parse, read
from app.content.suggest import nearest

ROOT = Path(__file__).parents[2]
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
WIDEST = 60
"""So many signs of a changed text are shown around its first difference."""


class Refusal(Exception):
    """The command was used wrongly; carries the sentence's name and what fills it."""

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(name)
        self.name = name
        self.values = values

    def words(self, lang: str) -> str:
        """Return the sentence."""
        return _WORDS[lang][self.name].format(**self.values)


@journeys.command("texts")
@click.argument("journey")
@click.argument("language")
@click.option(
    "--still-right",
    "confirmed",
    metavar="KEY",
    multiple=True,
    help="The text under this key has changed, but its translation still fits.",
)
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_context
def texts(
    context: click.Context, journey: str, language: str, confirmed: tuple[str, ...], lang: str
) -> None:
    """Put every text of a journey beside its translation into texts.LANGUAGE.yaml.

    JOURNEY is the id of a journey in journeys/, or a path. Translations and comments are kept.
    """
    try:
        context.exit(_update(journey, language, confirmed, lang))
    except Refusal as refusal:
        click.echo(refusal.words(lang), err=True)
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}", err=True)
    context.exit(WRONG_USE)


def _update(journey: str, language: str, confirmed: tuple[str, ...], lang: str) -> int:
    file = _found(journey)
    given = read(file)
    # Alone: a thousand missing translations would else end the reading.
    parsed = parse(given.given.text, name=str(file), files=given.given.files)
    if _say_errors(parsed, lang):
        return PROBLEMS_FOUND
    _check_language(language, parsed)
    path, raw = file.with_name(f"texts.{language}.yaml"), given.given.texts.get(language)
    if raw is None and (path.is_symlink() or path.exists()):
        raise Refusal("linked", file=relative(str(path)))
    assert parsed.known is not None
    newline = "\r\n" if b"\r\n" in file.read_bytes() else "\n"
    try:
        update = update_texts(
            parsed.known, parsed.units, language, path, raw, newline, confirmed
        )  # fmt: skip
    except Unreadable as unreadable:
        for problem in unreadable.problems:
            click.echo(report(problem, given.lines(problem.file), lang) + "\n")
        return PROBLEMS_FOUND
    except CannotConfirm as cannot:
        name = "cannot_confirm_near" if cannot.near else "cannot_confirm"
        raise Refusal(name, key=cannot.key, near=cannot.near) from None
    if update.contents != raw:
        write_all({path: update.contents})
    _say(update, path, raw, lang)
    if language not in _languages(parsed):
        click.echo(_WORDS[lang]["unlisted"].format(language=language))
    return PROBLEMS_FOUND if update.missing or update.transcripts else 0


def _found(journey: str) -> Path:
    folder = ROOT / "journeys"
    for path in (Path(journey), Path(journey) / "journey.yaml", folder / journey / "journey.yaml"):
        if path.is_file():
            return path
    near = nearest(journey, sorted(path.parent.name for path in folder.glob("*/journey.yaml")))
    raise Refusal("no_journey_near" if near else "no_journey", journey=journey, near=near)


def _say_errors(parsed: Parsed, lang: str) -> bool:
    """Show what makes the journey's file unreadable; other errors do not matter here."""
    errors = [p for p in parsed.problems if p.severity == ERROR and p.code.startswith("ZR1")]
    if parsed.known is None and not errors:
        errors = [problem for problem in parsed.problems if problem.severity == ERROR]
    for problem in errors:
        click.echo(report(problem, parsed.lines(problem.file), lang) + "\n")
    return bool(errors)


def _languages(parsed: Parsed) -> list[str]:
    assert parsed.known is not None
    return list(parsed.known.root.get("languages") or ())


def _check_language(language: str, parsed: Parsed) -> None:
    if not LANGUAGE.fullmatch(language):
        raise Refusal("no_language", language=language)
    if language in _languages(parsed)[:1]:
        raise Refusal("own_language", language=language)


def _say(update: Update, path: Path, raw: bytes | None, lang: str) -> None:
    words = _WORDS[lang]
    state = "created" if raw is None else "changed" if raw != update.contents else "unchanged"
    click.echo(words[state].format(file=relative(str(path)), count=update.count))
    for name, lines in _lists(update, words, is_new=raw is None).items():
        if lines:
            click.echo(words[name].format(count=len(lines)))
            for line in lines:
                if line:
                    click.echo(f"  {line}")
    if not (update.missing or update.transcripts or update.stale):
        click.echo(words["complete"])


def _lists(update: Update, words: dict[str, str], *, is_new: bool) -> dict[str, list[str]]:
    """Return the lines under each heading; in a new file everything is missing, which is one."""

    def at(key: str, more: str = "", **values: object) -> str:
        return words[f"line{more}"].format(key=key, line=update.lines[key], **values)

    return {
        "missing": ["" if is_new else at(key) for key in update.missing],
        "transcripts": [f"{key}: media/{file}" for key, file in update.transcripts],
        "stale": [
            at(entry.key, "_stale", **_difference(entry.before, entry.now))
            for entry in update.stale
        ],
        "orphans": [
            at(orphan.key, "_near" if orphan.near else "", near=orphan.near)
            for orphan in update.orphans
        ],
        "confirmed": [at(key) for key in update.confirmed],
    }


def _difference(before: Words, now: Words) -> dict[str, str]:
    """Return both texts, on one line each, around the first place where they differ."""
    old, new = (" ".join(_joined(words).split()) for words in (before, now))
    same = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    start = max(0, same - WIDEST // 3)
    return {"before": _part(old, start), "now": _part(new, start)}


def _joined(words: Words) -> str:
    return words if isinstance(words, str) else " · ".join(words)


def _part(text: str, start: int) -> str:
    shown = text[start : start + WIDEST]
    return ("…" if start else "") + shown + ("…" if start + WIDEST < len(text) else "")


_WORDS = {
    "de": {
        "created": "{file} ist angelegt. Texte der Reise: {count}.",
        "changed": "{file} ist auf dem neuen Stand. Texte der Reise: {count}.",
        "unchanged": "{file} war schon auf dem neuen Stand. Texte der Reise: {count}.",
        "missing": "Es fehlen Übersetzungen: {count}. Die Einträge stehen leer bereit.",
        "transcripts": "Es fehlen Abschriften: {count}. Legen Sie diese Dateien an:",
        "stale": "Geändert, seit übersetzt wurde: {count}. Passt die Übersetzung noch, "
        "bestätigen Sie sie mit --still-right und dem Schlüssel.",
        "line": "{key} (Zeile {line})",
        "line_stale": "{key} (Zeile {line})\n    früher: {before}\n    heute:  {now}",
        "line_near": "{key} (Zeile {line}). Heißt er jetzt „{near}“?",
        "orphans": "Ohne Text in der Reise: {count}. Diese Einträge bleiben stehen.",
        "confirmed": "Bestätigt: {count}.",
        "complete": "Alle Texte sind übersetzt.",
        "unlisted": "„{language}“ steht noch nicht unter „languages“. "
        "Ergänzen Sie es dort, wenn die Übersetzung erscheinen soll.",
        "no_journey": "„{journey}“: Diese Reise gibt es nicht.",
        "no_journey_near": "„{journey}“: Diese Reise gibt es nicht. Meinten Sie „{near}“?",
        "linked": "{file} ist ein Verweis auf einen anderen Ort. Legen Sie eine eigene Datei an.",
        "no_language": "„{language}“ ist keine Sprache. Schreiben Sie zum Beispiel „en“.",
        "own_language": "„{language}“ ist die Sprache der Reise selbst.",
        "cannot_confirm": "„{key}“: Hier ist keine Übersetzung zu bestätigen.",
        "cannot_confirm_near": "„{key}“: Hier ist keine Übersetzung zu bestätigen. "
        "Meinten Sie „{near}“?",
    },
    "en": {
        "created": "{file} has been created. Texts of the journey: {count}.",
        "changed": "{file} is up to date now. Texts of the journey: {count}.",
        "unchanged": "{file} was up to date already. Texts of the journey: {count}.",
        "missing": "Missing translations: {count}. Their entries stand ready, empty.",
        "transcripts": "Missing transcripts: {count}. Create these files:",
        "stale": "Changed since they were translated: {count}. If a translation still fits, "
        "confirm it with --still-right and its key.",
        "line": "{key} (line {line})",
        "line_stale": "{key} (line {line})\n    then: {before}\n    now:  {now}",
        "line_near": "{key} (line {line}). Is it called “{near}” now?",
        "orphans": "Without a text in the journey: {count}. These entries are kept.",
        "confirmed": "Confirmed: {count}.",
        "complete": "All texts are translated.",
        "unlisted": "“{language}” is not listed under “languages” yet. "
        "Add it there when the translation shall appear.",
        "no_journey": "“{journey}”: there is no such journey.",
        "no_journey_near": "“{journey}”: there is no such journey. Did you mean “{near}”?",
        "linked": "{file} is a link to another place. Make a file of its own.",
        "no_language": "“{language}” is no language. Write “en”, for example.",
        "own_language": "“{language}” is the language of the journey itself.",
        "cannot_confirm": "“{key}”: there is no translation to confirm here.",
        "cannot_confirm_near": "“{key}”: there is no translation to confirm here. "
        "Did you mean “{near}”?",
    },
}
