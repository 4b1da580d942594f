"""What the works-council sheet says does not exist does not exist: each claim has its test."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Date, DateTime

from app.content.source import parse
from app.engine.steps import Decision, Poll, Scale
from app.lib import clock, mail
from app.models.base import UtcHour, metadata
from app.models.figures import LEAST, publishable
from app.models.insight import is_counted
from app.models.left_out import left_out
from app.models.scopes import OFFICE_NEVER
from app.ui import headers
from tests.assignments import JOURNEY
from tests.houses import House

ROOT = Path(__file__).parents[2]
ELSEWHERE = {
    "rankings": ("workspace/test_insights.py", "each_name_has_yes_or_no_and_no_time"),
    "live": ("workspace/test_insights.py", "only_after_the_next_morning"),
    "locks": ("player/test_assignment_invitations.py", "a_period_that_lies_behind_locks_nothing"),
    "strangers": ("test_headers.py", "policy"),
}
"""Claims that a test keeps which is there for another reason, too: its file and its name."""


def columns(*tables: str) -> set[str]:
    """Return the names of the columns of some tables, of all where none is given."""
    found = [metadata.tables[name] for name in tables] or list(metadata.tables.values())
    return {column.name for table in found for column in table.columns}


def times(*tables: str) -> set[str]:
    """Return the names of the columns that say when."""
    return {
        column.name
        for name in tables
        for column in metadata.tables[name].columns
        if isinstance(getattr(column.type, "impl", column.type), DateTime | Date)
    }


def no_column(words: str, *tables: str) -> None:
    found = {each for each in columns(*tables) if set(each.split("_")) & set(words.split())}
    assert found == set()


def check_times() -> None:
    assert isinstance(metadata.tables["entry"].c.at.type, UtcHour)
    moment = datetime(2026, 11, 28, 9, 59, 59, tzinfo=UTC)
    kept = UtcHour().process_bind_param(moment, None)  # type: ignore[arg-type]
    assert kept == int(moment.timestamp()) // 3600
    no_column("seconds duration elapsed took spent ms")


def check_presence() -> None:
    assert times("member") == {"added_at", "joined_at"}
    assert {"learner", "device", "run"} <= OFFICE_NEVER
    no_column("seen active online last", "member", "assignment", "completion", "join_code")


def check_moment() -> None:
    assert times("completion", "arrival") == set()


def check_opened() -> None:
    assert {"membership", "seat"} <= OFFICE_NEVER
    pages = list((ROOT / "app/templates/workspace/members").glob("*.html"))
    assert [each.name for each in pages if ".used" in each.read_text("utf-8")] == []


def check_scores() -> None:
    no_column("score scores grade grades stars badge badges points level rank streak")


def check_texts() -> None:
    journey = parse(JOURNEY, name="journey.yaml").journey
    assert journey
    steps = list(journey.steps.values())
    assert {type(step) for step in steps if is_counted(step)} == {Decision, Poll, Scale}
    assert len([step for step in steps if not is_counted(step)]) == 2


def check_few() -> None:
    assert LEAST >= 5
    with pytest.raises(AssertionError):
        publishable([LEAST - 1, 0])


def check_consent() -> None:
    assert "contributes" in columns("run")
    assert "run" in OFFICE_NEVER
    no_column("contributes agrees consent", *(set(metadata.tables) - OFFICE_NEVER))


def check_network() -> None:
    no_column("ip agent browser os device host")
    assert metadata.tables["attempt"].c.network.type.length == 32  # type: ignore[attr-defined]


def check_keys() -> None:
    sources = [*(ROOT / "app/static/js").glob("*.js"), *(ROOT / "app/templates").rglob("*.html")]
    watching = re.compile("mousemove|pointermove|keyup|keypress|sendBeacon")
    assert len(sources) > 50
    assert [each.name for each in sources if watching.search(each.read_text())] == []


CHECKS: dict[str, Callable[[], None]] = {
    name.removeprefix("check_"): check
    for name, check in list(globals().items())
    if name.startswith("check_")
}


def test_every_claim_has_its_test() -> None:
    kept = [*CHECKS, *ELSEWHERE, "filters"]
    assert sorted(kept) == sorted(left_out)


@pytest.mark.parametrize("name", CHECKS)
def test_it_does_not_exist(app: Flask, name: str) -> None:
    CHECKS[name]()


@pytest.mark.parametrize("name", ELSEWHERE)
def test_the_test_that_keeps_a_claim_is_there(name: str) -> None:
    file, words = ELSEWHERE[name]
    text = (ROOT / "tests/integration" / file).read_text("utf-8")
    assert re.search(rf"def test_\w*{words}", text)


def test_no_page_lets_a_company_take_results_apart(app: Flask, load: Callable[..., str]) -> None:
    load(JOURNEY)
    house = House(app)
    house.come(6)
    house.next_morning()
    whole = house.leader.see(f"{house.path}/einblick")
    for wish in ("team=1", "rolle=halle", "tag=2026-11-28", "von=1&bis=2", "round=1", "member=1"):
        assert house.leader.see(f"{house.path}/einblick?{wish}") == whole


def test_mail_is_plain_text_and_pages_load_nothing_from_elsewhere() -> None:
    sent = mail.message("a@b.example", "c@d.example", "Titel", "Text", number="1", now=clock.now())
    assert sent.get_content_type() == "text/plain"
    assert headers.CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
