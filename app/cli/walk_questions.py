"""What `flask journeys walk` asks at a step, kind by kind, and how it reads what is typed."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.cli.terminal import Back, Terminal, pick
from app.cli.walk_words import WORDS
from app.engine import Option, Scene, Value
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


class Unclear(Exception):
    """What was typed means nothing here, or more than one thing; the words say so."""


class Questions:
    """Asks for the answers of one walk; private words are kept in ``thoughts`` alone.

    ``plain`` and ``prose`` put a text into words for a line and into HTML for paragraphs.
    """

    def __init__(
        self,
        terminal: Terminal,
        lang: str,
        plain: Callable[[Text | None], str],
        prose: Callable[[Text | None], str],
    ) -> None:
        self.terminal = terminal
        self.said = WORDS[lang]
        self.plain = plain
        self.prose = prose
        self.thoughts: dict[tuple[str, str], str] = {}

    def answer(self, seen: Scene) -> Value:
        """Ask until the step has an answer; raise `Back` or `Quit` where that is typed."""
        return _ANSWERS[type(seen.step)](self, seen)

    def one(self, typed: str, names: Sequence[tuple[str, str]]) -> int:
        """Return which of these (id, words) was typed; raise `Unclear` where it is not one."""
        found = pick(typed, names)
        if len(found) == 1:
            return found[0]
        if not found:
            raise Unclear(self._unknown(len(names)))
        listed = ", ".join(f"{number + 1} ({names[number][0]})" for number in found)
        raise Unclear(self.said["several-mean"].format(found=listed))

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
                raise Unclear(self._unknown(len(seen.options)))
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
                raise Unclear(self.said["only-one"])
            return found

        return self._until_clear(seen, "tick-again" if seen.face == "retry" else "tick", tried)

    def _rate(self, seen: Scene) -> Value:
        low, high = self.plain(seen.scale_from), self.plain(seen.scale_to)
        self.terminal.say(self.said["ends"].format(low=low, high=high, points=seen.points))
        self.terminal.say()
        given = self._each([row.id for row in seen.rows], lambda id_: self._points(seen, id_))
        return {id_: number for id_, number in given.items() if number is not None}

    def _points(self, seen: Scene, item: str) -> int | None:
        def rated(typed: str) -> int | None:
            if typed and not (typed.isdecimal() and 1 <= int(typed) <= seen.points):
                raise Unclear(self.said["number"].format(points=seen.points))
            return int(typed) if typed else None

        self.terminal.say(next(self.plain(row.label) for row in seen.rows if row.id == item))
        found: int | None = self._until_clear(seen, "rate", rated, points=seen.points)
        return found

    def _practise(self, seen: Scene) -> Value:
        if seen.hints:
            self.terminal.say(self.said["hints"])
            for hint in seen.hints:
                self.terminal.item("  – ", self.plain(hint))
        if self._write(seen) is None:
            return None
        if seen.sample:
            self.terminal.say(self.said["sample"])
            self.terminal.prose(self.prose(seen.sample), "  | ")
        if not seen.options:
            return {"ticked": []}
        self.terminal.say(self.said["compare"])
        self._list(seen.options)
        return self._until_clear(
            seen, "ticks", lambda typed: {"ticked": self._options(seen, typed) if typed else []}
        )

    def _meet(self, seen: Scene) -> Value:
        self.terminal.say(self.said["alone"])
        self.terminal.prose(self.prose(seen.alone), "  ")
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

    def _ask(self, seen: Scene, prompt: str) -> str:
        terms = [f"{self.plain(term)}: {self.plain(words)}" for term, words in seen.terms]
        return self.terminal.ask(prompt, [*self.said["help"].split("\n"), *terms])

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
                return read(self._ask(seen, self.said[prompt].format(**values)))
            except Unclear as unclear:
                self.terminal.say(str(unclear))

    def _list(self, options: Sequence[Option]) -> None:
        for number, option in enumerate(options, 1):
            been = f" {self.said['visited']}" if option.chosen else ""
            self.terminal.item(f"  {number}  ", self.plain(option.label) + been)

    def _option(self, seen: Scene, typed: str) -> str:
        names = [(option.id, self.plain(option.label)) for option in seen.options]
        return seen.options[self.one(typed, names)].id

    def _options(self, seen: Scene, typed: str) -> list[str]:
        """Read several: numbers parted by anything, or words parted by commas."""
        is_numbers = re.fullmatch(r"[\d\s,;.+]+", typed)
        parts = re.findall(r"\d+", typed) if is_numbers else typed.split(",")
        return list(dict.fromkeys(self._option(seen, part.strip()) for part in parts))

    def _unknown(self, most: int) -> str:
        return self.said["unknown"].format(most=most)


_ANSWERS: Mapping[type[Step], Callable[[Questions, Scene], Value]] = {
    Story: Questions._go_on,
    Showing: Questions._go_on,
    Decision: Questions._choose,
    Poll: Questions._vote,
    Explore: Questions._move,
    Check: Questions._try,
    Scale: Questions._rate,
    Practice: Questions._practise,
    Reflection: Questions._write,
    Goal: Questions._aim,
    Meeting: Questions._meet,
}
