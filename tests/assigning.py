"""Managers in tests who assign journeys to the people of their company."""

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import delete, insert, select, update

from app.lib import clock
from app.models.assignment import Assignment
from app.models.company import Company
from app.models.tables import member, team
from tests.offices import lead, stored
from tests.people import Person

NEW = "/betrieb/zuweisungen/neu"


class Office(Person):
    """A manager at a desk, in a company of their own."""

    def __init__(
        self, app: Flask, name: str = "Tischlerei Beispiel", sector: str = "craft"
    ) -> None:
        super().__init__(app)
        with app.extensions["database"].write() as session:
            self.company = Company.create(session, name, sector, 14, clock.now(), by=None)
        self.client = lead(app, self.company).client

    def people(self, *names: str, team_name: str = "", language: str = "de") -> list[str]:
        """Put people on the list, those with an „@“ under their address; return their codes."""
        with self.app.extensions["database"].write() as session:
            team_id = self._team(session, team_name) if team_name else None
            for name in names:
                values = {
                    "code": self._code(name),
                    "company_id": self.company.id,
                    "team_id": team_id,
                    "name": name.partition("@")[0],
                    "email": name if "@" in name else None,
                    "language": language,
                    "added_at": clock.now(),
                }
                session.execute(insert(member).values(values))
        return [self._code(name) for name in names]

    def change_address(self, email: str, other: str) -> None:
        """Give somebody on the list another address."""
        with self.app.extensions["database"].write() as session:
            session.execute(update(member).where(member.c.email == email).values(email=other))

    def remove_member(self, email: str) -> None:
        """Take somebody off the list."""
        with self.app.extensions["database"].write() as session:
            session.execute(delete(member).where(member.c.email == email))

    def team(self, name: str) -> int:
        """Return the id of a team, made if need be."""
        with self.app.extensions["database"].write() as session:
            return self._team(session, name)

    def begin(self, journey: str = "kleine-reise") -> str:
        """Begin a draft and return its code."""
        ahead = self.send(NEW, journey=journey).headers["Location"]
        return ahead.split("/")[4]

    def answer(self, code: str, **fields: str) -> str:
        """Answer all pages of a draft that is for everybody; return the mark of all answers."""
        day = f"{clock.now() + timedelta(days=21):%d.%m.%Y}"
        self.send(f"{NEW}/{code}/menschen", audience="everybody", head_count="14")
        self.send(f"{NEW}/{code}/worte", **{"ends_on": day, **fields})
        self.send(f"{NEW}/{code}/modus", mode="protected")
        return self.mark(code)

    def mark(self, code: str) -> str:
        """Return the mark of all answers that the last page shows."""
        found = re.search('name="seen" value="([^"]+)"', self.see(f"{NEW}/{code}/pruefen"))
        assert found
        return found[1]

    def issue(self, code: str = "", seen: str = "", status: int = 303) -> Assignment:
        """Press „Einladung erzeugen“ and return the assignment."""
        code = code or self.begin()
        seen = seen or self.answer(code)
        self.send(f"{NEW}/{code}/ausgabe", status, seen=seen)
        return self.assignment(code)

    def issue_list(self, *names: str, language: str = "de") -> Assignment:
        """Issue an assignment for people of the list, who are put on it."""
        codes = self.people(*names, language=language)
        code = self.begin()
        self.answer(code)
        self.send(f"{NEW}/{code}/menschen", audience="list")
        self.send(f"{NEW}/{code}/liste", shown=" ".join(codes), member=codes)
        return self.issue(code, self.mark(code))

    def assignment(self, code: str) -> Assignment:
        """Return an assignment as it is stored now."""
        with self.app.extensions["database"].read() as session:
            found = Assignment.within_reach(session, self.company.id, code)
            assert found
            return found

    def stored(self) -> Company:
        """Return the company as it is stored now."""
        return stored(self.app, self.company)

    def at(self, assignment: Assignment, place: str = "einladung") -> str:
        """Return the address of a place of an assignment."""
        return f"/betrieb/zuweisungen/{assignment.code}/{place}"

    def _code(self, name: str) -> str:
        signs = re.sub(r"[^a-z0-9]", "", name.lower())
        return f"{self.company.id}{signs:0>15}"[-16:]

    def _team(self, session: object, name: str) -> int:
        known = select(team.c.id).where(team.c.company_id == self.company.id, team.c.name == name)
        found = session.execute(known).scalar_one_or_none()
        new = insert(team).values(company_id=self.company.id, name=name).returning(team.c.id)
        return found or session.execute(new).scalar_one()
