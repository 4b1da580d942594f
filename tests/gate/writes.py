"""P6 before a release: two thousand single faults of the driver, at any moment of any act."""

from __future__ import annotations

import random
import sys
import tempfile
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

from flask import Flask

from app import create_app
from app.content.source import parse
from app.lib import clock
from app.models.journey import publish
from tests.conftest import make_config
from tests.faults.installation import SOURCE
from tests.faults.writes import ACTS, BROKEN, CANARY, NO_ROOM, Driver, trial
from tests.gate import record, size
from tests.postgres import running_server

FAULTS = size(2_000)
OF_ONE_DATABASE = 200
"""After so many faults a fresh database is taken, since each trial compares all of its rows."""


def main() -> int:
    """Let the driver fail, record both figures; return 1 where a fault left anything behind."""
    held = True
    with tempfile.TemporaryDirectory(prefix="writes-") as folder, running_server() as database:
        for name in ("SQLite", "PostgreSQL"):
            wrong: list[str] = []
            for batch in range(-(-FAULTS // OF_ONE_DATABASE)):
                home = Path(folder) / f"{name}-{batch}"
                home.mkdir()
                url = f"sqlite:///{home}/product.db"
                if name == "PostgreSQL":
                    url = database.create_database(f"writes_{batch}")
                wrong += _fail(_walkable(home, url), random.Random(batch))
            trials = -(-FAULTS // OF_ONE_DATABASE) * min(FAULTS, OF_ONE_DATABASE)
            held &= record(f"P6 {name}: faults of the driver with a trace", wrong, trials, FAULTS)
    return 0 if held else 1


def _walkable(folder: Path, url: str) -> Flask:
    app = create_app(make_config(folder, url))
    database = app.extensions["database"]
    database.upgrade()
    with database.write() as session:
        publish(session, parse(SOURCE, name="journey.yaml"), clock.now())
    return app


def _fail(app: Flask, chance: random.Random) -> list[str]:
    """Draw acts and moments; one that lies after the end of its act is drawn again."""
    driver, wrong, done = Driver(app.extensions["database"]), [], 0
    log, longest = StringIO(), dict.fromkeys(ACTS, 40)
    with redirect_stderr(log):
        while done < min(FAULTS, OF_ONE_DATABASE):
            act, words = chance.choice(ACTS), chance.choice((BROKEN, NO_ROOM))
            moment = chance.randint(1, longest[act])
            outcome = trial(app, driver, act, moment, words)
            if outcome is None:
                longest[act] = moment - 1
            else:
                wrong += outcome
                done += 1
    app.extensions["database"].dispose()
    return wrong + [line for line in log.getvalue().splitlines() if CANARY in line]


if __name__ == "__main__":
    sys.exit(main())
