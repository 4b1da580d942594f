"""All tables but the private texts, whose table only `diary` holds.

Rows are written by few prepared statements next to their verbs. Two promises are kept by triggers
(see the migration): an entry is never changed and goes only with its run; a version never changes
and never goes.
"""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from app.models.base import UtcDateTime, UtcHour, metadata

learner = Table(
    "learner",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("tag", String(26), nullable=False, unique=True),
    Column("reisecode", LargeBinary(32), unique=True),
    Column("key", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

device = Table(
    "device",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("network", LargeBinary(32), nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Index("ix_attempt_kind_network", "kind", "network"),
)

version = Table(
    "version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("journey_id", String(40), nullable=False),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("source", Text, nullable=False),
    Column("compiled", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("journey_id", "number"),
)

withdrawal = Table(
    "withdrawal",
    metadata,
    Column("version_id", ForeignKey("version.id"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Integer),
)
"""Versions on which no run begins and to which none moves; runs on them may be finished."""

media_file = Table(
    "media_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("type", String(60), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("version_id", ForeignKey("version.id"), nullable=False, index=True),
    Column("role", String(40)),
    Column("turn", Integer, nullable=False),
    Column("at", String(40), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("missed", Text),
    # Room on each page keeps an updated row where it is, so that no index has to follow it.
    postgresql_with={"fillfactor": 70},
)

pin = Table(
    "pin",
    metadata,
    Column("run_id", ForeignKey("run.id", ondelete="CASCADE"), primary_key=True),
    Column("version_id", ForeignKey("version.id"), primary_key=True),
    Column("turn", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""The versions a run stood on before, each until the run had so many entries."""

entry = Table(
    "entry",
    metadata,
    Column("run_id", ForeignKey("run.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("step", String(40), nullable=False),
    Column("value", Text, nullable=False),
    Column("at", UtcHour, nullable=False),
    sqlite_with_rowid=False,
)
