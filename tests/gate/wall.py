"""P12 before a release: the crawl over every route in three random orders, each in a new world."""

from __future__ import annotations

import logging
import random
import sys
import tempfile
from pathlib import Path

from app.models.base import Database
from tests.conftest import create_watched, make_config
from tests.gate import record, size
from tests.wall.crawl import Crawl

ORDERS = 3
FEWEST = 5_000
"""So many cases an order has at least."""


def main() -> int:
    """Crawl, and tell what anybody was shown or could change that is another's."""
    logging.disable(logging.CRITICAL)
    failures: list[str] = []
    asked = 0
    for order in range(size(ORDERS)):
        with tempfile.TemporaryDirectory(prefix="wall-") as folder:
            found = crawl(Path(folder), order)
        asked += found[1]
        failures += [f"order {order}: {each}" for each in found[0]]
        print(f"order {order}: {found[1]} cases, {len(found[0])} failures", flush=True)
    good = record("P12 crawl in random orders", failures, asked, FEWEST * size(ORDERS))
    return 0 if good else 1


def crawl(folder: Path, order: int) -> tuple[list[str], int]:
    """Return the failures of one order, and its number of cases."""
    url = f"sqlite:///{folder}/zukunftsreise.db"
    database = Database(url)
    database.upgrade()
    database.dispose()
    crawl = Crawl(create_watched(make_config(folder, url)))
    cases = list(crawl.cases())
    random.Random(order).shuffle(cases)
    outcome = crawl.run(cases)
    return outcome.failures, outcome.cases


if __name__ == "__main__":
    sys.exit(main())
