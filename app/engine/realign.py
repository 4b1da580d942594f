"""One run on a newer version of its journey: what changes for it, and where it stands then.

Answers are read under their new names and replayed on the new version; where that stops, a step
is passed over (`passed_over` says what it counts as then), or the change breaks this run. Whoever
moves a run stores three things and changes no entry: the new version, the role, and for each id in
``missed`` and ``left`` the number of entries the run has by then. Entries are read by `Renames` of
the version a run stands on, and a step was passed over until a later entry answers it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from app.engine.answers import MISSED, finishes, is_missed, may_be_missed, passed_over
from app.engine.conditions import Any
from app.engine.journey import Journey
from app.engine.renames import Renames, parts_of
from app.engine.state import State, Value
from app.engine.steps import Decision, End, Explore, Step
from app.engine.transition import follow, replay

WORDS, MOVES, BREAKS, FROZEN = "words", "moves", "breaks", "frozen"
_WORDY = ("weight", "media", "variants", "sources", "has_sample", "continue_with",
          "remind_after_days")  # fmt: skip
"""Fields of a step that no way depends on."""
_MISSES = "misses"
_NEVER = Any(())


@dataclass(frozen=True, slots=True)
class Realigned:
    """What a new version does to one run.

    ``kind``: ``words`` nothing but words changed; ``moves`` the run fits the new version;
    ``breaks`` it stays where it is, unless the learner switches; ``frozen`` it had arrived.
    ``role`` and ``state`` are those on the new version, for ``breaks`` what a switch leads to, for
    ``frozen`` the old ones. ``missed`` are the steps that become missed now, ``left`` the explores
    that had no open place any more and have one now, which is not visited. ``lost`` are steps of
    the old way, by their old ids, whose answers have no place on the new version. ``touched`` says
    whether anything so far is not as it was, ``gone`` that the step where the learner stood is no
    more. ``reason`` of a break: ``role`` it is gone, ``added`` a new decision or explore lies
    behind, ``answer`` one fits no more, ``arrives`` nothing would be left to do; the state's ``at``
    is the place.
    """

    kind: str
    role: str | None
    state: State
    missed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    touched: bool = False
    gone: bool = False
    reason: str | None = None


def realign(
    old: Journey,
    new: Journey,
    role: str | None,
    values: Mapping[str, Value],
    state: State | None = None,
    *,
    as_role: str | None = None,
) -> Realigned:
    """Say what a new version does to a run of the old one. Total, and pure.

    ``values`` are those of the old version; ``state`` is what they replay to, where the caller has
    it. ``as_role`` is the role that somebody takes whose own is gone.
    """
    before = replay(old, role, values) if state is None else state
    names = Renames(new)
    part = names.role(role)
    if only_words(old, new):
        return Realigned(WORDS, part, replay(new, part, names.values(values)))
    if isinstance(old.steps[before.at], End):
        return Realigned(FROZEN, role, before)
    reason = None
    if part not in (new.roles or (None,)):
        reason = None if as_role in new.roles else "role"
        part = as_role if as_role in new.roles else next(iter(new.roles), None)
    move = _Move(old, new, names, before, part, names.values(values))
    broken = move.run()
    reason = reason or broken
    return Realigned(
        BREAKS if reason else MOVES,
        part,
        move.here,
        tuple(move.missed),
        tuple(move.left),
        tuple(_lost(new, names, before)),
        move.touches(),
        move.is_gone,
        reason,
    )


def only_words(old: Journey, new: Journey) -> bool:
    """Return whether both versions have the same ways and answers for everybody."""
    return (
        old.steps.keys() == new.steps.keys()
        and old.stages == new.stages
        and set(old.roles) == set(new.roles)
        and old.counters == new.counters
        and all(_same_ways(step, new.steps[id_]) for id_, step in old.steps.items())
    )


@dataclass(slots=True)
class _Move:
    """Replays a run on the new version, passing over what it may miss."""

    old: Journey
    new: Journey
    names: Renames
    before: State
    role: str | None
    values: dict[str, Value]
    missed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    here: State = field(init=False)
    known: set[str] = field(init=False)
    answers: dict[str, Value] = field(init=False)

    def __post_init__(self) -> None:
        self.here = replay(self.new, self.role, self.values)
        self.known = {self.names.step(step) for step in self.old.steps}
        self.answers = self.names.values(self.before.way)

    def run(self) -> str | None:
        """Go as far as the answers lead; return why the change breaks the run, if it does."""
        while (verdict := self._verdict(self.new.steps[self.here.at])) == _MISSES:
            self._miss()
        if verdict is None:
            self._go_to_target()
        return verdict

    @property
    def is_gone(self) -> bool:
        """Whether the step where the learner stood is no more."""
        return self.names.step(self.before.at) not in self.new.steps

    def touches(self) -> bool:
        """Return whether the way, what counts on it, or the place is not as it was."""
        counters = {self.names.step(name): at for name, at in self.before.counters.items()}
        shared = counters.keys() & self.here.counters.keys()
        return (
            self.here.at != self.names.step(self.before.at)
            or list(self.here.way) != list(self.answers)
            or dict(self.here.way) != self.answers
            or any(self.here.counters[name] != counters[name] for name in shared)
        )

    def _verdict(self, step: Step) -> str | None:
        """Judge the step at which the replay stopped; None where the learner may stand there."""
        if isinstance(step, End):
            return "arrives"
        if step.id in self.answers:
            if isinstance(step, Explore):
                return self._verdict_of_places(step)
            return _MISSES if may_be_missed(step) else "answer"
        if step.id in self.known or not self._is_behind():
            return None
        return _MISSES if may_be_missed(step) else "added"

    def _verdict_of_places(self, step: Explore) -> str | None:
        """Judge an explore that is met again; all places visited have to count as before.

        Whoever had visited all there was, and so gone on, is never held back.
        """
        kept, here = self.answers[step.id], self.here.way.get(step.id)
        if here is None or not isinstance(kept, dict) or here["places"] != kept.get("places"):
            return "answer"
        if not kept["left"]:
            return None
        return _MISSES if self.values[step.id] == {**kept, "left": False} else "answer"

    def _is_behind(self) -> bool:
        """Return whether an answer given follows behind the new step at which the replay stopped.

        The walk without any new step shows it: what it passes beyond was answered later.
        """
        hidden = {
            id_: step if id_ in self.known else replace(step, when=_NEVER)
            for id_, step in self.new.steps.items()
        }
        through = replay(replace(self.new, steps=hidden), self.role, self.values)
        later = {step for step, value in through.way.items() if self.here.way.get(step, 0) != value}
        return any(step in self.answers for step in later | ({through.at} - self.here.way.keys()))

    def _miss(self) -> None:
        step = self.here.at
        noted = self.left if isinstance(self.new.steps[step], Explore) else self.missed
        noted.append(step)
        self.values[step] = passed_over(self.values.get(step))
        self.here = follow(self.new, self.here, step, self.values[step])

    def _go_to_target(self) -> None:
        """Go where ``removed`` sends whoever stood on a step that is gone, if that lies ahead."""
        target = self.names.target(self.before.at)
        if target is None or not self.is_gone:
            return
        here, missed = self.here, []
        while here.at != target:
            if not may_be_missed(self.new.steps[here.at]):
                return
            missed.append(here.at)
            here = follow(self.new, here, here.at, MISSED)
        if not isinstance(self.new.steps[target], End):
            self.here, self.missed = here, [*self.missed, *missed]


def _lost(new: Journey, names: Renames, before: State) -> list[str]:
    """Return steps of the old way, by their old ids, whose answers the new version cannot hold."""
    found = []
    for id_, value in before.way.items():
        step = new.steps.get(names.step(id_))
        if value is None or is_missed(value):
            continue
        if step is None or not _holds(step, names.value(id_, value)):
            found.append(id_)
    return found


def _holds(step: Step, value: Value) -> bool:
    if isinstance(step, Explore):
        return isinstance(value, dict) and parts_of(step) >= set(value.get("places", ()))
    if isinstance(step, Decision):
        return isinstance(value, str) and value in parts_of(step)
    return finishes(step, value)


def _same_ways(one: Step, other: Step) -> bool:
    return type(one) is type(other) and all(
        getattr(one, each.name) == getattr(other, each.name)
        for each in fields(one)
        if each.name not in _WORDY
    )
