"""P23 before a release: the time of an answer does not tell who has an account either.

Answers for known and unknown addresses are timed in random order. The AUC is the chance that a
known one took longer: 0.5 where nothing can be told.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import delete

from app import create_app
from app.models.tables import attempt, outbox
from tests.colleagues import Colleague
from tests.conftest import make_config
from tests.gate import keep, size
from tests.people import Person

PER_CLASS = size(2_000)
LOWEST, HIGHEST = 0.45, 0.55
KNOWN, UNKNOWN = "lea@reise.example", "nie@reise.example"
WRONG = "sieben falsche worte hier"


def main() -> int:
    """Time both pages; return 1 where one of them tells."""
    with tempfile.TemporaryDirectory(prefix="timing-") as folder:
        app = create_app(make_config(Path(folder), f"sqlite:///{folder}/timing.db"))
        app.extensions["database"].upgrade()
        Colleague(app, KNOWN, "facilitator")
        kept = [
            _record("P23 sign-in, known or unknown", app, "/anmelden", 422, password=WRONG),
            _record("P23 reset, known or unknown", app, "/passwort-vergessen", 303),
        ]
    return 0 if all(kept) else 1


def _record(name: str, app: Flask, path: str, status: int, **fields: str) -> bool:
    times: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    person = Person(app)
    token = person.token()
    for email in _shuffled():
        _forget(app)
        sent = {"email": email, "csrf_token": token} | fields
        started = time.perf_counter()
        answer = person.client.post(path, data=sent)
        times[email].append(time.perf_counter() - started)
        assert answer.status_code == status, answer.status_code
    found = auc(times[KNOWN], times[UNKNOWN])
    kept = LOWEST <= found <= HIGHEST
    note = f"AUC over {PER_CLASS} answers a class"
    keep(name=name, value=round(found, 3), goal=f"{LOWEST}–{HIGHEST}", ok=kept, note=note)
    return kept


def _shuffled() -> Iterator[str]:
    chosen = [KNOWN, UNKNOWN] * PER_CLASS
    random.Random(23).shuffle(chosen)
    yield from chosen


def _forget(app: Flask) -> None:
    """Forget what was tried, so that no throttle answers."""
    with app.extensions["database"].write() as session:
        session.execute(delete(attempt))
        session.execute(delete(outbox))


def auc(these: list[float], those: list[float]) -> float:
    """Return the chance that one of these is larger than one of those."""
    ranked = sorted([(value, 1) for value in these] + [(value, 0) for value in those])
    smaller, won = 0, 0
    for _, is_one_of_these in ranked:
        won += smaller if is_one_of_these else 0
        smaller += 1 - is_one_of_these
    return won / (len(these) * len(those))


if __name__ == "__main__":
    sys.exit(main())
