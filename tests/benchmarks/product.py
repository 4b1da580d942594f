"""The complete product under measurement: its own database, journeys and keys, served as always."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from cryptography.fernet import Fernet
from flask import Flask

from app import config, create_app
from tests.benchmarks import journeys
from tests.benchmarks.client import Client, Reply, hidden_fields
from tests.benchmarks.servers import ROOT, Server, free_port

CHOICE = "fragen"


class Product:
    """An installation in ``folder``; `serve` starts it as production does."""

    def __init__(self, folder: Path, database: str | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        self.log: Path | None = folder / "server.log"
        self.environ = {
            "ZR_ENV": "production",
            "ZR_SECRET_KEY": "only-for-measuring-" * 3,
            "ZR_KEYS": Fernet.generate_key().decode(),
            "ZR_BASE_URL": f"http://127.0.0.1:{self.port}",
            "ZR_DATABASE_URL": database or f"sqlite:///{folder}/product.db",
        }
        self.postgres = bool(database)
        self.flask("database", "upgrade")

    def flask(self, *words: str) -> str:
        """Run one of the product's own commands; raises where it fails."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
        environ = {**os.environ, **self.environ}
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"flask {' '.join(words)}: {done.stdout[-800:]}{done.stderr[-800:]}")
        return done.stdout

    def load(self, *sources: tuple[str, int]) -> None:
        """Load generated journeys, each given as (id, number of steps)."""
        self.write(*sources)
        self.flask("journeys", "load", str(self.folder / "journeys"))

    def write(self, *sources: tuple[str, int]) -> None:
        """Write generated journeys into the folder that `load` loads."""
        for journey, steps in sources:
            home = self.folder / "journeys" / journey
            home.mkdir(parents=True, exist_ok=True)
            (home / "journey.yaml").write_text(journeys.source(journey, steps), "utf-8")

    def serve(self) -> Server:
        """Start the server: one process of two threads on SQLite, two of four on PostgreSQL."""
        return Server(
            "wsgi:app",
            environ=self.environ,
            workers=2 if self.postgres else 1,
            threads=4 if self.postgres else 2,
            port=self.port,
            log=self.log,
        )


class NearProduct(Product):
    """An installation whose commands run in this process, which saves their starts."""

    _app: Flask | None = None

    def flask(self, *words: str) -> str:
        """Run one of the product's own commands; raises where it fails."""
        self._app = self._app or create_app(config.load(self.environ, self.folder))
        done = self._app.test_cli_runner().invoke(args=words)
        if done.exit_code:
            raise RuntimeError(f"flask {' '.join(words)}: {done.output}") from done.exception
        return done.stdout


class Walk:
    """One learner's walk through a generated journey, ready for its next POST."""

    def __init__(self, client: Client, journey: str, steps: int) -> None:
        self.client = client
        self.steps = steps
        cover = client.get(f"/reise/{journey}")
        started = client.post(
            f"/reise/{journey}/rolle", {**hidden_fields(cover.body), "start": "new"}, htmx=False
        )
        self.run = started.headers["location"].split("/unterwegs/")[1].split("/")[0]
        self.address = client.get(f"/unterwegs/{self.run}").headers["location"]
        self.page = client.get(self.address)
        assert self.page.status == 200, self.page.body[:300]
        self.hidden = hidden_fields(self.page.body)
        self.turn = 0

    @property
    def over(self) -> bool:
        """True before the last step is left: the next one would be the end."""
        return self.turn >= self.steps - 2

    def answer(self) -> Reply:
        """Submit the present step as htmx does; the reply is the partial of what comes next."""
        fields = {**self.hidden, "turn": str(self.turn)}
        if self.turn % 2:
            fields["answer"] = CHOICE
        reply = self.client.post(f"/unterwegs/{self.run}/schritt-{self.turn}", fields)
        self.turn += 1
        return reply


def submits(port: int, journey: str, steps: int, count: int) -> Iterator[Reply]:
    """Yield the replies of ``count`` submitted steps; the walks are begun before the first one."""
    client = Client(port)
    walks = [Walk(client, journey, steps) for _ in range(-(-count // (steps - 2)))]
    for walk in walks:
        while not walk.over:
            yield walk.answer()
