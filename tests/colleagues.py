"""Colleagues: people of the staff who sign in as people do, with a password and a second factor."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from app.lib import clock
from app.models.outbox import Outgoing
from app.models.user import Role, User
from app.ui import security
from app.ui.mails import compose
from app.ui.security import Account
from tests.people import TOKEN, Person

PASSWORD = "vier bunte wolken warten"
LINK = re.compile(r"https?://\S+")
VARIES = re.compile(rb'name="(csrf_token|secret)" value="[^"]+"')


class Colleague(Person):
    """Somebody with an account; `secret` is what their app knows, None without an app."""

    def __init__(self, app: Flask, email: str, *roles: Role, app_on_phone: bool = False) -> None:
        super().__init__(app)
        self.email = email
        self.secret: str | None = None
        with app.app_context(), app.extensions["database"].write() as session:
            user = User.create(session, email, "Kim Beispiel", clock.now(), *roles)
            account = Account.held(session, user.id)
            assert account
            account.password = security.hashed(PASSWORD)
            if app_on_phone:
                self.secret = security.parts().totp_factory.generate_totp_secret()
                account.totp = app.extensions["keyring"].conceal(self.secret)
            account.save(session)

    def elsewhere(self) -> "Colleague":
        """Return the same person at another device."""
        other = object.__new__(Colleague)
        other.__dict__.update(self.__dict__ | {"client": self.app.test_client()})
        return other

    def give_password(
        self, status: int = 303, password: str = PASSWORD, **more: str
    ) -> TestResponse:
        """Send the form of the sign-in."""
        return self.send("/anmelden", status, email=self.email, password=password, **more)

    def enter(self, later: int = 0) -> None:
        """Sign in completely, with the code the app shows some seconds later."""
        answer = self.give_password()
        if self.secret:
            assert answer.headers["Location"] == "/anmelden/code"
            self.send("/anmelden/code", code=self.code(later))

    def code(self, later: int = 0) -> str:
        """Return what the app shows, some seconds later."""
        factory = self.app.extensions["security"].totp_factory
        moment = clock.now() + timedelta(seconds=later)
        return str(factory._totp.from_source(self.secret).generate(moment).token)

    def is_in(self) -> bool:
        """Return whether this device shows the account."""
        status = self.get("/konto").status_code
        assert status in (200, 303)
        return status == 200

    def cookie(self) -> str:
        """Return the session as the browser keeps it."""
        found = self.client.get_cookie("zr_session")
        return found.value if found else ""

    def paste(self, cookie: str) -> None:
        """Put a copied session into this browser."""
        self.client.set_cookie("zr_session", cookie)


def at(moment: datetime) -> Any:
    """Return a traveller to a moment; the clock goes on from there."""
    return time_machine.travel(moment, tick=True)


def form_token(person: Person, path: str) -> str:
    """Return the token of the form on a page."""
    found = TOKEN.search(person.client.get(path).get_data(as_text=True))
    assert found, path
    return unescape(found[1])


def seen(answer: TestResponse, *typed: str) -> tuple[object, ...]:
    """Return all that somebody who guesses can observe, without what they typed themselves."""
    body = VARIES.sub(b"", answer.data)
    for words in typed:
        body = body.replace(words.encode(), b"?")
    names = ("X-Request-Id", "Content-Length", "Set-Cookie")
    plain = tuple(pair for pair in answer.headers if pair[0] not in names)
    return answer.status_code, body, plain


def mails(app: Flask) -> list[Any]:
    """Return what waits in the outbox, put together as it would be sent now."""
    found, now = [], clock.now()
    with app.app_context(), app.extensions["database"].write() as session:
        while outgoing := Outgoing.claim(session, app.extensions["keyring"], now):
            words = compose(session, outgoing.kind, outgoing.values, outgoing.created_at, now)
            found.append((outgoing.recipient, words))
    return found


def link_in(text: str) -> str:
    """Return the path of the first link of a mail or a command's answer."""
    found = LINK.search(text)
    assert found, text
    return "/" + found[0].split("/", 3)[3]
