"""People with a browser: they keep cookies and send forms as pages do."""

import re
from html import unescape
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from app.lib import clock
from app.models.tables import user_account
from app.models.user import Role, User

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
_numbers = count(1)


class Person:
    """Somebody at a device of their own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.number = next(_numbers)

    def see(self, path: str, status: int = 200, **headers: str) -> str:
        """Open a page and return what stands in its main part."""
        response = self.get(path, **headers)
        assert response.status_code == status, (path, response.status_code)
        return main_of(response)

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open an address; `Accept_Language` becomes the header of that name."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=named)

    def send(self, path: str, status: int = 303, /, **fields: Any) -> TestResponse:
        """Send a form with the token of this browser's session; `seen_text` is `seen-text`."""
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        token = {"csrf_token": self.token()}
        response = self.client.post(path, data=token | named)
        assert response.status_code == status, (path, response.status_code, main_of(response))
        return response

    def token(self) -> str:
        """Take a token from a page that every visitor can open."""
        found = TOKEN.search(self.client.get("/weiter").get_data(as_text=True))
        assert found, "the page has a form with a token"
        return unescape(found[1])

    def depart(self, journey: str, role: str | None = None) -> str:
        """Start a run and return its code."""
        fields = {"role": role} if role else {}
        where = self.send(f"/reise/{journey}/rolle", **fields).headers["Location"]
        return where.rsplit("/", 1)[1]

    def sign_in(self, *roles: Role, email: str = "") -> User:
        """Be somebody of the staff from now on, with an account made for this person.

        The account has a second factor, so that every role may act; nobody knows its codes.
        """
        with self.app.extensions["database"].write() as session:
            email = email or f"{'-'.join(roles) or 'nobody'}-{self.number}@reise.example"
            user = User.by_email(session, email)
            user = user or User.create(session, email, email.partition("@")[0], clock.now(), *roles)
            found = update(user_account).where(user_account.c.id == user.id)
            mark = session.execute(
                found.values(totp=b"nobody's").returning(user_account.c.fs_uniquifier)
            ).scalar_one()
        moment = clock.now().timestamp()
        with self.client.session_transaction() as cookie:
            cookie.update({"_user_id": mark, "staff_seen": moment, "fs_paa": moment})
        return user

    @property
    def device(self) -> str | None:
        """What the cookie of the device says."""
        cookie = self.client.get_cookie("zr_device")
        return cookie.value if cookie else None


def main_of(response: TestResponse) -> str:
    """Return the main part of a page, or the whole answer where there is none."""
    html = response.get_data(as_text=True)
    found = MAIN.search(html)
    return unescape(found[0] if found else html)
