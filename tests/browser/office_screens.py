"""Screens of companies and of the operator: empty, filled, refused, and those shown only once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from playwright.sync_api import Page, expect

from app.lib import clock
from app.models.base import Database
from app.models.company import Company
from app.models.handed_certificate import HandedCertificate
from tests.benchmarks.product import Product
from tests.browser.staff_screens import accept, app_on_phone, invited, send
from tests.handed import give

LONG = "Überbetriebliche Beschäftigtendatenschutzgesellschaft Beispiel"
_numbers = count(1)


def company(product: Product, email: str, name: str = LONG) -> str:
    """Make a company with its first manager and return the link of the invitation."""
    given = ("--sector", "craft", "--head-count", "14", "--manager", email)
    return product.flask("companies", "create", name, *given).strip()


def of_companies(page: Page, product: Product) -> Iterator[str]:
    """Yield a name for each screen of somebody who manages no company, one, and then two."""
    email, link = invited(product, "manager")
    accept(page, link)
    page.goto("/betrieb")
    yield "no company"
    page.goto(company(product, email))
    yield "an invitation into a company"
    page.get_by_role("button", name="Rolle annehmen").click()
    for path in ("", "/menschen", "/menschen/neu", "/menschen/link", "/teams", "/nachweise",
                 "/leitung", "/mitbestimmung", "/einstellungen"):  # fmt: skip
        page.goto(f"/betrieb{path}")
        yield f"the company{path}"
    page.get_by_role("button", name="Code erzeugen").click()
    expect(page.locator(".big-code")).to_be_visible()
    yield "a code for journeys of its own"
    yield from _people(page)
    yield from _certificates(page, product)
    page.goto("/betrieb/einstellungen")
    page.get_by_label("Name des Betriebs").fill("")
    yield _refused(page)
    page.goto("/betrieb/leitung")
    yield _refused(page)
    page.get_by_label("E-Mail-Adresse").fill(f"ole-{email}")
    send(page)
    yield "an invitation that is shown once"
    ole = page.locator(".once").inner_text()
    page.goto("/betrieb/leitung")
    yield "an open invitation"
    other = page.context.browser.new_page(locale="de-DE")  # type: ignore[union-attr]
    accept(other, ole)
    other.close()
    page.goto("/betrieb/leitung")
    yield "two people in charge"
    page.get_by_role("link", name="Entfernen").first.click()
    yield "somebody to be removed"
    page.goto(company(product, email, "Bäckerei Beispiel"))
    yield "an invitation into a second company"
    page.get_by_role("button", name="Rolle annehmen").click()
    page.goto("/betrieb/wechseln")
    yield "a choice of companies"
    page.get_by_role("button", name="Bäckerei Beispiel").click()
    expect(page.get_by_role("link", name="Betrieb wechseln")).to_be_visible()
    yield "one company of two"


def _people(page: Page) -> Iterator[str]:
    """Yield a name for each screen about the people of a company."""
    page.goto("/betrieb/menschen/neu")
    yield _refused(page)
    page.get_by_label("Liste einfügen").fill(f"{LONG};wer-{LONG.split()[0].lower()}\nLea;{LONG}")
    send(page)
    yield "a list that would be taken"
    page.get_by_role("button", name="übernehmen").click()
    page.wait_for_url("**/betrieb/menschen")
    yield "people on the list"
    page.get_by_role("link", name="Lea").click()
    page.get_by_role("button", name="Persönlichen Link erzeugen").click()
    expect(page.locator(".once")).to_be_visible()
    yield "one of the people, with a link"
    page.get_by_label("Name").fill("")
    yield _refused(page)
    page.get_by_role("link", name="Von der Liste nehmen").click()
    yield "somebody to be taken off the list"
    page.goto("/betrieb/teams")
    yield "teams"
    page.get_by_role("link", name="Umbenennen").first.click()
    yield "a team to be renamed"
    page.goto("/betrieb/teams")
    page.get_by_role("link", name="Löschen").first.click()
    yield "a team to be deleted"
    page.goto("/betrieb/menschen/link")
    page.get_by_role("button", name="Link erzeugen").click()
    expect(page.locator(".big-code")).to_be_visible()
    yield "the link of the company"
    page.get_by_role("link", name="Neuen Code erzeugen").click()
    yield "the link to be renewed"


def of_the_operator(page: Page, product: Product) -> Iterator[str]:
    """Yield a name for each screen of the operator's room."""
    company(product, f"wer-{next(_numbers)}@tischlerei.example")
    _, link = invited(product, "operator")
    accept(page, link)
    page.get_by_label("Code aus der App").fill(app_on_phone(page).generate().token)
    send(page)
    for path in ("", "/reisen", "/mail", "/protokoll", "?name=gibt-es-nicht"):
        page.goto(f"/betreiber{path}")
        yield f"the operator{path}"
    page.goto("/betreiber/reisen/schreiben/rueckzug")
    yield "a journey to be withdrawn"
    yield _refused(page)
    page.goto("/betreiber/betriebe/neu")
    yield "a new company"
    yield _refused(page)
    page.get_by_label("Name des Betriebs").fill("Gärtnerei Beispiel")
    page.get_by_label("Branche").select_option("agriculture")
    page.get_by_label("Wie viele Menschen").fill("9")
    page.get_by_label("E-Mail-Adresse der Leitung").fill("gerda@gaertnerei.example")
    send(page)
    yield "an invitation of the first manager"
    page.get_by_role("link", name="Weiter").click()
    yield "one company"
    page.get_by_role("main").get_by_role("link", name="Betrieb schließen").click()
    yield "a company to be closed"
    yield _refused(page)
    page.get_by_role("textbox").fill("Gärtnerei Beispiel")
    send(page)
    yield "a closed company"


def _certificates(page: Page, product: Product) -> Iterator[str]:
    """Yield a name for each list of certificates: new ones, and those that were fetched."""
    database = Database(product.environ["ZR_DATABASE_URL"])
    with database.read() as session:
        newest = max(each.id for each in Company.all(session) if each.name == LONG)
    codes = give(database, newest, LONG, "", "Lea Luft", journey="lange-woerter")
    page.goto("/betrieb/nachweise")
    yield "new certificates"
    with database.write("office") as session:
        HandedCertificate.fetch(session, newest, codes, clock.now())
    database.dispose()
    page.goto("/betrieb/nachweise")
    yield "certificates that were fetched"


def _refused(page: Page) -> str:
    send(page)
    expect(page.get_by_role("alert").first).to_be_visible()
    return f"{page.title()} without words"
