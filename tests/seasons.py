"""Random histories of reminders, and a checker that knows what people did.

Clocks jump, jobs and deliveries die between any two transactions or run side by side, days have 23
or 25 hours, and people arrive, mute, leave and move meanwhile. The checker keeps a ledger of its
own. A mail that the server took before its delivery died may go out again: nobody can know better.
"""

from __future__ import annotations

import random
from collections.abc import Generator, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from sqlalchemy import delete, insert, select, update

from app.lib.crypto import Keyring
from app.models import reminding
from app.models.assignment import Assignment, end_of
from app.models.base import Database, Session
from app.models.company import Company
from app.models.join_code import JoinCode
from app.models.journey import newest, publish
from app.models.learner import Learner
from app.models.outbox import Outgoing
from app.models.refusal import Refused
from app.models.reminder import choose
from app.models.run import Run
from app.models.tables import (
    assignment,
    company,
    completion,
    member,
    membership,
    muted,
    reminder,
    seat,
)
from app.models.tables import run as run_table
from tests import assignments
from tests.integration.models.samples import parsed
from tests.letters import AHEAD, Given, Key, Ledger, Place, Somebody

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Auckland",
         "America/Santiago", "Asia/Kolkata")  # fmt: skip
BEGINNINGS = (date(2026, 3, 23), date(2026, 10, 19), date(2026, 3, 30), date(2026, 9, 21),
              date(2026, 10, 26), date(2026, 12, 21))  # fmt: skip
"""Mondays before a change to or from summer time somewhere, and before a new year."""
ACTS = {"work": 9, "wait": 5, "jump": 1, "kill": 1.5, "arrive": 0.8, "set out": 0.5, "mute": 0.5,
        "leave": 0.3, "move": 0.4, "come": 0.7, "close": 0.1, "pause": 0.2,
        "choose": 0.3, "outage": 0.3}  # fmt: skip
MEANWHILE = ("arrive", "mute", "leave", "move", "pause", "pause", "close")
"""What happens between any two transactions of a job and a delivery."""
MOST = 2
"""People in one transaction of the job: so few that there are several."""


class Season:
    """Two companies in different time zones, one of them with two assignments."""

    def __init__(self, session: Session, keyring: Keyring, seed: int) -> None:
        self.session, self.keyring, self.seed = session, keyring, seed
        self.chance = random.Random(seed)
        self.begin = self.chance.choice(BEGINNINGS)
        self.now = datetime.combine(self.begin, time(7), UTC)
        self.ledger = Ledger()
        self.people = self.ledger.people
        self.is_served = True
        self.under_way: list[Generator[Key | None]] = []
        self.handed: dict[int, Key] = {}
        self.made_up = 0
        self.places = [self._open(zone) for zone in self.chance.sample(ZONES, 2)]
        for place in (*self.places, self.places[0]):
            for _ in range(self.chance.randint(2, 3)):
                self._come(place)
            self._assign(place)

    def run(self, acts: int) -> None:
        """Let anything happen, and then let everything run quietly for some days."""
        for act in self.chance.choices(list(ACTS), list(ACTS.values()), k=acts):
            self._act(act)
        self._finish()
        self._calm()

    def _act(self, name: str) -> None:
        getattr(self, f"_{name.replace(' ', '_')}")()

    # What processes do: each step is one transaction.

    def _work(self) -> None:
        """Begin a job or a delivery, or let one that is under way go on."""
        if not self.under_way or self.chance.random() < 0.5:
            self.under_way.append(self._job())
            if self.chance.random() < 0.5:
                for _ in range(self.chance.randint(2, 9)):
                    if self.under_way:
                        self._step(self.under_way[-1])
            self.under_way.append(self._delivery())
        for _ in range(self.chance.randint(1, 9)):
            if self.under_way:
                self._step(self.chance.choice(self.under_way))
            if self.chance.random() < 0.06:
                self._act(self.chance.choice(MEANWHILE))

    def _step(self, process: Generator[Key | None]) -> None:
        try:
            key = next(process)
        except StopIteration:
            self.under_way.remove(process)
            self.handed.pop(id(process), None)
            return
        self.handed.pop(id(process), None)
        if key:
            self.handed[id(process)] = key

    def _kill(self) -> None:
        """Kill what is under way, now or within its next transaction, of which nothing stays."""
        for process in list(self.under_way):
            if self.chance.random() < 0.5 and process in self.under_way:
                handed = dict(self.handed)
                inner = self.session.begin_nested()
                self._step(process)
                if id(process) in self.handed:
                    # The mail server has it already, whatever becomes of the rest.
                    inner.commit()
                else:
                    inner.rollback()
                    self.handed = handed
            if process in self.under_way:
                self._lose(process)

    def _lose(self, process: Generator[Key | None]) -> None:
        self.under_way.remove(process)
        process.close()
        if key := self.handed.pop(id(process), None):
            self.ledger.excused[key] += 1

    def _finish(self, deadly: float = 0.2) -> None:
        """Let everything that is under way come to its end, or die."""
        for process in list(self.under_way):
            if self.chance.random() < deadly:
                self._lose(process)
            while process in self.under_way:
                self._step(process)

    def _job(self) -> Generator[Key | None]:
        now = self.now
        found = reminding.due(self.session, now)
        yield None
        for each in found:
            while reminding.ask(self.session, self.keyring, each, now, MOST) == MOST:
                yield None
            yield None

    def _delivery(self) -> Generator[Key | None]:
        if not self.is_served:
            return
        while mail := Outgoing.claim(self.session, self.keyring, self.now):
            yield None
            found = reminding.addressee(self.session, mail.values, self.now)
            if found is None:
                mail.drop(self.session)
                yield None
                continue
            number = self.ledger.number_of(mail.values["member"])
            key = number, mail.values["assignment"], mail.values["kind"]
            if found.is_concerned:
                self.ledger.receive(key, mail.recipient, self.now)
                yield key
            mail.sent(self.session, self.now)
            reminding.settle(self.session, mail.values, self.now)
            yield None

    # What time does.

    def _outage(self) -> None:
        """Let the mail server go away, or come back."""
        self.is_served = not self.is_served

    def _wait(self) -> None:
        """Wait for a while, or until it is morning in one of the places."""
        if self.chance.random() < 0.4:
            self._pass(timedelta(minutes=self.chance.choice((11, 50, 180, 60 * 12))))
            return
        zone = self.chance.choice(self.places).zone
        day = self.now.astimezone(zone).date() + timedelta(days=self.chance.choice((1, 1, 1, 2, 3)))
        hour = self.chance.choice((8, 9, 9, 10, 16, 19))
        self._pass(datetime.combine(day, time(hour, 59), zone).astimezone(UTC) - self.now)

    def _jump(self) -> None:
        self._pass(timedelta(hours=self.chance.choice((-300, -30, -24, -3, -1, 1, 30, 200))))

    def _pass(self, some: timedelta) -> None:
        self._finish()
        self.now += some
        self.is_served |= self.chance.random() < 0.5

    # What people do.

    def _open(self, zone: str) -> Place:
        made = assignments.open_company(self.session, self.now - timedelta(days=9))
        self.session.execute(update(company).where(company.c.id == made).values(timezone=zone))
        return Place(made, ZoneInfo(zone))

    def _come(self, place: Place | None = None) -> None:
        place = place or self.chance.choice(self.places)
        email = f"wer-{self.chance.randrange(7)}@luft.example"
        here = {each.email for each in self.people if each.place is place and not each.is_gone}
        known = None if email in here or self.chance.random() < 0.1 else email
        made = assignments.take_on(self.session, place.id, self.now, known)
        self.people.append(Somebody(made, place, known, self.now))

    def _assign(self, place: Place) -> None:
        ends_on = self.begin + timedelta(days=self.chance.randint(9, 21))
        is_for_some = self.chance.random() < 0.3
        own = [each for each in self.people if each.place is place]
        audience = "list" if is_for_some else "everybody"
        made = assignments.assign(
            self.session, place.id, "probe", self.now, audience=audience, ends_on=ends_on
        )
        listed = {each.id for each in own if self.chance.random() < 0.8} if is_for_some else None
        given = Given(made.id, place, ends_on, listed)
        ends_at = end_of(ends_on, place.zone.key)
        for each in sorted(listed or ()):
            assignments.put_on_list(self.session, made, each)
        if listed is None:
            JoinCode.create(
                self.session, place.id, self.now, assignment_id=made.id, ends_at=ends_at
            )
        else:
            self._found(given).provide(self.session, sorted(listed), self.now, ends_at)
        place.made.append(given)
        while not given.days and self.chance.random() < 0.9:
            self._choose(given)

    def _choose(self, given: Given | None = None) -> None:
        given = given or self._some_given()
        local = self.now.astimezone(given.place.zone).date()
        days = {kind: local + timedelta(days=self.chance.randint(1, 9)) for kind in (1, 2)}
        if self.chance.random() < 0.2:
            days.pop(self.chance.choice((1, 2)))
        try:
            choose(self.session, self._found(given), days, local)
        except Refused:
            return
        given.days = {kind: day for kind, day in given.days.items() if day <= local} | {
            kind: day for kind, day in days.items()
            if not (kind in given.days and given.days[kind] <= local)
        }  # fmt: skip

    def _arrive(self) -> None:
        if person := self._somebody():
            given = self.chance.choice(person.place.made)
            if given.id in person.arrived:
                return
            if self.chance.random() < 0.5:
                row = {"assignment_id": given.id, "member_id": person.id}
                self.session.execute(insert(completion).values(row))
            else:
                self._set_out(person, given, is_over=True)
            person.arrived.add(given.id)

    def _set_out(
        self, person: Somebody | None = None, given: Given | None = None, *, is_over: bool = False
    ) -> None:
        person = person or self._somebody()
        if person is None:
            return
        given = given or self.chance.choice(person.place.made)
        if person.learner is None:
            person.learner = Learner.create(self.session, self.keyring, self.now).id
            row = {"member_id": person.id, "learner_id": person.learner}
            self.session.execute(insert(membership).values(row))
        found = newest(self.session, "probe")
        assert found
        Run.start(self.session, person.learner, *found, None, self.now, given.id)
        mine = select(run_table.c.id).order_by(run_table.c.id.desc()).limit(1)
        run_id = self.session.execute(mine).scalar_one()
        if is_over:
            own = update(run_table).where(run_table.c.id == run_id)
            self.session.execute(own.values(finished_at=self.now))
        known = person.id if self.chance.random() < 0.7 else None
        row = {"run_id": run_id, "assignment_id": given.id, "member_id": known}
        self.session.execute(insert(seat).values(row | {"proves": False, "told": False}))

    def _mute(self) -> None:
        if person := self._somebody():
            given = self.chance.choice(person.place.made)
            row = {"assignment_id": given.id, "member_id": person.id}
            if given.id not in person.muted:
                self.session.execute(insert(muted).values(row))
            person.muted.add(given.id)

    def _leave(self) -> None:
        if person := self._somebody():
            self.session.execute(delete(member).where(member.c.id == person.id))
            person.is_gone = True

    def _move(self) -> None:
        if person := self._somebody():
            person.email = f"neu-{self.chance.random()}@luft.example"
            own = update(member).where(member.c.id == person.id)
            self.session.execute(own.values(email=person.email))

    def _close(self) -> None:
        """Close an assignment, or its company."""
        given = self._some_given()
        if self.chance.random() < 0.3:
            table, found, given.place.is_closed = company, given.place.id, True
        else:
            table, found, given.is_closed = assignment, given.id, True
        own = update(table).where(table.c.id == found)
        self.session.execute(own.values(closed_at=self.now))

    def _pause(self) -> None:
        given = self._some_given()
        made = self._found(given)
        given.is_paused = not given.is_paused
        if given.is_paused:
            made.pause(self.session, self.now)
        else:
            made.resume(self.session)

    def _somebody(self) -> Somebody | None:
        here = [each for each in self.people if not each.is_gone]
        return self.chance.choice(here) if here else None

    def _some_given(self) -> Given:
        return self.chance.choice([made for place in self.places for made in place.made])

    def _found(self, given: Given) -> Assignment:
        found = Assignment.find(self.session, given.id)
        assert found and Company.with_id(self.session, given.place.id)
        return found

    # What is demanded in the end.

    def _calm(self) -> None:
        """Let some quiet days pass, and look that nobody was forgotten."""
        self.is_served = True
        wanted = list(self.ledger.still_wanted(self.now, self._busy()))
        for moment in sorted(self._calm_moments()) if wanted else ():
            self.now = moment
            for process in (self._job(), self._delivery()):
                self.under_way = [process]
                self._finish(deadly=0)
        self.made_up = len(wanted)
        forgotten = [key for key in wanted if not self.ledger.letters[key]]
        self.ledger.problems += [f"forgotten: {key}" for key in forgotten]

    def _calm_moments(self) -> Iterator[datetime]:
        for place in self.places:
            today = self.now.astimezone(place.zone).date()
            for day in range(1, AHEAD):
                for hour in (9, 14):
                    there = datetime.combine(today + timedelta(days=day), time(hour, 30))
                    yield there.replace(tzinfo=place.zone).astimezone(UTC)

    def _busy(self) -> set[str]:
        """Return the addresses to which a clock wrote that was wrong."""
        ahead = select(member.c.email).join(reminder, reminder.c.member_id == member.c.id)
        found = self.session.execute(ahead.where(reminder.c.due_at > self.now)).scalars()
        return {each for each in found if each}


class _Undone(Exception):
    """Ends a history, so that it leaves nothing in the database."""


def seasons(database: Database, seeds: Iterable[int], acts: int = 20) -> Iterator[Season]:
    """Play one history for each seed in a transaction of its own that is undone afterwards."""
    keyring = Keyring([Fernet.generate_key().decode()])
    with database.write() as session:
        publish(session, parsed(), datetime(2026, 1, 5, tzinfo=UTC))
    for seed in seeds:
        try:
            with database.write() as session:
                season = Season(session, keyring, seed)
                season.run(acts)
                raise _Undone
        except _Undone:
            yield season
