"""G3 before a release: a hundred thousand submits by eight clients, and SQLite never says no."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from scripts import figures
from tests.benchmarks.client import drive
from tests.benchmarks.product import Product, submits
from tests.benchmarks.step_speed import CLIENTS, JOURNEY

SUBMITS = 100_000
ROUND = 1_000


def main() -> int:
    """Submit, and look for refusals and for locks in the server's log."""
    refused = ""
    with tempfile.TemporaryDirectory(prefix="submits-") as folder:
        product = Product(Path(folder))
        product.load(JOURNEY)
        with product.serve() as server:
            for _ in range(SUBMITS // ROUND // CLIENTS + 1):
                try:
                    drive([submits(server.port, *JOURNEY, ROUND) for _ in range(CLIENTS)], ROUND)
                except AssertionError as error:
                    refused = str(error)
        locked = (Path(folder) / "server.log").read_text("utf-8").count("database is locked")
    figures.record(
        name="G3 „database is locked“ in 100 000 submits",
        value=locked,
        goal="0",
        ok=not locked and not refused,
        command="make gate",
        note=refused,
    )
    return 1 if locked or refused else 0


if __name__ == "__main__":
    sys.exit(main())
