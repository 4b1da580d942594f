"""Scopes: which tables a request may touch, kept by the database itself.

The scope "all" may touch every table. "office" is that of companies and of the operator: it knows
nothing of the tables that hold what learners do. On SQLite an authorizer of its own connections
refuses a statement before it runs; on PostgreSQL a role without rights does. A refused statement
raises the driver's error and is a bug. A new table belongs into one of the three sets below.
"""

from collections.abc import Iterator
from typing import Any, Literal

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

Scope = Literal["all", "office"]

OFFICE_ROLE = "zukunftsreise_office"

OFFICE_WRITES = frozenset(
    {
        "company", "company_manager", "team", "member", "join_code", "assignment_draft",
        "assignment", "assignment_team", "assignment_member", "completion", "reminder", "muted",
        "reminder_day", "handed_certificate", "partition", "user_invitation", "user_role", "outbox",
        "audit", "withdrawal",
    }
)  # fmt: skip
"""Some of them only because they go with a member: SQLite asks for the same right then."""
OFFICE_READS = frozenset(
    {
        "batch", "batch_cell", "version", "version_media", "media_file", "draft", "draft_company",
        "publication", "sheet_edition", "user_account",
    }
)  # fmt: skip
OFFICE_NEVER = frozenset(
    {
        "learner", "device", "run", "pin", "entry", "thought", "membership", "seat", "arrival",
        "release_day", "certificate", "certificate_check", "attempt", "learning_group",
        "draft_text", "draft_media", "draft_author", "draft_copy", "draft_import",
        "author_invitation", "review_link", "alembic_version",
    }
)  # fmt: skip

# What SQLite calls an act; Python's module has no name for all of them.
_DELETE, _INSERT, _READ, _SELECT, _TRANSACTION, _UPDATE = 9, 18, 20, 21, 22, 23
_FUNCTION, _SAVEPOINT, _RECURSIVE = 31, 32, 33
_WRITES = frozenset({_DELETE, _INSERT, _UPDATE})
_ALWAYS = frozenset({_SELECT, _TRANSACTION, _FUNCTION, _SAVEPOINT, _RECURSIVE})
_ALLOW, _DENY = 0, 1

OF_A_TRIGGER = frozenset(
    {
        ("member_leaves_no_link", _DELETE, "membership", None),
        ("member_leaves_no_link", _READ, "membership", "member_id"),
        ("member_leaves_no_link", _READ, "learner", "id"),
        ("member_leaves_no_link", _DELETE, "seat", None),
        ("member_leaves_no_link", _READ, "seat", "member_id"),
        ("member_leaves_no_link", _READ, "seat", "run_id"),
        ("member_leaves_no_link", _UPDATE, "run", "contributes"),
        ("member_leaves_no_link", _READ, "run", "contributes"),
        ("member_leaves_no_link", _READ, "run", "counted"),
        ("member_leaves_no_link", _READ, "run", "id"),
    }
)
"""What a trigger of ours does in closed tables, so that the office can remove a member."""


def guard(connection: Any, _record: object = None) -> None:
    """Let a connection of SQLite do nothing but what belongs to the office, from now on."""
    connection.set_authorizer(_judge)


def _judge(
    act: int, table: str | None, column: str | None, _file: str | None, by: str | None
) -> int:
    """Answer SQLite, which asks once for each part of a statement before it is run."""
    if act in _ALWAYS:
        return _ALLOW
    if act == _READ and (table in OFFICE_READS or table in OFFICE_WRITES):
        return _ALLOW
    if act in _WRITES and table in OFFICE_WRITES:
        return _ALLOW
    return _ALLOW if (by, act, table, column) in OF_A_TRIGGER else _DENY


def grant(connection: Connection) -> None:
    """Make the role of the office where it is missing, and give it its rights anew.

    Raise `RuntimeError` with what an administrator has to do where this account may not.
    """
    if not _may_act(connection):
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(_CREATE_ROLE)
                connection.exec_driver_sql(f"GRANT {OFFICE_ROLE} TO CURRENT_USER")
        except DBAPIError as error:
            raise RuntimeError(_NO_ROLE) from error
    for statement in _grants(connection):
        connection.exec_driver_sql(statement)


def _may_act(connection: Connection) -> bool:
    is_new = (connection.dialect.server_version_info or ()) >= (16,)
    question = (
        "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role "
        "AND pg_has_role(current_user, oid, :right))"
    )
    values = {"role": OFFICE_ROLE, "right": "SET" if is_new else "MEMBER"}
    return bool(connection.execute(text(question), values).scalar_one())


def _grants(connection: Connection) -> Iterator[str]:
    schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
    for things in ("TABLES", "SEQUENCES"):
        yield f"REVOKE ALL ON ALL {things} IN SCHEMA {schema} FROM {OFFICE_ROLE}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {OFFICE_ROLE}"
    present = set(inspect(connection).get_table_names())
    for rights, wanted in (
        ("SELECT", OFFICE_READS),
        ("SELECT, INSERT, UPDATE, DELETE", OFFICE_WRITES),
    ):
        if tables := sorted(wanted & present):
            yield f"GRANT {rights} ON {', '.join(tables)} TO {OFFICE_ROLE}"
    for sequence in connection.execute(_SEQUENCES, {"tables": sorted(OFFICE_WRITES)}).scalars():
        yield f"GRANT USAGE ON SEQUENCE {sequence} TO {OFFICE_ROLE}"


_CREATE_ROLE = (
    f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OFFICE_ROLE}') THEN "
    f"CREATE ROLE {OFFICE_ROLE} NOLOGIN; END IF; "
    # Two databases of one server may be upgraded at the same moment.
    "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
)
_NO_ROLE = (
    f"The database account may not make or use the role {OFFICE_ROLE}. An administrator types: "
    f"CREATE ROLE {OFFICE_ROLE} NOLOGIN; GRANT {OFFICE_ROLE} TO this_account;"
)
_SEQUENCES = text(
    "SELECT pg_get_serial_sequence(quote_ident(table_name), column_name) "
    "FROM information_schema.columns WHERE table_schema = current_schema() "
    "AND table_name = ANY(:tables) AND column_default LIKE 'nextval(%'"
)
