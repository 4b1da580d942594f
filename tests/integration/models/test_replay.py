"""The check by replay finds every run whose row is not what its entries say."""

from typing import Any

import pytest
from sqlalchemy import text

from app.engine import Answer
from app.models import replay
from app.models.replay import differences, repair
from tests.integration.models.conftest import NOW, Walker, begin


@pytest.fixture
def walked(walker: Walker) -> Walker:
    """A run with two entries."""
    for step in ("wahl-1", "wahl-2"):
        with walker.database.write() as session:
            run = walker.own(session)
            run.decide(session, Answer(step, "a"), turn=run.turn, now=NOW)
    return walker


def tamper(walker: Walker, statement: str) -> None:
    with walker.database.write() as session:
        session.execute(text(statement))


def found(walker: Walker) -> list[tuple[str, Any, Any]]:
    return [(each.fact, each.stored, each.computed) for each in differences(walker.database)]


def test_an_honest_run_shows_no_difference(walked: Walker) -> None:
    assert found(walked) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE run SET at = 'wahl-4'", [("at", "wahl-4", "wahl-3")]),
        ("UPDATE run SET turn = 5", [("turn", 5, 2)]),
        (
            "INSERT INTO entry (run_id, seq, step, value, at) VALUES (1, 3, 'wahl-3', '\"b\"', 1)",
            [("turn", 2, 3), ("at", "wahl-3", "wahl-4")],
        ),
        (
            "INSERT INTO entry (run_id, seq, step, value, at) VALUES (1, 9, 'x', '1', 1)",
            [("entries", [1, 2, 9], "1 to 3 without a gap"), ("turn", 2, 3)],
        ),
    ],
)
def test_a_tampered_run_is_found(
    walked: Walker, statement: str, expected: list[tuple[str, Any, Any]]
) -> None:
    tamper(walked, statement)
    assert found(walked) == expected


def test_an_entry_that_is_no_json_is_found(walked: Walker) -> None:
    tamper(walked, "INSERT INTO entry (run_id, seq, step, value, at) VALUES (1, 3, 'x', '{', 1)")
    assert [fact for fact, _, _ in found(walked)] == ["turn", "values"]


def test_an_arrival_that_never_was_is_found(walked: Walker) -> None:
    with walked.database.write() as session:
        session.execute(text("UPDATE run SET finished_at = updated_at"))
    assert found(walked) == [("finished_at", NOW, None)]


def test_facts_can_be_stored_anew_and_damaged_entries_cannot(walked: Walker) -> None:
    tamper(walked, "UPDATE run SET at = 'wahl-4', turn = 1, finished_at = updated_at")
    assert [repair(walked.database, each) for each in differences(walked.database)] == [True] * 3
    assert found(walked) == []
    tamper(walked, "INSERT INTO entry (run_id, seq, step, value, at) VALUES (1, 9, 'x', '1', 1)")
    assert [repair(walked.database, each) for each in differences(walked.database)] == [False, True]


def test_every_run_is_recomputed_batch_by_batch(
    walked: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [begin(walked.database, walked.keyring) for _ in range(4)]
    monkeypatch.setattr(replay, "BATCH", 2)
    tamper(walked, "UPDATE run SET turn = 7")
    assert len(list(differences(walked.database))) == 1 + len(others)
