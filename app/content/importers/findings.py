"""What an import has to say: findings with a place, and refusals, in German and English."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WARNING, HINT = "warning", "hint"
LONGEST_QUOTE = 80
MOST_FINDINGS = 10_000
"""Further ones are not listed: nobody would read them, and the notes have everything."""


_REGISTRY: Mapping[str, Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text("utf-8")
)
FINDINGS: Mapping[str, Mapping[str, str]] = _REGISTRY["findings"]
REFUSALS: Mapping[str, Mapping[str, str]] = _REGISTRY["refusals"]
WORDS: Mapping[str, Mapping[str, str]] = _REGISTRY["words"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at: where it stands in the source, lines from 1.

    ``name`` is that of the passage or state it belongs to, "" where it belongs to none.
    """

    code: str
    file: str
    line: int
    name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """``warning``: something is not as it was; ``hint``: good to know."""
        return FINDINGS[self.code]["severity"]

    def message(self, lang: str = "de") -> str:
        """Return what was found, in one or two sentences."""
        return FINDINGS[self.code][lang].format_map(self.values)

    def line_of_report(self, lang: str = "de") -> str:
        """Return the finding with its place, as the command line and the studio show it."""
        place = WORDS[lang]["place"].format(file=self.file, line=self.line)
        about = f" [{self.name}]" if self.name else ""
        return f"{WORDS[lang][self.severity]}  {place}{about}: {self.message(lang)}"


class Report:
    """Collects the findings of one import."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def add(self, code: str, file: str, line: int, name: str = "", **values: object) -> None:
        """Keep a finding; long values are shown by their beginning."""
        if len(self.found) >= MOST_FINDINGS:
            return
        shown = {key: brief(str(value)) for key, value in values.items()}
        self.found.append(Finding(code, file, line, name, shown))


class Refused(Exception):
    """Nothing can be made of what was handed in; ``code`` says why, ``values`` fill its words."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = {key: brief(str(value)) for key, value in values.items()}

    def message(self, lang: str = "de") -> str:
        """Return the reason and what to do, for the person who imports."""
        return REFUSALS[self.code][lang].format_map(self.values)


def brief(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"


def summary(found: Iterable[Finding], lang: str = "de") -> str:
    """Return one line that counts what was found."""
    listed = list(found)
    warnings = sum(finding.severity == WARNING for finding in listed)
    if not listed:
        return WORDS[lang]["nothing"]
    return WORDS[lang]["counted"].format(warnings=warnings, hints=len(listed) - warnings)
