"""Demo people: a facilitator, a manager, and an operator with a second factor."""

import base64
import hashlib
import hmac

from flask import current_app

from app.lib import clock
from app.models.base import Database, Session
from app.models.user import Role, User
from app.ui import mails, security
from app.ui.security import Account

PEOPLE: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("lea@demo.example", "Lea Lernbegleitung", ("facilitator",)),
    ("mia@demo.example", "Mia Werkstatt", ("manager",)),
    ("otto@demo.example", "Otto Betreiber", ("operator", "facilitator")),
)


def seed() -> list[str]:
    """Make the people with the password of this installation; return how they sign in."""
    password = _password()
    kept = security.hashed(password)
    database: Database = current_app.extensions["database"]
    with database.write() as session:
        accounts = [_person(session, kept, *person) for person in PEOPLE]
    lines = [f"Sign in at {mails.address_of('accounts.new_sign_in')} with the password {password}"]
    for account, (_, _, roles) in zip(accounts, PEOPLE, strict=True):
        lines.append(f"  {account.email}: {', '.join(roles)}{_second_factor(account)}")
    return lines


def _person(
    session: Session, password: str, email: str, name: str, roles: tuple[Role, ...]
) -> Account:
    user = User.known(session, email) or User.create(session, email, name, clock.now())
    user.activate(session)
    for role in roles:
        user.grant(session, role)
    account = Account.held(session, user.id)
    assert account is not None, "it was made a moment ago"
    account.password = password
    if "operator" in roles and account.totp is None:
        secret = security.parts().totp_factory.generate_totp_secret()
        account.totp = current_app.extensions["keyring"].conceal(secret)
    account.save(session)
    return account


def _second_factor(account: Account) -> str:
    if account.totp is None:
        return ""
    secret = current_app.extensions["keyring"].reveal(account.totp)
    factory = security.parts().totp_factory
    code, key = factory.generate_totp_password(secret), factory.get_totp_pretty_key(secret)
    return f"; code of this moment {code} (seed again for the next), key for an app {key}"


def _password() -> str:
    """Return the same password each time, which only this installation has."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    made = hmac.digest(secret, b"demo people", hashlib.sha256)
    word = base64.b32encode(made).decode().lower()
    return "-".join(word[start : start + 4] for start in range(0, 16, 4))
