"""P13: every route declares who may enter, and what belongs to somebody is a 404 to others."""

import re
from pathlib import Path
from typing import get_args

import pytest
from flask import Blueprint
from sqlalchemy import text

from app import create_app
from app.ui import access
from tests.conftest import make_config
from tests.people import Person

JOURNEY = "montag-mit-ki"
JOURNEYS = Path(__file__).parents[2] / "journeys"
NOBODYS_RUN = "0123456789abcdef"


def test_every_route_declares_who_may_enter(app):
    declared = access.declared(app)
    assert len(declared) > 10
    assert set(declared.values()) <= set(get_args(access.Who))


def test_a_route_that_declares_nothing_stops_the_app(config, monkeypatch):
    import app.site

    careless = Blueprint("site", "careless")
    careless.add_url_rule("/sorglos", "show_secret", lambda: "secret")
    monkeypatch.setattr(app.site, "blueprint", careless)
    with pytest.raises(access.UndeclaredRoute, match=r"site\.show_secret"):
        create_app(config)


def test_there_are_only_get_and_post(app):
    methods = {method for rule in app.url_map.iter_rules() for method in rule.methods}
    assert methods == {"GET", "POST", "HEAD", "OPTIONS"}


def test_no_file_is_served_by_the_application_itself(app):
    assert "static" not in app.view_functions


def test_a_production_start_needs_no_database(tmp_path):
    url = f"postgresql://nobody@/none?host={tmp_path}"
    app = create_app(make_config(tmp_path / "instance", url))
    assert app.test_client().get("/healthz").status_code == 200
    assert app.test_client().get("/readyz").status_code == 503


@pytest.fixture
def house(app):
    """The application with a journey, and without the token of forms: here only reach counts."""
    app.config["WTF_CSRF_ENABLED"] = False
    loaded = app.test_cli_runner().invoke(args=["journeys", "load", str(JOURNEYS)])
    assert loaded.exit_code == 0, loaded.output
    return app


@pytest.fixture
def alice(house):
    """A learner who stands at the first step, with the code of her run and the step."""
    return departed(house)


@pytest.fixture
def charlie(house):
    """Another learner with a run of his own."""
    return departed(house)


def departed(app):
    client = app.test_client()
    page = client.get(f"/reise/{JOURNEY}/rolle").get_data(as_text=True)
    role = re.search(r'name="role"[^>]*value="([^"]+)"', page)[1]
    started = client.post(f"/reise/{JOURNEY}/rolle", data={"role": role})
    assert started.status_code == 303, started.get_data(as_text=True)
    run = started.headers["Location"].rstrip("/").split("/")[2]
    step = client.get(f"/unterwegs/{run}").headers["Location"].rpartition("/")[2]
    return client, run, step


def rules_of_runs(app):
    """Return every rule that shows or changes one run."""
    return [rule for rule in app.url_map.iter_rules() if "run" in rule.arguments]


def address(rule, run, step):
    words = {"run": run, "step": step, "field": "text"}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: words[found[1]], rule.rule)


def test_a_run_is_out_of_reach_for_everybody_else(house, alice, charlie):
    _, run, step = alice
    stranger, own, _ = charlie
    assert own != run
    rules = rules_of_runs(house)
    assert len(rules) >= 8
    for rule in rules:
        for client in (stranger, house.test_client()):
            for method in rule.methods & {"GET", "POST"}:
                foreign = client.open(address(rule, run, step), method=method)
                unknown = client.open(address(rule, NOBODYS_RUN, step), method=method)
                assert foreign.status_code == unknown.status_code == 404, (rule, method)
                assert foreign.data == unknown.data, (rule, method)


def test_a_run_is_within_reach_of_its_learner(alice):
    client, run, step = alice
    for path in ("", "/karte", "/pause", f"/{step}"):
        answer = client.get(f"/unterwegs/{run}{path}", follow_redirects=True)
        assert answer.status_code == 200, path
    assert client.get(f"/tagebuch/{run}").status_code == 200


def test_a_route_of_runs_says_that_it_belongs_to_a_learner(house):
    declared = access.declared(house)
    assert {declared[rule.endpoint] for rule in rules_of_runs(house)} == {"learner"}


def test_every_page_without_an_argument_answers_everybody(house, alice):
    for client in (house.test_client(), alice[0]):
        for rule in house.url_map.iter_rules():
            if rule.arguments or "GET" not in rule.methods:
                continue
            status = client.get(rule.rule).status_code
            assert status in (200, 302, 303, 404), (rule, status)


def test_no_form_is_taken_without_its_token(app, client):
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and not rule.arguments:
            assert client.post(rule.rule, data={"next": "/"}).status_code == 400, rule


def test_a_get_that_writes_fails_in_these_tests(app, client):
    def careless():
        with app.extensions["database"].read() as session:
            session.execute(text("DELETE FROM device"))
        return "done"

    app.add_url_rule("/sorglos", "careless", careless, methods=["GET"])
    with pytest.raises(AssertionError, match="GET /sorglos writes: DELETE"):
        client.get("/sorglos")


def test_a_room_of_staff_leads_strangers_to_the_sign_in(app):
    response = Person(app).get("/studio?seite=2")
    assert response.status_code == 303
    assert response.headers["Location"] == "/anmelden?next=%2Fstudio%3Fseite%3D2"


def test_a_form_for_staff_is_refused_to_strangers_and_not_led_away(app):
    answer = Person(app).send("/konto/name", 401, name="Ein Name, den niemand verlieren mag")
    assert "Ein Name, den niemand verlieren mag" in answer.get_data(as_text=True)


def test_the_own_account_is_open_to_every_role_and_to_nobody_else(app):
    for roles in (("facilitator",), ("manager",), ("operator",), ()):
        person = Person(app)
        person.sign_in(*roles)
        assert person.get("/konto").status_code == 200
    assert Person(app).get("/konto").headers["Location"] == "/anmelden?next=%2Fkonto"


def test_a_room_of_staff_is_closed_to_other_roles(app):
    manager = Person(app)
    manager.sign_in("manager", "operator")
    assert manager.get("/studio").status_code == 403


def test_a_role_opens_its_room_and_closes_it_with_the_next_request_after_it_is_taken(app):
    facilitator = Person(app)
    user = facilitator.sign_in("facilitator")
    assert facilitator.get("/studio").status_code == 200
    with app.extensions["database"].write() as session:
        user.revoke(session, "facilitator")
    assert facilitator.get("/studio").status_code == 403
