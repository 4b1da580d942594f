"""Pages for requests that fail: one sentence about what happened, one about what to do.

The page of an unknown address and that of somebody else's are the same bytes. Text that was sent
with a refused form is shown for copying, so that it is never lost.
"""

from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from app import logs

LONG_ENOUGH_TO_KEEP = 20
SECRET = "password"  # noqa: S105  It is the beginning of a name.
"""So begin the names of fields that are never shown again."""


@dataclass(frozen=True)
class Words:
    """What an error page says; both are lazy translations."""

    title: str
    cure: str


WORDS = {
    400: Words(
        _l("Diese Anfrage war unvollständig"),
        _l("Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal."),
    ),
    401: Words(
        _l("Sie sind nicht mehr angemeldet"),
        _l("Melden Sie sich an und senden Sie Ihre Eingabe dann noch einmal."),
    ),
    403: Words(
        _l("Dafür brauchen Sie eine Einladung"),
        _l("Fragen Sie die Person, die Ihnen diese Adresse gegeben hat."),
    ),
    404: Words(
        _l("Diese Seite gibt es nicht oder nicht mehr"),
        _l("Prüfen Sie die Adresse. Mit Ihrem Reisecode öffnen Sie Ihre Reisen auf diesem Gerät."),
    ),
    405: Words(
        _l("So lässt sich diese Seite nicht öffnen"),
        _l("Gehen Sie zurück und benutzen Sie dort die Knöpfe und Links."),
    ),
    409: Words(
        _l("Inzwischen hat sich etwas geändert"),
        _l("Laden Sie die Seite neu. Dann sehen Sie, was jetzt gilt."),
    ),
    413: Words(
        _l("Das war zu viel auf einmal"),
        _l("Gehen Sie zurück, kürzen Sie den Text oder nehmen Sie eine kleinere Datei."),
    ),
    429: Words(
        _l("Kurz durchatmen"),
        _l("Das waren viele Versuche in kurzer Zeit. Versuchen Sie es in einer Stunde wieder."),
    ),
    500: Words(
        _l("Das hat bei uns nicht geklappt"),
        _l("Was schon gespeichert war, ist sicher. Versuchen Sie es in einer Minute noch einmal."),
    ),
    503: Words(
        _l("Wir können gerade nicht speichern"),
        _l("Was schon gespeichert war, ist sicher. Versuchen Sie es in einer Minute noch einmal."),
    ),
}
EXPIRED_FORM = Words(
    _l("Diese Seite war zu lange offen"),
    _l("Laden Sie die Seite neu und senden Sie Ihre Eingabe dann noch einmal."),
)


def register(app: Flask) -> None:
    """Answer every failure with its page; a bug is logged once and tells its request id."""
    # Flask would log the message and the address too, and both may hold what somebody typed.
    app.log_exception = lambda exc_info: None  # type: ignore[method-assign]
    app.register_error_handler(CSRFError, lambda error: _page(400, EXPIRED_FORM))
    app.register_error_handler(HTTPException, _answer_refusal)
    app.register_error_handler(OperationalError, _answer_outage)
    app.register_error_handler(PoolTimeout, _answer_outage)
    app.register_error_handler(InternalServerError, _answer_bug)


def _answer_refusal(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return make_response(error.get_response())
    if isinstance(error, SecurityError):
        return _bare_page(400)
    response = _page(error.code)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _answer_outage(error: SQLAlchemyError) -> Response:
    logs.failure(error)
    response = _page(503)
    response.headers["Retry-After"] = "30"
    return response


def _answer_bug(error: InternalServerError) -> Response:
    logs.failure(error.original_exception or error)
    return _page(500)


def _page(code: int, words: Words | None = None) -> Response:
    words = words or WORDS.get(code) or WORDS[400 if code < 500 else 500]
    try:
        html = render_template(
            "errors/show.html",
            code=code,
            words=words,
            incident=logs.request_id() if code >= 500 else None,
            typed=_typed_texts() if code not in (404, 405, 413) else [],
        )
    except Exception as error:  # noqa: BLE001  The page of a failure must not fail itself.
        logs.failure(error)
        return _bare_page(code)
    return make_response(html, code)


def _bare_page(code: int) -> Response:
    words = WORDS.get(code, WORDS[500])
    html = (
        '<!doctype html><html lang="de"><meta charset="utf-8"><title>Zukunftsreise</title>'
        f"<h1>{words.title}</h1><p>{words.cure}</p></html>"
    )
    return current_app.response_class(html, code)


def _typed_texts() -> list[str]:
    if request.method != "POST":
        return []
    try:
        fields = request.form.items(multi=True)
        values = [value for name, value in fields if not name.startswith(SECRET)]
    except HTTPException:
        return []
    return [value for value in values if len(value) >= LONG_ENOUGH_TO_KEEP and " " in value.strip()]
