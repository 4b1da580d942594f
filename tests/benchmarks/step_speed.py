"""G1, G2, G3, G6 and G9: what one learner's step costs, beside the floor."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from tests.benchmarks.client import Client, Reply, drive
from tests.benchmarks.figure import Figure
from tests.benchmarks.product import Product, Walk, submits
from tests.benchmarks.servers import Server
from tests.postgres import PostgresServer, running_server

CLIENTS = 8
REQUESTS = 280
ROUNDS = 5
JOURNEY = ("messfahrt", 30)
FLOOR = "tests.benchmarks.floor:app"


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figures; servers are started and stopped here, all on loopback."""
    yield from _sqlite(folder)
    yield from _postgres(folder)
    yield from _memory(folder)


def _sqlite(folder: Path) -> Iterator[Figure]:
    product = Product(folder)
    product.load(JOURNEY)
    floor_environ = {"FLOOR_FILE": str(folder / "floor.db"), **_pieces(product, folder)}
    with product.serve() as ours, Server(FLOOR, environ=floor_environ) as floor:
        base, own, times = _rounds(floor, ours)
        yield _ratio("G1 submitted step on SQLite, CPU × R", base, own, 2.2)
        yield _tail(times)
        yield _pages(product, floor, ours)


def _postgres(folder: Path) -> Iterator[Figure]:
    with running_server() as database:
        product = Product(folder, database.create_database("product"))
        product.load(JOURNEY)
        environ = {"FLOOR_POSTGRES": database.create_database("floor")}
        with (
            product.serve() as ours,
            Server(FLOOR, environ=environ, workers=2, threads=4) as floor,
        ):
            base, own, _ = _rounds(floor, ours, also=lambda: database_cpu(database))
            yield _ratio("G2 submitted step on PostgreSQL, CPU × RP", base, own, 1.7)


def database_cpu(database: PostgresServer) -> float:
    """Return the CPU seconds of the whole database server so far."""
    main = psutil.Process(int((database.data / "postmaster.pid").read_text().split()[0]))
    return sum(
        process.cpu_times().user + process.cpu_times().system
        for process in [main, *main.children(recursive=True)]
    )


def _memory(folder: Path) -> Iterator[Figure]:
    home = folder / "many"
    home.mkdir()
    product = Product(home)
    product.load(*((f"reise-{number}", 30) for number in range(1000)))
    with product.serve() as server:
        client = Client(server.port)
        assert client.get("/reisen").status == 200
        for number in range(1000):
            assert client.get(f"/reise/reise-{number}").status == 200
        serving = max(process.memory_full_info().pss for process in server.tree())
        yield Figure(
            "G9 serving process with 1 000 journeys loaded", serving / 1e6, 130, " MB", "PSS"
        )


def _rounds(
    floor: Server, ours: Server, also: Callable[[], float] = float
) -> tuple[list[float], list[float], list[float]]:
    """Return CPU seconds a step of floor and product round by round, and all our latencies."""
    base, own, times = [], [], []
    _drive_floor(floor)
    _drive_product(ours)
    for _ in range(ROUNDS):
        base.append(_cpu(floor, also, lambda: _drive_floor(floor))[0])
        walkers = _walkers(ours)
        spent, seconds = _cpu(ours, also, lambda walkers=walkers: drive(walkers, REQUESTS))
        own.append(spent)
        times += seconds
    return base, own, times


def _cpu(
    server: Server, also: Callable[[], float], work: Callable[[], list[float]]
) -> tuple[float, list[float]]:
    before = server.cpu() + also()
    seconds = work()
    return (server.cpu() + also() - before) / len(seconds), seconds


def _drive_floor(floor: Server) -> list[float]:
    def steps(run: int) -> Iterator[Reply]:
        client = Client(floor.port)
        while True:
            yield client.post(f"/step/{run}", {"answer": "a"})

    return drive([steps(run) for run in range(1, CLIENTS + 1)], REQUESTS)


def _drive_product(ours: Server) -> list[float]:
    return drive(_walkers(ours), REQUESTS)


def _walkers(ours: Server, journey: tuple[str, int] = JOURNEY) -> list[Iterator[Reply]]:
    """Return one walker a client, its runs already begun, so that only submits are measured."""
    return [_warm(submits(ours.port, *journey, REQUESTS + 1)) for _ in range(CLIENTS)]


def cpu_of_submits(
    server: Server, journey: tuple[str, int] = JOURNEY, also: Callable[[], float] = float
) -> float:
    """Return the CPU seconds of one submitted step: server tree and ``also`` (the database)."""
    walkers = _walkers(server, journey)
    return _cpu(server, also, lambda: drive(walkers, REQUESTS))[0]


def _warm(walker: Iterator[Reply]) -> Iterator[Reply]:
    next(walker)
    return walker


def _ratio(name: str, base: list[float], own: list[float], goal: float) -> Figure:
    ratio = statistics.median(mine / floor for mine, floor in zip(own, base, strict=True))
    note = f"{statistics.median(own) * 1000:.2f} ms over {statistics.median(base) * 1000:.2f} ms"
    return Figure(name, ratio, goal, " ×", note)


def _tail(times: list[float]) -> Figure:
    times.sort()
    middle, late = times[len(times) // 2], times[int(len(times) * 0.99)]
    note = f"p50 {middle * 1000:.1f} ms, p99 {late * 1000:.1f} ms, {CLIENTS} clients"
    return Figure("G3 tail on SQLite, p99 over p50", late / middle, 4, " ×", note)


def _pages(product: Product, floor: Server, ours: Server) -> Figure:
    """G6: the whole page of a step beside a bare page of the same bytes and reads."""
    base, own = [], []
    walks = [Walk(Client(ours.port), *JOURNEY) for _ in range(CLIENTS)]

    def ask(client: Client, address: str) -> Iterator[Reply]:
        while True:
            yield client.get(address)

    for _ in range(ROUNDS):
        bare = [ask(Client(floor.port), "/page") for _ in range(CLIENTS)]
        full = [ask(walk.client, walk.address) for walk in walks]
        base.append(_cpu(floor, float, lambda bare=bare: drive(bare, REQUESTS))[0])
        own.append(_cpu(ours, float, lambda full=full: drive(full, REQUESTS))[0])
    return _ratio("G6 whole page of a step, CPU × bare page", base, own, 2.0)


def _pieces(product: Product, folder: Path) -> dict[str, str]:
    """Write a real page of the product in sixty pieces for the bare page to send."""
    with product.serve() as server:
        page = Walk(Client(server.port), *JOURNEY).page.body.decode()
    size = -(-len(page) // 60)
    target = folder / "pieces.json"
    target.write_text(json.dumps([page[at : at + size] for at in range(0, len(page), size)]))
    return {"FLOOR_PIECES": str(target)}
