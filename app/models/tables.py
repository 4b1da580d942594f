"""All tables but the private texts, whose table only `diary` holds.

Rows are written by few prepared statements next to their verbs. Two promises are kept by triggers
(see the migration): an entry is never changed and goes only with its run; a version never changes
and never goes.
"""

from sqlalchemy import (
    Boolean,
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

media_file = Table(
    "media_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("type", String(60), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

version_media = Table(
    "version_media",
    metadata,
    Column("version_id", ForeignKey("version.id"), primary_key=True),
    Column("sha256", ForeignKey("media_file.sha256"), primary_key=True, index=True),
    sqlite_with_rowid=False,
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
    # Room on each page keeps an updated row where it is, so that no index has to follow it.
    postgresql_with={"fillfactor": 70},
)

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

user_account = Table(
    "user_account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("password", String(255)),
    Column("active", Boolean, nullable=False),
    Column("fs_uniquifier", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
)

user_role = Table(
    "user_role",
    metadata,
    Column("user_id", ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(20), primary_key=True),
    sqlite_with_rowid=False,
)

draft = Table(
    "draft",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("journey_id", String(40), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("hints", Integer, nullable=False),
    Column("good_text", Text),
    Column("good_at", UtcDateTime),
    Column("visibility", String(10), nullable=False),
    Column("link_code", String(16), unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
    Column("edited_at", UtcDateTime, nullable=False),
    Column("edited_by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
    Column("archived_at", UtcDateTime),
    Column("archived_by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
)

draft_text = Table(
    "draft_text",
    metadata,
    Column("draft_id", ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    Column("lang", String(20), primary_key=True),
    Column("text", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("edited_at", UtcDateTime, nullable=False),
    Column("edited_by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
)

draft_media = Table(
    "draft_media",
    metadata,
    Column("draft_id", ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("sha256", ForeignKey("media_file.sha256"), nullable=False, index=True),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
)

draft_author = Table(
    "draft_author",
    metadata,
    Column("draft_id", ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "user_id",
        ForeignKey("user_account.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
)

author_invitation = Table(
    "author_invitation",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),
    Column("draft_id", ForeignKey("draft.id", ondelete="CASCADE"), nullable=False, index=True),
    Column(
        "created_by",
        ForeignKey("user_account.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)

review_link = Table(
    "review_link",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", LargeBinary(32), nullable=False, unique=True),
    Column("draft_id", ForeignKey("draft.id", ondelete="CASCADE"), nullable=False, index=True),
    Column(
        "created_by",
        ForeignKey("user_account.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)
