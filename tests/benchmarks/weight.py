"""G5 and G7: bytes. What an entry, a partial, a first view and the pages of the studio weigh."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from playwright.sync_api import APIResponse, Browser, Page, Response, sync_playwright
from pysqlite3 import dbapi2 as sqlite3

from app import create_app
from app.config import load
from tests.benchmarks import journeys
from tests.benchmarks.client import Client, drive
from tests.benchmarks.figure import Figure
from tests.benchmarks.product import Product, Walk, submits
from tests.browser.desks import Desk
from tests.postgres import running_server

JOURNEY = ("messfahrt", 30)
WALKERS = 8
ENTRIES = 560
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
KINDS = {".css": "CSS", ".woff2": "fonts", ".svg": "icons"}
PHONE = {"width": 360, "height": 740}
WITH_FONTS, WITHOUT_FONTS, MOST_REQUESTS, EDITOR_PAGE = 95, 45, 8, 250
STUDIO_PAGES = (
    "/studio",
    "/studio/neu",
    "/studio/importieren",
    "/studio/gruppen",
    "{}/pruefung",
    "{}/karte",
    "{}/sprachen",
    "{}/medien",
    "{}/veroeffentlichung",
    "{}/versionen",
    "{}/teilen",
    "{}/umbenennen",
)
"""All but those that show a journey as learners see it; the editor holds its preview."""
BUDGETS = {"HTML": 11, "CSS": 14, "htmx": 13.3, "own JS": 4, "fonts": 50, "icons": 2}


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figures of storage and transfer."""
    product = Product(folder)
    product.load(JOURNEY)
    with product.serve() as server:
        yield from _partial(server.port)
        yield from _first_view(server.port)
        yield from _studio(product)
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
    with _browser() as browser:
        walk = Walk(Client(port), *JOURNEY)
        context = browser.new_context(viewport=PHONE)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}
                for name, value in walk.client.cookies.items()
            ]
        )
        answers = _arriving(context.new_page(), f"http://127.0.0.1:{port}{walk.address}")
    yield Figure("G7 first view, compressed", _sum(answers), WITH_FONTS, " KB")
    without = _sum(answers) - _sum(answers, "fonts")
    yield Figure("G7 first view without fonts", without, WITHOUT_FONTS, " KB")
    yield Figure("First view, requests", len(answers), MOST_REQUESTS)
    for kind, budget in BUDGETS.items():
        yield Figure(f"First view, {kind}", _sum(answers, kind), budget, " KB")


def _studio(product: Product) -> Iterator[Figure]:
    """Open pages of the studio, each in a browser with an empty cache."""
    app = create_app(load(product.environ, product.folder / "instance"))
    with _browser() as browser:
        desk = Desk(app, browser, product.environ["ZR_BASE_URL"])
        home = f"/studio/{desk.write(journeys.source(*JOURNEY))}"
        editor = _arriving(desk.sit(), home)
        pages = {path: _arriving(desk.sit(), path.format(home)) for path in STUDIO_PAGES}
        desk.close()
    note = f"{len(editor)} requests, a journey of {JOURNEY[1]} steps, its preview included"
    yield Figure("Studio: the editor page, compressed", _sum(editor), EDITOR_PAGE, " KB", note)
    heaviest = max(pages, key=lambda path: _sum(pages[path]))
    answers, note = pages[heaviest], f"{len(pages)} pages, the heaviest: {heaviest.format('…')}"
    yield Figure("Studio: all other pages, compressed", _sum(answers), WITH_FONTS, " KB", note)
    without = max(_sum(each) - _sum(each, "fonts") for each in pages.values())
    yield Figure("Studio: all other pages without fonts", without, WITHOUT_FONTS, " KB")
    requests = max(len(each) for each in pages.values())
    yield Figure("Studio: all other pages, requests", requests, MOST_REQUESTS)


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield browser
        browser.close()


def _arriving(page: Page, address: str) -> list[tuple[str, int]]:
    """Return kind and compressed bytes of each answer that opening an address brings."""
    seen: list[Response] = []
    page.on("response", lambda reply: seen.append(reply))
    opened = page.goto(address, wait_until="networkidle")
    assert opened and opened.ok, address
    bodies = [reply for reply in seen if not 300 <= reply.status < 400]
    assert all(reply.ok for reply in bodies), [reply.url for reply in bodies if not reply.ok]
    # A frame finds in the cache what its page has; its own body may be gone, so ask once more.
    addresses = dict.fromkeys(reply.url for reply in bodies)
    return [(_kind(address), _weight(page.request.get(address))) for address in addresses]


def _sum(answers: list[tuple[str, int]], kind: str = "") -> float:
    """Return the kilobytes of all answers, or of those of a kind."""
    return sum(size for name, size in answers if kind in ("", name)) / 1024


def _kind(address: str) -> str:
    path = urlsplit(address).path
    if path.endswith(".js"):
        return "htmx" if "htmx" in path else "own JS"
    return next((kind for ending, kind in KINDS.items() if path.endswith(ending)), "HTML")


def _weight(reply: APIResponse) -> int:
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
