"""Headers that every response carries, pages and static files alike."""

from collections.abc import MutableMapping

from flask import Flask, Response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'"
)
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


def register(app: Flask, *, https: bool) -> None:
    """Set the headers on everything Flask answers; what says nothing about caching is not kept."""
    headers = list((HEADERS | (STRICT_TRANSPORT if https else {})).items())

    @app.after_request
    def protect(response: Response) -> Response:
        # No view sets any of these, so they are added without looking for earlier ones.
        response.headers.extend(headers)
        if "Cache-Control" not in response.headers:
            response.headers.add("Cache-Control", "no-store")
        return response


def protect_static(headers: MutableMapping[str, str], *, https: bool) -> None:
    """Set the headers on a file that never passes through Flask."""
    for name, value in (HEADERS | (STRICT_TRANSPORT if https else {})).items():
        headers[name] = value
