"""P2 before a release: a thousand times twenty presses at one moment, on each database."""

from __future__ import annotations

import itertools
import sys
import tempfile
from pathlib import Path

from tests.faults.barrier import AT_ONCE, presses
from tests.faults.installation import installed
from tests.gate import record, size
from tests.postgres import running_server

BARRIERS = size(1_000)


def main() -> int:
    """Press, record how often something was wrong; return 1 where anything was."""
    held = True
    with tempfile.TemporaryDirectory(prefix="barrier-") as folder, running_server() as database:
        for name, url in (("SQLite", None), ("PostgreSQL", database.create_database("barrier"))):
            home = Path(folder) / name
            home.mkdir()
            outcomes = _press(home, url)
            wrong = [problem for outcome in outcomes for problem in outcome]
            figure = f"P2 {name}: effects too many in barriers of {AT_ONCE} presses"
            held &= record(figure, wrong, len(outcomes), BARRIERS)
    return 0 if held else 1


def _press(folder: Path, url: str | None) -> list[list[str]]:
    product = installed(folder, url)
    with product.serve() as server:
        walks = (presses(product, server.port) for _ in itertools.count())
        outcomes = list(itertools.islice(itertools.chain.from_iterable(walks), BARRIERS))
    product.flask("runs", "replay", "--check")
    return outcomes


if __name__ == "__main__":
    sys.exit(main())
