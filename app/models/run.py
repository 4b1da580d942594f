"""A run: one learner's walk of one version of a journey. The hot path of the product.

Truth are the entries, append-only; `turn`, `at` and the times in the row of a run are facts derived
from them, which `differences` recomputes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self

from app.engine import Answer, Journey, Realigned, Rejected, State, decide, replay, start
from app.engine.state import Value
from app.engine.steps import End
from app.lib.tokens import digest, is_plain, random_code
from app.models import run_statements as statements
from app.models.arrival import arrive
from app.models.base import Session, when_safe
from app.models.device import Device
from app.models.journey import compiled
from app.models.refusal import Refused
from app.models.standing import (
    Entry,
    Offer,
    Standing,
    entries,
    fold,
    forget,
    missed_of,
    read,
    remember,
    standing,
)

__all__ = ["BadSwitch", "BadTurn", "Decision", "Entry", "Run", "Stale", "finished", "forget"]

CODE_BITS = 80


class Stale(Exception):
    """The turn of a form is taken: what is recorded there, and the turn the run stands at now."""

    def __init__(self, step: str, value: Value, turn: int) -> None:
        super().__init__(step)
        self.entry_step = step
        self.entry_value = value
        self.turn = turn


class BadTurn(Exception):
    """A form names a turn that no form of this run can have named."""


class BadSwitch(Exception):
    """A form names a version that this run cannot switch to, or no more."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an answer did. `repeated`: it had been stored before, and nothing was written now."""

    before: State
    after: State
    repeated: bool = False


@dataclass(slots=True, kw_only=True)
class Run:
    """A run as it is shown (see `standing`); `turn` counts its entries.

    `version_id`, `journey`, `role` and `state` belong to one version: the pinned one, or a newer
    one that the run fits. `change` and `note` tell of the newer one until the pin has followed;
    `offer` is a version that the run does not fit, to which its learner may switch. `missed` are
    steps passed over (see `standing`), with the turn at which they were. `partition_id` is None for
    one of the journey's open walkers; `contributes` says whether its answers may be counted,
    `counted` that they are in released figures. `device_renewed` is true after a `decide` that let
    the 90 days of the device begin anew.
    """

    id: int
    code: str
    learner_id: int
    learner_tag: str
    pinned_id: int
    version_id: int
    journey: Journey
    role: str | None
    turn: int
    state: State
    missed: Mapping[str, int]
    started_at: datetime
    updated_at: datetime
    finished_at: datetime | None
    partition_id: int | None
    contributes: bool
    counted: bool
    change: Realigned | None = None
    note: str = ""
    offer: Offer | None = None
    device_renewed: bool = False
    _newest: int | None = None
    _device: tuple[str, datetime] | None = None

    @property
    def journey_id(self) -> str:
        return self.journey.id

    @classmethod
    def own(cls, session: Session, code: str, token: str | None, now: datetime) -> Self | None:
        """Return the run if this device's learner owns it; None else, whatever the reason."""
        if not token or not is_plain(code):
            return None
        found = statements.OWN.first(session, {"code": code, "device": digest(token), "now": now})
        if found is None:
            return None
        return cls.load(session, found, device=(token, found.expires_at))

    @classmethod
    def of_learner(cls, session: Session, learner_id: int) -> list[Self]:
        """Return all runs of a learner, the one walked last first."""
        rows = statements.OF_LEARNER.all(session, {"learner": learner_id})
        return [cls.load(session, row) for row in rows]

    @classmethod
    def start(
        cls,
        session: Session,
        learner_id: int,
        version_id: int,
        journey: Journey,
        role: str | None,
        now: datetime,
        partition_id: int | None = None,
    ) -> Self:
        """Begin a journey at its first step. Raise `Rejected` (unknown-role).

        Without a partition it is one of the open walkers', until it is taken along into one.
        """
        state = start(journey, role)
        run_id = session.execute(
            statements.CREATE,
            {
                "code": random_code(CODE_BITS),
                "learner_id": learner_id,
                "version_id": version_id,
                "role": role,
                "turn": 0,
                "at": state.at,
                "started_at": now,
                "updated_at": now,
                "finished_at": finished(journey, state, now),
                "partition_id": partition_id,
            },
        ).scalar_one()
        return cls.load(session, statements.BY_ID.first(session, {"id": run_id}))

    def decide(self, session: Session, answer: Answer, *, turn: int, now: datetime) -> Decision:
        """Store an answer that a form of this turn sent, and move on.

        Raise `Rejected` where the rules refuse it, `Stale` where the turn is taken by another
        answer, `BadTurn` for a turn that cannot be. One row is changed and one appended.
        """
        while turn == self.turn:
            decision = self._advance(session, answer, now)
            if decision:
                return decision
            # Another transaction was quicker; what it committed can be read now.
            self._reload(session)
        if not 0 <= turn < self.turn:
            raise BadTurn
        return self._recall(session, answer, turn)

    def take_along(self, session: Session, partition_id: int) -> None:
        """Let an open walker's run go with an assignment from now on, with all that it holds.

        Raise `Refused` (run-elsewhere) where it has arrived, was counted or belongs somewhere.
        """
        values = {"run": self.id, "partition": partition_id}
        if session.execute(statements.TAKE_ALONG, values).rowcount != 1:
            raise Refused("run-elsewhere")
        self.partition_id = partition_id

    def switch(
        self, session: Session, *, turn: int, number: int, role: str | None, now: datetime
    ) -> None:
        """Move to the version of this number, which the run does not fit, as its learner wants it.

        ``role`` is asked for only where the old one is gone. No entry is written, and none is
        changed. Raise `Rejected` (unknown-role), and `BadSwitch` where the form is out of date.
        """
        offer = self.offer
        if offer is None or offer.number != number or turn != self.turn:
            raise BadSwitch
        if offer.change.reason == "role" and offer.journey.roles:
            if role not in offer.journey.roles:
                raise Rejected("unknown-role", "role")
            offer = offer.as_role(role)
        change = offer.change
        to = Standing(offer.version_id, offer.journey, change.role, change.state, change=change)
        facts = self._facts(change.state, to, self.turn, now)
        if statements.MOVE.change(session, facts) != 1:
            raise BadSwitch
        statements.LEAVE.change(session, facts)
        self._arrive(session, facts)
        when_safe(session, lambda: forget([self.code]))
        self._reload(session)

    def entries(self, session: Session) -> list[Entry]:
        """Return everything answered so far, in order, under the names of the version shown."""
        return read(self.journey, self.stored(session))

    def stored(self, session: Session) -> list[Entry]:
        """Return everything answered so far under the names it had then."""
        return entries(session, self.id, 0, self.turn)

    def before(self, session: Session) -> list[tuple[int, Journey]]:
        """Return the versions it stood on until it had so many entries, the first one first."""
        rows = session.execute(statements.PINS, {"run": self.id}).all()
        found = [(row.turn, compiled(session, row.version_id)) for row in rows]
        if self.pinned_id != self.version_id:
            found.append((self.turn, compiled(session, self.pinned_id)))
        return found

    @classmethod
    def load(cls, session: Session, row: Any, device: tuple[str, datetime] | None = None) -> Self:
        """Return the run of a row that has the `FIELDS` of `run_statements`, as it is shown."""
        found = standing(session, row)
        return cls(
            id=row.id,
            code=row.code,
            learner_id=row.learner_id,
            learner_tag=row.tag,
            pinned_id=row.version_id,
            version_id=found.version_id,
            journey=found.journey,
            role=found.role,
            turn=row.turn,
            state=found.state,
            missed=missed_of(row),
            started_at=row.started_at,
            updated_at=row.updated_at,
            finished_at=row.finished_at,
            change=found.change,
            note=found.note,
            offer=found.offer,
            _newest=row.newest,
            partition_id=row.partition_id,
            contributes=row.contributes,
            counted=row.counted,
            _device=device,
        )

    def _advance(self, session: Session, answer: Answer, now: datetime) -> Decision | None:
        """Append the entry; return None where another transaction has taken the turn."""
        before, after = self.state, decide(self.journey, self.state, answer)
        here = Standing(self.version_id, self.journey, self.role, after, change=self.change)
        facts = self._facts(after, here, self.turn + 1, now)
        facts |= {
            "step": answer.step,
            "value": to_text(after.values[answer.step]),
            "hour": now,
        }
        moves = self.version_id != self.pinned_id
        if not _store(session, facts, moves=moves):
            return None
        self._arrive(session, facts)
        self._renew_device(session, now)
        if moves:
            self.pinned_id, self.missed = self.version_id, facts["all_missed"]
        self.turn, self.state, self.change, self.note = facts["turn"], after, None, ""
        self.updated_at, self.finished_at = now, facts["finished_at"]
        key = (self.turn, self.version_id, None if self.offer else self._newest)
        found = Standing(self.version_id, self.journey, self.role, after)
        when_safe(session, lambda: remember(self.code, key, found))
        return Decision(before, after)

    def _facts(self, after: State, to: Standing, turn: int, now: datetime) -> dict[str, Any]:
        """Return what the row of the run is to say on a version, beside what it says now."""
        missed = dict(self.missed)
        if to.change:
            missed |= dict.fromkeys((*to.change.missed, *to.change.left), self.turn)
        return {
            "run": self.id,
            "expected": self.turn,
            "pinned": self.pinned_id,
            "turn": turn,
            "at": after.at,
            "now": now,
            "finished_at": finished(to.journey, after, now),
            "version": to.version_id,
            "role": to.role,
            "missed": to_text(missed) if missed else None,
            "all_missed": missed,
        }

    def _arrive(self, session: Session, facts: Mapping[str, Any]) -> None:
        """Leave what an arrival leaves, where these facts bring a run with others to its end."""
        if self.partition_id is not None and facts["finished_at"] and not self.finished_at:
            arrive(session, self.id)

    def _renew_device(self, session: Session, now: datetime) -> None:
        if self._device:
            token, expires_at = self._device
            self.device_renewed = Device.renew(session, token, self.learner_id, expires_at, now)

    def _reload(self, session: Session) -> None:
        row = statements.BY_ID.first(session, {"id": self.id})
        if row is None:
            # The learner has just erased everything from another device.
            raise BadTurn
        fresh = self.load(session, row, self._device)
        for each in fields(self):
            setattr(self, each.name, getattr(fresh, each.name))

    def _recall(self, session: Session, answer: Answer, turn: int) -> Decision:
        """Return what the entry after this turn did, if this answer would have done the same."""
        *earlier, taken = entries(session, self.id, 0, turn + 1)
        before = replay(self.journey, self.role, fold(self.journey, earlier, self.missed))
        (taken,) = read(self.journey, [taken])
        try:
            after = decide(self.journey, before, answer)
        except Rejected:
            raise Stale(taken.step, taken.value, self.turn) from None
        if answer.step != taken.step or after.values[answer.step] != taken.value:
            raise Stale(taken.step, taken.value, self.turn)
        return Decision(before, after, repeated=True)


def _store(session: Session, facts: Mapping[str, Any], *, moves: bool) -> bool:
    """Change the run and append the entry; return False, with nothing done, if it is too late.

    A run that ``moves`` leaves its version in the same transaction.
    """
    if moves:
        if statements.MOVE.change(session, facts) != 1:
            return False
        statements.LEAVE.change(session, facts)
        return statements.APPEND.change(session, facts) == 1
    if session.dialect.name != "sqlite":
        return statements.ADVANCE_AND_APPEND.change(session, facts) == 1
    if statements.ADVANCE.change(session, facts) != 1:
        return False
    return statements.APPEND.change(session, facts) == 1


def finished(journey: Journey, state: State, now: datetime) -> datetime | None:
    """Return `now` if the state has arrived."""
    return now if isinstance(journey.steps[state.at], End) else None


def to_text(value: Value) -> str:
    """Return the value of an entry as the database keeps it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
