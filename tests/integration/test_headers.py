"""P22: one strict policy on every response, and nothing in a page that would need a weaker one."""

import re
from io import BytesIO

import pytest

from app import create_app
from tests.conftest import make_config

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'"
)
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|\shx-on|javascript:", re.I)


def addresses(app):
    """Return every address that needs no argument."""
    return sorted({rule.rule for rule in app.url_map.iter_rules() if not rule.arguments})


def assert_is_protected(response):
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_every_page_carries_the_strict_policy_and_is_kept_nowhere(app, client):
    assert len(addresses(app)) > 5
    for address in [*addresses(app), "/gibt-es-nicht", "/static/gibt-es-nicht.css"]:
        response = client.get(address)
        assert_is_protected(response)
        assert response.headers["Cache-Control"] == "no-store", address


def test_every_refusal_carries_the_strict_policy(app, client):
    assert_is_protected(client.get("/", headers={"Host": "fremd.example"}))
    for address in addresses(app):
        assert_is_protected(client.post(address, data={"junk": "x"}))


def test_no_page_needs_a_weaker_policy(app, client):
    for address in [*addresses(app), "/gibt-es-nicht"]:
        found = INLINE.search(client.get(address).get_data(as_text=True))
        assert not found, f"{address}: {found}"


@pytest.mark.parametrize("bad", ["<script>x", '<p style="a">', '<a onclick="x">', "<style>"])
def test_the_search_for_inline_code_finds_it(bad):
    assert INLINE.search(bad)
    assert not INLINE.search('<script src="/static/zr.js" defer></script>')


def test_a_static_file_carries_the_strict_policy(client):
    response = client.get("/static/css/index.css")
    assert response.status_code == 200
    assert_is_protected(response)


def test_only_an_installation_under_https_asks_for_it(client, sqlite_url, tmp_path):
    assert "Strict-Transport-Security" not in client.get("/").headers
    secure = make_config(tmp_path / "instance", sqlite_url, base_url="https://reise.example")
    page = create_app(secure).test_client().get("/", base_url="https://reise.example")
    assert page.headers["Strict-Transport-Security"].startswith("max-age=")


def test_the_cookie_of_the_session_is_out_of_reach_for_scripts_and_other_sites(
    client, sqlite_url, tmp_path
):
    cookie = session_cookie(client.get("/darstellung"))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie
    secure = make_config(tmp_path / "instance", sqlite_url, base_url="https://reise.example")
    other = create_app(secure).test_client()
    page = other.get("/darstellung", base_url="https://reise.example")
    assert "Secure" in session_cookie(page)


def session_cookie(response):
    cookies = response.headers.getlist("Set-Cookie")
    return next(cookie for cookie in cookies if cookie.startswith("zr_session="))


@pytest.mark.parametrize("host", ["fremd.example", "localhost.fremd.example", "reise@fremd", ""])
def test_a_foreign_host_is_refused(client, host):
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert b"fremd" not in response.data


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "localhost:8123", "127.0.0.1:4711"])
def test_development_answers_on_every_port_of_this_machine(client, host):
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_forwarded_headers_count_only_behind_as_many_proxies_as_named(sqlite_url, tmp_path):
    forwarded = {"X-Forwarded-Host": "fremd.example"}
    for proxies, status in ((0, 200), (1, 400)):
        config = make_config(tmp_path / "instance", sqlite_url, proxies=proxies)
        client = create_app(config).test_client()
        assert client.get("/healthz", headers=forwarded).status_code == status


def test_a_request_that_is_too_large_is_refused(client):
    for address in ("/darstellung", "/weiter"):
        assert client.post(address, data={"text": "x" * 400_000}).status_code == 413
        parts = {"text": "x" * 400_000, "file": (BytesIO(b"x" * 9), "x")}
        assert client.post(address, data=parts).status_code == 413


@pytest.mark.parametrize("junk", ["/%ff%fe", "/reisen?rolle=%ff", "/%00", "/reise/%2e%2e%2f"])
def test_junk_in_an_address_is_never_a_bug(client, junk):
    assert client.get(junk).status_code < 500
    assert client.post(junk, data=b"\xff=\xfe%zz&&&=").status_code < 500


def test_a_log_line_holds_no_address_and_no_text(capsys, client):
    client.get("/unterwegs/geheimer-gang/station?frage=geheim")
    client.post("/weiter", data={"code": "geheim geheim geheim geheim"})
    said = capsys.readouterr().err
    assert '"event": "request"' in said
    assert "geheim" not in said and "127.0.0.1" not in said
