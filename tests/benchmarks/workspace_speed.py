"""G11: pages of a company of 10 000 who left a million entries, beside those of one of ten.

And what grows with the people grows with them alone: taking a list in, giving a list out.
"""

from __future__ import annotations

import gc
import io
import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from app.config import load
from app.content import source
from app.lib.tokens import random_code
from app.models.base import Database, Session
from app.models.company import Company
from app.models.journey import publish
from app.models.tables import user_account
from app.models.user import User
from app.ui.sessions import STAFF
from app.ui.staff import SEEN
from app.workspace.companies import CHOSEN
from tests.assignments import JOURNEY, assign, freeze_round
from tests.benchmarks.figure import Figure
from tests.benchmarks.product import Product
from tests.people import TOKEN

NOW = datetime.now(UTC)
SMALL, LARGE = 10, 10_000
ENTRIES_A_RUN = 100
ROUNDS = 15
GOAL = 1.5
"""G11 of the goals."""
TIMES, LINEAR = 10, 12.0
"""So many times the people may cost so many times the seconds: a straight line, and a little."""
FORMS = 3
KEPT = re.compile(r'name="people" value="([^"]*)"')
PAGES = {
    "overview": "/betrieb",
    "insight": "{path}/einblick",
    "insight as CSV": "{path}/einblick.csv",
    "list of members": "/betrieb/menschen",
}
LEARNER = "INSERT INTO learner (id, tag, key, created_at, seen_at) VALUES (?, ?, x'00', ?, ?)"
MEMBER = (
    "INSERT INTO member (id, code, company_id, name, email, language, added_at) "
    "VALUES (?, ?, ?, ?, ?, 'de', ?)"
)
MEMBERSHIP = "INSERT INTO membership (member_id, learner_id) VALUES (?, ?)"
RUN = (
    "INSERT INTO run (id, code, learner_id, version_id, role, turn, at, started_at, updated_at, "
    "finished_at, partition_id, contributes, counted) "
    "VALUES (?, ?, ?, ?, 'halle', ?, 'da', ?, ?, ?, ?, 1, 1)"
)
SEAT = "INSERT INTO seat (run_id, assignment_id, member_id, proves, told) VALUES (?, ?, ?, 0, 1)"
ENTRY = "INSERT INTO entry (run_id, seq, step, value, at) VALUES (?, ?, 'stimmung', '\"gut\"', ?)"
CERTIFICATE = (
    "INSERT INTO certificate (run_id, learner_id, code, name, minutes, issued_on, version_id) "
    "SELECT id, learner_id, code, x'00', 25, '2026-11-20', version_id FROM run "
    "WHERE partition_id = ? ORDER BY id LIMIT ?"
)
HANDED = (
    "INSERT INTO handed_certificate (code, company_id, name, journey, minutes, topics, issued_on, "
    "version, fetched_at) SELECT code, ?, 'Kim', 'Reise', 25, 'KI', issued_on, 1, ? "
    "FROM certificate"
)
"""Written directly: a million entries by the verbs would take an hour."""


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the ratio of each page, in CPU time of one process."""
    product = Product(folder)
    # Without a network the browser names this machine, which an installation under test allows.
    app = create_app(load(product.environ | {"ZR_ENV": "development"}, folder))
    database: Database = app.extensions["database"]
    with database.write() as session:
        publish(session, source.parse(JOURNEY, name="journey.yaml"), NOW)
    small, large = (_Office(app, size) for size in (SMALL, LARGE))
    for name, place in PAGES.items():
        pairs = [(small.open(place), large.open(place)) for _ in range(ROUNDS + 1)][1:]
        value = statistics.median(more / few for few, more in pairs)
        bare = statistics.median(few for few, _ in pairs)
        note = f"{LARGE} members and {LARGE * ENTRIES_A_RUN} entries; {SMALL}: {bare * 1000:.0f} ms"
        yield Figure(f"Company: {name} (G11)", value, GOAL, " ×", note)
    grows = f"{TIMES} times the people"
    yield _growth(f"Company: people from a CSV file, {grows}", large.take_in)
    yield _growth(f"Company: handed certificates as CSV, {grows}", large.give_out)


def _growth(name: str, cost: Callable[[int], float]) -> Figure:
    """Compare the CPU seconds for 10 000 people with those for a tenth of them."""
    few, many = cost(LARGE // TIMES), cost(LARGE)
    return Figure(name, many / few, LINEAR, " ×", f"{LARGE} people: {many:.2f} s")


class _Office:
    """A company of a size, its manager at a browser, and an assignment that all have walked."""

    def __init__(self, app: Flask, size: int) -> None:
        self.client = app.test_client()
        with app.extensions["database"].write() as session:
            company = Company.create(session, f"{size} Menschen", "craft", size, NOW, by=None)
            user = User.create(session, f"{size}@betrieb.example", "Kim", NOW, "manager")
            company.admit(session, user, None, NOW)
            own = select(user_account.c.fs_uniquifier).where(user_account.c.id == user.id)
            mark = session.execute(own).scalar_one()
            given = assign(
                session, company.id, "betriebsreise", NOW, ends_on=date(NOW.year + 1, 1, 1)
            )
            freeze_round(session, given, size, NOW)
            _fill(session, size, company.id, given.id)
        self.app, self.company_id, self.assignment_id = app, company.id, given.id
        self.path = f"/betrieb/zuweisungen/{given.code}"
        with self.client.session_transaction() as cookie:
            cookie.update({STAFF: mark, SEEN: NOW.timestamp(), CHOSEN: company.code})

    def open(self, place: str) -> float:
        """Return the CPU seconds of one page."""
        gc.collect()
        started = time.process_time()
        answer = self.client.get(place.format(path=self.path))
        seconds = time.process_time() - started
        assert answer.status_code == 200, (place, answer.status_code)
        return seconds

    def take_in(self, count: int) -> float:
        """Return the CPU seconds of looking at a list of new people and taking it, at best."""
        return min(self._take_in(count, f"{count}-{turn}") for turn in range(FORMS))

    def give_out(self, count: int) -> float:
        """Return the CPU seconds of a file with so many handed certificates, at best."""
        with self.app.extensions["database"].write() as session:
            driver: Any = session.connection.dbapi_connection
            driver.execute("DELETE FROM certificate")
            driver.execute(CERTIFICATE, (self.assignment_id, count))
            driver.execute(HANDED, (self.company_id, NOW.replace(tzinfo=None).isoformat(" ")))
        return min(self.open("/betrieb/nachweise.csv") for _ in range(FORMS))

    def _take_in(self, count: int, mark: str) -> float:
        lines = [f"Kim {n};{n}-{mark}@y.example;Team {n % 20}" for n in range(count)]
        sent = "\n".join(["Name;E-Mail;Team", *lines]).encode()
        gc.collect()
        started = time.process_time()
        preview = self._send("/betrieb/menschen/neu/pruefen", file=(io.BytesIO(sent), "l.csv"))
        kept = KEPT.search(preview.get_data(as_text=True))
        assert kept, preview.status_code
        taken = self._send("/betrieb/menschen/neu", people=unescape(kept[1]))
        seconds = time.process_time() - started
        assert taken.status_code == 303, taken.status_code
        return seconds

    def _send(self, path: str, **fields: Any) -> TestResponse:
        found = TOKEN.search(self.client.get("/betrieb/menschen/neu").get_data(as_text=True))
        assert found
        token = {"csrf_token": unescape(found[1])}
        return self.client.post(path, data=token | fields, content_type="multipart/form-data")


def _fill(session: Session, size: int, company_id: int, partition_id: int) -> None:
    """Let so many people be members who have walked a long way each."""
    first = 1_000_000 * company_id
    ids = range(first, first + size)
    when, hour = NOW.replace(tzinfo=None).isoformat(" "), int(NOW.timestamp()) // 3600
    newest = session.exec_driver_sql("SELECT max(id) FROM version").scalar_one()
    run = (ENTRIES_A_RUN, when, when, when, partition_id)
    rows: dict[str, Iterable[tuple[Any, ...]]] = {
        LEARNER: ((n, random_code(80), when, when) for n in ids),
        MEMBER: ((n, random_code(80), company_id, f"Kim {n}", f"{n}@x.example", when) for n in ids),
        MEMBERSHIP: ((n, n) for n in ids),
        RUN: ((n, random_code(80), n, newest, *run) for n in ids),
        SEAT: ((n, partition_id, n) for n in ids),
        ENTRY: ((n, seq, hour) for n in ids for seq in range(1, ENTRIES_A_RUN + 1)),
    }
    for statement, values in rows.items():
        session.connection.dbapi_connection.executemany(statement, values)  # type: ignore[union-attr]
