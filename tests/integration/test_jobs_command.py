"""`flask jobs run`: each job by itself, one run at a time, and in the end no learner is left.

Promise P20.
"""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, text

from app import create_app
from app.cli.jobs import JOBS
from app.engine import Answer
from app.lib import clock
from app.models.audit import Audit
from app.models.base import Database, metadata
from app.models.diary import Diary
from app.models.lone import alone
from app.models.outbox import Outbox
from app.models.personal_data import personal_data
from tests.conftest import make_config
from tests.integration.models.conftest import NOW, begin

ROOT = Path(__file__).parents[2]
HOLD = """\
import sys, time
from app.models.base import Database
from app.models.lone import alone
with alone(Database(sys.argv[1]), "jobs") as is_free:
    print(is_free, flush=True)
    time.sleep(60)
"""
ALL_DONE = {
    "figures of companies": "0 assignments looked at",
    "drafts of texts": "0 forgotten",
    "runs": "0 forgotten",
    "devices": "0 forgotten",
    "learners": "0 forgotten",
    "checks of certificates": "0 forgotten",
    "attempts": "0 forgotten",
    "invitations of authors": "0 forgotten",
    "invitations": "done",
    "mail": "done",
    "audit": "done",
}


def run(app: Flask, *words: str, code: int = 0) -> str:
    done = app.test_cli_runner().invoke(args=["jobs", "run", *words])
    assert done.exit_code == code, done.output
    return done.output


def told(app: Flask, *words: str, code: int = 0) -> dict[str, str]:
    """Run the jobs and return what each said."""
    lines = [line for line in run(app, *words, code=code).splitlines() if not line.startswith("{")]
    return dict(line.removesuffix(".").split(": ", 1) for line in lines)


def database(app: Flask) -> Database:
    found: Database = app.extensions["database"]
    return found


def rows(app: Flask, table: str) -> int:
    with database(app).read() as session:
        counted = select(func.count()).select_from(metadata.tables[table])
        return session.execute(counted).scalar_one()


def test_it_tells_what_each_job_did_and_may_run_at_any_time(each_app: Flask) -> None:
    assert set(ALL_DONE) <= {job.name for job in JOBS}
    for _ in range(2):
        said = told(each_app)
        assert list(said) == [job.name for job in JOBS]
        assert said.items() >= ALL_DONE.items()


def test_in_the_end_nothing_of_a_learner_is_left(each_app: Flask) -> None:
    walker = begin(database(each_app), each_app.extensions["keyring"])
    with database(each_app).write() as session:
        mine = walker.own(session)
        mine.decide(session, Answer("wahl-1", "a"), turn=0, now=NOW)
        diary = Diary(session, mine, walker.keyring)
        diary.answer("gedanke", {"text": "Ein Gedanke"}, {}, NOW)
        diary.save("wahl-1", "text", "Ein Entwurf", 0, NOW)
        Outbox.put(session, walker.keyring, "x", "lea@luft.example", {}, NOW)
    said = told(each_app, "--now", "2027-03-01")
    assert (said["drafts of texts"], said["devices"], said["runs"]) == (
        "1 forgotten",
        "1 forgotten",
        "0 forgotten",
    )
    said = told(each_app, "--now", "2027-11-23")
    assert (said["runs"], said["learners"]) == ("1 forgotten", "1 forgotten")
    of_learners = [name for name, entry in personal_data.items() if entry.whose == "learner"]
    assert {name: rows(each_app, name) for name in of_learners} == dict.fromkeys(of_learners, 0)
    assert rows(each_app, "outbox") == 0


def test_a_pretended_moment_never_touches_the_audit(each_app: Flask) -> None:
    with database(each_app).write() as session:
        Audit.note(session, "user:invite", by="command", about="x", now=clock.now())
        old = clock.now() - timedelta(days=733)
        Audit.note(session, "user:invite", by="command", about="x", now=old)
    assert told(each_app, "--now", "2030-01-01")["audit"] == "done"
    assert rows(each_app, "audit") == 1


def test_a_job_that_fails_is_told_without_its_words_and_holds_no_other_up(each_app: Flask) -> None:
    with database(each_app).write() as session:
        Outbox.put(session, each_app.extensions["keyring"], "x", "lea@luft.example", {}, NOW)
        session.execute(text("DROP TABLE attempt"))
    said = run(each_app, "--now", "2027-11-23", code=1)
    assert "attempts: failed, " in said
    assert '"event": "failure"' in said
    assert "DELETE" not in said and "no such" not in said and "does not exist" not in said
    assert "mail: done." in said
    assert rows(each_app, "outbox") == 0


def test_while_one_run_is_at_work_another_does_nothing(each_app: Flask) -> None:
    with alone(database(each_app), "jobs") as is_free:
        assert is_free
        assert run(each_app) == "Another run is at work; nothing done.\n"
        with alone(database(each_app), "something else") as other:
            assert other
    assert told(each_app).items() >= ALL_DONE.items()


def test_a_run_that_was_killed_leaves_no_lock(each_app: Flask, database_url: str) -> None:
    command = [sys.executable, "-c", HOLD, database_url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout and holder.stdout.readline() == "True\n"
        assert "Another run" in run(each_app)
        holder.kill()
        holder.wait()
    # PostgreSQL notices that the connection is gone, if not at once.
    for _ in range(200):
        with alone(database(each_app), "jobs") as is_free:
            if is_free:
                break
    assert is_free
    assert told(each_app).items() >= ALL_DONE.items()


def test_no_other_moment_can_be_pretended_in_production(app: Flask) -> None:
    config = app.config["ZR"]
    production = create_app(
        make_config(
            config.instance,
            config.database_url,
            environment="production",
            base_url="https://reise.example",
        )
    )
    assert "not for production" in run(production, "--now", "2030-01-01", code=2)
    assert told(production).items() >= ALL_DONE.items()
