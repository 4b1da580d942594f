"""The second factor: an app with codes, set up and switched off, and the codes for emergencies."""

import json

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from app.accounts import blueprint
from app.accounts.confirmations import needed
from app.accounts.notices import notify
from app.accounts.pages import page, refused
from app.accounts.sign_ins import CodeForm
from app.lib import qr
from app.lib.crypto import Unreadable
from app.models.user import NEEDS_SECOND_FACTOR
from app.ui import requests, security, staff
from app.ui.access import access
from app.ui.security import Account

SETUP_SECONDS = 30 * 60


@blueprint.get("/konto/zweiter-faktor")
@access("staff")
def new_second_factor() -> str | Response:
    """Show a new secret for the app, or that there is a second factor already."""
    user = staff.acting()
    if user.has_second_factor:
        return page("second_factors/show.html", user=user)
    return needed() or _ask(_new_secret())


@blueprint.post("/konto/zweiter-faktor")
@access("staff")
def create_second_factor() -> Response:
    """Switch the second factor on and show the recovery codes, the only time they ever stand.

    The secret was shown to somebody who had just confirmed; it need not be confirmed again.
    """
    form = CodeForm(request.form)
    secret = _offered(request.form.get("secret", ""))
    if secret is None:
        return redirect(url_for("accounts.new_second_factor"), 303)
    held = _held()
    if held.totp:
        return redirect(url_for("accounts.new_second_factor"), 303)
    held.totp, held.totp_counter = requests.keyring().conceal(secret), None
    if not form.errors and not security.is_code_good(held, form.code):
        form.refuse("code", "setup-code-wrong")
    if form.errors:
        return refused("second_factors/new.html", form, **_shown(secret))
    return _switch_on(held)


@blueprint.get("/konto/zweiter-faktor/ausschalten")
@access("staff")
def confirm_delete_second_factor() -> str | Response:
    """Say what switching off means."""
    user = staff.acting()
    if not user.has_second_factor:
        return redirect(url_for("accounts.new_second_factor"), 303)
    return needed() or page("second_factors/confirm.html", must_keep=_must_keep())


@blueprint.post("/konto/zweiter-faktor/ausschalten")
@access("staff")
def delete_second_factor() -> Response:
    """Let the password alone open the account again; every other session ends."""
    if ahead := needed():
        return ahead
    if _must_keep():
        return redirect(url_for("accounts.confirm_delete_second_factor"), 303)
    held = _held()
    held.totp, held.totp_counter, held.mf_recovery_codes = None, None, []
    _end_other_sessions(held, "second-factor-off")
    return redirect(url_for("accounts.show_profile"), 303)


@blueprint.get("/konto/notfallcodes")
@access("staff")
def new_recovery_codes() -> str | Response:
    """Offer new recovery codes."""
    user = staff.acting()
    if not user.has_second_factor:
        return redirect(url_for("accounts.new_second_factor"), 303)
    return needed() or page("second_factors/renew.html", left=_codes_left())


@blueprint.post("/konto/notfallcodes")
@access("staff")
def create_recovery_codes() -> Response:
    """Make new recovery codes; the ones before are void."""
    if ahead := needed():
        return ahead
    held = _held()
    if not held.totp:
        return redirect(url_for("accounts.new_second_factor"), 303)
    codes = security.parts().mf_recovery_codes_util.create_recovery_codes(held)
    notify(held, "recovery-codes")
    return make_response(page("second_factors/codes.html", codes=codes, is_new=False))


def _ask(secret: str) -> str:
    return page("second_factors/new.html", **_shown(secret))


def _shown(secret: str) -> dict[str, object]:
    """Return what the page of the set-up shows; the sealed secret comes back with the form."""
    factory, email = security.parts().totp_factory, staff.acting().email
    width, drawing = qr.path(factory.get_totp_uri(email, secret))
    sealed = requests.keyring().conceal(json.dumps([staff.acting().id, secret]))
    return {
        "secret": sealed.decode(),
        "key": factory.get_totp_pretty_key(secret),
        "width": width,
        "drawing": drawing,
    }


def _new_secret() -> str:
    return str(security.parts().totp_factory.generate_totp_secret())


def _offered(sealed: str) -> str | None:
    """Return the secret this person was shown within the last half hour."""
    try:
        owner, secret = json.loads(requests.keyring().reveal(sealed.encode(), SETUP_SECONDS))
    except (Unreadable, ValueError):
        return None
    return str(secret) if owner == staff.acting().id else None


def _switch_on(held: Account) -> Response:
    codes = security.parts().mf_recovery_codes_util.create_recovery_codes(held)
    _end_other_sessions(held, "second-factor-on")
    return make_response(page("second_factors/codes.html", codes=codes, is_new=True))


def _end_other_sessions(held: Account, what: str) -> None:
    """Give the account a new mark, which this session alone learns."""
    security.parts().datastore.set_uniquifier(held)
    notify(held, what)
    staff.begin(held)


def _held() -> Account:
    held = Account.held(requests.db(), staff.acting().id)
    assert held is not None, "the account of this session exists"
    return held


def _must_keep() -> bool:
    return bool(staff.acting().roles & NEEDS_SECOND_FACTOR)


def _codes_left() -> int:
    email = staff.acting().email
    account = requests.ask(lambda db: Account.by_email(db, email))
    return len(account.mf_recovery_codes) if account else 0
