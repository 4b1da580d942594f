"""P13: every route declares who may enter, and what belongs to somebody is a 404 to others."""

import pytest
from flask import Blueprint

from app.ui import access
from tests.conftest import make_config


def test_every_route_declares_who_may_enter(app):
    declared = access.declared(app)
    assert len(declared) > 10
    assert set(declared.values()) <= {"anyone", "learner"}


def test_a_route_that_declares_nothing_stops_the_app(config, monkeypatch):
    import app.site
    from app import create_app

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
    from app import create_app

    url = f"postgresql://nobody@/none?host={tmp_path}"
    app = create_app(make_config(tmp_path / "instance", url))
    assert app.test_client().get("/healthz").status_code == 200
    assert app.test_client().get("/readyz").status_code == 503
