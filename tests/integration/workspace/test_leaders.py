"""Who acts for a company: invited, accepted, removed; one always stays."""

import re

from flask import Flask
from sqlalchemy import select

from app.models.audit import Audit
from app.models.company import Company
from app.models.tables import company_manager
from tests.colleagues import PASSWORD, Colleague, link_in, mails
from tests.offices import lead, link_on
from tests.people import Person

NEW = "neu@reise.example"
REMOVAL = re.compile(r"/betrieb/leitung/(\d+)/entfernen")


def invited(person: Person, email: str = NEW) -> str:
    """Invite somebody and return the path of the link on the page."""
    return link_on(person.send("/betrieb/leitung", 200, email=email).get_data(as_text=True))


def removal_of(app: Flask, company: Company, email: str) -> str:
    with app.extensions["database"].read() as session:
        (found,) = (each for each in company.managers(session) if each.email == email)
    return f"/betrieb/leitung/{found.user_id}/entfernen"


def test_somebody_new_makes_an_account_and_manages_the_company(app: Flask, mia: Person) -> None:
    link, new = invited(mia), Person(app)
    assert "Tischlerei Beispiel" in new.see(link)
    new.send(link, name="Nina Neu", password_new=PASSWORD)
    assert "Tischlerei Beispiel" in new.see("/betrieb")
    assert "Nina Neu" in mia.see("/betrieb/leitung")


def test_the_mail_names_the_company_and_holds_the_link(app: Flask, mia: Person) -> None:
    link = invited(mia)
    ((recipient, mail),) = mails(app)
    assert recipient == NEW
    assert "Tischlerei Beispiel" in mail.text and link_in(mail.text) == link


def test_somebody_with_an_account_takes_the_company_into_it(app: Flask, mia: Person) -> None:
    lea = Colleague(app, "lea@reise.example", "facilitator")
    link = invited(mia, lea.email)
    lea.enter()
    assert "Tischlerei Beispiel" in lea.see(link)
    lea.send(link)
    assert "Tischlerei Beispiel" in lea.see("/betrieb")
    assert lea.get("/studio").status_code == 200


def test_two_companies_invite_the_same_person(app: Flask, mia: Person, ben: Person) -> None:
    first, second = invited(mia), invited(ben)
    new = Person(app)
    new.send(first, name="Nina Neu", password_new=PASSWORD)
    new.send(second)
    page = new.see("/betrieb/wechseln")
    assert "Tischlerei Beispiel" in page and "Bäckerei Fremd" in page


def test_inviting_says_nothing_about_who_has_an_account(app: Flask, mia: Person) -> None:
    Colleague(app, "lea@reise.example", "facilitator")
    pages = {
        re.sub(r"einladung/\w+|value=\"[^\"]+\"", "", page).replace(email, "")
        for email in ("lea@reise.example", "niemand@reise.example")
        for page in [mia.send("/betrieb/leitung", 200, email=email).get_data(as_text=True)]
    }
    assert len(pages) == 1


def test_an_invitation_is_taken_back_by_its_company_alone(
    app: Flask, mia: Person, ben: Person
) -> None:
    link = invited(mia)
    ben.send("/betrieb/leitung/einladungen/rueckzug", email=NEW)
    assert NEW in mia.see("/betrieb/leitung") and NEW not in ben.see("/betrieb/leitung")
    Person(app).see(link)
    mia.send("/betrieb/leitung/einladungen/rueckzug", email=NEW)
    Person(app).see(link, 404)


def test_an_address_that_is_none_is_refused(mia: Person) -> None:
    for email in ("", "keine Adresse", "a@b", "ada@reise.example\r\nBcc: x@y.example"):
        mia.send("/betrieb/leitung", 422, email=email)


def test_access_ends_with_the_next_request_after_somebody_was_removed(
    app: Flask, mia: Person, workshop: Company
) -> None:
    ole = lead(app, workshop, email="ole@tischlerei.example")
    assert ole.get("/betrieb").status_code == 200
    path = removal_of(app, workshop, "ole@tischlerei.example")
    assert "ole" in mia.see(path)
    mia.send(path)
    assert ole.get("/betrieb").status_code == 403
    assert "ole@" not in mia.see("/betrieb/leitung")


def test_who_manages_another_company_keeps_the_role(
    app: Flask, mia: Person, workshop: Company, bakery: Company
) -> None:
    ole = lead(app, workshop, bakery, email="ole@tischlerei.example")
    mia.send(removal_of(app, workshop, "ole@tischlerei.example"))
    assert "Bäckerei Fremd" in ole.see("/betrieb")


def test_the_last_one_stays(app: Flask, mia: Person, workshop: Company) -> None:
    path = removal_of(app, workshop, "mia@tischlerei.example")
    assert REMOVAL.search(mia.see("/betrieb/leitung")) is None
    assert "jemanden, der ihn leitet" in mia.send(path, 409).get_data(as_text=True)
    assert mia.get("/betrieb").status_code == 200


def test_nobody_removes_people_of_another_company(
    app: Flask, mia: Person, ben: Person, workshop: Company
) -> None:
    lead(app, workshop, email="ole@tischlerei.example")
    paths = [
        removal_of(app, workshop, "ole@tischlerei.example"),
        *(f"/betrieb/leitung/{number}/entfernen" for number in (999_999, 10**12)),
    ]
    for method in ("GET", "POST"):
        token = {"csrf_token": ben.token()}
        answers = [ben.client.open(path, method=method, data=token) for path in paths]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.data for answer in answers}) == 1
    assert "ole@" in mia.see("/betrieb/leitung")


def test_every_act_is_written_down(app: Flask, mia: Person, workshop: Company) -> None:
    invited(mia)
    mia.send("/betrieb/leitung/einladungen/rueckzug", email=NEW)
    lead(app, workshop, email="ole@tischlerei.example")
    mia.send(removal_of(app, workshop, "ole@tischlerei.example"))
    with app.extensions["database"].read() as session:
        acts = [(each.by, each.act, each.about) for each in Audit.all(session)]
        left = session.execute(select(company_manager.c.user_id)).all()
    assert acts[1:] == [
        ("mia@tischlerei.example", "company:invite", NEW),
        ("mia@tischlerei.example", "invitation:withdraw", NEW),
        ("mia@tischlerei.example", "company:dismiss", "ole@tischlerei.example"),
    ]
    assert len(left) == 1
