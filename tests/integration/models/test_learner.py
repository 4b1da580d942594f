"""A person: the Reisecode, the export of everything, and an erasure that leaves no trace."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text

from app.engine import Answer
from app.lib.crypto import Keyring, Unreadable
from app.lib.tokens import digest
from app.models.base import Database
from app.models.device import Device
from app.models.diary import Diary, thought
from app.models.learner import Learner, erase, export, rewrap_keys
from app.models.run import Run
from app.models.tables import learner
from tests.integration.models.conftest import NOW, Walker, begin

SECRET = "the secret of an installation"
CANARY = "Kanarienvogel"


def new_code(walker: Walker) -> str:
    with walker.database.write() as session:
        return owner(session, walker).new_reisecode(session, SECRET, NOW)


def found(walker: Walker, words: str, secret: str = SECRET) -> Learner | None:
    with walker.database.read() as session:
        return Learner.by_reisecode(session, secret, words)


def owner(session: Any, walker: Walker) -> Learner:
    known = Learner.find(session, walker.learner.id)
    assert known is not None
    return known


def test_a_reisecode_finds_its_learner_however_it_is_typed(walker: Walker) -> None:
    code = new_code(walker)
    assert len(code.split("-")) == 4
    for typed in (code, code.upper(), code.replace("-", ""), f"  {code.replace('-', '  ')} \n"):
        known = found(walker, typed)
        assert known is not None
        assert (known.id, known.has_reisecode) == (walker.learner.id, True)


def test_a_wrong_reisecode_finds_nobody(walker: Walker) -> None:
    code = new_code(walker)
    backwards = "-".join(reversed(code.split("-")))
    for typed in ("", "-", backwards, code + "a", code[:-1], "äöü", "1234"):
        assert found(walker, typed) is None
    assert found(walker, code, secret="another secret") is None


def test_a_new_reisecode_replaces_the_old_one(walker: Walker) -> None:
    first, second = new_code(walker), new_code(walker)
    assert found(walker, first) is None
    assert found(walker, second) is not None


def test_the_database_does_not_know_the_words(walker: Walker) -> None:
    code = new_code(walker)
    with walker.database.read() as session:
        row = session.execute(select(learner)).one()
    assert len(row.reisecode) == 32
    assert not any(word in str(tuple(row)) for word in code.split("-") if len(word) > 4)


def test_a_device_names_its_learner_until_it_ends(walker: Walker) -> None:
    with walker.database.write() as session:
        known = Learner.by_token(session, walker.token, NOW)
        assert known == walker.learner
        assert Learner.by_token(session, None, NOW) is None
        assert Learner.by_token(session, walker.token, NOW + timedelta(days=90)) is None
        Device.end(session, walker.token)
        assert Learner.by_token(session, walker.token, NOW) is None
        assert Learner.find(session, walker.learner.id) == walker.learner


def fill(walker: Walker) -> None:
    """Store something in every field a person can fill."""
    new_code(walker)
    with walker.database.write() as session:
        run = walker.own(session)
        run.decide(session, Answer("wahl-1", "a"), turn=0, now=NOW)
        diary = Diary(session, run, walker.keyring)
        diary.answer("gedanke", {"text": f"{CANARY} {walker.code}"}, {}, NOW)
        diary.save("gedanke", "picture", "Ein Bild", 0, NOW)


def test_the_export_holds_everything_about_the_person_and_nothing_of_others(
    walker: Walker,
) -> None:
    other = begin(walker.database, walker.keyring)
    fill(walker)
    fill(other)
    with walker.database.read() as session:
        data = export(session, owner(session, walker), walker.keyring)
    assert json.loads(json.dumps(data)) == data
    assert data["learner"] == {
        "tag": walker.learner.tag,
        "created_at": "2026-11-22T20:15:30+00:00",
        "seen_at": "2026-11-22T20:15:30+00:00",
        "has_reisecode": True,
    }
    assert [each["expires_at"] for each in data["devices"]] == ["2027-02-20T20:15:30+00:00"]
    (run,) = data["runs"]
    assert (run["code"], run["journey"], run["version"], run["turn"]) == (
        walker.code,
        "probe",
        1,
        1,
    )
    assert run["entries"] == [
        {"seq": 1, "step": "wahl-1", "value": "a", "at": "2026-11-22T20:00:00+00:00"}
    ]
    assert [each["text"] for each in run["texts"]] == ["Ein Bild", f"{CANARY} {walker.code}"]
    assert other.code not in json.dumps(data)


def test_the_export_tells_that_a_text_was_there_after_it_was_deleted(walker: Walker) -> None:
    fill(walker)
    with walker.database.write() as session:
        Diary(session, walker.own(session), walker.keyring).delete("gedanke", "text")
        data = export(session, owner(session, walker), walker.keyring)
    (run,) = data["runs"]
    found = [(each["field"], each["text"], each["answered"]) for each in run["texts"]]
    assert found == [("picture", "Ein Bild", False), ("text", "", True)]


def test_after_an_erasure_nothing_is_found_on_any_device(walker: Walker) -> None:
    other = begin(walker.database, walker.keyring)
    fill(walker)
    with walker.database.write() as session:
        second = Device.create(session, walker.learner, NOW)
    with walker.database.write() as session:
        erase(session, owner(session, walker))
    walker.database.scrub()
    with walker.database.read() as session:
        for token in (walker.token, second):
            assert Run.own(session, walker.code, token, NOW) is None
            assert Device.find(session, token, NOW) is None
        assert Learner.find(session, walker.learner.id) is None
        assert session.execute(select(thought)).all() == []
        assert Run.own(session, other.code, other.token, NOW) is not None


def traces(walker: Walker) -> Iterator[bytes]:
    """Yield what would give the person away in a file of the database."""
    yield walker.code.encode()
    yield walker.learner.tag.encode()
    yield digest(walker.token)
    with walker.database.read() as session:
        row = session.execute(select(learner).where(learner.c.id == walker.learner.id)).one()
        yield row.key
        yield row.reisecode
        run = walker.own(session)
        sealed = select(thought.c.text).where(thought.c.run_id == run.id)
        for each in session.execute(sealed).scalars():
            yield each[-40:]


def files(database: Database) -> bytes:
    path = Path(str(database.engine.url.database))
    return b"".join(
        each.read_bytes() for each in sorted(path.parent.glob(path.name + "*")) if each.is_file()
    )


def test_erasure_leaves_no_byte_in_the_files(database: Database, keyring: Keyring) -> None:
    walkers = [begin(database, keyring) for _ in range(40)]
    for walker in walkers:
        fill(walker)
    erased, kept = walkers[5:25], walkers[30]
    wanted = [trace for walker in erased for trace in traces(walker)]
    assert len(wanted) == 7 * len(erased)
    before = files(database)
    assert all(trace in before for trace in wanted), "the search finds what is there"
    for walker in erased:
        with database.write() as session:
            erase(session, owner(session, walker))
        database.scrub()
    after = files(database)
    assert [trace for trace in wanted if trace in after] == []
    assert all(trace in after for trace in traces(kept)), "and everybody else is still there"


def test_a_deleted_text_leaves_no_byte_either(sqlite_walker: Walker) -> None:
    fill(sqlite_walker)
    with sqlite_walker.database.read() as session:
        sealed = session.execute(select(thought.c.text)).scalars().all()
    with sqlite_walker.database.write() as session:
        diary = Diary(session, sqlite_walker.own(session), sqlite_walker.keyring)
        diary.delete("gedanke", "text")
        diary.delete("gedanke", "picture")
    sqlite_walker.database.scrub()
    content = files(sqlite_walker.database)
    assert not any(each[-40:] in content for each in sealed)


def test_rotated_keys_open_the_same_texts_and_the_old_key_can_go(walker: Walker) -> None:
    fill(walker)
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    with walker.database.write() as session:
        row = session.execute(select(learner)).one()
        plain = walker.keyring._keys.decrypt(row.key)
        session.execute(learner.update().values(key=Keyring([old]).wrap(plain)))
    assert rewrap_keys(walker.database, Keyring([new, old])) == 1
    with walker.database.read() as session:
        texts = Diary(session, walker.own(session), Keyring([new])).texts()
        assert CANARY in texts["gedanke", "text"].text
        with pytest.raises(Unreadable):
            Diary(session, walker.own(session), Keyring([old])).texts()


def test_the_file_of_the_database_is_whole_after_erasures(sqlite_walker: Walker) -> None:
    fill(sqlite_walker)
    with sqlite_walker.database.write() as session:
        erase(session, owner(session, sqlite_walker))
    sqlite_walker.database.scrub()
    with sqlite_walker.database.read() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
