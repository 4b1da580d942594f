"""An installation under fault: a real server, its database to look into, and learners who walk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy

from app.models.base import Database
from tests.benchmarks.client import Client, Reply, hidden_fields
from tests.benchmarks.product import Product
from tests.firms import Firm

JOURNEY = "fehlerfahrt"
SOURCE = f"""\
format: zukunftsreise/1
id: {JOURNEY}
title: "Fehlerfahrt"
languages: [de]
stages:
  - stage: strecke
    title: "Die Strecke"
    steps:
      - decision: weg
        title: "Die Gabelung"
        question: "Wohin gehen Sie?"
        choices:
          - {{id: links, label: "Nach links", feedback: "Links ist es hell."}}
          - {{id: rechts, label: "Nach rechts", feedback: "Rechts ist es still."}}
      - {{reflection: gedanke, title: "Ein Gedanke", prompt: "Was nehmen Sie mit?"}}
      - goal: plan
        title: "Ihr Plan"
        prompt: "In einem Jahr ..."
        fields: [picture, if, then, until, who_helps]
      - {{end: da, title: "Angekommen", text: "Schön."}}
"""


def installed(folder: Path, database: str | None = None) -> Product:
    """Return an installation with the one journey of these proofs."""
    product = Product(folder, database)
    home = folder / "journeys" / JOURNEY
    home.mkdir(parents=True)
    (home / "journey.yaml").write_text(SOURCE, "utf-8")
    product.flask("journeys", "load", str(folder / "journeys"))
    return product


@contextmanager
def looking_into(product: Product) -> Iterator[sqlalchemy.Connection]:
    """Yield a connection of one's own to the database of the installation."""
    engine = sqlalchemy.create_engine(product.environ["ZR_DATABASE_URL"])
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def rows(product: Product, statement: str, **values: object) -> list[tuple[object, ...]]:
    """Return what a statement finds in the database."""
    with looking_into(product) as connection:
        return [tuple(row) for row in connection.execute(sqlalchemy.text(statement), values)]


def join_link(product: Product, seats: int) -> str:
    """Make a company, and return the token of its own link with so many seats."""
    database = Database(product.environ["ZR_DATABASE_URL"])
    try:
        return Firm(database).link(None, seats=seats)
    finally:
        database.dispose()


def invitation(product: Product, seats: int | None = None) -> str:
    """Let a company assign the journey, and return the token of its link."""
    database = Database(product.environ["ZR_DATABASE_URL"])
    try:
        firm = Firm(database)
        assigned = firm.assign(JOURNEY)
        firm.change_link(assigned, seats=seats)
    finally:
        database.dispose()
    return assigned.token


class Learner:
    """Somebody with a browser; `depart` gives them a run."""

    def __init__(self, port: int) -> None:
        self.client = Client(port)
        self.run = ""

    def cover(self) -> dict[str, str]:
        """Open the journey and return the fields that its button sends."""
        return hidden_fields(self.client.get(f"/reise/{JOURNEY}").body)

    def depart(self) -> None:
        """Set out."""
        started = self.client.post(f"/reise/{JOURNEY}/rolle", self.cover(), htmx=False)
        assert started.status == 303, started.body[:300]
        self.run = run_of(started)

    def accept(self, token: str) -> None:
        """Set out with the assignment of a link."""
        path = f"/m/{token}"
        fields = hidden_fields(self.client.get(path).body)
        started = self.client.post(path, fields, htmx=False)
        assert started.status == 303, started.body[:300]
        self.run = run_of(started)

    def at(self, place: str) -> str:
        """Return the address of a place of the run."""
        return f"/unterwegs/{self.run}/{place}"

    def form(self, step: str) -> dict[str, str]:
        """Open a step and return the hidden fields of its form."""
        page = self.client.get(self.at(step))
        assert page.status == 200, page.body[:300]
        return hidden_fields(page.body)

    def send(self, step: str, **fields: str) -> Reply:
        """Open a step and send its form as htmx does."""
        return self.client.post(self.at(step), {**self.form(step), **fields})


def run_of(started: Reply) -> str:
    """Return the code of the run to which a start led."""
    return started.headers["location"].split("/unterwegs/")[1].split("/")[0]
