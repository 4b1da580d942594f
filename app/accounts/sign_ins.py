"""Sign-ins: with address and password, and with a second factor where the account has one."""

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from app.accounts import blueprint, throttles
from app.accounts.pages import page, refused
from app.models.user import User, plain
from app.ui import requests, security, staff
from app.ui.access import access
from app.ui.forms import Form
from app.ui.security import Account
from app.ui.view import local_path

HALF = "half_signed_in"
HALF_SECONDS = 10 * 60
LONGEST_EMAIL = 254
LONGEST_PASSWORD = 1024


class SignInForm(Form):
    """Address and password; `ahead` is the page somebody wanted to see."""

    def read(self) -> None:
        """Take what was typed; whether it opens an account is asked later."""
        self.email = plain(self.word("email"))[:LONGEST_EMAIL]
        self.password = self.fields.get("password", "")[:LONGEST_PASSWORD]
        self.ahead = local_path(self.fields.get("next"), "")
        if not self.email:
            self.refuse("email", "email-missing")
        if not self.password:
            self.refuse("password", "password-missing")


class CodeForm(Form):
    """A code of the app on somebody's phone, or one of their recovery codes."""

    def read(self) -> None:
        """Take the code; blanks between its digits do not matter."""
        self.code = self.word("code").replace(" ", "").lower()[:LONGEST_EMAIL]
        if not self.code:
            self.refuse("code", "second-code-missing")


@blueprint.get("/anmelden")
@access("anyone")
def new_sign_in() -> str | Response:
    """Ask for address and password; whoever is signed in goes on."""
    ahead = local_path(request.args.get("next"), "")
    if staff.current():
        return redirect(ahead or staff.home(), 303)
    return page("sign_ins/new.html", email="", ahead=ahead)


@blueprint.post("/anmelden")
@access("anyone")
def create_sign_in() -> Response:
    """Sign in who typed the right password, or ask for the second factor."""
    form = SignInForm(request.form)
    account = None if form.errors else _opened(form)
    if account is None:
        return refused("sign_ins/new.html", form, email=form.email, ahead=form.ahead)
    throttles.refund("sign-in", account.email)
    if account.totp:
        session.clear()
        session[HALF] = [account.fs_uniquifier, requests.now().timestamp(), form.ahead]
        return redirect(url_for("accounts.new_code"), 303)
    return _sign_in(account, form.ahead)


@blueprint.get("/anmelden/code")
@access("anyone")
def new_code() -> str | Response:
    """Ask for the second factor of somebody who knows the password."""
    if _half_signed_in() is None:
        return redirect(url_for("accounts.new_sign_in"), 303)
    return page("sign_ins/code.html")


@blueprint.post("/anmelden/code")
@access("anyone")
def create_code() -> Response:
    """Sign in who has the second factor too."""
    half = _half_signed_in()
    if half is None:
        return redirect(url_for("accounts.new_sign_in"), 303)
    account, ahead = half
    form = CodeForm(request.form)
    if not form.errors:
        throttles.charge("code", account.email)
        held = Account.held(requests.db(), account.id)
        if held and held.fs_uniquifier == account.fs_uniquifier and _uses_up(held, form.code):
            throttles.refund("code", account.email)
            return _sign_in(held, ahead)
        form.refuse("code", "second-code-wrong")
    return refused("sign_ins/code.html", form)


@blueprint.post("/abmelden")
@access("anyone")
def delete_sign_in() -> Response:
    """Sign out, on every device: a copy of the cookie is worth nothing from now on."""
    user = staff.current()
    if user:
        user.end_sessions(requests.db())
    staff.end()
    return redirect(url_for("accounts.show_signed_out"), 303)


@blueprint.get("/abgemeldet")
@access("anyone")
def show_signed_out() -> str:
    """Say that nobody is signed in any more."""
    return page("sign_ins/signed_out.html")


def _sign_in(account: Account, ahead: str) -> Response:
    """Begin a session for somebody who has proved who they are, and go where they wanted."""
    user = User.find(requests.db(), account.id)
    assert user is not None, "only an active account can be opened"
    user.signed_in(requests.db(), requests.now())
    staff.begin(account)
    return throttles.know(redirect(ahead or staff.home(), 303), account.email)


def _opened(form: SignInForm) -> Account | None:
    """Return the account whose password was typed.

    The password is checked before this request begins to write: it takes a while, and learners'
    answers must not wait for it.
    """
    throttles.charge("sign-in", form.email)
    account = requests.ask(lambda db: Account.by_email(db, form.email))
    if not security.opens(form.password, account):
        form.refuse("email", "sign-in-wrong")
        return None
    return account


def _half_signed_in() -> tuple[Account, str] | None:
    """Return who has given the right password within the last ten minutes, and where they go."""
    mark, moment, ahead = session.get(HALF) or (None, 0, "")
    if mark is None or requests.now().timestamp() - moment >= HALF_SECONDS:
        return None
    account = requests.ask(lambda db: Account.by_uniquifier(db, mark))
    return (account, ahead) if account and account.active and account.totp else None


def _uses_up(account: Account, code: str) -> bool:
    """Return whether a code is good, which it is only once."""
    recovery = security.parts().mf_recovery_codes_util
    if recovery.check_recovery_code(account, code):
        return bool(recovery.delete_recovery_code(account, code))
    if not security.is_code_good(account, code):
        return False
    account.save(requests.db())
    return True
