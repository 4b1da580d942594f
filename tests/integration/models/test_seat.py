"""Seats on both databases: one for each person, whoever presses when, and what arrivals leave."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.engine import Answer
from app.lib.crypto import Keyring
from app.models.assignment import Assignment
from app.models.base import Database
from app.models.device import Device
from app.models.join_code import JoinCode
from app.models.journey import publish
from app.models.learner import Learner
from app.models.refusal import Refused
from app.models.run import Run
from app.models.seat import Seat
from app.models.tables import arrival, assignment, join_code, member, membership, run, seat
from scripts.figures import record
from tests.firms import Assigned, Firm
from tests.integration.models.conftest import NOW
from tests.integration.models.samples import parsed
from tests.integration.models.test_contention import AT_ONCE, together
from tests.integration.models.test_faults import failing_write

WAY = ("wahl-1", "wahl-2", "wahl-3", "wahl-4")


@dataclass
class Somebody:
    """A learner at a device, with what they do."""

    database: Database
    learner: Learner
    token: str
    code: str = ""

    def take(
        self, assigned: Assigned, word: str = "", *, along: str = "", agrees: bool = True
    ) -> str:
        """Accept an invitation in a transaction of its own."""
        with self.database.write() as session:
            link = JoinCode.find(session, word or assigned.token)
            which = Assignment.find(session, assigned.id)
            assert link and which
            self.code = Seat.take(
                session, which, self.learner.id,
                role=None, agrees=True, now=NOW, link=link, along=along,
            )  # fmt: skip
        return self.code

    def begin(self) -> str:
        """Set out alone."""
        with self.database.write() as session:
            self.code = Run.start(session, self.learner.id, 1, parsed().journey, None, NOW).code
        return self.code

    def walk(self, upto: int = 6) -> None:
        """Answer so many stations, all of them to arrive."""
        answers = [*(Answer(step, "a") for step in WAY), Answer("frage", ["gut"]),
                   Answer("gedanke", None)]  # fmt: skip
        for turn, answer in enumerate(answers[:upto]):
            self.decide(answer, turn)

    def decide(self, answer: Answer, turn: int) -> str:
        """Answer one station in a transaction of its own."""
        with self.database.write() as session:
            mine = Run.own(session, self.code, self.token, NOW)
            assert mine
            decision = mine.decide(session, answer, turn=turn, now=NOW)
        return "repeated" if decision.repeated else "new"


@pytest.fixture
def firm(each_database: Database) -> Firm:
    """A company, on SQLite and on PostgreSQL, and the journey of the samples."""
    with each_database.write() as session:
        publish(session, parsed(), NOW)
    return Firm(each_database)


@pytest.fixture
def people(each_database: Database, keyring: Keyring) -> Callable[[], Somebody]:
    """Make somebody with a device."""

    def make() -> Somebody:
        with each_database.write() as session:
            learner = Learner.create(session, keyring, NOW)
            return Somebody(each_database, learner, Device.create(session, learner, NOW))

    return make


@pytest.fixture
def ada(people: Callable[[], Somebody]) -> Somebody:
    return people()


def count(firm: Firm, table: object) -> int:
    return len(firm.rows(select(table)))  # type: ignore[call-overload]


def test_twenty_presses_of_one_person_take_one_seat(firm: Firm, ada: Somebody) -> None:
    assigned = firm.assign("probe")
    codes = together([lambda: ada.take(assigned)] * AT_ONCE)
    assert len(set(codes)) == 1
    assert (count(firm, run), count(firm, seat)) == (1, 1)
    assert firm.rows(select(join_code.c.used)) == [(1,)]


def test_the_last_seat_goes_to_one_of_twenty(firm: Firm, people: Callable[[], Somebody]) -> None:
    assigned = firm.assign("probe")
    firm.change_link(assigned, seats=3)
    crowd = [people() for _ in range(AT_ONCE)]
    outcomes = together([lambda each=each: each.take(assigned) for each in crowd])
    refused = [each for each in outcomes if isinstance(each, Refused)]
    assert {each.code for each in refused} == {"invitation-full"}
    record(
        f"last seats: taken of three by {AT_ONCE} at once, {firm.database.engine.dialect.name}",
        count(firm, seat),
        goal="3",
        ok=count(firm, seat) == AT_ONCE - len(refused) == 3,
        command="make test",
        quiet=True,
    )
    assert len(refused) == AT_ONCE - 3
    assert (count(firm, run), count(firm, seat)) == (3, 3)
    assert firm.rows(select(join_code.c.used)) == [(3,)]


def test_one_run_is_taken_along_once_however_many_assignments_want_it(
    firm: Firm, ada: Somebody
) -> None:
    mine = ada.begin()
    wanted = [firm.assign("probe") for _ in range(5)]
    outcomes = together([lambda each=each: ada.take(each, along=mine) for each in wanted])
    assert sorted(str(each) for each in outcomes) == sorted([mine, *["run-elsewhere"] * 4])
    assert (count(firm, run), count(firm, seat)) == (1, 1)


def test_one_personal_link_makes_one_of_twenty_devices_its_member(
    firm: Firm, people: Callable[[], Somebody]
) -> None:
    anna = firm.member("Anna")
    assigned = firm.assign("probe", members=[anna])
    token = firm.link(assigned.id, member_id=anna)
    crowd = [people() for _ in range(AT_ONCE)]
    outcomes = together([lambda each=each: each.take(assigned, token) for each in crowd])
    refused = {each.code for each in outcomes if isinstance(each, Refused)}
    assert refused == {"link-taken"}
    assert (count(firm, membership), count(firm, seat)) == (1, 1)


def test_a_member_who_is_removed_while_they_take_their_seat_keeps_none(
    firm: Firm, ada: Somebody
) -> None:
    anna = firm.member("Anna")
    assigned = firm.assign("probe", members=[anna])
    token = firm.link(assigned.id, member_id=anna)

    def remove() -> str:
        with firm.database.write("office") as session:
            session.execute(member.delete())
        return "removed"

    outcomes = together([lambda: _patient(ada, assigned, token), remove])
    assert outcomes[1] == "removed"
    assert (count(firm, membership), count(firm, seat)) == (0, 0)
    assert not any(firm.rows(select(run.c.contributes).where(run.c.contributes)))


def _patient(somebody: Somebody, assigned: Assigned, token: str) -> str:
    try:
        return somebody.take(assigned, token)
    except (Refused, AssertionError):
        return "too late"


def test_an_assignment_that_closes_meanwhile_lets_nobody_in(firm: Firm, ada: Somebody) -> None:
    assigned = firm.assign("probe")
    with firm.database.read() as session:
        which = Assignment.find(session, assigned.id)
    assert which
    firm.change(assignment, assigned.id, closed_at=NOW)
    with pytest.raises(Refused, match="assignment-closed"), firm.database.write() as session:
        Seat.take(session, which, ada.learner.id, role=None, agrees=True, now=NOW)
    assert count(firm, run) == 0


def test_the_answer_that_arrives_pressed_twenty_times_leaves_one_token(
    firm: Firm, ada: Somebody
) -> None:
    assigned = firm.assign("probe")
    ada.take(assigned)
    ada.walk(upto=5)
    last = Answer("gedanke", None)
    outcomes = together([lambda: ada.decide(last, 5)] * AT_ONCE)
    assert sorted(outcomes) == ["new", *["repeated"] * (AT_ONCE - 1)]
    assert firm.arrivals(assigned) == 1


def test_whichever_write_of_an_arrival_fails_nothing_is_half_done(
    firm: Firm, ada: Somebody
) -> None:
    anna = firm.member("Anna")
    assigned = firm.assign("probe")
    proving = firm.assign_proving("probe", members=[anna])
    for wanted, token in ((assigned, ""), (proving, firm.link(proving.id, member_id=anna))):
        ada.take(wanted, token)
        ada.walk(upto=5)
        reached = _fail_at_each(firm, lambda: ada.decide(Answer("gedanke", None), 5))
        assert reached >= 4, "the run, the entry, what is told, the seat and the commit"
    assert firm.arrivals(assigned) == 1
    assert firm.completed(proving) == [anna]


def _fail_at_each(firm: Firm, act: Callable[[], object]) -> int:
    """Let each write fail in turn; return how many there were."""
    before, number = _everything(firm), 0
    for number in range(1, 12):
        with failing_write(firm.database, number):
            try:
                act()
            except DBAPIError:
                assert _everything(firm) == before
                continue
        break
    return number - 1


def _everything(firm: Firm) -> dict[str, list[object]]:
    tables = ("run", "entry", "seat", "arrival", "completion", "membership", "join_code")
    with firm.database.read() as session:
        return {
            name: sorted(map(repr, session.execute(text(f"SELECT * FROM {name}")).all()))
            for name in tables
        }


def test_whichever_write_of_taking_a_seat_fails_nothing_is_half_done(
    firm: Firm, ada: Somebody
) -> None:
    anna = firm.member("Anna")
    assigned = firm.assign("probe", members=[anna])
    token, mine = firm.link(assigned.id, member_id=anna), ada.begin()
    reached = _fail_at_each(firm, lambda: ada.take(assigned, token, along=mine))
    assert reached >= 5, "the membership, the link, the run twice, the seat and the commit"
    assert (count(firm, run), count(firm, seat), count(firm, membership)) == (1, 1, 1)


def test_tokens_tell_nothing_of_when_or_by_whom(firm: Firm, people: Callable[[], Somebody]) -> None:
    assigned = firm.assign("probe")
    for _ in range(5):
        each = people()
        each.take(assigned)
        each.walk()
    tokens = [row.token for row in firm.rows(select(arrival))]
    assert len(set(tokens)) == 5
    assert set(arrival.c.keys()) == {"token", "assignment_id"}
    with firm.database.read() as session:
        if session.dialect.name == "sqlite":
            with pytest.raises(DBAPIError):
                session.execute(text("SELECT rowid FROM arrival"))


def test_a_learner_in_two_companies_has_a_seat_in_each(firm: Firm, ada: Somebody) -> None:
    other = Firm(firm.database, "Bäckerei Beispiel")
    anna, ada_there = firm.member("Ada"), other.member("Ada")
    first, second = firm.assign("probe", members=[anna]), other.assign("probe", members=[ada_there])
    ada.take(first, firm.link(first.id, member_id=anna))
    ada.take(second, other.link(second.id, member_id=ada_there))
    assert count(firm, membership) == count(firm, seat) == 2
    ada.walk()
    assert (firm.arrivals(first), other.arrivals(second)) == (0, 1)
