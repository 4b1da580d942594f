"""How a person wants to see the pages: language, theme, size, calm, easier words.

`current()` is the view of this request, `choose()` replaces it and `keep()` sends it home as the
cookie `zr_view`. Templates get it as `view`. The cookie holds nothing that marks a device.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Self
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

COOKIE = "zr_view"
SECONDS_OF_A_YEAR = 365 * 24 * 3600
LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}
LANGUAGES = tuple(LANGUAGE_NAMES)
THEMES = ("system", "light", "dark")
SIZES = ("normal", "large", "larger")


@dataclass(frozen=True, slots=True)
class View:
    """One person's display settings; every value is one that pages can show."""

    lang: str = "de"
    theme: str = "system"
    size: str = "normal"
    calm: bool = False
    easy: bool = False

    @classmethod
    def parse(cls, words: str, lang: str) -> Self:
        """Read the cookie; `lang` fills in for a missing language, junk counts as not given."""
        given = set(words.split("."))
        return cls(
            lang=_one_of(LANGUAGES, given) or lang,
            theme=_one_of(THEMES, given) or "system",
            size=_one_of(SIZES, given) or "normal",
            calm="calm" in given,
            easy="easy" in given,
        )

    def __str__(self) -> str:
        marks = ("calm" if self.calm else "", "easy" if self.easy else "")
        return ".".join(filter(None, (self.lang, self.theme, self.size, *marks)))


_view: ContextVar[View | None] = ContextVar("view", default=None)
"""The view of this request; a page asks for it with each of its sentences."""


def register(app: Flask) -> None:
    """Let each request look for its own view; also at its beginning, since an end can fail."""
    app.before_request(lambda: choose(None))
    app.teardown_request(lambda _error: choose(None))


def current() -> View:
    """Return the view of this request, read from its cookie or guessed from its language."""
    view = _view.get()
    if view is None:
        words = request.cookies.get(COOKIE, "")
        wished = _wished(request.headers.get("Accept-Language", ""))
        view = _parsed(words, wished)
        _view.set(view)
    return view


def chosen() -> View | None:
    """Return what `choose` would have to be given to come back to this view."""
    return _view.get()


def choose(view: View | None) -> None:
    """Use `view` for the rest of this request."""
    _view.set(view)


def keep(response: Response) -> Response:
    """Send the present view along as a cookie for one year."""
    response.set_cookie(
        COOKIE,
        str(current()),
        max_age=SECONDS_OF_A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def local_path(address: str | None, otherwise: str) -> str:
    """Return `address` where it is a path of this site, else `otherwise`.

    Browsers read backslashes as slashes and drop tabs and line breaks, so that none may occur.
    """
    if not address or not address.startswith("/") or address.startswith("//"):
        return otherwise
    if "\\" in address or any(ord(sign) <= 32 or ord(sign) == 127 for sign in address):
        return otherwise
    try:
        parts = urlsplit(address)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else address


_parsed = lru_cache(256)(View.parse)


def _one_of(allowed: tuple[str, ...], given: set[str]) -> str | None:
    return next((word for word in allowed if word in given), None)


@lru_cache(256)
def _wished(accepted: str) -> str:
    """Choose German unless the browser likes English better."""
    likings = dict.fromkeys(LANGUAGES, 0.0)
    for part in accepted.split(",")[:20]:
        tag, _, quality = part.partition(";")
        lang = tag.strip().lower().partition("-")[0]
        if lang in likings:
            likings[lang] = max(likings[lang], _quality(quality))
    return "en" if likings["en"] > likings["de"] else "de"


def _quality(words: str) -> float:
    name, _, number = words.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(number) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
