"""A learner: a person without a name, known by devices and a Reisecode. Export and erasure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from app.lib import reisecode
from app.lib.crypto import Keyring
from app.lib.tokens import digest, random_code
from app.models import learner_company
from app.models.base import Database, Session, when_safe
from app.models.diary import Diary
from app.models.membership import Membership
from app.models.partition import hold_all_of
from app.models.personal_data import exported
from app.models.prepared import Prepared
from app.models.run import Run, forget
from app.models.standing import missed_of
from app.models.tables import device, learner, learning_group, pin, run, version

TAG_BITS = 80
BATCH = 200

_FIELDS = select(
    learner.c.id,
    learner.c.tag,
    learner.c.created_at,
    learner.c.seen_at,
    learner.c.reisecode.is_not(None).label("has_reisecode"),
)
_BY_TOKEN = Prepared(
    _FIELDS.join(device, device.c.learner_id == learner.c.id).where(
        device.c.token == bindparam("device"), device.c.expires_at > bindparam("now")
    )
)


@dataclass(slots=True)
class Learner:
    """A person. `tag` is the unguessable name by which forms say whose they are."""

    id: int
    tag: str
    created_at: datetime
    seen_at: datetime
    has_reisecode: bool

    @classmethod
    def create(cls, session: Session, keyring: Keyring, now: datetime) -> Self:
        """Begin to know somebody, with a key of their own."""
        tag = random_code(TAG_BITS)
        created = session.execute(
            insert(learner)
            .values(tag=tag, key=keyring.new_wrapped_key(), created_at=now, seen_at=now)
            .returning(learner.c.id)
        ).scalar_one()
        return cls(created, tag, now, now, has_reisecode=False)

    @classmethod
    def find(cls, session: Session, learner_id: int) -> Self | None:
        """Return the learner with this id."""
        return cls._one(session, learner.c.id == learner_id)

    @classmethod
    def by_token(cls, session: Session, token: str | None, now: datetime) -> Self | None:
        """Return the learner signed in on the device with this token."""
        if not token:
            return None
        row = _BY_TOKEN.first(session, {"device": digest(token), "now": now})
        return cls(*row) if row else None

    @classmethod
    def by_reisecode(cls, session: Session, secret: str, words: str) -> Self | None:
        """Return the learner whose Reisecode somebody typed, however they spaced it."""
        return cls._one(session, learner.c.reisecode == reisecode.fingerprint(words, secret))

    def new_reisecode(self, session: Session, secret: str, now: datetime) -> str:
        """Make a Reisecode, to be shown once; the one before is void from now on."""
        code = reisecode.new_code()
        while self.by_reisecode(session, secret, code):
            code = reisecode.new_code()
        session.execute(
            update(learner)
            .where(learner.c.id == self.id)
            .values(reisecode=reisecode.fingerprint(code, secret), seen_at=now)
        )
        self.has_reisecode, self.seen_at = True, now
        return code

    @classmethod
    def _one(cls, session: Session, condition: ColumnElement[bool]) -> Self | None:
        row = session.execute(_FIELDS.where(condition)).one_or_none()
        return cls(*row) if row else None


def export(session: Session, owner: Learner, keyring: Keyring) -> dict[str, Any]:
    """Return everything stored about the learner as plain JSON; texts are readable, keys left out.

    Times are ISO 8601 in UTC; an entry tells only the hour.
    """
    texts = Diary.of_learner(session, owner.id, keyring, emptied=True)
    stored = session.execute(select(run).where(run.c.learner_id == owner.id)).all()
    rows = {row.code: row for row in stored}
    groups, seats = _groups(session, owner), learner_company.seats(session, owner.id)
    known = select(learner).where(learner.c.id == owner.id)
    devices = (
        select(*exported("device"))
        .where(device.c.learner_id == owner.id)
        .order_by(device.c.created_at)
    )
    return {
        "learner": learner_company.shown("learner", session.execute(known).one())
        | {"has_reisecode": owner.has_reisecode},
        "devices": [learner_company.shown("device", row) for row in session.execute(devices)],
        "runs": [
            _run(session, each, rows[each.code], texts.get(each.code, {}))
            | {"group": groups.get(each.partition_id), "seat": seats.get(each.id)}
            for each in Run.of_learner(session, owner.id)
        ],
        "memberships": learner_company.memberships(session, owner.id),
        "certificates": learner_company.certificates(session, owner.id, keyring),
    }


def erase(session: Session, owner: Learner) -> None:
    """Delete the learner with everything that belongs to them; then call `Database.scrub`.

    Without the person's key, copies in backups stay unreadable too. They leave every company. What
    was to be counted is not counted any more; figures released before stay as they are.
    """
    hold_all_of(session, owner.id)
    Membership.leave_all(session, owner.id)
    codes = session.execute(select(run.c.code).where(run.c.learner_id == owner.id)).scalars().all()
    session.execute(delete(learner).where(learner.c.id == owner.id))
    when_safe(session, lambda: forget(codes))


def rewrap_keys(database: Database, keyring: Keyring) -> int:
    """Wrap every person's key with the installation's first key; return how many there are.

    In batches of short transactions, so that learners can go on. Raise `Unreadable` where no key
    of the installation opens one; what was done until then stays done.
    """
    last, count = 0, 0
    while True:
        batch = select(learner.c.id, learner.c.key).where(learner.c.id > last)
        with database.write() as session:
            rows = session.execute(batch.order_by(learner.c.id).limit(BATCH)).all()
            for row in rows:
                wrapped = keyring.rewrap(row.key)
                session.execute(update(learner).where(learner.c.id == row.id).values(key=wrapped))
        if not rows:
            return count
        last, count = rows[-1].id, count + len(rows)


def _run(session: Session, each: Run, row: Any, texts: dict[Any, Any]) -> dict[str, Any]:
    """Return a run as it is stored, also where it is shown on a newer version already."""
    pins = session.execute(select(pin).where(pin.c.run_id == each.id).order_by(pin.c.turn)).all()
    ids = [row.version_id, *(each.version_id for each in pins)]
    numbers = select(version.c.id, version.c.number).where(version.c.id.in_(ids))
    number_of = {found.id: found.number for found in session.execute(numbers)}
    return {
        "journey": each.journey_id,
        "version": number_of[row.version_id],
        "earlier_versions": [
            {"version": number_of[each.version_id], "turn": each.turn} for each in pins
        ],
        **learner_company.shown("run", row),
        "missed": missed_of(row),
        "entries": [
            {"seq": entry.seq, "step": entry.step, "value": entry.value, "at": _iso(entry.at)}
            for entry in each.stored(session)
        ],
        "texts": [
            {
                "step": step,
                "field": field,
                "text": thought.text,
                "revision": thought.revision,
                "answered": thought.answered,
                "saved_at": _iso(thought.saved_at),
            }
            for (step, field), thought in texts.items()
        ],
    }


def _groups(session: Session, owner: Learner) -> dict[int | None, dict[str, str]]:
    """Return the groups of a learner's runs by the partition; a code is all they have of one."""
    found = (
        select(run.c.partition_id, learning_group.c.code, learning_group.c.title)
        .join(learning_group, learning_group.c.id == run.c.partition_id)
        .where(run.c.learner_id == owner.id)
    )
    rows = session.execute(found).all()
    return {row.partition_id: {"code": row.code, "title": row.title} for row in rows}


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None
