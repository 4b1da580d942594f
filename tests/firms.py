"""A company in tests: its people, and what it assigned to them, as the database holds them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import Table, delete, insert, select, update

from app.lib.tokens import random_code
from app.models.base import Database
from app.models.tables import (
    arrival,
    assignment,
    assignment_member,
    assignment_team,
    company,
    completion,
    join_code,
    member,
    partition,
    team,
)
from tests.people import Person
from tests.walks import Walk

LONG_AGO = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
NAME = "Tischlerei Beispiel"


@dataclass(frozen=True)
class Assigned:
    """An assignment: its id, its code in addresses, and the typed code and token of its link."""

    id: int
    code: str
    typed: str
    token: str


class Firm:
    """A company whose rows are made directly, so that a test says exactly what it needs."""

    def __init__(self, database: Database, name: str = NAME, **facts: Any) -> None:
        self.database = database
        self.id = self._add(
            company,
            code=random_code(80),
            name=name,
            sector="craft",
            head_count=40,
            timezone="Europe/Berlin",
            language="de",
            words="{}",
            created_at=LONG_AGO,
            **facts,
        )

    @classmethod
    def of(cls, app: Flask, name: str = NAME) -> "Firm":
        """Make a company in the database of an application."""
        return cls(app.extensions["database"], name)

    def team(self, name: str) -> int:
        """Add a team."""
        return self._add(team, company_id=self.id, name=name)

    def member(self, name: str, in_team: int | None = None, email: str | None = None) -> int:
        """Add somebody to the list."""
        return self._add(
            member,
            code=random_code(80),
            company_id=self.id,
            team_id=in_team,
            name=name,
            email=email,
            language="de",
            added_at=LONG_AGO,
        )

    def remove(self, member_id: int) -> None:
        """Take somebody from the list, as the company does."""
        with self.database.write("office") as session:
            session.execute(delete(member).where(member.c.id == member_id))

    def assign(
        self,
        journey: str,
        *,
        title: str = "KI bei uns",
        teams: Iterable[int] = (),
        members: Iterable[int] = (),
        words: Mapping[str, str] | None = None,
        **facts: Any,
    ) -> Assigned:
        """Assign a journey: to teams or members where some are named, else to everybody."""
        audience = "teams" if teams else "list" if members else "everybody"
        id_ = self._add(partition, kind="assignment", journey_id=journey)
        code = random_code(80)
        self._insert(
            assignment,
            {
                "id": id_,
                "code": code,
                "company_id": self.id,
                "journey_id": journey,
                "title": title,
                "audience": audience,
                "words": json.dumps(words or {}),
                "starts_on": date(2026, 11, 2),
                "ends_on": date(2026, 12, 20),
                "mode": "protected",
                "head_count": 40,
                "arrived": 0,
                "issued_at": LONG_AGO,
            }
            | facts,
        )
        for each in teams:
            self._insert(assignment_team, {"assignment_id": id_, "team_id": each})
        for each in members:
            self._insert(assignment_member, {"assignment_id": id_, "member_id": each})
        typed, token = random_code(40), random_code(80)
        self.link(id_, code=typed, token=token)
        return Assigned(id_, code, typed, token)

    def assign_proving(self, journey: str, **facts: Any) -> Assigned:
        """Assign a journey in the mode proof, which the operator has confirmed."""
        confirmed = {"mode": "proof", "legal_basis": "Unterweisung", "proof_confirmed_at": LONG_AGO}
        return self.assign(journey, **(confirmed | facts))

    def link(self, assignment_id: int | None, **facts: Any) -> str:
        """Make a link, a personal one with `member_id`, and return its token."""
        token = facts.pop("token", None) or random_code(80)
        self._insert(
            join_code,
            {
                "company_id": self.id,
                "assignment_id": assignment_id,
                "token": token,
                "used": 0,
                "created_at": LONG_AGO,
            }
            | facts,
        )
        return token

    def change(self, table: Table, id_: int, **facts: Any) -> None:
        """Change a row by its id."""
        with self.database.write() as session:
            session.execute(update(table).where(table.c.id == id_).values(**facts))

    def change_link(self, assigned: Assigned, **facts: Any) -> None:
        """Change the link of an assignment."""
        with self.database.write() as session:
            session.execute(
                update(join_code).where(join_code.c.token == assigned.token).values(**facts)
            )

    def arrivals(self, assigned: Assigned) -> int:
        """Count the tokens of those who arrived."""
        return len(self.rows(select(arrival).where(arrival.c.assignment_id == assigned.id)))

    def completed(self, assigned: Assigned) -> list[int]:
        """Return the members who completed the journey."""
        done = select(completion.c.member_id).where(completion.c.assignment_id == assigned.id)
        return [row.member_id for row in self.rows(done)]

    def rows(self, statement: Any) -> list[Any]:
        """Return what a statement finds."""
        with self.database.read() as session:
            return list(session.execute(statement).all())

    def _add(self, table: Table, **values: Any) -> int:
        with self.database.write() as session:
            made = session.execute(insert(table).values(**values).returning(table.c.id))
            return int(made.scalar_one())

    def _insert(self, table: Table, values: Mapping[str, Any]) -> None:
        with self.database.write() as session:
            session.execute(insert(table).values(**values))


def set_out(person: Person, word: str, /, **fields: Any) -> Walk:
    """Accept the invitation of a code or a token, and return the walk it leads to."""
    sent = person.send(f"/m/{word}", **fields)
    return Walk(person, "", code=sent.headers["Location"].rsplit("/", 1)[1])
