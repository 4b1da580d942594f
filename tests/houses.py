"""A company with somebody who manages it, and an assignment that people walk with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import update

from app.lib import clock
from app.models import rounds
from app.models.base import Session
from app.models.device import Device
from app.models.learner import Learner
from app.models.tables import assignment
from tests import assignments, offices
from tests.assignments import Given, finish


class House:
    """A company with somebody who manages it, and an assignment that people walk with."""

    def __init__(self, app: Flask, audience: str = "list") -> None:
        self.app, self.database = app, app.extensions["database"]
        self.company = offices.found(app)
        self.leader = offices.lead(app, self.company)
        self.now = clock.now()
        with self.database.write() as session:
            self.given: Given = assignments.assign(
                session, self.company.id, "betriebsreise", self.now, audience=audience
            )
        self.path = f"/betrieb/zuweisungen/{self.given.code}"

    def come(self, count: int, **answers: Any) -> None:
        """Let people come, agree and arrive."""
        with self.database.write() as session:
            for _ in range(count):
                code, token = self.begin(session)
                finish(session, code, token, answers)

    def begin(self, session: Session, *, agrees: bool = True) -> tuple[str, str]:
        """Let somebody begin; return the code of the run and the token of the device."""
        learner = Learner.create(session, self.app.extensions["keyring"], self.now)
        token = Device.create(session, learner, self.now)
        listed = assignments.take_on(session, self.company.id, self.now, None, learner.id)
        code = assignments.set_out(
            session, self.given, learner.id, self.now, agrees=agrees, member_id=listed, role="halle"
        )
        return code, token

    def next_morning(self) -> None:
        """Let the job do its work of the next day."""
        self.now = (self.now + timedelta(days=1)).replace(hour=5)
        with self.database.write() as session:
            rounds.look(session, self.given.id, self.now)

    def see(self, place: str, **headers: str) -> str:
        return self.leader.see(f"{self.path}/{place}", **headers)

    def change(self, **values: Any) -> None:
        with self.database.write() as session:
            own = update(assignment).where(assignment.c.id == self.given.id)
            session.execute(own.values(values))
