"""`flask demo seed`: people to try everything, the same after each run, never in production."""

import re
from pathlib import Path

from flask import Flask

from app import create_app
from tests.conftest import make_config
from tests.groups import shares
from tests.people import Person

PASSWORD = re.compile(r"password (\S+)")
GROUP = re.compile(r"/studio/gruppe/(\w+)")
STATION = re.compile(r"/auswertung/([\w-]+)")
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


def test_a_manager_finds_a_company(each_app: Flask) -> None:
    said, mia = seed(each_app), Person(each_app)
    mia.send("/anmelden", email="mia@demo.example", password=found(PASSWORD, said))
    page = mia.see("/betrieb")
    assert "Demo: Tischlerei Beispiel" in page and "Betrieb wechseln" not in page
    seed(each_app)
    assert "Betrieb wechseln" not in mia.see("/betrieb")


def test_it_may_run_again_and_mends_what_was_tried(app: Flask) -> None:
    first = seed(app)
    run = app.test_cli_runner().invoke
    run(args=["users", "deactivate", "lea@demo.example"])
    run(args=["users", "revoke", "lea@demo.example", "--role", "facilitator"])
    again, lea = seed(app), Person(app)
    assert found(PASSWORD, first) == found(PASSWORD, again)
    lea.send("/anmelden", email="lea@demo.example", password=found(PASSWORD, again))
    assert lea.get("/studio").status_code == 200
    assert run(args=["users", "list"]).output.count("demo.example") == 3


def test_the_studio_has_something_to_mend_and_a_journey_to_go_on_with(app: Flask) -> None:
    said, lea = seed(app), Person(app)
    lea.send("/anmelden", email="lea@demo.example", password=found(PASSWORD, said))
    page = lea.see("/studio/demo-entwurf/pruefung")
    assert "Ersetzen durch" in page
    assert "Station „bei-jonna“ anlegen" in page
    assert "3 Fehler" in page
    assert "Veröffentlicht, Fassung 1" in lea.see("/studio")
    assert "Lea writes on at a published journey" in said


def test_a_group_of_nine_has_released_figures_at_one_station(each_app: Flask) -> None:
    said, lea = seed(each_app), Person(each_app)
    lea.send("/anmelden", email="lea@demo.example", password=found(PASSWORD, said))
    code = found(GROUP, said)
    page = lea.see(f"/studio/gruppe/{code}")
    assert "Mindestens 5 beigetreten" in page
    station = found(STATION, page)
    assert shares(lea.see(f"/studio/gruppe/{code}/auswertung/{station}"))


def test_what_was_changed_in_demo_data_stays_when_it_runs_again(app: Flask) -> None:
    said, lea = seed(app), Person(app)
    lea.send("/anmelden", email="lea@demo.example", password=found(PASSWORD, said))
    lea.send("/studio/demo-entwurf", text="title: Anders\n", seen_text=1)
    again = seed(app)
    assert found(GROUP, said) == found(GROUP, again)
    assert "title: Anders" in lea.see("/studio/demo-entwurf")
    assert lea.see("/studio/gruppen").count('href="/studio/gruppe/') == 1
    assert lea.see("/studio").count("Demo: Ein Entwurf") <= 1


def test_a_company_has_assigned_a_journey_once(each_app: Flask) -> None:
    said = seed(each_app)
    assert seed(each_app).count("/m/") == said.count("/m/")
    address = found(re.compile(r"invited to a journey: \S+(/m/\S+)"), said)
    assert address in seed(each_app)
    assert "Demo: Tischlerei Beispiel" in Person(each_app).see(address)


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
