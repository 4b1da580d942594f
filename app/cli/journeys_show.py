"""`flask journeys show`: a journey at a glance, as an outline, a table of times and a map."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from app.cli.journeys import WRONG_USE, journeys
from app.cli.one_journey import known_role, read_one
from app.content.course import Course, Way
from app.content.report import relative
from app.content.telling import told, visible
from app.engine import Journey, Step
from app.engine.space import Times, survey
from app.engine.steps import MAIN, Choice, Decision, Explore, Place
from app.ui.journey_map import KINDS, journey_map
from app.ui.scene import Teller

_KIND_WIDTH = 14
_SAID = {
    "de": {
        "counted": "Stationen: {steps}, Etappen: {stages}, Rollen: {roles}",
        "times": "Minuten",
        "all": "alle",
        "promised": "Auf der Titelseite versprochen: {minutes}.",
        "guessed": "Geschätzt: Die Reise hat zu viele mögliche Wege, um alle zu gehen.",
        "when": "[wenn {condition}]",
        "else": "sonst",
        "always": "immer",
        "visit": "mindestens {count}",
        "saved": "Karte geschrieben: {path}",
        "unsaved": "{path}: {reason}. Die Karte wurde nicht geschrieben.",
    },
    "en": {
        "counted": "Steps: {steps}, stages: {stages}, roles: {roles}",
        "times": "Minutes",
        "all": "all",
        "promised": "Promised on the cover: {minutes}.",
        "guessed": "Estimated: the journey has too many possible ways to walk them all.",
        "when": "[when {condition}]",
        "else": "else",
        "always": "always",
        "visit": "at least {count}",
        "saved": "Map written: {path}",
        "unsaved": "{path}: {reason}. The map was not written.",
    },
}
_COLUMNS = {
    "de": ("kürzester", "typischer", "längster Weg"),
    "en": ("shortest", "typical", "longest way"),
}


@journeys.command("show")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--role", help="Show only what this role can meet.")
@click.option("--svg", type=click.Path(path_type=Path), help="Also write the map to this file.")
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_context
def show(context: click.Context, path: Path, role: str | None, svg: Path | None, lang: str) -> None:
    """Show a journey: its outline, how long it takes each role, and its map as SVG."""
    journey = read_one(context, path, lang)
    chosen = known_role(context, journey, role, lang)
    for line in (*_head(journey, lang), *_times(journey, chosen, lang)):
        click.echo(visible(line))
    for line in outline_lines(journey, chosen, lang):
        click.echo(visible(line))
    if svg is not None and not _save(journey, chosen, lang, svg):
        context.exit(WRONG_USE)


def _save(journey: Journey, role: str | None, lang: str, path: Path) -> bool:
    said = _SAID[lang]
    try:
        path.write_text(journey_map(journey, role, lang=lang), "utf-8")
    except OSError as error:
        shown = relative(str(path))
        click.echo(said["unsaved"].format(path=shown, reason=error.strerror), err=True)
        return False
    click.echo("\n" + said["saved"].format(path=relative(str(path))))
    return True


def _head(journey: Journey, lang: str) -> Iterator[str]:
    yield f"{_words(journey, 'title', lang)}  ({journey.id})"
    yield _SAID[lang]["counted"].format(
        steps=len(journey.steps), stages=len(journey.stages), roles=len(journey.roles)
    )
    yield ""


# How long it takes


def _times(journey: Journey, role: str | None, lang: str) -> Iterator[str]:
    """Give the table: a line for each role; for a single one also a line for each stage."""
    said = _SAID[lang]
    found = survey(journey)
    rows = [(each or said["all"], times) for each, times in found.times.items()
            if role in (None, each)]  # fmt: skip
    if len(rows) == 1:
        stages = rows[0][1].stages.items()
        rows += [(f"  {_words(journey, f'stages.{id_}.title', lang)}", times)
                 for id_, times in stages]  # fmt: skip
    width = max(len(name) for name, _ in [(said["times"], None), *rows])
    columns = _COLUMNS[lang]
    yield f"{said['times']:<{width}}  " + "  ".join(columns)
    for name, times in rows:
        numbers = zip(_numbers(times, lang), columns, strict=True)
        yield f"{name:<{width}}  " + "  ".join(f"{n:>{len(column)}}" for n, column in numbers)
    if journey.minutes is not None:
        yield said["promised"].format(minutes=f"{journey.minutes:g}")
    if not found.exact:
        yield said["guessed"]


def _numbers(times: Times, lang: str) -> Iterator[str]:
    for minutes in (times.shortest, times.typical, times.longest):
        written = f"{minutes:.1f}"
        yield written.replace(".", ",") if lang == "de" else written


# The outline


def outline_lines(journey: Journey, role: str | None, lang: str) -> Iterator[str]:
    """Give the outline line by line: stages, steps with kinds, branches, detours and leaps."""
    course = Course(journey, role)
    outline = _Outline(journey, course, lang)
    for number, stage in enumerate(journey.stages):
        yield ""
        yield f"{number + 1}  {_words(journey, f'stages.{stage}.title', lang)}"
        here = [step for step in course.lanes[MAIN] if step.stage == number]
        yield from outline.lane(here, "   ")


class _Outline:
    def __init__(self, journey: Journey, course: Course, lang: str) -> None:
        self.course = course
        self.tell = Teller(journey, None, lang)
        self.lang = lang
        self.said = _SAID[lang]

    def lane(self, steps: Iterable[Step], indent: str) -> Iterator[str]:
        for step in steps:
            kind = f"{KINDS[self.lang][step.kind]:<{_KIND_WIDTH}}"
            yield self._line(indent + kind, step.id, self._heading(step), self._needs(step))
            if isinstance(step, Decision):
                for choice in self.course.choices(step):
                    yield from self._branch(step, "choices", choice, indent)
            elif isinstance(step, Explore):
                for place in self.course.places(step):
                    yield from self._branch(step, "places", place, indent)
            yield from self._leaps(step, None, indent)

    def _branch(self, step: Step, group: str, part: Choice | Place, indent: str) -> Iterator[str]:
        words = self.course.words(step, self.lang)
        label = self.tell.plain(words.text(f"{group}.{part.id}.label"))
        yield self._line(f"{indent}  –", part.id, label, self._needs(part))
        if part.lane:
            yield from self.lane(self.course.lanes[part.lane], indent + "      ")
        yield from self._leaps(step, part.id, indent + "    ")

    def _leaps(self, step: Step, choice: str | None, indent: str) -> Iterator[str]:
        """Give where a step or a choice leads, unless that is just the next step."""
        onward = self.course.onward.get(step.id)
        ways = [way for way in self.course.leaps if way.source == step.id and way.choice == choice]
        if ways and onward and onward.choice == choice and onward.target:
            ways.append(onward)
        for way in sorted(ways, key=lambda way: way.otherwise):
            yield f"{indent}  → {self._reason(way)}: {way.target}"

    def _reason(self, way: Way) -> str:
        if way.when:
            return told(way.when, self.lang)
        return self.said["else"] if way.otherwise else self.said["always"]

    def _needs(self, part: Step | Choice | Place) -> str:
        needs = self.course.needs(part)
        return self.said["when"].format(condition=told(needs, self.lang)) if needs else ""

    def _heading(self, step: Step) -> str:
        heading = self.tell.plain(self.course.heading(step, self.lang))
        if isinstance(step, Explore):
            return f"{heading} ({self.said['visit'].format(count=step.visit)})"
        return heading

    def _line(self, start: str, id_: str, words: str, needs: str) -> str:
        return "  ".join(part for part in (f"{start} {id_}", words, needs) if part)


def _words(journey: Journey, key: str, lang: str) -> str:
    return Teller(journey, None, lang).plain(journey.text(lang, key))
