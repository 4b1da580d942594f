"""Drafts become versions once, by the gate, and only as what their author saw."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.content.media import Media
from app.models.base import Database, Session
from app.models.draft import Conflict, Draft
from app.models.draft_copy import copied, copies_of, restore
from app.models.draft_files import Files, check, published
from app.models.draft_parts import add_media, edit_translation
from app.models.journey import Overtaken, Version, newest, newest_version, offer_again
from app.models.publication import (
    NotReady,
    Outdated,
    publish,
    publisher_of,
    versions_of,
    withdraw,
)
from app.models.user import User
from tests.integration.conftest import LONELY_JOURNEY
from tests.integration.models import test_faults as faults
from tests.integration.models.conftest import NOW

SLUG = "ohne-rollen"
LATER = NOW + timedelta(hours=1)
OTHER = LONELY_JOURNEY.replace("Es geht los.", "Auf geht es.")


@pytest.fixture
def draft(each_database: Database, ada: User) -> Draft:
    """A sound draft that was never published."""
    with each_database.write() as session:
        return Draft.create(session, SLUG, Files(LONELY_JOURNEY), by=ada, now=NOW)


def sent(session: Session, draft: Draft, by: User, against: int = 0) -> tuple[Version, bool]:
    return publish(session, draft, by=by, now=LATER, note="Neu", seen=draft.hash, against=against)


def edited(session: Session, draft: Draft, by: User, text: str = OTHER) -> Draft:
    return draft.edit(session, text, by=by, seen=draft.revision, now=NOW)


def test_a_published_draft_is_a_version_with_its_publisher(
    each_database: Database, ada: User, draft: Draft
) -> None:
    with each_database.write() as session:
        assert versions_of(session, SLUG) == []
        version, is_new = sent(session, draft, ada)
    assert is_new and version.number == 1
    with each_database.read() as session:
        (found,) = versions_of(session, SLUG)
        assert (found.number, found.note, found.at, found.by) == (1, "Neu", LATER, "Ada")
        assert not found.is_from_files and found.is_offered and found.open_runs == 0
        assert found.hash == draft.hash == check(published(session, version.id)).hash


def test_the_same_wish_sent_twice_makes_one_version(
    each_database: Database, ada: User, draft: Draft
) -> None:
    with each_database.write() as session:
        first, _ = sent(session, draft, ada)
    with each_database.write() as session:
        assert sent(session, draft, ada) == (first, False)
        assert len(versions_of(session, SLUG)) == 1


def test_a_repeated_wish_finds_its_version_also_after_the_draft_changed(
    each_database: Database, ada: User, draft: Draft
) -> None:
    with each_database.write() as session:
        first, _ = sent(session, draft, ada)
        edited(session, draft, ada)
    with each_database.write() as session:
        assert sent(session, draft, ada) == (first, False)


def test_of_two_who_publish_the_same_the_second_learns_who_was_quicker(
    each_database: Database, ada: User, ben: User, draft: Draft
) -> None:
    with each_database.write() as session:
        sent(session, draft, ada)
    with pytest.raises(Overtaken) as overtaken, each_database.write() as session:
        sent(session, draft, ben)
    latest = overtaken.value.latest
    assert latest is not None and latest.number == 1
    with each_database.read() as session:
        assert publisher_of(session, latest.id) == "Ada"
        assert len(versions_of(session, SLUG)) == 1


def test_a_version_that_came_between_is_never_passed_over(
    each_database: Database, ada: User, ben: User, draft: Draft
) -> None:
    with each_database.write() as session:
        sent(session, draft, ada)
    with each_database.write() as session:
        changed = edited(session, draft, ben)
    with pytest.raises(Overtaken), each_database.write() as session:
        sent(session, changed, ben)
    with each_database.write() as session:
        last = newest_version(session, SLUG)
        assert last is not None
        assert sent(session, changed, ben, last.id)[0].number == 2


def test_a_draft_that_changed_since_it_was_seen_is_not_published(
    each_database: Database, ada: User, ben: User, draft: Draft
) -> None:
    with each_database.write() as session:
        edited(session, draft, ben)
    with pytest.raises(Outdated), each_database.write() as session:
        sent(session, draft, ada)
    with each_database.write() as session:
        current = Draft.find(session, draft.id)
        edit_translation(session, current, "en", "x: y", by=ben, seen=0, now=NOW)
    with pytest.raises(Outdated), each_database.write() as session:
        sent(session, current, ada)


@pytest.mark.parametrize(
    "text", [LONELY_JOURNEY.replace("story: los", "story: Los"), LONELY_JOURNEY.replace(SLUG, "b")]
)
def test_a_draft_with_errors_is_not_published(
    each_database: Database, ada: User, draft: Draft, text: str
) -> None:
    with each_database.write() as session:
        broken = edited(session, draft, ada, text)
    assert broken.errors
    with pytest.raises(NotReady), each_database.write() as session:
        sent(session, broken, ada)
    with each_database.read() as session:
        assert versions_of(session, SLUG) == []


def test_a_change_that_learners_could_not_follow_is_not_published(
    each_database: Database, ada: User, draft: Draft
) -> None:
    with each_database.write() as session:
        first, _ = sent(session, draft, ada)
        moved = LONELY_JOURNEY.replace("story: los", "story: anders")
        gone = edited(session, draft, ada, moved)
        assert [p.code for p in gone.parsed(session).problems if p.severity == "error"] == ["ZR005"]
        assert gone.errors == 1
        with pytest.raises(NotReady):
            sent(session, gone, ada, first.id)
        told = edited(session, gone, ada, moved + "renamed: {los: anders}\n")
        assert sent(session, told, ada, first.id)[0].number == 2


def test_nothing_new_makes_no_version(each_database: Database, ada: User, ben: User) -> None:
    with each_database.write() as session:
        draft = Draft.create(session, SLUG, Files(LONELY_JOURNEY), by=ada, now=NOW)
        version, _ = sent(session, draft, ada)
        assert sent(session, draft, ben, version.id) == (version, False)


def test_a_withdrawn_version_is_offered_no_more_until_it_is_taken_back(
    each_database: Database, ada: User, draft: Draft
) -> None:
    with each_database.write() as session:
        first, _ = sent(session, draft, ada)
        changed = edited(session, draft, ada)
        second, _ = sent(session, changed, ada, first.id)
        withdraw(session, SLUG, by=ada, now=LATER, number=2)
        offered = newest(session, SLUG)
        assert offered is not None and offered[0] == first.id
        assert [each.withdrawn_by for each in versions_of(session, SLUG)] == ["Ada", None]
        withdraw(session, SLUG, by=ada, now=LATER)
        assert newest(session, SLUG) is None
        offer_again(session, second.id)
        offered = newest(session, SLUG)
        assert offered is not None and offered[0] == second.id


def test_an_old_version_takes_the_place_of_a_draft_and_what_it_said_is_kept(
    each_database: Database, ada: User, ben: User, draft: Draft
) -> None:
    with each_database.write() as session:
        version, _ = sent(session, draft, ada)
        changed = edited(session, draft, ben)
        add_media(session, changed, "neu.svg", b"<svg/>", by=ben, now=NOW)
        before = Draft.find(session, draft.id)
    with each_database.write() as session:
        back = restore(session, before, published(session, version.id), by=ada, now=LATER)
    assert (back.text, back.hash, back.revision) == (draft.text, draft.hash, before.revision + 1)
    with each_database.write() as session:
        (copy,) = copies_of(session, back)
        assert (copy.hash, copy.at, copy.by) == (before.hash, LATER, "Ada")
        files = copied(session, back, copy.id)
        assert files is not None and check(files).hash == before.hash
        again = restore(session, back, files, by=ada, now=LATER)
        assert (again.text, again.hash) == (OTHER, before.hash)
        # The version that stood there is kept as a version.
        assert copies_of(session, again) == [copy]


def test_restoring_what_is_there_writes_nothing(
    each_database: Database, ada: User, draft: Draft
) -> None:
    with each_database.write() as session:
        assert restore(session, draft, Files(draft.text), by=ada, now=LATER) == draft
        assert copies_of(session, draft) == []


def test_translations_and_media_come_back_with_their_text(
    each_database: Database, ada: User
) -> None:
    files = Files(LONELY_JOURNEY, {"en": "a: b"}, Media({"a.md": b"Wort", "b.svg": b"<svg/>"}))
    with each_database.write() as session:
        draft = Draft.create(session, SLUG, files, by=ada, now=NOW)
        restored = restore(session, draft, Files(OTHER, {"fr": "c: d"}), by=ada, now=LATER)
        assert set(restored.files(session).texts) == {"fr"}
        kept = copied(session, restored, copies_of(session, restored)[0].id)
        assert kept is not None
        back = restore(session, restored, kept, by=ada, now=LATER)
        found = back.files(session)
    assert (found.text, dict(found.texts)) == (files.text, {"en": "a: b"})
    assert dict(found.media) == dict(files.media)


def test_whoever_types_over_a_restored_translation_is_told(
    each_database: Database, ada: User
) -> None:
    files = Files(LONELY_JOURNEY, {"en": "a: b"})
    with each_database.write() as session:
        draft = Draft.create(session, SLUG, files, by=ada, now=NOW)
        other = Files(LONELY_JOURNEY, {"en": "e: f"})
        back = restore(session, draft, other, by=ada, now=LATER)
        with pytest.raises(Conflict):
            edit_translation(session, back, "en", "g: h", by=ada, seen=1, now=LATER)


def test_a_copy_belongs_to_its_draft(each_database: Database, ada: User, draft: Draft) -> None:
    with each_database.write() as session:
        text = LONELY_JOURNEY.replace(SLUG, "andere")
        other = Draft.create(session, "andere", Files(text), by=ada, now=NOW)
        restore(session, draft, Files(OTHER), by=ada, now=LATER)
        copy = copies_of(session, draft)[0]
        assert copied(session, draft, copy.id) is not None
        assert copied(session, other, copy.id) is None


def everything(database: Database) -> dict[str, list[Any]]:
    tables = ("draft", "draft_text", "draft_media", "draft_copy", "version", "publication")
    with database.read() as session:
        return {
            table: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table}"))]
            for table in tables
        }


@pytest.mark.parametrize("act", ["publish", "restore"])
def test_whichever_write_fails_nothing_is_half_done(
    each_database: Database, ada: User, act: str
) -> None:
    files = Files(LONELY_JOURNEY, {}, Media({"a.md": b"Wort"}))
    with each_database.write() as session:
        draft = Draft.create(session, SLUG, files, by=ada, now=NOW)
    before, reached = everything(each_database), 0
    for number in range(1, 20):
        with faults.failing_write(each_database, number) as seen:
            try:
                with each_database.write() as session:
                    if act == "publish":
                        sent(session, draft, ada)
                    else:
                        restore(session, draft, Files(OTHER, {"en": "c: d"}), by=ada, now=LATER)
            except DBAPIError:
                reached = number
                assert everything(each_database) == before
                continue
        break
    assert reached >= 4 and seen[-1] == "COMMIT"
    assert everything(each_database) != before
