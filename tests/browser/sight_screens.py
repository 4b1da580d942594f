"""Screens on which a company sees how far an assignment is, and what its people say."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page
from sqlalchemy import func, insert, select, update

from app.lib import clock
from app.models.base import Database, Session
from app.models.tables import assignment, company, completion, member
from tests import assignments
from tests.assignments import Given
from tests.benchmarks.product import Product
from tests.browser import office_screens
from tests.browser.journeys import LONG
from tests.browser.staff_screens import accept, invited

JOURNEYS = ("montag-mit-ki", "lange-woerter")


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
            for one in range(1, number + 2):
                assignments.freeze_round(session, given, 12, clock.now(), one)
            _prove(session, given)
        for place in ("fortschritt", "einblick"):
            page.goto(f"/betrieb/zuweisungen/{given.code}/{place}")
            yield f"{journey}: {place}"
    database.dispose()
    page.goto("/betrieb/mitbestimmung")
    yield "the sheet for the works council"
    page.emulate_media(media="print")
    yield "the sheet as a browser prints it"
    page.emulate_media(media="screen")


def _assigned(database: Database, journey: str, audience: str) -> Given:
    with database.write() as session:
        owner = session.execute(select(func.max(company.c.id))).scalar_one()
        return assignments.assign(session, owner, journey, clock.now(), audience=audience)


def _prove(session: Session, given: Given) -> None:
    """Turn the mode proof on, with people who have long names."""
    for name in (LONG, "Kim Beispiel"):
        listed = assignments.take_on(session, given.company_id, clock.now())
        session.execute(update(member).where(member.c.id == listed).values(name=name[:80]))
        assignments.put_on_list(session, given, listed)
    session.execute(insert(completion).values(assignment_id=given.id, member_id=listed))
    proves = {"mode": "proof", "proof_confirmed_at": clock.now(), "arrived": 10}
    session.execute(update(assignment).where(assignment.c.id == given.id).values(proves))
