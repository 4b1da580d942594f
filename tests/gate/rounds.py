"""Ten thousand random histories of companies and a workshop against an own ledger."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from app.models.base import Database
from tests.gate import record, size
from tests.towns import towns

HISTORIES = size(10_000)
FIRST_SEED = 1_000_000
"""Other histories than those of `make test`."""


def main() -> int:
    """Play them all and record how often something was told that should not; 1 where it was."""
    wrong: list[str] = []
    released = 0
    with tempfile.TemporaryDirectory(prefix="rounds-") as folder:
        database = Database(f"sqlite:///{Path(folder)}/rounds.db")
        database.upgrade()
        for town in towns(database, range(FIRST_SEED, FIRST_SEED + HISTORIES)):
            wrong += [f"{town.seed}: {problem}" for problem in town.problems]
            released += town.rounds
        database.dispose()
    name = "histories of companies that tell about fewer than five, long"
    held = record(name, wrong, HISTORIES, HISTORIES)
    print(f"{released} rounds")
    return 0 if held and released > HISTORIES / 2 else 1


if __name__ == "__main__":
    sys.exit(main())
