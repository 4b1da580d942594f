"""Screens of a manager who assigns a journey: the wizard, its result, and what can go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect
from sqlalchemy import insert, select

from app.lib import clock
from app.models.assignment import Assignment
from app.models.assignment_draft import AssignmentDraft, Choices
from app.models.base import Database, Session
from app.models.company import Company
from app.models.issue import issue
from app.models.tables import assignment, member, team
from app.models.user import User
from tests.benchmarks.product import Product
from tests.browser.office_screens import LONG, company
from tests.browser.staff_screens import accept, app_on_phone, invited, send

LONG_WORD = "Beschäftigtendatenschutzgrundverordnungsanpassungsgesetz"


def of_assigning(page: Page, product: Product) -> Iterator[str]:
    """Yield a name for each screen from the empty overview to the invitation for everybody."""
    link = company(product, "wanda@tischlerei.example")
    accept(page, link)
    page.goto("/betrieb/zuweisungen")
    yield "no assignment"
    page.get_by_role("main").get_by_role("link", name="Reise zuweisen").click()
    yield "the journeys"
    yield _refused(page)
    page.get_by_role("radio").first.check()
    send(page)
    yield "the people"
    page.get_by_label("Wie viele Menschen").fill("viele")
    yield _refused(page)
    page.get_by_label("Wie viele Menschen").fill("14")
    send(page)
    yield "words and period"
    page.get_by_label("Letzter Tag").fill("bald")
    yield _refused(page)
    page.get_by_label("Letzter Tag").fill("24.12.2099")
    yield _refused(page)
    page.get_by_label("Letzter Tag").fill(f"{clock.now():%d.%m.%Y}")
    send(page)
    yield "the mode"
    page.get_by_role("radio", name="Teilnahmenachweis").check()
    yield _refused(page)
    page.get_by_label("Rechtsgrundlage").fill(f"{LONG_WORD}, § 87")
    send(page)
    yield "all answers"
    yield from _of_a_draft(page)
    page.get_by_role("button", name="Einladung erzeugen").click()
    yield "the invitation for everybody"
    yield from _of_codes(page)
    page.goto("/betrieb/zuweisungen")
    yield "an assignment in the list"
    page.goto("/betrieb")
    yield "an assignment on the overview"


def of_lists(page: Page, product: Product) -> Iterator[str]:
    """Yield a name for each screen of an assignment for teams and for people of a list."""
    link = company(product, "willi@tischlerei.example", f"Zweite {LONG}")
    accept(page, link)
    _fill(product, f"Zweite {LONG}")
    page.goto("/betrieb/zuweisungen/neu")
    page.get_by_role("radio").first.check()
    send(page)
    draft = page.url.rsplit("/", 1)[0]
    yield "the people, with teams and a list"
    page.goto(f"{draft}/teams")
    yield "the teams"
    yield _refused(page)
    page.goto(f"{draft}/liste")
    yield "the first page of a list"
    yield _refused(page)
    page.goto(f"{draft}/liste?suche=gibt-es-nicht")
    yield "nobody found"
    page.goto(f"{draft}/liste?seite=2")
    page.get_by_role("button", name="Alle").click()
    yield "everybody ticked"
    send(page)
    send(page)
    send(page)
    page.get_by_role("button", name="Einladung erzeugen").click()
    yield "the invitation for a list"
    invitation = page.url
    page.get_by_role("link", name="E-Mails senden").click()
    yield "a mail to be sent"
    send(page)
    yield "the mails are asked for"
    page.goto(invitation.replace("/einladung", "/mails"))
    yield "no mail left to send"
    page.goto(invitation.replace("/einladung", "/erinnerung"))
    yield "the reminders"
    page.get_by_label("Zweite Erinnerung").fill("bald")
    yield _refused(page)
    page.get_by_label("Erste Erinnerung").fill("")
    page.get_by_label("Zweite Erinnerung").fill("")
    send(page)
    yield "no reminders"
    _close(product, invitation.split("/")[-2])
    page.goto(invitation)
    yield "an invitation that has ended"
    page.goto(invitation.replace("/einladung", "/ende"))
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Das ging nicht")
    yield "what did not work"


def of_proofs(page: Page, product: Product) -> Iterator[str]:
    """Yield a name for each screen on which the operator decides."""
    _, link = invited(product, "operator")
    accept(page, link)
    page.get_by_label("Code aus der App").fill(app_on_phone(page).generate().token)
    send(page)
    page.goto("/betreiber/teilnahmenachweise")
    yield "the proofs"
    code = _ask(product)
    page.reload()
    yield "a proof that waits"
    page.goto(f"/betreiber/teilnahmenachweise/{code}")
    yield "a legal basis"
    here = page.url
    page.get_by_role("button", name="Bestätigen").click()
    page.goto(here)
    yield "a confirmed proof"
    page.goto(f"/betreiber/teilnahmenachweise/{_ask(product)}")
    page.get_by_role("button", name="Ablehnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Teilnahmenachweise")
    yield "no proof waits any more"


def _of_a_draft(page: Page) -> Iterator[str]:
    draft = page.url.rsplit("/", 1)[0]
    page.goto("/betrieb")
    yield "a draft on the overview"
    page.goto("/betrieb/zuweisungen/neu")
    yield "a draft that was begun"
    page.goto(f"{draft}/verwerfen")
    yield "a draft to be discarded"
    page.goto(f"{draft}/pruefen")
    page.locator("input[name=seen]").evaluate("field => { field.value = 'older' }")
    page.get_by_role("button", name="Einladung erzeugen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "answers that have changed"


def _of_codes(page: Page) -> Iterator[str]:
    invitation = page.url
    for place in ("mails", "zeitraum", "worte", "ende", "zugang", "zugang/neu", "zugang/entzug"):
        page.goto(invitation.replace("einladung", place))
        yield f"the invitation: {place}"
    page.goto(invitation.replace("einladung", "zeitraum"))
    page.get_by_label("Letzter Tag").fill("1.1.2020")
    yield _refused(page)
    page.goto(invitation.replace("einladung", "zugang"))
    page.get_by_label("Höchstens so viele").fill("0")
    page.get_by_role("button", name="Grenze speichern").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    yield "a limit that is none"
    page.goto(invitation.replace("einladung", "zugang/pause"))
    yield "a code to be paused"
    page.get_by_role("main").get_by_role("button", name="Code anhalten").click()
    yield "a paused code"
    page.goto(invitation.replace("einladung", "zugang"))
    yield "what to do with a paused code"
    page.goto(invitation.replace("einladung", "zugang/entzug"))
    page.get_by_role("button", name="Code ungültig machen").click()
    yield "a code that is void"


def _refused(page: Page) -> str:
    page.locator("main form[method=post]").first.evaluate(
        "form => form.querySelector('button:not([name])').click()"
    )
    expect(page.get_by_role("alert").first).to_be_visible()
    return f"{page.title()}, refused"


@contextmanager
def _writing(product: Product) -> Iterator[Session]:
    """Yield a session at the database of the running product."""
    database = Database(product.environ["ZR_DATABASE_URL"])
    with database.write() as session:
        yield session
    database.dispose()


def _ask(product: Product) -> str:
    """Let a company ask for the mode proof, and return the code of the assignment."""
    now = clock.now()
    chosen = Choices(
        journey="montag-mit-ki",
        audience="everybody",
        head_count=14,
        starts_on=now.date(),
        ends_on=now.date(),
        mode="proof",
        legal_basis=f"{LONG_WORD}\n\n§ 87",
    )
    with _writing(product) as session:
        by = User.create(session, f"wer-{now.timestamp()}@reise.example", "Mo", now, "manager")
        found = Company.create(session, LONG, "craft", 14, now, by=None)
        draft = AssignmentDraft.begin(session, found.id, chosen, by=by, now=now, known="")
        seen = chosen.mark
        return issue(session, found, draft.code, title=LONG_WORD, seen=seen, by=by, now=now).code


def _fill(product: Product, name: str) -> None:
    """Put more people on the list of a company than stand on one page."""
    with _writing(product) as session:
        (found,) = Company.all(session, name)
        new = insert(team).values(company_id=found.id, name=LONG_WORD).returning(team.c.id)
        team_id = session.execute(new).scalar_one()
        rows = [
            {
                "code": f"{found.id:03}{number:013}",
                "company_id": found.id,
                "team_id": team_id,
                "name": f"{LONG_WORD} {number}",
                "email": f"mensch-{number}@{found.id}.example" if number % 2 else None,
                "language": "de",
                "added_at": clock.now(),
            }
            for number in range(120)
        ]
        session.execute(insert(member), rows)


def _close(product: Product, code: str) -> None:
    with _writing(product) as session:
        found = session.execute(select(assignment.c.id).where(assignment.c.code == code))
        made = Assignment.find(session, found.scalar_one())
        assert made
        made.close(session, clock.now())
