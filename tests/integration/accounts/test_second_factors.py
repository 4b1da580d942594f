"""The second factor: set up, used in an emergency, renewed, switched off; and confirmed before."""

import re
from datetime import timedelta
from html import unescape

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.lib import clock, qr
from tests.colleagues import PASSWORD, Colleague, at, mails
from tests.conftest import make_config
from tests.people import main_of

KEY = re.compile(r'<code class="no-hyphens" translate="no">([A-Z0-9-]+)</code>')
SEALED = re.compile(r'name="secret" value="([^"]+)"')
CODES = re.compile(r"<li>([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})</li>")


def shown(person: Colleague) -> dict[str, str]:
    """Open the set-up, let the app on the phone learn the key, return what the form carries."""
    page = person.get("/konto/zweiter-faktor").get_data(as_text=True)
    key, sealed = KEY.search(page), SEALED.search(page)
    assert key and sealed
    totp = person.app.extensions["security"].totp_factory._totp
    person.secret = totp(key=key[1], format="base32").to_json(encrypt=False)
    return {"secret": unescape(sealed[1])}


def switch_on(person: Colleague) -> list[str]:
    """Set the second factor up and return the recovery codes."""
    fields = shown(person)
    page = person.send("/konto/zweiter-faktor", 200, code=person.code(), **fields)
    codes = CODES.findall(main_of(page))
    assert len(codes) == 10
    return codes


def test_setting_up_shows_a_picture_and_then_codes_once(each_app: Flask) -> None:
    lea = Colleague(each_app, "lea@reise.example", "facilitator")
    lea.enter()
    other = lea.elsewhere()
    other.give_password()
    assert '<svg class="qr"' in lea.see("/konto/zweiter-faktor")
    codes = switch_on(lea)
    assert lea.is_in()
    assert not other.is_in(), "other devices prove themselves anew"
    page = lea.see("/konto/zweiter-faktor") + lea.see("/konto/notfallcodes")
    assert not any(code in page for code in codes)
    other.give_password()
    assert not other.is_in()
    other.send("/anmelden/code", code=lea.code(later=30))
    assert other.is_in()


def test_the_picture_says_what_the_key_says() -> None:
    width, drawing = qr.path("otpauth://totp/x?secret=ABC")
    rows = {int(y) for y in re.findall(r"M\d+ (\d+)h", drawing)}
    assert min(rows) == qr.QUIET
    assert max(rows) == width - qr.QUIET - 1
    for start, length in re.findall(r"M(\d+) \d+h(\d+)", drawing):
        assert int(start) + int(length) <= width - qr.QUIET


def test_a_wrong_code_switches_nothing_on_and_keeps_the_picture(lea: Colleague) -> None:
    lea.enter()
    fields = shown(lea)
    wrong = "000000" if lea.code() != "000000" else "000001"
    page = main_of(lea.send("/konto/zweiter-faktor", 422, code=wrong, **fields))
    assert "Dieser Code passt nicht" in page
    found = KEY.search(page)
    assert found
    assert found[1].replace("-", "") in str(lea.secret)
    lea.send("/konto/zweiter-faktor", 422, code="", **fields)
    lea.send("/konto/zweiter-faktor", 200, code=lea.code(), **fields)


@pytest.mark.parametrize("sealed", ["", "junk", "gAAAAAB-junk"])
def test_only_a_secret_of_ours_is_taken(lea: Colleague, sealed: str) -> None:
    lea.enter()
    shown(lea)
    answer = lea.send("/konto/zweiter-faktor", code=lea.code(), secret=sealed)
    assert answer.headers["Location"] == "/konto/zweiter-faktor"
    assert "nicht eingerichtet" in lea.see("/konto")


def test_nobody_sets_up_with_what_somebody_else_was_shown(app: Flask, lea: Colleague) -> None:
    eve = Colleague(app, "eve@reise.example", "facilitator")
    eve.enter()
    lea.enter()
    fields = shown(eve)
    assert lea.send("/konto/zweiter-faktor", code=eve.code(), **fields).status_code == 303
    assert "nicht eingerichtet" in lea.see("/konto")


def test_what_was_shown_is_good_for_half_an_hour(lea: Colleague) -> None:
    lea.enter()
    fields = shown(lea)
    with at(clock.now() + timedelta(minutes=31)):
        assert lea.send("/konto/zweiter-faktor", code=lea.code(), **fields).status_code == 303
        assert "nicht eingerichtet" in lea.see("/konto")


def test_the_code_of_the_set_up_does_not_sign_in_too(lea: Colleague) -> None:
    lea.enter()
    fields, thief = shown(lea), lea.elsewhere()
    code = lea.code()
    lea.send("/konto/zweiter-faktor", 200, code=code, **fields)
    thief.give_password()
    thief.send("/anmelden/code", 422, code=code)


def test_a_recovery_code_signs_in_once(each_app: Flask) -> None:
    lea = Colleague(each_app, "lea@reise.example", "facilitator")
    lea.enter()
    first, *rest = switch_on(lea)
    lea.send("/abmelden")
    lea.give_password()
    lea.send("/anmelden/code", code=first.upper())
    assert lea.is_in()
    assert "9 übrig" in lea.see("/konto/notfallcodes")
    lea.send("/abmelden")
    lea.give_password()
    lea.send("/anmelden/code", 422, code=first)
    lea.send("/anmelden/code", code=rest[0])


def test_new_recovery_codes_replace_the_old_ones(lea: Colleague, app: Flask) -> None:
    lea.enter()
    old = switch_on(lea)
    page = main_of(lea.send("/konto/notfallcodes", 200))
    new = CODES.findall(page)
    assert not set(old) & set(new)
    lea.send("/abmelden")
    lea.give_password()
    lea.send("/anmelden/code", 422, code=old[0])
    lea.send("/anmelden/code", code=new[0])
    said = [mail.text for _, mail in mails(app)]
    assert any("Notfallcodes wurden neu angelegt" in text for text in said)


def test_switching_off_lets_the_password_alone_open_it(lea: Colleague, app: Flask) -> None:
    lea.enter()
    switch_on(lea)
    assert "genügt das Passwort" in lea.see("/konto/zweiter-faktor/ausschalten")
    lea.send("/konto/zweiter-faktor/ausschalten")
    assert lea.is_in()
    lea.secret = None
    lea.send("/abmelden")
    lea.enter()
    assert lea.is_in()
    assert any("ausgeschaltet" in mail.text for _, mail in mails(app))


def test_an_operator_keeps_the_second_factor(otto: Colleague) -> None:
    otto.enter()
    assert "lässt sich nicht ausschalten" in otto.see("/konto/zweiter-faktor/ausschalten")
    otto.send("/konto/zweiter-faktor/ausschalten")
    assert "eingeschaltet" in otto.see("/konto")


CHANGES = ("/konto/zweiter-faktor/ausschalten", "/konto/notfallcodes")


def test_a_change_is_confirmed_with_the_password_after_a_quarter_of_an_hour(
    lea: Colleague,
) -> None:
    lea.enter()
    with at(clock.now() + timedelta(minutes=16)):
        ahead = "/konto/bestaetigung?next=/konto/zweiter-faktor"
        assert lea.get("/konto/zweiter-faktor").headers["Location"] == ahead
        assert "Bitte bestätigen" in lea.see(ahead)
        fields = {"next": "/konto/zweiter-faktor"}
        lea.send("/konto/bestaetigung", 422, password="falsch", **fields)
        lea.send("/konto/bestaetigung", 422, password="", **fields)
        answer = lea.send("/konto/bestaetigung", password=PASSWORD, **fields)
        assert answer.headers["Location"] == "/konto/zweiter-faktor"
        switch_on(lea)
    with at(clock.now() + timedelta(minutes=40)):
        for path in CHANGES:
            for answer in (lea.get(path), lea.send(path)):
                assert answer.headers["Location"] == f"/konto/bestaetigung?next={path}"
    assert "eingeschaltet" in lea.see("/konto")


def test_the_confirmation_leads_to_no_other_site(lea: Colleague) -> None:
    lea.enter()
    for ahead in ("//fremd.example", "https://fremd.example"):
        sent = lea.send("/konto/bestaetigung", password=PASSWORD, next=ahead)
        assert sent.headers["Location"] == "/konto"


def test_a_copy_of_the_database_shows_no_second_factor(app: Flask, lea: Colleague) -> None:
    lea.enter()
    codes = switch_on(lea)
    with app.extensions["database"].read() as session:
        row = session.execute(text("SELECT totp, recovery_codes FROM user_account")).one()
    key = re.findall(r'"key":"([^"]+)"', str(lea.secret))[0]
    assert key.encode() not in row.totp
    assert not any(code in row.recovery_codes for code in codes)


def test_rotated_keys_open_second_factors_and_mails_still(app: Flask) -> None:
    otto = Colleague(app, "otto@reise.example", "operator", app_on_phone=True)
    otto.send("/passwort-vergessen", email=otto.email)
    config, new = app.config["ZR"], Fernet.generate_key().decode()
    both = make_config(config.instance, config.database_url, keys=(new, *config.keys))
    done = create_app(both).test_cli_runner().invoke(args=["database", "rotate-keys"])
    assert done.exit_code == 0, done.output
    otto.app = create_app(make_config(config.instance, config.database_url, keys=(new,)))
    otto.client = otto.app.test_client()
    otto.enter()
    assert otto.is_in()
    ((_, mail),) = mails(otto.app)
    assert "Passwort" in mail.subject
