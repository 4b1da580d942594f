"""The ledger of histories of reminders: who is where, what reached them, and what should not have.

It works everything out from what people did, with a calendar of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Key = tuple[int, int, int]
"""The number of a person here, an assignment and a kind."""
AHEAD = 6
"""So many days are looked ahead for what has to come."""
ENOUGH = 3
"""So many working days are enough for each reminder, although nobody gets two on one of them."""
DAY = timedelta(days=1)
NINE = time(9)


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
    ends_on: date
    listed: set[int] | None
    days: dict[int, date] = field(default_factory=dict)
    is_closed: bool = False
    is_paused: bool = False


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

    def is_concerned(self, given: Given) -> bool:
        """Return whether they are to be reminded of something."""
        return not (
            self.is_gone
            or self.email is None
            or given.is_closed
            or given.is_paused
            or given.place.is_closed
            or given.id in self.arrived | self.muted
            or (given.listed is not None and self.id not in given.listed)
        )


class Ledger:
    """What is known of everybody. `excused` are letters whose delivery died with them in hand."""

    def __init__(self) -> None:
        self.people: list[Somebody] = []
        self.letters: Counter[Key] = Counter()
        self.excused: Counter[Key] = Counter()
        self.problems: list[str] = []
        self._by_day: dict[tuple[str, date], set[Key]] = {}

    def number_of(self, member_id: int) -> int:
        """Return the number of a person; SQLite gives the id of somebody who left anew."""
        return max(n for n, person in enumerate(self.people) if person.id == member_id)

    def receive(self, key: Key, recipient: str, now: datetime) -> None:
        """Take a letter out of the box, and look whether it should be there."""
        number, assignment_id, kind = key
        person = self.people[number]
        given = next(each for each in person.place.made if each.id == assignment_id)
        here = now.astimezone(person.place.zone)
        self.letters[key] += 1
        today = self._by_day.setdefault((recipient, here.date()), set())
        today.add(key)
        wrong = {
            "twice": self.letters[key] > 1 + self.excused[key],
            "twice a day": len(today) > 1 and len({self._zone_of(each) for each in today}) == 1,
            "not concerned": not person.is_concerned(given),
            "elsewhere": recipient != person.email,
            "at night": not 9 <= here.hour < 20,
            "at the weekend": here.weekday() > 4,
            "early": kind not in given.days or here.date() < given.days[kind],
            "late": here.date() > _last_day(given, kind),
            "newcomer": not _was_there(person, given, kind),
        }
        self.problems += [f"{name}: {key} at {here}" for name, is_so in wrong.items() if is_so]

    def still_wanted(self, now: datetime, busy: set[str]) -> Iterator[Key]:
        """Yield what has to come within the next days, as everything stands now.

        `busy` are addresses about which nothing is said: a clock that was wrong wrote to them.
        """
        for number, person in enumerate(self.people):
            today = now.astimezone(person.place.zone).date()
            for given in person.place.made:
                for kind, day in given.days.items():
                    ahead = [today + n * DAY for n in range(1, AHEAD)]
                    last = _last_day(given, kind)
                    good = [each for each in ahead if day <= each <= last and each.weekday() < 5]
                    is_due = len(good) >= ENOUGH and _was_there(person, given, kind)
                    if is_due and person.is_concerned(given) and person.email not in busy:
                        yield number, given.id, kind

    def _zone_of(self, key: Key) -> str:
        return self.people[key[0]].place.zone.key


def _last_day(given: Given, kind: int) -> date:
    """Return the last day on which a reminder may still be made up for."""
    last = min(given.ends_on, given.days.get(kind, given.ends_on) + 6 * DAY)
    if kind == 1 and 2 in given.days:
        last = min(last, given.days[2] - DAY)
    return last


def _was_there(person: Somebody, given: Given, kind: int) -> bool:
    """Return whether somebody was on the list on the morning of a reminder."""
    if kind not in given.days:
        return True
    return person.added_at <= datetime.combine(given.days[kind], NINE, person.place.zone)
