"""Before a release: a thousand times two facilitators publish at once, on each database."""

from __future__ import annotations

import sys
import tempfile
from itertools import islice
from pathlib import Path

from tests.faults.installation import installed
from tests.faults.publishing import tries
from tests.gate import record, size
from tests.postgres import running_server

TRIES = size(2_000)
"""Half of them of two people, half of one person in two tabs."""


def main() -> int:
    """Publish, record how often something was wrong; return 1 where anything was."""
    held = True
    with tempfile.TemporaryDirectory(prefix="publish-") as folder, running_server() as database:
        for name, url in (("SQLite", None), ("PostgreSQL", database.create_database("publish"))):
            home = Path(folder) / name
            home.mkdir()
            product = installed(home, url)
            with product.serve() as server:
                outcomes = list(islice(tries(product, server.port), TRIES))
            wrong = [problem for outcome in outcomes for problem in outcome]
            held &= record(f"Publish against publish, gate, {name}", wrong, len(outcomes), TRIES)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
