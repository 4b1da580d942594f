"""Publications: drafts that become versions, and what became of each version."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, insert, select
from sqlalchemy.orm import aliased

from app.models import journey
from app.models.audit import Audit
from app.models.base import Session
from app.models.draft import Draft
from app.models.draft_files import names_another
from app.models.journey import Overtaken, Version, newest_version
from app.models.tables import publication, run, user_account, version, withdrawal
from app.models.user import User


class Outdated(Exception):
    """The draft says something else by now than what its author saw and wants to publish."""


class NotReady(Exception):
    """The draft has errors, or lies in the archive."""


@dataclass(frozen=True, slots=True)
class Published:
    """A version in the list of a journey. `by` is None where it was loaded from files.

    `open_runs` counts who is pinned to it and under way: exact, so never show it as it is.
    """

    id: int
    number: int
    hash: str
    note: str
    at: datetime
    by: str | None
    is_from_files: bool
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    open_runs: int

    @property
    def is_offered(self) -> bool:
        """Whether somebody can begin it, or move to it."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A journey in the operator's list: its newest version, and the one that is offered."""

    journey_id: str
    number: int
    at: datetime
    offered: int | None


def publish(
    session: Session, draft: Draft, *, by: User, now: datetime, note: str, seen: str, against: int
) -> tuple[Version, bool]:
    """Make what a draft says the next version; return it, and whether it is new.

    `seen` is the hash of the files that were checked and shown, `against` the id of the version
    they were compared with, 0 before the first. The same wish sent again finds its own version.
    Raise `Overtaken` where somebody else has published meanwhile, `Outdated` where the draft was
    changed, `NotReady` where it has errors.
    """
    draft = draft.alone(session)
    last = newest_version(session, draft.journey_id)
    if last and last.hash == seen:
        if last.id == against or _is_by(session, last, by):
            return last, False
        raise Overtaken(last)
    if (last.id if last else 0) != against:
        raise Overtaken(last)
    if draft.hash != seen:
        raise Outdated
    parsed = draft.parsed(session)
    if draft.archived_at or not parsed.is_sound or names_another(parsed, draft.journey_id):
        raise NotReady
    new, is_new = journey.publish(session, parsed, now, note, against=against)
    row = {"version_id": new.id, "draft_id": draft.id, "revision": draft.revision}
    session.execute(insert(publication).values(**row, at=now, by=by.id))
    _note(session, "version:publish", new.number, draft.journey_id, by, now)
    return new, is_new


def versions_of(session: Session, journey_id: str) -> list[Published]:
    """Return all versions of a journey, the newest first."""
    publisher, withdrawer = aliased(user_account), aliased(user_account)
    under_way = (
        select(func.count(run.c.id))
        .where(run.c.version_id == version.c.id, run.c.finished_at.is_(None))
        .scalar_subquery()
    )
    rows = session.execute(
        select(version.c.id, version.c.number, version.c.hash, version.c.note,
               version.c.created_at, publisher.c.name, publication.c.version_id.is_(None),
               withdrawal.c.at, withdrawer.c.name, under_way)
        .outerjoin(publication, publication.c.version_id == version.c.id)
        .outerjoin(publisher, publisher.c.id == publication.c.by)
        .outerjoin(withdrawal, withdrawal.c.version_id == version.c.id)
        .outerjoin(withdrawer, withdrawer.c.id == withdrawal.c.by)
        .where(version.c.journey_id == journey_id)
        .order_by(version.c.number.desc())
    )  # fmt: skip
    return [Published(*row) for row in rows]


def shelf(session: Session, words: str = "") -> list[OnShelf]:
    """Return what was ever published, by the ids of journeys that hold these words."""
    offered = case((withdrawal.c.version_id.is_(None), version.c.number))
    rows = session.execute(
        select(
            version.c.journey_id,
            func.max(version.c.number),
            func.max(version.c.created_at),
            func.max(offered),
        )
        .outerjoin(withdrawal, withdrawal.c.version_id == version.c.id)
        .where(version.c.journey_id.contains(words.lower(), autoescape=True))
        .group_by(version.c.journey_id)
        .order_by(version.c.journey_id)
    )
    return [OnShelf(*row) for row in rows]


def publisher_of(session: Session, version_id: int) -> str | None:
    """Return the name of whoever published a version; None for files and deleted accounts."""
    found: str | None = session.execute(
        select(user_account.c.name)
        .join(publication, publication.c.by == user_account.c.id)
        .where(publication.c.version_id == version_id)
    ).scalar_one_or_none()
    return found


def withdraw(
    session: Session, journey_id: str, *, by: User, now: datetime, number: int | None = None
) -> None:
    """Offer one version no more, or none of the journey; whoever is under way may finish."""
    offered = select(version.c.id, version.c.number).where(
        version.c.journey_id == journey_id,
        version.c.id.not_in(select(withdrawal.c.version_id)),
    )
    for row in session.execute(offered.order_by(version.c.number.desc())).all():
        if number in (None, row.number):
            journey.withdraw(session, row.id, now, by.id)
            _note(session, "version:withdraw", row.number, journey_id, by, now)


def offer_again(session: Session, journey_id: str, *, by: User, now: datetime, number: int) -> None:
    """Take the withdrawal of a version back."""
    for each in versions_of(session, journey_id):
        if each.number == number and not each.is_offered:
            journey.offer_again(session, each.id)
            _note(session, "version:offer-again", number, journey_id, by, now)


def _note(
    session: Session, act: str, number: int, journey_id: str, by: User, now: datetime
) -> None:
    Audit.note(session, act, by=by.email, about=f"{journey_id} {number}", now=now)


def _is_by(session: Session, found: Version, user: User) -> bool:
    own = publication.c.version_id == found.id, publication.c.by == user.id
    return bool(session.execute(select(publication.c.version_id).where(*own)).one_or_none())
