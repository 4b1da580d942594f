"""Every abuse that touches companies has a test; those without a better place are at home here."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.tables import assignment, company, company_manager, member, user_role
from app.ui.access import declared
from tests.assigning import Office
from tests.offices import lead, stored
from tests.people import Person

TESTS = Path(__file__).parents[1]
HOSTILE = "browser/test_hostile_companies.py"
HERE = "integration/test_abuse.py"
OF_SEATS = "integration/models/test_seat.py"
SIGN_INS = "integration/accounts/test_sign_ins.py"
PROVEN = {
    "guessed and swapped ids": (
        "integration/test_wall.py::test_nobody_is_shown_or_changes_what_is_anothers",
        "integration/workspace/test_drafts.py::"
        "test_a_draft_is_out_of_reach_for_every_other_company",
        "integration/workspace/test_invitations.py::"
        "test_an_assignment_is_out_of_reach_for_every_other_company",
        "integration/workspace/test_leaders.py::test_nobody_removes_people_of_another_company",
    ),
    "one person with two roles": (
        "integration/models/test_rounds.py::test_a_manager_who_is_a_member_too_never_counts",
        f"{HERE}::test_two_roles_see_what_each_sees_and_nothing_more",
    ),
    "comparing reports over time": (
        "integration/workspace/test_two_worlds.py::test_a_manager_observes_the_same_in_both_worlds",
    ),
    "padding with accounts": (
        "integration/models/test_rounds.py::test_a_manager_who_is_a_member_too_never_counts",
    ),
    "invitation forwarded": (
        "integration/accounts/test_invitations.py::"
        "test_a_forwarded_link_gives_its_role_to_nobody_else",
        f"{OF_SEATS}::test_one_personal_link_makes_one_of_twenty_devices_its_member",
    ),
    "invitation replayed": ("integration/accounts/test_invitations.py::test_a_link_is_good_once",),
    "invitation used after revoke": (
        "integration/workspace/test_leaders.py::"
        "test_an_invitation_is_taken_back_by_its_company_alone",
    ),
    "join code guessed": (
        "integration/player/test_assignment_invitations.py::"
        "test_the_code_of_an_assignment_is_throttled_like_every_typed_code",
    ),
    "join code raced": (f"{OF_SEATS}::test_the_last_seat_goes_to_one_of_twenty",),
    "double submit": (
        "faults/test_assigning.py::test_twenty_presses_of_each_button_have_one_effect_on_sqlite",
        "faults/test_assigning.py::test_twenty_presses_of_each_button_have_one_effect_on_postgresql",
    ),
    "mass assignment": (
        "integration/workspace/test_drafts.py::test_fields_that_no_page_asks_for_change_nothing",
        f"{HERE}::test_fields_that_no_page_of_the_room_asks_for_change_nothing",
    ),
    "self-made manager": (
        f"{HERE}::test_nobody_makes_themselves_a_manager",
        "integration/accounts/test_invitations.py::test_nobody_makes_themselves_something_else",
    ),
    "session fixation": (f"{SIGN_INS}::test_nothing_of_the_session_before_is_left",),
    "cookie replayed after logout": (
        "integration/accounts/test_ends_of_access.py::"
        "test_signing_out_ends_every_device_and_every_copy_of_the_cookie",
    ),
    "CSRF": (
        f"{HERE}::test_no_form_of_a_company_is_taken_without_its_token",
        f"{SIGN_INS}::test_signing_in_and_out_needs_a_token_of_this_session",
    ),
    "open redirect": (
        f"{SIGN_INS}::test_next_never_leads_to_another_site",
        "integration/site/test_display.py::test_the_way_back_never_leaves_the_site",
    ),
    "host header in links": (
        "integration/workspace/test_invitations.py::test_the_host_of_a_request_is_in_no_link",
    ),
    "header injection": (
        "integration/workspace/test_invitations.py::test_a_mail_names_the_company_on_one_line",
        "integration/accounts/test_invitations.py::test_a_name_becomes_no_header_and_no_markup",
    ),
    "scripts in names, teams, words and titles": (
        f"{HOSTILE}::test_every_page_of_a_company_shows_hostile_words_as_words",
        f"{HOSTILE}::test_what_is_typed_into_the_forms_of_a_company_stays_words",
        f"{HOSTILE}::test_learners_and_operators_see_the_words_of_a_company_as_words",
    ),
    "formula injection": (
        "unit/lib/test_tables.py::test_csv_says_that_a_text_is_no_formula",
        "unit/lib/test_tables.py::test_xlsx_keeps_texts_as_texts",
    ),
    "skip ahead by URL": (
        "integration/player/test_steps.py::test_a_step_beside_the_way_says_so_and_leads_back",
        "integration/player/test_steps.py::test_the_end_is_shown_at_the_destination_alone",
    ),
    "answer after the end": (
        "integration/player/test_steps.py::test_nothing_can_be_answered_after_the_end",
    ),
    "disk full": (
        "faults/test_outages.py::"
        "test_a_full_disk_refuses_the_answer_and_takes_it_once_there_is_room",
    ),
    "database locked": (
        "integration/test_failures.py::test_an_outage_of_the_database_asks_to_try_again",
    ),
    "clock jumps": (
        "integration/models/test_assignment.py::"
        "test_days_are_those_of_the_company_also_when_clocks_change",
        "integration/models/test_rounds.py::test_each_day_has_one_look_when_clocks_change",
    ),
    "junk bytes": (f"{HERE}::test_junk_is_refused_and_never_a_bug",),
}
"""Each abuse that touches companies, and the tests that expect an answer to it."""
ENDS = "integration/accounts/test_ends_of_access.py"
CLOSURES = "integration/operator/test_closures.py"
ENDED = {
    "logout": (f"{ENDS}::test_signing_out_ends_every_device_and_every_copy_of_the_cookie",),
    "reset": (f"{ENDS}::test_a_reset_ends_every_device",),
    "role loss": (f"{ENDS}::test_a_lost_role_closes_its_room_and_no_other",),
    "removing a manager": (
        "integration/workspace/test_leaders.py::"
        "test_access_ends_with_the_next_request_after_somebody_was_removed",
    ),
    "closing the company": (
        "integration/operator/test_companies.py::test_closing_wants_the_name_and_ends_access",
        "integration/workspace/test_companies.py::test_access_ends_when_a_company_is_closed",
        f"{CLOSURES}::test_every_link_of_a_closed_company_is_over_for_everybody",
        f"{CLOSURES}::test_invitations_and_mails_of_a_closed_company_lead_nowhere",
        f"{CLOSURES}::test_who_is_on_the_way_arrives_for_themselves_alone",
    ),
    "leaving the company": (
        "integration/player/test_assignments.py::"
        "test_leaving_the_company_takes_the_seat_and_leaves_the_run",
    ),
    "erasure": (
        "integration/player/test_ends_of_access.py::test_erasing_ends_access_on_every_device",
    ),
}
"""What ends access at the next request (P17), and the tests that show it."""
JUNK = ("%00", "%ff%fe", "..%2f..", "a" * 5000, "🦊", "'; DROP TABLE company; --", "%0d%0aX-Y:1")


@pytest.mark.parametrize(
    "name", [name for names in (*PROVEN.values(), *ENDED.values()) for name in names]
)
def test_the_test_of_each_abuse_exists(name: str) -> None:
    file, _, test = name.partition("::")
    source = (TESTS / file).read_text("utf-8")
    assert re.search(rf"^def {test}\(", source, flags=re.MULTILINE)


@pytest.fixture
def office(app: Flask, load) -> Office:
    from tests.integration.conftest import SMALL_JOURNEY

    load(SMALL_JOURNEY)
    return Office(app)


def everything(app: Flask) -> list[list[str]]:
    """Return what the database holds about companies and roles."""
    tables = (company, company_manager, member, assignment, user_role)
    with app.extensions["database"].read() as session:
        return [[str(row) for row in session.execute(select(each))] for each in tables]


def test_fields_that_no_page_of_the_room_asks_for_change_nothing(
    app: Flask, office: Office
) -> None:
    other, made = Office(app, "Bäckerei Fremd"), office.issue()
    forged = {"company_id": "2", "id": "2", "code": other.company.code, "role": "operator",
              "roles": "operator", "closed_at": "2026-01-01", "arrived": "50", "mode": "proof",
              "issued_at": "2020-01-01", "created_at": "2020-01-01"}  # fmt: skip
    before = other.stored()
    office.send("/betrieb/einstellungen", name="Neuer Name", sector="craft", head_count="14",
                timezone="Europe/Berlin", language="de", **forged)  # fmt: skip
    office.send("/betrieb/leitung", 200, email="neu@reise.example", **forged)
    office.send(office.at(made, "zugang/plaetze"), seats="20", **forged)
    assert other.stored() == before
    mine, kept = office.stored(), office.assignment(made.code)
    assert (mine.name, mine.code, mine.closed_at) == ("Neuer Name", office.company.code, None)
    assert (kept.mode, kept.arrived, kept.issued_at) == ("protected", 0, made.issued_at)
    assert office.get("/betreiber").status_code == 403


def test_nobody_makes_themselves_a_manager(app: Flask, office: Office) -> None:
    eve = Person(app)
    eve.sign_in("facilitator")
    before = everything(app)
    fields = {"code": office.company.code, "role": "manager", "roles": "manager", "name": "Eve"}
    eve.send("/konto/name", **fields)
    for path in ("/betrieb/wechseln", "/betrieb/leitung", "/betrieb/einstellungen"):
        eve.send(path, 403, **fields)
    assert everything(app) == before
    ben = lead(app, Office(app, "Bäckerei Fremd").company)
    ben.send("/betrieb/wechseln", 404, **fields)
    with ben.client.session_transaction() as cookie:
        # Even a session that names another company is asked for the right to it.
        cookie["company"] = office.company.code
    assert office.company.name not in ben.see("/betrieb")


def test_two_roles_see_what_each_sees_and_nothing_more(app: Flask, office: Office) -> None:
    both = lead(app, office.company, email="beide@reise.example")
    both.sign_in("manager", "operator", "facilitator", email="beide@reise.example")
    other = Office(app, "Bäckerei Fremd")
    theirs = other.issue()
    with app.extensions["database"].read() as session:
        roles = session.execute(select(user_role.c.role)).scalars().all()
    assert roles
    assert both.get(other.at(theirs)).status_code == 404
    assert "Bäckerei Fremd" not in both.see("/betrieb")


def filled(rule: str, word: str) -> str:
    """Return an address of a rule with one word in the place of every argument."""
    return re.sub(r"<any\((\w+)[^>]*>", r"\1", re.sub(r"<(?:int:)?\w+>", word, rule))


def test_no_form_of_a_company_is_taken_without_its_token(app: Flask, office: Office) -> None:
    before = everything(app)
    sent = [
        office.client.post(filled(rule.rule, "1"), data={"name": "Eve"}).status_code
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and declared(app).get(rule.endpoint) == "manager"
    ]
    assert len(sent) >= 20
    assert set(sent) <= {400, 404}
    assert everything(app) == before
    office.client.post("/betrieb/einstellungen", data={"csrf_token": Person(app).token()})
    assert stored(app, office.company) == office.company


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_is_refused_and_never_a_bug(app: Flask, office: Office, junk: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    app.testing = False
    raw = b"\xff\xfe\x00=\x00&name=%ff%00&csrf_token=\xf0\x28\x8c\x28&email=" + junk.encode()
    operator = Person(app)
    operator.sign_in("operator")
    people, who = {"manager": office, "operator": operator}, declared(app)
    for rule in app.url_map.iter_rules():
        person = people.get(who.get(rule.endpoint, ""))
        if person is None:
            continue
        path = filled(rule.rule, junk if "<int" not in rule.rule else "9" * 30)
        if "GET" in rule.methods:
            status = person.client.get(f"{path}?{junk}={junk}&seite={junk}").status_code
        else:
            kind = "application/x-www-form-urlencoded"
            status = person.client.post(path, data=raw, content_type=kind).status_code
        assert status < 500, (rule, junk)
