"""Structured logs: one JSON line on stderr for each request and each failure.

A line carries the request id, the rule of the address and the status. It never carries the address
itself (run codes are secrets), a query, a body, a cookie, a network address or anything a person
typed. `create_app`, `app.ui` and the rooms may use it: `request_id`, `failure`.
"""

import json
import secrets
import sys
import time
import traceback
from datetime import UTC, datetime

from flask import Flask, Response, g, request


def register(app: Flask) -> None:
    """Give every request an id and write one line about it when it is answered."""
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """Return the id of the running request; it tells nothing about the person."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(6)
    return str(g.request_id)


def failure(error: BaseException) -> None:
    """Write where `error` was raised; its message stays out, it may quote what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    _write(
        "error",
        "failure",
        request=request_id(),
        rule=_rule(),
        error=type(error).__name__,
        trace=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    )


def _begin() -> None:
    g.started = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = request_id()
    now = time.perf_counter()
    _write(
        "info",
        "request",
        request=request_id(),
        method=request.method,
        rule=_rule(),
        status=response.status_code,
        ms=round((now - g.get("started", now)) * 1000, 1),
    )
    return response


def _rule() -> str | None:
    return request.url_rule.rule if request.url_rule else None


def _write(level: str, event: str, **values: object) -> None:
    """Write one line. A log that cannot be written must not undo what was answered."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = json.dumps({"timestamp": moment, "level": level, "event": event, **values})
    try:
        sys.stderr.write(line + "\n")
    except OSError:
        return
