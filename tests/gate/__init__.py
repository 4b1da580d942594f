"""The long proofs before a release.

A program here counts by `size`, so that a trial with GATE_DIVISOR=100 runs the same proof in a
hundredth of the size; `record` keeps only figures of the full size.
"""

from __future__ import annotations

import os

from scripts import figures

DIVISOR = int(os.environ.get("GATE_DIVISOR", "1"))


def size(full: int) -> int:
    """Return how many trials to run, at least one."""
    return max(1, full // DIVISOR)


def bound(trials: int) -> str:
    """Say what no failure in so many trials proves about the true rate, with 95 % certainty."""
    return f"none in n trials bounds the rate at 3/n = {3 / max(1, trials):.1e}"


def record(name: str, failures: list[str], trials: int, wanted: int) -> bool:
    """Keep the figure of a proof that wants no failure in at least ``wanted`` trials."""
    ok = not failures and trials >= wanted
    keep(
        name=name,
        value=len(failures),
        goal="0",
        ok=ok,
        unit=f"of {trials}",
        note=f"{bound(trials)} {failures[:2] or ''}".strip(),
    )
    return ok


def keep(**figure: object) -> None:
    """Keep a figure of the full size; print the one of a trial."""
    figure["command"] = "make gate"
    if DIVISOR == 1:
        figures.record(**figure)  # type: ignore[arg-type]
    else:
        print("trial:", figures.line({"unit": "", "note": "", **figure}), flush=True)
