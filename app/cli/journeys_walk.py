"""`flask journeys walk`: walk a journey in the terminal, as a learner would; nothing is stored."""

from pathlib import Path

import click

from app.cli.journeys import PROBLEMS_FOUND, journeys
from app.cli.one_journey import known_role, read_one
from app.cli.terminal import Back, Quit, Terminal
from app.cli.walk_questions import Questions, Unclear
from app.cli.walk_words import COMMANDS, WORDS
from app.engine import Answer, Journey, Scene, State, Value, decide, scene, start, tells
from app.engine.steps import Check, Decision, Explore, Scale, Step
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
        self.questions = Questions(terminal, lang, self._plain, self._prose)
        self._stage = -1

    @property
    def place(self) -> str:
        """The step where the walk stands, before it has begun the journey itself."""
        return self.states[-1].at if self.states else self.journey.id

    def go(self, role: str | None) -> None:
        """Walk from the start to an arrival; raise `Quit` where that is not reached."""
        self.terminal.say(self._plain(self.journey.text(self.lang, "title")).upper())
        self.states = [start(self.journey, role or self._role())]
        while (seen := self._scene()).face != "end":
            self._show(seen)
            try:
                self._take(seen, self.questions.answer(seen))
            except Back:
                self._back()
        self._arrive(seen)

    def _role(self) -> str | None:
        """Ask for the role where there are several."""
        if len(self.journey.roles) < 2:
            return next(iter(self.journey.roles), None)
        text = self.journey.text
        names = [
            (role, self._plain(text(self.lang, f"roles.{role}.title")))
            for role in self.journey.roles
        ]
        for number, (_, title) in enumerate(names, 1):
            self.terminal.item(f"  {number}  ", title)
        while True:
            try:
                typed = self.terminal.ask(self.said["roles"] + " ")
                return names[self.questions.one(typed, names)][0]
            except (Back, Unclear):
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
        state = self.states[-1] if self.states else None
        return Teller(self.journey, state, self.lang, self.questions.thoughts)

    def _show(self, seen: Scene) -> None:
        """Show what is new; a check tried again and an explore come back to, without their text."""
        self._head(seen)
        if seen.face == "retry":
            self._feedback(seen)
            return
        if not (isinstance(seen.step, Explore) and seen.value):
            self._media(seen)
            self.terminal.prose(self._prose(seen.text))
        if seen.question:
            self.terminal.prose(self._prose(seen.question))

    def _head(self, seen: Scene) -> None:
        progress = seen.progress
        self.terminal.say()
        if seen.step.stage != self._stage:
            self._stage = seen.step.stage
            key = f"stages.{self.journey.stages[seen.step.stage]}.title"
            stage = self.said["stage"].format(
                number=progress.stage,
                total=progress.stages,
                title=self._plain(self.journey.text(self.lang, key)),
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
        self.terminal.prose(self._prose(seen.transcript), "    ")

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
        for option in seen.options:
            if not option.chosen:
                continue
            if isinstance(seen.step, Check):
                mark = {True: "right", False: "wrong"}.get(option.correct, "")  # type: ignore[arg-type]
                known = f" ({self.said[mark]})" if mark else ""
                self.terminal.say(f"→ {self._plain(option.label)}{known}")
            self.terminal.prose(self._prose(option.feedback), "  ")
            if option.voice:
                who = self._plain(option.voice_who)
                words = self.said["voice"].format(who=who, words=self._plain(option.voice))
                self.terminal.say(words, "  | ")
                self.terminal.say()

    def _plain(self, text: Text | None) -> str:
        return self._tell().plain(text)

    def _prose(self, text: Text | None) -> str:
        return self._tell().prose(text)

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
