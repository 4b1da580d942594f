"""Two thousand pairs of worlds that one learner sets apart: the manager observes the same."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from tests.conftest import make_config
from tests.gate import record, size
from tests.two_worlds import ACTS, Pairs

SEEDS = size(2_000) // len(ACTS) or 1
FIRST_SEED = 1_000


def main() -> int:
    """Play all pairs and record where a transcript differed; 1 where one did."""
    with (
        tempfile.TemporaryDirectory(prefix="worlds-") as name,
        Path(os.devnull).open("w") as nowhere,
        # Each request writes a line of the log.
        contextlib.redirect_stderr(nowhere),
    ):
        folder = Path(name)
        pairs = Pairs(make_config(folder, f"sqlite:///{folder}/none.db"), folder)
        seeds = range(FIRST_SEED, FIRST_SEED + SEEDS)
        different = [each for seed in seeds for each in pairs.play(seed, ACTS)]
    count = SEEDS * len(ACTS)
    title = "companies: transcripts that differ by one learner's doings, long"
    held = record(title, different, count, size(2_000))
    print(f"{pairs.told} with released figures")
    return 0 if held and pairs.told > count / 4 else 1


if __name__ == "__main__":
    sys.exit(main())
