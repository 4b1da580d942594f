"""`flask demo seed`: people to try everything, the same after each run, never in production."""

import re
from pathlib import Path

from flask import Flask

from app import create_app
from tests.conftest import make_config
from tests.people import Person

PASSWORD = re.compile(r"password (\S+)")
CODE = re.compile(r"code of this moment (\d{6})")


def seed(app: Flask) -> str:
    done = app.test_cli_runner().invoke(args=["demo", "seed"])
    assert done.exit_code == 0, done.output
    return done.output


def found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    assert match, text
    return match[1]


def test_it_prints_how_to_sign_in(each_app: Flask) -> None:
    said, lea = seed(each_app), Person(each_app)
    lea.send("/anmelden", email="lea@demo.example", password=found(PASSWORD, said))
    assert lea.get("/studio").status_code == 200
    otto = Person(each_app)
    otto.send("/anmelden", email="otto@demo.example", password=found(PASSWORD, said))
    otto.send("/anmelden/code", code=found(CODE, said))
    assert otto.get("/konto").status_code == 200


def test_it_may_run_again_and_mends_what_was_tried(app: Flask) -> None:
    first = seed(app)
    run = app.test_cli_runner().invoke
    run(args=["users", "deactivate", "lea@demo.example"])
    run(args=["users", "revoke", "lea@demo.example", "--role", "facilitator"])
    again, lea = seed(app), Person(app)
    assert found(PASSWORD, first) == found(PASSWORD, again)
    lea.send("/anmelden", email="lea@demo.example", password=found(PASSWORD, again))
    assert lea.get("/studio").status_code == 200
    assert run(args=["users", "list"]).output.count("demo.example") == 2


def test_no_installation_knows_the_password_of_another(app: Flask, sqlite_url: str) -> None:
    config = app.config["ZR"]
    other = create_app(
        make_config(config.instance, sqlite_url, keys=config.keys, secret_key="another" * 8)
    )
    assert found(PASSWORD, seed(app)) != found(PASSWORD, seed(other))


def test_it_refuses_in_production(sqlite_url: str, tmp_path: Path) -> None:
    app = create_app(make_config(tmp_path / "instance", sqlite_url, environment="production"))
    done = app.test_cli_runner().invoke(args=["demo", "seed"])
    assert done.exit_code == 1
    assert "no place in production" in done.output
    assert app.test_cli_runner().invoke(args=["users", "list"]).output == ""
