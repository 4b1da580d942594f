"""Imports: stories of other tools that became drafts, and what was found on the way.

The findings are kept as codes and values, so that each reader sees them in their own language.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import insert, select

from app.content.importers.findings import FINDINGS, Finding
from app.models.base import Session
from app.models.draft import Draft, Taken
from app.models.draft_files import Files
from app.models.journey import newest_version
from app.models.tables import draft, draft_import, media_file
from app.models.user import User

LONGEST_ID = 40
MOST_TRIED = 1_000


@dataclass(frozen=True, slots=True)
class FileNote:
    """What happened to a file: a code of `lib.uploads`. ``is_kept`` tells whether it is there."""

    name: str
    code: str
    is_kept: bool
    group: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """An import as it is remembered; `wanted` is the id the journey would have had."""

    source: str
    wanted: str
    findings: tuple[Finding, ...]
    files: tuple[FileNote, ...]
    at: datetime


def free_id(session: Session, wanted: str, reserved: Collection[str]) -> str:
    """Return the wanted id, or the first one behind it that no journey has. Raise `Taken`."""
    for number in range(1, MOST_TRIED):
        ending = f"-{number}" if number > 1 else ""
        name = wanted[: LONGEST_ID - len(ending)].rstrip("-") + ending
        known = select(draft.c.id).where(draft.c.journey_id == name)
        is_taken = name in reserved or newest_version(session, name)
        if not is_taken and session.execute(known).one_or_none() is None:
            return name
    raise Taken(wanted)


def kept_already(session: Session, digests: Collection[str]) -> set[str]:
    """Return which of these hashes are those of files that were made harmless before."""
    found = select(media_file.c.sha256).where(media_file.c.sha256.in_(digests))
    return set(session.execute(found).scalars())


def create(
    session: Session, journey_id: str, files: Files, made: Import, *, by: User, now: datetime
) -> Draft:
    """Make a draft of an imported story and keep what was found. Raise `Taken`."""
    begun = Draft.create(session, journey_id, files, by=by, now=now)
    row = {"draft_id": begun.id, "source": made.source, "wanted": made.wanted, "at": made.at}
    report = _written(made.findings, made.files)
    session.execute(insert(draft_import).values(report=report, **row))
    return begun


def newest_of(session: Session, user: User) -> Draft | None:
    """Return the draft that this author imported last."""
    own = (
        select(draft.c.id)
        .join(draft_import, draft_import.c.draft_id == draft.c.id)
        .where(draft.c.created_by == user.id)
        .order_by(draft.c.id.desc())
        .limit(1)
    )
    found = session.execute(own).scalar_one_or_none()
    return Draft.find(session, found) if found else None


def import_of(session: Session, draft_id: int) -> Import | None:
    """Return what was found when this draft was imported, None for one that was not."""
    own = select(draft_import).where(draft_import.c.draft_id == draft_id)
    row = session.execute(own).one_or_none()
    if row is None:
        return None
    report = json.loads(row.report)
    findings = tuple(Finding(**each) for each in report["findings"] if each["code"] in FINDINGS)
    files = tuple(FileNote(**each) for each in report["files"])
    return Import(row.source, row.wanted, findings, files, row.at)


def _written(findings: Iterable[Finding], files: Iterable[FileNote]) -> str:
    report = {"findings": [asdict(each) for each in findings],
              "files": [asdict(each) for each in files]}  # fmt: skip
    return json.dumps(report)
