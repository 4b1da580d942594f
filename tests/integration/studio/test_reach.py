"""P12: a draft is there for its authors alone, whatever the route and the method."""

import re

import pytest

from app.ui import access
from tests.people import Person

FOREIGN = {
    "trail": "eJyLzivNydFRUtKprgUhcyAzFgBEhgX_",
    "step": "weg",
    "link": "1",
    "token": "0" * 26,
    "name": "bild.png",
    "number": "1",
    "copy": "1",
    "lang": "en",
    "line": "1",
    "code": "00000000",
    "company": "unbekannt",
}
NOT_YET = {"studio.show_import", "studio.confirm_withdrawal_of_journey"}
"""Pages that a draft has once it was imported or published."""


def rules(app):
    """Return every rule of the studio."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("studio.")]


def address(rule, slug):
    words = FOREIGN | {"slug": slug}
    return re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda found: words[found[1]], rule.rule)


@pytest.mark.parametrize("htmx", [False, True])
def test_a_foreign_draft_is_the_page_of_an_unknown_one(app, ada, ben, slug, htmx):
    app.config["WTF_CSRF_ENABLED"] = False
    with_slug = [rule for rule in rules(app) if "slug" in rule.arguments]
    assert len(with_slug) >= 20
    headers = {"HX-Request": "true"} if htmx else {}
    for rule in with_slug:
        for method in rule.methods & {"GET", "POST"}:
            data = {"text": "x", "seen": "1", "visibility": "link", "old": "weg", "new": "wo"}
            data = data if method == "POST" else None
            answers = [
                ben.client.open(address(rule, name), method=method, data=data, headers=headers)
                for name in (slug, "gibt-es-nicht")
            ]
            assert [each.status_code for each in answers] == [404, 404], (rule, method)
            assert answers[0].data == answers[1].data, (rule, method)
    assert ada.draft().revision == 1
    assert ada.draft().visibility == "everybody"
    assert ada.draft().archived_at is None


def test_every_page_of_a_draft_is_there_for_its_author(ada, slug):
    for rule in rules(ada.app):
        if "GET" in rule.methods and rule.arguments == {"slug"}:
            wanted = {404} if rule.endpoint in NOT_YET else {200, 303}
            assert ada.get(address(rule, slug)).status_code in wanted, rule


def test_strangers_and_other_roles_do_not_come_in(app, slug):
    manager = Person(app)
    manager.sign_in("manager", "operator")
    declared = access.declared(app)
    for rule in rules(app):
        if declared[rule.endpoint] == "anyone":
            assert rule.rule.startswith("/durchsicht/")
            continue
        assert declared[rule.endpoint] == "facilitator", rule
        if "GET" in rule.methods:
            assert manager.get(address(rule, slug)).status_code == 403, rule
            there = Person(app).get(address(rule, slug)).headers["Location"]
            assert there.startswith("/anmelden"), rule


def test_an_author_who_has_left_is_a_stranger_with_the_next_request(app, ada, ben, slug):
    from app.lib import clock
    from app.models.author import accept, invite, leave

    with app.extensions["database"].write() as session:
        draft = ada.draft()
        accept(session, invite(session, draft, by=ada.user, now=clock.now()), ben.user, clock.now())
    ben.see(f"/studio/{slug}")
    with app.extensions["database"].write() as session:
        leave(session, draft, ben.user)
    ben.see(f"/studio/{slug}", 404)


def test_a_role_that_is_taken_closes_the_draft(app, ada, slug):
    with app.extensions["database"].write() as session:
        ada.user.revoke(session, "facilitator")
    ada.see(f"/studio/{slug}", 403)
    ada.send(f"/studio/{slug}", 403, text="x", seen=1)


def test_junk_ids_are_pages_that_are_not_there(ada):
    for junk in ("%00", "%ff", "..%2f..", "a" * 5000, "🦊", "'; DROP TABLE draft; --"):
        assert ada.get(f"/studio/{junk}").status_code == 404
        assert ada.get(f"/mitschreiben/{junk}").status_code == 404
        assert ada.get(f"/durchsicht/{junk}").status_code == 404
