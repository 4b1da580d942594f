"""kill -9 under load: what a learner was told is stored stays stored, once.

Learners submit steps while servers and the database are killed without warning. A ledger outside
of everything notes each acknowledged answer. A learner whose connection broke sends the same answer
again, as a person would.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import sqlalchemy

from tests.benchmarks.client import Client
from tests.benchmarks.product import Product, Walk
from tests.benchmarks.servers import Server
from tests.postgres import PostgresServer

JOURNEY = ("messfahrt", 30)
LEARNERS = 6
ANSWERS_BETWEEN_KILLS = 40
PATIENCE = 60
"""Seconds after which a learner who gets no answer counts as a failure."""


@dataclass
class Ledger:
    """What was acknowledged: (run, seq, step) in any order, and what went wrong."""

    lines: list[tuple[str, int, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def run_under_kills(
    folder: Path, kills: int, seed: int, database: PostgresServer | None = None
) -> Ledger:
    """Kill ``kills`` times under load; return the ledger, with every loss among its failures."""
    url = database.create_database(f"kills_{seed}") if database else None
    product = Product(folder, url)
    product.load(JOURNEY)
    ledger = Ledger()
    over = threading.Event()
    chance = random.Random(seed)
    server = product.serve()
    learners = [
        threading.Thread(target=_walk, args=(product.port, ledger, over)) for _ in range(LEARNERS)
    ]
    for learner in learners:
        learner.start()
    try:
        for _ in range(kills):
            _wait_for_answers(ledger)
            server = _kill_something(product, server, database, chance)
        _wait_for_answers(ledger)
    finally:
        over.set()
        for learner in learners:
            learner.join()
        server.stop()
    ledger.failures += _lost(product, ledger)
    product.flask("runs", "replay", "--check")
    return ledger


def _walk(port: int, ledger: Ledger, over: threading.Event) -> None:
    """Walk journey after journey; every answer is repeated until it is acknowledged."""
    client = None
    while not over.is_set() and not ledger.failures:
        try:
            client = Client(port)
            walk = Walk(client, *JOURNEY)
        except (OSError, AssertionError, KeyError):
            time.sleep(0.05)
            continue
        while not walk.over and not over.is_set() and _acknowledged(walk, ledger):
            ledger.lines.append((walk.run, walk.turn, f"schritt-{walk.turn - 1}"))
    if client:
        client.close()


def _acknowledged(walk: Walk, ledger: Ledger) -> bool:
    """Send the answer of this turn until a server says it is stored."""
    turn = walk.turn
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            walk.turn = turn
            reply = walk.answer()
        except OSError:
            walk.client = _reconnected(walk.client)
            continue
        if reply.status == 200 and reply.headers.get("zr-part") == "1":
            return True
        if reply.status < 500:
            ledger.failures.append(f"turn {turn} of {walk.run}: {reply.status}")
            return False
        time.sleep(0.05)
    ledger.failures.append(f"no answer within {PATIENCE} seconds")
    return False


def _reconnected(old: Client) -> Client:
    """Return a new connection with the same cookies, as soon as there is a server."""
    while True:
        try:
            new = Client(old.port)
        except OSError:
            time.sleep(0.05)
            continue
        new.cookies = old.cookies
        return new


def _wait_for_answers(ledger: Ledger) -> None:
    wanted = len(ledger.lines) + ANSWERS_BETWEEN_KILLS
    give_up = time.monotonic() + PATIENCE
    while len(ledger.lines) < wanted and not ledger.failures:
        if time.monotonic() > give_up:
            ledger.failures.append("the learners stand still")
        time.sleep(0.005)


def _kill_something(
    product: Product, server: Server, database: PostgresServer | None, chance: random.Random
) -> Server:
    """Kill a worker, the master or the database in the middle of its work; bring all back."""
    targets: list[Callable[[], object]] = [
        lambda: chance.choice(server.tree()[1:]).kill(),
        lambda: server.process.kill(),
    ]
    if database:
        targets.append(lambda: _kill_database(database))
    chance.choice(targets)()
    for process in server.tree() if server.process.is_running() else []:
        process.kill()
    psutil.wait_procs([server.process], timeout=10)
    _end_orphans(product.port)
    return product.serve()


def _kill_database(database: PostgresServer) -> None:
    pid = int((database.data / "postmaster.pid").read_text().split()[0])
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    for process in family:
        process.kill()
    psutil.wait_procs(family, timeout=10)
    database.start()


def _end_orphans(port: int) -> None:
    """Kill workers that outlived their master, so that the port is free again."""
    for process in psutil.process_iter(["cmdline"]):
        if str(port) in (process.info["cmdline"] or []) and process.is_running():
            process.kill()
            process.wait(10)


def _lost(product: Product, ledger: Ledger) -> list[str]:
    engine = sqlalchemy.create_engine(product.environ["ZR_DATABASE_URL"])
    with engine.connect() as connection:
        rows = connection.execute(
            sqlalchemy.text(
                "SELECT r.code, e.seq, e.step FROM entry e JOIN run r ON r.id = e.run_id"
            )
        )
        stored = {tuple(row) for row in rows}
    engine.dispose()
    return [f"lost: {line}" for line in ledger.lines if line not in stored]
