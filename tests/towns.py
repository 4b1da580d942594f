"""Random histories of two companies and a workshop, and a checker that knows what people did.

The checker keeps a ledger of persons, runs and answers by itself. Each morning it works out who was
to be counted, looks at what appeared, and asks what all sets ever published say together.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from cryptography.fernet import Fernet
from sqlalchemy import Row, select, update

from app.content.source import parse
from app.engine import Answer, Rejected
from app.lib.crypto import Keyring
from app.models import rounds
from app.models.assignment import Assignment
from app.models.base import Database, Session
from app.models.batch import Batch
from app.models.device import Device
from app.models.group import Group
from app.models.journey import publish
from app.models.learner import Learner, erase
from app.models.refusal import Refused
from app.models.run import Run
from app.models.seat import Seat
from app.models.tables import assignment
from app.models.user import User
from tests import assignments
from tests.histories import narrow_cells
from tests.ledger import (
    CHOICES,
    GLANCES,
    ITEMS,
    LEAST_BY_LINK,
    STATIONS,
    K,
    Place,
    Somebody,
    Way,
    is_here,
    narrow_atoms,
    narrow_spans,
    told_as,
)

ASKED = {*STATIONS, "abseits", "maschine"}
BEGIN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ACTS = {
    "come": 4,
    "walk": 6,
    "change": 2,
    "agree": 1,
    "withdraw": 1,
    "erase": 0.4,
    "leave": 0.4,
    "evaluate": 1,
    "morning": 3,
    "close": 0.1,
}


class Town:
    """Two companies with three assignments and a workshop, from the first day on."""

    def __init__(self, session: Session, keyring: Keyring, owner: int, seed: int) -> None:
        self.session, self.keyring, self.seed = session, keyring, seed
        self.chance = random.Random(seed)
        self.now = BEGIN
        self.people: list[Somebody] = []
        self.ways: list[Way] = []
        self.problems: list[str] = []
        self.published: dict[str, list[frozenset[Somebody]]] = defaultdict(list)
        self.rounds = self.quiet_mornings = 0
        self.eagerness = self.chance.random()
        self.companies = [assignments.open_company(session, BEGIN, name) for name in "AB"]
        self.places = [self._assign(number) for number in (0, 0, 1)]
        self.group = Group.open(session, owner, "betriebsreise", "Probe", BEGIN)
        self.workshop: dict[str, frozenset[Somebody]] = {}

    def run(self, acts: int) -> None:
        """Let some people come, and then act at random; at the end everything is closed."""
        opening = ["come"] * self.chance.randint(3, 6) + ["walk"] * 3
        for act in [*opening, *self.chance.choices(list(ACTS), list(ACTS.values()), k=acts)]:
            self._act(act)
        for place in self.places:
            self._shut(place)
        self._act("morning")

    def _act(self, act: str) -> None:
        before = self._glance()
        getattr(self, f"_{act}")()
        if act != "morning" and self._glance() != before:
            self.problems.append(f"{act}: something shows before the next morning")

    # What people do.

    def _come(self) -> None:
        """Let six people come, new ones or known ones, to an assignment or to the workshop."""
        for _ in range(6):
            known = [each for each in self.people if not each.is_gone]
            is_new = not known or self.chance.random() < 0.5
            who = self._somebody() if is_new else self.chance.choice(known)
            here = {way.place for way in self.ways if way.who is who}
            free = [each for each in self.places if not each.is_closed]
            free = [each for each in free if each.given.id not in here]
            if self.chance.random() < 0.12 and self.group.id not in here:
                self._set_out(who, None)
            elif free:
                self._set_out(who, self.chance.choice(free))

    def _set_out(self, who: Somebody, place: Place | None) -> None:
        role = self.chance.choice(("halle", "buero"))
        agrees = self.chance.random() < 0.85
        if place is None:
            code = self.group.join(self.session, who.learner.id, role, agrees=agrees, now=self.now)
        else:
            code = assignments.set_out(
                self.session,
                place.given,
                who.learner.id,
                self.now,
                agrees=agrees,
                member_id=who.members.get(place.given.company_id),
                role=role,
            )
        run = Run.own(self.session, code, who.token, self.now)
        assert run
        self.ways.append(Way(who, run, place.given.id if place else self.group.id, agrees))

    def _walk(self) -> None:
        """Let some go on for a while, some to the end."""
        for way in self._some_ways():
            for _ in range(self.chance.choice((2, 9, 9, 9, 9))):
                at = way.run.state.at
                if at == "da":
                    break
                self._decide(way, at, *self._value(at))

    def _change(self) -> None:
        """Take another way, also behind the end: then the run may have a way to go again."""
        for way in self._some_ways():
            if way.answers:
                step = self.chance.choice(sorted(way.answers))
                self._decide(way, step, *self._value(step))

    def _agree(self) -> None:
        self._mark(agrees=True)

    def _withdraw(self) -> None:
        self._mark(agrees=False)

    def _erase(self) -> None:
        for way in self._some_ways()[:1]:
            way.who.is_gone = True
            erase(self.session, way.who.learner)

    def _leave(self) -> None:
        """Let somebody leave a company, or be taken off its list."""
        for way in [each for each in self._some_ways() if not each.who.is_staff][:1]:
            for company_id, member_id in list(way.who.members.items()):
                assignments.leave(self.session, member_id)
                del way.who.members[company_id]
                own = {each.given.id for each in self.places if each.given.company_id == company_id}
                for each in self.ways:
                    if each.who is way.who and each.place in own:
                        each.has_left = True

    def _evaluate(self) -> None:
        """Let the facilitator of the workshop release a station."""
        step = self.chance.choice(("weg", "stimmung"))
        staff = {each.learner.id for each in self.people if each.is_staff and not each.is_gone}
        wanted = {way.who for way in self._of(self.group.id) if way.answers.get(step)}
        wanted -= {way.who for way in self.ways if way.was_counted and way.place != self.group.id}
        wanted = {who for who in wanted if not who.is_staff}
        try:
            self.group.evaluate(self.session, step, self.now, apart=staff)
        except Refused:
            if len(wanted) >= K or step in self.workshop:
                self.problems.append(f"workshop {step}: refused over {len(wanted)}")
            return
        if step in self.workshop:
            return
        self.workshop[step] = frozenset(wanted)
        self._publish(step, wanted)
        for way in self._of(self.group.id):
            way.was_counted |= way.who in wanted

    def _close(self) -> None:
        self._shut(self.chance.choice(self.places))

    def _shut(self, place: Place) -> None:
        if not place.is_closed:
            place.is_closed = True
            own = update(assignment).where(assignment.c.id == place.given.id)
            self.session.execute(own.values(closed_at=self.now))

    # What happens each morning, and what the checker demands then.

    def _morning(self) -> None:
        self.now += timedelta(days=self.chance.choice((1, 1, 1, 3)))
        ids = rounds.due(self.session, self.now)
        for id_ in ids:
            for _ in range(self.chance.choice((1, 1, 2))):
                rounds.look(self.session, id_, self.now)
        for place in self.places:
            if place.given.id in ids:
                self._check(place)
            elif self._look(place) != place.seen:
                self.problems.append("something shows though nobody looked")

    def _check(self, place: Place) -> None:
        wanted = self._to_be_counted(place)
        arrived, batches = self._look(place)
        before_arrived, before = place.seen
        new = batches[len(before) :]
        if batches[: len(before)] != before:
            self.problems.append("something frozen has changed")
        self._check_arrived(place, before_arrived, arrived)
        if wanted and not new and self._is_tellable(wanted):
            self.problems.append(f"nothing released of {len(wanted)} (needs {place.needs})")
        if new and not wanted:
            self.problems.append("released, though too few were waiting")
        if new and wanted:
            self.rounds += 1
            self._check_round(new, wanted)
            for way in wanted:
                way.was_counted = True
        self.quiet_mornings += not new
        place.seen = (arrived, batches)
        self.problems += list(narrow_spans(place.seen))

    def _check_round(self, new: list[Batch], wanted: list[Way]) -> None:
        people = {way.who for way in wanted}
        if len({each.round for each in new}) != 1 or len({each.step for each in new}) != len(new):
            self.problems.append("one morning has several rounds")
        for each in new:
            if each.step not in STATIONS:
                self.problems.append(f"{each.step} is not met by all")
                continue
            if each.people % 5 or not each.people <= len(people) < each.people + 5:
                self.problems.append(f"{each.people} told for {len(people)}")
            if sum(bool(way.answers.get(each.step)) for way in wanted) < K:
                self.problems.append(f"{each.step}: told, though fewer than five answered")
            self._check_cells(each, wanted)
            self._publish(each.step, people)

    def _check_cells(self, one: Batch, wanted: list[Way]) -> None:
        for item in {cell.item for cell in one.cells}:
            counts = Counter(told_as(one.step, way.answers.get(one.step), item) for way in wanted)
            cells = [cell for cell in one.cells if cell.item == item]
            told = {cell.option: (cell.figure.kind, cell.figure.share) for cell in cells}
            if set(counts) - set(told):
                self.problems.append(f"{one.step}: {set(counts) - set(told)} is not told")
            self.problems += [f"{one.step}: {each}" for each in narrow_cells(counts, told)]

    def _check_arrived(self, place: Place, before: int, arrived: int) -> None:
        if arrived % 5 or arrived < before or not arrived <= place.tokens < arrived + 5:
            self.problems.append(f"{arrived} arrived of {place.tokens}, after {before}")

    def _publish(self, step: str, people: Iterable[Somebody]) -> None:
        self.published[step].append(frozenset(people))
        self.problems += [f"{step}: {each}" for each in narrow_atoms(self.published[step])]

    def _to_be_counted(self, place: Place) -> list[Way]:
        """Return whom the next round has to be about, nobody where they are too few."""
        counted = {way.who for way in self.ways if way.was_counted}
        waiting = [
            way
            for way in self._of(place.given.id)
            if way.has_arrived
            and not way.has_left
            and not way.who.is_staff
            and way.who not in counted
            and (not place.by_name or place.given.company_id in way.who.members)
        ]
        return waiting if len(waiting) >= place.needs else []

    @staticmethod
    def _is_tellable(wanted: list[Way]) -> bool:
        return any(sum(bool(way.answers.get(step)) for way in wanted) >= K for step in STATIONS)

    def _of(self, place: int) -> list[Way]:
        return [way for way in self.ways if way.place == place and way.agrees and is_here(way)]

    def _glance(self) -> list[Row]:
        """Return whatever can change of what the companies see."""
        return [row for glance in GLANCES for row in self.session.execute(glance)]

    def _look(self, place: Place) -> tuple[int, list[Batch]]:
        """Return what the company sees."""
        arrived = select(assignment.c.arrived).where(assignment.c.id == place.given.id)
        batches = Batch.of_partition(self.session, place.given.id)
        return self.session.execute(arrived).scalar_one(), batches

    # Small things.

    def _assign(self, number: int) -> Place:
        by_name = self.chance.random() < 0.7
        heads = self.chance.choice((6, 14, 22))
        given = assignments.assign(
            self.session,
            self.companies[number],
            "betriebsreise",
            BEGIN,
            audience="list" if by_name else "everybody",
            head_count=heads,
        )
        return Place(given, K if by_name else max(LEAST_BY_LINK, -(-heads // 2)), by_name)

    def _somebody(self) -> Somebody:
        learner = Learner.create(self.session, self.keyring, self.now)
        token = Device.create(self.session, learner, self.now)
        who = Somebody(learner, token, self.chance.random() < 0.08)
        for company_id in self.companies:
            if who.is_staff or self.chance.random() < 0.85:
                self._hire(who, company_id)
        self.people.append(who)
        return who

    def _hire(self, who: Somebody, company_id: int) -> None:
        email = f"person{len(self.people)}@{company_id}.example" if who.is_staff else None
        if email:
            User.create(self.session, email, "Ada", self.now, "manager")
        who.members[company_id] = assignments.take_on(
            self.session, company_id, self.now, email, who.learner.id
        )

    def _value(self, step: str) -> tuple[object, dict[str, str]]:
        if step not in ASKED:
            return True, {}
        if step in ("stimmung", "abseits", "vorher", "nachher") and self.chance.random() < 0.12:
            return None, {}
        if step in CHOICES:
            options = CHOICES[step]
            likes_first = self.chance.random() < self.eagerness
            chosen = options[0] if likes_first else self.chance.choice(options)
            return chosen, {"": chosen}
        given = {item: self.chance.choice(("1", "3", "4", "5", "5", "")) for item in ITEMS}
        return {item: int(points) for item, points in given.items() if points}, given

    def _decide(self, way: Way, step: str, value: object, given: dict[str, str]) -> None:
        run = way.run
        try:
            run.decide(self.session, Answer(step, value), turn=run.turn, now=self.now)
        except Rejected:
            return
        if step in ASKED:
            way.answers[step] = given
        way.has_arrived = run.state.at == "da"
        if way.has_arrived and not way.is_told and way.place != self.group.id:
            self._note_arrival(way)

    def _note_arrival(self, way: Way) -> None:
        place = next(each for each in self.places if each.given.id == way.place)
        if not place.is_closed and not way.who.is_staff and not way.has_left:
            way.is_told = True
            place.tokens += 1

    def _mark(self, *, agrees: bool) -> None:
        for way in self._some_ways():
            try:
                if way.place == self.group.id:
                    self.group.contribute(self.session, way.run.id, agrees=agrees)
                else:
                    which = Assignment.find(self.session, way.place)
                    assert which
                    Seat.contribute(self.session, which, way.run, agrees=agrees)
            except Refused:
                continue
            way.agrees = agrees

    def _some_ways(self) -> list[Way]:
        here = [way for way in self.ways if is_here(way)]
        return self.chance.sample(here, min(len(here), self.chance.choice((2, 6, 12, 20))))


class _Undone(Exception):
    """Ends a history without keeping it."""


def towns(database: Database, seeds: range, acts: int = 16) -> Iterator[Town]:
    """Play one history for each seed in a transaction of its own that is undone afterwards."""
    keyring = Keyring([Fernet.generate_key().decode()])
    with database.write() as session:
        publish(session, parse(assignments.JOURNEY, name="journey.yaml"), BEGIN)
        owner = User.create(session, "begleitung@reise.example", "Mara", BEGIN, "facilitator")
    for seed in seeds:
        try:
            with database.write() as session:
                town = Town(session, keyring, owner.id, seed)
                town.run(acts)
                raise _Undone
        except _Undone:
            yield town
