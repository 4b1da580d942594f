"""P16: what is released of assignments never tells about fewer than five people, all together."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import func, select, update

from app.content.source import parse
from app.engine import Journey
from app.engine.steps import Step
from app.lib.crypto import Keyring
from app.models import rounds
from app.models.base import Database, Session
from app.models.batch import Batch
from app.models.device import Device
from app.models.group import Group
from app.models.journey import publish
from app.models.learner import Learner, erase
from app.models.partition import hold, mark
from app.models.refusal import Refused
from app.models.run import Run
from app.models.tables import arrival, assignment, run
from app.models.user import User
from tests import assignments
from tests.assignments import JOURNEY, Given, finish
from tests.integration.models.test_contention import together

MORNING = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Office:
    """A company with one assignment; people come, answer and wait to be counted."""

    def __init__(self, database: Database, keyring: Keyring, audience: str, heads: int) -> None:
        self.database, self.keyring = database, keyring
        with database.write() as session:
            publish(session, _journey(JOURNEY), MORNING)
            self.company = assignments.open_company(session, MORNING)
        self.given = self.assign(audience, heads)
        self.runs: list[tuple[Learner, str, str]] = []

    def assign(self, audience: str = "list", heads: int = 14) -> Given:
        with self.database.write() as session:
            return assignments.assign(
                session,
                self.company,
                "betriebsreise",
                MORNING,
                audience=audience,
                head_count=heads,
                ends_on=date(2026, 12, 20),
            )

    def come(self, count: int = 1, given: Given | None = None, **answers: Any) -> None:
        """Let people come, agree and arrive."""
        for _ in range(count):
            with self.database.write() as session:
                learner = Learner.create(session, self.keyring, MORNING)
                member = assignments.take_on(session, self.company, MORNING, None, learner.id)
                self.walk(session, learner, member, given or self.given, answers)

    def walk(
        self,
        session: Session,
        learner: Learner,
        member: int | None,
        given: Given,
        answers: dict[str, Any],
    ) -> None:
        code = assignments.set_out(
            session, given, learner.id, MORNING, agrees=True, member_id=member, role="halle"
        )
        token = Device.create(session, learner, MORNING)
        self.runs.append((learner, token, code))
        finish(session, code, token, answers)

    def look(self, now: datetime = MORNING, given: Given | None = None) -> list[Batch]:
        """Do the morning's work, and return all that is released."""
        with self.database.write() as session:
            rounds.look(session, (given or self.given).id, now)
        return self.batches(given)

    def batches(self, given: Given | None = None) -> list[Batch]:
        with self.database.read() as session:
            return Batch.of_partition(session, (given or self.given).id)

    def row(self, given: Given | None = None) -> Any:
        with self.database.read() as session:
            own = select(assignment).where(assignment.c.id == (given or self.given).id)
            return session.execute(own).one()

    def tokens(self) -> int:
        with self.database.read() as session:
            return session.execute(select(func.count()).select_from(arrival)).scalar_one()


def _journey(text: str) -> Any:
    return parse(text, name="journey.yaml")


@pytest.fixture
def office(each_database: Database, keyring: Keyring) -> Office:
    """An assignment to people known by name, on SQLite and on PostgreSQL."""
    return Office(each_database, keyring, "list", 14)


@pytest.fixture
def by_link(each_database: Database, keyring: Keyring) -> Office:
    """An assignment by link alone to 26 people."""
    return Office(each_database, keyring, "everybody", 26)


def test_a_round_tells_the_stations_that_everybody_meets(office: Office) -> None:
    office.come(6)
    told = office.look()
    assert [each.step for each in told] == ["weg", "stimmung", "vorher", "nachher"]
    assert {(each.round, each.people) for each in told} == {(1, 5)}
    ranges = [cell.option for cell in told[2].cells if cell.item == "mut"]
    assert ranges == ["1-2", "3", "4-5", "-"]


def test_four_wait_until_there_are_five_and_nobody_counts_twice(office: Office) -> None:
    office.come(4)
    assert office.look() == []
    office.come()
    first = office.look(MORNING + DAY)
    assert len(first) == 4
    office.come(4)
    assert office.look(MORNING + 2 * DAY) == first
    office.come()
    assert [each.round for each in office.look(MORNING + 3 * DAY)] == [1] * 4 + [2] * 4


def test_a_link_alone_needs_half_of_those_invited(by_link: Office) -> None:
    by_link.come(12)
    assert by_link.look() == []
    by_link.come()
    assert {each.people for each in by_link.look(MORNING + DAY)} == {10}


def test_a_link_alone_needs_ten_where_few_are_invited(
    each_database: Database, keyring: Keyring
) -> None:
    small = Office(each_database, keyring, "everybody", 8)
    small.come(9)
    assert small.look() == []


def test_where_names_were_given_whoever_has_none_does_not_count(office: Office) -> None:
    office.come(4)
    with office.database.write() as session:
        learner = Learner.create(session, office.keyring, MORNING)
        office.walk(session, learner, None, office.given, {})
    assert office.look() == []


def test_a_member_with_two_devices_counts_once(office: Office) -> None:
    office.come(4)
    with office.database.write() as session:
        owner, other = (Learner.create(session, office.keyring, MORNING) for _ in range(2))
        member = assignments.take_on(session, office.company, MORNING, None, owner.id)
        for learner in (owner, other):
            office.walk(session, learner, member, office.given, {})
    assert {each.people for each in office.look()} == {5}
    with office.database.read() as session:
        counted = select(func.count()).select_from(run).where(run.c.counted)
        assert session.execute(counted).scalar_one() == 5


def test_a_manager_who_is_a_member_too_never_counts(office: Office) -> None:
    office.come(4)
    with office.database.write() as session:
        User.create(session, "chefin@betrieb.example", "Chefin", MORNING, "manager")
        learner = Learner.create(session, office.keyring, MORNING)
        member = assignments.take_on(
            session, office.company, MORNING, "Chefin@Betrieb.example", learner.id
        )
        office.walk(session, learner, member, office.given, {})
    assert office.look() == []


def test_whoever_was_counted_in_a_journey_is_not_counted_there_again(office: Office) -> None:
    office.come(5)
    office.look()
    again = office.assign()
    with office.database.write() as session:
        for learner, _, _ in list(office.runs):
            office.walk(session, learner, None, again, {})
    assert office.look(given=again) == []
    with office.database.write() as session:
        owner = User.create(session, "begleitung@reise.example", "Mara", MORNING, "facilitator")
        group = Group.open(session, owner.id, "betriebsreise", "Probe", MORNING)
        for learner, token, _ in office.runs[:5]:
            code = group.join(session, learner.id, "halle", agrees=True, now=MORNING)
            finish(session, code, token, {})
    with office.database.write() as session, pytest.raises(Exception, match="too-few"):
        group.evaluate(session, "weg", MORNING)


def test_nothing_is_released_twice_a_day_or_in_the_evening(office: Office) -> None:
    office.come(3)
    assert office.look() == []
    office.come(3)
    assert office.look(MORNING + timedelta(hours=16)) == []
    assert office.row().arrived == 0
    # It is four in the morning in Berlin at three o'clock UTC.
    before_four = datetime(2026, 11, 4, 2, 59, tzinfo=UTC)
    assert office.look(before_four) == []
    assert len(office.look(before_four + timedelta(minutes=1))) == 4
    assert office.row().arrived == 5


@pytest.mark.parametrize("month", [3, 10])
def test_each_day_has_one_look_when_clocks_change(office: Office, month: int) -> None:
    day = {3: 29, 10: 25}[month]
    hours = [datetime(2027, month, day - 1, tzinfo=UTC) + timedelta(hours=h) for h in range(72)]
    with office.database.write() as session:
        longer = update(assignment).values(ends_on=date(2028, 1, 1))
        session.execute(longer)
        looks = 0
        for hour in hours:
            if office.given.id in rounds.due(session, hour):
                rounds.look(session, office.given.id, hour)
                looks += 1
    assert looks == 4


def test_arrivals_are_told_in_steps_of_five_and_the_rest_goes_on_waiting(office: Office) -> None:
    office.come(8)
    office.look()
    assert (office.row().arrived, office.tokens()) == (5, 3)
    office.come(2)
    office.look(MORNING + DAY)
    assert (office.row().arrived, office.tokens()) == (10, 0)


def test_a_period_that_is_over_is_closed_after_some_days_of_grace(office: Office) -> None:
    office.come(8)
    last = datetime(2026, 12, 20, 12, 0, tzinfo=UTC)
    office.look(last + rounds.GRACE)
    assert office.row().closed_at is None
    office.come(4)
    office.look(last + rounds.GRACE + DAY)
    assert office.row().closed_at == last + rounds.GRACE + DAY
    assert len(office.batches()) == 4
    assert office.tokens() == 0
    with office.database.read() as session:
        waits = run.c.contributes & ~run.c.counted
        assert session.execute(select(func.count()).where(waits)).scalar_one() == 0
        assert rounds.due(session, last + timedelta(days=400)) == []


def test_closing_releases_at_once_and_only_once(office: Office) -> None:
    office.look()
    office.come(5)
    with office.database.write() as session:
        session.execute(update(assignment).values(closed_at=MORNING))
    assert len(office.look(MORNING + timedelta(minutes=10))) == 4
    with pytest.raises(Refused):
        office.come()
    assert len(office.look(MORNING + 2 * DAY)) == 4


def test_a_station_that_too_few_answered_shows_nothing(office: Office) -> None:
    office.come(4)
    office.come(2, stimmung=None, vorher=None)
    office.come(1, vorher=None)
    told = {each.step: each for each in office.look()}
    assert sorted(told) == ["nachher", "stimmung", "weg"]
    assert [cell.option for cell in told["stimmung"].cells] == ["gut", "so", "-"]


def test_other_words_in_a_new_version_change_nothing_in_a_round(office: Office) -> None:
    office.come(3)
    with office.database.write() as session:
        publish(session, _journey(JOURNEY.replace("Zwei Wege", "Drei Wege")), MORNING)
    office.come(3)
    assert len(office.look()) == 4


def test_whoever_missed_a_poll_of_a_newer_version_gave_no_answer_there(office: Office) -> None:
    with office.database.write() as session:
        learner = Learner.create(session, office.keyring, MORNING)
        member = assignments.take_on(session, office.company, MORNING, None, learner.id)
        code = assignments.set_out(
            session, office.given, learner.id, MORNING, agrees=True, member_id=member, role="halle"
        )
        token = Device.create(session, learner, MORNING)
        finish(session, code, token, {}, until="vorher")
    poll = (
        "      - poll: neu\n"
        '        question: "Und nun?"\n'
        '        choices: [{id: a, label: "A"}, {id: b, label: "B"}]\n'
    )
    with office.database.write() as session:
        newer = JOURNEY.replace("      - poll: abseits", poll + "      - poll: abseits")
        publish(session, _journey(newer), MORNING)
        finish(session, code, token, {})
    office.come(5, neu="a")
    told = {each.step: each for each in office.look()}
    assert {each.people for each in told.values()} == {5}
    kinds = {cell.option: cell.figure.kind for cell in told["neu"].cells}
    assert kinds == {"a": "hidden", "b": "hidden", "-": "hidden"}


def test_people_on_versions_that_do_not_fit_are_rounds_of_their_own(office: Office) -> None:
    office.come(5, weg="bleiben")
    gone = '          - {id: bleiben, label: "Ich bleibe", feedback: "Auch das geht."}\n'
    with office.database.write() as session:
        publish(session, _journey(JOURNEY.replace(gone, "")), MORNING)
    office.come(4)
    first = office.look()
    assert {(each.round, each.people) for each in first} == {(1, 5)}
    office.come(1)
    assert {each.round for each in office.look(MORNING + DAY)} == {1, 2}


def test_two_jobs_at_once_have_one_effect(office: Office) -> None:
    office.come(9)
    outcomes = together([lambda: str(len(office.look()))] * 8)
    assert set(outcomes) == {"4"}
    assert office.row().arrived == 5


@pytest.mark.parametrize("leaves", ["withdraws", "erases"])
def test_who_leaves_before_a_release_is_not_in_it(office: Office, leaves: str) -> None:
    office.come(5)
    learner, token, code = office.runs[0]

    def leave(session: Session) -> None:
        if leaves == "erases":
            erase(session, learner)
            return
        hold(session, office.given.id)
        mine = Run.own(session, code, token, MORNING)
        assert mine
        mark(session, mine.id, agrees=False)

    seen: list[object] = []
    looker = Thread(target=lambda: seen.append(office.look()))
    with office.database.write() as session:
        leave(session)
        # The job has to wait: whom it counts is known only when the other has ended.
        looker.start()
        looker.join(0.3)
        assert seen == []
    looker.join()
    assert seen == [[]]


def test_erasing_after_a_release_changes_nothing_of_it(office: Office) -> None:
    office.come(5)
    released = office.look()
    with office.database.write() as session:
        erase(session, office.runs[0][0])
    assert office.look(MORNING + DAY) == released


def test_no_exact_number_is_kept_with_a_round(office: Office) -> None:
    office.come(8)
    assert {each.people for each in office.look()} == {5}


def test_a_journey_without_a_station_that_all_meet_leaves_everybody_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.come(5)
    everything: Callable[[Journey], list[Step]] = lambda _: []  # noqa: E731
    monkeypatch.setattr("app.models.insight.told_stations", everything)
    assert office.look() == []
    monkeypatch.undo()
    assert len(office.look(MORNING + DAY)) == 4
