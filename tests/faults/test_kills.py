"""P1: an acknowledged answer or draft survives kill -9 of any process, and is stored once."""

from pathlib import Path

from tests.faults.kills import ANSWERS_BETWEEN_KILLS, run_under_kills
from tests.postgres import PostgresServer


def test_acknowledged_answers_survive_ten_kills_on_sqlite(tmp_path: Path) -> None:
    ledger = run_under_kills(tmp_path, kills=10, seed=1)
    assert ledger.failures == []
    assert ledger.drafts > 10
    assert ledger.arrivals >= 3
    assert len(ledger.lines) >= 10 * ANSWERS_BETWEEN_KILLS


def test_acknowledged_answers_survive_five_kills_on_postgresql(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    ledger = run_under_kills(tmp_path, kills=5, seed=2, database=postgres)
    assert ledger.failures == []
    assert ledger.drafts > 10
    assert ledger.arrivals >= 3
    assert len(ledger.lines) >= 5 * ANSWERS_BETWEEN_KILLS
