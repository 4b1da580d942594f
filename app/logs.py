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
from functools import lru_cache

from flask import Flask, Response, g, has_request_context, request


def register(app: Flask) -> None:
    """Give every request an id and write one line about it when it is answered."""
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """Return the id of the running request or command; it tells nothing about the person."""
    found: str | None = g.get("request_id")
    if found is None:
        found = g.request_id = secrets.token_hex(6)
    return found


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
    incident = request_id()
    response.headers.add("X-Request-Id", incident)
    now = time.perf_counter()
    milliseconds = (now - g.get("started", now)) * 1000
    _send(
        f'{_head("info", "request")}, "request": "{incident}", {_place(request.method, _rule())}, '
        f'"status": {response.status_code}, "ms": {milliseconds:.1f}}}'
    )
    return response


def _rule() -> str | None:
    if not has_request_context():
        # A command of the operator failed.
        return None
    return request.url_rule.rule if request.url_rule else None


@lru_cache(512)
def _place(method: str, rule: str | None) -> str:
    return f'"method": {json.dumps(method)}, "rule": {json.dumps(rule)}'


def _write(level: str, event: str, **values: object) -> None:
    _send(f"{_head(level, event)}, {json.dumps(values)[1:]}")


def _head(level: str, event: str) -> str:
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    return f'{{"timestamp": "{moment}", "level": "{level}", "event": "{event}"'


def _send(line: str) -> None:
    """Write one line. A log that cannot be written must not undo what was answered."""
    try:
        sys.stderr.write(line + "\n")
    except OSError:
        return
