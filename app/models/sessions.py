"""Open sessions at hand: making one anew costs as much as a statement. `base` hands them out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, RootTransaction, event

Waiting = list[tuple[RootTransaction | None, Callable[[], None]]]
"""What is to be done once a transaction is committed."""


class Session(Connection):
    """What verbs take: an open transaction. SQLAlchemy Core is all they need.

    `waiting` is None where nothing is written; see `base.when_safe`. `role` is the role of
    PostgreSQL in which each transaction acts, None for that of the account itself.
    """

    waiting: Waiting | None = None
    role: str | None = None

    def begin(self) -> RootTransaction:
        """Begin a transaction, in the role of this session."""
        transaction = super().begin()
        if self.role:
            self.exec_driver_sql(f"SET LOCAL ROLE {self.role}")
        return transaction


class Sessions:
    """The sessions of one engine. At most `most` wait, without a transaction, to be lent again.

    One that ends with an error goes back to the pool of the engine, which cleans or replaces its
    connection. Where one connection broke, as in a restart of the server, none of its time stays.
    """

    def __init__(self, engine: Engine, most: int) -> None:
        self.engine = engine
        self._most = most
        self._idle: list[Session] = []
        event.listen(engine, "invalidate", lambda *_: self._distrust())

    @contextmanager
    def lend(self, role: str | None = None) -> Iterator[Session]:
        """Yield a session; what is not committed at the end is thrown away."""
        idle = self._idle
        try:
            session = idle.pop()
        except IndexError:
            session = Session(self.engine)
        session.role = role
        try:
            yield session
            if transaction := session.get_transaction():
                transaction.close()
            session.waiting = None
        except BaseException:
            session.close()
            raise
        if idle is not self._idle or session.invalidated or len(idle) >= self._most:
            session.close()
        else:
            idle.append(session)

    def dispose(self) -> None:
        """Close all sessions that wait, and the connections of the engine."""
        idle, self._idle = self._idle, []
        for session in _emptied(idle):
            session.close()
        self.engine.dispose()

    def _distrust(self) -> None:
        idle, self._idle = self._idle, []
        for session in _emptied(idle):
            session.invalidate()
            session.close()


def _emptied(sessions: list[Session]) -> Iterator[Session]:
    """Yield what no other thread has just taken."""
    while sessions:
        try:
            yield sessions.pop()
        except IndexError:
            return
