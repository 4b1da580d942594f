"""Which tables the statements of a request name, as they are sent to the driver."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from flask import Flask, has_request_context, request
from sqlalchemy import event

from app.models.base import metadata
from app.models.scopes import OFFICE_READS, OFFICE_WRITES

_LIST = r'"?\w+"?(?:\s+AS\s+\w+)?'
_READS = re.compile(rf"\b(?:FROM|JOIN)\s+({_LIST}(?:\s*,\s*{_LIST})*)", re.IGNORECASE)
_WRITES = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


class Recorder:
    """Keep every statement that a request sends, below the endpoint that sent it."""

    def __init__(self, app: Flask) -> None:
        self.statements: dict[str, set[str]] = defaultdict(set)
        for engine in app.extensions["database"].engines:
            event.listen(engine, "before_cursor_execute", self._hear)

    def _hear(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if has_request_context() and request.endpoint:
            self.statements[request.endpoint].add(statement)

    def beyond(self, endpoint: str) -> list[str]:
        """Return what an endpoint of the office touched beyond its allow-list."""
        allowed = OFFICE_READS | OFFICE_WRITES
        return [
            statement
            for statement in self.statements[endpoint]
            if read(statement) - allowed or written(statement) - OFFICE_WRITES
        ]


def read(statement: str) -> set[str]:
    """Return the tables that a statement names to read."""
    words = {word for found in _READS.findall(statement) for word in re.findall(r"\w+", found)}
    return words & set(metadata.tables)


def written(statement: str) -> set[str]:
    """Return the tables that a statement names to write."""
    return set(_WRITES.findall(statement)) & set(metadata.tables)
