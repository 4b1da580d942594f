"""Before a release: a thousand times twenty presses of a manager's buttons, on each database."""

from __future__ import annotations

import sys
import tempfile
from itertools import islice
from pathlib import Path

from tests.faults.assigning import AT_ONCE, presses
from tests.faults.installation import installed
from tests.gate import record, size
from tests.postgres import running_server

BARRIERS = size(1_000)


def main() -> int:
    """Press, record how often something was wrong; return 1 where anything was."""
    held = True
    with tempfile.TemporaryDirectory(prefix="assign-") as folder, running_server() as database:
        for name, url in (("SQLite", None), ("PostgreSQL", database.create_database("assign"))):
            home = Path(folder) / name
            home.mkdir()
            product = installed(home, url)
            with product.serve() as server:
                outcomes = list(islice(presses(product, server.port), BARRIERS))
            wrong = [problem for outcome in outcomes for problem in outcome]
            figure = f"Assigning {name}: effects too many in barriers of {AT_ONCE} presses"
            held &= record(figure, wrong, len(outcomes), BARRIERS)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
