"""Names, teams, words and titles of a company stay words on every page, whoever looks at it.

Each hostile text is somebody's name, team, address, title and company, once; all of them together
are the name, the words and the legal basis of the company that is looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import insert, update
from werkzeug.exceptions import HTTPException

from app import create_app
from app.config import load
from app.content.source import parse
from app.lib import clock
from app.models.base import Session
from app.models.company import Company
from app.models.join_code import JoinCode
from app.models.journey import publish
from app.models.tables import assignment, company, handed_certificate, member, team
from scripts import figures
from tests import assignments
from tests.benchmarks.product import Product
from tests.browser import robot
from tests.browser.hostile import CORPUS
from tests.browser.test_hostile_texts import ALL, INJECTED
from tests.browser.watching import watched
from tests.firms import Firm, set_out
from tests.handed import give
from tests.offices import lead
from tests.people import Person
from tests.wall import pages
from tests.wall.world import JOURNEY, SLUG

ROOMS = {
    "company": ("/betrieb",),
    "learner": ("/unterwegs/", "/m/", "/meine-betriebe", "/mein-nachweis"),
    "operator": ("/betreiber",),
}
"""Where words of a company are shown: to its managers, to learners and to operators."""
FILES = re.compile(r"\.(pdf|csv|xlsx|svg|ics|zip|json)$")
OWN_SCRIPT = '<script src="/static/vendor/'
EDITED = ("einstellungen", "teams", "leitung", "menschen/neu", "menschen/{member}",
          "zuweisungen/{code}/worte")  # fmt: skip
"""Pages of a company on which people type."""


class Town:
    """Companies, their people and what they assign, all of them called as nobody should be."""

    def __init__(self, app: Flask, base_url: str) -> None:
        self.app, self.base_url = app, base_url
        self.database = app.extensions["database"]
        with self.database.write() as session:
            publish(session, parse(JOURNEY, name="journey.yaml"), clock.now())
        self.firm = Firm(self.database, ALL)
        asked = {"mode": "proof", "legal_basis": ALL, "words": json.dumps({"kontakt": ALL})}
        self.assigned = self.firm.assign(SLUG, title=ALL[:120], ends_on=date(2099, 1, 1))
        self.firm.change(company, self.firm.id, words=asked["words"])
        self.firm.change(assignment, self.assigned.id, **asked)
        with self.database.write() as session:
            others = [self._add(session, text) for text in CORPUS]
            found = [Company.with_id(session, id_) for id_ in (self.firm.id, *others)]
        self._prove()
        everywhere = [each for each in found if each]
        self.manager, self.chooser = lead(app, everywhere[0]), lead(app, *everywhere)
        self.operator, self.learner = Person(app), Person(app)
        self.operator.sign_in("operator")
        self.run = set_out(self.learner, self.assigned.token, role="lager").code

    def _add(self, session: Session, text: str) -> int:
        """Add somebody with a team, an assignment, and another company; return its id."""
        now, firm = clock.now(), self.firm.id
        listed = assignments.take_on(session, firm, now, f"{text}@firma.example")
        made = insert(team).values(company_id=firm, name=text).returning(team.c.id)
        own = {"name": text, "team_id": session.execute(made).scalar_one()}
        session.execute(update(member).where(member.c.id == listed).values(own))
        given = assignments.assign(session, firm, SLUG, now, audience="everybody")
        titled = update(assignment).where(assignment.c.id == given.id)
        session.execute(titled.values(title=text, mode="proof", legal_basis=text))
        return assignments.open_company(session, now, text)

    def _prove(self) -> None:
        """Hand certificates over, and release a round; people may also join by themselves."""
        given = assignments.Given(self.assigned.id, self.assigned.code, self.firm.id, SLUG)
        codes = give(self.database, self.firm.id, *CORPUS, journey=SLUG)
        with self.database.write() as session:
            changed = handed_certificate.update().where(handed_certificate.c.code == codes[0])
            session.execute(changed.values(journey=ALL, topics=ALL, fetched_at=clock.now()))
            assignments.freeze_round(session, given, 12, clock.now())
            self.join = JoinCode.into_company(session, self.firm.id, "", clock.now()).token


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Product:
    """An installation of its own: nobody else wants to see these names."""
    return Product(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def base_url(product: Product) -> Iterator[str]:
    with product.serve():
        yield product.environ["ZR_BASE_URL"]


@pytest.fixture(scope="module")
def town(product: Product, base_url: str, tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder: Path = tmp_path_factory.mktemp("workshop")
    # Its hosts are trusted by the one that Chromium sees, not by test clients.
    environ = {**product.environ, "ZR_ENV": "development"}
    return Town(create_app(load(environ, folder)), base_url)


class Visitor:
    """Somebody of the town in Chromium, who notes every dialog of a script."""

    def __init__(self, page: Page, town: Town, person: Person) -> None:
        self.page, self.town = page, town
        self.dialogs: list[str] = []
        self.read: dict[str, str] = {}
        page.context.on("dialog", lambda each: (self.dialogs.append(each.message), each.dismiss()))
        given = [{"name": each.key, "value": each.value, "url": town.base_url}
                 for each in person.client._cookies.values()]  # fmt: skip
        page.context.add_cookies(given)

    def look_around(self, room: str, *start: str) -> None:
        """Open what pages of a room lead to, one address of each rule, and look at it."""
        ahead, seen = list(start), {"", *map(self._rule, start)}
        while ahead:
            self.open(ahead.pop(0))
            for link in sorted(pages.Page(self.page.content()).links):
                rule = self._rule(link)
                if rule not in seen and link.startswith(ROOMS[room]):
                    seen.add(rule)
                    ahead.append(link.partition("#")[0])

    def open(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer and answer.status in (200, 409), (path, answer and answer.status)
        self.is_harmless(path)

    def is_harmless(self, path: str) -> None:
        found = self.page.evaluate(INJECTED)
        assert [each for each in found if not each.startswith(OWN_SCRIPT)] == [], path
        assert self.dialogs == [], path
        self.read[path] = self.page.locator("body").inner_text()

    def told(self) -> set[str]:
        """Return the texts of the corpus that stand as words on what was read."""
        everything = plain(" ".join(self.read.values()))
        return {text for text in CORPUS if plain(text) in everything}

    def _rule(self, link: str) -> str:
        """Return the rule of a page, "" for a file."""
        path = urlsplit(link).path
        try:
            bound = self.town.app.url_map.bind("localhost")
            rule, _ = bound.match(path, "GET", return_rule=True)
        except HTTPException:
            return ""
        return "" if FILES.search(path) else str(rule.rule)


def plain(words: str) -> str:
    """Return the signs of a text that a page shows in any case."""
    return re.sub(r"[\s\x00-\x1f\ufeff\u202e]", "", words)


@pytest.fixture
def chromium(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=base_url, locale="de-DE")
    yield from watched(context)


def test_every_page_of_a_company_shows_hostile_words_as_words(chromium: Page, town: Town) -> None:
    visitor = Visitor(chromium, town, town.manager)
    invitation = f"/betrieb/zuweisungen/{town.assigned.code}/einladung"
    visitor.look_around("company", "/betrieb", invitation)
    rooms = {path.split("/")[2] for path in visitor.read if path.startswith("/betrieb/")}
    assert rooms >= {"menschen", "teams", "nachweise", "leitung", "einstellungen", "zuweisungen"}
    figures.record(
        "hostile texts in the fields of a company that are no words on its pages",
        len(CORPUS) - len(visitor.told()),
        goal="0",
        ok=visitor.told() == set(CORPUS),
        command="make test",
        unit=f"of {len(CORPUS)} on {len(visitor.read)} pages",
        quiet=True,
    )
    assert visitor.told() == set(CORPUS)


def test_what_is_typed_into_the_forms_of_a_company_stays_words(chromium: Page, town: Town) -> None:
    visitor = Visitor(chromium, town, town.manager)
    chromium.goto("/betrieb/menschen")
    (member, *_) = re.findall(r"/betrieb/menschen/(\w{16})", chromium.content())
    for place in EDITED:
        visitor.open(f"/betrieb/{place.format(code=town.assigned.code, member=member)}")
        for field in chromium.locator("main").locator(robot.FIELDS).all():
            field.fill(ALL)
        chromium.locator(robot.PRIMARY).first.click()
        chromium.wait_for_load_state()
        visitor.is_harmless(place)


def test_learners_and_operators_see_the_words_of_a_company_as_words(
    chromium: Page, town: Town
) -> None:
    visitor = Visitor(chromium, town, town.learner)
    invitations = [f"/m/{token}" for token in (town.assigned.token, town.join)]
    visitor.look_around("learner", f"/unterwegs/{town.run}", *invitations)
    assert visitor.told() == set(CORPUS)
    chromium.context.clear_cookies()
    visitor = Visitor(chromium, town, town.operator)
    visitor.look_around("operator", "/betreiber")
    assert visitor.told() == set(CORPUS)
    chromium.context.clear_cookies()
    visitor = Visitor(chromium, town, town.chooser)
    visitor.open("/betrieb/wechseln")
    assert visitor.told() == set(CORPUS)
