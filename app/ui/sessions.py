"""Signed sessions and the guard of forms, as Flask and Flask-WTF do them, but checked only once.

A learner sends the same session cookie and the same form token with every step. A signature that
was found true stays true, so what is proven is remembered for a while, by the exact words signed.
"""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf, same_origin
from itsdangerous import URLSafeTimedSerializer

from app.lib.lru import Lru

REMEMBERED = 4096
STAFF = "_user_id"
"""Under this name a session keeps the mark of an account, as Flask-Login does."""


class LongSessions(SecureCookieSessionInterface):
    """Sessions that outlive the browser: a form left open over night can still be sent.

    One of staff ends with the browser.
    """

    def __init__(self) -> None:
        self._signers: dict[object, _Signer] = {}

    def get_expiration_time(self, app: Flask, session: SessionMixin) -> datetime | None:
        """Return the end of the session that is written now, None for the end of the browser."""
        if STAFF in session:
            return None
        return datetime.now(UTC) + app.permanent_session_lifetime

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the session only where it is new.

        Pages are kept in no cache, so nobody has to be told which of them depend on the cookie.
        """
        if session.modified:
            super().save_session(app, session, response)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the one signer of this secret key."""
        key = app.secret_key
        if key not in self._signers:
            made = super().get_signing_serializer(app)
            self._signers = {key: _Signer(made)} if made else {}
        return self._signers.get(key)  # type: ignore[return-value]


class _Signer:
    """Signs as the signer within does, and opens each signed text once a day."""

    def __init__(self, within: URLSafeTimedSerializer) -> None:
        self._within = within
        self._opened: Lru[tuple[str, int], dict[str, Any]] = Lru(REMEMBERED)

    def dumps(self, values: Any) -> str | bytes:
        return self._within.dumps(values)

    def loads(self, signed: str, max_age: int | None = None) -> dict[str, Any]:
        """Return the values; raise `BadSignature` for a wrong or an old text."""
        today = datetime.now(UTC).toordinal()
        values = self._opened.get((signed, today))
        if values is None:
            values = self._within.loads(signed, max_age=max_age)
            self._opened.put((signed, today), values)
        return dict(values)


class FormGuard(CSRFProtect):
    """Flask-WTF's protection of forms; a pair of session and form token is verified once."""

    def __init__(self) -> None:
        super().__init__()
        self._proven: Lru[tuple[str, str], bool] = Lru(REMEMBERED)
        self._given: Lru[str, str] = Lru(REMEMBERED)

    def init_app(self, app: Flask) -> None:
        """Guard the forms of an app and give its templates `csrf_token`."""
        super().init_app(app)
        # Flask-WTF hands its function to every template anew; ours is a global like other parts.
        app.template_context_processors[None].pop()
        app.jinja_env.globals["csrf_token"] = self.token

    def token(self) -> str:
        """Return the token for a form on this page: the same one each time for one session."""
        own = session.get("csrf_token", "")
        known = self._given.get(own) if own and "csrf_token" not in g else None
        if known:
            g.csrf_token = known
            return known
        token = str(generate_csrf())
        self._given.put(session["csrf_token"], token)
        return token

    def protect(self, apply_exemptions: bool = False) -> None:
        """Let a form in or raise `CSRFError`. What is sent back may carry the same token."""
        if request.method != "POST":
            return
        sent = request.form.get("csrf_token", "")
        pair = (session.get("csrf_token", ""), sent)
        if self._proven.get(pair) and _comes_from_here():
            g.csrf_valid = True
        else:
            super().protect(apply_exemptions)
        if sent and g.get("csrf_valid"):
            self._proven.put(pair, True)
            g.csrf_token = sent


def _comes_from_here() -> bool:
    if not request.is_secure:
        return True
    return same_origin(request.referrer or "", f"https://{request.host}/")
