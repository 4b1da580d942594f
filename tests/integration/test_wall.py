"""P12 and P14: nobody reads or changes what is another's, on any route, by any method.

One crawl serves all tests of this file; it takes about half a minute of one core.
"""

import logging
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Response

from app.models.tables import assignment
from app.ui import requests
from app.ui.access import OFFICE, access
from scripts.figures import record
from tests.conftest import create_watched, make_config
from tests.wall.crawl import Crawl, Outcome
from tests.wall.scope import read, written
from tests.wall.world import unplanted

REPEATED = ("manager of A", "operator")


@pytest.fixture(scope="module")
def quiet() -> Iterator[None]:
    """Thousands of requests would write thousands of lines."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def crawl(quiet: None, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """A crawl over an application of its own."""
    path = tmp_path_factory.mktemp("wall") / "zukunftsreise.db"
    shutil.copy(sqlite_template, path)
    return Crawl(create_watched(make_config(path.parent, f"sqlite:///{path}")))


@pytest.fixture(scope="module")
def outcome(crawl: Crawl) -> Outcome:
    """What the crawl found."""
    return crawl.run()


def keys(crawl: Crawl) -> set[str]:
    return {f"{method} {rule.rule}" for rule in crawl.rules for method in methods(rule)}


def methods(rule) -> set[str]:
    return rule.methods & {"GET", "POST"}


def test_a_canary_sits_in_every_field_of_a_company() -> None:
    assert unplanted() == set()


def test_the_crawl_knows_an_address_of_every_route(crawl: Crawl) -> None:
    assert crawl.missing() == []


def test_rows_of_others_are_watched_whoever_asks(crawl: Crawl) -> None:
    watched = {who: sum(map(len, rows)) for who, rows in crawl.unchanged.items()}
    operator = watched.pop("operator")
    assert operator and min(watched.values()) > 20, watched


def test_nobody_is_shown_or_changes_what_is_anothers(crawl: Crawl, outcome: Outcome) -> None:
    asked = Counter(case.kind for case in crawl.cases())
    record(
        "cases of the crawl over every route",
        len(outcome.failures),
        goal="0",
        ok=not outcome.failures,
        command="make test",
        unit=f"of {outcome.cases}",
        note=", ".join(f"{count} {kind}" for kind, count in asked.most_common()),
        quiet=True,
    )
    record(
        "foreign canaries in answers to the crawl",
        outcome.canaries,
        goal="0",
        ok=not outcome.canaries,
        command="make test",
        unit=f"of {outcome.cases}",
        quiet=True,
    )
    assert outcome.failures[:20] == []


def test_every_canary_is_shown_to_somebody(outcome: Outcome) -> None:
    # A crawl that sees no canary at all would prove nothing.
    planted = {f"{letter}-{sort}" for letter in "ab" for sort in ("innen", "aussen", "amt")}
    assert outcome.seen >= planted | {f"{letter}-innen" for letter in "lom"} | {"f-entwurf"}


def test_every_route_is_reached(crawl: Crawl, outcome: Outcome) -> None:
    reached = {f"{method} {rule}" for rule, method in outcome.reached}
    record(
        "routes that the crawl reached",
        len(reached),
        goal="all",
        ok=reached >= keys(crawl),
        command="make test",
        unit=f"of {len(keys(crawl))}",
        quiet=True,
    )
    assert keys(crawl) - reached == set()


def test_the_office_touches_the_tables_of_its_list_alone(crawl: Crawl, outcome: Outcome) -> None:
    offices = sorted(end for end, who in crawl.declared.items() if who in OFFICE)
    beyond = [each for endpoint in offices for each in crawl.recorder.beyond(endpoint)]
    assert all(crawl.recorder.statements[endpoint] for endpoint in offices)
    record(
        "routes of companies and operators beyond their tables",
        len(beyond),
        goal="0",
        ok=not beyond,
        command="make test",
        unit=f"of {len(offices)}",
        quiet=True,
    )
    assert beyond == []


def test_the_office_touches_no_other_table_on_postgresql(
    quiet: None, postgres_url: str, tmp_path: Path
) -> None:
    crawl = Crawl(create_watched(make_config(tmp_path / "instance", postgres_url)), REPEATED)
    wanted = [
        case
        for case in crawl.cases()
        if case.kind == "own" and not case.htmx
        if crawl.declared[case.rule.endpoint] in OFFICE
    ]
    assert crawl.run(wanted).failures == []
    offices = {end for end, who in crawl.declared.items() if who in OFFICE}
    assert [each for end in offices for each in crawl.recorder.beyond(end)] == []


@pytest.mark.parametrize(
    ("statement", "reads", "writes"),
    [
        ("SELECT run.id FROM run, draft AS d JOIN entry ON 1", {"run", "draft", "entry"}, set()),
        ("INSERT INTO member (name) VALUES (?) RETURNING id", set(), {"member"}),
        ('UPDATE "assignment" SET arrived=1', set(), {"assignment"}),
        ("DELETE FROM thought WHERE 1", {"thought"}, {"thought"}),
    ],
)
def test_the_tables_of_a_statement_are_read_from_it(
    statement: str, reads: set[str], writes: set[str]
) -> None:
    assert read(statement) == reads
    assert written(statement) == writes


@pytest.fixture(scope="module")
def careless(crawl: Crawl) -> Crawl:
    """A crawl over the same world with what careless colleagues might have written."""
    app = create_watched(crawl.app.config["ZR"])

    @access("manager")
    def show(code: str) -> str:
        return str(requests.db().execute(assignment.select()).all())

    @access("manager")
    def change() -> Response:
        requests.db().execute(assignment.update().values(arrived=5))
        return Response(status=204)

    lonely = access("manager")(lambda secret: secret)
    app.add_url_rule("/betrieb/zuweisungen/<code>/sorglos", "careless", show)
    app.add_url_rule("/betrieb/sorglos", "changing", change, methods=["POST"])
    app.add_url_rule("/nirgends/<secret>", "lonely", lonely)
    return Crawl(app, ("manager of A", "manager of B"), crawl.world)


def found_at(crawl: Crawl, endpoint: str) -> str:
    cases = [case for case in crawl.cases() if case.rule.endpoint == endpoint]
    return "\n".join(crawl.run(cases).failures)


def test_the_crawl_notices_a_route_that_shows_every_company(careless: Crawl) -> None:
    found = found_at(careless, "careless")
    assert "shows the canary b-aussen" in found
    assert "answers 200 instead of 404" in found


def test_the_crawl_notices_a_route_that_changes_another_company(careless: Crawl) -> None:
    assert "changes others" in found_at(careless, "changing")


def test_the_crawl_notices_a_route_that_no_page_leads_to(careless: Crawl) -> None:
    assert "GET /nirgends/<secret> (lonely)" in careless.missing()
