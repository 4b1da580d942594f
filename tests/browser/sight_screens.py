"""Screens on which a company sees how far an assignment is, and what its people say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import func, insert, select, update

from app.engine.steps import Scale, Step
from app.lib import clock
from app.models.base import Database, Session
from app.models.batch import Batch, Cell
from app.models.figures import Figure
from app.models.insight import told_stations
from app.models.journey import newest
from app.models.tables import assignment, company, completion, member
from tests import assignments
from tests.assignments import Given
from tests.benchmarks.product import Product
from tests.browser import office_screens
from tests.browser.journeys import LONG
from tests.browser.staff_screens import accept, invited

JOURNEYS = ("montag-mit-ki", "lange-woerter")
SHARES = (45, 30, 25)


def of_sights(page: Page, product: Product) -> Iterator[str]:
    """Yield a name for each screen of progress and insight, empty and full, in both modes."""
    email, link = invited(product, "manager")
    accept(page, link)
    page.goto(office_screens.company(product, email))
    page.get_by_role("button", name="Rolle annehmen").click()
    page.wait_for_load_state("load")
    database = Database(product.environ["ZR_DATABASE_URL"])
    for number, journey in enumerate(JOURNEYS):
        given = _assigned(database, journey, "list" if number else "everybody")
        for place in ("fortschritt", "einblick"):
            page.goto(f"/betrieb/zuweisungen/{given.code}/{place}")
            yield f"{journey}: nothing yet, {place}"
        with database.write() as session:
            _release(session, given, rounds=number + 1)
            _prove(session, given)
        for place in ("fortschritt", "einblick"):
            page.goto(f"/betrieb/zuweisungen/{given.code}/{place}")
            yield f"{journey}: {place}"
    database.dispose()


def _assigned(database: Database, journey: str, audience: str) -> Given:
    with database.write() as session:
        owner = session.execute(select(func.max(company.c.id))).scalar_one()
        return assignments.assign(session, owner, journey, clock.now(), audience=audience)


def _release(session: Session, given: Given, rounds: int) -> None:
    found = newest(session, given.journey_id)
    assert found
    version_id, journey = found
    now = clock.now() - timedelta(days=3)
    for number in range(1, rounds + 1):
        for step in told_stations(journey):
            cells = list(_cells(step))
            Batch.freeze(session, given.id, step.id, version_id, 12, cells, now, number)


def _cells(step: Step) -> Iterator[Cell]:
    parts: Any = getattr(step, "choices", ())
    options = [part.id for part in parts]
    if isinstance(step, Scale):
        half = step.points // 2
        options = [f"1-{half}", f"{step.points - half + 1}-{step.points}", "-"]
    items = [item.id for item in step.items] if isinstance(step, Scale) else [""]
    for item in items:
        for place, option in enumerate(options):
            told = Figure("share", SHARES[place]) if place < len(SHARES) else Figure("few")
            yield Cell(item, option, told)


def _prove(session: Session, given: Given) -> None:
    """Turn the mode proof on, with people who have long names."""
    for name in (LONG, "Kim Beispiel"):
        listed = assignments.take_on(session, given.company_id, clock.now())
        session.execute(update(member).where(member.c.id == listed).values(name=name[:80]))
        assignments.put_on_list(session, given, listed)
    session.execute(insert(completion).values(assignment_id=given.id, member_id=listed))
    proves = {"mode": "proof", "proof_confirmed_at": clock.now(), "arrived": 10}
    session.execute(update(assignment).where(assignment.c.id == given.id).values(proves))
