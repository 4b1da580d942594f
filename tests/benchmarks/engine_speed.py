"""G8 and G10: loading, checking and replaying, without a server."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from app.content import names, references, shape, source, use, walktests, words
from app.content.problems import Problems
from app.engine import Answer, Journey, decide, replay, scene, start
from app.engine.compiled import from_json, to_json
from tests.benchmarks import journeys
from tests.benchmarks.client import Client, Reply, drive
from tests.benchmarks.figure import Figure
from tests.benchmarks.product import Product
from tests.benchmarks.servers import Server

ROUNDS = 7
FLOOR = "tests.benchmarks.floor:app"
SHIPPED = Path(__file__).parents[2] / "journeys"


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figures of the loader and the engine."""
    text = journeys.source("messfahrt", 30)
    yield from _checking(text)
    yield from _loading(folder)
    yield _replaying(_compiled(text), folder)


def _checking(text: str) -> Iterator[Figure]:
    """The checks beside composing the same YAML in C: reading, shape and names, then all there are.

    A shipped journey is composed with its translations, because these are checked as well.
    """
    data = text.encode()
    name = "G8 reading a 30-step journey, ZR1 to ZR3 × composing it"
    yield Figure(name, _ratio(lambda: _read_names(data), [text]), 4, " ×")
    name = "G8 checking a 30-step journey completely × composing it"
    yield Figure(name, _ratio(lambda: source.parse(data), [text]), 12, " ×")
    for file in sorted(SHIPPED.glob("*/journey.yaml")):
        texts = [path.read_text("utf-8") for path in (file, *file.parent.glob("texts.*.yaml"))]
        name = f"G8 checking {file.parent.name} completely × composing it"
        yield Figure(name, _ratio(lambda: source.read(file), texts), 12, " ×")  # noqa: B023


def _ratio(ours: Callable[[], object], texts: list[str]) -> float:
    def compose() -> None:
        for text in texts:
            yaml.compose(text, Loader=yaml.CBaseLoader)

    rounds = ((_seconds(compose, 10), _seconds(ours, 10)) for _ in range(ROUNDS))
    return statistics.median(checked / bare for bare, checked in rounds)


def _read_names(data: bytes) -> None:
    problems = Problems("journey.yaml")
    tree = source.compose(data, problems)
    assert tree is not None
    root = shape.Reader(problems, tree.text).item(tree.root, "journey")
    assert root is not None
    known = names.survey(root, problems, {}, None)
    references.check(known, problems)
    walktests.read(known, problems)
    units = words.collect(known)
    use.check(known, words.check(units, known, problems, tree.text), problems)


def _loading(folder: Path) -> Iterator[Figure]:
    sources = [(f"reise-{number}", 30) for number in range(1000)]
    product = Product(folder)
    product.write(*sources)
    started = time.perf_counter()
    product.load()
    yield Figure("G8 cold load of 1 000 journeys", time.perf_counter() - started, 12, " s")
    compiled = [json.dumps(to_json(_compiled(journeys.source(*one)))) for one in sources]
    seconds = _seconds(lambda: [from_json(json.loads(one)) for one in compiled], 1)
    yield Figure("G8 warm start from 1 000 compiled versions", seconds, 1, " s")


def _replaying(journey: Journey, folder: Path) -> Figure:
    """G10: replay of 30 answers and the scene beside the CPU of one step of R."""
    state = start(journey, None)
    while len(state.way) < 28:
        value = "fragen" if journey.steps[state.at].kind == "decision" else True
        state = decide(journey, state, Answer(state.at, value))
    ours = min(
        _seconds(lambda: scene(journey, replay(journey, None, state.values), lang="de"), 200)
        for _ in range(ROUNDS)
    )
    floor = _floor(folder)
    note = f"{ours * 1e6:.0f} µs over {floor * 1e6:.0f} µs"
    return Figure("G10 replay of 28 answers and scene × R", ours / floor, 0.35, " ×", note)


def _floor(folder: Path) -> float:
    with Server(FLOOR, environ={"FLOOR_FILE": str(folder / "floor.db")}) as floor:

        def steps(run: int) -> Iterator[Reply]:
            client = Client(floor.port)
            while True:
                yield client.post(f"/step/{run}", {"answer": "a"})

        drive([steps(run) for run in range(1, 9)], 100)
        before = floor.cpu()
        drive([steps(run) for run in range(1, 9)], 400)
        return (floor.cpu() - before) / 3200


def _compiled(text: str) -> Journey:
    parsed = source.parse(text, name="journey.yaml")
    assert parsed.journey, parsed.problems[:3]
    return parsed.journey


def _seconds(work: Callable[[], object], times: int) -> float:
    """Return process CPU seconds of one call, the mean of ``times``."""
    started = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - started) / times
