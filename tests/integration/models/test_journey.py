"""Versions: numbered, published once, found by whoever walks them."""

from hashlib import sha256

import pytest

from app.models.base import Database
from app.models.door import listed
from app.models.journey import Overtaken, compiled, media, media_type, newest, publish
from tests.integration.models.conftest import NOW
from tests.integration.models.samples import Given, Sound, journey, parsed


def test_the_same_content_is_published_once(each_database: Database) -> None:
    with each_database.write() as session:
        first, is_new = publish(session, parsed(), NOW)
        assert (first.number, is_new) == (1, True)
        assert publish(session, parsed(), NOW) == (first, False)


def test_a_change_makes_the_next_version_and_the_first_stays(each_database: Database) -> None:
    with each_database.write() as session:
        first, _ = publish(session, parsed("first", steps=2), NOW)
        second, is_new = publish(session, parsed("second", steps=3), NOW)
    assert (second.number, is_new) == (2, True)
    with each_database.read() as session:
        assert newest(session, "probe") == (second.id, journey(3))
        assert compiled(session, first.id) == journey(2)


def test_going_back_to_earlier_words_is_a_new_version(each_database: Database) -> None:
    with each_database.write() as session:
        publish(session, parsed("first"), NOW)
        publish(session, parsed("second"), NOW)
        again, is_new = publish(session, parsed("first"), NOW)
    assert (again.number, is_new) == (3, True)


def test_the_catalogue_shows_the_newest_of_each_and_follows_at_once(
    each_database: Database,
) -> None:
    with each_database.read() as session:
        assert listed(session) == []
    with each_database.write() as session:
        publish(session, parsed("first", steps=2), NOW)
    with each_database.read() as session:
        assert listed(session) == [journey(2)]
    with each_database.write() as session:
        publish(session, parsed("second", steps=5), NOW)
        session.rollback()
    with each_database.write() as session:
        publish(session, parsed("third", steps=3), NOW)
    with each_database.read() as session:
        assert listed(session) == [journey(3)]
        assert listed(session) is listed(session), "nothing is read twice"


def test_an_unknown_journey_has_no_version(each_database: Database) -> None:
    with each_database.read() as session:
        for name in ("unknown", "a\x00b", "\ud800"):
            assert newest(session, name) is None
            assert media(session, name) is None


def test_media_are_kept_by_their_content(each_database: Database) -> None:
    data = b"<svg/>"
    digest = sha256(data).hexdigest()
    with each_database.write() as session:
        publish(session, parsed("first", {"bild.svg": data}), NOW)
        publish(session, parsed("second", {"anders.svg": data, "b.mp3": b"1"}), NOW)
    with each_database.read() as session:
        found = media(session, digest)
        assert found is not None
        assert (found.sha256, found.type, found.data) == (digest, "image/svg+xml", data)
        assert media(session, "0" * 64) is None


def test_a_journey_with_errors_is_not_published(each_database: Database) -> None:
    with each_database.write() as session, pytest.raises(ValueError, match="errors"):
        publish(session, Sound(None, "0" * 64, Given()), NOW)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.PNG", "image/png"),
        ("b.vtt", "text/vtt; charset=utf-8"),
        ("c.html", "application/octet-stream"),
        ("d", "application/octet-stream"),
    ],
)
def test_a_file_is_served_as_what_its_name_says_or_as_bytes(name: str, kind: str) -> None:
    assert media_type(name) == kind


def test_who_publishes_on_top_of_an_overtaken_version_is_told(each_database: Database) -> None:
    with each_database.write() as session:
        first, _ = publish(session, parsed("first"), NOW, against=0)
        second, _ = publish(session, parsed("second"), NOW, against=first.id)
        with pytest.raises(Overtaken) as told:
            publish(session, parsed("third"), NOW, against=first.id)
        assert told.value.latest == second
        assert publish(session, parsed("second"), NOW, against=first.id) == (second, False)
        with pytest.raises(Overtaken):
            publish(session, parsed("third"), NOW, against=0)
