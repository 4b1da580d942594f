"""Ten thousand random histories of groups against an own ledger."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from app.models.base import Database
from tests.gate import record, size
from tests.histories import histories

HISTORIES = size(10_000)
FIRST_SEED = 1_000_000
"""Other histories than those of `make test`."""


def main() -> int:
    """Play them all and record how often something was told that should not; 1 where it was."""
    wrong: list[str] = []
    released = 0
    with tempfile.TemporaryDirectory(prefix="releases-") as folder:
        database = Database(f"sqlite:///{Path(folder)}/releases.db")
        database.upgrade()
        for history in histories(database, range(FIRST_SEED, FIRST_SEED + HISTORIES)):
            wrong += history.problems
            released += history.released
        database.dispose()
    name = "histories of groups that tell about fewer than five, long"
    held = record(name, wrong, HISTORIES, HISTORIES)
    print(f"{released} releases")
    return 0 if held and released > HISTORIES / 2 else 1


if __name__ == "__main__":
    sys.exit(main())
