"""Structured logs: one JSON line on stderr for each request and each failure.

A line carries the request id, the rule of the address and the status. It never carries the address
itself (run codes are secrets), a query, a body, a cookie, a network address or anything a person
typed. `create_app`, `app.ui` and the rooms may use it: `log`, `request_id`, `failure`.
"""

import json
import logging
import secrets
import sys
import time
import traceback

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("zukunftsreise")


def register(app: Flask) -> None:
    """Give every request an id and write one line about it when it is answered."""
    _configure()
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
    log.error(
        "failure",
        request=request_id(),
        rule=request.url_rule.rule if request.url_rule else None,
        error=type(error).__name__,
        trace=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    )


def _begin() -> None:
    g.started = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = request_id()
    log.info(
        "request",
        request=request_id(),
        method=request.method,
        rule=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
    )
    return response


def _configure() -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=json.dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_names: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
