"""kill -9 under load: what a learner was told is stored stays stored, once.

Learners submit steps and save drafts while servers and the database are killed without warning. A
ledger outside of everything notes each acknowledged answer and draft. A learner whose connection
broke sends the same again, as a person would.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.benchmarks.client import Client, Reply
from tests.benchmarks.product import Product, Walk
from tests.benchmarks.servers import Server
from tests.faults.installation import Learner, installed, invitation, rows
from tests.postgres import PostgresServer

JOURNEY = ("messfahrt", 30)
WALKERS = 5
ANSWERS_BETWEEN_KILLS = 40
AT_STATIONS = {"weg": {"answer": "links"}, "gedanke": {"skip": "1"}, "plan": {"skip": "1"}}
PATIENCE = 60
"""Seconds after which a learner who gets no answer counts as a failure."""


@dataclass
class Ledger:
    """What was acknowledged, and what went wrong: answers as (run, seq, step), drafts, arrivals."""

    lines: list[tuple[str, int, str]] = field(default_factory=list)
    drafts: int = 0
    arrivals: int = 0
    failures: list[str] = field(default_factory=list)


def run_under_kills(
    folder: Path, kills: int, seed: int, database: PostgresServer | None = None
) -> Ledger:
    """Kill ``kills`` times under load; return the ledger, with every loss among its failures."""
    product = installed(folder, database.create_database(f"kills_{seed}") if database else None)
    product.load(JOURNEY)
    ledger = Ledger()
    over = threading.Event()
    chance = random.Random(seed)
    server = product.serve()
    learners = [
        threading.Thread(target=_guarded, args=(act, product.port, ledger, over))
        for act in [_walk] * WALKERS + [_write, _arriving(invitation(product))]
    ]
    for learner in learners:
        learner.start()
    try:
        for _ in range(kills):
            _wait_for_answers(ledger)
            if ledger.failures:
                break
            time.sleep(chance.uniform(0, 0.02))
            server = _kill_something(product, server, database, chance)
        _wait_for_answers(ledger)
    finally:
        over.set()
        for learner in learners:
            learner.join()
        server.stop()
    ledger.failures += _lost(product, ledger) + _untold(product, ledger)
    product.flask("runs", "replay", "--check")
    return ledger


Act = Callable[[int, Ledger, threading.Event], None]


def _guarded(act: Act, port: int, ledger: Ledger, over: threading.Event) -> None:
    """Let one learner act; whatever they did not expect is a failure of the product."""
    try:
        act(port, ledger, over)
    except Exception as error:
        ledger.failures.append(f"{act.__name__}: {error!r}")


def _walk(port: int, ledger: Ledger, over: threading.Event) -> None:
    """Walk journey after journey; every answer is repeated until it is acknowledged."""
    while not over.is_set() and not ledger.failures:
        try:
            walk = Walk(Client(port), *JOURNEY)
        except (OSError, AssertionError, KeyError):
            time.sleep(0.05)
            continue
        while not walk.over and not over.is_set() and _acknowledged(walk, ledger):
            ledger.lines.append((walk.run, walk.turn, f"schritt-{walk.turn - 1}"))
        walk.client.close()


def _write(port: int, ledger: Ledger, over: threading.Event) -> None:
    """Save draft after draft on top of each other: a lost one would meet the next as a conflict."""
    learner, hidden = _sitting_down(port, over)
    for seen in _until(over, ledger):
        fields = {**hidden, "field": "text", "text": f"Fassung {seen}", "seen": str(seen)}

        def save(fields: dict[str, str] = fields) -> Reply:
            return learner.client.post(learner.at("gedanke/entwurf"), fields)

        saved = _patiently(save, learner, ledger)
        if saved and saved.headers.get("zr-saved") != str(seen + 1):
            ledger.failures.append(f"draft {seen}: {saved.headers.get('zr-saved')}")
        ledger.drafts += bool(saved)


def _arriving(token: str) -> Act:
    """Return an act: arrive again and again as another guest of the company."""

    def arrive(port: int, ledger: Ledger, over: threading.Event) -> None:
        for _ in _until(over, ledger):
            # A server that is away is met again with the next guest.
            with suppress(OSError, AssertionError, KeyError):
                learner = Learner(port)
                learner.accept(token)
                ledger.arrivals += all(_answered(learner, step, ledger) for step in AT_STATIONS)

    return arrive


def _answered(learner: Learner, step: str, ledger: Ledger) -> bool:
    """Answer a station until a server says that it is stored."""
    fields = learner.form(step) | AT_STATIONS[step]

    def answer() -> Reply:
        return learner.client.post(learner.at(step), fields)

    return _patiently(answer, learner, ledger) is not None


def _sitting_down(port: int, over: threading.Event) -> tuple[Learner, dict[str, str]]:
    """Return a learner who stands at the reflection, and the hidden fields of its form."""
    while not over.is_set():
        try:
            learner = Learner(port)
            learner.depart()
            assert learner.send("weg", answer="links").status == 200
            return learner, learner.form("gedanke")
        except (OSError, AssertionError, KeyError):
            time.sleep(0.05)
    raise RuntimeError("nobody could sit down to write")


def _until(over: threading.Event, ledger: Ledger) -> Iterator[int]:
    number = 0
    while not over.is_set() and not ledger.failures:
        yield number
        number += 1
        time.sleep(0.01)


def _acknowledged(walk: Walk, ledger: Ledger) -> bool:
    """Send the answer of this turn until a server says it is stored."""
    turn = walk.turn

    def answer() -> Reply:
        walk.turn = turn
        return walk.answer()

    return _patiently(answer, walk, ledger) is not None


def _patiently(send: Callable[[], Reply], owner: Walk | Learner, ledger: Ledger) -> Reply | None:
    """Send the same until a server takes it; None is a failure, noted in the ledger."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            reply = send()
        except OSError:
            owner.client = _reconnected(owner.client)
            continue
        if reply.status == 200 and reply.headers.get("zr-part") == "1":
            return reply
        if reply.status < 500:
            ledger.failures.append(f"{owner.run}: {reply.status} {reply.body[:200]!r}")
            return None
        time.sleep(0.05)
    ledger.failures.append(f"no answer within {PATIENCE} seconds")
    return None


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
        lambda: _kill(chance.choice(server.tree()[1:])),
        lambda: _kill(server.process),
    ]
    if database:
        targets.append(lambda: _kill_database(database))
    chance.choice(targets)()
    for process in server.tree() if server.process.is_running() else []:
        _kill(process)
    psutil.wait_procs([server.process], timeout=10)
    _end_orphans(product.port)
    return product.serve()


def _kill_database(database: PostgresServer) -> None:
    pid = int((database.data / "postmaster.pid").read_text().split()[0])
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    for process in family:
        _kill(process)
    psutil.wait_procs(family, timeout=10)
    database.start()


def _end_orphans(port: int) -> None:
    """Kill workers that outlived their master, so that the port is free again."""
    for process in psutil.process_iter(["cmdline"]):
        if {"granian", str(port)} <= set(process.info["cmdline"] or []):
            _kill(process)
            psutil.wait_procs([process], timeout=10)


def _kill(process: psutil.Process) -> None:
    with suppress(psutil.NoSuchProcess):
        process.kill()


def _untold(product: Product, ledger: Ledger) -> list[str]:
    """Return whether arrivals, the seats that told of one and the runs that ended differ."""
    seats = "SELECT count(*) FROM seat JOIN run ON run.id = seat.run_id WHERE"
    counts = [
        int(str(rows(product, statement)[0][0]))
        for statement in (
            "SELECT count(*) FROM arrival",
            f"{seats} seat.told",
            f"{seats} run.finished_at IS NOT NULL",
        )
    ]
    is_right = len(set(counts)) == 1 and counts[0] >= ledger.arrivals
    return [] if is_right else [f"{ledger.arrivals} arrived; tokens, told, ended: {counts}"]


def _lost(product: Product, ledger: Ledger) -> list[str]:
    """Return what was acknowledged and is gone, and what is stored twice or out of order."""
    statement = (
        "SELECT run.code, entry.seq, entry.step FROM entry JOIN run ON run.id = entry.run_id"
        " WHERE entry.step LIKE 'schritt-%'"
    )
    stored = rows(product, statement)
    known = set(stored)
    lost = [f"lost: {line}" for line in ledger.lines if line not in known]
    twice = [f"twice: {row}" for row in stored if row[2] != f"schritt-{int(str(row[1])) - 1}"]
    return lost + twice
