"""Groups whose version is not offered any more: latecomers wait, nobody else does."""

import pytest
from sqlalchemy import update

from app.models.door import can_begin
from app.models.group import Group
from app.models.journey import offer_again, withdraw
from app.models.refusal import Refused
from app.models.tables import draft
from app.models.user import User
from tests.integration.models.conftest import NOW
from tests.integration.models.test_group_moves import OTHER_WORDS, Room, room
from tests.integration.models.test_versions_under_way import FIRST, LATER, put, seen, stored, walk

__all__ = ["room"]


def take_back(room: Room, version_id: int) -> None:
    with room.database.write() as session:
        withdraw(session, version_id, LATER)


def pauses(room: Room) -> tuple[bool, int | None]:
    """Return whether the group is paused, and the version on which it would go on."""
    with room.database.read() as session:
        way_on = room.now().way_on(session)
        return room.now().is_paused(session), way_on.id if way_on else None


def archive(room: Room, *, at: object = LATER) -> None:
    with room.database.write() as session:
        session.execute(update(draft).where(draft.c.journey_id == "kurs").values(archived_at=at))


def test_latecomers_wait_while_the_version_of_their_group_is_withdrawn(room: Room) -> None:
    take_back(room, room.first)
    assert pauses(room) == (True, None)
    with pytest.raises(Refused, match="group-paused"):
        room.join()
    with room.database.write() as session:
        offer_again(session, room.first)
    assert pauses(room) == (False, None)
    assert seen(room.join()).version_id == room.first


def test_who_is_in_the_group_goes_on_and_comes_back_to_their_run(room: Room) -> None:
    take_back(room, room.first)
    walk(room.walker, {"b": True})
    assert stored(room.walker)[:2] == (room.first, "gedanke")
    with room.database.write() as session:
        again = room.now().join(session, room.walker.learner.id, None, agrees=True, now=LATER)
    assert again == room.walker.code


def test_nobody_begins_on_another_version_than_the_group_walks(room: Room) -> None:
    new = put(room.database, *OTHER_WORDS)
    take_back(room, room.first)
    assert pauses(room) == (True, new)
    with pytest.raises(Refused, match="group-paused"):
        room.join()
    room.move()
    assert pauses(room) == (False, None)
    assert seen(room.join()).version_id == new


def test_a_newer_version_that_is_withdrawn_too_is_no_way_on(room: Room) -> None:
    new = put(room.database, *OTHER_WORDS)
    take_back(room, room.first)
    take_back(room, new)
    assert pauses(room) == (True, None)
    room.move()
    assert room.now().version_id == room.first


def test_nobody_joins_a_group_whose_journey_lies_in_the_archive(room: Room) -> None:
    put(room.database, *OTHER_WORDS)
    make_draft(room)
    assert pauses(room)[0] is False
    archive(room)
    assert pauses(room) == (True, None)
    with pytest.raises(Refused, match="group-paused"):
        room.join()
    archive(room, at=None)
    assert seen(room.join()).version_id == room.first


@pytest.mark.parametrize("hidden", [{"visibility": "link"}, {"visibility": "companies"},
                                    {"archived_at": LATER}])  # fmt: skip
def test_no_group_is_opened_on_a_journey_that_not_all_may_find(room: Room, hidden: object) -> None:
    make_draft(room, **hidden)  # type: ignore[arg-type]
    with room.database.write() as session, pytest.raises(Refused, match="journey-unknown"):
        Group.open(session, room.group.owner_id, "kurs", "Noch eine", LATER)


def test_only_the_very_version_counts(room: Room) -> None:
    new = put(room.database, *FIRST[:3])
    take_back(room, new)
    with room.database.read() as session:
        assert (can_begin(session, room.first), can_begin(session, new)) == (True, False)
        assert not can_begin(session, 10**6)


def make_draft(room: Room, **values: object) -> None:
    """Give the journey a draft, from which all see and may begin it unless told otherwise."""
    with room.database.write() as session:
        mara = User.find(session, room.group.owner_id)
        assert mara
        row = {"journey_id": "kurs", "title": "Kurs", "text": "", "revision": 1, "hash": "",
               "errors": 0, "warnings": 0, "hints": 0, "visibility": "everybody",
               "created_at": NOW, "edited_at": NOW}  # fmt: skip
        session.execute(draft.insert().values(row | values))
