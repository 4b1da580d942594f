"""The operator and the load balancer are told whether learners can be served."""

from pathlib import Path

import pytest

from app import create_app
from app.models.base import Database
from tests.conftest import make_config

JOURNEYS = Path(__file__).parents[2] / "journeys"


def load_journeys(app):
    return app.test_cli_runner().invoke(args=["journeys", "load", str(JOURNEYS)])


def test_a_living_process_says_so_without_a_database(tmp_path):
    app = create_app(make_config(tmp_path, f"sqlite:///{tmp_path}/none/none.db"))
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"alive": True})


def test_it_is_ready_once_journeys_are_loaded(each_app):
    client = each_app.test_client()
    before = client.get("/readyz")
    assert before.status_code == 503
    assert any("flask journeys load" in problem for problem in before.get_json()["problems"])
    loaded = load_journeys(each_app)
    assert loaded.exit_code == 0, loaded.output
    after = client.get("/readyz")
    assert after.status_code == 200, after.get_json()
    facts = after.get_json()
    assert facts["ready"] and facts["problems"] == []
    assert facts["journeys"] >= 1
    assert facts["migration"]["present"] == facts["migration"]["wanted"]
    assert isinstance(facts["libyaml"], bool)


def test_it_tells_the_version_and_the_mode_of_sqlite(client):
    database = client.get("/readyz").get_json()["database"]
    assert database["name"] == "SQLite"
    assert database["version"].startswith("3.")
    assert database["journal"] in ("wal", "delete")


def test_it_is_not_ready_without_tables(tmp_path):
    app = create_app(make_config(tmp_path, f"sqlite:///{tmp_path}/empty.db"))
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "flask database upgrade" in answer.get_json()["problems"][0]


def test_it_is_not_ready_when_the_tables_are_of_another_version(app, config):
    database = Database(config.database_url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    database.dispose()
    problems = app.test_client().get("/readyz").get_json()["problems"]
    assert any("not of this version" in problem for problem in problems)


@pytest.mark.parametrize("written", [True, False])
def test_it_tells_which_pages_the_operator_still_has_to_write(client, config, written):
    (config.instance / "pages").mkdir()
    if written:
        for noun in ("impressum", "datenschutz-kontakt", "aufsicht"):
            (config.instance / "pages" / f"{noun}.md").write_text("# Wir\n\nMusterweg 1")
    answer = client.get("/readyz").get_json()
    assert (answer["pages_missing"] == []) is written
    assert any("instance/pages" in hint for hint in answer["hints"]) is not written


def test_the_operators_words_are_shown_safely(client, config):
    placeholder = client.get("/impressum").get_data(as_text=True)
    assert "instance/pages/impressum.md" in placeholder
    (config.instance / "pages").mkdir()
    file = config.instance / "pages" / "impressum.md"
    file.write_text("## Anbieter\n\nVerein **Beispiel**\n\n<script>alert(1)</script>", "utf-8")
    page = client.get("/impressum").get_data(as_text=True)
    assert "<strong>Beispiel</strong>" in page
    assert "instance/pages" not in page
    assert "<script>alert" not in page


def test_the_privacy_page_names_contact_and_supervisory_body(client, config):
    placeholder = client.get("/datenschutz").get_data(as_text=True)
    assert "datenschutz-kontakt.md" in placeholder and "aufsicht.md" in placeholder
    (config.instance / "pages").mkdir()
    (config.instance / "pages" / "aufsicht.md").write_text("Die Aufsicht in Musterstadt", "utf-8")
    page = client.get("/datenschutz").get_data(as_text=True)
    assert "Die Aufsicht in Musterstadt" in page and "aufsicht.md" not in page


def test_the_operators_english_words_come_first_in_english(client, config):
    (config.instance / "pages").mkdir()
    for name, words in (("impressum.md", "Deutsche Worte"), ("impressum.en.md", "English words")):
        (config.instance / "pages" / name).write_text(words, "utf-8")
    english = {"Accept-Language": "en"}
    assert "English words" in client.get("/impressum", headers=english).get_data(as_text=True)
    (config.instance / "pages" / "impressum.en.md").unlink()
    page = client.get("/impressum", headers=english).get_data(as_text=True)
    assert 'lang="de"' in page and "Deutsche Worte" in page
