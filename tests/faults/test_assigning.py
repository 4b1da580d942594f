"""P2 for managers: twenty presses of each button at one moment have one effect."""

from itertools import islice
from pathlib import Path

from scripts import figures
from tests.faults.assigning import AT_ONCE, presses
from tests.faults.installation import installed
from tests.postgres import PostgresServer

TRIES = 22
"""Two rounds of the wizard, one with a link for everybody and one with a list each."""


def test_twenty_presses_of_each_button_have_one_effect_on_sqlite(tmp_path: Path) -> None:
    assert pressed(tmp_path, "SQLite") == []


def test_twenty_presses_of_each_button_have_one_effect_on_postgresql(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    assert pressed(tmp_path, "PostgreSQL", postgres.create_database("assigning")) == []


def pressed(folder: Path, name: str, database: str | None = None) -> list[str]:
    product = installed(folder, database)
    with product.serve() as server:
        outcomes = list(islice(presses(product, server.port), TRIES))
    wrong = [problem for outcome in outcomes for problem in outcome]
    figures.record(
        f"Assigning: effects too many of {AT_ONCE} presses at once, {name}",
        len(wrong),
        "0",
        not wrong and len(outcomes) == TRIES,
        "make test",
        unit=f"of {len(outcomes)}",
        quiet=True,
    )
    return wrong
