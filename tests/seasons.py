"""Random histories of reminders, and a checker that knows what people did.

Clocks jump, jobs and deliveries die between any two transactions or run side by side, days have 23
or 25 hours, and people arrive, mute, leave and move meanwhile. The checker keeps a ledger of its
own. A mail that the server took before its delivery died may go out again: nobody can know better.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
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

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Auckland",
         "America/Santiago", "Asia/Kolkata")  # fmt: skip
BEGINNINGS = (date(2026, 3, 23), date(2026, 10, 19), date(2026, 3, 30), date(2026, 9, 21),
              date(2026, 10, 26), date(2026, 12, 21))  # fmt: skip
"""Mondays before a change to or from summer time somewhere, and before a new year."""
ACTS = {"work": 9, "wait": 5, "jump": 1, "kill": 1.5, "arrive": 0.8, "set out": 0.5, "mute": 0.5,
        "leave": 0.3, "move": 0.4, "come": 0.7, "close": 0.1, "pause": 0.2,
        "choose": 0.3}  # fmt: skip
MOST = 2
"""People in one transaction of the job: so few that there are several."""
CALM = 6

Key = tuple[int, int, int]
"""The number of a person here, an assignment and a kind."""


@dataclass
class Somebody:
    """One person on a list."""

    id: int
    place: Place
    email: str | None
    added_at: datetime
    arrived: set[int] = field(default_factory=set)
    muted: set[int] = field(default_factory=set)
    is_gone: bool = False
    learner: int | None = None


@dataclass
class Place:
    """A company in its time zone."""

    id: int
    zone: ZoneInfo
    made: list[Given] = field(default_factory=list)
    is_closed: bool = False


@dataclass
class Given:
    """An assignment, for everybody or for some; `days` by kind."""

    id: int
    place: Place
    starts_on: date
    ends_on: date
    listed: set[int] | None
    days: dict[int, date] = field(default_factory=dict)
    is_closed: bool = False
    is_paused: bool = False


class Season:
    """Two companies in different time zones, one of them with two assignments."""

    def __init__(self, session: Session, keyring: Keyring, seed: int) -> None:
        self.session, self.keyring, self.seed = session, keyring, seed
        self.chance = random.Random(seed)
        self.begin = self.chance.choice(BEGINNINGS)
        self.now = datetime.combine(self.begin, time(7), UTC)
        self.people: list[Somebody] = []
        self.problems: list[str] = []
        self.letters: Counter[Key] = Counter()
        self.excused: Counter[Key] = Counter()
        self.days: dict[tuple[str, date], set[Key]] = {}
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
            getattr(self, f"_{act.replace(' ', '_')}")()
        self._finish()
        self._calm()

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
            self.excused[key] += 1

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
        while mail := Outgoing.claim(self.session, self.keyring, self.now):
            yield None
            found = reminding.addressee(self.session, mail.values, self.now)
            if found is None:
                mail.drop(self.session)
                yield None
                continue
            number = self._number_of(mail.values["member"])
            key = number, mail.values["assignment"], mail.values["kind"]
            if found.is_concerned:
                self._receive(key, mail.recipient)
                yield key
            mail.sent(self.session, self.now)
            reminding.settle(self.session, mail.values, self.now)
            yield None

    # What time does.

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
        given = Given(made.id, place, self.now.date(), ends_on, listed)
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
        given = self._some_given()
        own = update(assignment).where(assignment.c.id == given.id)
        self.session.execute(own.values(closed_at=self.now))
        given.is_closed = True
        if self.chance.random() < 0.3:
            mine = update(company).where(company.c.id == given.place.id)
            self.session.execute(mine.values(closed_at=self.now))
            given.place.is_closed = True

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

    # What the checker demands.

    def _receive(self, key: Key, recipient: str) -> None:
        """Take a letter out of the box, and look whether it should be there."""
        number, assignment_id, kind = key
        person = self.people[number]
        given = next(each for each in person.place.made if each.id == assignment_id)
        here = self.now.astimezone(person.place.zone)
        self.letters[key] += 1
        today = self.days.setdefault((recipient, here.date()), set())
        today.add(key)
        wrong = {
            "twice": self.letters[key] > 1 + self.excused[key],
            "twice a day": len(today) > 1 and len({self._zone_of(each) for each in today}) == 1,
            "not concerned": not self._is_concerned(person, given),
            "elsewhere": recipient != person.email,
            "at night": not 9 <= here.hour < 20,
            "at the weekend": here.weekday() > 4,
            "early": kind not in given.days or here.date() < given.days[kind],
            "late": here.date() > given.ends_on,
            "a stranger": person.is_gone,
        }
        self.problems += [f"{name}: {key} at {here}" for name, is_so in wrong.items() if is_so]

    def _number_of(self, member_id: int) -> int:
        """Return the number of a person; SQLite gives the id of somebody who left anew."""
        return max(n for n, person in enumerate(self.people) if person.id == member_id)

    def _zone_of(self, key: Key) -> str:
        return self.people[key[0]].place.zone.key

    def _is_concerned(self, person: Somebody, given: Given) -> bool:
        return not (
            person.is_gone
            or person.email is None
            or given.is_closed
            or given.is_paused
            or given.place.is_closed
            or given.id in person.arrived | person.muted
            or (given.listed is not None and person.id not in given.listed)
        )

    def _calm(self) -> None:
        """Let some quiet days pass, and look that nobody was forgotten."""
        wanted = list(self._still_wanted())
        for moment in sorted(self._calm_moments()) if wanted else ():
            self.now = moment
            for process in (self._job(), self._delivery()):
                self.under_way = [process]
                self._finish(deadly=0)
        self.made_up = len(wanted)
        self.problems += [f"forgotten: {key}" for key in wanted if not self.letters[key]]

    def _calm_moments(self) -> Iterator[datetime]:
        for place in self.places:
            today = self.now.astimezone(place.zone).date()
            for day in range(1, CALM):
                for hour in (9, 14):
                    there = datetime.combine(today + timedelta(days=day), time(hour, 30))
                    yield there.replace(tzinfo=place.zone).astimezone(UTC)

    def _still_wanted(self) -> Iterator[Key]:
        """Yield what has to come within the next days, as everything stands now."""
        ahead = select(member.c.email).join(reminder, reminder.c.member_id == member.c.id)
        later = ahead.where(reminder.c.due_at > self.now)
        busy = set(self.session.execute(later).scalars())
        for number, person in enumerate(self.people):
            local = self.now.astimezone(person.place.zone).date()
            for given in person.place.made:
                for kind, day in given.days.items():
                    ends = min(given.ends_on, day + timedelta(days=6))
                    if kind == 1 and 2 in given.days:
                        ends = min(ends, given.days[2] - timedelta(days=1))
                    days = [local + timedelta(days=n) for n in range(1, CALM)]
                    good = [each for each in days if day <= each <= ends and each.weekday() < 5]
                    nine = datetime.combine(day, time(9), person.place.zone)
                    if (
                        len(good) >= 4
                        and self._is_concerned(person, given)
                        and person.added_at <= nine
                        and person.email not in busy
                    ):
                        yield number, given.id, kind


class _Undone(Exception):
    """Ends a history, so that it leaves nothing in the database."""


def seasons(database: Database, seeds: Iterable[int], acts: int = 24) -> Iterator[Season]:
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
