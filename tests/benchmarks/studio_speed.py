"""Issue 4, 6: from a key stroke to fresh problems, beside the bare check of the same file."""

from __future__ import annotations

import gc
import re
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from app.config import load
from app.content import source
from app.models.draft import Draft
from app.models.draft_files import Files
from app.models.tables import user_account
from app.models.user import User
from app.ui.sessions import STAFF
from app.ui.staff import SEEN
from tests.benchmarks import journeys
from tests.benchmarks.figure import Figure
from tests.benchmarks.product import Product

ROUNDS = 15
SLUG = "messfahrt"
HTMX = {"HX-Request": "true"}


def measure(folder: Path) -> Iterator[Figure]:
    """Yield the figure of the studio, in CPU time of one process."""
    product = Product(folder)
    # Without a network the browser names this machine, which an installation under test allows.
    environ = product.environ | {"ZR_ENV": "development"}
    app = create_app(load(environ, folder))
    text = journeys.source(SLUG, 100)
    client, token = _author(app, text)
    server = _Timed(app.wsgi_app)
    app.wsgi_app = server  # type: ignore[method-assign]
    stroke = _Stroke(client, token, text, server)
    stroke.check()
    stroke.save()
    pairs = [(stroke.check(), stroke.save()) for _ in range(ROUNDS)]
    value = statistics.median(save / check for check, save in pairs)
    bare = statistics.median(check for check, _ in pairs)
    name = "Studio: from key stroke to fresh problems, 100 steps × the bare check"
    yield Figure(name, value, 1.5, " ×", f"bare check {bare * 1000:.0f} ms")


class _Stroke:
    """One more sign in the text: saved, and its problems listed, as the script of the page does."""

    def __init__(self, client: FlaskClient, token: str, text: str, server: _Timed) -> None:
        self.client, self.token, self.text, self.server = client, token, text, server
        self.revision, self.count = 1, 0

    def check(self) -> float:
        """Return the CPU seconds of the bare check of a text that was never seen before."""
        self.count += 1
        text = f"{self.text}# {self.count}\n".encode()
        gc.collect()
        started = time.process_time()
        source.parse(text)
        return time.process_time() - started

    def save(self) -> float:
        """Return the CPU seconds of saving the same text and listing its problems."""
        text = f"{self.text}# {self.count}\n"
        data = {"csrf_token": self.token, "text": text, "seen": str(self.revision)}

        gc.collect()
        self.server.seconds = 0.0
        saved = self.client.post(f"/studio/{SLUG}/entwurf", data=data, headers=HTMX)
        self.revision = int(saved.headers["ZR-Saved"])
        path = f"/studio/{SLUG}/probleme?seen-text={self.revision}"
        assert self.client.get(path, headers=HTMX).headers["ZR-Part"] == "1"
        return self.server.seconds


class _Timed:
    """A WSGI application whose CPU seconds are summed; what the browser does is left out."""

    def __init__(self, within: Any) -> None:
        self.within, self.seconds = within, 0.0

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        """Answer whole, as the application within does."""
        started = time.process_time()
        answer = list(self.within(environ, start_response))
        self.seconds += time.process_time() - started
        return answer


def _author(app: Flask, text: str) -> tuple[FlaskClient, str]:
    """Let somebody write the journey; return their browser and the token of its forms."""
    now = datetime.now(UTC)
    with app.extensions["database"].write() as session:
        user = User.create(session, "ada@reise.example", "Ada", now, "facilitator")
        Draft.create(session, SLUG, Files(text), by=user, now=now)
        mark = session.execute(select(user_account.c.fs_uniquifier)).scalar_one()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update({STAFF: mark, SEEN: now.timestamp()})
    page = client.get("/studio/neu").get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return client, found[1]
