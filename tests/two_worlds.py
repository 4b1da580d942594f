"""Two worlds that differ in what one learner does; everything that a manager can observe of both.

The worlds are two copies of one database under two applications with the same keys, so that all
codes are the same. What differs, differs by the learner.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from app.cli.jobs import JOBS
from app.config import Config
from app.content.source import parse
from app.lib import clock
from app.models.base import Database
from app.models.journey import publish
from app.models.standing import forget
from app.models.tables import batch, outbox, run
from app.ui.requests import DEVICE_COOKIE
from tests.assignments import JOURNEY, finish
from tests.houses import House
from tests.people import Person
from tests.walks import Walk

CANARY = "Kanarienvogel {}, nur für mich"
VARYING = re.compile(rb'(name="csrf_token" value=")[^"]*')
LEAVING = re.compile(r"/meine-betriebe/\w+/austritt")
PAGES = (
    "/betrieb",
    "/betrieb/zuweisungen",
    "/betrieb/leitung",
    "/betrieb/einstellungen",
    "/betrieb/menschen",
    "/betrieb/nachweise",
    "/betrieb/mitbestimmung",
)
PLACES = (
    "einladung",
    "erinnerung",
    "fortschritt",
    "einblick",
    "einblick.csv",
    "einblick.xlsx",
    "kalender.ics",
)


@dataclass(frozen=True)
class Act:
    """What the learner does: otherwise in one world than in the other.

    `shows`: the next morning may tell of it. Everything else stays hidden for good.
    """

    name: str
    shows: bool
    agrees: bool
    before: bool
    here: Callable[[Walk, Random], object]
    there: Callable[[Walk, Random], object]


class World:
    """One application over one copy of the database."""

    def __init__(self, config: Config, path: Path) -> None:
        self.path = path
        self.app = create_app(replace(config, database_url=f"sqlite:///{path}"))
        self.app.testing = True

    def become(self, base: Path) -> None:
        """Begin anew from a copy of a database."""
        self.app.extensions["database"].dispose()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        _copy(base, self.path)
        self.app.extensions["database"] = Database(f"sqlite:///{self.path}")

    @property
    def database(self) -> Database:
        found: Database = self.app.extensions["database"]
        return found

    def enter(self) -> None:
        """Forget what this process knows of the runs of the other world."""
        with self.database.read() as session:
            forget(session.execute(select(run.c.code)).scalars().all())

    def person(self, **cookies: str) -> Person:
        """Return somebody with these cookies."""
        person = Person(self.app)
        for name, value in cookies.items():
            person.client.set_cookie(name, value)
        return person

    def transcript(self, cookies: dict[str, str], house: House) -> list[object]:
        """Return all that the manager can observe: pages, headers, exports, mails, commands."""
        self.enter()
        leader = self.person(**cookies)
        addresses = [*PAGES, *(f"{house.path}/{place}" for place in PLACES)]
        seen: list[object] = [_observed(leader.get(address)) for address in addresses]
        with self.database.read() as session:
            mails = session.execute(select(outbox.c.kind, outbox.c.recipient, outbox.c.sent_at))
            seen.append([tuple(row) for row in mails])
        return seen

    def morning(self, house: House) -> str:
        """Do the work of the next morning, and return what its command prints."""
        self.enter()
        work = next(job.work for job in JOBS if job.name == "figures of companies")
        now = (house.now + timedelta(days=1)).replace(hour=5)
        return work(self.database, self.app.extensions["keyring"], now)


class Pairs:
    """Two worlds that are made anew, and made different, again and again."""

    def __init__(self, config: Config, folder: Path) -> None:
        self.here, self.there = (World(config, folder / f"{name}.db") for name in ("a", "b"))
        self.base = folder / "base.db"
        self.here.database.upgrade()
        with self.here.database.write() as session:
            publish(session, parse(JOURNEY, name="journey.yaml"), clock.now())
        _copy(self.here.path, folder / "empty.db")
        self.empty = folder / "empty.db"
        self.told = 0

    def play(self, seed: int, acts: list[Act]) -> Iterator[str]:
        """Make a house, and let its learner do each of these acts; yield what showed."""
        chance = Random(seed)
        for act in acts:
            self.here.become(self.empty)
            house, cookies = self._house(chance)
            with house.database.write() as session:
                code, token = house.begin(session, agrees=act.agrees)
                if act.before:
                    finish(session, code, token, {})
            _copy(self.here.path, self.base)
            for world in (self.here, self.there):
                world.become(self.base)
            yield from self._compare(act, house, cookies, code, token, chance.random())

    def _house(self, chance: Random) -> tuple[House, dict[str, str]]:
        audience, others = chance.choice((("list", 4), ("list", 5), ("list", 8), ("everybody", 9)))
        house = House(self.here.app, audience)
        house.come(others)
        if chance.random() < 0.5:
            house.next_morning()
            house.come(chance.choice((1, 4)))
        name = self.here.app.config["SESSION_COOKIE_NAME"]
        kept = house.leader.client.get_cookie(name)
        assert kept
        return house, {name: kept.value}

    def _compare(
        self,
        act: Act,
        house: House,
        cookies: dict[str, str],
        code: str,
        token: str,
        luck: float,
    ) -> Iterator[str]:
        acting = ((self.here, act.here), (self.there, act.there))
        for world, does in acting:
            world.enter()
            walk = Walk(world.person(**{DEVICE_COOKIE: token}), "", code=code)
            does(walk, Random(luck))
        if self._differ(cookies, house):
            yield f"{act.name}: shows before the morning"
        printed = [world.morning(house) for world, _ in acting]
        if printed[0] != printed[1]:
            yield f"{act.name}: the command prints {printed}"
        with self.here.database.read() as session:
            self.told += session.execute(select(batch.c.id)).first() is not None
        if not act.shows and self._differ(cookies, house):
            yield f"{act.name}: shows after the morning"

    def _differ(self, cookies: dict[str, str], house: House) -> bool:
        return self.here.transcript(cookies, house) != self.there.transcript(cookies, house)


def arrive(until: str = "da", **answers: Any) -> Callable[[Walk, Random], object]:
    """Return the act of walking to the end, or to a step before it, with these answers."""

    def walk_on(walk: Walk, _chance: Random) -> None:
        token = walk.person.device
        assert token
        with walk.person.app.extensions["database"].write() as session:
            finish(session, walk.code, token, answers, until)

    return walk_on


def nothing(_walk: Walk, _chance: Random) -> None:
    """Do nothing."""


def write(number: int) -> Callable[[Walk, Random], object]:
    """Return the act of writing a private text, and walking to the end."""

    def write_down(walk: Walk, chance: Random) -> None:
        arrive("gedanke")(walk, chance)
        walk.send("gedanke", text=CANARY.format(number) * chance.choice((1, 5)))
        arrive()(walk, chance)

    return write_down


def agree(*, agrees: bool) -> Callable[[Walk, Random], object]:
    """Return the act of agreeing to be counted, or of withdrawing."""
    fields = {"agrees": "yes"} if agrees else {}
    return lambda walk, _chance: walk.person.send(f"/mein-betrieb/{walk.code}", **fields)


def leave(walk: Walk, _chance: Random) -> None:
    """Leave every company, as a list of people shows at once."""
    page = walk.person.see("/meine-betriebe")
    for address in sorted(set(LEAVING.findall(page))):
        walk.person.send(address)


def erase(walk: Walk, _chance: Random) -> None:
    """Delete everything; to a company that looks as if somebody left."""
    walk.person.send("/meine-daten/loeschen")


def turn_off(walk: Walk, chance: Random) -> None:
    """Take another way at the fork, and walk to the end."""
    arrive("gedanke")(walk, chance)
    walk.send("weg/anders", answer="rechts")
    arrive()(walk, chance)


OTHER = {"weg": "rechts", "stimmung": "so", "vorher": {"mut": 5}, "nachher": {"mut": 1}}
ACTS = [
    Act("another text", False, True, False, write(1), write(2)),
    Act("text or none", False, True, False, write(1), arrive()),
    Act("other answers, not counted", False, False, False, arrive(), arrive(**OTHER)),
    Act("another way, not counted", False, False, False, arrive(), turn_off),
    Act("an answer on the way", False, True, False, nothing, arrive("stimmung")),
    Act("other answers, to be counted", True, True, False, arrive(), arrive(**OTHER)),
    Act("agrees", True, False, True, nothing, agree(agrees=True)),
    Act("withdraws", True, True, True, nothing, agree(agrees=False)),
    Act("arrives", True, True, False, nothing, arrive()),
    Act("erases", True, True, True, leave, erase),
]


def _observed(answer: TestResponse) -> tuple[object, ...]:
    """Return an answer without what differs by chance: tokens of forms and numbers of requests."""
    headers = [
        (name, value.partition("=")[0] if name == "Set-Cookie" else value)
        for name, value in answer.headers
        if name != "X-Request-Id"
    ]
    return answer.status, VARYING.sub(rb"\1", answer.data), headers


def _copy(from_: Path, to: Path) -> None:
    to.unlink(missing_ok=True)
    with sqlite3.connect(from_) as one, sqlite3.connect(to) as other:
        one.backup(other)
    one.close()
    other.close()
