"""`flask journeys walk`: walk a journey in the terminal, as a learner would; nothing is stored."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from app.cli.journeys import PROBLEMS_FOUND, journeys
from app.cli.one_journey import known_role, read_one
from app.cli.terminal import Back, Quit, Terminal, pick
from app.cli.walk_words import COMMANDS, WORDS
from app.engine import Answer, Journey, Option, Scene, State, Value, decide, scene, start, tells
from app.engine.steps import (
    Check,
    Decision,
    Explore,
    Goal,
    Meeting,
    Poll,
    Practice,
    Reflection,
    Scale,
    Showing,
    Step,
    Story,
)
from app.engine.text import Text
from app.ui.scene import Teller


@journeys.command("walk")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--role", help="Who walks; asked for where a journey has several roles.")
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.option("--easy", is_flag=True, help="Read the plain texts where there are some.")
@click.pass_context
def walk(context: click.Context, path: Path, role: str | None, lang: str, easy: bool) -> None:
    """Walk a journey in the terminal. Answers may also come from a file or a pipe.

    Stores nothing. Exit 0: arrived, or stopped with q; 1: the input ended on the way.
    """
    journey = read_one(context, path, lang)
    chosen = known_role(context, journey, role, lang)
    walker = Walk(journey, lang, Terminal(COMMANDS), easy=easy)
    try:
        walker.go(chosen)
    except Quit as quitting:
        said = WORDS[lang]["ended" if quitting.ended else "stopped"]
        click.echo(said.format(step=walker.place))
        context.exit(PROBLEMS_FOUND if quitting.ended else 0)


class Walk:
    """One walk through a journey. What is typed into private steps lives as long as this."""

    def __init__(self, journey: Journey, lang: str, terminal: Terminal, *, easy: bool) -> None:
        self.journey = journey
        self.lang = lang
        self.said = WORDS[lang]
        self.terminal = terminal
        self.easy = easy
        self.states: list[State] = []
        self.thoughts: dict[tuple[str, str], str] = {}
        self._stage = -1

    @property
    def place(self) -> str:
        """The step where the walk stands, before it has begun the journey itself."""
        return self.states[-1].at if self.states else self.journey.id

    def go(self, role: str | None) -> None:
        """Walk from the start to an arrival; raise `Quit` where that is not reached."""
        self.terminal.say(self._tell().plain(self.journey.text(self.lang, "title")).upper())
        self.states = [start(self.journey, role or self._role())]
        while (seen := self._scene()).face != "end":
            self._show(seen)
            try:
                self._take(seen, _ANSWERS[type(seen.step)](self, seen))
            except Back:
                self._back()
        self._arrive(seen)

    def _role(self) -> str | None:
        """Ask for the role where there are several."""
        if len(self.journey.roles) < 2:
            return next(iter(self.journey.roles), None)
        tell = self._tell()
        names = [(role, tell.plain(tell.journey.text(self.lang, f"roles.{role}.title")))
                 for role in self.journey.roles]  # fmt: skip
        for number, (_, title) in enumerate(names, 1):
            self.terminal.item(f"  {number}  ", title)
        while True:
            try:
                return names[self._one(self.terminal.ask(self.said["roles"] + " "), names)][0]
            except (Back, _Unclear):
                continue

    def _take(self, seen: Scene, value: Value) -> None:
        before = self.states[-1]
        after = decide(self.journey, before, Answer(seen.step.id, value))
        self.states.append(after)
        if after.at != seen.step.id and tells(self.journey, after, seen.step.id):
            self._told(seen.step, before)

    def _back(self) -> None:
        if len(self.states) > 1:
            self.states.pop()
        else:
            self.terminal.say(self.said["nothing-back"])
        self._stage = -1

    # What is shown

    def _scene(self, step: str | None = None, before: State | None = None) -> Scene:
        return scene(
            self.journey, self.states[-1], step, lang=self.lang, easy=self.easy, before=before
        )

    def _tell(self) -> Teller:
        return Teller(
            self.journey, self.states[-1] if self.states else None, self.lang, self.thoughts
        )

    def _show(self, seen: Scene) -> None:
        """Show what is new; a check tried again and an explore come back to, without their text."""
        self._head(seen)
        if seen.face == "retry":
            self._feedback(seen)
            return
        if not (isinstance(seen.step, Explore) and seen.value):
            self._media(seen)
            self.terminal.prose(self._tell().prose(seen.text))
        if seen.question:
            self.terminal.prose(self._tell().prose(seen.question) or "")

    def _head(self, seen: Scene) -> None:
        progress = seen.progress
        self.terminal.say()
        if seen.step.stage != self._stage:
            self._stage = seen.step.stage
            key = f"stages.{self.journey.stages[seen.step.stage]}.title"
            stage = self.said["stage"].format(
                number=progress.stage,
                total=progress.stages,
                title=self._tell().plain(self.journey.text(self.lang, key)),
            )
            left = self.said["up-to" if progress.up_to else "left"]
            self.terminal.say(f"── {stage} · {left.format(low=progress.low, high=progress.high)}")
            self.terminal.say()
        again = isinstance(seen.step, Scale) and seen.step.repeats
        heading = self._plain(seen.heading) or self.said["rating-again" if again else "rating"]
        self.terminal.say(f"# {heading}  [{seen.step.id}]")
        self.terminal.say()

    def _media(self, seen: Scene) -> None:
        if seen.media is None:
            return
        words = self._plain(seen.alt) or seen.media.file
        self.terminal.say(self.said[seen.media.kind].format(words=words))
        self.terminal.say()
        self.terminal.prose(self._tell().prose(seen.transcript), "    ")

    def _told(self, step: Step, before: State) -> None:
        """Tell the consequence of a decision or a finished check."""
        seen = self._scene(step.id, before)
        self.terminal.say()
        if isinstance(step, Decision):
            label = ", ".join(self._plain(each.label) for each in seen.options if each.chosen)
            self.terminal.say("→ " + self.said["chosen"].format(label=label))
            self.terminal.say()
        self._feedback(seen)

    def _feedback(self, seen: Scene) -> None:
        tell = self._tell()
        for option in seen.options:
            if not option.chosen:
                continue
            if isinstance(seen.step, Check):
                mark = {True: "right", False: "wrong"}.get(option.correct, "")  # type: ignore[arg-type]
                known = f" ({self.said[mark]})" if mark else ""
                self.terminal.say(f"→ {self._plain(option.label)}{known}")
            self.terminal.prose(tell.prose(option.feedback), "  ")
            if option.voice:
                who = self._plain(option.voice_who)
                words = self.said["voice"].format(who=who, words=self._plain(option.voice))
                self.terminal.say(words, "  | ")
                self.terminal.say()

    def _plain(self, text: Text | None) -> str:
        return self._tell().plain(text)

    # What is asked

    def _go_on(self, seen: Scene) -> Value:
        self._ask(seen, self.said["on"])
        return True

    def _choose(self, seen: Scene) -> Value:
        self._list(seen.options)
        return self._until_clear(seen, "choose", lambda typed: self._option(seen, typed))

    def _vote(self, seen: Scene) -> Value:
        self._list(seen.options)
        return self._until_clear(
            seen, "vote", lambda typed: self._option(seen, typed) if typed else None
        )

    def _move(self, seen: Scene) -> Value:
        self._list(seen.options)

        def place(typed: str) -> Value:
            if not typed and seen.may_leave:
                return {"leave": True}
            option = self._option(seen, typed)
            if any(each.id == option and each.chosen for each in seen.options):
                raise _Unclear(self._unknown(len(seen.options)))
            return {"place": option}

        return self._until_clear(seen, "place-or-on" if seen.may_leave else "place", place)

    def _try(self, seen: Scene) -> Value:
        assert isinstance(seen.step, Check)
        several = seen.step.several
        self._list(seen.options)
        if several:
            self.terminal.say(self.said["several"])

        def tried(typed: str) -> Value:
            if not typed:
                return {"leave": True} if seen.face == "retry" else None
            found = self._options(seen, typed)
            if len(found) > 1 and not several:
                raise _Unclear(self.said["only-one"])
            return found

        return self._until_clear(seen, "tick-again" if seen.face == "retry" else "tick", tried)

    def _rate(self, seen: Scene) -> Value:
        low, high = self._plain(seen.scale_from), self._plain(seen.scale_to)
        self.terminal.say(self.said["ends"].format(low=low, high=high, points=seen.points))
        self.terminal.say()
        given = self._each([row.id for row in seen.rows], lambda id_: self._points(seen, id_))
        return {id_: number for id_, number in given.items() if number is not None}

    def _points(self, seen: Scene, item: str) -> int | None:
        def rated(typed: str) -> int | None:
            if typed and not (typed.isdecimal() and 1 <= int(typed) <= seen.points):
                raise _Unclear(self.said["number"].format(points=seen.points))
            return int(typed) if typed else None

        self.terminal.say(next(self._plain(row.label) for row in seen.rows if row.id == item))
        found: int | None = self._until_clear(seen, "rate", rated, points=seen.points)
        return found

    def _practise(self, seen: Scene) -> Value:
        if seen.hints:
            self.terminal.say(self.said["hints"])
            for hint in seen.hints:
                self.terminal.item("  – ", self._plain(hint))
        if self._write(seen) is None:
            return None
        if seen.sample:
            self.terminal.say(self.said["sample"])
            self.terminal.prose(self._tell().prose(seen.sample), "  | ")
        if not seen.options:
            return {"ticked": []}
        self.terminal.say(self.said["compare"])
        self._list(seen.options)
        return self._until_clear(
            seen, "ticks", lambda typed: {"ticked": self._options(seen, typed) if typed else []}
        )

    def _meet(self, seen: Scene) -> Value:
        self.terminal.say(self.said["alone"])
        self.terminal.prose(self._tell().prose(seen.alone), "  ")
        return self._write(seen)

    def _write(self, seen: Scene) -> Value:
        typed = self._ask(seen, self.said["write"])
        self.thoughts[seen.step.id, "text"] = typed
        return True if typed else None

    def _aim(self, seen: Scene) -> Value:
        assert isinstance(seen.step, Goal)
        typed = self._each(seen.step.fields, lambda name: self._ask(seen, self.said[name]))
        self.thoughts |= {(seen.step.id, name): words for name, words in typed.items()}
        return True if any(typed.values()) else None

    # How an answer is read

    def _ask(self, seen: Scene, prompt: str) -> str:
        terms = [f"{self._plain(term)}: {self._plain(words)}" for term, words in seen.terms]
        return self.terminal.ask(prompt, [*self.said["help"], *terms])

    def _each(self, names: Sequence[str], ask: Callable[[str], Any]) -> dict[str, Any]:
        """Ask for several in a row; „b“ goes back to the one before."""
        given: dict[str, Any] = {}
        while len(given) < len(names):
            try:
                given[names[len(given)]] = ask(names[len(given)])
            except Back:
                if not given:
                    raise
                given.popitem()
        return given

    def _until_clear(
        self, seen: Scene, prompt: str, read: Callable[[str], Any], **values: Any
    ) -> Any:
        """Ask until what is typed means one thing."""
        while True:
            try:
                return read(self._ask(seen, str(self.said[prompt]).format(**values)))
            except _Unclear as unclear:
                self.terminal.say(str(unclear))

    def _list(self, options: Sequence[Option]) -> None:
        for number, option in enumerate(options, 1):
            been = f" {self.said['visited']}" if option.chosen else ""
            self.terminal.item(f"  {number}  ", self._plain(option.label) + been)

    def _option(self, seen: Scene, typed: str) -> str:
        names = [(option.id, self._plain(option.label)) for option in seen.options]
        return seen.options[self._one(typed, names)].id

    def _options(self, seen: Scene, typed: str) -> list[str]:
        """Read several: numbers parted by anything, or words parted by commas."""
        is_numbers = re.fullmatch(r"[\d\s,;.+]+", typed)
        parts = re.findall(r"\d+", typed) if is_numbers else typed.split(",")
        return list(dict.fromkeys(self._option(seen, part.strip()) for part in parts))

    def _one(self, typed: str, names: Sequence[tuple[str, str]]) -> int:
        found = pick(typed, names)
        if len(found) == 1:
            return found[0]
        if not found:
            raise _Unclear(self._unknown(len(names)))
        listed = ", ".join(f"{number + 1} ({names[number][0]})" for number in found)
        raise _Unclear(str(self.said["several-mean"]).format(found=listed))

    def _unknown(self, most: int) -> str:
        return str(self.said["unknown"]).format(most=most)

    # The arrival

    def _arrive(self, seen: Scene) -> None:
        self._show(seen)
        for step in self.states[-1].way:
            self._compare(self.journey.steps[step])
        self._profile()
        self.terminal.say(f"{self.said['way']}: {' › '.join([*self.states[-1].way, seen.step.id])}")

    def _compare(self, step: Step) -> None:
        if not isinstance(step, Scale) or not step.repeats:
            return
        before, after = self.said["before"], self.said["after"]
        self.terminal.say(self.said["then-now"])
        self.terminal.say(f"  {before}  {after}")
        for row in self._scene(step.id).rows:
            then, now = f"{row.before or '–'}", f"{row.value or '–'}"
            columns = f"  {then.center(len(before))}  {now.center(len(after))}  "
            self.terminal.item(columns, self._plain(row.label))
        self.terminal.say()

    def _profile(self) -> None:
        counters = self.states[-1].counters
        if not counters:
            return
        self.terminal.say(self.said["profile"])
        for name, number in counters.items():
            words = self._plain(self.journey.text(self.lang, f"competences.{name}")) or name
            self.terminal.item("  – ", f"{words}: {number}")
        self.terminal.say()


class _Unclear(Exception):
    """What was typed means nothing here, or more than one thing; the words say so."""


_ANSWERS: Mapping[type[Step], Callable[[Walk, Scene], Value]] = {
    Story: Walk._go_on,
    Showing: Walk._go_on,
    Decision: Walk._choose,
    Poll: Walk._vote,
    Explore: Walk._move,
    Check: Walk._try,
    Scale: Walk._rate,
    Practice: Walk._practise,
    Reflection: Walk._write,
    Goal: Walk._aim,
    Meeting: Walk._meet,
}
