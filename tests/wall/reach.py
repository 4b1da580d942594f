"""What the crawl knows of the house: who may be shown what, which addresses are secrets, and how
arguments of addresses are swapped for unknown ones."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from tests.wall.world import CANARY

SIGHT = {
    "nobody": set(),
    "learner": {"l-*", "f-aussen"},
    "other learner": {"o-*", "g-aussen"},
    "member of A": {"m-*", "a-aussen"},
    "member of B": {"n-*", "b-aussen"},
    "manager of A": {"a-*"},
    "manager of B": {"b-*"},
    "facilitator": {"f-*"},
    "other facilitator": {"g-*"},
    "operator": {"a-aussen", "b-aussen", "a-amt", "b-amt", "f-aussen", "f-betrieb", "g-aussen"},
}
"""Whose canaries of which sort somebody may ever be shown."""
HELD = {
    "/m/<code>": "aussen",
    "/einladung/<token>": "aussen amt",
    "/durchsicht/<token>": "innen entwurf",
    "/mitschreiben/<token>": "innen aussen entwurf",
    "/passwort-neu/<token>": "innen",
    "/keine-erinnerung/<token>": "aussen",
    "/r/<code>": "",
    "/nachweis/<code>": "",
}
"""Addresses that are secrets: whoever holds one may see these sorts of canaries."""
ASKED = ("nobody", "learner", "other learner", "member of A", "manager of A", "manager of B",
         "facilitator", "operator")  # fmt: skip
ROLE = {
    "manager of A": "manager",
    "manager of B": "manager",
    "facilitator": "facilitator",
    "other facilitator": "facilitator",
    "operator": "operator",
}
NAMES = re.compile(r"<(?:[^:>]+:)?(\w+)>")
VARIES = ("X-Request-Id", "Date", "Content-Length", "Set-Cookie", "Server-Timing")

Arguments = tuple[tuple[str, Any], ...]


def prefixes(rule: str) -> list[str]:
    """Return the beginnings of a rule that end with an argument."""
    return [rule[: found.end()] for found in re.finditer(r"<[^>]+>", rule)]


def beginning(rule: Rule) -> str:
    """Return the beginning of a rule up to its first argument."""
    return rule.rule.split(">")[0] + ">"


def harmless(fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return somebody's form for somebody else: without canaries, which a page would echo.

    A form says whose it is, and pages refuse one of another device; that is left out as well.
    """
    return {
        name: [CANARY.sub("egal", value) for value in values]
        for name, values in fields.items()
        if name != "learner"
    }


def build(rule: Rule, arguments: Arguments) -> str:
    """Return the address of a rule with these arguments."""
    built = rule.build(dict(arguments))
    assert built, f"no address for {rule.rule}: {arguments}"
    return str(built[1])


def unknown(rule: Rule, like: Arguments) -> Arguments:
    """Return arguments that name nothing, as long as those that name something."""
    words: list[tuple[str, Any]] = []
    for name, value in like:
        converter = rule._converters[name]
        if isinstance(converter, IntegerConverter):
            words.append((name, 2_000_000_000))
        elif hasattr(converter, "items") or name in ("step", "field", "lang", "name", "trail"):
            words.append((name, value))
        else:
            words.append((name, ("9z8y7x6w" * 40)[: len(str(value))]))
    return tuple(words)


def seen(answer: TestResponse) -> Any:
    """Return all that somebody observes of an answer."""
    headers = [pair for pair in answer.headers if pair[0] not in VARIES]
    return answer.status_code, answer.get_data(), headers
