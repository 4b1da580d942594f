"""`make bench`: every speed and weight goal, as a ratio to a floor measured in the same run.

Run it with the names of the parts that matter (`speed`, `engine`, `studio`, `workspace`, `weight`,
`lighthouse`), or without for all of them. Each figure is recorded for `make figures`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from scripts import figures
from tests.benchmarks import (
    engine_speed,
    lighthouse,
    step_speed,
    studio_speed,
    weight,
    workspace_speed,
)
from tests.benchmarks.figure import Figure

PARTS: dict[str, Callable[[Path], Iterable[Figure]]] = {
    "engine": engine_speed.measure,
    "speed": step_speed.measure,
    "studio": studio_speed.measure,
    "workspace": workspace_speed.measure,
    "weight": weight.measure,
    "lighthouse": lighthouse.measure,
}


def main(names: list[str]) -> int:
    """Measure the named parts; return 1 where a goal does not hold."""
    missed = 0
    for name in names or PARTS:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            for figure in PARTS[name](Path(folder)):
                missed += not figure.holds
                figures.record(**figure.as_record(), command="make bench")
    print(f"{missed} goals missed" if missed else "all goals hold")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
