"""P15: whatever an author writes into a draft, nothing tells what one person under way chose."""

import re

import pytest

from tests.groups import Workshop
from tests.integration.conftest import SMALL_JOURNEY
from tests.integration.studio.conftest import SLUG
from tests.integration.studio.test_publications import HERE, publishes, writes_anew
from tests.people import Person
from tests.walks import Walk

GONE = re.compile(r" {10}- id: links\n.*?(?= {10}- \{id: rechts)", re.DOTALL)
MIDDLE = "          - {id: mitte, label: Geradeaus, feedback: Es geht.}\n"
LEFT_IS_GONE = GONE.sub(MIDDLE, SMALL_JOURNEY) + "removed: {am-bach: gedanke}\n"
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


def set_out(app, *choices):
    """Let somebody walk for each choice, behind the fork; for "" they stand before it."""
    walks = []
    for choice in choices:
        person = Person(app)
        walk = Walk(person, SLUG, code=person.depart(SLUG, "lager"))
        walk.send("vorher", mut="3")
        if choice:
            walk.send("weg", answer=choice)
        walks.append(walk)
    return walks


def told(ada):
    """Return what the page before publishing shows, without the token of its form."""
    return TOKEN.sub("", ada.see(HERE))


@pytest.fixture
def published(ada, slug):
    """Ada's journey, of which the draft has lost a choice since it was published."""
    publishes(ada)
    return slug


@pytest.mark.parametrize("others", [0, 3, 9, 10, 13])
def test_what_one_person_chooses_changes_no_word(app, ada, published, others):
    set_out(app, *["rechts"] * others)
    (somebody,) = set_out(app, "")
    writes_anew(ada, LEFT_IS_GONE)
    before = told(ada)
    few = others + 1 < 5
    assert ("Weniger als 5 unterwegs<" if few else " 4 ziehen mit, höchstens 4 bleiben") in before
    somebody.send("weg", answer="links")
    assert told(ada) == before
    somebody.send("weg/anders", answer="rechts")
    assert told(ada) == before


def test_many_who_would_stay_are_told(app, ada, published):
    set_out(app, *["rechts"] * 5, *["links"] * 6)
    writes_anew(ada, LEFT_IS_GONE)
    assert ("Mindestens 10 unterwegs: höchstens 4 ziehen mit, mindestens 5 bleiben auf ihrer "
            "Fassung, die anderen sind unberührt") in told(ada)  # fmt: skip


def test_nothing_is_told_of_a_group_that_is_led(app, ada, published):
    workshop = Workshop.open(app, SLUG)
    walks = [workshop.join(role="lager") for _ in range(6)]
    writes_anew(ada, LEFT_IS_GONE)
    before = told(ada)
    assert "Niemand ist unterwegs." in before
    for walk in walks:
        walk.send("vorher", mut="3")
        walk.send("weg", answer="links")
    assert told(ada) == before
