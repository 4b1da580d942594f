"""The tables around companies; `tables` hands them all on.

What a company and the operator may read stands in `scopes`. From the tables that they may never
read no reference leads to one that they may change: SQLite would look through the closed table for
each row that they delete or make. So `membership` and `seat` name a member by number alone, and go
with the member by a trigger; an assignment they name by its partition.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    literal_column,
)

from app.models.base import UtcDateTime, metadata

company = Table(
    "company",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("sector", String(40), nullable=False),
    Column("head_count", Integer, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("language", String(2), nullable=False),
    Column("words", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sheet_read_at", UtcDateTime),
    Column("poster_printed_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("journey_code", String(8), unique=True, index=True),
)
"""`words` is JSON: what the company calls the slots of journeys. That the sheet for the works
council was read and the poster printed a manager says. With `journey_code`, once
a manager made one, the authors of a journey keep it for the company."""

company_manager = Table(
    "company_manager",
    metadata,
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "user_id",
        ForeignKey("user_account.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
)

draft_company = Table(
    "draft_company",
    metadata,
    Column("draft_id", ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
)
"""Which companies find a journey that only some find."""

team = Table(
    "team",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(80), nullable=False),
    UniqueConstraint("company_id", "name"),
)

member = Table(
    "member",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), nullable=False),
    Column("team_id", ForeignKey("team.id", ondelete="SET NULL"), index=True),
    Column("name", String(80)),
    Column("email", String(254)),
    Column("language", String(2), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("joined_at", UtcDateTime),
    UniqueConstraint("company_id", "email"),
)
"""`joined_at` is there for whoever came by the link of the company, and not by its list."""

member_name = func.coalesce(member.c.name, member.c.email, literal_column("''"))
Index("ix_member_by_name", member.c.company_id, func.lower(member_name), member.c.id)

assignment_draft = Table(
    "assignment_draft",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("choices", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
)
"""An assignment that is being put together; `choices` is JSON, gone when it is issued."""

assignment = Table(
    "assignment",
    metadata,
    Column("id", ForeignKey("partition.id"), primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("company_id", ForeignKey("company.id"), nullable=False, index=True),
    Column("journey_id", String(40), nullable=False),
    Column("title", String(120), nullable=False),
    Column("audience", String(10), nullable=False),
    Column("words", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("mode", String(10), nullable=False),
    Column("legal_basis", Text),
    Column("proof_confirmed_at", UtcDateTime),
    Column("proof_confirmed_by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
    Column("head_count", Integer, nullable=False),
    Column("arrived", Integer, nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("issued_by", ForeignKey("user_account.id", ondelete="SET NULL"), index=True),
    Column("closed_at", UtcDateTime),
)
"""Its id is that of its partition. `audience`: everybody, teams or list. `mode`: protected, or
proof, which holds once the operator has confirmed it. `arrived` counts in steps of five."""

assignment_team = Table(
    "assignment_team",
    metadata,
    Column("assignment_id", ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True),
    Column("team_id", ForeignKey("team.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

assignment_member = Table(
    "assignment_member",
    metadata,
    Column("assignment_id", ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

join_code = Table(
    "join_code",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("assignment_id", ForeignKey("assignment.id", ondelete="CASCADE"), index=True),
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), index=True),
    Column("code", String(8), unique=True),
    Column("token", String(16), nullable=False, unique=True),
    Column("seats", Integer),
    Column("used", Integer, nullable=False),
    Column("paused_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("ends_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
)
"""A link into a company, into an assignment, or of one member; `code` is typed by people, so a
personal link has none."""

completion = Table(
    "completion",
    metadata,
    Column("assignment_id", ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Who has completed a journey, where that may be told; when is stored nowhere."""

reminder = Table(
    "reminder",
    metadata,
    Column("assignment_id", ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("kind", Integer, primary_key=True, autoincrement=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("mute", LargeBinary(32), index=True, unique=True),
    sqlite_with_rowid=False,
)
"""`kind` 0 is the invitation by mail, 1 and 2 are the reminders. Everybody with an address has a
row, also who arrived or wants none; `sent_at` is when that was settled. `mute` is the digest of a
link."""

reminder_day = Table(
    "reminder_day",
    metadata,
    Column("assignment_id", ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    sqlite_with_rowid=False,
)
"""On which days the people of an assignment are reminded, as its company wants it."""

muted = Table(
    "muted",
    metadata,
    Column("assignment_id", ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

membership = Table(
    "membership",
    metadata,
    Column("member_id", Integer, primary_key=True, autoincrement=False),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""Which learner opened the link of a member."""

seat = Table(
    "seat",
    metadata,
    Column("run_id", ForeignKey("run.id", ondelete="CASCADE"), primary_key=True),
    Column("assignment_id", ForeignKey("partition.id"), nullable=False, index=True),
    Column("member_id", Integer, index=True),
    Column("proves", Boolean, nullable=False),
    Column("told", Boolean, nullable=False),
)
"""With which assignment a run goes, gone when its member leaves. `proves`: whoever it is agreed to
the mode proof with it. `told`: what an arrival tells is told, or will never be."""

arrival = Table(
    "arrival",
    metadata,
    Column("token", LargeBinary(16), primary_key=True),
    Column("assignment_id", ForeignKey("partition.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Somebody has arrived who is not counted yet: in the order of random tokens, without a time."""

release_day = Table(
    "release_day",
    metadata,
    Column("assignment_id", ForeignKey("partition.id"), primary_key=True),
    Column("day", Date, nullable=False),
    Column("is_last", Boolean, nullable=False),
)
"""When an assignment was last looked at for figures; the last time is after its end."""

sheet_edition = Table(
    "sheet_edition",
    metadata,
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True),
    Column("since", UtcDateTime, primary_key=True),
    Column("checksum", String(24), nullable=False),
    sqlite_with_rowid=False,
)
"""Since when the sheet for the works council of a company says what it says."""

certificate = Table(
    "certificate",
    metadata,
    Column("run_id", ForeignKey("run.id", ondelete="CASCADE"), primary_key=True),
    Column("learner_id", ForeignKey("learner.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("name", LargeBinary, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("version_id", ForeignKey("version.id"), nullable=False),
)
"""`name` is sealed with the key of the learner."""

certificate_check = Table(
    "certificate_check",
    metadata,
    Column("code", LargeBinary(32), primary_key=True),
    Column("paper", LargeBinary(32), nullable=False),
    Column("issued_on", Date, nullable=False),
    sqlite_with_rowid=False,
)
"""Digests of a code and of what stands on its paper: enough to say that it is genuine."""

handed_certificate = Table(
    "handed_certificate",
    metadata,
    Column("code", ForeignKey("certificate.code", ondelete="CASCADE"), primary_key=True),
    Column(
        "company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    Column("name", String(80), nullable=False),
    Column("journey", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("topics", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("fetched_at", UtcDateTime),
    sqlite_with_rowid=False,
)
"""A certificate as its owner handed it to a company: all that the company sees of it."""
