"""Display settings: kept for a year, felt on every page, leading nowhere else."""

import pytest

from app.ui.view import View
from tests.people import Person


def html(person: Person, path: str = "/hilfe", **headers: str) -> str:
    """Return a page from its first tag on."""
    return person.get(path, **headers).get_data(as_text=True)


def test_the_first_visit_is_german_and_leaves_no_cookie(alice: Person) -> None:
    response = alice.get("/")
    assert '<html lang="de"' in response.get_data(as_text=True)
    assert "Set-Cookie" not in response.headers


def test_a_browser_that_prefers_english_gets_english(alice: Person) -> None:
    assert '<html lang="en"' in html(alice, Accept_Language="en-GB,en;q=0.9,de;q=0.3")
    assert '<html lang="de"' in html(alice, Accept_Language="de,en;q=0.9")


def test_everything_chosen_is_kept_for_a_year(alice: Person) -> None:
    response = alice.send(
        "/darstellung", lang="en", theme="dark", size="larger", calm="calm", easy="easy"
    )
    cookie = next(c for c in response.headers.getlist("Set-Cookie") if c.startswith("zr_view="))
    assert "Max-Age=31536000" in cookie
    assert "SameSite=Lax" in cookie
    kept = alice.client.get_cookie("zr_view")
    assert kept
    assert View.parse(kept.value, "de") == View("en", "dark", "larger", calm=True, easy=True)
    page = html(alice, Accept_Language="de")
    for mark in ('lang="en"', 'data-theme="dark"', 'data-size="larger"', "data-calm"):
        assert mark in page


def test_the_form_shows_what_holds(alice: Person) -> None:
    alice.send("/darstellung", lang="de", theme="dark", size="large", easy="easy")
    page = alice.see("/darstellung")
    for chosen in ("lang-de", "theme-dark", "size-large", "easy-easy"):
        start = page.index(f'id="{chosen}"')
        assert "checked" in page[start : page.index(">", start)], chosen
    calm = page.index('id="calm-calm"')
    assert "checked" not in page[calm : page.index(">", calm)]


def test_what_is_not_ticked_is_switched_off(alice: Person) -> None:
    alice.send("/darstellung", lang="de", theme="system", size="normal", calm="calm")
    alice.send("/darstellung", lang="de", theme="system", size="normal")
    assert "data-calm" not in html(alice)


def test_nonsense_becomes_what_pages_can_show(alice: Person) -> None:
    alice.send("/darstellung", lang="<script>", theme="../..", size="99", calm="x")
    page = html(alice)
    assert '<html lang="de">' in page


def test_the_way_back_is_the_page_somebody_came_from(alice: Person) -> None:
    assert 'value="/hilfe"' in alice.see("/darstellung?next=/hilfe")
    assert alice.send("/darstellung", next="/hilfe").headers["Location"] == "/hilfe"


def test_without_a_named_page_the_link_tells_where_somebody_was(alice: Person) -> None:
    for referrer, back in (
        ("http://localhost/hilfe", "/hilfe"),
        ("http://evil.example/hilfe", "/"),
        ("http://localhost//evil.example", "/"),
        ("http://[", "/"),
    ):
        assert f'name="next" value="{back}"' in alice.see("/darstellung", Referer=referrer)


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", "evil"]
)
def test_the_way_back_never_leaves_the_site(alice: Person, target: str) -> None:
    assert alice.send("/darstellung", next=target).headers["Location"] == "/"
    assert "evil" not in alice.see(f"/darstellung?next={target}")


def test_a_form_from_elsewhere_changes_nothing(alice: Person) -> None:
    assert alice.client.post("/darstellung", data={"lang": "en"}).status_code == 400
    assert alice.client.get_cookie("zr_view") is None
