"""The database driver fails at a chosen moment: a sentence, no half state, and the next try works.

A moment is the n-th thing the driver does for a request: beginning, each statement, the commit, and
the moment after the commit, when everything is stored and nobody was told.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from flask import Flask
from sqlalchemy import text

from app.content.source import parse
from app.lib import clock
from app.models.base import Database
from app.models.journey import publish
from tests.faults.installation import JOURNEY, SOURCE
from tests.firms import Firm, set_out
from tests.people import Person
from tests.walks import HIDDEN, Walk

CANARY = "Kanarienvogel im Bergwerk"
SENTENCE = "Was schon gespeichert war, ist sicher."
TABLES = ("learner", "device", "run", "entry", "pin", "thought", "seat", "arrival", "completion",
          "membership", "join_code")  # fmt: skip
NO_ROOM, BROKEN = "database or disk is full", "disk I/O error"
COMMITTED = "COMMITTED"
WORDS = re.compile(r"<li>([a-z]+)</li>")

Send = Callable[[], Any]

_number = itertools.count(1)


class Driver:
    """The driver under a database: `failing` lets it fail once."""

    def __init__(self, database: Database) -> None:
        self._moment = 0
        self._words = ""
        self._seen: list[str] = []
        engines = (database.engine, database._writing)
        for dialect in {id(engine.dialect): engine.dialect for engine in engines}.values():
            self._stand_before(dialect)

    @contextmanager
    def failing(self, moment: int, words: str) -> Iterator[list[str]]:
        """Fail at this moment; what the driver did until then is in the list."""
        self._moment, self._words, self._seen = moment, words, []
        try:
            yield self._seen
        finally:
            self._moment = 0

    def _stand_before(self, dialect: Any) -> None:
        execute, begin, commit = dialect.do_execute, dialect.do_begin, dialect.do_commit

        def do_execute(cursor: Any, statement: str, *rest: Any) -> None:
            self._pass(dialect, statement)
            execute(cursor, statement, *rest)

        def do_begin(connection: Any) -> None:
            self._pass(dialect, "BEGIN")
            begin(connection)

        def do_commit(connection: Any) -> None:
            self._pass(dialect, "COMMIT")
            commit(connection)
            self._pass(dialect, COMMITTED)

        dialect.do_execute, dialect.do_begin, dialect.do_commit = do_execute, do_begin, do_commit

    def _pass(self, dialect: Any, what: str) -> None:
        if not self._moment:
            return
        self._seen.append(what)
        if len(self._seen) == self._moment:
            self._moment = 0
            raise dialect.dbapi.OperationalError(self._words)


@dataclass(frozen=True, eq=False)
class Act:
    """One thing a learner does. ``prepare`` returns how to send it; ``adds`` counts its rows.

    ``unseen`` are further rows where it was stored, nobody was told, and it was sent again.
    """

    name: str
    prepare: Callable[[Flask], Send]
    adds: dict[str, int] = field(default_factory=dict)
    unseen: dict[str, int] = field(default_factory=dict)


def every_moment(app: Flask, driver: Driver, act: Act) -> Iterator[list[str]]:
    """Let an act fail at each of its moments in turn; yield what was wrong at each."""
    for moment in itertools.count(1):
        wrong = trial(app, driver, act, moment, (BROKEN, NO_ROOM)[moment % 2])
        if wrong is None:
            return
        yield wrong


def trial(
    app: Flask, driver: Driver, act: Act, moment: int, words: str = BROKEN
) -> list[str] | None:
    """Let an act fail at a moment and try again; return what was wrong.

    None where the act is over before the moment comes.
    """
    send, database = act.prepare(app), app.extensions["database"]
    before = everything(database)
    with driver.failing(moment, words) as seen:
        refused = send()
    if len(seen) < moment:
        return None
    unseen = seen[-1] == COMMITTED
    problems = []
    if refused.status_code not in (500, 503) or SENTENCE not in refused.get_data(as_text=True):
        problems.append(f"{refused.status} without the sentence")
    if not unseen and everything(database) != before:
        problems.append("half a state")
    again = send()
    if again.status_code not in (200, 303):
        problems.append(f"the next try got {again.status}")
    more = Counter(act.adds)
    more.update(act.unseen if unseen else {})
    after = everything(database)
    found = {name: len(after[name]) - len(before[name]) for name in TABLES}
    if found != {name: more[name] for name in TABLES}:
        problems.append(f"more rows: {found}")
    what = " ".join(seen[-1].split())[:60]
    return [f"{act.name}, {words!r} at {moment} ({what}): {problem}" for problem in problems]


def everything(database: Database) -> dict[str, list[Any]]:
    """Return all rows about people."""
    with database.read() as session:
        return {
            table: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table}"))]
            for table in TABLES
        }


def _setting_out(app: Flask) -> Send:
    return _form(Person(app), f"/reise/{JOURNEY}", f"/reise/{JOURNEY}/rolle")


def _answering(step: str, **fields: str) -> Callable[[Flask], Send]:
    """Answer a step as the first one, after everything before it."""

    def prepare(app: Flask) -> Send:
        walk = _walked_to(app, step)
        return _form(walk.person, walk.at(step), walk.at(step), **fields)

    return prepare


def _drafting(app: Flask) -> Send:
    walk = _walked_to(app, "gedanke")
    draft = {"field": "text", "text": CANARY, "seen": "0"}
    return _form(walk.person, walk.at("gedanke"), walk.at("gedanke/entwurf"), **draft)


def _changing(app: Flask) -> Send:
    walk = _walked_to(app, "plan")
    return _form(walk.person, walk.at("weg/anders"), walk.at("weg/anders"), answer="rechts")


def _in_the_diary(place: str, **fields: str) -> Callable[[Flask], Send]:
    def prepare(app: Flask) -> Send:
        walk = _walked_to(app, "plan")
        path = f"/tagebuch/{walk.code}/gedanke/text{place}"
        return _form(walk.person, path, path, **fields)

    return prepare


def _with_my_data(path: str) -> Callable[[Flask], Send]:
    def prepare(app: Flask) -> Send:
        walk = _walked_to(app, "plan")
        return _form(walk.person, path, path)

    return prepare


def _revised(change: Callable[[str], str], page: str, **fields: str) -> Callable[[Flask], Send]:
    """Walk to the thought, let the author change the journey, and send the form of a page."""

    def prepare(app: Flask) -> Send:
        journey = f"{JOURNEY}-{next(_number)}"
        source = SOURCE.replace(f"id: {JOURNEY}", f"id: {journey}")
        _publish(app, source)
        walk = Walk(Person(app), journey)
        walk.send("weg", answer="links")
        _publish(app, change(source))
        return _form(walk.person, walk.at(page), walk.at(page), **fields)

    return prepare


def _publish(app: Flask, source: str) -> None:
    with app.extensions["database"].write() as session:
        publish(session, parse(source), clock.now())


def _with_a_story(source: str) -> str:
    return source.replace("      - decision", f"      - {NEW}\n      - decision")


def _without_a_choice(source: str) -> str:
    return source.replace("id: links", "id: hinauf")


def _walked_to(app: Flask, step: str) -> Walk:
    walk = Walk(Person(app), JOURNEY)
    for place, fields in (("weg", {"answer": "links"}), ("gedanke", {"text": f"{CANARY} singt"})):
        if place == step:
            break
        walk.send(place, **fields)
    return walk


def _resuming(app: Flask) -> Send:
    owner = _walked_to(app, "gedanke").person
    page = owner.send("/meine-daten/reisecode", 200).get_data(as_text=True)
    code = " ".join(WORDS.findall(page[page.index("code-words") :]))
    return _form(Person(app), "/weiter", "/weiter", code=code)


def _invited(**how: Any) -> Callable[[Flask], Send]:
    """Open the invitation of a company: with a personal link, and a run to be taken along."""

    def prepare(app: Flask) -> Send:
        firm, person = Firm.of(app), Person(app)
        token = _link(firm, **how)
        run = Walk(person, JOURNEY).code if how.get("along") else ""
        page = f"/m/{token}"
        return _form(person, page, page, along=run, agrees="yes")

    return prepare


def _arriving(**how: Any) -> Callable[[Flask], Send]:
    """Stand at the last station with an assignment."""

    def prepare(app: Flask) -> Send:
        walk = set_out(Person(app), _link(Firm.of(app), **how))
        walk.send("weg", answer="links")
        walk.send("gedanke", text=CANARY)
        return _form(walk.person, walk.at("plan"), walk.at("plan"), skip="1")

    return prepare


def _link(firm: Firm, *, proves: bool = False, along: bool = False) -> str:
    member = firm.member("Anna Beispiel")
    assign = firm.assign_proving if proves else firm.assign
    assigned = assign(JOURNEY, members=[member] if proves or along else ())
    return firm.link(assigned.id, member_id=member) if proves or along else assigned.token


def _form(person: Person, page: str, target: str, **fields: str) -> Send:
    """Open a page once, and return how its form is sent: each time with the same bytes."""
    html = person.get(page).get_data(as_text=True)
    hidden = {name: unescape(value) for name, value in HIDDEN.findall(html)}
    return lambda: person.client.post(target, data=hidden | fields)


NEW = '{story: neu, title: "Neu", text: "Neu."}'
PLAN = {"picture": CANARY, "if": CANARY, "then": CANARY, "until": "2027-01-31", "who_helps": CANARY}
WITH_A_COMPANY = (
    Act("an invitation", _invited(), {"learner": 1, "device": 1, "run": 1, "seat": 1}),
    Act("a run taken along", _invited(along=True), {"seat": 1, "membership": 1}),
    Act("an arrival", _arriving(), {"entry": 1, "arrival": 1}),
    Act("an arrival that is told", _arriving(proves=True), {"entry": 1, "completion": 1}),
)
ACTS = (
    *WITH_A_COMPANY,
    Act("setting out", _setting_out, {"learner": 1, "device": 1, "run": 1}),
    Act("an answer", _answering("weg", answer="links"), {"entry": 1}),
    Act("a draft", _drafting, {"thought": 1}),
    Act("an answer in words", _answering("gedanke", text=CANARY), {"entry": 1, "thought": 1}),
    Act("a goal", _answering("plan", **PLAN), {"entry": 1, "thought": 5}),
    Act("a change", _changing, {"entry": 1}),
    Act(
        "an answer on a new version",
        _revised(_with_a_story, "gedanke", text=CANARY),
        {"entry": 1, "pin": 1, "thought": 1},
    ),
    Act("a switch", _revised(_without_a_choice, "fassung"), {"pin": 1}),
    Act("a text changed", _in_the_diary("", text=f"{CANARY} ruht")),
    Act("a text deleted", _in_the_diary("/loeschen")),
    Act("a Reisecode", _with_my_data("/meine-daten/reisecode")),
    Act("going on elsewhere", _resuming, {"device": 1}, unseen={"device": 1}),
    Act("ending", _with_my_data("/meine-daten/beenden"), {"device": -1}),
    Act(
        "erasing",
        _with_my_data("/meine-daten/loeschen"),
        {"learner": -1, "device": -1, "run": -1, "entry": -2, "thought": -1},
    ),
)
