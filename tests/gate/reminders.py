"""Ten thousand random histories of reminders against an own ledger, and a job that is killed."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cryptography.fernet import Fernet

from app.lib.crypto import Keyring
from app.models.base import Database
from app.models.outbox import Outgoing
from tests.gate import record, size
from tests.reminders import MORNING, asked, due_for
from tests.seasons import seasons

ROOT = Path(__file__).parents[2]
HISTORIES = size(10_000)
FIRST_SEED = 1_000_000
"""Other histories than those of `make test`."""
KILLS = size(100)
PEOPLE = 60
JOB = """\
import sys
from app.lib.crypto import Keyring
from app.models.base import Database
from app.models.reminding import ask_everywhere
from tests.reminders import MORNING
database, keyring = Database(sys.argv[1]), Keyring([sys.argv[2]])
print("ready", flush=True)
ask_everywhere(database, keyring, MORNING, 1)
"""


def main() -> int:
    """Play and kill; record what came twice, in vain or never. 1 where something did."""
    with tempfile.TemporaryDirectory(prefix="reminders-") as folder:
        played = _histories(Path(folder))
        killed = record("kills of the job that reminds", list(_kills(Path(folder))), KILLS, KILLS)
    return 0 if played and killed else 1


def _histories(folder: Path) -> bool:
    wrong: list[str] = []
    letters = 0
    database = Database(f"sqlite:///{folder}/histories.db")
    database.upgrade()
    for season in seasons(database, range(FIRST_SEED, FIRST_SEED + HISTORIES)):
        wrong += [f"{season.seed}: {problem}" for problem in season.ledger.problems]
        letters += sum(season.ledger.letters.values())
    database.dispose()
    print(f"{letters} reminders")
    name = "histories with a reminder twice, in vain or lost, long"
    return record(name, wrong, HISTORIES, HISTORIES) and letters > HISTORIES


def _kills(folder: Path) -> Iterator[str]:
    """Kill the job at any moment until so many kills met it at work; yield what was wrong."""
    chance, met, number = random.Random(1), 0, 0
    while met < KILLS:
        number += 1
        url, key = f"sqlite:///{folder}/kills-{number}.db", Fernet.generate_key().decode()
        database = Database(url)
        database.upgrade()
        due_for(database, PEOPLE)
        while asked(database)[0] < PEOPLE:
            _run_and_kill(url, key, chance.random() * 0.3)
            noted, waiting = asked(database)
            met += 0 < noted < PEOPLE
            if noted != waiting:
                yield f"{noted} noted, {waiting} waiting"
        with database.write() as session:
            found = [Outgoing.claim(session, Keyring([key]), MORNING) for _ in range(PEOPLE + 1)]
        if len({mail.recipient for mail in found if mail}) != PEOPLE or found[-1]:
            yield "somebody has two mails or none"
        database.dispose()


def _run_and_kill(url: str, key: str, seconds: float) -> None:
    command = [sys.executable, "-c", JOB, url, key]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as job:
        assert job.stdout and job.stdout.readline() == "ready\n"
        time.sleep(seconds)
        job.kill()


if __name__ == "__main__":
    sys.exit(main())
