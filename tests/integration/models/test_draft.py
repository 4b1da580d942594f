"""Drafts: within reach of their authors alone, and never overwritten unseen."""

from hashlib import sha256

import pytest

from app.content.media import Media
from app.content.source import parse
from app.models.author import (
    authors_of,
    drafts_of,
    without_draft,
)
from app.models.base import Database, Session
from app.models.door import NOBODY, Visitor
from app.models.draft import Conflict, Draft, Taken
from app.models.draft_files import Files
from app.models.draft_parts import (
    add_media,
    alone,
    bytes_of,
    edit_translation,
    look_ahead,
    media_of,
    remove_media,
    rewrite,
    translation,
)
from app.models.journey import media, publish
from app.models.media_reach import reach
from app.models.review import links_of, revoke, share
from app.models.user import User
from tests.integration.conftest import LONELY_JOURNEY
from tests.integration.models.conftest import NOW

LATER, MUCH_LATER = NOW.replace(hour=21), NOW.replace(year=2027)


def made(session: Session, by: User, text: str = LONELY_JOURNEY) -> Draft:
    return Draft.create(session, "ohne-rollen", Files(text), by=by, now=NOW)


def test_a_draft_is_there_for_its_author_only(
    each_database: Database, ada: User, ben: User
) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
    with each_database.read() as session:
        assert Draft.within_reach(session, "ohne-rollen", ada) == draft
        assert Draft.within_reach(session, "ohne-rollen", ben) is None
        for name in ("anders", "a\x00b", "\ud800"):
            assert Draft.within_reach(session, name, ada) is None
        assert [each.title for each in drafts_of(session, ada)] == ["Ohne Rollen"]
        assert drafts_of(session, ben) == []


def test_a_template_becomes_a_draft_that_checks_clean(each_database: Database, ada: User) -> None:
    with each_database.write() as session:
        draft = Draft.from_template(session, "neues", 'Ein "neuer" Tag', "mini", ada, NOW)
        assert (draft.title, draft.errors, draft.revision) == ('Ein "neuer" Tag', 0, 1)
        journey = draft.parsed(session).journey
    assert journey is not None
    assert journey.id == "neues"


def test_an_id_is_taken_once(each_database: Database, ada: User, ben: User) -> None:
    with each_database.write() as session:
        made(session, ada)
    with each_database.write() as session, pytest.raises(Taken):
        made(session, ben)
    with each_database.read() as session:
        assert len(authors_of(session, 1)) == 1


def test_a_published_journey_is_opened_and_not_made_again(
    each_database: Database, ada: User, ben: User
) -> None:
    words = b"# Was gesagt wird\n"
    files = {"ton.mp3": b"1", "ton.de.md": words}
    with each_database.write() as session:
        publish(session, parse(LONELY_JOURNEY, files=files), NOW)
        with pytest.raises(Taken):
            made(session, ada)
        assert without_draft(session) == ["ohne-rollen"]
        draft = Draft.from_version(session, "ohne-rollen", by=ada, now=NOW)
        assert draft.text == LONELY_JOURNEY
        assert dict(draft.files(session).media) == files
        assert without_draft(session) == []
        (overview,) = drafts_of(session, ada)
        assert (overview.number, overview.is_published, overview.editor) == (1, True, "Ada")
        draft = draft.edit(session, LONELY_JOURNEY + "# mehr\n", by=ada, seen=1, now=LATER)
        (overview,) = drafts_of(session, ada)
        assert (overview.number, overview.is_published) == (1, False)
    with each_database.write() as session:
        with pytest.raises(Taken):
            Draft.from_version(session, "ohne-rollen", by=ben, now=NOW)
        with pytest.raises(LookupError):
            Draft.from_version(session, "nirgends", by=ben, now=NOW)


def test_what_is_published_from_a_draft_has_the_same_hash(
    each_database: Database, ada: User
) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        add_media(session, draft, "bild.png", b"1", by=ada, now=NOW)
        draft = Draft.find(session, draft.id)
        parsed = draft.parsed(session)
        version, is_new = publish(session, parsed, LATER)
        assert (version.hash, is_new) == (draft.hash, True)
        whole = draft.files(session)
    texts = {lang: text.encode() for lang, text in whole.texts.items()}
    assert parse(whole.text, texts=texts, files=whole.media).hash == draft.hash


def test_an_edit_counts_and_says_who_and_when(each_database: Database, ada: User) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        edited = draft.edit(session, "id: ohne-rollen\r\n", by=ada, seen=1, now=LATER)
    assert (edited.text, edited.revision) == ("id: ohne-rollen\n", 2)
    assert (edited.edited_at, edited.edited_by, edited.errors > 0) == (LATER, ada.id, True)


def test_a_broken_text_keeps_the_last_good_one(each_database: Database, ada: User) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        broken = draft.edit(session, "id: ohne-rollen\n", by=ada, seen=1, now=LATER)
        assert (broken.good_text, broken.good_at) == (LONELY_JOURNEY, NOW)
        good = broken.last_good(session)
        assert good is not None and good.sketch is not None
        assert broken.parsed(session).sketch is None
        worse = broken.edit(session, "id: x\n", by=ada, seen=2, now=MUCH_LATER)
        assert (worse.good_text, worse.good_at) == (LONELY_JOURNEY, NOW)
        mended = worse.edit(session, LONELY_JOURNEY, by=ada, seen=3, now=MUCH_LATER)
        assert (mended.good_text, mended.good_at) == (None, MUCH_LATER)
        assert mended == Draft.find(session, draft.id)


def test_a_missing_translation_does_not_keep_an_author_from_walking(
    each_database: Database, ada: User
) -> None:
    text = LONELY_JOURNEY.replace("[de]", "[de, en]")
    with each_database.write() as session:
        draft = made(session, ada, text)
        parsed = draft.parsed(session)
        assert parsed.journey is None
        assert parsed.sketch is not None and parsed.sketch.languages == ("de", "en")
        assert (draft.good_text, draft.good_at) == (None, NOW)


def test_an_older_tab_meets_the_newer_text(each_database: Database, ada: User, ben: User) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        draft.edit(session, "id: a\n", by=ben, seen=1, now=LATER)
    with each_database.write() as session, pytest.raises(Conflict) as met:
        draft.edit(session, "id: b\n", by=ada, seen=1, now=LATER)
    assert (met.value.mine, met.value.theirs) == ("id: b\n", "id: a\n")
    assert (met.value.revision, met.value.at, met.value.by) == (2, LATER, ben.id)
    with each_database.write() as session:
        mine = Draft.find(session, draft.id).edit(session, "id: b\n", by=ada, seen=2, now=LATER)
    assert (mine.text, mine.revision) == ("id: b\n", 3)


def test_equal_words_are_no_conflict(each_database: Database, ada: User) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        draft.edit(session, "id: a\n", by=ada, seen=1, now=LATER)
        assert draft.edit(session, "id: a\n", by=ada, seen=1, now=LATER).revision == 2


def test_a_text_that_calls_its_journey_otherwise_has_an_error(
    each_database: Database, ada: User
) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        assert draft.errors == 0
        other = LONELY_JOURNEY.replace("id: ohne-rollen", "id: anders")
        assert draft.edit(session, other, by=ada, seen=1, now=LATER).errors == 1


def test_what_no_database_can_hold_is_left_out(each_database: Database, ada: User) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        edited = draft.edit(session, "id: a\x00b\ud800\n", by=ada, seen=1, now=LATER)
    assert edited.text == "id: ab?\n"


def test_a_draft_is_put_aside_and_taken_back(each_database: Database, ada: User) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        draft.archive(session, by=ada, now=LATER)
        gone = Draft.find(session, draft.id)
        assert (gone.archived_at, gone.archived_by) == (LATER, ada.id)
        gone.restore(session, by=ada, now=LATER)
        assert Draft.find(session, draft.id).archived_at is None


def test_a_link_is_made_once_and_renewed_on_purpose(each_database: Database, ada: User) -> None:
    with each_database.write() as session:
        draft = made(session, ada)
        assert draft.link_code is None
        draft.show_to(session, "link")
        first = Draft.find(session, draft.id)
        assert first.visibility == "link" and first.link_code and len(first.link_code) == 16
        first.show_to(session, "everybody")
        Draft.find(session, draft.id).show_to(session, "link")
        assert Draft.find(session, draft.id).link_code == first.link_code
        first.renew_link(session)
        assert Draft.find(session, draft.id).link_code != first.link_code


def test_translations_have_revisions_of_their_own(each_database: Database, ada: User) -> None:
    with each_database.write() as session:
        draft = made(session, ada, LONELY_JOURNEY.replace("[de]", "[de, en]"))
        assert translation(session, draft, "en").revision == 0
        first = edit_translation(session, draft, "en", "texts: {}\n", by=ada, seen=0, now=NOW)
        assert (first.text, first.revision) == ("texts: {}\n", 1)
        again = edit_translation(session, draft, "en", "texts: {}\n", by=ada, seen=0, now=NOW)
        assert again == first
        with pytest.raises(Conflict) as met:
            edit_translation(session, draft, "en", "# neu\n", by=ada, seen=0, now=NOW)
        assert met.value.theirs == "texts: {}\n"
        edit_translation(session, draft, "en", "# neu\n", by=ada, seen=1, now=NOW)
        with pytest.raises(Conflict):
            edit_translation(session, draft, "en", "# alt\n", by=ada, seen=1, now=NOW)
        assert Draft.find(session, draft.id).revision == 1
        assert draft.files(session).texts == {"en": "# neu\n"}


def test_media_are_kept_by_name_and_checked(each_database: Database, ada: User) -> None:
    with_image = LONELY_JOURNEY.replace(
        '"Es geht los."}', '"Es geht los.", image: {file: bild.png, alt: "Ein Tor"}}'
    )
    with each_database.write() as session:
        draft = made(session, ada, with_image)
        assert draft.errors == 1
        add_media(session, draft, "bild.png", b"1", by=ada, now=LATER)
        add_media(session, draft, "bild.png", b"22", by=ada, now=LATER)
        (kept,) = media_of(session, draft)
        assert (kept.name, kept.size, kept.type, kept.added_by) == (
            "bild.png", 2, "image/png", ada.id,
        )  # fmt: skip
        assert Draft.find(session, draft.id).errors == 0
        remove_media(session, draft, "bild.png", by=ada, now=LATER)
        assert list(media_of(session, draft)) == []
        assert Draft.find(session, draft.id).errors == 1


def test_a_draft_is_read_alone_and_looked_at_ahead(each_database: Database, ada: User) -> None:
    two = LONELY_JOURNEY.replace("[de]", "[de, en]")
    with each_database.write() as session:
        draft = made(session, ada, two)
        edit_translation(session, draft, "en", "texts: [", by=ada, seen=0, now=NOW)
        assert {problem.code for problem in alone(session, draft).problems} >= {"ZR602"}
        assert alone(session, draft).known is not None
        add_media(session, draft, "a.md", b"Hallo", by=ada, now=NOW)
        kept = bytes_of(session, draft, "a.md")
        assert kept is not None and kept.data == b"Hallo"
        assert [bytes_of(session, draft, name) for name in ("b.md", "a\x00", "\ud800")] == [
            None
        ] * 3
        look_ahead(session, draft, texts={"en": "texts: {}"}, files={"b.md": b"x"}, dropped="a.md")
        assert draft.files(session).media == {"a.md": b"Hallo"}


def test_bytes_go_with_the_last_that_has_them(each_database: Database, ada: User) -> None:
    picture, other = (sha256(data).hexdigest() for data in (b"1", b"2"))
    with each_database.write() as session:
        draft = made(session, ada)
        second = Draft.create(session, "anders", Files("id: anders\n"), by=ada, now=NOW)
        for each in (draft, second):
            add_media(session, each, "bild.png", b"1", by=ada, now=LATER)
        remove_media(session, draft, "bild.png", by=ada, now=LATER)
        assert media(session, picture) is not None
        add_media(session, second, "bild.png", b"2", by=ada, now=LATER)
        assert media(session, picture) is None
        assert media(session, other) is not None
        remove_media(session, second, "bild.png", by=ada, now=LATER)
        remove_media(session, second, "bild.png", by=ada, now=LATER)
        assert media(session, other) is None


def test_published_bytes_stay_when_the_draft_drops_them(each_database: Database, ada: User) -> None:
    text = LONELY_JOURNEY.replace(
        '"Es geht los."}', '"Es geht los.", image: {file: b.png, alt: x}}'
    )
    with each_database.write() as session:
        draft = Draft.create(
            session, "ohne-rollen", Files(text, {}, Media({"b.png": b"1"})), by=ada, now=NOW
        )
        publish(session, draft.parsed(session), NOW)
        remove_media(session, draft, "b.png", by=ada, now=LATER)
        assert media(session, sha256(b"1").hexdigest()) is not None


def test_a_file_of_a_draft_is_seen_by_authors_and_guests_of_its_link(
    each_database: Database, ada: User, ben: User
) -> None:
    picture = sha256(b"1").hexdigest()
    with each_database.write() as session:
        draft = made(session, ada)
        add_media(session, draft, "bild.png", b"1", by=ada, now=NOW)
        assert reach(session, picture, Visitor(user_id=ada.id), NOW) == "some"
        assert reach(session, picture, Visitor(user_id=ben.id), NOW) is None
        assert reach(session, picture, NOBODY, NOW) is None
        assert reach(session, "0" * 64, Visitor(user_id=ada.id), NOW) is None
        share(session, draft, by=ada, now=NOW)
        assert reach(session, picture, NOBODY, NOW) == "some"
        assert reach(session, picture, NOBODY, MUCH_LATER) is None
        (link,) = links_of(session, draft)
        revoke(session, draft, link.id, NOW)
        assert reach(session, picture, NOBODY, NOW) is None
        publish(session, parse(LONELY_JOURNEY, files={"bild.png": b"1"}), NOW)
        assert reach(session, picture, NOBODY, MUCH_LATER) == "everybody"


def test_bytes_that_are_elsewhere_cannot_be_asked_for() -> None:
    media = Media({"a.md": b"a"}, {"b.mp3": "0" * 64})
    assert list(media) == ["a.md", "b.mp3"] and len(media) == 2 and "b.mp3" in media
    with pytest.raises(LookupError):
        media["b.mp3"]


def test_all_files_are_rewritten_at_once_or_not_at_all(each_database: Database, ada: User) -> None:
    text = LONELY_JOURNEY.replace("[de]", "[de, en]")
    before = Files(text, {"en": "texts: {}\n"}, Media({"ton.de.md": b"eins", "ton.mp3": b"1"}))
    with each_database.write() as session:
        draft = Draft.create(session, "ohne-rollen", before, by=ada, now=NOW)
        after = Files(
            text + "# neu\n", {"en": "# neu\n"}, before.media.with_words({"ton.de.md": b"zwei"})
        )
        rewritten = rewrite(session, draft, after, by=ada, seen=1, now=LATER)
        assert rewritten.revision == 2
        assert translation(session, draft, "en").revision == 2
        kept = rewritten.files(session)
        assert (kept.text, kept.texts) == (after.text, {"en": "# neu\n"})
        assert dict(kept.media) == {"ton.de.md": b"zwei", "ton.mp3": b"1"}
    with pytest.raises(Conflict), each_database.write() as session:
        rewrite(session, draft, Files("id: x\n", {"en": "# x\n"}), by=ada, seen=1, now=LATER)
    with each_database.read() as session:
        assert translation(session, draft, "en").text == "# neu\n"
