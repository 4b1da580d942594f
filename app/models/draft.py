"""Drafts: journeys that are being written.

Whoever is an author of a draft has it within reach; to everybody else it is not there. A draft
names its journey for good: that is its address, and what publishing makes versions of. Its
translations and media are changed by `draft_parts`, its authors by `author`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

from sqlalchemy import ColumnElement, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.content.starters import starter
from app.lib.tokens import is_plain, random_code
from app.models.base import Session
from app.models.draft_files import (
    Files,
    check,
    judgement,
    keep_parts,
    present,
    published,
    replace_parts,
    storable,
    whole,
)
from app.models.journey import compiled_by_hash, newest_version
from app.models.tables import draft, draft_author, draft_text
from app.models.user import User

if TYPE_CHECKING:
    from app.content.source import Parsed

Visibility = Literal["everybody", "link", "companies"]
VISIBILITIES: tuple[Visibility, ...] = get_args(Visibility)
LINK_BITS = 80


class Taken(Exception):
    """The journey exists already, as a draft or published."""


class Conflict(Exception):
    """The stored text is newer than the one its editor knew, and different from theirs."""

    def __init__(
        self, mine: str, theirs: str, revision: int, at: datetime | None, by: int | None
    ) -> None:
        super().__init__(revision)
        self.mine = mine
        self.theirs = theirs
        self.revision = revision
        self.at = at
        self.by = by


@dataclass(frozen=True, slots=True)
class Draft:
    """A journey being written. `revision` counts the texts stored, `hash` marks all its files.

    At `good_at` a text was stored that can be walked: `good_text`, or where that is None the
    present one. `errors`, `warnings` and `hints` count what the checker finds in the present files.
    """

    id: int
    journey_id: str
    title: str
    text: str
    revision: int
    hash: str
    errors: int
    warnings: int
    hints: int
    good_text: str | None
    good_at: datetime | None
    visibility: Visibility
    link_code: str | None
    created_at: datetime
    created_by: int | None
    edited_at: datetime
    edited_by: int | None
    archived_at: datetime | None
    archived_by: int | None

    @classmethod
    def create(
        cls, session: Session, journey_id: str, files: Files, *, by: User, now: datetime
    ) -> Self:
        """Make a draft of these files; its maker is its first author. Raise `Taken`."""
        if newest_version(session, journey_id):
            raise Taken(journey_id)
        return cls._create(session, journey_id, files, by, now)

    @classmethod
    def from_template(
        cls, session: Session, journey_id: str, title: str, template: str, by: User, now: datetime
    ) -> Self:
        """Make a draft from one of `content.starters`. Raise `Taken`."""
        files = Files(starter(template, journey_id, title=title))
        return cls.create(session, journey_id, files, by=by, now=now)

    @classmethod
    def from_version(cls, session: Session, journey_id: str, *, by: User, now: datetime) -> Self:
        """Open the newest version of a published journey that has no draft yet.

        Raise `Taken` where it has one, `LookupError` where nothing is published.
        """
        found = newest_version(session, journey_id) if is_plain(journey_id) else None
        if found is None:
            raise LookupError(journey_id)
        return cls._create(session, journey_id, published(session, found.id), by, now)

    @classmethod
    def within_reach(cls, session: Session, journey_id: str, user: User) -> Self | None:
        """Return the draft of this journey if the user is one of its authors."""
        if not is_plain(journey_id):
            return None
        writes = exists().where(
            draft_author.c.draft_id == draft.c.id, draft_author.c.user_id == user.id
        )
        return cls._one(session, draft.c.journey_id == journey_id, writes)

    @classmethod
    def find(cls, session: Session, draft_id: int) -> Self:
        """Return the draft with this id, for whoever reached it by another way."""
        found = cls._one(session, draft.c.id == draft_id)
        assert found is not None, "drafts are never deleted"
        return found

    def edit(self, session: Session, text: str, *, by: User, seen: int, now: datetime) -> Self:
        """Store another text, typed over the revision `seen`; return the draft as it is then.

        Raise `Conflict` where another text was stored since. Nothing is written for equal texts.
        """
        text = storable(text)
        if text == self.text:
            return self
        values: dict[str, Any] = {"text": text, "revision": seen + 1}
        values |= {"edited_at": now, "edited_by": by.id}
        values |= self._judged(session, text, now)
        at_revision = update(draft).where(draft.c.id == self.id, draft.c.revision == seen)
        if session.execute(at_revision.values(values)).rowcount:
            return replace(self, **values)
        theirs = self.find(session, self.id)
        if theirs.text == text:
            return theirs
        raise Conflict(text, theirs.text, theirs.revision, theirs.edited_at, theirs.edited_by)

    def replace(self, session: Session, files: Files, *, by: User, now: datetime) -> Self:
        """Put other files in the place of all that the draft has; return the draft as it is then.

        Check them beforehand. What it said so far is not kept here: see `draft_copy`.
        """
        text = storable(files.text)
        replace_parts(session, self.id, files, by.id, now)
        values = {"text": text, "revision": self.revision + 1, "edited_at": now, "edited_by": by.id}
        self._update(session, **values, **self._judged(session, text, now))
        return self.find(session, self.id)

    def alone(self, session: Session) -> Self:
        """Return the draft as it is now; until this transaction ends nobody else changes it."""
        parts = select(draft_text.c.lang).where(draft_text.c.draft_id == self.id)
        for rows in (select(draft.c.id).where(draft.c.id == self.id), parts):
            session.execute(rows.with_for_update()).all()
        return self.find(session, self.id)

    def judge(self, session: Session, *, by: User, now: datetime) -> None:
        """Note what the files are worth, after a change of translations or media."""
        judged = self._judged(session, self.text, now)
        self._update(session, edited_at=now, edited_by=by.id, **judged)

    def archive(self, session: Session, *, by: User, now: datetime) -> None:
        """Put the draft aside; nobody new can start its journey until it is restored."""
        self._update(session, archived_at=now, archived_by=by.id)

    def restore(self, session: Session, *, by: User, now: datetime) -> None:
        """Take the draft back to work."""
        self._update(session, archived_at=None, archived_by=None, edited_at=now, edited_by=by.id)

    def show_to(self, session: Session, visibility: Visibility) -> None:
        """Decide who finds the published journey; its link is made when it is first needed."""
        code = self.link_code or (random_code(LINK_BITS) if visibility == "link" else None)
        self._update(session, visibility=visibility, link_code=code)

    def renew_link(self, session: Session) -> None:
        """Make another link; the old one leads nowhere from now on."""
        self._update(session, link_code=random_code(LINK_BITS))

    def files(self, session: Session) -> Files:
        """Return everything that belongs to the draft, with the bytes of all media."""
        return whole(session, self.id, self.text)

    def parsed(self, session: Session, text: str | None = None) -> "Parsed":
        """Return what the checker says of the present files, or of these with another text."""
        own = self.text if text is None else storable(text)
        return self.checked(session, present(session, self.id, own))

    def checked(self, session: Session, files: Files) -> "Parsed":
        """Return what the checker says of files in its place, after the version published last."""
        before = newest_version(session, self.journey_id)
        journey = compiled_by_hash(session, before.id, before.hash) if before else None
        return check(files, before, journey)

    def last_good(self, session: Session) -> "Parsed | None":
        """Return the last text that could be walked, if it still can with the present files."""
        if self.good_at is None:
            return None
        found = self.parsed(session, self.good_text)
        return found if found.can_be_walked else None

    def _judged(self, session: Session, text: str, now: datetime) -> dict[str, Any]:
        parsed = self.parsed(session, text)
        good: dict[str, Any] = {}
        if parsed.can_be_walked:
            good = {"good_text": None, "good_at": now}
        elif self.good_at is not None and self.good_text is None and text != self.text:
            good = {"good_text": self.text}
        return judgement(parsed, self.journey_id) | good

    def _update(self, session: Session, **values: Any) -> None:
        session.execute(update(draft).where(draft.c.id == self.id).values(values))

    @classmethod
    def _create(
        cls, session: Session, journey_id: str, files: Files, by: User, now: datetime
    ) -> Self:
        text = storable(files.text)
        parsed = check(Files(text, files.texts, files.media))
        values: dict[str, Any] = {
            "journey_id": journey_id,
            "title": journey_id,
            "text": text,
            "revision": 1,
            "visibility": "everybody",
            "created_at": now,
            "created_by": by.id,
            "edited_at": now,
            "edited_by": by.id,
        }
        if parsed.can_be_walked:
            values["good_at"] = now
        added = insert(draft).values(values | judgement(parsed, journey_id)).returning(draft.c.id)
        try:
            with session.begin_nested():
                draft_id = session.execute(added).scalar_one()
        except IntegrityError:
            raise Taken(journey_id) from None
        keep_parts(session, draft_id, files, by.id, now)
        writer = {"draft_id": draft_id, "user_id": by.id, "added_at": now, "added_by": by.id}
        session.execute(insert(draft_author).values(writer))
        return cls.find(session, draft_id)

    @classmethod
    def _one(cls, session: Session, *conditions: ColumnElement[bool]) -> Self | None:
        row = session.execute(select(draft).where(*conditions)).one_or_none()
        return cls(**row._mapping) if row else None
