"""P14: the database itself keeps the office away from what learners do, reads and writes."""

from typing import Any

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from app.engine import Answer
from app.models import contributing, run_statements, scopes
from app.models.base import Database, Session, metadata
from app.models.diary import Diary
from app.models.partition import new_partition
from app.models.scopes import OFFICE_NEVER, OFFICE_READS, OFFICE_WRITES
from app.models.tables import member
from tests.integration.models.conftest import NOW, Walker
from tests.integration.models.test_personal_data import fill, join_a_company

HIDDEN = sorted(OFFICE_NEVER & set(metadata.tables))
ZONES = {"learner", "device", "run", "pin", "entry", "thought"}
ZONES |= {"membership", "seat", "arrival", "certificate"}
SLY = (
    "SELECT count(*) FROM entry",
    "SELECT max(id) FROM run",
    "SELECT (SELECT max(id) FROM run)",
    "WITH quiet AS (SELECT member_id FROM membership) SELECT * FROM quiet",
    "WITH member_leaves_no_link AS (SELECT learner_id FROM membership) "
    "SELECT * FROM member_leaves_no_link",
    "SELECT name FROM member WHERE EXISTS (SELECT 1 FROM membership WHERE member_id = member.id)",
    "SELECT name FROM member ORDER BY (SELECT max(learner_id) FROM membership)",
    "INSERT INTO team (id, company_id, name) SELECT 9, 1, code FROM run",
    "UPDATE member SET name = (SELECT code FROM run LIMIT 1)",
    "DELETE FROM member WHERE id IN (SELECT member_id FROM membership)",
    "CREATE TABLE copied AS SELECT * FROM run",
    "CREATE VIEW window_to_runs AS SELECT * FROM run",
    "DROP TABLE entry",
    "DELETE FROM learner",
    "DELETE FROM version",
    "UPDATE user_account SET password = ''",
)
ONLY_SQLITE = (
    "SELECT sql FROM sqlite_master",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA table_info(run)",
    "ATTACH DATABASE ':memory:' AS other",
    "SELECT count(partition_id) FROM run",
)
ONLY_POSTGRESQL = (
    "COPY run TO STDOUT",
    "TRUNCATE run",
    "SELECT lastval() FROM entry",
    "GRANT SELECT ON run TO PUBLIC",
)


@pytest.fixture
def office(walker: Walker) -> Database:
    """A database with a row in every table of the zones, and one of the office's own."""
    with walker.database.write() as session:
        run = walker.own(session)
        run.decide(session, Answer("wahl-1", "a"), turn=0, now=NOW)
        Diary(session, run, walker.keyring).save("gedanke", "text", "Ein Gedanke", 0, NOW)
        join_a_company(session, run, walker.keyring)
        fill(session, "arrival")
        if session.dialect.name == "postgresql":
            session.execute(
                text("SELECT setval('partition_id_seq', 1), setval('member_id_seq', 1)")
            )
        fill(session, "certificate_check")
    return walker.database


def refuse(database: Database, statement: Any, values: dict[str, Any] | None = None) -> None:
    """Expect that the office may not do this, neither as a reader nor as a writer."""
    for lend in (database.read, database.write):
        with lend("office") as session:
            session.execute(select(member)).all()
            with pytest.raises(DBAPIError) as refused:
                session.execute(statement, values or {})
            session.rollback()
        assert not isinstance(refused.value, OperationalError), "an outage is a 503, this a bug"
        said = str(refused.value).lower()
        assert any(words in said for words in ("not authorized", "prohibited", "denied", "owner"))


def test_every_table_is_in_exactly_one_set() -> None:
    assert set(metadata.tables) | {"alembic_version"} == OFFICE_READS | OFFICE_WRITES | OFFICE_NEVER
    assert not OFFICE_READS & OFFICE_WRITES
    assert not OFFICE_NEVER & (OFFICE_READS | OFFICE_WRITES)
    assert ZONES <= OFFICE_NEVER


def test_no_reference_leads_from_a_closed_table_to_one_that_the_office_writes() -> None:
    leads = {
        (name, key.column.table.name)
        for name in HIDDEN
        for column in metadata.tables[name].columns
        for key in column.foreign_keys
        if key.column.table.name in OFFICE_WRITES
    }
    assert leads <= {(name, "partition") for name in HIDDEN}


@pytest.mark.parametrize("table", HIDDEN)
def test_the_office_reads_and_writes_no_closed_table(office: Database, table: str) -> None:
    columns = list(metadata.tables[table].columns)
    refuse(office, select(metadata.tables[table]))
    for column in columns:
        refuse(office, text(f"SELECT {column.name} FROM {table}"))
        refuse(office, text(f"UPDATE {table} SET {column.name} = {column.name}"))
    refuse(office, text(f"SELECT 1 FROM {table}"))
    refuse(office, text(f"SELECT count(*) FROM {table}"))
    refuse(office, text(f"DELETE FROM {table}"))
    refuse(office, text(f"INSERT INTO {table} ({columns[0].name}) VALUES (NULL)"))


@pytest.mark.parametrize("statement", SLY)
def test_no_detour_leads_there(office: Database, statement: str) -> None:
    refuse(office, text(statement))


@pytest.mark.parametrize("statement", ONLY_SQLITE)
def test_no_detour_of_sqlite_leads_there(sqlite_walker: Walker, statement: str) -> None:
    refuse(sqlite_walker.database, text(statement))


@pytest.mark.parametrize("statement", ONLY_POSTGRESQL)
def test_no_detour_of_postgresql_leads_there(postgres_url: str, statement: str) -> None:
    database = Database(postgres_url)
    refuse(database, text(statement))
    database.dispose()


def prepared_statements(walker: Walker) -> list[tuple[Any, dict[str, Any]]]:
    with walker.database.read() as session:
        run = walker.own(session)
    return [
        (run_statements.BY_ID, {"id": run.id}),
        (run_statements.OF_LEARNER, {"learner": run.learner_id}),
        (contributing._CONTRIBUTING, {"partition": 1}),
    ]


def test_no_prepared_statement_slips_through(office: Database, walker: Walker) -> None:
    for prepared, values in prepared_statements(walker):
        for _ in range(4):
            # Often enough that the driver keeps it on the connection that PostgreSQL shares.
            with office.read() as session:
                prepared.all(session, values)
            for lend in (office.read, office.write):
                with pytest.raises(DatabaseError), lend("office") as session:
                    prepared.all(session, values)
        with office.read() as session:
            prepared.all(session, values)


def test_the_scope_lasts_for_every_transaction_of_a_session(office: Database) -> None:
    with office.read("office") as session:
        for _ in range(2):
            session.execute(select(member)).all()
            session.rollback()
            with pytest.raises(DatabaseError):
                session.execute(text("SELECT code FROM run"))
            session.rollback()
    with office.write() as session:
        assert session.execute(text("SELECT count(*) FROM run")).scalar_one() == 1


def test_what_the_office_may_do_works(office: Database) -> None:
    with office.write("office") as session:
        new_partition(session, "assignment", "probe")
        session.execute(
            insert(member).returning(member.c.id),
            [
                {"code": code, "company_id": 1, "language": "de", "added_at": NOW}
                for code in ("zwei", "drei")
            ],
        ).all()
        session.execute(update(member).where(member.c.code == "zwei").values(name="Bo"))
    with office.read("office") as session:
        assert session.execute(select(member.c.name).order_by(member.c.id)).all() == [
            ("1",),
            ("Bo",),
            (None,),
        ]
        for table in sorted(OFFICE_READS | OFFICE_WRITES):
            session.execute(select(metadata.tables[table])).all()


def test_the_office_removes_a_member_whose_link_was_opened(office: Database) -> None:
    with office.write("office") as session:
        session.execute(member.delete())
    with office.read() as session:
        assert session.execute(text("SELECT count(*) FROM membership")).scalar_one() == 0
        assert session.execute(text("SELECT count(*) FROM seat")).scalar_one() == 0
        assert session.execute(text("SELECT count(*) FROM run")).scalar_one() == 1


def test_changes_of_the_office_are_undone_by_an_exception(office: Database) -> None:
    def fail(session: Session) -> None:
        session.execute(member.delete())
        raise KeyError

    with pytest.raises(KeyError), office.write("office") as session:
        fail(session)
    with office.read("office") as session:
        assert len(session.execute(select(member)).all()) == 1


def test_a_connection_of_the_office_is_opened_when_it_is_used(database: Database) -> None:
    with database.read() as session:
        session.execute(text("SELECT 1"))
    assert database.engines[1].pool.checkedin() == 0  # type: ignore[attr-defined]
    with database.read("office") as session:
        session.execute(select(member)).all()
    assert database.engines[1].pool.checkedout() == 1  # type: ignore[attr-defined]


def test_rights_follow_the_list_with_the_next_upgrade(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(postgres_url)
    monkeypatch.setattr(scopes, "OFFICE_READS", OFFICE_READS - {"version"} | {"pin"})
    database.upgrade()
    with database.read("office") as session:
        session.execute(text("SELECT count(*) FROM pin")).all()
    refuse(database, text("SELECT count(*) FROM version"))
    monkeypatch.undo()
    database.upgrade()
    refuse(database, text("SELECT count(*) FROM pin"))
    database.dispose()
