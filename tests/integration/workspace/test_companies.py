"""For which company somebody acts: chosen once, checked with each request."""

from flask import Flask

from app.lib import clock
from app.models.company import Company
from tests.offices import lead
from tests.people import Person

PAGES = ("/betrieb", "/betrieb/leitung", "/betrieb/einstellungen")


def test_who_manages_one_company_needs_no_choice(mia: Person, ben: Person) -> None:
    for path in PAGES:
        page = mia.see(path)
        assert "Tischlerei Beispiel" in page and "Bäckerei" not in page
        assert "Bäckerei Fremd" in ben.see(path)


def test_who_manages_several_chooses_and_may_change(
    app: Flask, workshop: Company, bakery: Company
) -> None:
    both = lead(app, workshop, bakery)
    for path in PAGES:
        assert both.get(path).headers["Location"] == "/betrieb/wechseln"
    both.send("/betrieb/leitung", 303, email="neu@reise.example")
    page = both.see("/betrieb/wechseln")
    assert "Tischlerei Beispiel" in page and "Bäckerei Fremd" in page
    both.send("/betrieb/wechseln", code=bakery.code)
    assert "Bäckerei Fremd" in both.see("/betrieb")
    both.send("/betrieb/wechseln", code=workshop.code)
    assert "Tischlerei Beispiel" in both.see("/betrieb")


def test_a_foreign_company_answers_like_an_unknown_one(mia: Person, bakery: Company) -> None:
    answers = {
        mia.send("/betrieb/wechseln", 404, code=code).data
        for code in (bakery.code, "0123456789abcdef", "", "\x00", "ä")
    }
    assert len(answers) == 1
    assert "Tischlerei Beispiel" in mia.see("/betrieb")


def test_who_manages_nothing_is_told_so(app: Flask) -> None:
    nobody = Person(app)
    nobody.sign_in("manager")
    assert nobody.get("/betrieb").headers["Location"] == "/betrieb/wechseln"
    assert "zurzeit keinen Betrieb" in nobody.see("/betrieb/wechseln")


def test_access_ends_when_a_company_is_closed(app: Flask, mia: Person, workshop: Company) -> None:
    mia.see("/betrieb")
    operator = Person(app).sign_in("operator", email="otto@reise.example")
    with app.extensions["database"].write() as session:
        workshop.close(session, by=operator, now=clock.now())
    assert mia.get("/betrieb").headers["Location"] == "/betrieb/wechseln"
    mia.send("/betrieb/wechseln", 404, code=workshop.code)


def test_the_room_is_closed_to_other_roles(app: Flask, workshop: Company) -> None:
    other = Person(app)
    other.sign_in("facilitator", "operator")
    for path in PAGES:
        assert other.get(path).status_code == 403
