"""Ten thousand random histories of reminders against an own ledger."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from app.models.base import Database
from tests.gate import record, size
from tests.seasons import seasons

HISTORIES = size(10_000)
FIRST_SEED = 1_000_000
"""Other histories than those of `make test`."""


def main() -> int:
    """Play them all and record what came twice, in vain or never; 1 where something did."""
    wrong: list[str] = []
    letters = 0
    with tempfile.TemporaryDirectory(prefix="reminders-") as folder:
        database = Database(f"sqlite:///{Path(folder)}/reminders.db")
        database.upgrade()
        for season in seasons(database, range(FIRST_SEED, FIRST_SEED + HISTORIES)):
            wrong += [f"{season.seed}: {problem}" for problem in season.problems]
            letters += sum(season.letters.values())
        database.dispose()
    name = "histories with a reminder twice, in vain or lost, long"
    held = record(name, wrong, HISTORIES, HISTORIES)
    print(f"{letters} reminders")
    return 0 if held and letters > HISTORIES else 1


if __name__ == "__main__":
    sys.exit(main())
