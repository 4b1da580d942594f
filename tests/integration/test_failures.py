"""A request that fails says what happened and what to do, keeps typed text, and tells no secret."""

import json

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import Forbidden, TooManyRequests

from app import create_app
from tests.conftest import make_config

TYPED = "Ich frage zuerst im Team nach, bevor ich der Software glaube."
SECRET = "Kündigung von Frau Beispiel"


@pytest.fixture
def failing(app):
    """Return a function that makes `/kaputt` raise an error and gives a client for it."""
    app.testing = False
    app.config["WTF_CSRF_ENABLED"] = False

    def make(error):
        def fail():
            raise error

        app.add_url_rule("/kaputt", "broken", fail, methods=["GET", "POST"])
        return app.test_client()

    return make


def test_unknown_addresses_answer_with_the_same_bytes(client):
    first, second = client.get("/gibt-es-nicht"), client.get("/unterwegs/0123456789abcdef/anfang")
    assert first.status_code == second.status_code == 404
    assert first.data == second.data
    assert "Diese Seite gibt es nicht" in first.get_data(as_text=True)


def test_the_page_of_a_failure_speaks_english_to_who_prefers_it(client):
    page = client.get("/gibt-es-nicht", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert '<html lang="en"' in page
    assert "Diese Seite gibt es nicht" not in page


@pytest.mark.parametrize("error", [Forbidden(), TooManyRequests()])
def test_a_refusal_has_its_own_words(failing, error):
    page = failing(error).get("/kaputt")
    assert page.status_code == error.code
    assert "Das hat bei uns nicht geklappt" not in page.get_data(as_text=True)


def test_a_wrong_method_says_which_ones_are_right(client):
    answer = client.post("/hilfe")
    assert answer.status_code in (400, 405)
    assert "<h1" in answer.get_data(as_text=True)


def test_a_bug_is_logged_once_with_its_place_but_without_its_words(capsys, failing):
    page = failing(ValueError(SECRET)).get("/kaputt")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    failures = [line for line in lines if line["event"] == "failure"]
    assert page.status_code == 500
    assert [line["error"] for line in failures] == ["ValueError"]
    assert failures[0]["trace"][-1].endswith(" fail")
    assert failures[0]["request"] in page.get_data(as_text=True)
    assert SECRET not in json.dumps(lines, ensure_ascii=False)
    assert SECRET not in page.get_data(as_text=True)


@pytest.mark.parametrize(
    "error", [OperationalError("INSERT", {"text": SECRET}, Exception("disk full")), PoolTimeout()]
)
def test_an_outage_of_the_database_asks_to_try_again(failing, error):
    page = failing(error).post("/kaputt", data={"text": TYPED})
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "30"
    assert TYPED in page.get_data(as_text=True)
    assert SECRET not in page.get_data(as_text=True)


def test_text_in_a_form_that_was_open_too_long_can_be_copied(client):
    page = client.post("/darstellung", data={"text": TYPED, "csrf_token": "alt"})
    assert page.status_code == 400
    assert TYPED in page.get_data(as_text=True)


def test_text_is_never_shown_as_markup(client):
    page = client.post("/darstellung", data={"text": "</textarea> <script>alert(1)</script> x y"})
    assert "<script>alert" not in page.get_data(as_text=True)


def test_the_page_of_a_failure_does_not_fail_when_the_templates_do(app, client, monkeypatch):
    monkeypatch.setattr(app.jinja_env, "get_or_select_template", _missing)
    page = client.get("/gibt-es-nicht")
    assert page.status_code == 404
    assert "Diese Seite gibt es nicht" in page.get_data(as_text=True)


def _missing(*_names):
    raise OSError("no templates")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_database_out_of_reach_is_an_outage_and_no_bug(tmp_path, method):
    url = f"postgresql://nobody@/none?host={tmp_path}"
    app = create_app(make_config(tmp_path / "instance", url))
    app.config["WTF_CSRF_ENABLED"] = False
    page = app.test_client().open("/reise/irgendwohin/rolle", method=method, data={"text": TYPED})
    assert page.status_code == 503
    assert (TYPED in page.get_data(as_text=True)) == (method == "POST")
