"""Private texts: drafts and answers, two tabs that meet, and what the database file shows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from app.engine import Answer
from app.lib.crypto import Keyring, Unreadable
from app.models.diary import LONGEST, Conflict, Diary, Thought, TooLong, thought
from tests.integration.models.conftest import NOW, Walker, begin

LATER = NOW + timedelta(minutes=1)
SAVED_AT = LATER.replace(second=0, microsecond=0)
"""A text keeps its minute: seconds would tell how fast somebody writes."""
STEP = "gedanke"


def save(walker: Walker, text: str, seen: int) -> Thought:
    with walker.database.write() as session:
        diary = Diary(session, walker.own(session), walker.keyring)
        return diary.save(STEP, "text", text, seen, LATER)


def answer(walker: Walker, text: str, seen: int) -> Thought:
    with walker.database.write() as session:
        diary = Diary(session, walker.own(session), walker.keyring)
        return diary.answer(STEP, {"text": text}, {"text": seen}, LATER)["text"]


def stored(walker: Walker) -> Thought | None:
    with walker.database.read() as session:
        diary = Diary(session, walker.own(session), walker.keyring)
        return diary.texts().get((STEP, "text"))


def test_a_draft_is_stored_with_a_revision_and_not_answered(walker: Walker) -> None:
    assert save(walker, "Ein Anfang", 0) == Thought("Ein Anfang", 1, False, SAVED_AT)
    assert save(walker, "Ein Anfang, länger", 1).revision == 2
    assert stored(walker) == Thought("Ein Anfang, länger", 2, False, SAVED_AT)


def test_going_on_writes_the_same_row_and_makes_it_answered(walker: Walker) -> None:
    save(walker, "Entwurf", 0)
    assert answer(walker, "Fertig", 1) == Thought("Fertig", 2, True, SAVED_AT)
    assert stored(walker) == Thought("Fertig", 2, True, SAVED_AT)


def test_going_on_with_the_text_as_it_is_keeps_its_revision(walker: Walker) -> None:
    save(walker, "Fertig", 0)
    assert answer(walker, "Fertig", 1) == Thought("Fertig", 1, True, SAVED_AT)
    assert stored(walker) == Thought("Fertig", 1, True, SAVED_AT)


@pytest.mark.parametrize(
    ("mine", "seen", "revision"),
    [
        ("Neu", 2, 3),  # on top of what is stored
        ("Stand", 2, 2),  # nothing changed
        ("Stand", 1, 2),  # an older form with the very text that is stored
        ("Stand", 0, 2),
    ],
)
def test_a_text_that_harms_no_newer_one_is_taken(
    walker: Walker, mine: str, seen: int, revision: int
) -> None:
    save(walker, "Früher", 0)
    save(walker, "Stand", 1)
    assert save(walker, mine, seen) == Thought(mine, revision, False, SAVED_AT)


@pytest.mark.parametrize(
    ("mine", "seen"), [("Früher", 1), ("Anders", 1), ("", 1), ("Neu", 0), ("Neu", 9)]
)
@pytest.mark.parametrize("write", [save, answer])
def test_an_older_form_never_overwrites_a_newer_text(
    walker: Walker, mine: str, seen: int, write: Callable[[Walker, str, int], Thought]
) -> None:
    save(walker, "Früher", 0)
    save(walker, "Stand", 1)
    with pytest.raises(Conflict) as raised:
        write(walker, mine, seen)
    assert (raised.value.field, raised.value.mine) == ("text", mine)
    assert raised.value.theirs == Thought("Stand", 2, False, SAVED_AT)
    assert stored(walker) == Thought("Stand", 2, False, SAVED_AT)


def test_a_conflict_undoes_the_answer_of_the_same_request(walker: Walker) -> None:
    save(walker, "Stand", 0)
    with pytest.raises(Conflict), walker.database.write() as session:
        run = walker.own(session)
        run.decide(session, Answer("wahl-1", "a"), turn=0, now=NOW)
        Diary(session, run, walker.keyring).answer(STEP, {"text": "Neu"}, {}, LATER)
    with walker.database.read() as session:
        assert walker.own(session).turn == 0


def test_a_deleted_text_is_gone_and_an_old_tab_cannot_bring_it_back(walker: Walker) -> None:
    answer(walker, "Geheim", 0)
    with walker.database.write() as session:
        Diary(session, walker.own(session), walker.keyring).delete(STEP, "text")
    assert stored(walker) == Thought("", 2, True, SAVED_AT)
    with pytest.raises(Conflict) as raised:
        save(walker, "Geheim", 1)
    assert raised.value.theirs.text == ""
    with walker.database.read() as session:
        assert Diary.of_learner(session, walker.learner.id, walker.keyring) == {}
        assert session.execute(select(thought.c.text)).scalars().all() == [b""]
    assert save(walker, "Ganz neu", 2).revision == 3


def test_a_skipped_step_keeps_its_text_unanswered(walker: Walker) -> None:
    answer(walker, "Doch nicht", 0)
    with walker.database.write() as session:
        Diary(session, walker.own(session), walker.keyring).skip(STEP)
    assert stored(walker) == Thought("Doch nicht", 1, False, SAVED_AT)


def test_ten_thousand_characters_are_taken_and_one_more_is_refused(walker: Walker) -> None:
    # A browser sends two characters for a new line; the learner typed one.
    longest = "ü" * (LONGEST - 2) + "\r\n😀"
    assert len(save(walker, longest, 0).text) == LONGEST
    with pytest.raises(TooLong) as raised:
        save(walker, longest + "x", 1)
    assert (raised.value.field, raised.value.length) == ("text", LONGEST + 1)
    found = stored(walker)
    assert found is not None and found.text.endswith("\n😀")


def test_an_empty_field_makes_no_row(walker: Walker) -> None:
    assert save(walker, "", 0) == Thought("", 0, False, None)
    assert stored(walker) is None


def test_the_database_holds_no_readable_word(walker: Walker) -> None:
    save(walker, "Kanarienvogel", 0)
    with walker.database.read() as session:
        (sealed,) = session.execute(select(thought.c.text)).scalars().all()
    assert b"Kanarienvogel" not in sealed
    assert sealed.startswith(b"gAAAA"), "a Fernet token"


def test_without_the_key_of_the_installation_nothing_can_be_read(walker: Walker) -> None:
    save(walker, "Kanarienvogel", 0)
    stranger = Keyring([Fernet.generate_key().decode()])
    with walker.database.read() as session, pytest.raises(Unreadable):
        Diary(session, walker.own(session), stranger).texts()


def test_texts_of_one_learner_never_open_with_the_key_of_another(walker: Walker) -> None:
    other = begin(walker.database, walker.keyring)
    save(walker, "Meins", 0)
    save(other, "Deins", 0)
    with walker.database.read() as session:
        mine = Diary.of_learner(session, walker.learner.id, walker.keyring)
    assert {code: [t.text for t in texts.values()] for code, texts in mine.items()} == {
        walker.code: ["Meins"]
    }
    with walker.database.write() as session:
        sealed = session.execute(select(thought.c.run_id, thought.c.text)).all()
        texts = {row.run_id: row.text for row in sealed}
        first, second = sorted(texts)
        session.execute(
            thought.update().where(thought.c.run_id == first).values(text=texts[second])
        )
    with walker.database.read() as session, pytest.raises(Unreadable):
        Diary(session, walker.own(session), walker.keyring).texts()
