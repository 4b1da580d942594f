"""Confirmations: whoever changes what opens the account gives the password anew before."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.accounts import blueprint, throttles
from app.accounts.pages import page, refused
from app.accounts.sign_ins import LONGEST_PASSWORD
from app.ui import requests, security, staff
from app.ui.access import access
from app.ui.forms import Form
from app.ui.security import Account
from app.ui.view import local_path


class ConfirmationForm(Form):
    """The present password; `ahead` is the page it opens."""

    def read(self) -> None:
        """Take the password."""
        self.password = self.fields.get("password", "")[:LONGEST_PASSWORD]
        self.ahead = local_path(self.fields.get("next"), url_for("accounts.show_profile"))
        if not self.password:
            self.refuse("password", "password-missing")


@blueprint.get("/konto/bestaetigung")
@access("staff")
def new_confirmation() -> str:
    """Ask for the password."""
    ahead = local_path(request.args.get("next"), url_for("accounts.show_profile"))
    return page("confirmations/new.html", ahead=ahead)


@blueprint.post("/konto/bestaetigung")
@access("staff")
def create_confirmation() -> Response:
    """Let somebody go on who gave the right password."""
    user, form = staff.acting(), ConfirmationForm(request.form)
    if not form.errors:
        throttles.charge("sign-in", user.email)
        account = requests.ask(lambda db: Account.by_email(db, user.email))
        if not security.opens(form.password, account):
            form.refuse("password", "password-wrong")
    if form.errors:
        return refused("confirmations/new.html", form, ahead=form.ahead)
    throttles.refund("sign-in", user.email)
    staff.proven()
    return redirect(form.ahead, 303)


def needed() -> Response | None:
    """Return the way to the confirmation, None where the last one is fresh enough."""
    if staff.is_fresh():
        return None
    return redirect(url_for("accounts.new_confirmation", next=request.path), 303)
