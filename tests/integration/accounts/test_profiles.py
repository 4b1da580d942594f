"""The own account: rooms, name, and everything that is kept about a person."""

import json
from typing import Any

import pytest
from flask import Flask

from app.models.base import metadata
from app.models.personal_data import personal_data
from app.models.user import WORK, User
from app.ui import staff
from tests.colleagues import PASSWORD, Colleague
from tests.people import Person

OF_STAFF = [name for name, entry in personal_data.items() if entry.whose == "staff"]


def test_it_shows_the_rooms_one_may_enter_and_no_other(app: Flask, lea: Colleague) -> None:
    lea.enter()
    assert 'href="/studio"' in lea.see("/konto")
    manager = Person(app)
    manager.sign_in("manager")
    page = manager.get("/konto").get_data(as_text=True)
    assert 'href="/studio"' not in page
    assert "Betrieb" in page


def test_every_page_of_staff_leads_to_room_account_and_exit(lea: Colleague) -> None:
    lea.enter()
    for path in ("/studio", "/konto", "/konto/name", "/konto/passwort", "/konto/zweiter-faktor"):
        page = lea.get(path).get_data(as_text=True)
        for address in ('href="/studio"', 'href="/konto"', 'action="/abmelden"'):
            assert address in page, (path, address)


def test_a_page_of_learners_is_the_same_for_staff_and_asks_nothing_about_them(
    app: Flask, lea: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Person(app)
    stranger.get("/weiter")
    before = stranger.get("/reisen").data
    lea.enter()

    def never(*_: object) -> None:
        raise AssertionError("a learner's page looks for staff")

    monkeypatch.setattr(User, "by_uniquifier", never)
    monkeypatch.setattr(staff, "current", never)
    assert lea.get("/reisen").data == before


def test_flask_security_does_nothing_on_a_request(app: Flask) -> None:
    hooks = [
        *app.before_request_funcs[None],
        *app.after_request_funcs[None],
        *app.teardown_request_funcs[None],
    ]
    modules = {str(getattr(hook, "__module__", "")).partition(".")[0] for hook in hooks}
    assert modules <= {"app", "flask_wtf"}


def test_the_name_can_be_changed(lea: Colleague) -> None:
    lea.enter()
    lea.send("/konto/name", 422, name="   ")
    lea.send("/konto/name", name="  Lea \t Neu ")
    assert "Lea Neu" in lea.see("/konto")


def columns(data: dict[str, Any], path: str) -> set[str]:
    found = data[path]
    return set(found[0] if isinstance(found, list) else found)


@pytest.mark.parametrize("table", OF_STAFF)
def test_the_export_holds_every_column_that_is_not_withheld_with_a_reason(
    each_app: Flask, table: str
) -> None:
    lea = Colleague(each_app, "lea@reise.example", "facilitator")
    run = each_app.test_cli_runner().invoke
    run(args=["users", "invite", lea.email, "--role", "manager"])
    lea.enter()
    answer = lea.get("/konto/export.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    data = json.loads(answer.data)
    stored = {column.name for column in metadata.tables[table].columns}
    explained = personal_data[table].withheld
    assert set(explained) <= stored
    assert stored - set(explained) <= columns(data, personal_data[table].export)


def test_the_export_holds_no_secret_and_nobody_else(app: Flask, lea: Colleague) -> None:
    eve = Colleague(app, "eve@reise.example", "facilitator", app_on_phone=True)
    app.test_cli_runner().invoke(args=["users", "invite", eve.email, "--role", "manager"])
    lea.enter()
    said = lea.get("/konto/export.json").get_data(as_text=True)
    assert "eve" not in said and "argon2" not in said and PASSWORD not in said
    assert '"role": "facilitator"' in said


def test_the_register_knows_whose_the_tables_of_staff_are() -> None:
    assert set(OF_STAFF) == {"user_account", "user_role", "user_invitation", "outbox", "audit"}


def test_whoever_is_named_beside_their_work_finds_it_in_the_export() -> None:
    exported = {(table.name, by) for _, table, by, _ in WORK}
    named = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "user_account" for key in column.foreign_keys)
    }
    works = {name for name, entry in personal_data.items() if entry.whose == "work"}
    assert exported == {pair for pair in named if pair[0] not in OF_STAFF and pair[0] in works}
    assert {table for table, _ in named} <= works | set(OF_STAFF)
