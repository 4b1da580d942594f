"""The overview: the first steps, quiet where they are done."""

import re

from app.models.company import Company
from tests.people import Person

STATUS = re.compile(r'class="status[^"]*">([^<]+)<')


def test_it_shows_what_is_done_and_what_is_not_possible_yet(mia: Person) -> None:
    page = mia.see("/betrieb")
    assert STATUS.findall(page)[0] == "Erledigt"
    assert len(STATUS.findall(page)) == 4
    assert STATUS.findall(page)[3] == "Noch nicht möglich"


def test_a_task_is_ticked_off(app, mia: Person, ben: Person, workshop: Company) -> None:
    for word in ("mitbestimmung", "aushang"):
        mia.send(f"/betrieb/aufgaben/{word}")
    assert STATUS.findall(mia.see("/betrieb")).count("Erledigt") == 3
    assert STATUS.findall(ben.see("/betrieb")).count("Erledigt") == 1
    mia.send("/betrieb/aufgaben/anderes", 404)
