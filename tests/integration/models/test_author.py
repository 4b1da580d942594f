"""Authors: they invite one another, and show a draft to guests."""

from dataclasses import replace

import pytest

from app.models.author import (
    LastAuthor,
    accept,
    authors_of,
    invite,
    invited,
    leave,
)
from app.models.base import Database
from app.models.draft import Draft
from app.models.draft_files import Files
from app.models.review import links_of, revoke, share, shared
from app.models.user import User
from tests.integration.models.conftest import NOW
from tests.integration.models.test_draft import LATER, MUCH_LATER, made


def test_an_invitation_makes_one_author_once(each_database: Database, ada: User, ben: User) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        token = invite(session, draft, by=ada, now=NOW)
        found = invited(session, token, NOW)
        assert found is not None
        assert (found.title, found.inviter) == ("Ohne Rollen", "Ada")
        assert invited(session, token, MUCH_LATER) is None
        assert accept(session, token, ben, MUCH_LATER) is None
        joined = accept(session, token, ben, LATER)
        assert joined is not None and joined.id == draft.id
        assert accept(session, token, ben, LATER) is None
        assert invited(session, token, NOW) is None
        assert [author.name for author in authors_of(session, draft.id)] == ["Ada", "Ben"]
        assert Draft.within_reach(session, "ohne-rollen", ben) is not None


def test_whoever_writes_already_may_accept(each_database: Database, ada: User) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        token = invite(session, draft, by=ada, now=NOW)
        assert accept(session, token, ada, NOW) is not None
        assert len(authors_of(session, draft.id)) == 1


def test_authors_leave_with_their_invitations_but_never_the_last(
    each_database: Database, ada: User, ben: User
) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        with pytest.raises(LastAuthor):
            leave(session, draft, ada)
        accept(session, invite(session, draft, by=ada, now=NOW), ben, NOW)
        open_one = invite(session, draft, by=ada, now=NOW)
        leave(session, draft, ada)
        assert invited(session, open_one, NOW) is None
        assert Draft.within_reach(session, "ohne-rollen", ada) is None
        with pytest.raises(LastAuthor):
            leave(session, draft, ben)


def test_a_review_link_opens_the_draft_until_it_ends(
    each_database: Database, ada: User, ben: User
) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        other = Draft.create(session, "anders", Files("id: anders\n"), by=ben, now=NOW)
        token = share(session, draft, by=ada, now=NOW)
        opened = shared(session, token, NOW)
        assert opened is not None and opened[0].id == draft.id
        assert shared(session, token, MUCH_LATER) is None
        assert shared(session, "unbekannt", NOW) is None
        (link,) = links_of(session, draft)
        assert (link.creator, link.holds(NOW), link.holds(MUCH_LATER)) == ("Ada", True, False)
        assert not revoke(session, other, link.id, NOW)
        assert revoke(session, draft, link.id, NOW)
        assert shared(session, token, NOW) is None
        assert not replace(link, revoked_at=NOW).holds(NOW)
        assert links_of(session, other) == []
