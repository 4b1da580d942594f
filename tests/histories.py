"""Random histories of a group, and a checker of its own that knows only what people did.

The checker keeps a ledger of persons and answers by itself. After each act it looks at what a
facilitator can see, and it works out what all published sets together say.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import permutations

from cryptography.fernet import Fernet

from app.content.source import parse
from app.engine import Answer, Rejected
from app.lib.crypto import Keyring
from app.models.base import Database, Session
from app.models.batch import Batch
from app.models.device import Device
from app.models.group import Group, Sight
from app.models.journey import publish
from app.models.learner import Learner, erase
from app.models.refusal import Refused
from app.models.run import Run
from app.models.user import User
from tests.groups import GROUP_JOURNEY

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
K, FEWEST_TOLD, NEARLY_ALL = 5, 3, 90
STATIONS = ("weg", "stimmung", "vorher")
CHOICES = {"weg": ("links", "rechts", "bleiben"), "stimmung": ("gut", "so")}
ITEMS = ("mut", "ruhe")
ACTS = ("join", "answer", "answer", "change", "withdraw", "agree", "erase", "release", "release",
        "press again")  # fmt: skip


@dataclass
class Somebody:
    """One person of the ledger."""

    learner: Learner
    token: str
    code: str
    agrees: bool
    is_staff: bool
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    is_gone: bool = False


class History:
    """One group from its opening on; `problems` tells what should not have been seen."""

    def __init__(self, session: Session, keyring: Keyring, owner: int, seed: int) -> None:
        self.session = session
        self.keyring = keyring
        self.chance = random.Random(seed)
        self.group = Group.open(session, owner, "gruppenreise", "Probe", NOW)
        self.people: list[Somebody] = []
        self.published: dict[str, frozenset[int]] = {}
        self.batches: list[Batch] = []
        self.seen = self.look()
        self.released = self.refused = 0
        self.problems: list[str] = []
        self.eagerness = self.chance.random()

    def run(self, acts: int) -> None:
        """Let some people come, and then act at random."""
        opening = ["join"] * self.chance.randint(3, 12) + ["answer"] * 6
        for act in [*opening, *self.chance.choices(ACTS, k=acts)]:
            told = getattr(self, f"_{act.replace(' ', '_')}")()
            self._compare(act, told)

    def look(self) -> Sight:
        """Return what the facilitator sees."""
        group = Group.find(self.session, self.group.id)
        assert group
        return group.sight(self.session)

    # What people do. Each act returns the station that was released by it, if one was.

    def _join(self) -> None:
        learner = Learner.create(self.session, self.keyring, NOW)
        token = Device.create(self.session, learner, NOW)
        agrees, is_staff = self.chance.random() < 0.85, self.chance.random() < 0.1
        code = self.group.join(self.session, learner.id, None, agrees=agrees, now=NOW)
        assert self.group.join(self.session, learner.id, None, agrees=agrees, now=NOW) == code
        self.people.append(Somebody(learner, token, code, agrees, is_staff))

    def _answer(self) -> None:
        for person in self._some():
            run = self._run(person)
            if run.state.at in STATIONS:
                self._decide(person, run, run.state.at)

    def _change(self) -> None:
        for person in self._some():
            if person.answers:
                step = self.chance.choice(sorted(person.answers))
                self._decide(person, self._run(person), step)

    def _withdraw(self) -> None:
        self._mark(agrees=False)

    def _agree(self) -> None:
        self._mark(agrees=True)

    def _erase(self) -> None:
        if self.chance.random() < 0.3:
            for person in self._some():
                erase(self.session, person.learner)
                person.is_gone = True

    def _release(self) -> str | None:
        step = self.chance.choice(STATIONS)
        wanted = self._pending(step)
        try:
            self._press(step)
        except Refused as refusal:
            self.refused += 1
            if refusal.code != "too-few" or len(wanted) >= K or step in self.published:
                self.problems.append(f"{step}: refused ({refusal.code}) over {len(wanted)}")
            return None
        if step not in self.published:
            self.released += 1
            self.published[step] = wanted
            return step
        return None

    def _press_again(self) -> None:
        for step in self.published:
            self._press(step)

    def _press(self, step: str) -> None:
        staff = [person for person in self.people if person.is_staff and not person.is_gone]
        apart = {person.learner.id for person in staff}
        self.group.evaluate(self.session, step, NOW, apart=apart)

    def _decide(self, person: Somebody, run: Run, step: str) -> None:
        given = self._given(step)
        if step in CHOICES:
            value: object = given[""]
        else:
            value = {item: int(points) for item, points in given.items() if points}
        if step != "weg" and self.chance.random() < 0.1:
            value, given = None, {}
        try:
            run.decide(self.session, Answer(step, value), turn=run.turn, now=NOW)
        except Rejected:
            return
        person.answers.pop(step, None)
        if given:
            person.answers[step] = given

    def _given(self, step: str) -> dict[str, str]:
        if step not in CHOICES:
            return {item: self.chance.choice(("1", "2", "3", "")) for item in ITEMS}
        options = CHOICES[step]
        likes_first = self.chance.random() < self.eagerness
        return {"": options[0] if likes_first else self.chance.choice(options)}

    def _mark(self, *, agrees: bool) -> None:
        for person in self._some():
            self.group.contribute(self.session, self._run(person).id, agrees=agrees)
            person.agrees = agrees

    def _run(self, person: Somebody) -> Run:
        run = Run.own(self.session, person.code, person.token, NOW)
        assert run
        return run

    def _some(self) -> list[Somebody]:
        here = [person for person in self.people if not person.is_gone]
        return self.chance.sample(here, min(len(here), self.chance.choice((1, 1, 3, 9))))

    # What the checker knows, and what it demands.

    def _pending(self, step: str) -> frozenset[int]:
        return frozenset(
            number
            for number, person in enumerate(self.people)
            if step in person.answers
            and person.agrees
            and not person.is_gone
            and not person.is_staff
        )

    def _compare(self, act: str, released: str | None) -> None:
        now = self.look()
        self._check_joined(act, now)
        if now.batches[: len(self.seen.batches)] != self.seen.batches:
            self.problems.append(f"{act}: something frozen has changed")
        if len(now.batches) - len(self.seen.batches) != (released is not None):
            self.problems.append(f"{act}: batches appear or vanish by themselves")
        if released:
            self._check_batch(released, now.batches[-1])
            self.problems += list(narrow_sets(self.published, now))
        self.seen = now

    def _check_joined(self, act: str, now: Sight) -> None:
        ever = len(self.people)
        if now.joined % 5 or now.joined < self.seen.joined or now.joined > ever:
            self.problems.append(f"{act}: {now.joined} joined of {ever}")
        if act != "join" and now.joined != self.seen.joined:
            self.problems.append(f"{act}: the number of those who joined tells of it")

    def _check_batch(self, step: str, batch: Batch) -> None:
        people = self.published[step]
        if batch.people % 5 or not batch.people <= len(people) < batch.people + 5:
            self.problems.append(f"{step}: {batch.people} told for {len(people)}")
        for item in {cell.item for cell in batch.cells}:
            counts = Counter(self.people[number].answers[step][item] for number in people)
            cells = [cell for cell in batch.cells if cell.item == item]
            told = {cell.option: (cell.figure.kind, cell.figure.share) for cell in cells}
            self.problems += [f"{step}: {each}" for each in narrow_cells(counts, told)]


def narrow_sets(published: dict[str, frozenset[int]], seen: Sight) -> Iterator[str]:
    """Yield whatever all that was published says about 1 to k - 1 people, sets and differences."""
    yield from _narrow_facts(published)
    yield from _narrow_spans(seen)


def _narrow_facts(published: dict[str, frozenset[int]]) -> Iterator[str]:
    """Compare what figures describe: an answer is one person's at one station."""
    facts = {step: {(step, number) for number in people} for step, people in published.items()}
    for first, one in facts.items():
        if len(one) < K:
            yield f"{first}: {len(one)} people"
        for second in set(facts) - {first}:
            for part in (one - facts[second], one & facts[second]):
                if 0 < len(part) < K:
                    yield f"{first} against {second}: {len(part)} people"


def _narrow_spans(seen: Sight) -> Iterator[str]:
    """Compare who takes part: only coarse numbers tell of it, so each is a span of people."""
    numbers = [batch.people for batch in seen.batches] + ([seen.joined] if seen.joined else [])
    for larger, smaller in permutations(numbers, 2):
        least, most = larger - smaller - 4, larger - smaller + 4
        if least >= 1 and most < K:
            yield f"participation tells {least} to {most} people"


def narrow_cells(counts: Counter[str], told: dict[str, tuple[str, int | None]]) -> Iterator[str]:
    """Yield what figures tell that they should not, or tell wrongly."""
    people = max(1, sum(counts.values()))
    for option, (kind, share) in told.items():
        if not TRUE[kind](counts[option], 100 * counts[option] / people, share):
            yield f"{counts[option]} of {people} told as {kind} {share or ''}"
    kinds = {kind for kind, _ in told.values()}
    untold = sum(counts[each] for each, (kind, _) in told.items() if kind in ("few", "rest"))
    if "share" in kinds and "nearly-all" not in kinds and 0 < untold < FEWEST_TOLD:
        yield f"shares leave {untold} people by subtraction"
    if any(100 * counts[each] > NEARLY_ALL * people for each in told) != ("nearly-all" in kinds):
        yield "over 90 % is told otherwise"


TRUE: dict[str, Callable[[int, float, int | None], bool]] = {
    "share": lambda count, percent, share: (
        share is not None
        and share % 5 == 0
        and abs(share - percent) <= 2.5
        and (count == 0 or count >= FEWEST_TOLD)
    ),
    "nearly-all": lambda _count, percent, _share: percent > NEARLY_ALL,
    "most": lambda _count, percent, _share: 50 < percent <= NEARLY_ALL,
    "few": lambda count, _percent, _share: count < FEWEST_TOLD,
    "rest": lambda _count, _percent, share: share is None,
    "hidden": lambda _count, _percent, share: share is None,
}
"""What must hold of an option that is told like this: its count, its share, the share told."""


class _Undone(Exception):
    """Ends a history without keeping it."""


def histories(database: Database, seeds: range, acts: int = 25) -> Iterator[History]:
    """Play one history for each seed in a transaction of its own that is undone afterwards."""
    keyring = Keyring([Fernet.generate_key().decode()])
    with database.write() as session:
        publish(session, parse(GROUP_JOURNEY, name="journey.yaml"), NOW)
        owner = User.create(session, "begleitung@reise.example", "Mara", NOW, "facilitator")
    for seed in seeds:
        try:
            with database.write() as session:
                history = History(session, keyring, owner.id, seed)
                history.run(acts)
                raise _Undone
        except _Undone:
            yield history
