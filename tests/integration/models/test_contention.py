"""Several at once: twenty identical presses, two answers to one turn, two who publish."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Barrier, Thread
from typing import Any

from sqlalchemy import func, select

from app.engine import Answer, Rejected
from app.engine.steps import Choice
from app.lib.crypto import Keyring
from app.models.base import Database
from app.models.diary import Conflict, Diary
from app.models.entry import entry
from app.models.journey import publish
from app.models.replay import differences
from app.models.run import BadSwitch, Run, Stale
from app.models.tables import pin, version
from tests.integration.models.conftest import NOW, Walker, begin
from tests.integration.models.samples import journey, parsed, sound

AT_ONCE = 20


def together(acts: Sequence[Callable[[], str]]) -> list[Any]:
    """Let all begin at the same moment; return what each gave or raised."""
    barrier = Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def act(place: int) -> None:
        barrier.wait()
        try:
            outcomes[place] = acts[place]()
        except Exception as error:
            outcomes[place] = error

    threads = [Thread(target=act, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def press(walker: Walker, value: str, barrier: Barrier | None = None) -> Callable[[], str]:
    def act() -> str:
        with walker.database.write() as session:
            run = walker.own(session)
            if barrier:
                barrier.wait()
            decision = run.decide(session, Answer("wahl-1", value), turn=0, now=NOW)
        assert (decision.before.at, decision.after.at) == ("wahl-1", "wahl-2")
        return "repeated" if decision.repeated else "new"

    return act


def test_twenty_identical_presses_have_one_effect(walker: Walker) -> None:
    outcomes = Counter(together([press(walker, "a")] * AT_ONCE))
    assert outcomes == {"new": 1, "repeated": AT_ONCE - 1}
    with walker.database.read() as session:
        assert session.execute(select(func.count()).select_from(entry)).scalar_one() == 1
        assert walker.own(session).turn == 1


def test_of_two_answers_to_one_turn_one_wins_and_the_other_is_stale(walker: Walker) -> None:
    outcomes = together([press(walker, value) for value in "ab" * 5])
    stale = [outcome for outcome in outcomes if isinstance(outcome, Stale)]
    assert len(stale) == 5
    assert outcomes.count("new") == 1
    assert outcomes.count("repeated") == 4
    with walker.database.read() as session:
        run = walker.own(session)
        assert {run.state.values["wahl-1"]} == {outcome.entry_value for outcome in stale}


def test_on_postgresql_both_may_have_read_before_one_writes(
    postgres_url: str, keyring: Keyring
) -> None:
    database = Database(postgres_url)
    walker = begin(database, keyring)
    both_have_read = Barrier(2)
    outcomes = together([press(walker, value, both_have_read) for value in "ab"])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Stale", "str"]
    database.dispose()


def test_twenty_presses_that_move_a_run_to_a_new_version_move_it_once(walker: Walker) -> None:
    with walker.database.write() as session:
        publish(session, parsed("second", steps=3), NOW)
    outcomes = Counter(together([press(walker, "a")] * AT_ONCE))
    assert outcomes == {"new": 1, "repeated": AT_ONCE - 1}
    with walker.database.read() as session:
        assert session.execute(select(func.count()).select_from(entry)).scalar_one() == 1
        assert [row.turn for row in session.execute(select(pin))] == [0]
        assert walker.own(session).pinned_id == 2


def test_on_postgresql_a_switch_and_an_answer_at_once_cannot_both_be_right(
    postgres_url: str, keyring: Keyring
) -> None:
    database = Database(postgres_url)
    walker = begin(database, keyring)
    assert press(walker, "a")() == "new"
    other = journey()
    fork = replace(other.steps["wahl-1"], choices=(Choice("b"), Choice("c")))
    with database.write() as session:
        steps = {**other.steps, "wahl-1": fork}
        publish(session, sound(replace(other, steps=steps), "second"), NOW)
    both_have_read = Barrier(2)

    def switch() -> str:
        with database.write() as session:
            run = walker.own(session)
            both_have_read.wait()
            run.switch(session, turn=1, number=2, role=None, now=NOW)
        return "switched"

    def answer() -> str:
        with database.write() as session:
            run = walker.own(session)
            both_have_read.wait()
            run.decide(session, Answer("wahl-2", "a"), turn=1, now=NOW)
        return "answered"

    outcomes = together([switch, answer])
    with database.read() as session:
        run = walker.own(session)
        if outcomes[0] == "switched":
            assert isinstance(outcomes[1], Rejected)
            assert (run.pinned_id, run.state.at, run.turn) == (2, "wahl-1", 1)
        else:
            assert isinstance(outcomes[0], BadSwitch)
            assert (outcomes[1], run.pinned_id, run.turn) == ("answered", 1, 2)
    assert list(differences(database)) == []
    database.dispose()


def test_two_devices_that_save_at_once_cannot_both_be_right(walker: Walker) -> None:
    def save(text: str) -> Callable[[], str]:
        def act() -> str:
            with walker.database.write() as session:
                Diary(session, walker.own(session), walker.keyring).save(
                    "gedanke", "text", text, 0, NOW
                )
            return text

        return act

    outcomes = together([save(f"Gedanke {number}") for number in range(4)])
    saved = [outcome for outcome in outcomes if isinstance(outcome, str)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert (len(saved), len(lost)) == (1, 3)
    assert {conflict.theirs.text for conflict in lost} == set(saved)


def test_a_learner_can_read_while_somebody_writes(sqlite_walker: Walker) -> None:
    with sqlite_walker.database.write() as session:
        sqlite_walker.own(session).decide(session, Answer("wahl-1", "a"), turn=0, now=NOW)

        def read() -> str:
            with sqlite_walker.database.read() as reader:
                return str(sqlite_walker.own(reader).turn)

        assert together([read]) == ["0"]


def test_a_reader_sees_one_moment(sqlite_walker: Walker) -> None:
    with sqlite_walker.database.read() as reader:
        before = sqlite_walker.own(reader).turn
        assert together([press(sqlite_walker, "a")]) == ["new"]
        assert Run.of_learner(reader, sqlite_walker.learner.id)[0].turn == before


def test_who_publish_the_same_at_once_make_one_version(each_database: Database) -> None:
    def act() -> str:
        with each_database.write() as session:
            found, is_new = publish(session, parsed(files={"a.png": b"1"}), NOW)
        return f"{found.number} {is_new}"

    outcomes = Counter(together([act] * AT_ONCE))
    assert outcomes == {"1 True": 1, "1 False": AT_ONCE - 1}


def test_who_publish_different_things_at_once_get_numbers_of_their_own(
    each_database: Database,
) -> None:
    def publishing(words: str) -> Callable[[], str]:
        def act() -> str:
            with each_database.write() as session:
                return str(publish(session, parsed(words), NOW)[0].number)

        return act

    outcomes = together([publishing(f"words {number}") for number in range(8)])
    assert sorted(outcomes) == [str(number) for number in range(1, 9)]
    with each_database.read() as session:
        assert session.execute(select(func.count()).select_from(version)).scalar_one() == 8
