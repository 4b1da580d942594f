"""The importers before a release: five thousand sources with faults, and no crash, no word lost."""

from __future__ import annotations

import sys

from tests.gate import record, size
from tests.unit.importers.mutants import holds, mutants

MUTANTS = size(5_000)


def main() -> int:
    """Import each mutant; return 1 where one crashes, or loses a word."""
    failures = []
    for name, raw in mutants(MUTANTS):
        try:
            holds(name, raw)
        except Exception as error:
            failures.append(f"{name}: {error!r}")
    return 0 if record("Import: crashes on mutated sources", failures, MUTANTS, MUTANTS) else 1


if __name__ == "__main__":
    sys.exit(main())
