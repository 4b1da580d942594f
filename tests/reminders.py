"""Reminders in tests: a company whose people have addresses, and what reaches them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select

from app.lib.tokens import digest, random_code
from app.models import reminding
from app.models.assignment import end_of
from app.models.base import Database
from app.models.join_code import JoinCode
from app.models.journey import publish
from app.models.outbox import Outgoing
from app.models.tables import join_code, outbox, reminder, reminder_day
from app.ui.mails import Mail, compose
from tests import assignments
from tests.firms import Assigned, Firm
from tests.integration.models.samples import parsed

FIRST, SECOND = date(2026, 11, 9), date(2026, 12, 17)
"""A Monday and a Thursday."""
MORNING = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
BEFORE = datetime(2026, 11, 22, 20, 15, tzinfo=UTC)
STOP = re.compile(r"/keine-erinnerung/\w+")


def berlin(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """Return an hour of a day in winter, as it is in Berlin."""
    return datetime(day.year, day.month, day.day, hour - 1, minute, tzinfo=UTC)


class Post:
    """A company that reminds the people of one assignment; `got` is what reached them."""

    def __init__(self, app: Flask, journey: str, *people: str, **facts: Any) -> None:
        self.app, self.database = app, app.extensions["database"]
        self.firm = Firm(self.database)
        self.members = {
            name: self.firm.member(name, email=f"{name}@luft.example") for name in people
        }
        self.got: list[tuple[str, Mail]] = []
        self.made = self.assign(journey, **facts)

    def assign(self, journey: str, **facts: Any) -> Assigned:
        """Assign another journey to everybody, with two reminders."""
        made = self.firm.assign(journey, **facts)
        self.firm_ends(made)
        with self.database.write() as session:
            for kind, day in ((1, FIRST), (2, SECOND)):
                values = {"assignment_id": made.id, "kind": kind, "day": day}
                session.execute(insert(reminder_day).values(values))
        return made

    def firm_ends(self, made: Assigned) -> None:
        """Let the link of an assignment end some day, as those of real ones do."""
        self.firm.change_link(made, ends_at=berlin(date(2026, 12, 21), 1))

    def ask(self, now: datetime) -> int:
        """Do the job of the reminders."""
        return reminding.ask_everywhere(self.database, self.app.extensions["keyring"], now)

    def deliver(self, now: datetime) -> list[str]:
        """Deliver all that is due to a mail server that takes it; return who got something."""
        before = len(self.got)
        with self.app.app_context(), self.database.write() as session:
            while mail := Outgoing.claim(session, self.app.extensions["keyring"], now):
                words = compose(session, mail.kind, mail.values, mail.created_at, now)
                if words is None:
                    mail.drop(session)
                    continue
                if words.goes_out:
                    self.got.append((mail.recipient, words))
                mail.sent(session, now)
                reminding.settle(session, mail.values, now)
        return sorted(to.partition("@")[0] for to, _ in self.got[before:])

    def remind(self, now: datetime) -> list[str]:
        """Do the job and deliver at once; return who got something."""
        self.ask(now)
        return self.deliver(now)

    def token(self, name: str, made: Assigned | None = None) -> str:
        """Return the personal link of somebody who was asked for."""
        own = select(join_code.c.token).where(
            join_code.c.member_id == self.members[name],
            join_code.c.assignment_id == (made or self.made).id,
        )
        return str(self.firm.rows(own)[0].token)

    def stop(self, number: int = -1) -> str:
        """Return the address in a mail that ends the reminders."""
        found = STOP.search(self.got[number][1].text)
        assert found
        return found[0]


def as_the_office_sees(database: Database) -> list[Any]:
    """Return all about reminders that a request of the office could read from the database."""
    with database.read("office") as session:
        kept = session.execute(
            select(
                reminder.c.assignment_id,
                reminder.c.member_id,
                reminder.c.kind,
                reminder.c.due_at,
                reminder.c.sent_at,
            ).order_by(reminder.c.member_id, reminder.c.kind)
        ).all()
        sent = session.execute(
            select(
                outbox.c.kind,
                outbox.c.recipient,
                outbox.c.created_at,
                outbox.c.due_at,
                outbox.c.tries,
                outbox.c.sent_at,
                outbox.c.content,
            ).order_by(outbox.c.id)
        ).all()
    return [*kept, *((*row[:-1], bool(row.content)) for row in sent)]


def due_for(database: Database, people: int) -> None:
    """Make a company with so many addresses, whose first reminder is due on `MORNING`."""
    with database.write() as session:
        publish(session, parsed(), BEFORE)
        company = assignments.open_company(session, BEFORE)
        made = assignments.assign(
            session, company, "probe", BEFORE, audience="everybody", ends_on=SECOND
        )
        for number in range(people):
            assignments.take_on(session, company, BEFORE, f"wer-{number}@luft.example")
        row = {"assignment_id": made.id, "kind": 1, "day": MORNING.date()}
        session.execute(insert(reminder_day).values(row))
        ends_at = end_of(SECOND, "Europe/Berlin")
        JoinCode.create(session, company, BEFORE, assignment_id=made.id, ends_at=ends_at)


def asked(database: Database) -> tuple[int, int]:
    """Return how many reminders are noted, and how many mails wait."""
    with database.read() as session:
        counts = [select(func.count()).select_from(table) for table in (reminder, outbox)]
        noted, waiting = (int(session.execute(each).scalar_one()) for each in counts)
    return noted, waiting


def reminded(firm: Firm, made: Assigned, member_id: int) -> str:
    """Let somebody have got a reminder, and return the address in it that ends them."""
    token = random_code(130)
    row = {"assignment_id": made.id, "member_id": member_id, "kind": 1}
    with firm.database.write() as session:
        session.execute(insert(reminder).values(due_at=BEFORE, mute=digest(token), **row))
    return f"/keine-erinnerung/{token}"
