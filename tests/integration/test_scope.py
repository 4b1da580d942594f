"""P14 in requests: views of companies and of the operator get a database without learners."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.models.user import Role
from app.ui import requests
from app.ui.access import access
from tests.people import Person

PLANTED = "/gepflanzt"
STATEMENTS = {
    "read": "SELECT count(*) FROM run",
    "write": "DELETE FROM thought",
    "allowed": "SELECT count(*) FROM user_account",
}


def plant(app: Flask, who: str, statement: str) -> None:
    """Give the application a view that a careless colleague might have written."""

    @access(who)  # type: ignore[arg-type]
    def planted() -> str:
        requests.ask(lambda db: db.execute(text(STATEMENTS[statement])))
        requests.db().execute(text(STATEMENTS[statement]))
        return "done"

    app.testing = False
    app.add_url_rule(PLANTED, "planted", planted, methods=["GET", "POST"])


@pytest.mark.parametrize("statement", ["read", "write"])
@pytest.mark.parametrize("role", ["manager", "operator"])
def test_a_view_that_looks_at_learners_is_a_bug_and_tells_nothing(
    each_app: Flask, role: Role, statement: str
) -> None:
    plant(each_app, role, statement)
    person = Person(each_app)
    person.sign_in(role)
    page = person.send(PLANTED, 500).get_data(as_text=True)
    assert "Das hat bei uns nicht geklappt" in page
    if statement == "read":
        assert person.get(PLANTED).status_code == 500


@pytest.mark.parametrize("role", ["manager", "operator"])
def test_what_belongs_to_the_office_works(each_app: Flask, role: Role) -> None:
    plant(each_app, role, "allowed")
    person = Person(each_app)
    person.sign_in(role)
    assert person.get(PLANTED).data == b"done"
    assert person.send(PLANTED, 200).data == b"done"


@pytest.mark.parametrize("who", ["anyone", "learner", "facilitator"])
def test_the_views_of_others_know_every_table(each_app: Flask, who: str) -> None:
    plant(each_app, who, "read")
    person = Person(each_app)
    person.sign_in("facilitator")
    assert person.get(PLANTED).data == b"done"
    assert person.send(PLANTED, 200).data == b"done"


def test_the_request_after_one_of_the_office_knows_every_table(each_app: Flask) -> None:
    person = Person(each_app)
    person.sign_in("manager", "facilitator")
    plant(each_app, "manager", "read")
    person.send(PLANTED, 500)
    for path in ("/reisen", "/tagebuch", "/studio"):
        assert person.get(path).status_code == 200
