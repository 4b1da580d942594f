"""The table of entries: what learners answered, append-only.

Defined apart, so that an import rule can say who reads answers: the run they belong to, and the
proof of replay. Figures come from `insight.release` alone, which asks the run.
"""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from app.models.base import UtcHour, metadata

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
