"""Screens of somebody whom a company invites: before, on the way, and at closed doors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import insert, select, update

from app.lib import clock
from app.models.handed_certificate import HandedCertificate
from app.models.tables import (
    assignment,
    batch,
    batch_cell,
    learner,
    membership,
    run,
    version,
)
from tests.browser import robot
from tests.browser.journeys import LONG
from tests.firms import LONG_AGO, Assigned, Firm
from tests.reminders import reminded

JOURNEY = "lange-woerter"


def of_guests(page: Page, firm: Firm) -> Iterator[str]:
    """Yield a name for each screen of a guest who goes with an assignment."""
    robot.begin(page, JOURNEY)
    anna = firm.member("Anna Beispiel")
    assigned = firm.assign_proving(JOURNEY, members=[anna], title=LONG, legal_basis=LONG)
    later = firm.assign(JOURNEY, title=LONG)
    release(firm, assigned)
    link = f"/m/{firm.link(assigned.id, member_id=anna)}"
    page.goto(link)
    yield "an invitation with a run to be taken along"
    page.get_by_role("button", name="Reise starten").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "an invitation without a role"
    page.get_by_role("radio", name="Ja, ich gehe hier weiter").check()
    page.get_by_role("button", name="Reise starten").click()
    page.wait_for_url("**/unterwegs/**")
    mine = robot.path_of(page).split("/")[2]
    page.goto(link)
    yield "an invitation that was accepted"
    for place in ("karte", "pause"):
        page.goto(f"/unterwegs/{mine}/{place}")
        yield place
    page.goto(f"/mein-betrieb/{mine}")
    yield "what the company sees"
    page.goto(f"/unterwegs/{mine}")
    page.get_by_role("radio").first.check()
    robot.settled(page, lambda: page.locator(robot.PRIMARY).first.click())
    page.goto(f"/unterwegs/{mine}/frage/gruppe")
    yield "a result of the company"
    page.goto("/")
    yield "an offer on the start page"
    page.goto(f"/von-meinem-betrieb/{later.code}")
    yield "an offer"
    with firm.database.write() as session:
        session.execute(update(run).where(run.c.code == mine).values(counted=True))
    page.goto(f"/mein-betrieb/{mine}")
    yield "what is counted for good"
    page.goto(reminded(firm, assigned, anna))
    yield "reminders to be stopped"
    page.get_by_role("button", name="Nicht mehr erinnern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie bekommen keine Erinnerung mehr")
    yield "reminders that were stopped"
    firm.remove(anna)
    for path in (f"/mein-betrieb/{mine}", f"/unterwegs/{mine}/pause"):
        page.goto(path)
        yield f"after leaving: {path}"


def of_doors(page: Page, firm: Firm) -> Iterator[str]:
    """Yield a name for each screen of a code that lets nobody in."""
    assigned = firm.assign(JOURNEY, title=LONG)
    firm.change_link(assigned, seats=1, used=1)
    page.goto(f"/m/{assigned.token}")
    yield "full"
    firm.change_link(assigned, paused_at=LONG_AGO)
    page.goto(f"/m/{assigned.token}")
    yield "paused"
    firm.change_link(assigned, ends_at=LONG_AGO)
    page.goto(f"/m/{assigned.token}")
    yield "ended"
    firm.change(assignment, assigned.id, closed_at=LONG_AGO)
    page.goto(f"/m/{assigned.token}")
    yield "closed"


def release(firm: Firm, assigned: Assigned) -> None:
    """Release figures of the first station, as the database holds them."""
    newest = select(version.c.id).where(version.c.journey_id == JOURNEY)
    (row,) = firm.rows(newest.order_by(version.c.number.desc()).limit(1))
    with firm.database.write() as session:
        made = session.execute(
            insert(batch)
            .values(
                partition_id=assigned.id,
                round=1,
                step="frage",
                version_id=row.id,
                people=10,
                released_at=clock.now() - timedelta(days=1),
            )
            .returning(batch.c.id)
        ).scalar_one()
        cells = [("a", 60), ("b", 40)]
        session.execute(
            insert(batch_cell),
            [
                {"batch_id": made, "place": place, "item": "", "option": option, "kind": "share",
                 "share": share}
                for place, (option, share) in enumerate(cells)
            ],
        )  # fmt: skip


def of_members(page: Page, firm: Firm) -> Iterator[str]:
    """Yield a name for each screen of somebody who joins a company, and leaves it."""
    firm.team(LONG)
    anna = firm.member("Anna Beispiel")
    page.goto("/meine-betriebe")
    yield "no company"
    personal = f"/m/{firm.link(None, member_id=anna)}"
    page.goto(personal)
    yield "a personal invitation"
    link = f"/m/{firm.link(None)}"
    page.goto(link)
    yield "an invitation into the company"
    page.get_by_role("button", name="Mitglied werden").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "an invitation without a name"
    page.get_by_label("Ihr Name").fill(LONG[:60])
    page.get_by_role("button", name="Mitglied werden").click()
    page.wait_for_url("**/meine-betriebe")
    yield "one company"
    page.goto(link)
    yield "somebody who is a member already"
    page.goto(personal)
    yield "a member under another name"
    page.goto("/meine-betriebe")
    page.get_by_role("link", name="Austreten").click()
    yield "a company to be left"
    page.get_by_role("button", name="Austreten").click()
    page.wait_for_url("**/meine-betriebe")
    with firm.database.write() as session:
        row = {"tag": "0" * 16, "key": b"", "created_at": LONG_AGO, "seen_at": LONG_AGO}
        other = session.execute(insert(learner).values(**row).returning(learner.c.id)).scalar_one()
        session.execute(insert(membership).values(member_id=anna, learner_id=other))
    page.goto(personal)
    yield "a personal link that is used"


def of_certificates(page: Page, firm: Firm) -> Iterator[str]:
    """Yield a name for each screen of a certificate: asked for, shown, handed over, fetched."""
    page.goto(f"/m/{firm.assign(JOURNEY, title=LONG).token}")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Reise starten").click()
    page.wait_for_url("**/unterwegs/**")
    run_code = robot.path_of(page).split("/")[2]
    here = f"/mein-nachweis/{run_code}"
    page.goto(here)
    yield "a certificate that is not there yet"
    page.goto(f"/unterwegs/{run_code}")
    robot.walk(page, robot.answer_by_mouse, lambda _page: None)
    page.get_by_role("link", name="Ich möchte einen Nachweis").click()
    yield "a certificate to be asked for"
    page.get_by_label("Ihr Name auf dem Nachweis").fill("x" * 81)
    page.get_by_role("button", name="Ich möchte einen Nachweis").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "a name that is too long"
    page.get_by_label("Ihr Name auf dem Nachweis").fill(LONG[:80])
    page.get_by_role("button", name="Ich möchte einen Nachweis").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Nachweis")
    yield "a certificate"
    check = page.get_by_role("main").get_by_role("link", name="/nachweis/").inner_text()
    page.get_by_role("link", name="An den Betrieb weitergeben").click()
    yield "a certificate to be handed over"
    page.get_by_role("button", name="weitergeben").click()
    expect(page.get_by_role("button", name="zurücknehmen")).to_be_visible()
    yield "a certificate that was handed over"
    with firm.database.write("office") as session:
        code = check.rsplit("/", 1)[1]
        assert HandedCertificate.fetch(session, firm.id, [code], clock.now()) == 1
    page.get_by_role("button", name="zurücknehmen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "a certificate that was fetched"
    page.goto(f"{here}/loeschen")
    yield "a certificate to be deleted"
    page.goto(f"/nachweis/{code}")
    yield "a valid paper"
    page.get_by_label("Name auf dem Papier").fill("Jemand anderes")
    page.get_by_role("button", name="Name prüfen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "another name than on the paper"
    page.get_by_label("Name auf dem Papier").fill(LONG[:80])
    page.get_by_role("button", name="Name prüfen").click()
    expect(page.get_by_text("Prüfcode und Name gehören")).to_be_visible()
    yield "the right name"
    page.goto(f"/nachweis/{'0' * 16}")
    yield "no valid paper"


SCREENS = (of_guests, of_doors, of_members, of_certificates)
