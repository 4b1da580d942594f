"""What tests of the models share: a published journey and somebody who walks it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet

from app.lib.crypto import Keyring
from app.models.base import Database, Session
from app.models.device import Device
from app.models.journey import newest, publish
from app.models.learner import Learner
from app.models.run import Run, forget
from app.models.user import User
from tests.integration.models.samples import parsed

NOW = datetime(2026, 11, 22, 20, 15, 30, 123456, UTC)


@dataclass
class Walker:
    """Somebody with a run on one device."""

    database: Database
    keyring: Keyring
    learner: Learner
    token: str
    code: str

    def own(self, session: Session) -> Run:
        """Return the run as this device finds it."""
        run = Run.own(session, self.code, self.token, NOW)
        assert run is not None
        return run

    def forget(self) -> None:
        """Make the process forget the run, as after a restart."""
        forget([self.code])


@pytest.fixture
def keyring() -> Keyring:
    """The keys of an installation."""
    return Keyring([Fernet.generate_key().decode()])


@pytest.fixture
def walker(each_database: Database, keyring: Keyring) -> Walker:
    """A learner at the first step, on SQLite and on PostgreSQL."""
    return begin(each_database, keyring)


@pytest.fixture
def sqlite_walker(database: Database, keyring: Keyring) -> Walker:
    """A learner at the first step, on SQLite."""
    return begin(database, keyring)


def begin(database: Database, keyring: Keyring) -> Walker:
    """Publish the sample journey if it is new, and let somebody begin it."""
    with database.write() as session:
        publish(session, parsed(), NOW)
    with database.write() as session:
        found = newest(session, "probe")
        assert found is not None
        learner = Learner.create(session, keyring, NOW)
        token = Device.create(session, learner, NOW)
        run = Run.start(session, learner.id, *found, None, NOW)
    return Walker(database, keyring, learner, token, run.code)


@pytest.fixture
def ada(each_database: Database) -> User:
    """Somebody who writes."""
    with each_database.write() as session:
        return User.create(session, "ada@reise.example", "Ada", NOW, "facilitator")


@pytest.fixture
def ben(each_database: Database) -> User:
    """Somebody else who writes."""
    with each_database.write() as session:
        return User.create(session, "ben@reise.example", "Ben", NOW, "facilitator")
