"""Headers that every response carries, pages and static files alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    Headers = list[tuple[str, str]]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'"
)
FRAME = "zr.frame"
"""Under this name a view tells in the environment of its request how its page is framed."""

_FRAMES = {
    "holder": CONTENT_SECURITY_POLICY + "; frame-src 'self'",
    "framed": CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
}
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # Flask-WTF compares the referrer of a form under https, so the own origin must be told.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STRICT_TRANSPORT = {"Strict-Transport-Security": "max-age=31536000"}


UNKEPT = ("Cache-Control", "no-store")


def frame(environ: WSGIEnvironment, part: Literal["holder", "framed"]) -> None:
    """Let the answer to this request hold a frame of ours, or stand in one; kept in no cache."""
    environ[FRAME] = part


class Protected:
    """A WSGI application whose every answer carries the headers, pages and static files alike.

    What says nothing about caching is not kept. No view sets any of the headers, so they are added
    behind Flask, without looking for earlier ones.
    """

    def __init__(self, within: WSGIApplication, *, https: bool) -> None:
        self._within = within
        every = HEADERS | (STRICT_TRANSPORT if https else {})
        self._kept = list(every.items())
        self._unkept = [*self._kept, UNKEPT]
        self._framing = {
            name: [*(every | {"Content-Security-Policy": policy}).items(), UNKEPT]
            for name, policy in _FRAMES.items()
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application within does, with the headers."""

        def start(status: str, headers: Headers, *error: Any) -> Callable[[bytes], object]:
            says = any(name.lower() == "cache-control" for name, _ in headers)
            own = self._kept if says else self._unkept
            if FRAME in environ:
                own = self._framing[environ[FRAME]]
            return start_response(status, headers + own, *error)

        return self._within(environ, start)
