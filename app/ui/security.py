"""Flask-Security behind the sign-in of staff: passwords, one-time codes, recovery codes, resets.

It gives the proven parts; pages, words, throttles and transactions are ours. None of its own pages
exists, and what it would do on every request is taken back: learners must not pay for it.
"""

import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from flask_login import LoginManager
from flask_principal import Principal
from flask_security import (
    Security,
    Totp,
    UserDatastore,
    UserMixin,
    hash_password,
    verify_password,
)
from passlib.totp import TOTP

from app.config import Config
from app.models.credentials import Credentials
from app.ui import requests

ISSUER = "Zukunftsreise"
RECOVERY_CODES = 10
RESET_VALID = timedelta(minutes=30)
CLOCK_SECONDS = 30
"""So much the clock of a phone may be wrong."""

COST = {"argon2__memory_cost": 19 * 1024, "argon2__rounds": 2, "argon2__parallelism": 1}
"""What OWASP asks of argon2id at least: the threads that hash serve learners too."""
NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$ojTG2Bsj5LwXYgxBCIHQ+g$"
    "+VDamwwzE5VrOXp6rSILLh1tv/o8+rWdUo9l+kcnp80"
)
"""A hash that no password opens: an unknown address takes as long as a known one."""


class Account(Credentials, UserMixin):
    """Credentials as Flask-Security wants to see them."""

    @property
    def roles(self) -> list[Any]:
        """Return none: `app.ui.access` decides what somebody may do, not Flask-Security."""
        return []


class Accounts(UserDatastore):
    """Where Flask-Security finds and keeps accounts: in the transaction of the request."""

    def __init__(self) -> None:
        super().__init__(Account, type(None))

    def find_user(self, case_insensitive: bool = False, **named: Any) -> Account | None:
        """Return the active account with this mark."""
        mark = named["fs_uniquifier"]
        found = requests.ask(lambda db: Account.by_uniquifier(db, mark))
        return found if found and found.active else None

    def put(self, model: Account) -> Account:
        """Keep a changed account."""
        model.save(requests.db())
        return model

    def set_uniquifier(self, user: Account, uniquifier: str | None = None) -> None:
        """Give the account a new mark, so that all its sessions end."""
        super().set_uniquifier(user, uniquifier or secrets.token_hex(32))


class OneTimeCodes(Totp):
    """Codes of an authenticator app; each one is good once.

    A secret is plain JSON here. `Keyring` seals it for keeping, so that `flask database
    rotate-keys` reaches it too.
    """

    def __init__(self, secrets: Any, issuer: str) -> None:
        self._totp = TOTP.using(issuer=issuer)

    def generate_totp_secret(self) -> str:
        """Return a new secret."""
        return str(self._totp.new().to_json(encrypt=False))

    def get_last_counter(self, user: Account) -> int | None:
        """Return which code was the last one this account used."""
        return user.totp_counter

    def set_last_counter(self, user: Account, tmatch: Any) -> None:
        """Remember that this code is used; the caller keeps the account."""
        user.totp_counter = tmatch.counter


def register(app: Flask) -> None:
    """Bind Flask-Security to this app, without pages, commands and hooks."""
    config: Config = app.config["ZR"]
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106  The name of a method.
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=COST,
        # A second hash with a secret would lock everybody out once that secret is exchanged.
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_RESET_PASSWORD_WITHIN=RESET_VALID,
        # A link holds a hash of the hash of a password, which is slow enough already.
        SECURITY_HASHING_SCHEMES=["hex_sha256"],
        SECURITY_TOTP_ISSUER=ISSUER,
        SECURITY_TOTP_SECRETS={"1": "unused: the keyring seals the secrets"},
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_N=RECOVERY_CODES,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS=[key.encode() for key in config.keys],
        SECURITY_TWO_FACTOR_IMPLEMENTATIONS={},
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
    )
    Security(app, Accounts(), register_blueprint=False, totp_cls=OneTimeCodes)
    _take_hooks_back(app)


def parts() -> Any:
    """Return Flask-Security as this app has bound it."""
    return current_app.extensions["security"]


def opens(password: str, account: Account | None) -> bool:
    """Return whether a password opens an account, in the same time for an account and for none."""
    plain = parts().password_util.normalize(password)
    usable = account if account and account.active and account.password else None
    kept = usable.password if usable and usable.password else NOBODYS
    return bool(verify_password(plain, kept)) and usable is not None


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return str(hash_password(parts().password_util.normalize(password)))


def is_code_good(account: Account, code: str) -> bool:
    """Return whether this is a code of the account's app that was not used yet.

    Then it is used; the caller keeps the account.
    """
    if account.totp is None:
        return False
    secret = requests.keyring().reveal(account.totp)
    return bool(parts().totp_factory.verify_totp(code, secret, account, window=CLOCK_SECONDS))


def _take_hooks_back(app: Flask) -> None:
    """Remove what Flask-Login and Flask-Principal do before, after and around every request."""
    for hooks in (app.before_request_funcs, app.after_request_funcs):
        hooks[None] = [
            hook
            for hook in hooks.get(None, [])
            if not isinstance(getattr(hook, "__self__", None), LoginManager | Principal)
        ]
