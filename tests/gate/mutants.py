"""The checker before a release: no crash in twenty thousand single faults, nearly all found."""

from __future__ import annotations

import sys

from app.content.source import parse
from tests.gate import keep, record, size
from tests.unit.content.faults import Score, mutants

MUTANTS = size(20_000)


def main() -> int:
    """Check each mutant; return 1 where one crashes or too many are told in the wrong place."""
    score, crashes = Score(), []
    for mutant in mutants(MUTANTS):
        try:
            problems = parse(mutant.text, files=mutant.files).problems
        except Exception as error:
            crashes.append(f"{mutant.fault}: {error!r}")
            problems = []
        score.count(mutant, problems)
    held = record("Single faults that crash the checker", crashes, score.trials, MUTANTS)
    for figure in score.figures():
        keep(**figure)
        held &= bool(figure["ok"])
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
