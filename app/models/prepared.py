"""Statements that are compiled once and then sent straight to the driver: the hot path.

SQLAlchemy Core prepares each execution anew, which costs more than the statement itself. A
`Prepared` statement means and does the same, in the transaction of the session, with the types,
the errors and the events before an execution that Core has. What differs between drivers is here.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Delete, Dialect, Insert, Select, Update
from sqlalchemy.sql.compiler import SQLCompiler

from app.models.base import Session

Values = Mapping[str, Any]
"""The value of each parameter by its name."""

CURSOR = "zr_cursor"
"""Under this name a connection keeps a cursor: those of psycopg learn the types they meet."""

_Change = Callable[[Any], Any]


class Prepared:
    """One statement whose parameters are all named; build it once, when a file is read.

    Values may hold more than it needs. Errors are those of `Session.execute`.
    """

    def __init__(self, statement: Select[Any] | Insert | Update | Delete) -> None:
        self.statement = statement
        self._plans: dict[str, _Plan] = {}

    def all(self, session: Session, values: Values) -> list[Any]:
        """Return the rows, each with its columns by name."""
        rows: list[Any] = self._run(session, values, _fetch)
        row_of = self._plans[session.dialect.name].row_of
        return [row_of(row) for row in rows]

    def first(self, session: Session, values: Values) -> Any | None:
        """Return the first row with its columns by name, or None."""
        rows: list[Any] = self._run(session, values, _fetch)
        return self._plans[session.dialect.name].row_of(rows[0]) if rows else None

    def change(self, session: Session, values: Values) -> int:
        """Return how many rows were changed."""
        count: int = self._run(session, values, _count)
        return count

    def _run(self, session: Session, values: Values, read: Callable[[Any], Any]) -> Any:
        if not session.in_transaction():
            session.begin()
        dialect, connection = session.dialect, session.connection
        plan = self._plans.get(dialect.name) or self._prepare(dialect)
        statement, parameters = plan.statement, plan.parameters_of(values)
        cursor = connection.info.pop(CURSOR, None)
        try:
            cursor = cursor or connection.cursor()
            if session.engine._has_events:
                for hear in session.dispatch.before_cursor_execute:
                    heard = hear(session, cursor, statement, parameters, None, False)
                    statement, parameters = heard
            dialect.do_execute(cursor, statement, parameters)
            found = read(cursor)
            connection.info[CURSOR] = cursor
        except BaseException as error:  # noqa: BLE001  Core raises it again.
            # What is not the driver's error passes as it is; Core knows that by the statement.
            said = statement if isinstance(error, dialect.loaded_dbapi.Error) else None
            session._handle_dbapi_exception(error, said, parameters, cursor, None)
        return found

    def _prepare(self, dialect: Dialect) -> "_Plan":
        compiled = self.statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        plan = _Plan(compiled.string, _parameters(compiled), _rows(self.statement, dialect))
        self._plans[dialect.name] = plan
        return plan


class _Plan(NamedTuple):
    """A statement in the words of one dialect, and the ways of values to the driver and back."""

    statement: str
    parameters_of: Callable[[Values], Any]
    row_of: _Change


def _fetch(cursor: Any) -> Any:
    return cursor.fetchall()


def _count(cursor: Any) -> Any:
    return cursor.rowcount


def _parameters(compiled: SQLCompiler) -> Callable[[Values], Any]:
    """Return what turns values into the parameters that the driver wants."""
    dialect, changes = compiled.dialect, {}
    for name, parameter in compiled.binds.items():
        if not parameter.required:
            raise ValueError(f"a prepared statement holds a value of its own: {name}")
        changes[name] = parameter.type.dialect_impl(dialect).bind_processor(dialect)
    if compiled.positional:
        places = [(name, changes[name]) for name in compiled.positiontup or ()]
        return lambda values: tuple(
            [change(values[name]) if change else values[name] for name, change in places]
        )
    names = list(changes.items())
    return lambda values: {
        name: change(values[name]) if change else values[name] for name, change in names
    }


def _rows(statement: Any, dialect: Dialect) -> _Change:
    """Return what turns a row of the driver into one with names and our types."""
    if not isinstance(statement, Select):
        return tuple
    columns = list(statement.selected_columns)
    names = [str(column.key) for column in columns]
    row_type: Any = namedtuple("Row", names)  # type: ignore[misc]
    make: _Change = row_type._make
    found = (
        column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
    )
    changes = [(place, change) for place, change in enumerate(found) if change]

    def row_of(row: Sequence[Any]) -> Any:
        values = list(row)
        for place, change in changes:
            values[place] = change(values[place])
        return make(values)

    return row_of
