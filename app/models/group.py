"""A group: a facilitator invites people to a journey, and shows them together what they chose.

Its id is that of its partition. All facts about who takes part stand in the runs; the group keeps
only how many joined, in steps of five.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Select, func, insert, select, update

from app.engine.journey import Journey
from app.lib.tokens import ALPHABET, random_code
from app.models import insight
from app.models.base import Session, take_turns
from app.models.batch import Batch
from app.models.door import can_begin, is_open
from app.models.figures import coarse
from app.models.journey import Newer, compiled, newer, newest
from app.models.partition import hold, mark, new_partition
from app.models.refusal import Refused
from app.models.run import Run
from app.models.tables import learning_group, partition, run, user_account

CODE_SIGNS = 8
CODE_BITS = 5 * CODE_SIGNS
TOKEN_BITS = 80
MOST_MEMBERS = 200

_FIELDS: Select[Any] = select(
    learning_group.c.id,
    learning_group.c.code,
    learning_group.c.token,
    partition.c.journey_id,
    learning_group.c.version_id,
    learning_group.c.owner_id,
    user_account.c.name.label("owner_name"),
    learning_group.c.title,
    learning_group.c.joined,
    learning_group.c.opened_at,
    learning_group.c.moved_at,
    learning_group.c.closed_at,
).select_from(
    learning_group.join(partition, partition.c.id == learning_group.c.id).join(
        user_account, user_account.c.id == learning_group.c.owner_id
    )
)


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a facilitator ever sees of a group. `joined` counts in steps of five."""

    joined: int
    batches: tuple[Batch, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it was read. `code` is typed by people, `token` stands in the QR code.

    `joined` is the most that ever were, in steps of five, so that nobody's leaving shows.
    """

    id: int
    code: str
    token: str
    journey_id: str
    version_id: int
    owner_id: int
    owner_name: str
    title: str
    joined: int
    opened_at: datetime
    moved_at: datetime | None
    closed_at: datetime | None

    @classmethod
    def open(
        cls,
        session: Session,
        owner_id: int,
        journey_id: str,
        title: str,
        now: datetime,
        known: str = "",
    ) -> Self:
        """Open a group on the newest version of a journey that all may find.

        Raise `Refused` (journey-unknown).

        `known` is the code of the newest group that the form knew of: a second press of its button
        finds the group that the first one opened.
        """
        take_turns(session, f"groups:{owner_id}")
        found = newest(session, journey_id)
        if found is None or not is_open(session, journey_id):
            raise Refused("journey-unknown")
        last = next(iter(cls.of_owner(session, owner_id)), None)
        if last and last.code != known and (last.journey_id, last.title) == (journey_id, title):
            return last
        group_id = new_partition(session, "group", journey_id)
        session.execute(
            insert(learning_group).values(
                id=group_id,
                code=random_code(CODE_BITS),
                token=random_code(TOKEN_BITS),
                version_id=found[0],
                owner_id=owner_id,
                title=title,
                joined=0,
                opened_at=now,
            )
        )
        made = cls.find(session, group_id)
        assert made is not None
        return made

    @classmethod
    def find(cls, session: Session, group_id: int) -> Self | None:
        """Return the group of a partition, None where the partition is none."""
        return cls._one(session, learning_group.c.id == group_id)

    @classmethod
    def of_owner(cls, session: Session, owner_id: int) -> list[Self]:
        """Return the groups of a facilitator, the newest first."""
        order = _FIELDS.where(learning_group.c.owner_id == owner_id).order_by(
            learning_group.c.id.desc()
        )
        return [cls(*row) for row in session.execute(order)]

    @classmethod
    def within_reach(cls, session: Session, owner_id: int, code: str) -> Self | None:
        """Return the group with this code if it is this facilitator's; None else."""
        return cls._one(
            session, (learning_group.c.owner_id == owner_id) & (learning_group.c.code == code)
        )

    @classmethod
    def invited_by(cls, session: Session, word: str) -> Self | None:
        """Return the group that a code or the token of a QR code invites to, also a closed one."""
        name = normalise(word)
        column = learning_group.c.code if len(name) == CODE_SIGNS else learning_group.c.token
        return cls._one(session, column == name) if name else None

    def journey(self, session: Session) -> Journey:
        """Return the journey in the version that the group walks."""
        return compiled(session, self.version_id)

    def ahead(self, session: Session) -> Newer | None:
        """Return the newest version offered if it is newer than the one that the group walks."""
        return next(iter(newer(session, self.journey_id, self.version_id)), None)

    def is_paused(self, session: Session) -> bool:
        """Return whether nobody can set out in the group, because its version is not offered.

        Latecomers wait: on another version they would not walk with the others.
        """
        return not can_begin(session, self.version_id)

    def way_on(self, session: Session) -> Newer | None:
        """Return the newer version on which a group that is paused would go on."""
        ahead = self.ahead(session)
        return ahead if ahead and can_begin(session, ahead.id) else None

    def sight(self, session: Session) -> Sight:
        """Return what the facilitator sees: learners are shown the very same before they join."""
        return Sight(self.joined, tuple(Batch.of_partition(session, self.id)))

    def run_of(self, session: Session, learner_id: int) -> str | None:
        """Return the code of the run with which a learner takes part."""
        found = select(run.c.code).where(
            run.c.partition_id == self.id, run.c.learner_id == learner_id
        )
        return session.execute(found.order_by(run.c.id)).scalars().first()

    def join(
        self, session: Session, learner_id: int, role: str | None, *, agrees: bool, now: datetime
    ) -> str:
        """Let a learner set out in this group, once, and return the code of the run.

        Raise `Refused` (group-closed, group-paused, group-full), `Rejected` (unknown-role).
        """
        group = self._held(session)
        known = group.run_of(session, learner_id)
        if known:
            return known
        if group.is_paused(session):
            raise Refused("group-paused")
        if group._members(session) >= MOST_MEMBERS:
            raise Refused("group-full")
        journey = group.journey(session)
        made = Run.start(session, learner_id, group.version_id, journey, role, now, group.id)
        mark(session, made.id, agrees=agrees)
        joined = max(group.joined, coarse(group._members(session)))
        group._write(session, joined=joined)
        return made.code

    def contribute(self, session: Session, run_id: int, *, agrees: bool) -> None:
        """Note whether the answers of a member's run may be counted from now on.

        Raise `Refused` (group-closed). What was released already stays as it is.
        """
        self._held(session)
        mark(session, run_id, agrees=agrees)

    def evaluate(
        self, session: Session, step: str, now: datetime, *, apart: Collection[int] = ()
    ) -> Batch:
        """Release the figures of one station, at most once; see `insight.release`.

        Raise `Refused` (group-closed, station-uncounted, too-few).
        """
        group = self._held(session)
        return insight.release(session, group.id, group.version_id, step, now, apart=apart)

    def take_over(self, session: Session, now: datetime) -> None:
        """Let the group walk the newest version from now on. Raise `Refused` (group-closed).

        That is all that is written: each run it fits is shown there from its next page on, and its
        pin follows with its next entry, as everywhere (see `standing`). The others are offered it.
        """
        group = self._held(session)
        found = group.ahead(session)
        if found:
            group._write(session, version_id=found.id, moved_at=now)

    def close(self, session: Session, now: datetime) -> None:
        """Let nobody join or be counted any more; the runs go on, each for its learner alone."""
        hold(session, self.id)
        group = self.find(session, self.id)
        if group is None or group.closed_at is not None:
            return
        session.execute(update(run).where(run.c.partition_id == self.id).values(contributes=False))
        self._write(session, closed_at=now)

    def _held(self, session: Session) -> Self:
        """Return the group as it stands now, and let nobody else change who takes part."""
        hold(session, self.id)
        group = self.find(session, self.id)
        if group is None or group.closed_at is not None:
            raise Refused("group-closed")
        return group

    def _members(self, session: Session) -> int:
        members = select(func.count(run.c.learner_id.distinct())).where(
            run.c.partition_id == self.id
        )
        return session.execute(members).scalar_one()

    def _write(self, session: Session, **values: Any) -> None:
        session.execute(
            update(learning_group).where(learning_group.c.id == self.id).values(**values)
        )

    @classmethod
    def _one(cls, session: Session, condition: ColumnElement[bool]) -> Self | None:
        row = session.execute(_FIELDS.where(condition)).one_or_none()
        return cls(*row) if row else None


def normalise(word: str) -> str:
    """Return a code as it is stored, however somebody wrote it; "" for what is none."""
    plain = "".join(sign for sign in word.lower() if sign.isalnum())
    plain = plain.replace("o", "0").replace("i", "1").replace("l", "1")
    is_code = len(plain) in (CODE_SIGNS, TOKEN_BITS // 5) and set(plain) <= set(ALPHABET)
    return plain if is_code else ""


def spaced(code: str) -> str:
    """Return a code as people read it: in capitals, with a hyphen in the middle."""
    return f"{code[:4]}-{code[4:]}".upper()
