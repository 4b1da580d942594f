"""Runs and newer versions: what is shown, when the pin moves, and what is stored for it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text

from app.engine import MISSED, Answer, Journey, Rejected
from app.engine.steps import Choice, Decision, Poll, Reflection, Step, Story
from app.models.base import Database
from app.models.diary import Diary
from app.models.door import listed
from app.models.impact import impact
from app.models.journey import newest, offer_again, publish, withdraw
from app.models.learner import Learner
from app.models.replay import differences
from app.models.run import BadSwitch, Run, Stale
from app.models.tables import pin
from app.models.tables import run as run_table
from app.models.user import User
from tests.integration.models.conftest import NOW, Walker
from tests.integration.models.samples import sound
from tests.unit.engine.versions import version

LATER = NOW + timedelta(minutes=5)
A, B, C = Story(id="a"), Story(id="b"), Story(id="c")
WEG = Decision(id="weg", choices=(Choice("x"), Choice("y")))
GEDANKE = Reflection(id="gedanke")
FIRST = (A, WEG, B, GEDANKE)


def put(database: Database, *steps: Step, note: str = "", **given: Any) -> int:
    """Publish a version and return its id."""
    made: Journey = replace(version(*steps, **given), id="kurs")
    with database.write() as session:
        words = f"{steps}{given}{note}"
        found, is_new = publish(session, sound(made, words), NOW, note)
    assert is_new
    return found.id


def begin(database: Database, walker: Walker, role: str | None = None) -> Walker:
    """Let the walker's learner begin the newest version."""
    with database.write() as session:
        found = newest(session, "kurs")
        assert found is not None
        code = Run.start(session, walker.learner.id, *found, role, NOW).code
    return replace(walker, code=code)


def walk(walker: Walker, answers: Mapping[str, Any]) -> None:
    for step, value in answers.items():
        with walker.database.write() as session:
            run = walker.own(session)
            run.decide(session, Answer(step, value), turn=run.turn, now=LATER)


def stored(walker: Walker) -> tuple[int, str, int, str | None, str | None]:
    """Return the row of the run: version, place, turn, role, what was missed."""
    with walker.database.read() as session:
        row = session.execute(select(run_table).where(run_table.c.code == walker.code)).one()
    return row.version_id, row.at, row.turn, row.role, row.missed


def seen(walker: Walker) -> Run:
    with walker.database.read() as session:
        return walker.own(session)


def honest(walker: Walker) -> bool:
    """Ask the check by replay, and see that a new process finds the same."""
    before = seen(walker).state
    walker.forget()
    return list(differences(walker.database)) == [] and seen(walker).state == before


@pytest.fixture
def under_way(walker: Walker) -> Walker:
    """A run that stands behind a decision, on its first version."""
    put(walker.database, *FIRST)
    found = begin(walker.database, walker)
    walk(found, {"a": True, "weg": "x"})
    return found


def test_a_run_is_shown_on_a_newer_version_and_its_pin_follows_with_the_next_entry(
    under_way: Walker,
) -> None:
    before = stored(under_way)
    new = put(under_way.database, *FIRST, Story(id="d"), note="Eine Station mehr.")
    run = seen(under_way)
    assert (run.version_id, run.pinned_id, run.note) == (new, before[0], "Eine Station mehr.")
    assert run.change is not None
    assert (run.change.kind, run.state.at, run.change.missed) == ("moves", "b", ())
    assert stored(under_way) == before
    assert honest(under_way)


def test_steps_behind_are_missed_and_told_by_the_row_of_the_run(under_way: Walker) -> None:
    new = put(under_way.database, A, C, WEG, B, GEDANKE)
    assert seen(under_way).state.way["c"] == MISSED
    walk(under_way, {"b": True})
    assert stored(under_way) == (new, "gedanke", 3, None, '{"c":2}')
    run = seen(under_way)
    assert (run.version_id, run.pinned_id, run.change, run.note) == (new, new, None, "")
    assert run.state.way["c"] == MISSED
    assert honest(under_way)
    with under_way.database.read() as session:
        left = session.execute(select(pin.c.turn, pin.c.version_id)).all()
        assert [(turn, "c" in journey.steps) for turn, journey in run.before(session)] == [
            (2, False)
        ]
    assert left == [(2, new - 1)]


def test_a_second_press_of_the_button_that_moved_the_pin_gets_the_first_reply(
    under_way: Walker,
) -> None:
    put(under_way.database, A, C, WEG, B, GEDANKE)
    walk(under_way, {"b": True})
    for forgets in (False, True):
        if forgets:
            under_way.forget()
        with under_way.database.write() as session:
            run = under_way.own(session)
            again = run.decide(session, Answer("b", True), turn=2, now=LATER)
            assert (again.repeated, again.before.at, again.after.at) == (True, "b", "gedanke")
            with pytest.raises(Stale):
                run.decide(session, Answer("gedanke", None), turn=2, now=LATER)
            assert run.turn == 3


def test_a_missed_step_can_be_answered_later_and_then_counts(walker: Walker) -> None:
    put(walker.database, A, B)
    found = begin(walker.database, walker)
    walk(found, {"a": True})
    put(walker.database, GEDANKE, A, B, C)
    walk(found, {"b": True})
    assert seen(found).state.way["gedanke"] == MISSED
    walk(found, {"gedanke": True})
    assert seen(found).state.way["gedanke"] is True
    assert stored(found)[4] == '{"gedanke":1}'
    assert honest(found)


def test_an_answer_that_fits_no_more_is_missed_and_stays_an_entry(walker: Walker) -> None:
    put(walker.database, Poll(id="p", choices=(Choice("x"), Choice("y"))), A, B)
    found = begin(walker.database, walker)
    walk(found, {"p": "x", "a": True})
    put(walker.database, Poll(id="p", choices=(Choice("y"), Choice("z"))), A, B, C)
    walk(found, {"b": True})
    run = seen(found)
    assert run.state.way == {"p": MISSED, "a": True, "b": True}
    with found.database.read() as session:
        assert next((each.step, each.value) for each in run.entries(session)) == ("p", "x")
    assert honest(found)
    walk(found, {"p": "z"})
    assert seen(found).state.way["p"] == "z"
    assert honest(found)


def test_entries_are_read_under_the_names_of_today(under_way: Walker) -> None:
    renamed = {"weg": "gabelung", "weg.x": "gabelung.links", "b": "danach"}
    fork = Decision(id="gabelung", choices=(Choice("links"), Choice("y")))
    put(under_way.database, A, fork, Story(id="danach"), GEDANKE, renamed=renamed)
    run = seen(under_way)
    assert (run.state.at, run.state.way["gabelung"]) == ("danach", "links")
    with under_way.database.read() as session:
        assert [each.step for each in run.entries(session)] == ["a", "gabelung"]
        assert [each.step for each in run.stored(session)] == ["a", "weg"]
    walk(under_way, {"danach": True})
    assert honest(under_way)
    with under_way.database.write() as session:
        again = under_way.own(session)
        assert again.decide(session, Answer("gabelung", "links"), turn=1, now=LATER).repeated


def test_private_texts_are_found_under_the_new_name(under_way: Walker) -> None:
    def diary(session: Any) -> Diary:
        return Diary(session, under_way.own(session), under_way.keyring)

    with under_way.database.write() as session:
        diary(session).save("gedanke", "text", "Ein Gedanke", 0, NOW)
    put(under_way.database, A, WEG, B, Reflection(id="notiz"), renamed={"gedanke": "notiz"})
    with under_way.database.write() as session:
        assert diary(session).texts()["notiz", "text"].text == "Ein Gedanke"
        assert diary(session).save("notiz", "text", "Zwei", 1, NOW).revision == 2
    with under_way.database.write() as session:
        assert {place: each.text for place, each in diary(session).texts().items()} == {
            ("notiz", "text"): "Zwei"
        }
        diary(session).skip("notiz")
        diary(session).delete("notiz", "text")
        assert diary(session).texts()["notiz", "text"].text == ""


def test_a_renamed_role_moves_with_the_pin(walker: Walker) -> None:
    put(walker.database, A, B, roles=("office", "da"))
    found = begin(walker.database, walker, "office")
    put(walker.database, A, B, C, roles=("buero", "da"), renamed={"role.office": "role.buero"})
    assert seen(found).role == "buero"
    assert stored(found)[3] == "office"
    walk(found, {"a": True})
    assert stored(found)[3] == "buero"
    assert honest(found)


def test_a_breaking_change_leaves_a_run_on_its_version_until_its_learner_switches(
    under_way: Walker,
) -> None:
    old = stored(under_way)[0]
    new = put(under_way.database, A, replace(WEG, choices=(Choice("y"), Choice("z"))), B, GEDANKE)
    run = seen(under_way)
    assert (run.version_id, run.change) == (old, None)
    assert run.offer is not None
    assert (run.offer.version_id, run.offer.change.reason) == (new, "answer")
    walk(under_way, {"b": True})
    assert (stored(under_way)[:3], honest(under_way)) == ((old, "gedanke", 3), True)
    with under_way.database.write() as session:
        run = under_way.own(session)
        run.switch(session, turn=3, number=2, role=None, now=LATER)
        assert (run.version_id, run.pinned_id, run.state.at, run.offer) == (new, new, "weg", None)
    assert stored(under_way) == (new, "weg", 3, None, None)
    assert honest(under_way)
    walk(under_way, {"weg": "z"})
    assert seen(under_way).state.at == "gedanke"
    assert honest(under_way)


def test_only_what_the_page_offered_can_be_switched_to(under_way: Walker) -> None:
    new = put(under_way.database, A, replace(WEG, choices=(Choice("y"), Choice("z"))), B, GEDANKE)
    for turn, number in ((1, 2), (2, 1), (2, 3)):
        with under_way.database.write() as session, pytest.raises(BadSwitch):
            under_way.own(session).switch(session, turn=turn, number=number, role=None, now=LATER)
    assert stored(under_way)[0] == new - 1


def test_whoever_lost_their_role_takes_another_to_switch(walker: Walker) -> None:
    put(walker.database, A, B, roles=("weg", "da"))
    found = begin(walker.database, walker, "weg")
    walk(found, {"a": True})
    new = put(walker.database, A, B, C, roles=("da", "neu"))
    with found.database.write() as session:
        run = found.own(session)
        assert run.offer and run.offer.change.reason == "role"
        with pytest.raises(Rejected, match="unknown-role"):
            run.switch(session, turn=1, number=2, role="weg", now=LATER)
        run.switch(session, turn=1, number=2, role="neu", now=LATER)
        assert (run.role, run.state.at) == ("neu", "b")
    assert stored(found) == (new, "b", 1, "neu", None)
    assert honest(found)


def test_an_end_once_reached_stays_and_words_still_reach_it(walker: Walker) -> None:
    old = put(walker.database, A)
    found = begin(walker.database, walker)
    walk(found, {"a": True})
    worded = put(walker.database, replace(A, weight=7))
    assert (seen(found).version_id, seen(found).state.at) == (worded, "ende")
    put(walker.database, A, B, C)
    run = seen(found)
    assert (run.version_id, run.state.at, run.offer) == (worded, "ende", None)
    assert (stored(found)[0], honest(found)) == (old, True)


def test_a_run_that_does_not_fit_the_newest_version_is_shown_on_the_one_before(
    under_way: Walker,
) -> None:
    worded = put(under_way.database, replace(A, weight=7), WEG, B, GEDANKE)
    broken = put(under_way.database, A, replace(WEG, choices=(Choice("z"),)), B, GEDANKE)
    run = seen(under_way)
    assert run.change is not None and run.offer is not None
    assert (run.version_id, run.change.kind, run.offer.version_id) == (worded, "words", broken)
    walk(under_way, {"b": True})
    assert (stored(under_way)[0], honest(under_way)) == (worded, True)


def test_nobody_moves_to_a_version_that_was_withdrawn(under_way: Walker) -> None:
    old = stored(under_way)[0]
    new = put(under_way.database, A, C, WEG, B, GEDANKE)
    database = under_way.database

    def offered() -> tuple[int, int, int]:
        with database.read() as session:
            found = newest(session, "kurs")
            assert found is not None
            kurs = next(each for each in listed(session) if each.id == "kurs")
            return found[0], len(kurs.steps), under_way.own(session).version_id

    assert offered() == (new, 6, new)
    with database.write() as session:
        mara = User.create(session, "mara@reise.example", "Mara", NOW, "facilitator")
    for _ in range(2):
        with database.write() as session:
            withdraw(session, new, NOW, by=mara.id)
    assert offered() == (old, 5, old)
    with database.write() as session:
        offer_again(session, new)
    assert offered() == (new, 6, new)
    walk(under_way, {"b": True})
    with database.write() as session:
        withdraw(session, new, NOW)
    walk(under_way, {"gedanke": None})
    assert seen(under_way).finished_at
    assert honest(under_way)


def test_a_journey_of_which_every_version_was_withdrawn_is_not_offered(walker: Walker) -> None:
    with walker.database.write() as session:
        for id_ in session.execute(text("SELECT id FROM version")).scalars().all():
            withdraw(session, id_, NOW)
        assert (newest(session, "kurs"), listed(session)) == (None, [])
        assert walker.own(session).state.at == "wahl-1"


def test_a_run_on_a_newer_version_costs_no_further_query(under_way: Walker) -> None:
    put(under_way.database, A, C, WEG, B, GEDANKE)
    seen(under_way)
    statements: list[str] = []

    def count(*arguments: Any) -> None:
        statements.append(arguments[2].split()[0])

    engine = under_way.database.engine
    event.listen(engine, "before_cursor_execute", count)
    seen(under_way)
    event.remove(engine, "before_cursor_execute", count)
    assert statements == ["SELECT"]


def test_a_process_that_knows_the_version_before_learns_of_the_move(under_way: Walker) -> None:
    put(under_way.database, A, C, WEG, B, GEDANKE)
    from app.models import standing

    remembered = standing._known.get(under_way.code)
    walk(under_way, {"b": True})
    assert remembered is not None
    standing._known.put(under_way.code, remembered)
    assert (seen(under_way).state.at, seen(under_way).state.way["c"]) == ("gedanke", MISSED)


def test_an_undone_move_leaves_everything_as_it_was(under_way: Walker) -> None:
    before = stored(under_way)
    put(under_way.database, A, C, WEG, B, GEDANKE)
    with pytest.raises(ZeroDivisionError), under_way.database.write() as session:
        under_way.own(session).decide(session, Answer("b", True), turn=2, now=LATER)
        raise ZeroDivisionError
    assert (stored(under_way), seen(under_way).turn) == (before, 2)
    with under_way.database.read() as session:
        assert session.execute(select(pin)).all() == []


# What a version would do, before it is published


def test_the_impact_counts_whom_a_version_leaves_moves_and_leaves_behind(walker: Walker) -> None:
    database = walker.database
    put(database, *FIRST)
    walks = [{}, {"a": True}, {"a": True, "weg": "x"}, {"a": True, "weg": "y"}]
    for answers in [*walks, {"a": True, "weg": "y", "b": True}]:
        walk(begin(database, walker), answers)
    arrived = begin(database, walker)
    walk(arrived, {"a": True, "weg": "y", "b": True, "gedanke": None})
    choices = (Choice("y"), Choice("z"))
    new = replace(version(A, replace(WEG, choices=choices), C, B, GEDANKE), id="kurs")
    with database.read() as session:
        found = impact(session, "kurs", new)
        assert (found.untouched, found.moving, found.staying) == (2, 2, {1: 1})
        assert (found.total, found.left_behind, found.words_alone) == (5, 1, False)


def test_the_impact_of_other_words_touches_nobody(under_way: Walker) -> None:
    new = replace(version(replace(A, weight=99), WEG, B, GEDANKE), id="kurs")
    with under_way.database.read() as session:
        found = impact(session, "kurs", new)
    assert (found.total, found.untouched, found.moving, found.staying) == (1, 1, 0, {})
    assert found.words_alone


def test_the_impact_streams_over_batches(
    under_way: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.models.impact.BATCH", 2)
    for _ in range(5):
        walk(begin(under_way.database, under_way), {"a": True})
    new = replace(version(*FIRST, C), id="kurs")
    with under_way.database.read() as session:
        found = impact(session, "kurs", new)
        assert (found.untouched, found.words_alone) == (6, False)
    with under_way.database.read() as session:
        assert Learner.find(session, under_way.learner.id) is not None
