"""G3 before a release: a hundred thousand submits by eight clients, and SQLite never says no."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.client import drive
from tests.benchmarks.product import Product, submits
from tests.benchmarks.step_speed import CLIENTS, JOURNEY
from tests.gate import record, size

SUBMITS = size(100_000)
ROUND = 250


def main() -> int:
    """Submit, and look for refusals and for locks in the server's log."""
    failures: list[str] = []
    sent = 0
    with tempfile.TemporaryDirectory(prefix="submits-") as folder:
        product = Product(Path(folder))
        product.load(JOURNEY)
        with product.serve() as server:
            while sent < SUBMITS and not failures:
                workers = [submits(server.port, *JOURNEY, ROUND) for _ in range(CLIENTS)]
                try:
                    drive(workers, ROUND)
                except AssertionError as error:
                    failures.append(str(error))
                sent += ROUND * CLIENTS
        log = (Path(folder) / "server.log").read_text("utf-8")
        failures += [line for line in log.splitlines() if "OperationalError" in line]
    return 0 if record("G3 submits that a lock refused", failures, sent, SUBMITS) else 1


if __name__ == "__main__":
    sys.exit(main())
