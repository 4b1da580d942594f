"""P1 before a release: five hundred kills on each database, fifty thousand acknowledged answers."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.faults import kills
from tests.gate import record, size
from tests.postgres import running_server

KILLS = size(500)
ACKNOWLEDGED = size(50_000)


def main() -> int:
    """Kill, count what was lost, record both figures; return 1 where anything was."""
    kills.ANSWERS_BETWEEN_KILLS = ACKNOWLEDGED // KILLS + 1
    held = True
    with tempfile.TemporaryDirectory(prefix="kills-") as folder, running_server() as database:
        for name, server in (("SQLite", None), ("PostgreSQL", database)):
            home = Path(folder) / name
            home.mkdir()
            ledger = kills.run_under_kills(home, KILLS, seed=7, database=server)
            figure = f"P1 {name}: acknowledged answers lost in {KILLS} kills"
            held &= record(figure, ledger.failures, len(ledger.lines), ACKNOWLEDGED)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
