"""Private texts: what a learner writes, encrypted with the learner's own key.

Only the learner's own room, the export and the erasure may import this file; the table is defined
here so that nothing else can name it. One text a run, step and field; autosave and „Weiter“ write
the same row. A deleted text leaves its row empty, with a new revision: so an old tab cannot bring
it back unseen, and the entry that says "answered" stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    and_,
    bindparam,
    insert,
    select,
    update,
)

from app.engine import Renames
from app.lib.crypto import Keyring, open_sealed, seal
from app.models.base import Session, UtcDateTime, metadata
from app.models.prepared import Prepared
from app.models.run import Run
from app.models.tables import learner, run

LONGEST = 10_000

thought = Table(
    "thought",
    metadata,
    Column("run_id", ForeignKey("run.id", ondelete="CASCADE"), primary_key=True),
    Column("step", String(40), primary_key=True),
    Column("field", String(20), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)

Place = tuple[str, str]
"""Step id and field name."""

_OF_RUN = Prepared(select(thought).where(thought.c.run_id == bindparam("run")))
_OF_LEARNER = (
    select(thought, run.c.code, learner.c.key)
    .join(run, run.c.id == thought.c.run_id)
    .join(learner, learner.c.id == run.c.learner_id)
    .where(run.c.learner_id == bindparam("learner"))
    .order_by(run.c.id, thought.c.step, thought.c.field)
)
_AT = and_(
    thought.c.run_id == bindparam("run"),
    thought.c.step == bindparam("at_step"),
    thought.c.field == bindparam("at_field"),
)
_ONE = Prepared(select(thought).where(_AT))
_values: dict[str, Any] = {
    name: bindparam(name) for name in ("revision", "answered", "text", "saved_at")
}
_place: dict[str, Any] = {
    "run_id": bindparam("run"),
    "step": bindparam("at_step"),
    "field": bindparam("at_field"),
}
_CREATE = Prepared(insert(thought).values({**_place, **_values}))
_CHANGE = Prepared(update(thought).where(_AT).values(_values))
_COUNT = update(thought).where(_AT).values(answered=bindparam("answered"))
_DELETE = update(thought).where(_AT).values(text=b"", revision=thought.c.revision + 1)
_SKIP = (
    update(thought)
    .where(thought.c.run_id == bindparam("run"), thought.c.step == bindparam("at_step"))
    .values(answered=False)
)
_LOCK = Prepared(select(run.c.id).where(run.c.id == bindparam("run")).with_for_update())
_KEY = Prepared(select(learner.c.key).where(learner.c.id == bindparam("learner")))


@dataclass(frozen=True, slots=True)
class Thought:
    """A text as it is stored. Revision 0: nothing was stored yet; an empty text was deleted."""

    text: str
    revision: int
    answered: bool
    saved_at: datetime | None


class Conflict(Exception):
    """The stored text is newer than the one the form knew, and different."""

    def __init__(self, step: str, field: str, mine: str, theirs: Thought) -> None:
        super().__init__(f"{step}.{field}")
        self.step = step
        self.field = field
        self.mine = mine
        self.theirs = theirs


class TooLong(Exception):
    """A text has more than `LONGEST` characters; nothing was stored."""

    def __init__(self, field: str, length: int) -> None:
        super().__init__(field)
        self.field = field
        self.length = length


class Diary:
    """The private texts of one run, read and written with the key of its learner."""

    def __init__(self, session: Session, run: Run, keyring: Keyring) -> None:
        self._session = session
        self._run = run
        self._keyring = keyring
        self._known_key: Fernet | None = None

    @classmethod
    def of_learner(
        cls, session: Session, learner_id: int, keyring: Keyring, *, emptied: bool = False
    ) -> dict[str, dict[Place, Thought]]:
        """Return a learner's texts by the code of their run, deleted ones only if `emptied`."""
        rows = session.execute(_OF_LEARNER, {"learner": learner_id}).all()
        key = keyring.unwrap(rows[0].key) if rows else None
        found: dict[str, dict[Place, Thought]] = {}
        for row in rows:
            if key and (row.text or emptied):
                found.setdefault(row.code, {})[row.step, row.field] = _opened(row, key)
        return found

    def texts(self) -> dict[Place, Thought]:
        """Return everything written in this run; a deleted text is empty and has its revision."""
        rows = _OF_RUN.all(self._session, {"run": self._run.id})
        names = Renames(self._run.journey)
        # What is stored under an old name stands behind what is stored under its new one.
        rows.sort(key=lambda row: names.step(row.step) == row.step)
        return {(names.step(row.step), row.field): _opened(row, self._key) for row in rows}

    def save(self, step: str, field: str, text: str, seen: int, now: datetime) -> Thought:
        """Store a draft written on top of revision `seen`; what was answered stays answered.

        Raise `Conflict` where a newer, different text is stored, `TooLong`.
        """
        return self._write(step, field, text, seen, now, answered=None)

    def answer(
        self, step: str, fields: Mapping[str, str], seen: Mapping[str, int], now: datetime
    ) -> dict[str, Thought]:
        """Store the texts of „Weiter“, in the transaction of its entry; they count as answered.

        Raise `Conflict` or `TooLong` for the first field concerned; then undo the transaction.
        """
        return {
            field: self._write(step, field, text, seen.get(field, 0), now, answered=True)
            for field, text in fields.items()
        }

    def skip(self, step: str) -> None:
        """Keep the texts of a skipped step in the diary, unanswered."""
        for name in self._names(step):
            self._session.execute(_SKIP, {"run": self._run.id, "at_step": name})

    def delete(self, step: str, field: str) -> None:
        """Remove a text for good; that something was answered stays."""
        for name in self._names(step):
            self._session.execute(_DELETE, self._at(name, field))

    def _write(
        self, step: str, field: str, text: str, seen: int, now: datetime, answered: bool | None
    ) -> Thought:
        text = normalised(text)
        if len(text) > LONGEST:
            raise TooLong(field, len(text))
        self._take_turns()
        place, stored = self._stored(step, field)
        if seen != stored.revision and text != stored.text:
            raise Conflict(step, field, text, stored)
        counts = stored.answered if answered is None else answered
        if text == stored.text:
            # The text is as it was, so whoever wrote on top of this revision still does.
            return self._count(place, field, stored, counts)
        # A minute serves the writer, and seconds would tell how fast somebody answers.
        minute = now.replace(second=0, microsecond=0)
        written = Thought(text, stored.revision + 1, counts, minute)
        self._store(place, field, written)
        return written

    def _count(self, step: str, field: str, stored: Thought, answered: bool) -> Thought:
        if stored.revision and answered != stored.answered:
            self._session.execute(_COUNT, {**self._at(step, field), "answered": answered})
        return Thought(stored.text, stored.revision, answered, stored.saved_at)

    def _take_turns(self) -> None:
        """On PostgreSQL lock the run, so that two devices cannot both find the same revision."""
        _LOCK.first(self._session, {"run": self._run.id})

    def _stored(self, step: str, field: str) -> tuple[str, Thought]:
        """Return a text with the name under which it is kept: the one it was first stored under."""
        for name in self._names(step):
            row = _ONE.first(self._session, self._at(name, field))
            if row:
                return name, _opened(row, self._key)
        return step, Thought("", 0, False, None)

    def _names(self, step: str) -> tuple[str, ...]:
        """Return what a step is and was called."""
        return (step, *Renames(self._run.journey).former(step))

    def _store(self, step: str, field: str, written: Thought) -> None:
        values = self._at(step, field) | {
            "revision": written.revision,
            "answered": written.answered,
            "text": seal(self._key, written.text),
            "saved_at": written.saved_at,
        }
        (_CREATE if written.revision == 1 else _CHANGE).change(self._session, values)

    def _at(self, step: str, field: str) -> dict[str, Any]:
        return {"run": self._run.id, "at_step": step, "at_field": field}

    @property
    def _key(self) -> Fernet:
        if self._known_key is None:
            (found,) = _KEY.all(self._session, {"learner": self._run.learner_id})
            self._known_key = self._keyring.unwrap(found.key)
        return self._known_key


def normalised(text: str) -> str:
    """Return the text with line ends as they are stored and counted."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _opened(row: Any, key: Fernet) -> Thought:
    return Thought(open_sealed(key, row.text), row.revision, row.answered, row.saved_at)
