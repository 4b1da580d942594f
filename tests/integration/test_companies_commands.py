"""`flask companies`: a company and its first manager from the server."""

import pytest
from flask import Flask

from app.models.audit import Audit
from app.models.company import Company
from tests.colleagues import PASSWORD, link_in, mails
from tests.people import Person

EMAIL = "mia@tischlerei.example"
GIVEN = ("--sector", "craft", "--head-count", "14", "--manager", EMAIL)


def run(app: Flask, *words: str, code: int = 0) -> str:
    done = app.test_cli_runner().invoke(args=["companies", *words])
    assert done.exit_code == code, done.output
    return done.output


def test_the_link_makes_somebody_the_manager(each_app: Flask) -> None:
    said = run(each_app, "create", "Tischlerei Beispiel", *GIVEN)
    assert said.startswith(f"{each_app.config['ZR'].base_url}/einladung/")
    mia = Person(each_app)
    mia.send(link_in(said), name="Mia", password_new=PASSWORD)
    assert "Tischlerei Beispiel" in mia.see("/betrieb")
    ((recipient, words),) = mails(each_app)
    assert (recipient, words) == (EMAIL, None), "what was accepted is not mailed any more"
    assert "Tischlerei Beispiel: craft, 14, managers: 1" in run(each_app, "list")


def test_it_is_written_down(app: Flask) -> None:
    run(app, "create", "Tischlerei Beispiel", *GIVEN)
    with app.extensions["database"].read() as session:
        acts = [(each.by, each.act) for each in Audit.all(session)]
    assert acts == [("command", "company:create"), ("command", "company:invite")]


@pytest.mark.parametrize(
    "words",
    [
        (" ", *GIVEN),
        ("x" * 121, *GIVEN),
        ("Tischlerei", "--sector", "spaceflight", *GIVEN[2:]),
        ("Tischlerei", "--sector", "craft", "--head-count", "0", *GIVEN[4:]),
        ("Tischlerei", *GIVEN[:4], "--manager", "keine"),
        ("Tischlerei", *GIVEN[:4]),
    ],
)
def test_what_cannot_be_makes_nothing(app: Flask, words: tuple[str, ...]) -> None:
    run(app, "create", *words, code=2)
    with app.extensions["database"].read() as session:
        assert Company.all(session) == []
