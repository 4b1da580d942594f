"""The floor: the hot path with bare Flask and a raw driver, nothing else.

R is SQLite (WAL, ``synchronous=FULL``), RP is PostgreSQL behind a psycopg pool, and `/page` is a
bare Jinja page that makes the same reads as a learner's GET. What the product costs is measured as
a multiple of these, in the same run on the same machine.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg_pool
from flask import Flask, render_template, request
from jinja2 import DictLoader
from pysqlite3 import dbapi2 as sqlite3

STEPS = 30
SCENE = " ".join(["Die Maschine steht still, und niemand im Raum sagt ein Wort dazu."] * 15)
GRAPH = {
    str(n): {"choices": {"a": str(n + 1), "b": str(n + 1)}, "html": f"<p>{SCENE}</p>"}
    for n in range(10**4)
}
PARTIAL = """<main id="step"><p>Etappe {{ stage }} von 4</p><h1>Station {{ step }}</h1>
{{ html|safe }}<form method="post" action="/step/{{ run }}" hx-post="/step/{{ run }}"
 hx-target="#step"><input type="hidden" name="turn" value="{{ turn }}"><fieldset>
<legend>Was tun Sie?</legend>{% for choice in choices %}<label><input type="radio" name="answer"
 value="{{ choice }}"> Ich entscheide mich für {{ choice }}</label>{% endfor %}</fieldset>
<button>Entscheiden</button></form></main>"""
PAGE = "{% for piece in pieces %}{{ piece }}{% endfor %}"

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS run (id INTEGER PRIMARY KEY, step TEXT NOT NULL,"
    " state TEXT NOT NULL, revision INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS entry (run INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " step TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, seq))",
)
READ = "SELECT step, state, revision FROM run WHERE id = {0}"
MOVE = (
    "UPDATE run SET step = {0}, state = {0}, revision = revision + 1"
    " WHERE id = {0} AND revision = {0}"
)
ADD = "INSERT INTO entry (run, seq, step, value) VALUES ({0}, {0}, {0}, {0})"
START = "INSERT INTO run (id, step, state, revision) VALUES ({0}, '0', '{{}}', 0)"


def answer(execute: Callable[..., Any], mark: str, run: int, choice: str) -> dict[str, Any]:
    """Do the hot path with `execute`: read, transition, move, append; return the next scene."""
    step, state, revision = execute(READ.format(mark), (run,)).fetchone()
    following = GRAPH[step]["choices"][choice]
    if int(following) >= STEPS:
        following = "0"
    values = {**json.loads(state), step: choice}
    execute(MOVE.format(mark), (following, json.dumps(values), run, revision))
    execute(ADD.format(mark), (run, revision + 1, step, choice))
    return {
        "run": run,
        "step": following,
        "stage": 1 + int(following) // 8,
        "turn": revision + 1,
        "html": GRAPH[following]["html"],
        "choices": GRAPH[following]["choices"],
    }


def create_sqlite() -> Flask:
    """Return R: one connection a thread, one durable transaction a step."""
    app = _app()
    local = threading.local()

    def connection() -> Any:
        if not hasattr(local, "db"):
            local.db = sqlite3.connect(os.environ["FLOOR_FILE"], isolation_level=None)
            local.db.execute("PRAGMA journal_mode=WAL")
            local.db.execute("PRAGMA synchronous=FULL")
        return local.db

    for statement in SCHEMA:
        connection().execute(statement)
    connection().execute("DELETE FROM run")
    for run in range(1, 9):
        connection().execute(START.format("?"), (run,))

    @app.post("/step/<int:run>")
    def step(run: int) -> str:
        db = connection()
        db.execute("BEGIN IMMEDIATE")
        scene = answer(db.execute, "?", run, request.form["answer"])
        db.execute("COMMIT")
        return render_template("partial.html", **scene)

    @app.get("/page")
    def page() -> str:
        connection().execute(READ.format("?"), (1,)).fetchone()
        return render_template("page.html", pieces=app.config["PIECES"])

    return app


def create_postgres() -> Flask:
    """Return RP: a pool as large as the threads."""
    app = _app()
    pool = psycopg_pool.ConnectionPool(
        os.environ["FLOOR_POSTGRES"], min_size=4, max_size=4, kwargs={"prepare_threshold": 2}
    )
    with pool.connection() as db:
        db.execute("SELECT pg_advisory_xact_lock(1)")
        for statement in SCHEMA:
            db.execute(statement)
        for run in range(1, 9):
            db.execute(START.format("%s") + " ON CONFLICT DO NOTHING", (run,))

    @app.post("/step/<int:run>")
    def step(run: int) -> str:
        with pool.connection() as db:
            scene = answer(db.execute, "%s", run, request.form["answer"])
        return render_template("partial.html", **scene)

    return app


def _app() -> Flask:
    app = Flask(__name__)
    app.jinja_env.loader = DictLoader({"partial.html": PARTIAL, "page.html": PAGE})
    pieces = os.environ.get("FLOOR_PIECES")
    app.config["PIECES"] = json.loads(Path(pieces).read_text()) if pieces else []
    return app


app = create_postgres() if "FLOOR_POSTGRES" in os.environ else create_sqlite()
