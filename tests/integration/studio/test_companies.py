"""A journey for some companies: their authors add them by code, and nobody else finds it."""

import hashlib

import pytest

from app.lib import clock
from app.models.audit import Audit
from app.models.company import Company
from tests.assigning import NEW, Office
from tests.firms import set_out
from tests.integration.studio.conftest import Writer
from tests.people import Person
from tests.walks import Walk

SLUG = "nur-fuer-sie"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'
PATH = f"/medien/{hashlib.sha256(PICTURE).hexdigest()}/bild.svg"
KEPT = """\
format: zukunftsreise/1
id: nur-fuer-sie
title: "Nur für Sie"
summary: "Eine eigene Reise."
languages: [de]
slots:
  halle: {label: "Name der Halle", default: "die Halle"}
stages:
  - stage: anfang
    title: "Anfang"
    steps:
      - {story: bild, title: "Bild", text: "Ein Bild aus {{slot.halle}}.", image: {file: bild.svg, alt: "Ein Punkt"}}
      - {story: weiter, title: "Weiter", text: "Es geht weiter."}
      - {end: da, title: "Da", text: "Schön."}
"""  # noqa: E501
NEXT_DOOR = """\
format: zukunftsreise/1
id: nebenan
title: "Nebenan"
languages: [de]
stages:
  - stage: anfang
    title: "Anfang"
    steps:
      - {story: los, title: "Los", text: "Es geht los."}
      - {end: da, title: "Da", text: "Schön.", continue_with: [nur-fuer-sie]}
"""
CODE = "Diesen Code finden wir nicht. Fragen Sie im Betrieb noch einmal nach."


def code_of(office: Office) -> str:
    """Return the code that the company gives out, made if need be."""
    if not office.stored().journey_code:
        office.send("/betrieb/einstellungen/reisen-code", seen="")
    code = office.stored().journey_code
    assert code
    return code


def add(author: Writer, office: Office) -> None:
    author.send(f"/studio/{SLUG}/betriebe", company_code=code_of(office))


@pytest.fixture
def workshop(app) -> Office:
    """The company for which the journey is."""
    return Office(app)


@pytest.fixture
def bakery(app) -> Office:
    """Another company."""
    return Office(app, "Bäckerei Fremd")


@pytest.fixture
def kept(ada, load, workshop) -> str:
    """A published journey that Ada keeps for the workshop."""
    load(KEPT, files={"bild.svg": PICTURE})
    ada.send(f"/studio/{SLUG}/oeffnen")
    for visibility in ("link", "companies"):
        ada.send(f"/studio/{SLUG}/sichtbarkeit", visibility=visibility)
    add(ada, workshop)
    return SLUG


def test_for_everybody_else_it_is_a_journey_that_is_not_there(app, ada, bakery, kept):
    link = ada.draft(kept).link_code
    for person in (Person(app), bakery, Writer(app, "cleo@reise.example")):
        assert "Nur für Sie" not in person.see("/reisen") + person.see("/")
        for place in ("", "/rolle", f"?link={link}"):
            path = f"/reise/{kept}{place}"
            known, unknown = person.get(path), person.get(path.replace(kept, "gibt-es-nicht"))
            assert known.status_code == unknown.status_code == 404
            assert known.data == unknown.data
        person.see(f"/r/{link}", 404)
        person.send(f"/reise/{kept}/rolle", 404, link=link)
        unknown = person.get(PATH.replace(PATH.split("/")[2], "0" * 64))
        assert (person.get(PATH).status_code, person.get(PATH).data) == (404, unknown.data)
    assert "Nur für Sie" not in bakery.see(NEW) + bakery.see("/betrieb/einstellungen")
    assert "Name der Halle" not in bakery.see("/betrieb/einstellungen")
    bakery.send(NEW, 422, journey=kept)


def test_the_company_finds_it_and_its_people_come_by_its_invitation(app, ada, workshop, kept):
    page = workshop.see(NEW)
    assert "Nur ausgewählte Betriebe finden sie, und Ihrer gehört dazu." in page
    assert "Nur für Sie" in workshop.see(f"/reise/{kept}")
    assert "Name der Halle" in workshop.see("/betrieb/einstellungen")
    made = workshop.issue(workshop.begin(kept))
    with app.extensions["database"].read() as session:
        token = made.entrance(session).token
    lea = Person(app)
    assert "Nur für Sie" in lea.see(f"/m/{token}")
    lea.see(f"/reise/{kept}", 404)
    walk = set_out(lea, token)
    assert PATH in walk.see("bild")
    picture = lea.get(PATH)
    assert (picture.status_code, picture.headers["Cache-Control"]) == (200, "no-store")
    assert f"/reise/{kept}" in lea.see(f"/reise/{kept}")
    assert ada.get(PATH).status_code == 200


def test_who_is_under_way_goes_on_whatever_is_chosen(app, ada, load, workshop, kept):
    ada.send(f"/studio/{kept}/sichtbarkeit", visibility="everybody")
    lea = Person(app)
    walk = Walk(lea, kept)
    ada.send(f"/studio/{kept}/sichtbarkeit", visibility="companies")
    assert lea.get(PATH).status_code == 200
    walk.send("bild")
    assert "Es geht weiter." in walk.see("weiter")
    cover = lea.see(f"/reise/{kept}")
    assert "kann zurzeit niemand neu losgehen" in cover
    lea.send(f"/reise/{kept}/rolle", 404)


def test_what_a_company_has_assigned_goes_on_when_it_is_taken_out(app, ada, workshop, kept):
    made = workshop.issue(workshop.begin(kept))
    with app.extensions["database"].read() as session:
        token = made.entrance(session).token
    ada.send(f"/studio/{kept}/betriebe/{workshop.company.code}/ende")
    ada.send(f"/studio/{kept}/betriebe/{workshop.company.code}/ende", 404)
    assert "Nur für Sie" not in workshop.see(NEW)
    workshop.see(f"/reise/{kept}", 404)
    walk = set_out(Person(app), token)
    assert "Ein Bild aus" in walk.see("bild")


def test_an_arrival_elsewhere_does_not_name_it(app, load, workshop, kept):
    load(NEXT_DOOR)
    for person, is_named in ((Person(app), False), (workshop, True)):
        walk = Walk(person, "nebenan")
        walk.send("los")
        assert (f"/reise/{kept}" in walk.see("ziel")) is is_named


def test_an_author_learns_of_no_company_but_by_its_code(ada, bakery, kept):
    page = ada.see(f"/studio/{kept}/teilen")
    assert "Tischlerei Beispiel" in page and "Bäckerei Fremd" not in page
    for typed, words in (("", "Geben Sie den Code des Betriebs ein."), ("AAAA-0000", CODE)):
        wrong = ada.send(f"/studio/{kept}/betriebe", 422, company_code=typed)
        shown = wrong.get_data(as_text=True)
        assert "<title>Fehler:" in shown and words in shown and f'value="{typed}"' in shown
    code = code_of(bakery)
    ada.send(f"/studio/{kept}/betriebe", company_code=f" {code[:4]}-{code[4:]} ".upper())
    add(ada, bakery)
    assert ada.see(f"/studio/{kept}/teilen").count("<p>Bäckerei Fremd</p>") == 1
    assert "Nur für Sie" in bakery.see(NEW)


def test_guessing_codes_is_stopped_also_for_one_that_exists(ada, bakery, kept):
    for number in range(10):
        ada.send(f"/studio/{kept}/betriebe", 422, company_code=f"0000000{number}")
    ada.send(f"/studio/{kept}/betriebe", 429, company_code=code_of(bakery))


def test_only_its_authors_choose_companies(ada, ben, bakery, workshop, kept):
    code = code_of(bakery)
    ben.send(f"/studio/{kept}/betriebe", 404, company_code=code)
    ben.send(f"/studio/{kept}/betriebe/{workshop.company.code}/ende", 404)
    bakery.send(f"/studio/{kept}/betriebe", 403, company_code=code)
    assert "Nur für Sie" in workshop.see(NEW) and "Nur für Sie" not in bakery.see(NEW)


def test_without_a_company_the_page_says_that_nobody_finds_it(ada, workshop, kept):
    ada.send(f"/studio/{kept}/betriebe/{workshop.company.code}/ende")
    assert "Zurzeit findet niemand diese Reise." in ada.see(f"/studio/{kept}/teilen")
    english = ada.see(f"/studio/{kept}/teilen", Accept_Language="en")
    assert "at the moment nobody finds this journey" in english and "Add company" in english


def test_a_new_code_takes_nothing_away_and_is_written_down(app, ada, workshop, kept):
    old = code_of(workshop)
    shown = f"{old[:4]}-{old[4:]}".upper()
    assert shown in workshop.see("/betrieb/einstellungen")
    for _ in range(2):
        workshop.send("/betrieb/einstellungen/reisen-code", seen=shown)
    new = code_of(workshop)
    assert new != old
    ada.send(f"/studio/{kept}/betriebe", 422, company_code=old)
    assert "Nur für Sie" in workshop.see(NEW)
    with app.extensions["database"].read() as session:
        acts = [each.act for each in Audit.all(session) if each.about == workshop.company.code]
    assert acts.count("company:code") == 2


def test_a_long_name_stays_whole(app, ada, kept):
    name = "Donaudampfschifffahrtsgesellschaftswerkstattbetrieb " * 2 + "& <Söhne>"
    with app.extensions["database"].write() as session:
        made = Company.create(session, name, "craft", 14, clock.now(), by=None)
        made.renew_journey_code(session, "", by=ada.user, now=clock.now())
        code = Company.with_id(session, made.id).journey_code
    ada.send(f"/studio/{kept}/betriebe", company_code=code)
    assert name in ada.see(f"/studio/{kept}/teilen")
