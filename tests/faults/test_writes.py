"""P6: whichever thing the driver fails at, nothing is half done, and the next try works."""

import pytest
from flask import Flask

from app.content.source import parse
from app.lib import clock
from app.models.journey import publish
from tests.faults.installation import SOURCE
from tests.faults.writes import ACTS, CANARY, Act, Driver, every_moment


@pytest.fixture
def walkable(each_app: Flask) -> Flask:
    """The application with a journey, answering a bug as in production."""
    each_app.testing = False
    with each_app.extensions["database"].write() as session:
        publish(session, parse(SOURCE, name="journey.yaml"), clock.now())
    return each_app


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_whatever_fails_nothing_is_half_done(
    walkable: Flask, act: Act, capfd: pytest.CaptureFixture[str]
) -> None:
    outcomes = list(every_moment(walkable, Driver(walkable.extensions["database"]), act))
    assert [problem for wrong in outcomes for problem in wrong] == []
    assert len(outcomes) >= 4, "beginning, a statement, the commit and the moment after it"
    checked = walkable.test_cli_runner().invoke(args=["runs", "replay", "--check"])
    assert checked.exit_code == 0, checked.output
    logged = capfd.readouterr().err
    assert '"event": "failure"' in logged
    assert CANARY not in logged
