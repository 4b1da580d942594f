"""P19: whoever erases, or is taken off every list, leaves no word in any field of any table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Date, DateTime, LargeBinary, String, insert, select

from app.lib import clock
from app.models.base import Database, Session, UtcHour, metadata
from app.models.learner import Learner, erase
from app.models.learner_company import of_address
from app.models.personal_data import exported, personal_data
from tests.integration.player.test_traces import content

LISTED = [name for name, entry in personal_data.items() if entry.whose == "member"]
OWN = [name for name, entry in personal_data.items() if entry.whose == "learner"]
ORDER = ("learner", "run", "certificate", *OWN, "member", *LISTED, "outbox")
"""Each before those that refer to it."""
ADDRESS = "kv@tischlerei.example"
SHORTEST = 8
"""Fields that hold fewer signs cannot say anything about a person."""


class Canaries:
    """One row in every table about somebody, with a word of its own in every field."""

    def __init__(self, session: Session, version_id: int) -> None:
        self.session, self.version_id = session, version_id
        self.left: dict[str, bytes] = {}
        self._numbers = count(10_000)
        for table in ("partition", "company", "team", "assignment"):
            self.fill(table, plain=True)

    def fill(self, name: str, *, plain: bool = False) -> None:
        """Insert a row; `plain` ones are not about the person."""
        table, row = metadata.tables[name], {}
        for column in table.columns:
            target = next((key.column.table.name for key in column.foreign_keys), "")
            if target != "user_account":
                row[column.name] = self._value(name, column, target, plain=plain)
        address = {"member": "email", "outbox": "recipient"}.get(name)
        if address:
            row[address] = ADDRESS
            del self.left[f"{name}.{address}"]
        self.session.execute(insert(table).values(row))

    def _value(self, name: str, column: Any, target: str, *, plain: bool) -> Any:
        if target in ("version", "certificate"):
            return self.version_id if target == "version" else self._code
        kind = getattr(column.type, "impl", column.type)
        if isinstance(kind, LargeBinary | String) and not plain:
            return self._word(f"{name}.{column.name}", kind)
        if isinstance(column.type, UtcHour) or isinstance(kind, DateTime | Date):
            return clock.now().date() if isinstance(kind, Date) else clock.now()
        return "1" if isinstance(kind, String) else 1

    def _word(self, field: str, kind: Any) -> Any:
        if (getattr(kind, "length", None) or SHORTEST) < SHORTEST:
            return "de"
        word = f"KV{next(self._numbers):06}"
        if field == "certificate.code":
            self._code = word
        self.left[field] = word.encode()
        return word.encode() if isinstance(kind, LargeBinary) else word


@pytest.fixture
def canaries(app: Flask, lonely: str) -> Canaries:
    """Somebody of whom every table holds something."""
    database: Database = app.extensions["database"]
    with database.write() as session:
        version = metadata.tables["version"]
        found = select(version.c.id).where(version.c.journey_id == lonely)
        made = Canaries(session, session.execute(found).scalar_one())
        for name in dict.fromkeys(ORDER):
            made.fill(name)
    return made


def found(app: Flask, canaries: Canaries) -> Iterator[str]:
    """Yield the fields whose word stands in any file."""
    said = content(app)
    return (field for field, word in canaries.left.items() if word in said)


def test_erasing_leaves_no_word_in_any_table_of_the_register(
    app: Flask, canaries: Canaries
) -> None:
    database: Database = app.extensions["database"]
    assert set(found(app, canaries)) == set(canaries.left), "the search finds what is there"
    assert len(canaries.left) >= 24
    with database.write() as session:
        owner = Learner.find(session, 1)
        assert owner
        erase(session, owner)
    database.scrub()
    assert list(found(app, canaries)) == []
    assert ADDRESS.encode() not in content(app)
    with database.read() as session:
        for name in (*OWN, *LISTED, "outbox"):
            assert session.execute(select(metadata.tables[name])).all() == [], name


def test_the_operator_tells_and_erases_what_lists_hold_about_an_address(
    app: Flask, canaries: Canaries
) -> None:
    run = app.test_cli_runner().invoke
    told = json.loads(run(args=["members", "export", ADDRESS]).output)
    for name in LISTED:
        path = personal_data[name].export.split(".")
        place: Any = told["memberships"][0]
        for part in path[1:]:
            place = place[part][0]
        assert {column.name for column in exported(name)} <= set(place), name
    assert told["mails"][0]["kind"] == canaries.left["outbox.kind"].decode()
    assert run(args=["members", "erase", ADDRESS, "--yes"]).output == "1 taken off.\n"
    own = {f"{name}." for name in (*LISTED, "outbox", "membership", "seat")}
    left = [field for field in found(app, canaries) if field.startswith(tuple(own))]
    # The audit says for 24 months that this row went; its code leads to nobody any more.
    assert (left, ADDRESS.encode() in content(app)) == (["member.code"], False)
    assert json.loads(run(args=["members", "export", ADDRESS]).output) == {
        "memberships": [],
        "mails": [],
    }


def test_mail_to_an_address_that_is_on_another_list_stays(
    app: Flask, canaries: Canaries, load: Callable[..., str]
) -> None:
    database: Database = app.extensions["database"]
    with database.write() as session:
        for name in ("company", "member"):
            table = metadata.tables[name]
            row = dict(session.execute(select(table)).one()._mapping)
            unique = {column.name: "b" for column in table.columns if column.unique}
            other = {"company_id": 2} if name == "member" else {}
            session.execute(insert(table).values(row | unique | {"id": 2} | other))
        owner = Learner.find(session, 1)
        assert owner
        erase(session, owner)
    with database.read() as session:
        assert len(of_address(session, ADDRESS)["mails"]) == 1
