"""P18: no table escapes the register, and the export holds every column it does not withhold."""

from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Date,
    DateTime,
    LargeBinary,
    String,
    Text,
    insert,
    inspect,
    select,
    text,
)

from app.engine import Answer
from app.lib.crypto import Keyring, seal
from app.models.base import Session, metadata
from app.models.diary import Diary
from app.models.journey import publish
from app.models.learner import Learner, export
from app.models.personal_data import exported, impersonal, personal_data
from app.models.run import Run
from app.models.tables import learner
from tests.integration.models.conftest import NOW, Walker
from tests.integration.models.samples import parsed


def test_every_table_is_registered_or_declared_impersonal(walker: Walker) -> None:
    assert unregistered(walker) == set()
    assert not set(personal_data) & set(impersonal)


def test_a_table_that_nobody_registered_is_found(walker: Walker) -> None:
    with walker.database.write() as session:
        session.execute(text("CREATE TABLE planted (name TEXT)"))
    assert unregistered(walker) == {"planted"}


def unregistered(walker: Walker) -> set[str]:
    """Return the tables that stand in the database or in the register alone."""
    tables = set(inspect(walker.database.engine).get_table_names())
    return tables ^ (set(personal_data) | set(impersonal))


def test_every_registered_table_says_why_how_long_and_how_it_goes() -> None:
    for name, entry in personal_data.items():
        told = (entry.what, entry.purpose, entry.basis, entry.retention, entry.erase)
        assert all(each.words for each in told), name
        assert bool(entry.export) == (entry.whose != "nobody"), name


def unexplained() -> set[str]:
    """Return the columns about learners and members that the register has no words for."""
    return {
        f"{name}.{column.name}"
        for name, entry in personal_data.items()
        if entry.fields or entry.whose in ("learner", "member", "nobody")
        for column in metadata.tables[name].columns
        if column.name not in entry.fields
    }


def test_every_column_about_learners_and_members_has_words_and_no_word_lacks_a_column() -> None:
    assert unexplained() == set()
    for name, entry in personal_data.items():
        assert set(entry.fields) <= set(metadata.tables[name].columns.keys()), name


def test_a_column_that_nobody_registered_is_found_and_exported_all_the_same() -> None:
    table = metadata.tables["device"]
    planted = Column("planted", String(4))
    table.append_column(planted)
    try:
        assert unexplained() == {"device.planted"}
        assert planted in exported("device")
    finally:
        table._columns.remove(planted)
    assert unexplained() == set()


def columns(data: dict[str, Any], path: str) -> set[str]:
    """Return the names of the fields at a place of the export."""
    found: Any = data
    for part in path.split("."):
        found = found[0][part] if isinstance(found, list) else found[part]
    return set(found[0] if isinstance(found, list) else found)


def test_a_member_who_goes_leaves_nothing_behind(walker: Walker) -> None:
    with walker.database.write() as session:
        join_a_company(session, walker.own(session), walker.keyring)
        session.execute(metadata.tables["member"].delete())
    with walker.database.read() as session:
        for name, entry in personal_data.items():
            if entry.whose == "member" or name in ("membership", "seat"):
                assert session.execute(select(metadata.tables[name])).all() == [], name


def join_a_company(session: Session, run: Run, keyring: Keyring) -> None:
    """Let a learner be on the list of a company, go with an assignment and hand a certificate."""
    fill(session, "partition", id=1, kind="assignment", journey_id="probe")
    for table in ("company", "team", "member", "assignment", "join_code", "assignment_member"):
        fill(session, table)
    for table in ("completion", "muted", "reminder"):
        fill(session, table)
    fill(session, "membership", learner_id=run.learner_id)
    fill(session, "seat", run_id=run.id)
    key = keyring.unwrap(
        session.execute(select(learner.c.key).where(learner.c.id == run.learner_id)).scalar_one()
    )
    certified = {"learner_id": run.learner_id, "version_id": run.pinned_id}
    fill(session, "certificate", run_id=run.id, name=seal(key, "Ada"), **certified)
    fill(session, "handed_certificate")


def fill(session: Session, table: str, **given: Any) -> None:
    """Insert a row that has a value in every column but those that name somebody of the staff."""
    typical = {DateTime: NOW, Date: NOW.date(), LargeBinary: b"1", String: "1", Text: "1"}
    row = {
        column.name: typical.get(type(getattr(column.type, "impl", column.type)), 1)
        for column in metadata.tables[table].columns
        if not any(key.column.table.name == "user_account" for key in column.foreign_keys)
    }
    session.execute(insert(metadata.tables[table]).values(row | given))


@pytest.mark.parametrize(
    "table", [name for name, entry in personal_data.items() if entry.whose in ("learner", "member")]
)
def test_the_export_holds_every_column_that_is_not_withheld_with_a_reason(
    walker: Walker, table: str
) -> None:
    with walker.database.write() as session:
        publish(session, parsed("second", steps=3), NOW)
    with walker.database.write() as session:
        run = walker.own(session)
        run.decide(session, Answer("wahl-1", "a"), turn=0, now=NOW)
        Diary(session, run, walker.keyring).save("gedanke", "text", "Ein Gedanke", 0, NOW)
        join_a_company(session, run, walker.keyring)
        owner = Learner.find(session, walker.learner.id)
        assert owner is not None
        data = export(session, owner, walker.keyring)
    stored = {column.name for column in metadata.tables[table].columns}
    explained = personal_data[table].withheld
    assert set(explained) <= stored
    assert stored - set(explained) <= columns(data, personal_data[table].export)
