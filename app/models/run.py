"""A run: one learner's walk of one version of a journey. The hot path of the product.

Truth are the entries, append-only; `turn`, `at` and the times in the row of a run are facts derived
from them, which `differences` recomputes. All statements are built once, when this file is read.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import bindparam, insert, select, update

from app.engine import Answer, Journey, Rejected, State, decide, follow, replay, start
from app.engine.state import Value
from app.engine.steps import End
from app.lib.lru import Lru
from app.lib.tokens import digest, is_plain, random_code
from app.models.base import Session, when_safe
from app.models.device import Device
from app.models.entry import entry
from app.models.journey import compiled_by_hash
from app.models.prepared import Prepared
from app.models.tables import device, learner, run, version

CODE_BITS = 80
STATES_KEPT = 1000

_states: Lru[str, tuple[int, State]] = Lru(STATES_KEPT)
"""The latest known state of a run with its turn. By code, since an id may be used again."""

_FIELDS = (*run.c, learner.c.tag, version.c.hash)
_JOINED = run.join(learner, learner.c.id == run.c.learner_id).join(
    version, version.c.id == run.c.version_id
)
_OWN = Prepared(
    select(*_FIELDS, device.c.expires_at)
    .select_from(_JOINED.join(device, device.c.learner_id == run.c.learner_id))
    .where(
        run.c.code == bindparam("code"),
        device.c.token == bindparam("device"),
        device.c.expires_at > bindparam("now"),
    )
)
_BY_ID = Prepared(select(*_FIELDS).select_from(_JOINED).where(run.c.id == bindparam("id")))
_OF_LEARNER = Prepared(
    select(*_FIELDS)
    .select_from(_JOINED)
    .where(run.c.learner_id == bindparam("learner"))
    .order_by(run.c.updated_at.desc(), run.c.id.desc())
)
_CONTRIBUTING = Prepared(
    select(*_FIELDS)
    .select_from(_JOINED)
    .where(run.c.partition_id == bindparam("partition"), run.c.contributes)
    .order_by(run.c.id)
)
_CREATE = insert(run).returning(run.c.id)
_moving = (
    update(run)
    .where(run.c.id == bindparam("run"), run.c.turn == bindparam("expected"))
    .values(
        turn=bindparam("turn"),
        at=bindparam("at"),
        updated_at=bindparam("now"),
        finished_at=bindparam("finished_at"),
    )
)
_ENTRY = {"run_id": "run", "seq": "turn", "step": "step", "value": "value", "at": "hour"}
_new = {column: bindparam(name, type_=entry.c[column].type) for column, name in _ENTRY.items()}
_ADVANCE = Prepared(_moving)
_APPEND = Prepared(insert(entry).values(_new))
_moved = _moving.returning(run.c.id).cte("moved")
_ADVANCE_AND_APPEND = Prepared(
    insert(entry).from_select(list(_new), select(*_new.values()).select_from(_moved))
)
"""Both at once, which SQLite cannot: one round trip to PostgreSQL less."""
_ENTRIES = Prepared(
    select(entry.c.seq, entry.c.step, entry.c.value, entry.c.at)
    .where(
        entry.c.run_id == bindparam("run"),
        entry.c.seq > bindparam("after"),
        entry.c.seq <= bindparam("upto"),
    )
    .order_by(entry.c.seq)
)


class Stale(Exception):
    """The turn of a form is taken: what is recorded there, and the turn the run stands at now."""

    def __init__(self, step: str, value: Value, turn: int) -> None:
        super().__init__(step)
        self.entry_step = step
        self.entry_value = value
        self.turn = turn


class BadTurn(Exception):
    """A form names a turn that no form of this run can have named."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored answer: the whole new value of its step. `at` is the full hour."""

    seq: int
    step: str
    value: Value
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What an answer did. `repeated`: it had been stored before, and nothing was written now."""

    before: State
    after: State
    repeated: bool = False


@dataclass(slots=True, kw_only=True)
class Run:
    """A run with its present state; `turn` counts its entries.

    `partition_id` is None for one of the journey's open walkers; `contributes` says whether its
    answers may be counted. `device_renewed` is true after a `decide` that let the 90 days of the
    device begin anew.
    """

    id: int
    code: str
    learner_id: int
    learner_tag: str
    version_id: int
    journey: Journey
    role: str | None
    turn: int
    state: State
    started_at: datetime
    updated_at: datetime
    finished_at: datetime | None
    partition_id: int | None
    contributes: bool
    device_renewed: bool = False
    _device: tuple[str, datetime] | None = None

    @property
    def journey_id(self) -> str:
        return self.journey.id

    @classmethod
    def own(cls, session: Session, code: str, token: str | None, now: datetime) -> Self | None:
        """Return the run if this device's learner owns it; None else, whatever the reason."""
        if not token or not is_plain(code):
            return None
        found = _OWN.first(session, {"code": code, "device": digest(token), "now": now})
        if found is None:
            return None
        return cls._load(session, found, device=(token, found.expires_at))

    @classmethod
    def of_learner(cls, session: Session, learner_id: int) -> list[Self]:
        """Return all runs of a learner, the one walked last first."""
        rows = _OF_LEARNER.all(session, {"learner": learner_id})
        return [cls._load(session, row) for row in rows]

    @classmethod
    def contributing(cls, session: Session, partition_id: int) -> list[Self]:
        """Return the runs of a partition whose learners agreed; for `insight.release` alone."""
        rows = _CONTRIBUTING.all(session, {"partition": partition_id})
        return [cls._load(session, row) for row in rows]

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

        The run never changes its partition; without one it is one of the open walkers'.
        """
        state = start(journey, role)
        run_id = session.execute(
            _CREATE,
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
        return cls._load(session, _BY_ID.first(session, {"id": run_id}))

    def decide(self, session: Session, answer: Answer, *, turn: int, now: datetime) -> Decision:
        """Store an answer that a form of this turn sent, and move on.

        Raise `Rejected` where the rules refuse it, `Stale` where the turn is taken by another
        answer, `BadTurn` for a turn that cannot be. One row is changed and one appended.
        """
        if turn == self.turn:
            decision = self._advance(session, answer, now)
            if decision:
                return decision
            # Another transaction was quicker; its entry is committed and can be read now.
            self._reload(session)
        if not 0 <= turn < self.turn:
            raise BadTurn
        return self._recall(session, answer, turn)

    def entries(self, session: Session) -> list[Entry]:
        """Return everything answered so far, in order."""
        return _entries(session, self.id, 0, self.turn)

    @classmethod
    def _load(cls, session: Session, row: Any, device: tuple[str, datetime] | None = None) -> Self:
        journey = compiled_by_hash(session, row.version_id, row.hash)
        return cls(
            id=row.id,
            code=row.code,
            learner_id=row.learner_id,
            learner_tag=row.tag,
            version_id=row.version_id,
            journey=journey,
            role=row.role,
            turn=row.turn,
            state=_state(session, journey, row),
            started_at=row.started_at,
            updated_at=row.updated_at,
            finished_at=row.finished_at,
            partition_id=row.partition_id,
            contributes=row.contributes,
            _device=device,
        )

    def _advance(self, session: Session, answer: Answer, now: datetime) -> Decision | None:
        """Append the entry; return None where another transaction has taken the turn."""
        before, after = self.state, decide(self.journey, self.state, answer)
        turn, finished_at = self.turn + 1, finished(self.journey, after, now)
        moved = {
            "run": self.id,
            "expected": self.turn,
            "turn": turn,
            "at": after.at,
            "now": now,
            "finished_at": finished_at,
            "step": answer.step,
            "value": to_text(after.values[answer.step]),
            "hour": now,
        }
        if not _store(session, moved):
            return None
        self._renew_device(session, now)
        self.turn, self.state, self.updated_at, self.finished_at = turn, after, now, finished_at
        when_safe(session, lambda: _states.put(self.code, (turn, after)))
        return Decision(before, after)

    def _renew_device(self, session: Session, now: datetime) -> None:
        if self._device:
            token, expires_at = self._device
            self.device_renewed = Device.renew(session, token, self.learner_id, expires_at, now)

    def _reload(self, session: Session) -> None:
        row = _BY_ID.first(session, {"id": self.id})
        if row is None:
            # The learner has just erased everything from another device.
            raise BadTurn
        self.turn, self.state = row.turn, _state(session, self.journey, row)
        self.updated_at, self.finished_at = row.updated_at, row.finished_at

    def _recall(self, session: Session, answer: Answer, turn: int) -> Decision:
        """Return what the entry after this turn did, if this answer would have done the same."""
        *earlier, taken = _entries(session, self.id, 0, turn + 1)
        before = replay(self.journey, self.role, {each.step: each.value for each in earlier})
        try:
            after = decide(self.journey, before, answer)
        except Rejected:
            raise Stale(taken.step, taken.value, self.turn) from None
        if answer.step != taken.step or after.values[answer.step] != taken.value:
            raise Stale(taken.step, taken.value, self.turn)
        return Decision(before, after, repeated=True)


def _store(session: Session, moved: Mapping[str, Any]) -> bool:
    """Move the run and append the entry; return False, with nothing done, if the turn is taken."""
    if session.dialect.name != "sqlite":
        return _ADVANCE_AND_APPEND.change(session, moved) == 1
    return _ADVANCE.change(session, moved) == 1 and _APPEND.change(session, moved) == 1


def forget(codes: Iterable[str]) -> None:
    """Drop runs from this process's memory."""
    for code in codes:
        _states.drop(code)


def finished(journey: Journey, state: State, now: datetime) -> datetime | None:
    """Return `now` if the state has arrived."""
    return now if isinstance(journey.steps[state.at], End) else None


def to_text(value: Value) -> str:
    """Return the value of an entry as the database keeps it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _state(session: Session, journey: Journey, row: Any) -> State:
    """Return the state at the row's turn: from memory, or by replay of what memory lacks."""
    known = _states.get(row.code)
    if known and known[0] == row.turn:
        return known[1]
    if known and known[0] < row.turn:
        # Another process took the last steps; going on from here is cheap, however long the way.
        state = known[1]
        for each in _entries(session, row.id, known[0], row.turn):
            state = follow(journey, state, each.step, each.value)
    else:
        state = replay(journey, row.role, _fold(_entries(session, row.id, 0, row.turn)))
    when_safe(session, lambda: _states.put(row.code, (row.turn, state)))
    return state


def _fold(entries: list[Entry]) -> Mapping[str, Value]:
    return {each.step: each.value for each in entries}


def _entries(session: Session, run_id: int, after: int, upto: int) -> list[Entry]:
    rows = _ENTRIES.all(session, {"run": run_id, "after": after, "upto": upto})
    return [Entry(row.seq, row.step, json.loads(row.value), row.at) for row in rows]
