"""G4: a step costs the same with ten million entries as with one, and in long journeys as in short.

Two installations of different size are served at once and measured in turn.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from pysqlite3 import dbapi2 as sqlite3

from tests.benchmarks.figure import Figure
from tests.benchmarks.product import Product
from tests.benchmarks.step_speed import JOURNEY, cpu_of_submits, database_cpu
from tests.gate import keep, size
from tests.postgres import PostgresServer, running_server

ROUNDS = 5
SMALL, LARGE = size(1_000_000), size(10_000_000)
ENTRIES_A_RUN = 25
LONG = ("langfahrt", 500)

RUNS_ON_SQLITE = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :runs)
    INSERT INTO run (code, learner_id, version_id, turn, at, started_at, updated_at)
    SELECT printf('%016d', i), :learner, :version, :turns, 'schritt-1', :now, :now FROM n"""
ENTRIES_ON_SQLITE = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :turns)
    INSERT INTO entry (run_id, seq, step, value, at)
    SELECT run.id, n.i, 'schritt-' || n.i, '"fragen"', 490000
    FROM run, n WHERE run.code GLOB '0000*' ORDER BY run.id, n.i"""
RUNS_ON_POSTGRES = """
    INSERT INTO run (code, learner_id, version_id, turn, at, started_at, updated_at)
    SELECT lpad(i::text, 16, '0'), %(learner)s, %(version)s, %(turns)s, 'schritt-1', now(), now()
    FROM generate_series(1, %(runs)s) AS i"""
ENTRIES_ON_POSTGRES = """
    INSERT INTO entry (run_id, seq, step, value, at)
    SELECT run.id, i, 'schritt-' || i, '"fragen"', 490000
    FROM run, generate_series(1, %(turns)s) AS i WHERE run.code LIKE '0000%%'"""


def main() -> int:
    """Measure on both databases; return 1 where growth costs more than promised."""
    missed = 0
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        for figure in _measure(Path(folder)):
            keep(**figure.as_record())
            missed += not figure.holds
    return 1 if missed else 0


def _measure(folder: Path) -> Iterator[Figure]:
    yield from _on_sqlite(folder)
    with running_server() as database:
        yield from _on_postgres(folder, database)


def _on_sqlite(folder: Path) -> Iterator[Figure]:
    products = []
    for name, entries in (("small", SMALL), ("large", LARGE)):
        product = _begun(folder / name, None)
        _fill_sqlite(folder / name / "product.db", entries)
        products.append(product)
    yield from _compare("SQLite", products, float)


def _on_postgres(folder: Path, database: PostgresServer) -> Iterator[Figure]:
    products = []
    for name, entries in (("small_pg", SMALL), ("large_pg", LARGE)):
        url = database.create_database(name)
        products.append(_begun(folder / name, url))
        _fill_postgres(url, entries)
    yield from _compare("PostgreSQL", products, lambda: database_cpu(database))


def _begun(folder: Path, database: str | None) -> Product:
    """Return an installation in which somebody has walked, so that there is a learner to copy."""
    folder.mkdir()
    product = Product(folder, database)
    product.load(JOURNEY, LONG)
    with product.serve() as server:
        cpu_of_submits(server)
    return product


def _compare(name: str, products: list[Product], also: Callable[[], float]) -> Iterator[Figure]:
    with products[0].serve() as small, products[1].serve() as large:
        yield _ratio(
            f"G4 {name}: CPU a step, 10 M entries × 1 M",
            1.10,
            lambda: cpu_of_submits(small, JOURNEY, also),
            lambda: cpu_of_submits(large, JOURNEY, also),
        )
        yield _ratio(
            f"G4 {name}: CPU a step, 500 steps × 30",
            1.15,
            lambda: cpu_of_submits(small, JOURNEY, also),
            lambda: cpu_of_submits(small, LONG, also),
        )


def _ratio(name: str, goal: float, base: Callable[[], float], grown: Callable[[], float]) -> Figure:
    base(), grown()  # The first round only warms up.
    pairs = [(base(), grown()) for _ in range(ROUNDS)]
    ratio = statistics.median(after / before for before, after in pairs)
    note = ", ".join(f"{after * 1000:.2f}/{before * 1000:.2f} ms" for before, after in pairs)
    return Figure(name, ratio, goal, " ×", note)


def _fill_sqlite(file: Path, entries: int) -> None:
    with sqlite3.connect(file) as db:
        learner, version, now = db.execute(
            "SELECT learner_id, version_id, started_at FROM run LIMIT 1"
        ).fetchone()
        values = {
            "runs": entries // ENTRIES_A_RUN,
            "turns": ENTRIES_A_RUN,
            "learner": learner,
            "version": version,
            "now": now,
        }
        db.execute(RUNS_ON_SQLITE, values)
        db.execute(ENTRIES_ON_SQLITE, values)
    db.close()


def _fill_postgres(url: str, entries: int) -> None:
    with psycopg.connect(url) as db:
        row = db.execute("SELECT learner_id, version_id FROM run LIMIT 1").fetchone()
        assert row
        values = {
            "runs": entries // ENTRIES_A_RUN,
            "turns": ENTRIES_A_RUN,
            "learner": row[0],
            "version": row[1],
        }
        # Ten million checks of a reference that is true by construction would take minutes.
        db.execute("SET session_replication_role = replica")
        db.execute(RUNS_ON_POSTGRES, values)
        db.execute(ENTRIES_ON_POSTGRES, values)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    sys.exit(main())
