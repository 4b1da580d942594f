"""What a facilitator reads while nobody can join, and how the group goes on."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.lib import clock
from app.models.journey import newest, withdraw
from tests.groups import GROUP_JOURNEY, Workshop
from tests.people import Person, main_of

PAUSED = "Zurzeit kann niemand beitreten"
NEXT = GROUP_JOURNEY.replace("Zwei Wege liegen", "Drei Wege liegen")
Load = Callable[..., str]


def take_back(app: Flask) -> None:
    """Withdraw the newest version that is offered."""
    with app.extensions["database"].write() as session:
        found = newest(session, "gruppenreise")
        assert found
        withdraw(session, found[0], clock.now())


@pytest.fixture
def workshop(app: Flask, load: Load) -> Workshop:
    """A group whose version is withdrawn."""
    found = Workshop.open(app, load(GROUP_JOURNEY))
    assert PAUSED not in found.see()
    take_back(app)
    return found


def test_the_page_says_that_nobody_can_join_and_what_to_do(workshop: Workshop, load: Load) -> None:
    page = workshop.see()
    assert PAUSED in page and "wenn die Fassung neu angeboten wird" in page
    assert workshop.at("umzug") not in page
    load(NEXT)
    page = workshop.see()
    assert PAUSED in page and page.count(workshop.at("umzug")) == 1
    workshop.facilitator.send(workshop.at("umzug"))
    assert PAUSED not in workshop.see()
    assert "Drei Wege liegen" in workshop.join().see("weg")


def test_what_a_facilitator_reads_does_not_tell_who_is_in_it(
    workshop: Workshop, load: Load
) -> None:
    load(NEXT)
    before = workshop.see()
    assert Person(workshop.app).see(f"/m/{workshop.code}").count(PAUSED) >= 1
    assert workshop.see() == before


def test_a_closed_group_is_closed_and_not_paused(workshop: Workshop) -> None:
    workshop.facilitator.send(workshop.at("schluss"))
    assert PAUSED not in workshop.see()
    assert "Diese Gruppe ist geschlossen" in Person(workshop.app).see(f"/m/{workshop.code}")


def test_no_group_is_opened_on_a_journey_that_is_hidden(app: Flask, load: Load) -> None:
    load(GROUP_JOURNEY)
    author, other = Person(app), Person(app)
    author.sign_in("facilitator")
    other.sign_in("facilitator")
    author.send("/studio/gruppenreise/oeffnen")
    author.send("/studio/gruppenreise/sichtbarkeit", visibility="link")
    pages = {
        main_of(other.send("/studio/gruppen", 422, title="Fremd", journey=journey, known=""))
        for journey in ("gruppenreise", "gibt-es-nicht")
    }
    assert len(pages) == 1
