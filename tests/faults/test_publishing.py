"""Of two facilitators who publish at once one wins, and the other sees why."""

from itertools import islice
from pathlib import Path

from scripts import figures
from tests.faults.installation import installed
from tests.faults.publishing import tries
from tests.postgres import PostgresServer

TRIES = 40
"""Half of them of two people, half of one person in two tabs."""


def test_one_of_two_publishes_and_the_other_sees_why_on_sqlite(tmp_path: Path) -> None:
    assert published(tmp_path, "SQLite") == []


def test_one_of_two_publishes_and_the_other_sees_why_on_postgresql(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    assert published(tmp_path, "PostgreSQL", postgres.create_database("publishing")) == []


def published(folder: Path, name: str, database: str | None = None) -> list[str]:
    product = installed(folder, database)
    with product.serve() as server:
        outcomes = list(islice(tries(product, server.port), TRIES))
    wrong = [problem for outcome in outcomes for problem in outcome]
    figures.record(
        f"Publish against publish, {name}",
        len(wrong),
        "0 wrong",
        not wrong and len(outcomes) == TRIES,
        "make test",
        unit=f"of {len(outcomes)}",
        quiet=True,
    )
    return wrong
