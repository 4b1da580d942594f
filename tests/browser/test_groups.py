"""A workshop in Chromium: the facilitator's page and a learner who joins, also by keyboard alone
and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.benchmarks.product import Product
from tests.browser import robot
from tests.browser.accessibility import Examiner
from tests.browser.conftest import PHONE
from tests.browser.groups import Member, sign_in
from tests.browser.watching import watched
from tests.groups import GROUP_JOURNEY

DESK = {"width": 1280, "height": 900}
ENDING = '      - {reflection: gedanke, prompt: "Was nehmen Sie mit?"}\n'
FORK = re.compile("Station auswerten.*Die Gabelung")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Product:
    """An installation with a journey for a group."""
    product = Product(tmp_path_factory.mktemp("groups"))
    home = product.folder / "journeys" / "gruppenreise"
    home.mkdir(parents=True)
    (home / "journey.yaml").write_text(GROUP_JOURNEY, "utf-8")
    product.flask("journeys", "load", str(product.folder / "journeys"))
    return product


@pytest.fixture(scope="module")
def base_url(product: Product) -> Iterator[str]:
    """The address of that installation."""
    with product.serve():
        yield product.environ["ZR_BASE_URL"]


@pytest.fixture
def desk(browser: Browser, product: Product, base_url: str) -> Iterator[Page]:
    """A facilitator's screen; any script error or policy violation fails the test."""
    context = browser.new_context(
        base_url=base_url, viewport=DESK, locale="de-DE", reduced_motion="reduce"
    )
    sign_in(product, context)
    yield from watched(context)


@pytest.fixture
def plain_desk(browser: Browser, product: Product, base_url: str) -> Iterator[Page]:
    """The same screen without JavaScript."""
    context = browser.new_context(
        base_url=base_url, viewport=DESK, locale="de-DE", java_script_enabled=False
    )
    sign_in(product, context)
    yield from watched(context)


@pytest.fixture
def examiner(axe_source: str) -> Examiner:
    return Examiner(axe_source)


def open_group(page: Page, title: str = "Team Versand, Montag") -> str:
    page.goto("/studio/gruppen")
    page.get_by_role("link", name="Gruppe öffnen").click()
    page.get_by_label("Wie heißt die Gruppe?").fill(title)
    page.get_by_role("radio", name="Die Gruppenreise").check()
    page.get_by_role("button", name="Gruppe öffnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url.rsplit("/", 1)[1]


def publish(product: Product, new: str, old: str) -> None:
    home = product.folder / "journeys" / "gruppenreise"
    (home / "journey.yaml").write_text(GROUP_JOURNEY.replace(old, new), "utf-8")
    product.flask("journeys", "load", "--note", "Am Schluss sagen wir Danke.", str(home))


def fill(product: Product, code: str, *answers: str) -> list[Member]:
    members = [Member(product.port, code) for _ in answers]
    for member, answer in zip(members, answers, strict=True):
        member.answer("weg", answer=answer)
    return members


def answer_all(product: Product, code: str) -> None:
    members = fill(product, code, *["links"] * 6, *["rechts"] * 4, "bleiben")
    for number, member in enumerate(members):
        member.answer("stimmung", answer="gut")
        member.answer("vorher", item_mut=str(1 + number % 3), item_ruhe="3")


def join(page: Page, code: str) -> None:
    page.goto(f"/m/{code}")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Reise starten").click()
    page.wait_for_url("**/unterwegs/**")


def release(page: Page) -> None:
    page.get_by_role("link", name=FORK).click()
    page.get_by_role("button", name="Station auswerten").click()
    expect(page.get_by_text("gerundet auf fünf Prozentpunkte")).to_be_visible()


@pytest.fixture
def look(examiner: Examiner) -> Iterator[Callable[[Page], None]]:
    """Examine a screen on a phone and on a desk; what was wrong fails the test at its end."""

    def look(page: Page) -> None:
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            examiner.look(page)

    yield look
    assert examiner.problems == []
    assert examiner.screens >= 20


def test_every_screen_of_a_facilitator_is_accessible(
    desk: Page, product: Product, look: Callable[[Page], None]
) -> None:
    for path in ("/studio/gruppen", "/studio/gruppen/neu"):
        desk.goto(path)
        look(desk)
    desk.get_by_role("button", name="Gruppe öffnen").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    look(desk)
    code = open_group(desk, "Mitbestimmungsvereinbarung und Beschäftigtendatenschutz")
    look(desk)
    desk.get_by_role("link", name=FORK).click()
    look(desk)
    desk.get_by_role("button", name="Station auswerten").click()
    expect(desk.get_by_role("alert")).to_contain_text("Noch nicht genug Antworten")
    look(desk)
    answer_all(product, code)
    for step in ("weg", "stimmung", "vorher"):
        desk.goto(f"/studio/gruppe/{code}/auswertung/{step}")
        desk.get_by_role("button", name="Station auswerten").click()
        expect(desk.get_by_text("Mindestens 10 Menschen")).to_be_visible()
        look(desk)
    for place in ("", "/aushang", "/umzug", "/schluss"):
        desk.goto(f"/studio/gruppe/{code}{place}")
        look(desk)
    publish(product, ENDING + '      - {story: dank, title: "Danke", text: "Bis bald."}\n', ENDING)
    desk.goto(f"/studio/gruppe/{code}")
    look(desk)
    desk.get_by_role("link", name="Alle ziehen auf die neue Fassung um").click()
    expect(desk.get_by_text("auch Stationen oder Wege anders")).to_be_visible()
    look(desk)
    desk.get_by_role("button", name="Alle ziehen um").click()
    expect(desk.get_by_text("Es gibt eine neue Fassung")).to_have_count(0)
    desk.goto(f"/studio/gruppe/{code}/schluss")
    desk.get_by_role("button", name="Gruppe schließen").click()
    look(desk)


def test_every_screen_of_a_member_is_accessible(
    desk: Page, phone: Page, product: Product, look: Callable[[Page], None]
) -> None:
    code = open_group(desk)
    for path in ("/m", f"/m/{code}", "/m/00000000"):
        phone.goto(path)
        look(phone)
    phone.goto("/m")
    phone.get_by_label("Ihr Code").fill("0000-0000")
    phone.get_by_role("button", name="Weiter").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    look(phone)
    join(phone, code)
    look(phone)
    phone.get_by_role("radio").first.check()
    robot.settled(phone, lambda: phone.get_by_role("button", name="Entscheiden").click())
    look(phone)
    run = phone.url.split("/")[4]
    places = [f"/unterwegs/{run}/{place}" for place in ("weg/gruppe", "karte", "pause")]
    places += [f"/gruppe/{run}", "/meine-daten", f"/m/{code}"]
    for path in places:
        phone.goto(path)
        look(phone)
    answer_all(product, code)
    desk.reload()
    release(desk)
    for path in (f"/unterwegs/{run}/weg/gruppe", f"/gruppe/{run}", f"/m/{code}"):
        phone.goto(path)
        look(phone)
    desk.goto(f"/studio/gruppe/{code}/schluss")
    desk.get_by_role("button", name="Gruppe schließen").click()
    expect(desk.get_by_text("Diese Gruppe ist geschlossen")).to_be_visible()
    for path in (f"/m/{code}", f"/gruppe/{run}"):
        phone.goto(path)
        look(phone)


def test_the_screens_of_a_group_that_is_paused_are_accessible(
    desk: Page, phone: Page, product: Product, examiner: Examiner
) -> None:
    code = open_group(desk, "Spätdienst")
    desk.goto("/studio")
    desk.get_by_role("button", name="Im Studio öffnen").click()
    desk.goto("/studio/gruppenreise/rueckzug")
    desk.get_by_role("button", name="Zurückziehen").click()
    for page, path in ((desk, f"/studio/gruppe/{code}"), (phone, f"/m/{code}")):
        page.goto(path)
        expect(page.get_by_text("Zurzeit kann niemand beitreten").first).to_be_visible()
        examiner.look(page)
    desk.goto("/studio/gruppenreise/versionen")
    for _ in range(desk.get_by_role("button", name="Wieder anbieten").count()):
        desk.get_by_role("button", name="Wieder anbieten").first.click()
    phone.get_by_role("link", name="Seite neu laden").click()
    expect(phone.get_by_role("button", name="Reise starten")).to_be_visible()
    assert examiner.problems == []


def test_the_page_looks_again_by_itself_while_it_is_in_sight(desk: Page, product: Product) -> None:
    desk.clock.install()
    code = open_group(desk, "Sichtbar")
    joined = desk.locator("#joined")
    expect(joined).to_contain_text("Ab fünf Menschen")
    fill(product, code, *["links"] * 5)
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.get_by_role("link", name="Jetzt nachsehen").focus()
    desk.mouse.wheel(0, 300)
    desk.clock.fast_forward(21_000)
    expect(joined).to_have_text("Mindestens 5 beigetreten")
    expect(desk.get_by_role("link", name="Jetzt nachsehen")).to_be_focused()
    assert [url for url in asked if url.endswith("/beigetreten")]
    asked.clear()
    desk.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    desk.clock.fast_forward(61_000)
    assert asked == []
    desk.evaluate("delete document.hidden")
    with desk.expect_response("**/beigetreten"):
        desk.clock.fast_forward(21_000)


def test_a_workshop_without_javascript(
    plain_desk: Page, plain_phone: Page, product: Product
) -> None:
    code = open_group(plain_desk, "Ohne Skript")
    plain_phone.goto("/")
    plain_phone.get_by_role("link", name="Code eingeben").click()
    plain_phone.get_by_label("Ihr Code").fill(f"{code[:4]}-{code[4:]}")
    plain_phone.get_by_role("button", name="Weiter").click()
    expect(plain_phone.get_by_text("Mara Lind lädt Sie ein")).to_be_visible()
    plain_phone.get_by_role("checkbox").check()
    plain_phone.get_by_role("button", name="Reise starten").click()
    expect(plain_phone.get_by_text("Anonym gezählt")).to_be_visible()
    plain_phone.get_by_role("radio", name="Nach links").check()
    plain_phone.get_by_role("button", name="Entscheiden").click()
    fill(product, code, *["links"] * 4, *["rechts"] * 5)
    plain_desk.get_by_role("link", name="Jetzt nachsehen").click()
    expect(plain_desk.get_by_text("Mindestens 10 beigetreten")).to_be_visible()
    release(plain_desk)
    expect(plain_desk.get_by_text("Nach links“ und „Nach rechts“ (je 50 %)")).to_be_visible()
    plain_phone.get_by_role("link", name="Wie haben die anderen geantwortet?").click()
    expect(plain_phone.get_by_text("(je 50 %)")).to_be_visible()


def test_a_learner_joins_and_withdraws_by_keyboard_alone(desk: Page, phone: Page) -> None:
    code = open_group(desk, "Mit der Tastatur")
    phone.goto("/m")
    to(phone, phone.get_by_label("Ihr Code"))
    phone.keyboard.type(code)
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Die Gruppenreise")
    to(phone, phone.get_by_role("checkbox"))
    phone.keyboard.press("Space")
    enter(phone, phone.get_by_role("button", name="Reise starten"))
    expect(phone.get_by_text("Anonym gezählt")).to_be_visible()
    enter(phone, phone.get_by_role("link", name="Pause"))
    enter(phone, phone.get_by_role("link", name="Ansehen oder ändern"))
    to(phone, phone.get_by_role("checkbox"))
    phone.keyboard.press("Space")
    enter(phone, phone.get_by_role("button", name="So speichern"))
    expect(phone.get_by_text("Nein. Ihre Antworten sind nur für Sie.")).to_be_visible()


def test_a_facilitator_leads_a_group_by_keyboard_alone(desk: Page, product: Product) -> None:
    desk.goto("/studio")
    for name in ("Gruppen", "Gruppe öffnen"):
        enter(desk, desk.get_by_role("main").get_by_role("link", name=name, exact=True))
    to(desk, desk.get_by_label("Wie heißt die Gruppe?"))
    desk.keyboard.type("Team Tastatur")
    to(desk, desk.get_by_role("radio", name="Die Gruppenreise"))
    desk.keyboard.press("Space")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Team Tastatur")
    fill(product, desk.url.rsplit("/", 1)[1], *["links"] * 5)
    enter(desk, desk.get_by_role("link", name=FORK))
    enter(desk, desk.get_by_role("button", name="Station auswerten"))
    expect(desk.get_by_text("Fast alle: „Nach links“.")).to_be_visible()


def test_the_poster_prints_code_and_qr_code_alone(desk: Page, tmp_path: Path) -> None:
    code = open_group(desk, "Aushang")
    desk.goto(f"/studio/gruppe/{code}/aushang")
    desk.emulate_media(media="print")
    expect(desk.locator(".big-code")).to_have_text(re.compile(f"{code[:4]}-{code[4:]}", re.I))
    expect(desk.get_by_role("img", name="QR-Code zum Beitreten")).to_be_visible()
    for hidden in (".site-head", ".site-foot", ".back", ".no-print"):
        expect(desk.locator(hidden).first).to_be_hidden()
    assert desk.evaluate("document.querySelector('.qr').naturalWidth") > 0


def to(page: Page, target: Locator) -> None:
    """Press Tab until the element has focus; it must be within a page's reach and show a ring."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            assert page.evaluate(robot.RING), "focus is visible"
            return
    raise AssertionError("the element is not reached by Tab")


def enter(page: Page, target: Locator) -> None:
    """Reach an element by Tab, press Enter and wait for the page that it leads to."""
    to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")
