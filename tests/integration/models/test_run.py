"""A run: who finds it, what a turn decides, and what is stored."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text

from app.engine import Answer, Rejected
from app.models.base import Session
from app.models.device import Device
from app.models.entry import entry
from app.models.journey import newest
from app.models.learner import Learner
from app.models.run import BadTurn, Run, Stale
from app.models.tables import run as run_table
from tests.integration.models.conftest import NOW, Walker, begin

LATER = NOW + timedelta(minutes=5)
WAY = [
    Answer("wahl-1", "a"),
    Answer("wahl-2", "b"),
    Answer("wahl-3", "a"),
    Answer("wahl-4", "a"),
    Answer("frage", ["schlecht"]),
    Answer("frage", ["gut"]),
    Answer("gedanke", None),
]


def walk(walker: Walker, answers: list[Answer]) -> None:
    for answer in answers:
        with walker.database.write() as session:
            run = walker.own(session)
            run.decide(session, answer, turn=run.turn, now=LATER)


def entries(session: Session) -> list[tuple[int, str, str]]:
    rows = session.execute(select(entry.c.seq, entry.c.step, entry.c.value).order_by(entry.c.seq))
    return [(row.seq, row.step, row.value) for row in rows]


def test_a_walk_stores_one_entry_an_answer_and_arrives(walker: Walker) -> None:
    walk(walker, WAY)
    with walker.database.read() as session:
        run = walker.own(session)
        assert (run.turn, run.state.at, run.finished_at) == (7, "ende", LATER)
        assert (run.started_at, run.updated_at) == (NOW, LATER)
        stored = entries(session)
        assert [seq for seq, _, _ in stored] == [1, 2, 3, 4, 5, 6, 7]
        assert stored[5] == (6, "frage", '{"tries":[["schlecht"],["gut"]],"left":false}')
        assert stored[6] == (7, "gedanke", "null")


def test_an_answer_costs_one_query_and_one_change_with_its_entry(walker: Walker) -> None:
    walk(walker, WAY[:1])
    statements: list[str] = []

    def count(*arguments: Any) -> None:
        statements.append(arguments[2].split()[0])

    engine = walker.database._writing
    event.listen(engine, "before_cursor_execute", count)
    walk(walker, WAY[1:2])
    event.remove(engine, "before_cursor_execute", count)
    at_once = not walker.database.is_sqlite
    assert statements == (["SELECT", "WITH"] if at_once else ["SELECT", "UPDATE", "INSERT"])


def test_a_restarted_process_finds_the_same_state(walker: Walker) -> None:
    walk(walker, WAY[:5])
    with walker.database.read() as session:
        remembered = walker.own(session).state
    walker.forget()
    with walker.database.read() as session:
        assert walker.own(session).state == remembered


def test_a_process_that_missed_some_answers_reads_only_those(walker: Walker) -> None:
    walk(walker, WAY[:3])
    with walker.database.write() as session:
        # What another process would do.
        session.execute(
            text(
                "INSERT INTO entry (run_id, seq, step, value, at) "
                "VALUES (1, 4, 'wahl-4', '\"b\"', 0)"
            )
        )
        session.execute(run_table.update().values(turn=4, at="frage"))
    with walker.database.read() as session:
        run = walker.own(session)
        assert (run.state.at, run.state.values["wahl-4"], len(run.state.way)) == ("frage", "b", 4)


def test_an_undone_answer_leaves_nothing_in_memory_either(walker: Walker) -> None:
    with pytest.raises(ZeroDivisionError), walker.database.write() as session:
        walker.own(session).decide(session, Answer("wahl-1", "a"), turn=0, now=LATER)
        raise ZeroDivisionError
    with walker.database.write() as session:
        walker.own(session).decide(session, Answer("wahl-1", "b"), turn=0, now=LATER)
    with walker.database.read() as session:
        assert walker.own(session).state.values == {"wahl-1": "b"}
        assert entries(session) == [(1, "wahl-1", '"b"')]


def test_a_rollback_in_the_middle_leaves_nothing_in_memory_either(walker: Walker) -> None:
    with walker.database.write() as session:
        walker.own(session).decide(session, Answer("wahl-1", "a"), turn=0, now=LATER)
        session.rollback()
        assert walker.own(session).turn == 0
    with walker.database.read() as session:
        assert walker.own(session).state.values == {}


def test_the_same_answer_to_a_taken_turn_gets_the_first_reply(walker: Walker) -> None:
    walk(walker, WAY[:2])
    with walker.database.write() as session:
        decision = walker.own(session).decide(session, WAY[0], turn=0, now=LATER)
        assert decision.repeated
        assert (decision.before.at, decision.after.at) == ("wahl-1", "wahl-2")
    with walker.database.read() as session:
        assert len(entries(session)) == 2


def test_a_repeated_try_of_a_check_is_told_from_a_second_try(walker: Walker) -> None:
    walk(walker, WAY[:5])
    with walker.database.write() as session:
        run = walker.own(session)
        assert run.decide(session, Answer("frage", ["schlecht"]), turn=4, now=LATER).repeated
        with pytest.raises(Stale):
            run.decide(session, Answer("frage", ["gut"]), turn=4, now=LATER)
        assert not run.decide(session, Answer("frage", ["gut"]), turn=5, now=LATER).repeated


@pytest.mark.parametrize("answer", [Answer("wahl-1", "b"), Answer("wahl-2", "a"), Answer("x", 1)])
def test_another_answer_to_a_taken_turn_is_stale(walker: Walker, answer: Answer) -> None:
    walk(walker, WAY[:1])
    with walker.database.write() as session, pytest.raises(Stale) as raised:
        walker.own(session).decide(session, answer, turn=0, now=LATER)
    assert (raised.value.entry_step, raised.value.entry_value, raised.value.turn) == (
        "wahl-1",
        "a",
        1,
    )


@pytest.mark.parametrize("turn", [2, 99, -1])
def test_a_turn_that_cannot_be_is_refused(walker: Walker, turn: int) -> None:
    walk(walker, WAY[:1])
    with walker.database.write() as session, pytest.raises(BadTurn):
        walker.own(session).decide(session, Answer("wahl-2", "a"), turn=turn, now=LATER)


def test_a_refused_answer_writes_nothing(walker: Walker) -> None:
    with walker.database.write() as session, pytest.raises(Rejected):
        walker.own(session).decide(session, Answer("wahl-1", "c"), turn=0, now=LATER)
    with walker.database.read() as session:
        assert walker.own(session).turn == 0
        assert entries(session) == []


def test_a_change_of_an_earlier_step_appends_an_entry(walker: Walker) -> None:
    walk(walker, [*WAY[:3], Answer("wahl-1", "b")])
    with walker.database.read() as session:
        run = walker.own(session)
        assert (run.turn, run.state.values["wahl-1"], run.state.at) == (4, "b", "wahl-4")
        assert [each.step for each in run.entries(session)] == [
            "wahl-1",
            "wahl-2",
            "wahl-3",
            "wahl-1",
        ]


def test_an_entry_tells_the_hour_and_not_how_long_a_step_took(walker: Walker) -> None:
    walk(walker, WAY[:2])
    with walker.database.read() as session:
        hours = [each.at for each in walker.own(session).entries(session)]
    assert hours == [NOW.replace(minute=0, second=0, microsecond=0)] * 2


def test_nobody_else_finds_a_run(walker: Walker) -> None:
    stranger = begin(walker.database, walker.keyring)
    with walker.database.read() as session:
        assert Run.own(session, walker.code, stranger.token, NOW) is None
        assert Run.own(session, walker.code, None, NOW) is None
        assert Run.own(session, walker.code, "", NOW) is None
        assert Run.own(session, walker.code, "\ud800\x00", NOW) is None
        for code in ("unknown", "a\x00b", "\ud800", "ä", ""):
            assert Run.own(session, code, walker.token, NOW) is None


def test_a_device_that_ended_or_expired_finds_no_run(walker: Walker) -> None:
    with walker.database.read() as session:
        assert Run.own(session, walker.code, walker.token, NOW + timedelta(days=90)) is None
    with walker.database.write() as session:
        Device.end(session, walker.token)
    with walker.database.read() as session:
        assert Run.own(session, walker.code, walker.token, NOW) is None


def test_the_runs_of_a_learner_come_the_last_walked_first(walker: Walker) -> None:
    with walker.database.write() as session:
        found = newest(session, "probe")
        assert found is not None
        second = Run.start(session, walker.learner.id, *found, None, NOW + timedelta(seconds=1))
    with walker.database.read() as session:
        codes = [run.code for run in Run.of_learner(session, walker.learner.id)]
        assert codes == [second.code, walker.code]
    walk(walker, WAY[:1])
    with walker.database.read() as session:
        codes = [run.code for run in Run.of_learner(session, walker.learner.id)]
        assert codes == [walker.code, second.code]


def test_an_answer_a_day_later_lets_the_90_days_begin_anew(walker: Walker) -> None:
    tomorrow = NOW + timedelta(days=1)
    with walker.database.write() as session:
        run = walker.own(session)
        run.decide(session, WAY[0], turn=0, now=tomorrow - timedelta(seconds=1))
        assert not run.device_renewed
        run.decide(session, WAY[1], turn=1, now=tomorrow)
        assert run.device_renewed
    with walker.database.read() as session:
        assert Device.find(session, walker.token, NOW + timedelta(days=90)) == walker.learner.id
        assert Device.find(session, walker.token, NOW + timedelta(days=91)) is None
        known = Learner.find(session, walker.learner.id)
        assert known is not None and known.seen_at == tomorrow
