"""Groups and newer versions: nobody in a group goes ahead, and all go when the facilitator says."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Barrier

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError

from app.engine import Answer
from app.engine.steps import Choice, Poll, Story
from app.lib.crypto import Keyring
from app.models.base import Database
from app.models.batch import Batch
from app.models.device import Device
from app.models.group import Group
from app.models.impact import impact
from app.models.journey import offer_again, withdraw
from app.models.learner import Learner
from app.models.refusal import Refused
from app.models.replay import differences
from app.models.tables import pin, withdrawal
from app.models.user import User
from tests.integration.models.conftest import NOW, Walker
from tests.integration.models.test_contention import together
from tests.integration.models.test_versions_under_way import (
    FIRST,
    GEDANKE,
    LATER,
    WEG,
    A,
    B,
    C,
    begin,
    honest,
    put,
    seen,
    stored,
    walk,
)
from tests.unit.engine.versions import version

AT_ONCE = 10
OTHER_WORDS = (replace(A, weight=7), *FIRST[1:])
BROKEN = (A, replace(WEG, choices=(Choice("z"),)), B, GEDANKE)


@dataclass
class Room:
    """A group on the first version of a journey, with one member behind the fork."""

    database: Database
    keyring: Keyring
    group: Group
    first: int
    walker: Walker

    def join(self) -> Walker:
        """Let somebody join who answers nothing yet."""
        with self.database.write() as session:
            learner = Learner.create(session, self.keyring, NOW)
            token = Device.create(session, learner, NOW)
            code = self.now().join(session, learner.id, None, agrees=True, now=NOW)
        return Walker(self.database, self.keyring, learner, token, code)

    def now(self) -> Group:
        with self.database.read() as session:
            group = Group.find(session, self.group.id)
        assert group
        return group

    def move(self) -> None:
        with self.database.write() as session:
            self.group.take_over(session, LATER)

    def dismiss(self) -> None:
        """Delete the account of the facilitator."""
        with self.database.write() as session:
            mara = {"id": self.group.owner_id}
            session.execute(text("DELETE FROM user_account WHERE id = :id"), mara)


@pytest.fixture
def room(each_database: Database) -> Room:
    """On SQLite and on PostgreSQL."""
    return make_room(each_database)


def make_room(database: Database) -> Room:
    first = put(database, *FIRST)
    with database.write() as session:
        owner = User.create(session, "begleitung@reise.example", "Mara", NOW, "facilitator")
        group = Group.open(session, owner.id, "kurs", "Probe", NOW)
    found = Room(database, Keyring([Fernet.generate_key().decode()]), group, first, None)  # type: ignore[arg-type]
    found.walker = found.join()
    walk(found.walker, {"a": True, "weg": "x"})
    return found


@pytest.mark.parametrize("steps", [OTHER_WORDS, (*FIRST, C), BROKEN], ids=["words", "way", "break"])
def test_nobody_in_a_group_goes_ahead_of_it(room: Room, steps: tuple[Story, ...]) -> None:
    put(room.database, *steps)
    run = seen(room.walker)
    assert (run.version_id, run.change, run.offer) == (room.first, None, None)
    assert seen(room.join()).version_id == room.first
    walk(room.walker, {"b": True})
    assert stored(room.walker)[0] == room.first
    assert honest(room.walker)


def test_open_walkers_are_not_held_back_by_a_group(room: Room) -> None:
    alone = begin(room.database, replace(room.walker))
    new = put(room.database, *OTHER_WORDS)
    assert (seen(alone).version_id, seen(room.walker).version_id) == (new, room.first)


def test_all_whom_it_fits_are_on_the_new_version_at_once_and_nothing_else_is_written(
    room: Room,
) -> None:
    waiting = room.join()
    before = stored(room.walker), stored(waiting)
    new = put(room.database, A, C, WEG, B, GEDANKE, note="Eine Station mehr.")
    room.move()
    assert (room.now().version_id, room.now().moved_at) == (new, LATER)
    run, other = seen(room.walker), seen(waiting)
    assert (run.version_id, run.state.at, run.note) == (new, "b", "Eine Station mehr.")
    assert run.change is not None
    assert (run.change.missed, other.version_id, other.state.at) == (("c",), new, "a")
    assert (stored(room.walker), stored(waiting)) == before
    assert seen(room.join()).pinned_id == new
    walk(room.walker, {"b": True})
    assert stored(room.walker) == (new, "gedanke", 3, None, '{"c":2}')
    assert honest(room.walker)


def test_a_run_that_it_breaks_stays_and_may_switch(room: Room) -> None:
    waiting = room.join()
    new = put(room.database, *BROKEN)
    room.move()
    run = seen(room.walker)
    assert (run.version_id, seen(waiting).version_id) == (room.first, new)
    assert run.offer is not None and run.offer.version_id == new
    with room.database.write() as session:
        mine = room.walker.own(session)
        mine.switch(session, turn=2, number=run.offer.number, role=None, now=LATER)
    assert (stored(room.walker)[:2], honest(room.walker)) == ((new, "weg"), True)


def test_a_group_goes_no_further_than_where_it_was_led(room: Room) -> None:
    second = put(room.database, *OTHER_WORDS)
    room.move()
    put(room.database, *FIRST, C)
    assert seen(room.walker).version_id == second
    assert seen(room.join()).version_id == second
    room.move()
    assert len(seen(room.walker).journey.steps) == len(FIRST) + 2


def test_a_run_that_the_newest_breaks_is_shown_on_the_version_between(room: Room) -> None:
    between = put(room.database, *OTHER_WORDS)
    broken = put(room.database, *BROKEN)
    room.move()
    run = seen(room.walker)
    assert run.offer is not None
    assert (run.version_id, run.offer.version_id) == (between, broken)


def test_whoever_had_arrived_keeps_their_end(room: Room) -> None:
    walk(room.walker, {"b": True, "gedanke": None})
    put(room.database, *FIRST, C)
    room.move()
    run = seen(room.walker)
    assert (run.version_id, run.state.at, run.offer) == (room.first, "ende", None)


def test_to_move_twice_or_to_nothing_newer_is_to_move_once(room: Room) -> None:
    room.move()
    assert room.now().moved_at is None
    new = put(room.database, *OTHER_WORDS)
    room.move()
    room.move()
    assert room.now().version_id == new


def test_a_group_never_moves_back(room: Room) -> None:
    new = put(room.database, *OTHER_WORDS)
    room.move()
    with room.database.write() as session:
        withdraw(session, new, NOW)
        assert room.now().ahead(session) is None
    room.move()
    assert room.now().version_id == new


def test_nobody_of_a_group_moves_to_a_version_that_was_withdrawn(room: Room) -> None:
    new = put(room.database, *OTHER_WORDS)
    room.move()
    assert seen(room.walker).version_id == new
    with room.database.write() as session:
        withdraw(session, new, NOW)
    assert seen(room.walker).version_id == room.first
    with room.database.write() as session:
        offer_again(session, new)
    assert seen(room.walker).version_id == new


def test_nobody_is_held_back_once_the_group_is_closed(room: Room) -> None:
    new = put(room.database, *OTHER_WORDS)
    with room.database.write() as session:
        room.group.close(session, NOW)
        with pytest.raises(Refused, match="group-closed"):
            room.group.take_over(session, NOW)
    assert seen(room.walker).version_id == new
    assert honest(room.walker)


def test_nobody_is_held_back_once_the_account_of_the_facilitator_is_gone(room: Room) -> None:
    new = put(room.database, *OTHER_WORDS)
    room.dismiss()
    assert seen(room.walker).version_id == new


def test_an_undone_move_leaves_the_group_where_it_was(room: Room) -> None:
    put(room.database, *OTHER_WORDS)
    with pytest.raises(ZeroDivisionError), room.database.write() as session:
        room.group.take_over(session, LATER)
        assert room.walker.own(session).version_id != room.first
        raise ZeroDivisionError
    assert (room.now().version_id, seen(room.walker).version_id) == (room.first, room.first)


def test_the_impact_leaves_a_group_out_until_nobody_leads_it_any_more(room: Room) -> None:
    put(room.database, *OTHER_WORDS)
    new = replace(version(*BROKEN), id="kurs")
    with room.database.read() as session:
        assert impact(session, "kurs", new).total == 0
    room.move()
    with room.database.read() as session:
        assert impact(session, "kurs", new).total == 0
    with room.database.write() as session:
        room.group.close(session, LATER)
    with room.database.read() as session:
        assert impact(session, "kurs", new).staying == {2: 1}


def test_answers_under_a_former_name_count_and_what_was_missed_does_not(room: Room) -> None:
    walkers = [room.walker, *(room.join() for _ in range(5))]
    for walker in walkers[1:]:
        walk(walker, {"a": True, "weg": "x"})
    stimmung = Poll(id="stimmung", choices=(Choice("gut"), Choice("so")))
    put(
        room.database,
        A,
        stimmung,
        replace(WEG, id="gabel", choices=(Choice("links"), Choice("y"))),
        B,
        GEDANKE,
        renamed={"weg": "gabel", "weg.x": "gabel.links"},
    )
    room.move()
    for walker in walkers[:3]:
        walk(walker, {"b": True})
    with room.database.write() as session:
        with pytest.raises(Refused, match="too-few"):
            room.group.evaluate(session, "stimmung", LATER)
        made = room.group.evaluate(session, "gabel", LATER)
        assert [(cell.option, cell.figure.kind) for cell in made.cells] == [
            ("links", "nearly-all"),
            ("y", "few"),
        ]
        assert Batch.of_partition(session, room.group.id) == [made]


def answer(walker: Walker, read: Callable[[], object] = lambda: None) -> Callable[[], str]:
    def act() -> str:
        with walker.database.write() as session:
            run = walker.own(session)
            read()
            run.decide(session, Answer("b", True), turn=2, now=LATER)
        return "answered"

    return act


def test_answers_during_a_move_land_whole_on_one_version_or_the_other(room: Room) -> None:
    walkers = [room.walker, *(room.join() for _ in range(AT_ONCE - 1))]
    for walker in walkers[1:]:
        walk(walker, {"a": True, "weg": "x"})
    new = put(room.database, A, C, WEG, B, GEDANKE)

    def move() -> str:
        room.move()
        return "moved"

    outcomes = Counter(together([*(answer(walker) for walker in walkers), move]))
    assert outcomes == {"answered": AT_ONCE, "moved": 1}
    with room.database.read() as session:
        moved = set(session.execute(select(pin.c.run_id)).scalars())
    for walker in walkers:
        run, (version_id, at, turn, _, missed) = seen(walker), stored(walker)
        assert (run.version_id, run.state.at, at, turn) == (new, "gedanke", "gedanke", 3)
        expected = (new, '{"c":2}') if run.id in moved else (room.first, None)
        assert (version_id, missed) == expected
        assert honest(walker)


def test_on_postgresql_an_answer_that_had_read_before_the_move_stays_on_its_version(
    postgres_url: str,
) -> None:
    database = Database(postgres_url)
    room = make_room(database)
    new = put(database, A, C, WEG, B, GEDANKE)
    has_read, has_moved = Barrier(2), Barrier(2)

    def read() -> None:
        has_read.wait()
        has_moved.wait()

    def move() -> str:
        has_read.wait()
        room.move()
        has_moved.wait()
        return "moved"

    assert together([answer(room.walker, read), move]) == ["answered", "moved"]
    assert stored(room.walker) == (room.first, "gedanke", 3, None, None)
    assert (seen(room.walker).version_id, seen(room.walker).state.at) == (new, "gedanke")
    assert list(differences(database)) == []
    database.dispose()


def test_a_run_of_a_group_is_found_with_as_few_statements_as_any(room: Room) -> None:
    alone = begin(room.database, replace(room.walker))
    walk(alone, {"a": True, "weg": "x"})
    put(room.database, *OTHER_WORDS)
    room.move()
    told = []
    for walker in (alone, room.walker):
        seen(walker)
        statements: list[str] = []

        def count(*arguments: object, into: list[str] = statements) -> None:
            into.append(str(arguments[2]))

        engines = {room.database.engine, room.database._writing}
        for engine in engines:
            event.listen(engine, "before_cursor_execute", count)
        answer(walker)()
        for engine in engines:
            event.remove(engine, "before_cursor_execute", count)
        told.append(statements)
    assert told[0] == told[1]
    assert told[0]


def test_who_withdrew_a_version_is_forgotten_with_the_account(room: Room) -> None:
    new = put(room.database, *OTHER_WORDS)
    with room.database.write() as session:
        withdraw(session, new, NOW, by=room.group.owner_id)
    with pytest.raises(IntegrityError), room.database.write() as session:
        withdraw(session, room.first, NOW, by=4711)
    room.dismiss()
    with room.database.read() as session:
        rows = session.execute(select(withdrawal.c.version_id, withdrawal.c.by)).all()
    assert [tuple(row) for row in rows] == [(new, None)]
