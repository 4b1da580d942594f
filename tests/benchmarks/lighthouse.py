"""Lighthouse (mobile, simulated slow phone, median of five): pages of learners and authors."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from tests.benchmarks.client import Client, hidden_fields
from tests.benchmarks.figure import Figure
from tests.benchmarks.product import Product, Walk
from tests.benchmarks.servers import ROOT

RUNS = 5
JOURNEY = ("messfahrt", 30)
WRITTEN = "montag-mit-ki"
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
        for client, pages in (_learner(server.port), _author(product, server.port)):
            cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
            for name, path in pages.items():
                yield from _page(name, f"http://127.0.0.1:{server.port}{path}", cookie, folder)


def _learner(port: int) -> tuple[Client, dict[str, str]]:
    """Answer a step; return who did so and the pages of a learner."""
    walk = Walk(Client(port), *JOURNEY)
    walk.answer()
    return walk.client, {
        "start": "/",
        "cover": "/reise/montag-mit-ki",
        "step": f"/unterwegs/{walk.run}/schritt-1",
        "diary": f"/tagebuch/{walk.run}",
    }


def _author(product: Product, port: int) -> tuple[Client, dict[str, str]]:
    """Open a shipped journey in the studio; return who did so and the pages of an author."""
    client = Client(port)
    link = product.flask("users", "invite", "ada@reise.example", "--role", "facilitator")
    invitation = urlsplit(link.split()[-1]).path
    account = {"name": "Ada", "password-new": "vier bunte wolken warten"}
    _send(client, invitation, invitation, account)
    _send(client, "/studio", f"/studio/{WRITTEN}/oeffnen", {})
    return client, {
        "studio list": "/studio",
        "studio editor": f"/studio/{WRITTEN}",
        "studio problems": f"/studio/{WRITTEN}/pruefung",
        "studio map": f"/studio/{WRITTEN}/karte",
    }


def _send(client: Client, page: str, to: str, fields: dict[str, str]) -> None:
    sent = client.post(to, {**hidden_fields(client.get(page).body), **fields}, htmx=False)
    assert sent.status == 303, sent.body[-800:]


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
