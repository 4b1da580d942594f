"""All tables but the private texts, whose table only `diary` holds, and the answers in `entry`.

Rows are written by few prepared statements next to their verbs. Promises are kept by triggers (see
the migrations): an entry is never changed and goes only with its run; a version never changes and
never goes; a run of an open walker may be taken into an assignment once, else it never changes its
partition; what was counted stays so; released figures never change and go only whole; what the
audit says never changes and goes after 24 months.
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
    false,
    text,
)

from app.models.base import UtcDateTime, metadata
from app.models.tables_company import arrival as arrival
from app.models.tables_company import assignment as assignment
from app.models.tables_company import assignment_draft as assignment_draft
from app.models.tables_company import assignment_member as assignment_member
from app.models.tables_company import assignment_team as assignment_team
from app.models.tables_company import certificate as certificate
from app.models.tables_company import certificate_check as certificate_check
from app.models.tables_company import company as company
from app.models.tables_company import company_manager as company_manager
from app.models.tables_company import completion as completion
from app.models.tables_company import draft_company as draft_company
from app.models.tables_company import handed_certificate as handed_certificate
from app.models.tables_company import join_code as join_code
from app.models.tables_company import member as member
from app.models.tables_company import membership as membership
from app.models.tables_company import muted as muted
from app.models.tables_company import release_day as release_day
from app.models.tables_company import reminder as reminder
from app.models.tables_company import reminder_day as reminder_day
from app.models.tables_company import seat as seat
from app.models.tables_company import sheet_edition as sheet_edition
from app.models.tables_company import team as team

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
    Column("by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
)
"""Versions on which no run begins and to which none moves; runs on them may be finished."""

media_file = Table(
    "media_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("type", String(60), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

partition = Table(
    "partition",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("journey_id", String(40), nullable=False),
)
"""The fixed sets of runs that figures are released for. `kind` says whose: group or assignment."""

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
    Column("missed", Text),
    Column("partition_id", ForeignKey("partition.id")),
    Column("contributes", Boolean, nullable=False, server_default=false()),
    Column("counted", Boolean, nullable=False, server_default=false()),
    Index(
        "ix_run_partition_id",
        "partition_id",
        sqlite_where=text("partition_id IS NOT NULL"),
        postgresql_where=text("partition_id IS NOT NULL"),
    ),
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

user_account = Table(
    "user_account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("password", String(255)),
    Column("active", Boolean, nullable=False),
    Column("fs_uniquifier", String(64), nullable=False, unique=True),
    Column("totp", LargeBinary),
    Column("totp_counter", Integer),
    Column("recovery_codes", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("signed_in_at", UtcDateTime),
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

publication = Table(
    "publication",
    metadata,
    Column("version_id", ForeignKey("version.id"), primary_key=True),
    Column("draft_id", ForeignKey("draft.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
)
"""Who published which version from which text of a draft; versions of files have none."""

draft_copy = Table(
    "draft_copy",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("draft_id", ForeignKey("draft.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("hash", String(64), nullable=False),
    Column("source", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
)
"""What a draft said before an old version took its place: files, and the hashes of its media."""

draft_import = Table(
    "draft_import",
    metadata,
    Column("draft_id", ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    Column("source", Text, nullable=False),
    Column("wanted", String(40), nullable=False),
    Column("report", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_with_rowid=False,
)
"""From which file a draft was made, the id it would have had, and what a person should look at."""

user_invitation = Table(
    "user_invitation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False),
    Column("roles", String(80), nullable=False),
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), index=True),
    Column("invited_by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
    Column("token", LargeBinary(32), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    UniqueConstraint("email", "company_id"),
)
"""At most one of an address in each company, and one without a company."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("recipient", String(254), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, index=True),
    Column("tries", Integer, nullable=False),
    Column("sent_at", UtcDateTime),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("by", String(254), nullable=False),
    Column("act", String(40), nullable=False),
    Column("about", String(254), nullable=False),
)

learning_group = Table(
    "learning_group",
    metadata,
    Column("id", ForeignKey("partition.id", ondelete="CASCADE"), primary_key=True),
    Column("code", String(8), nullable=False, unique=True),
    Column("token", String(16), nullable=False, unique=True),
    Column("version_id", ForeignKey("version.id"), nullable=False),
    Column(
        "owner_id", ForeignKey("user_account.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("title", String(80), nullable=False),
    Column("joined", Integer, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("moved_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
)

batch = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("partition_id", ForeignKey("partition.id"), nullable=False),
    Column("round", Integer, nullable=False, server_default=text("0")),
    Column("step", String(40), nullable=False),
    Column("version_id", ForeignKey("version.id"), nullable=False),
    Column("people", Integer, nullable=False),
    Column("released_at", UtcDateTime, nullable=False),
    UniqueConstraint("partition_id", "round", "step"),
)
"""A group has one round; of an assignment each release is one, over people never counted before."""

batch_cell = Table(
    "batch_cell",
    metadata,
    Column("batch_id", ForeignKey("batch.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("item", String(40), nullable=False),
    Column("option", String(40), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("share", Integer),
    sqlite_with_rowid=False,
)
