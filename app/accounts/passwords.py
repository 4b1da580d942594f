"""Passwords: asking for a new one by mail, setting it, and changing the present one."""

from flask import redirect, request, url_for
from flask_security.recoverable import reset_password_token_status
from werkzeug.wrappers import Response

from app.accounts import blueprint, throttles
from app.accounts.notices import notify
from app.accounts.pages import page, refused, void
from app.accounts.sign_ins import LONGEST_EMAIL, LONGEST_PASSWORD
from app.lib import mail
from app.lib.passwords import SHORTEST, weakness
from app.models.outbox import Outbox
from app.ui import requests, security, staff, view
from app.ui.access import access
from app.ui.forms import Form
from app.ui.security import Account


class AddressForm(Form):
    """The address of somebody who forgot their password."""

    def read(self) -> None:
        """Take the address; whether an account goes by it nobody learns here."""
        self.email = self.word("email")[:LONGEST_EMAIL]
        try:
            self.plain = mail.address(self.email)
        except ValueError:
            self.refuse("email", "email-wrong" if self.email else "email-missing")


class NewPasswordForm(Form):
    """A new password; the same rules wherever one is set."""

    def read(self) -> None:
        """Take the password as it is: blanks belong to it."""
        self.password = self.fields.get("password-new", "")[:LONGEST_PASSWORD]

    def check(self, *own: str) -> bool:
        """Return whether the password is good for somebody known by these words."""
        if weak := weakness(self.password, own):
            self.refuse("password-new", weak, shortest=SHORTEST)
        return not self.errors


@blueprint.get("/passwort-vergessen")
@access("anyone")
def new_forgotten_password() -> str:
    """Ask for the address."""
    return page("passwords/new.html", email="")


@blueprint.post("/passwort-vergessen")
@access("anyone")
def create_forgotten_password() -> Response:
    """Ask for a mail, for a known address exactly as for an unknown one."""
    form = AddressForm(request.form)
    if form.errors:
        return refused("passwords/new.html", form, email=form.email)
    throttles.charge("reset", form.plain)
    values = {"email": form.plain, "lang": view.current().lang}
    Outbox.put(
        requests.db(),
        requests.keyring(),
        "password-reset",
        form.plain,
        values,
        requests.now(),
    )
    return redirect(url_for("accounts.show_forgotten_password"), 303)


@blueprint.get("/passwort-vergessen/gesendet")
@access("anyone")
def show_forgotten_password() -> str:
    """Say what happens next."""
    return page("passwords/sent.html")


@blueprint.get("/passwort-neu/<token>")
@access("anyone")
def edit_forgotten_password(token: str) -> str | Response:
    """Ask for the new password."""
    if _named_by(token) is None:
        return void()
    return page("passwords/reset.html", token=token)


@blueprint.post("/passwort-neu/<token>")
@access("anyone")
def update_forgotten_password(token: str) -> Response:
    """Set the new password; every session of the account ends, and the link with it."""
    account = _named_by(token)
    if account is None:
        return void()
    form = NewPasswordForm(request.form)
    if not form.check(account.email, account.name):
        return refused("passwords/reset.html", form, token=token)
    if not _replace(account, form.password):
        return void()
    staff.end()
    return throttles.know(redirect(url_for("accounts.show_new_password"), 303), account.email)


@blueprint.get("/passwort-neu")
@access("anyone")
def show_new_password() -> str:
    """Say that the new password counts."""
    return page("passwords/done.html")


@blueprint.get("/konto/passwort")
@access("staff")
def edit_password() -> str:
    """Ask for the present and the new password."""
    return page("passwords/edit.html", user=staff.acting())


@blueprint.post("/konto/passwort")
@access("staff")
def update_password() -> Response:
    """Change the password; every other session of the account ends."""
    user, form = staff.acting(), NewPasswordForm(request.form)
    account = requests.ask(lambda db: Account.by_email(db, user.email))
    if form.check(user.email, user.name):
        # A new password that is too easy costs none of the tries.
        throttles.charge("sign-in", user.email)
        if not security.opens(request.form.get("password", "")[:LONGEST_PASSWORD], account):
            form.refuse("password", "password-wrong")
    if account is None or form.errors:
        return refused("passwords/edit.html", form, user=user)
    if _replace(account, form.password):
        throttles.refund("sign-in", user.email)
        staff.begin(account)
    return redirect(url_for("accounts.show_profile"), 303)


def _named_by(token: str) -> Account | None:
    expired, invalid, account = reset_password_token_status(token)
    return None if expired or invalid else account


def _replace(account: Account, password: str) -> bool:
    """Keep a new password; False where the account has changed in the meantime."""
    fresh = security.hashed(password)
    held = Account.held(requests.db(), account.id)
    if held is None or held.fs_uniquifier != account.fs_uniquifier or not held.active:
        return False
    held.password = fresh
    security.parts().datastore.set_uniquifier(held)
    account.fs_uniquifier = held.fs_uniquifier
    notify(held, "password")
    return True
