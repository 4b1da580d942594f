"""Invitations: a link makes an account, or adds a role to the one somebody has."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.accounts import blueprint, throttles
from app.accounts.pages import page, refused, void
from app.accounts.passwords import NewPasswordForm
from app.accounts.profiles import NameForm
from app.models.audit import Audit
from app.models.company import Company
from app.models.invitation import Invitation
from app.models.user import NEEDS_SECOND_FACTOR, User
from app.ui import mails, requests, security, staff
from app.ui.access import access
from app.ui.security import Account


class AccountForm(NameForm, NewPasswordForm):
    """Name and password of a new account."""

    def read(self) -> None:
        """Take both."""
        NameForm.read(self)
        NewPasswordForm.read(self)


@blueprint.get("/einladung/<token>")
@access("anyone")
def show_invitation(token: str) -> str | Response:
    """Show what somebody is invited to, and ask for what is missing."""
    invitation = _named_by(token)
    if invitation is None:
        return void()
    return _page(token, invitation)


@blueprint.post("/einladung/<token>")
@access("anyone")
def create_account(token: str) -> Response:
    """Accept: make the account and sign in, or add the roles to the account that is signed in."""
    invitation = _named_by(token)
    if invitation is None:
        return void()
    if invitation.is_over(requests.now()):
        return redirect(url_for("accounts.show_invitation", token=token), 303)
    if _owner(invitation):
        return _extend(token, invitation)
    form = AccountForm(request.form)
    if not form.check(invitation.email, form.name):
        return refused("invitations/show.html", form, name=form.name, **_about(token, invitation))
    return _accept(invitation, form)


def _accept(invitation: Invitation, form: AccountForm) -> Response:
    kept = security.hashed(form.password)
    db, now = requests.db(), requests.now()
    if not invitation.take(db):
        return void()
    user = User.create(db, invitation.email, form.name, now, *invitation.roles)
    user.signed_in(db, now)
    Audit.note(db, "invitation:accept", by=user.email, about=user.email, now=now)
    _admit(invitation, user)
    account = Account.held(db, user.id)
    assert account is not None, "it was made a moment ago"
    account.password = kept
    account.save(db)
    staff.begin(account)
    return throttles.know(redirect(url_for("accounts.new_second_factor"), 303), account.email)


def _extend(token: str, invitation: Invitation) -> Response:
    user = staff.current()
    if user is None or user.email != invitation.email:
        return redirect(url_for("accounts.show_invitation", token=token), 303)
    if not invitation.take(requests.db()):
        return void()
    for role in invitation.roles:
        user.grant(requests.db(), role)
    _admit(invitation, user)
    now = requests.now()
    Audit.note(requests.db(), "invitation:accept", by=user.email, about=user.email, now=now)
    needs_more = NEEDS_SECOND_FACTOR & set(invitation.roles) and not user.has_second_factor
    ahead = "accounts.new_second_factor" if needs_more else "accounts.show_profile"
    return redirect(url_for(ahead), 303)


def _admit(invitation: Invitation, user: User) -> None:
    company = _company(invitation)
    if company:
        company.admit(requests.db(), user, invitation.invited_by, requests.now())


def _company(invitation: Invitation) -> Company | None:
    company_id = invitation.company_id
    if company_id is None:
        return None
    return requests.ask(lambda db: Company.with_id(db, company_id))


def _named_by(token: str) -> Invitation | None:
    return requests.ask(lambda db: Invitation.by_token(db, token))


def _owner(invitation: Invitation) -> User | None:
    return requests.ask(lambda db: User.known(db, invitation.email))


def _page(token: str, invitation: Invitation) -> str:
    if invitation.is_over(requests.now()):
        return page("invitations/over.html", day=invitation.expires_at)
    owner, user = _owner(invitation), staff.current()
    if owner is None:
        return page("invitations/show.html", name="", **_about(token, invitation))
    is_own = user is not None and user.id == owner.id
    return page("invitations/extend.html", is_own=is_own, user=user, **_about(token, invitation))


def _about(token: str, invitation: Invitation) -> dict[str, object]:
    company = _company(invitation)
    return {
        "company": company.name if company else "",
        "token": token,
        "email": invitation.email,
        "roles": mails.role_names(invitation.roles),
        "day": invitation.expires_at,
    }
