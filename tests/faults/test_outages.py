"""P6: a full disk or a restarted database gives a sentence, no half state, and heals by itself."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.benchmarks.client import Client, Reply
from tests.benchmarks.product import Product, Walk
from tests.benchmarks.servers import Server
from tests.faults.installation import Learner, installed
from tests.postgres import PostgresServer

JOURNEY = ("messfahrt", 30)
CANARY = "Kanarienvogel im vollen Bergwerk"
HEALED_WITHIN = 30
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
NO_ROOM = (4096, resource.RLIM_INFINITY)
"""No file of the process may be written beyond its first page: what a full disk does to SQLite."""


def test_a_full_disk_refuses_the_answer_and_takes_it_once_there_is_room(tmp_path: Path) -> None:
    product = Product(tmp_path)
    product.log = None  # A log file would meet the same limit; here only the database shall.
    product.load(JOURNEY)
    with product.serve() as server:
        walk = Walk(Client(server.port), *JOURNEY)
        assert walk.answer().status == 200
        _limit(server, NO_ROOM)
        for _ in range(20):
            refused = walk.answer()
            walk.turn -= 1
            assert refused.status in (500, 503)
            assert "gespeichert" in refused.body.decode()
        _limit(server, UNLIMITED)
        assert _heals(walk).status == 200
        assert walk.answer().status == 200
    product.flask("runs", "replay", "--check")


def test_a_restarted_postgresql_is_found_again_and_nothing_is_stored_twice(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    product = installed(tmp_path, postgres.create_database("outage"))
    product.load(JOURNEY)
    with product.serve() as server:
        walk = Walk(Client(server.port), *JOURNEY)
        writer = Learner(server.port)
        writer.depart()
        writer.send("weg", answer="links")
        draft = {**writer.form("gedanke"), "field": "text", "text": CANARY, "seen": "0"}
        for mode in ("fast", "immediate"):
            assert walk.answer().status == 200
            with _stopped(postgres, mode):
                refused = walk.answer()
                walk.turn -= 1
                lost = writer.client.post(writer.at("gedanke/entwurf"), draft)
            assert refused.status == lost.status == 503
            assert "gespeichert" in refused.body.decode()
            assert CANARY in lost.body.decode(), "what was typed is shown for copying"
            assert "zr-part" not in lost.headers
            assert _heals(walk).status == 200
        saved = writer.client.post(writer.at("gedanke/entwurf"), draft)
        assert saved.headers["zr-saved"] == "1"
    for log in (tmp_path / "server.log", postgres.folder / "log"):
        assert CANARY not in log.read_text("utf-8")
    assert '"failure"' in (tmp_path / "server.log").read_text("utf-8")
    product.flask("runs", "replay", "--check")


@contextmanager
def _stopped(postgres: PostgresServer, mode: str) -> Iterator[None]:
    """Stop the server, and start it again whatever happens: other tests use it too."""
    postgres.stop(mode)
    try:
        yield
    finally:
        postgres.start()


def _limit(server: Server, bounds: tuple[int, int]) -> None:
    for process in server.tree():
        psutil.Process(process.pid).rlimit(psutil.RLIMIT_FSIZE, bounds)


def _heals(walk: Walk) -> Reply:
    """Repeat the same answer as a patient person would, until it is taken or time is over."""
    give_up = time.monotonic() + HEALED_WITHIN
    while True:
        reply = walk.answer()
        if reply.status == 200 or time.monotonic() > give_up:
            return reply
        walk.turn -= 1
        time.sleep(0.2)
