"""The statements of a run, built once: the hot path sends them straight to the driver."""

from sqlalchemy import bindparam, func, insert, literal_column, or_, select, update

from app.models.entry import entry
from app.models.prepared import Prepared
from app.models.tables import device, learner, learning_group, pin, run, version, withdrawal

_newer = version.alias("newer")
LED_TO = (
    select(learning_group.c.version_id)
    .where(learning_group.c.id == run.c.partition_id, learning_group.c.closed_at.is_(None))
    .correlate(run)
    .scalar_subquery()
)
"""The version of the group that leads a run; NULL once it is closed, or gone with its account."""
NEWEST = (
    select(_newer.c.id)
    .where(
        _newer.c.journey_id == version.c.journey_id,
        # So PostgreSQL hashes the few withdrawals and stops at the newest version left; an EXISTS
        # it may answer by reading and sorting all versions of the journey.
        _newer.c.id.not_in(select(withdrawal.c.version_id)),
        # The first half spares open walkers the look at a group.
        or_(run.c.partition_id.is_(None), _newer.c.id <= func.coalesce(LED_TO, _newer.c.id)),
    )
    .order_by(_newer.c.number.desc())
    .limit(literal_column("1"))
    .offset(literal_column("0"))
    .correlate(version, run)
    .scalar_subquery()
    .label("newest")
)
"""The newest version offered to a run, found on the way of its own row.

A group moves as a whole when its facilitator says so. Until then no newer version exists for its
runs, not even one of other words: everybody in the room reads the same. A run that nobody leads any
more follows its journey like those of open walkers.
"""
FIELDS = (*run.c, learner.c.tag, version.c.hash, NEWEST)
JOINED = run.join(learner, learner.c.id == run.c.learner_id).join(
    version, version.c.id == run.c.version_id
)
OWN = Prepared(
    select(*FIELDS, device.c.expires_at)
    .select_from(JOINED.join(device, device.c.learner_id == run.c.learner_id))
    .where(
        run.c.code == bindparam("code"),
        device.c.token == bindparam("device"),
        device.c.expires_at > bindparam("now"),
    )
)
BY_ID = Prepared(select(*FIELDS).select_from(JOINED).where(run.c.id == bindparam("id")))
OF_LEARNER = Prepared(
    select(*FIELDS)
    .select_from(JOINED)
    .where(run.c.learner_id == bindparam("learner"))
    .order_by(run.c.updated_at.desc(), run.c.id.desc())
)
CREATE = insert(run).returning(run.c.id)
TAKE_ALONG = (
    update(run)
    .where(
        run.c.id == bindparam("run"),
        run.c.partition_id.is_(None),
        run.c.finished_at.is_(None),
        run.c.counted.is_(False),
    )
    .values(partition_id=bindparam("partition"))
)
_moving = (
    update(run)
    .where(
        run.c.id == bindparam("run"),
        run.c.turn == bindparam("expected"),
        run.c.version_id == bindparam("pinned"),
    )
    .values(
        turn=bindparam("turn"),
        at=bindparam("at"),
        updated_at=bindparam("now"),
        finished_at=bindparam("finished_at"),
    )
)
_ENTRY = {"run_id": "run", "seq": "turn", "step": "step", "value": "value", "at": "hour"}
_new = {column: bindparam(name, type_=entry.c[column].type) for column, name in _ENTRY.items()}
ADVANCE = Prepared(_moving)
APPEND = Prepared(insert(entry).values(_new))
_moved = _moving.returning(run.c.id).cte("moved")
ADVANCE_AND_APPEND = Prepared(
    insert(entry).from_select(list(_new), select(*_new.values()).select_from(_moved))
)
"""Both at once, which SQLite cannot: one round trip to PostgreSQL less."""
MOVE = Prepared(
    _moving.values(
        version_id=bindparam("version"), role=bindparam("role"), missed=bindparam("missed")
    )
)
LEAVE = Prepared(
    insert(pin).values(
        run_id=bindparam("run"), version_id=bindparam("pinned"), turn=bindparam("expected")
    )
)
PINS = select(pin).where(pin.c.run_id == bindparam("run")).order_by(pin.c.turn, pin.c.version_id)
