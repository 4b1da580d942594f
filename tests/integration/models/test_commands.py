"""The operator's commands over the models: upgrade, load, replay, rotate-keys."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.models.base import Database
from app.models.door import listed
from app.models.journey import newest
from app.models.learner import Learner
from app.models.run import Run
from tests.conftest import make_config
from tests.integration.models.conftest import NOW, begin

SMALLEST = """\
format: zukunftsreise/1
id: klein
title: "Klein"
languages: [de]
stages:
  - stage: anfang
    title: "Anfang"
    steps:
      - {story: hallo, title: "Hallo", text: "Guten Tag."}
      - {end: ende, title: "Angekommen", text: "Das war es."}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one small journey."""
    path = tmp_path / "reisen" / "klein"
    path.mkdir(parents=True)
    (path / "journey.yaml").write_text(SMALLEST)
    return path.parent


def database_of(app: Flask) -> Database:
    database: Database = app.extensions["database"]
    return database


def journeys_in(app: Flask) -> list[str]:
    with database_of(app).read() as session:
        return [journey.text("de", "title").blocks[0].pieces[0] for journey in listed(session)]


def test_upgrade_makes_the_tables_and_says_so(tmp_path: Path) -> None:
    app = create_app(make_config(tmp_path, f"sqlite:///{tmp_path / 'new.db'}"))
    run = app.test_cli_runner().invoke
    assert "now in place" in run(args=["database", "upgrade"]).output
    assert "up to date" in run(args=["database", "upgrade"]).output
    assert database_of(app).revision() == database_of(app).head()


def test_load_publishes_what_is_new_and_says_what_it_did(app: Flask, folder: Path) -> None:
    run = app.test_cli_runner().invoke
    first = run(args=["journeys", "load", str(folder)])
    assert (first.exit_code, first.output) == (0, "klein: version 1 published.\n")
    again = run(args=["journeys", "load", str(folder / "klein" / "journey.yaml")])
    assert (again.exit_code, again.output) == (0, "klein: version 1 is loaded already.\n")
    (folder / "klein" / "journey.yaml").write_text(SMALLEST.replace("Klein", "Größer"))
    changed = run(args=["journeys", "load", str(folder / "klein")])
    assert (changed.exit_code, changed.output) == (0, "klein: version 2 published.\n")
    assert journeys_in(app) == ["Größer"]


def test_load_refuses_errors_and_the_previous_version_stays_live(app: Flask, folder: Path) -> None:
    run = app.test_cli_runner().invoke
    run(args=["journeys", "load", str(folder)])
    (folder / "klein" / "journey.yaml").write_text(SMALLEST.replace("text:", "txt:", 1))
    refused = run(args=["journeys", "load", str(folder)])
    assert refused.exit_code == 1
    assert "ZR2" in refused.output
    assert "stays live" in refused.output
    assert journeys_in(app) == ["Klein"]


def set_out(app: Flask, journey_id: str) -> None:
    """Let somebody begin the newest version."""
    with database_of(app).write() as session:
        found = newest(session, journey_id)
        assert found is not None
        learner = Learner.create(session, app.extensions["keyring"], NOW)
        Run.start(session, learner.id, *found, None, NOW)


def test_load_tells_what_a_version_does_to_those_under_way(app: Flask, folder: Path) -> None:
    run = app.test_cli_runner().invoke
    run(args=["journeys", "load", str(folder)])
    set_out(app, "klein")
    more = SMALLEST.replace(
        "      - {end", '      - {story: mehr, title: "M", text: "M."}\n      - {end'
    )
    (folder / "klein" / "journey.yaml").write_text(more)
    loaded = run(args=["journeys", "load", str(folder)])
    assert (loaded.exit_code, loaded.output) == (
        0,
        "klein: 1 unterwegs: 1 unberührt.\nklein: version 2 published.\n",
    )
    (folder / "klein" / "journey.yaml").write_text(
        SMALLEST.replace(
            "- {story: hallo", '- {story: neu, title: "N", text: "N."}\n      - {story: hallo'
        )
        + "removed: {mehr: ende}\n"
    )
    loaded = run(args=["journeys", "load", "--lang", "en", str(folder)])
    assert "klein: 1 under way: 1 moves along." in loaded.output


@pytest.mark.parametrize(("answer", "published"), [("y", True), ("n", False)])
def test_load_asks_in_a_terminal_before_it_moves_somebody(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str, published: bool
) -> None:
    run = app.test_cli_runner().invoke
    run(args=["journeys", "load", str(folder)])
    set_out(app, "klein")
    new = '- {story: neu, title: "N", text: "N."}\n      - {story: hallo'
    (folder / "klein" / "journey.yaml").write_text(SMALLEST.replace("- {story: hallo", new))
    monkeypatch.setattr("app.cli.journeys_load._is_terminal", lambda: True)
    asked = run(args=["journeys", "load", str(folder)], input=answer)
    assert "Veröffentlichen?" in asked.output
    assert ("version 2 published" in asked.output) is published
    assert asked.exit_code == (0 if published else 1)
    assert "Veröffentlichen?" not in run(args=["journeys", "load", "--yes", str(folder)]).output


def test_load_refuses_a_change_that_learners_could_not_follow(app: Flask, folder: Path) -> None:
    run = app.test_cli_runner().invoke
    run(args=["journeys", "load", str(folder)])
    changed = SMALLEST.replace("story: hallo", "story: moin")
    (folder / "klein" / "journey.yaml").write_text(changed)
    refused = run(args=["journeys", "load", str(folder)])
    assert refused.exit_code == 1
    assert "ZR005" in refused.output
    assert "renamed: {hallo: moin}" in refused.output
    (folder / "klein" / "journey.yaml").write_text(changed + "renamed: {hallo: moin}\n")
    assert run(args=["journeys", "load", str(folder)]).exit_code == 0


def test_load_says_where_there_is_no_journey(app: Flask, tmp_path: Path) -> None:
    result = app.test_cli_runner().invoke(args=["journeys", "load", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "no journey" in result.output


def test_replay_reports_a_tampered_run_and_repairs_only_when_asked(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    begin(database_of(app), app.extensions["keyring"])
    honest = run(args=["runs", "replay", "--check"])
    assert (honest.exit_code, honest.output) == (0, "Every run is what its answers say.\n")
    with database_of(app).write() as session:
        session.execute(text("UPDATE run SET at = 'wahl-3'"))
    for _ in range(2):
        checked = run(args=["runs", "replay", "--check"])
        assert checked.exit_code == 1
        assert "Run 1: at is 'wahl-3', computed 'wahl-1'." in checked.output
    assert run(args=["runs", "replay"]).exit_code == 0
    assert run(args=["runs", "replay", "--check"]).exit_code == 0


def test_rotated_keys_are_wrapped_with_the_first_one(app: Flask, tmp_path: Path) -> None:
    begin(database_of(app), app.extensions["keyring"])
    config = app.config["ZR"]
    new = Fernet.generate_key().decode()
    rotating = make_config(tmp_path, config.database_url, keys=(new, *config.keys))
    done = create_app(rotating).test_cli_runner().invoke(args=["database", "rotate-keys"])
    assert (done.exit_code, done.output) == (0, "1 keys wrapped with the first key of ZR_KEYS.\n")
    only_new = make_config(tmp_path, config.database_url, keys=(new,))
    again = create_app(only_new)
    with database_of(again).write() as session:
        Learner.create(session, again.extensions["keyring"], NOW)
    assert again.test_cli_runner().invoke(args=["database", "rotate-keys"]).exit_code == 0


def test_keys_that_open_nothing_are_one_sentence(app: Flask, tmp_path: Path) -> None:
    begin(database_of(app), app.extensions["keyring"])
    wrong = make_config(tmp_path, app.config["ZR"].database_url)
    failed = create_app(wrong).test_cli_runner().invoke(args=["database", "rotate-keys"])
    assert failed.exit_code == 1
    assert "ZR_KEYS lacks the key" in failed.output
