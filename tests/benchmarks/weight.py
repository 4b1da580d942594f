"""G5 and G7: bytes. What an entry, a partial and a first view weigh."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from playwright.sync_api import Response, sync_playwright
from pysqlite3 import dbapi2 as sqlite3

from tests.benchmarks.client import Client, drive
from tests.benchmarks.figure import Figure
from tests.benchmarks.product import Product, Walk, submits
from tests.postgres import running_server

JOURNEY = ("messfahrt", 30)
WALKERS = 8
ENTRIES = 560
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
KINDS = {".css": "CSS", ".woff2": "fonts", ".svg": "icons"}
BUDGETS = {"HTML": 11, "CSS": 14, "htmx": 13.3, "own JS": 4, "fonts": 50, "icons": 2}


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figures of storage and transfer."""
    product = Product(folder)
    product.load(JOURNEY)
    with product.serve() as server:
        yield from _partial(server.port)
        yield from _first_view(server.port)
    yield _entry_on_sqlite(folder)
    yield _entry_on_postgres(folder)


def _partial(port: int) -> Iterator[Figure]:
    walk = Walk(Client(port), *JOURNEY)
    walk.answer()
    told = walk.answer().body
    story = walk.answer().body  # The next step is a decision of about ninety words.
    largest = max(told, story, key=len)
    yield Figure("G7 step partial, plain", len(largest) / 1024, 4, " KB")
    yield Figure("G7 step partial, gzip -6", len(gzip.compress(largest, 6)) / 1024, 1.5, " KB")


def _first_view(port: int) -> Iterator[Figure]:
    """Open the first step in a browser with an empty cache and weigh what arrives."""
    answers: list[tuple[str, int]] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        walk = Walk(Client(port), *JOURNEY)
        context = browser.new_context(viewport={"width": 360, "height": 740})
        context.add_cookies(
            [
                {"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}
                for name, value in walk.client.cookies.items()
            ]
        )
        page = context.new_page()
        seen: list[Response] = []
        page.on("response", lambda reply: seen.append(reply))
        page.goto(f"http://127.0.0.1:{port}{walk.address}", wait_until="networkidle")
        answers = [(_kind(reply), _weight(reply)) for reply in seen]
        browser.close()
    total = sum(size for _, size in answers)
    fonts = sum(size for kind, size in answers if kind == "fonts")
    yield Figure("G7 first view, compressed", total / 1024, 95, " KB")
    yield Figure("G7 first view without fonts", (total - fonts) / 1024, 45, " KB")
    yield Figure("First view, requests", len(answers), 8)
    for kind, budget in BUDGETS.items():
        size = sum(weight for name, weight in answers if name == kind)
        yield Figure(f"First view, {kind}", size / 1024, budget, " KB")


def _kind(reply: Response) -> str:
    path = urlsplit(reply.url).path
    if path.endswith(".js"):
        return "htmx" if "htmx" in path else "own JS"
    return next((kind for ending, kind in KINDS.items() if path.endswith(ending)), "HTML")


def _weight(reply: Response) -> int:
    body = reply.body()
    return len(body) if reply.url.endswith(".woff2") else len(gzip.compress(body, 6))


def _fill(product: Product) -> int:
    """Walk until there are enough entries; return their number."""
    product.load(JOURNEY)
    with product.serve() as server:
        drive([submits(server.port, *JOURNEY, ENTRIES) for _ in range(WALKERS)], ENTRIES)
    return ENTRIES * WALKERS


def _entry_on_sqlite(folder: Path) -> Figure:
    home = folder / "sqlite"
    home.mkdir()
    count = _fill(Product(home))
    with sqlite3.connect(home / "product.db") as db:
        (table,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'entry'").fetchone()
        db.execute("ATTACH ? AS bare", (str(home / "entries.db"),))
        db.execute(table.replace("CREATE TABLE ", "CREATE TABLE bare.", 1))
        db.execute("INSERT INTO bare.entry SELECT * FROM entry ORDER BY run_id, seq")
    db.close()
    size = (home / "entries.db").stat().st_size
    return Figure("G5 an entry on SQLite with indexes", size / count, 120, " B")


def _entry_on_postgres(folder: Path) -> Figure:
    home = folder / "postgres"
    home.mkdir()
    with running_server() as database:
        url = database.create_database("weight")
        count = _fill(Product(home, url))
        with psycopg.connect(url, autocommit=True) as db:
            db.execute("VACUUM FULL entry")
            row = db.execute("SELECT pg_total_relation_size('entry')").fetchone()
    assert row
    return Figure("G5 an entry on PostgreSQL with indexes", row[0] / count, 200, " B")
