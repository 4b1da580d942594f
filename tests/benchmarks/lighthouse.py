"""Lighthouse (mobile, simulated slow phone, median of five) on start, cover, step and diary."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.client import Client
from tests.benchmarks.figure import Figure
from tests.benchmarks.product import Product, Walk
from tests.benchmarks.servers import ROOT

RUNS = 5
JOURNEY = ("messfahrt", 30)
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100}
PROGRAM = ROOT / "tests/tools/node_modules/.bin/lighthouse"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


def measure(folder: Path) -> Iterator[Figure]:
    """Yield three scores and the layout shift for each page."""
    product = Product(folder)
    product.load(JOURNEY)
    product.flask("journeys", "load", str(ROOT / "journeys"))
    with product.serve() as server:
        walk = Walk(Client(server.port), *JOURNEY)
        walk.answer()
        pages = {
            "start": "/",
            "cover": "/reise/montag-mit-ki",
            "step": f"/unterwegs/{walk.run}/schritt-1",
            "diary": f"/tagebuch/{walk.run}",
        }
        cookie = "; ".join(f"{name}={value}" for name, value in walk.client.cookies.items())
        for name, path in pages.items():
            yield from _page(name, f"http://127.0.0.1:{server.port}{path}", cookie, folder)


def _page(name: str, url: str, cookie: str, folder: Path) -> Iterator[Figure]:
    reports = [_run(url, cookie, folder / f"{name}-{number}.json") for number in range(RUNS)]
    for category, goal in GOALS.items():
        scores = [100 * report["categories"][category]["score"] for report in reports]
        yield Figure(
            f"Lighthouse {name}, {category}", statistics.median(scores), goal, at_least=True
        )
    shifts = [report["audits"]["cumulative-layout-shift"]["numericValue"] for report in reports]
    yield Figure(f"Layout shift (CLS) {name}", statistics.median(shifts), 0.02)


def _run(url: str, cookie: str, target: Path) -> dict[str, dict[str, dict[str, float]]]:
    headers = target.with_suffix(".headers")
    headers.write_text(json.dumps({"Cookie": cookie}))
    command = [str(PROGRAM), url, "--quiet", "--output=json", f"--output-path={target}"]
    command += [f"--chrome-flags={FLAGS}", f"--extra-headers={headers}"]
    command += [f"--only-categories={','.join(GOALS)}"]
    environ = {**os.environ, "CHROME_PATH": shutil.which("chromium") or "chromium"}
    # Now and then the browser fails to record a trace and asks to be started again.
    for attempt in range(3):
        done = subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=attempt == 2)
        if done.returncode == 0:
            break
    report: dict[str, dict[str, dict[str, float]]] = json.loads(target.read_text())
    return report
