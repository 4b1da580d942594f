"""What a form carries, checked for shape. Rules live in the engine and in the models.

A page's form is a subclass named after its noun. It reads the fields it needs when it is made and
writes what is wrong into `errors`, as codes of `app.ui.errors`.
"""

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from app.ui import errors

# Nobody types these signs, and neither PostgreSQL nor a printed page can hold all of them.
CONTROL_SIGNS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST_NUMBER = 9


class Form:
    """The base of all forms. `errors` maps a field to its code; empty means the shape is right."""

    def __init__(self, fields: MultiDict[str, str]) -> None:
        self.fields = fields
        self.errors: dict[str, str] = {}
        self.values: dict[str, Mapping[str, Any]] = {}
        self.read()

    def read(self) -> None:
        """Take what this form needs from `fields`; each subclass says what."""

    def word(self, name: str) -> str:
        """Return a short field without control signs and outer blanks, "" where it is missing."""
        return CONTROL_SIGNS.sub("", self.fields.get(name, "")).strip()

    def text(self, name: str) -> str:
        """Return a long field with plain line ends; only its end is trimmed."""
        typed = self.fields.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
        return CONTROL_SIGNS.sub("", typed).rstrip()

    def number(self, name: str) -> int | None:
        """Return a whole number from 0 on, None for anything else."""
        word = self.fields.get(name, "")
        if word.isascii() and word.isdigit() and len(word) <= LONGEST_NUMBER:
            return int(word)
        return None

    def refuse(self, field: str, code: str, **values: Any) -> None:
        """Note what is wrong with a field; the first finding counts."""
        if field not in self.errors:
            self.errors[field] = code
            self.values[field] = values

    def sentences(self) -> dict[str, str]:
        """Return the words of every error, by field, in the order in which they were found."""
        return {
            field: errors.words(code, **self.values.get(field, {}))
            for field, code in self.errors.items()
        }
