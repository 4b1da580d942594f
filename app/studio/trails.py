"""Trails: where an author stands in a draft, and what was answered, as part of an address.

Nothing of a trial is stored: its address says everything. What is not answered in a trail is gone
through or skipped, so that a trail outlives most changes of the draft.
"""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from app.engine import Answer, decide, follow, start
from app.engine.journey import Journey
from app.engine.leading import lead
from app.engine.space import Survey
from app.engine.state import State, Value
from app.engine.steps import Check, Decision, End, Explore, Practice, Step, Story

LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Trail:
    """A role, the step to stand at ("" is the first), answers and the words of a company.

    `invented` names the steps whose answers nobody gave, `lost` a step that could not be led to.
    """

    role: str | None = None
    at: str = ""
    answers: Mapping[str, Value] = field(default_factory=dict)
    slots: Mapping[str, str] = field(default_factory=dict)
    invented: tuple[str, ...] = ()
    lost: str = ""

    @classmethod
    def decode(cls, text: str) -> Self | None:
        """Read what `encode` wrote, None for anything else."""
        try:
            packed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
            reader = zlib.decompressobj()
            plain = reader.decompress(packed, LARGEST)
            parts = role, at, answers, slots, invented, lost = json.loads(plain)
            json.dumps(parts, ensure_ascii=False).encode()  # No page can say half a sign.
        except (ValueError, TypeError, zlib.error, RecursionError):
            return None
        if not (isinstance(role, str | None) and isinstance(at, str) and isinstance(lost, str)):
            return None
        if not (isinstance(answers, dict) and isinstance(slots, dict)):
            return None
        if not isinstance(invented, list):
            return None
        words = {name: word for name, word in slots.items() if isinstance(word, str)}
        return cls(role, at, answers, words, tuple(map(str, invented)), lost)

    def encode(self) -> str:
        """Return the trail as a word of an address."""
        parts = [self.role, self.at, self.answers, self.slots, self.invented, self.lost]
        plain = json.dumps(parts, separators=(",", ":"), ensure_ascii=False).encode()
        return urlsafe_b64encode(zlib.compress(plain, 9)).decode().rstrip("=")

    def state(self, journey: Journey) -> State:
        """Walk as far as the trail leads."""
        state = start(journey, self.role_in(journey))
        used: set[str] = set()
        while True:
            step = journey.steps[state.at]
            if step.id in self.answers and step.id not in used:
                used.add(step.id)
                state = follow(journey, state, step.id, self.answers[step.id])
            elif self._stops(step, used):
                return state
            else:
                state = follow(journey, state, step.id, _gone_through(step))

    def _stops(self, step: Step, used: set[str]) -> bool:
        is_there = step.id == self.at or not self.at or step.id in used
        return is_there or isinstance(step, Decision | Explore | End)

    def role_in(self, journey: Journey) -> str | None:
        """Return the role of the trail if the journey has it, else its first."""
        if self.role in journey.roles or not journey.roles:
            return self.role if journey.roles else None
        return journey.roles[0]

    def answered(self, journey: Journey, state: State, step: Step, value: Value) -> Self:
        """Return the trail after an answer to the present step. Raise `Rejected`."""
        after = decide(journey, state, Answer(step.id, value))
        return self._with(step, after.values[step.id], at=after.at)

    def again(self, step: Step) -> Self:
        """Return the trail back at a step that was answered, to answer it anew."""
        if isinstance(step, Explore) and isinstance(value := self.answers.get(step.id), dict):
            return self._with(step, {**value, "left": False}, at=step.id)
        return self._with(step, _gone_through(step), at=step.id)

    def led_to(self, journey: Journey, survey: Survey | None, step_id: str) -> Self:
        """Return a trail that stands at a step, with as many of the own answers as fit.

        Where no way is found, the trail stays and says so.
        """
        role = self.role_in(journey)
        way = survey.way_to(role, step_id) if survey else None
        found = dict(way.answers) if way else {}
        own = {name: _as_told(journey, name, value) for name, value in self.answers.items()}
        for answers in (found | own, found, own):
            state = lead(journey, role, answers, step_id)
            if state is not None:
                kept = {
                    name: value
                    for name, value in state.way.items()
                    if value != _gone_through(journey.steps[name])
                }
                invented = tuple(name for name in kept if kept[name] != self.answers.get(name))
                return replace(
                    self, role=role, at=step_id, answers=kept, invented=invented, lost=""
                )
        return replace(self, lost=step_id)

    def _with(self, step: Step, value: Value, at: str) -> Self:
        answers = {name: known for name, known in self.answers.items() if name != step.id}
        if value != _gone_through(step):
            answers[step.id] = value
        invented = tuple(name for name in self.invented if name != step.id)
        return replace(self, answers=answers, at=at, invented=invented, lost="")


def _gone_through(step: Step) -> Value:
    """Return the value of a step that a trail does not name."""
    return True if isinstance(step, Story) or not step.skippable else None


def _as_told(journey: Journey, step_id: str, value: Value) -> Any:
    """Return a stored value in the form in which an author's tests name it."""
    step = journey.steps.get(step_id)
    if not isinstance(value, dict):
        return value
    if isinstance(step, Explore):
        return value.get("places", [])
    if isinstance(step, Check):
        return {"tries": value.get("tries", [])}
    return value.get("ticked", []) if isinstance(step, Practice) else value
