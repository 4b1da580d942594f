"""What the columns of a list of people mean, and which of its lines name somebody.

Nothing here asks a database; whether somebody is on the list of a company already says
`member_list`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from app.lib import mail
from app.lib.tables import Row, Table, Unreadable
from app.models.member import LONGEST_NAME
from app.models.team import LONGEST_NAME as LONGEST_TEAM

MOST_LINES: Final = 10_000
HEAD: Final = Row(0, ("Name", "E-Mail", "Team"))

Column = Literal["name", "first", "last", "email", "team"]

_HEADS: Mapping[Column, str] = {
    "name": "name vollername vorundnachname fullname mitarbeiter mitarbeiterin person",
    "first": "vorname vornamen rufname firstname givenname",
    "last": "nachname familienname lastname surname familyname",
    "email": "email mail emailadresse mailadresse emailaddress",
    "team": "team abteilung gruppe bereich department group unit",
}
_COLUMNS = {word: column for column, words in _HEADS.items() for word in words.split()}
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a list: the number of their line, and "" for what is not said."""

    line: int
    name: str
    email: str
    team: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A line that names nobody: `code` has words in `ui.errors`, `values` fill them."""

    line: int
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """Who is in a list, and the lines that cannot be used, both from top to bottom."""

    people: tuple[Person, ...]
    troubles: tuple[Trouble, ...]


def people_in(table: Table) -> Found:
    """Find out what the columns mean, by the first line or by the look of each line.

    Raise `Unreadable` (list-rows, list-empty).
    """
    columns = _columns(table.rows[0].cells) if table.rows else None
    rows = table.rows[1:] if columns else table.rows
    if len(rows) + len(table.problems) > MOST_LINES:
        raise Unreadable("list-rows", most=MOST_LINES)
    if not rows and not table.problems:
        raise Unreadable("list-empty")
    troubles = [Trouble(each.line, each.code) for each in table.problems]
    people: list[Person] = []
    for each in _once(_person(row, columns) for row in rows):
        if isinstance(each, Person):
            people.append(each)
        else:
            troubles.append(each)
    return Found(tuple(people), tuple(sorted(troubles, key=lambda each: each.line)))


def key_of(name: str, email: str, team: str) -> tuple[str, ...]:
    """Return by what a person is known again: the address, else name and team together."""
    return (email,) if email else (name.casefold(), team.casefold())


def _columns(cells: Sequence[str]) -> dict[Column, int] | None:
    """Return which column says what if these cells are the heads of columns."""
    if any("@" in cell for cell in cells):
        return None
    words = [re.sub(r"[\W\d_]", "", cell.casefold()) for cell in cells]
    found: dict[Column, int] = {}
    for place, word in enumerate(words):
        column = _COLUMNS.get(word)
        if column and column not in found:
            found[column] = place
    return found if found.keys() - {"team"} else None


def _person(row: Row, columns: Mapping[Column, int] | None) -> Person | Trouble:
    said = _told(row, columns) if columns else _guessed(row)
    if said is None:
        return Trouble(row.line, "member-columns")
    name, typed, team = said
    if not name and not typed:
        return Trouble(row.line, "member-nobody")
    if len(name) > LONGEST_NAME:
        return Trouble(row.line, "member-name-long", {"most": LONGEST_NAME})
    if len(team) > LONGEST_TEAM:
        return Trouble(row.line, "team-name-long", {"most": LONGEST_TEAM})
    try:
        email = mail.address(typed) if typed else ""
    except ValueError:
        return Trouble(row.line, "member-email", {"word": typed[:_LONGEST_SHOWN]})
    return Person(row.line, name, email, team)


def _told(row: Row, columns: Mapping[Column, int]) -> tuple[str, str, str]:
    """Return name, address and team by the heads; beside a first name „Name“ is the last one."""

    def cell(column: Column) -> str:
        place = columns.get(column)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    last = cell("last") if "last" in columns else cell("name")
    name = f"{cell('first')} {last}".strip()
    return name or cell("name"), cell("email"), cell("team")


def _guessed(row: Row) -> tuple[str, str, str] | None:
    """Return name, address and team by their look, None where there is more than that."""
    cells = [cell for cell in row.cells if cell]
    email = next((cell for cell in cells if "@" in cell), "")
    others = [cell for cell in cells if cell != email]
    if len(others) > 2:
        return None
    return others[0] if others else "", email, others[1] if len(others) > 1 else ""


def _once(found: Iterator[Person | Trouble]) -> Iterator[Person | Trouble]:
    """Name everybody once; a second line about the same person is told as one."""
    lines: dict[tuple[str, ...], int] = {}
    for each in found:
        if isinstance(each, Person):
            first = lines.setdefault(key_of(each.name, each.email, each.team), each.line)
            if first != each.line:
                yield Trouble(each.line, "member-twice", {"first": first})
                continue
        yield each
