"""A manager presses each button twenty times at one moment: every intent has one effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import sqlalchemy

from tests.benchmarks.client import Client, Reply, hidden_fields
from tests.benchmarks.product import Product
from tests.faults.barrier import at_once
from tests.faults.installation import JOURNEY, rows

AT_ONCE = 20
PASSWORD = "vier bunte wolken warten"
NEW = "/betrieb/zuweisungen/neu"
PEOPLE = 3


class Manager:
    """Somebody with a browser who manages a company with some people on its list."""

    def __init__(self, product: Product, port: int) -> None:
        self.product = product
        self.client = Client(port)
        given = ("--sector", "craft", "--head-count", "14", "--manager", "mo@reise.example")
        link = product.flask("companies", "create", "Tischlerei", *given).strip()
        path = "/" + link.split("/", 3)[3]
        fields = hidden_fields(self.client.get(path).body)
        named = {"name": "Mo", "password-new": PASSWORD}
        done = self.client.post(path, fields | named, htmx=False)
        assert done.status == 303, done.body[-600:]
        self.people = self._people()

    def form(self, path: str) -> dict[str, str]:
        """Open a page and return what its forms carry unseen."""
        page = self.client.get(path)
        assert page.status == 200, (path, page.status, page.body[-300:])
        return hidden_fields(page.body)

    def press(self, page: str, path: str, *sent: dict[str, str]) -> list[Reply]:
        """Send the form of a page twenty times at one moment, with these fields in turn."""
        fields = self.form(page)
        forms = [(path, fields | sent[number % len(sent)]) for number in range(AT_ONCE)]
        return at_once(self.client, forms, htmx=False)

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        return int(str(rows(self.product, f"SELECT count(*) FROM {table}")[0][0]))

    def value(self, statement: str, code: str) -> object:
        """Return the one value that a statement finds for a draft or an assignment."""
        return rows(self.product, statement, code=code)[0][0]

    def _people(self) -> str:
        """Put people on the list and return their codes."""
        codes = [f"{number:016}" for number in range(PEOPLE)]
        engine = sqlalchemy.create_engine(self.product.environ["ZR_DATABASE_URL"])
        with engine.begin() as connection:
            for code in codes:
                connection.execute(
                    sqlalchemy.text(
                        "INSERT INTO member (code, company_id, name, email, language, added_at)"
                        " SELECT :code, id, 'Lea', :email, 'de', created_at FROM company"
                    ),
                    {"code": code, "email": f"lea-{code}@luft.example"},
                )
        engine.dispose()
        return " ".join(codes)


def presses(product: Product, port: int) -> Iterator[list[str]]:
    """Assign a journey again and again; yield after each press what was wrong."""
    manager = Manager(product, port)
    while True:
        code, wrong = _begin(manager)
        yield wrong
        yield _answer(manager, code, "menschen", {"audience": "everybody", "head-count": "14"})
        yield _answer(manager, code, "worte", {"ends-on": _day()})
        yield _answer(manager, code, "modus", {"mode": "protected"})
        yield _two_tabs(manager, code)
        yield _issue(manager, code, links=1)
        yield _renew(manager, code)
        code, wrong = _begin(manager)
        yield wrong
        _answer(manager, code, "worte", {"ends-on": _day()})
        _answer(manager, code, "modus", {"mode": "protected"})
        yield _answer(manager, code, "liste", *_ticks(manager))
        yield _issue(manager, code, links=PEOPLE)
        yield _mail(manager, code)


def _begin(manager: Manager) -> tuple[str, list[str]]:
    before = manager.count("assignment_draft")
    replies = manager.press(NEW, NEW, {"journey": JOURNEY})
    places = {reply.headers.get("location", "") for reply in replies}
    made = manager.count("assignment_draft") - before
    problems = _statuses("beginning", replies)
    if made != 1 or len(places) != 1:
        problems.append(f"beginning: {made} drafts at {len(places)} places")
    return places.pop().split("/")[4], problems


def _answer(manager: Manager, code: str, place: str, *fields: dict[str, str]) -> list[str]:
    path = f"{NEW}/{code}/{place}"
    replies = manager.press(path, path, *fields)
    places = {reply.headers.get("location") for reply in replies}
    several = [f"{place}: {len(places)} places"] if len(places) > 1 else []
    return _statuses(place, replies) + several


def _ticks(manager: Manager) -> list[dict[str, str]]:
    """Return the form of the list with everybody in it ticked."""
    return [{"shown": manager.people, "all": "yes"}]


def _two_tabs(manager: Manager, code: str) -> list[str]:
    """Of two tabs that answer differently one comes last, and that is what is issued."""
    sent = [{"audience": "everybody", "head-count": number} for number in ("20", "30")]
    problems = _answer(manager, code, "menschen", *sent)
    choices = "SELECT choices FROM assignment_draft WHERE code = :code"
    stored = str(manager.value(choices, code))
    if not any(f'"head_count": {number}' in stored for number in (20, 30)):
        problems.append(f"two tabs: {stored}")
    return problems


def _issue(manager: Manager, code: str, links: int) -> list[str]:
    tables = ("assignment", "partition", "join_code", "assignment_draft")
    before = [manager.count(table) for table in tables]
    replies = manager.press(f"{NEW}/{code}/pruefen", f"{NEW}/{code}/ausgabe", {})
    made = [manager.count(table) - number for table, number in zip(tables, before, strict=True)]
    problems = _statuses("issuing", replies)
    if made != [1, 1, links, -1]:
        problems.append(f"issuing: {made}")
    if {reply.headers.get("location") for reply in replies} != {_at(code, "einladung")}:
        problems.append("issuing: several places")
    return problems


def _renew(manager: Manager, code: str) -> list[str]:
    """However often the button is pressed, the code it shows is replaced once."""
    token = (
        "SELECT join_code.token FROM join_code JOIN assignment"
        " ON assignment.id = join_code.assignment_id WHERE assignment.code = :code"
    )
    before = manager.value(token, code)
    path = _at(code, "zugang/neu")
    first = manager.press(path, path, {})
    after = manager.value(token, code)
    stale = hidden_fields(manager.client.get(path).body) | {"seen": str(before)}
    again = at_once(manager.client, [(path, stale)] * AT_ONCE, htmx=False)
    problems = _statuses("renewing", first + again)
    if before == after or manager.value(token, code) != after:
        problems.append("renewing: not once")
    return problems


def _mail(manager: Manager, code: str) -> list[str]:
    before = manager.count("outbox")
    path = _at(code, "mails")
    problems = _statuses("mails", manager.press(path, path, {}))
    sent = manager.count("outbox") - before
    return problems if sent == PEOPLE else [*problems, f"mails: {sent} for {PEOPLE} people"]


def _statuses(name: str, replies: list[Reply]) -> list[str]:
    return [f"{name}: {reply.status}" for reply in replies if reply.status != 303]


def _at(code: str, place: str) -> str:
    return f"/betrieb/zuweisungen/{code}/{place}"


def _day() -> str:
    return f"{datetime.now(UTC) + timedelta(days=21):%d.%m.%Y}"
