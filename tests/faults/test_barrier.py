"""P2: twenty identical presses at one moment have one effect; of two tabs one wins."""

from pathlib import Path

from tests.faults.barrier import presses
from tests.faults.installation import installed
from tests.postgres import PostgresServer

WALKS = 3
"""Of ten presses each."""


def test_twenty_presses_at_one_moment_have_one_effect_on_sqlite(tmp_path: Path) -> None:
    assert pressed(tmp_path) == []


def test_twenty_presses_at_one_moment_have_one_effect_on_postgresql(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    assert pressed(tmp_path, postgres.create_database("barrier")) == []


def pressed(folder: Path, database: str | None = None) -> list[str]:
    product = installed(folder, database)
    with product.serve() as server:
        outcomes = [wrong for _ in range(WALKS) for wrong in presses(product, server.port)]
    assert len(outcomes) >= 20
    product.flask("runs", "replay", "--check")
    return [problem for wrong in outcomes for problem in wrong]
