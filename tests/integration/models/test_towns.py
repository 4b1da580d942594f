"""P16: whatever happens at companies and in a workshop, figures tell about five people or more."""

from typing import Any

import pytest
from sqlalchemy import select

from app.engine import Journey
from app.engine.steps import Step
from app.models.base import Database, Session
from app.models.figures import Figure
from app.models.insight import is_counted
from app.models.run import Run
from app.models.tables import run
from scripts.figures import record
from tests.ledger import narrow_atoms
from tests.towns import towns

HISTORIES = 300


def test_no_history_of_companies_tells_about_fewer_than_five(database: Database) -> None:
    problems: list[str] = []
    released = quiet = 0
    for each in towns(database, range(HISTORIES)):
        problems += [f"{each.seed}: {problem}" for problem in each.problems]
        released, quiet = released + each.rounds, quiet + each.quiet_mornings
    record(
        "histories of companies that tell about fewer than five",
        len(problems),
        goal="0",
        ok=not problems,
        command="make test",
        unit=f"of {HISTORIES}",
        note=f"{released} rounds, {quiet} mornings without one",
        quiet=True,
    )
    assert problems == []
    assert released > HISTORIES / 2
    assert quiet > HISTORIES


def _all_counted(journey: Journey) -> list[Step]:
    return [step for step in journey.steps.values() if is_counted(step)]


def _everything(counts: list[int]) -> list[Figure]:
    return [Figure("share", 5 * round(20 * each / sum(counts))) for each in counts]


def _withdrawn_too(session: Session, partition_id: int) -> list[Run]:
    waits = (run.c.partition_id == partition_id) & run.c.finished_at.is_not(None)
    rows = session.execute(select(run.c.code, run.c.learner_id).where(waits, ~run.c.counted)).all()
    owners = {row.learner_id for row in rows}
    codes = {row.code for row in rows}
    return [each for o in owners for each in Run.of_learner(session, o) if each.code in codes]


def _nobody(*_: object) -> set[int]:
    return set()


FAULTS: dict[str, list[tuple[str, object]]] = {
    "fewer than five": [("insight.LEAST", 4), ("rounds.LEAST", 4), ("figures.LEAST", 4)],
    "few by link": [("rounds.LEAST_BY_LINK", 5)],
    "all stations": [("insight.told_stations", _all_counted)],
    "everything told": [("insight.publishable", _everything)],
    "withdrawn too": [("contributing._pending", _withdrawn_too)],
    "counted elsewhere": [("insight.counted_elsewhere", _nobody)],
    "nothing marked": [("insight.mark_counted", lambda *_: None)],
    "staff too": [("contributing._OF_STAFF", select(run.c.id).where(run.c.id < 0))],
    "exact arrivals": [("rounds.STEP", 1)],
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_checker_notices_a_planted_fault(
    database: Database, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    for name, wrong in FAULTS[fault]:
        monkeypatch.setattr(f"app.models.{name}", wrong)
    assert any(each.problems for each in towns(database, range(200)))


def test_sets_that_differ_by_one_person_are_noticed() -> None:
    five: frozenset[Any] = frozenset("abcde")
    assert list(narrow_atoms([five, five])) == []
    assert len(list(narrow_atoms([five, five | {"f"}]))) == 1
