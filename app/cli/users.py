"""`flask users`: who of the staff may do what. Every act is written down in the audit."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup

from app.lib import clock, mail
from app.models.audit import COMMAND, Audit
from app.models.base import Database, Session
from app.models.invitation import Invitation
from app.models.outbox import Outbox
from app.models.user import ROLES, Role, User
from app.ui import mails
from app.ui.security import Account

users = AppGroup("users", help="Accounts of facilitators, companies and operators.")

_ROLE = click.Choice(ROLES)


class _Address(click.ParamType):
    """An e-mail address, in the form accounts are kept by."""

    name = "email"

    def convert(
        self, value: str, param: click.Parameter | None, context: click.Context | None
    ) -> str:
        """Return the address or say that it is none."""
        try:
            return mail.address(value)
        except ValueError:
            self.fail("this is no e-mail address.", param, context)


EMAIL = _Address()
"""What other commands take an address with."""


@users.command("invite")
@click.argument("email", type=EMAIL)
@click.option("--role", "roles", type=_ROLE, multiple=True, required=True, help="May be repeated.")
@click.option("--lang", type=click.Choice(["de", "en"]), default="de", show_default=True)
def invite(email: str, roles: tuple[Role, ...], lang: str) -> None:
    """Invite EMAIL and print the link; it goes out by mail too, where a mail server is set.

    The link is good for 14 days and once. Inviting again makes the link before void. Somebody with
    an account gets the roles in it.
    """
    now = clock.now()
    with _database().write() as session:
        known = User.known(session, email)
        if known and not known.active:
            raise click.ClickException(f"{email} is deactivated: flask users activate {email}")
        token = Invitation.create(session, email, roles, now)
        values = {"token": token, "lang": lang}
        Outbox.put(session, current_app.extensions["keyring"], "invitation", email, values, now)
        Audit.note(session, "user:invite", by=COMMAND, about=email, now=now)
    click.echo(mails.address_of("accounts.show_invitation", token=token))


@users.command("list")
def list_() -> None:
    """List accounts with their roles, then open invitations."""
    with _database().read() as session:
        for user in User.all(session):
            marks = ["second factor"] if user.has_second_factor else []
            marks += [] if user.active else ["deactivated"]
            click.echo(_line(user.email, user.roles, marks))
        for invitation in Invitation.all(session):
            state = "invitation over" if invitation.is_over(clock.now()) else "invited"
            until = f"until {invitation.expires_at:%Y-%m-%d}"
            click.echo(_line(invitation.email, invitation.roles, [f"{state} {until}"]))


@users.command("grant")
@click.argument("email", type=EMAIL)
@click.option("--role", type=_ROLE, required=True)
def grant(email: str, role: Role) -> None:
    """Give an account a role, from its next request on."""
    with _changing(email, "role:grant") as (session, user):
        user.grant(session, role)
    click.echo(f"{email} is {role} now.")


@users.command("revoke")
@click.argument("email", type=EMAIL)
@click.option("--role", type=_ROLE, help="Without it, an open invitation is withdrawn.")
def revoke(email: str, role: Role | None) -> None:
    """Take a role away, from the next request on, or withdraw an invitation."""
    if role is None:
        _withdraw(email)
        return
    with _changing(email, "role:revoke") as (session, user):
        if role not in user.roles:
            raise click.ClickException(f"{email} is not {role}.")
        user.revoke(session, role)
    click.echo(f"{email} is not {role} any more.")


@users.command("deactivate")
@click.argument("email", type=EMAIL)
def deactivate(email: str) -> None:
    """Close an account: nobody signs in to it, and its sessions end with their next request."""
    with _changing(email, "user:deactivate") as (session, user):
        user.deactivate(session)
        Invitation.withdraw_all(session, email)
    click.echo(f"{email} is closed.")


@users.command("activate")
@click.argument("email", type=EMAIL)
def activate(email: str) -> None:
    """Open an account again that was closed; password and roles are as they were."""
    with _changing(email, "user:activate") as (session, user):
        user.activate(session)
    click.echo(f"{email} is open again.")


@users.command("delete")
@click.argument("email", type=EMAIL)
@click.confirmation_option(prompt="Delete this account for good?")
def delete(email: str) -> None:
    """Delete an account. What the audit says stays for 24 months."""
    with _changing(email, "user:delete") as (session, user):
        user.delete(session)
    _database().scrub()
    click.echo(f"{email} is deleted.")


@users.command("reset-second-factor")
@click.argument("email", type=EMAIL)
def reset_second_factor(email: str) -> None:
    """Let the password alone open an account whose owner lost phone and codes.

    Make sure that it is the owner who asks. All sessions of the account end.
    """
    with _changing(email, "user:reset-second-factor") as (session, user):
        user.reset_second_factor(session)
        values = {"email": email, "what": "second-factor-off"}
        keyring = current_app.extensions["keyring"]
        Outbox.put(session, keyring, "account-change", email, values, clock.now())
    click.echo(f"{email} signs in with the password alone now.")


@users.command("password-link")
@click.argument("email", type=EMAIL)
def password_link(email: str) -> None:
    """Print a link for a new password, good for 30 minutes, where mail does not arrive."""
    with _changing(email, "user:password-link") as (session, user):
        account = Account.held(session, user.id)
        if account is None or not account.active:
            raise click.ClickException(f"{email} is closed.")
    click.echo(mails.reset_link(account))


def _withdraw(email: str) -> None:
    with _database().write() as session:
        if not Invitation.withdraw_all(session, email):
            raise click.ClickException(f"There is no open invitation of {email}.")
        Audit.note(session, "invitation:withdraw", by=COMMAND, about=email, now=clock.now())
    click.echo(f"The invitation of {email} is void.")


@contextmanager
def _changing(email: str, act: str) -> Iterator[tuple[Session, User]]:
    """Yield the account in a transaction that also writes the act down."""
    with _database().write() as session:
        user = User.known(session, email)
        if user is None:
            raise click.ClickException(f"There is no account of {email}.")
        yield session, user
        Audit.note(session, act, by=COMMAND, about=email, now=clock.now())


def _line(email: str, roles: Iterable[Role], marks: list[str]) -> str:
    held = ", ".join(sorted(roles, key=ROLES.index)) or "no role"
    return f"{email}: {held}" + "".join(f" ({mark})" for mark in marks)


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
