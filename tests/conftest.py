"""Fixtures that many tests share: applications on fresh databases, and settings of hypothesis."""

import gc
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event

from app.config import Config
from tests.postgres import PostgresServer, running_server

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from app.models.base import Database

TEMPLATE = "zr_template"
DATABASE_FIXTURES = {"postgres", "postgres_url", "database_url", "each_app"}

settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("gate", parent=settings.get_profile("ci"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs PostgreSQL, so that each test is in exactly one part of `make test`."""
    for item in items:
        if DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


def pytest_collection_finish() -> None:
    """Keep what is imported out of the garbage collector's way; it looked at all of it anew."""
    gc.collect()
    gc.freeze()


def make_config(instance: Path, database_url: str, **changes: object) -> Config:
    """Return development settings that keep everything in `instance`."""
    values: dict[str, object] = {
        "environment": "development",
        "secret_key": "only-for-tests-" + "x" * 40,
        "keys": (Fernet.generate_key().decode(),),
        "base_url": "http://localhost",
        "database_url": database_url,
        "proxies": 0,
        "timezone": "Europe/Berlin",
        "instance": instance,
    }
    return Config(**(values | changes))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated empty SQLite file; tests copy it, which is far quicker than migrating."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh migrated SQLite database of this test alone."""
    path = tmp_path / "instance" / "zukunftsreise.db"
    path.parent.mkdir(exist_ok=True)
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test process, with a migrated template database."""
    with running_server() as server:
        _migrate(server.create_database(TEMPLATE))
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """A fresh migrated PostgreSQL database of this test alone."""
    name = f"test_{secrets.token_hex(6)}"
    yield postgres.create_database(name, template=TEMPLATE)
    postgres.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database: the test runs on SQLite and on PostgreSQL."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
def each_database(database_url: str) -> Iterator["Database"]:
    """The `Database` over `database_url`: the test runs on SQLite and on PostgreSQL."""
    yield from _open(database_url)


@pytest.fixture
def database(sqlite_url: str) -> Iterator["Database"]:
    """A fresh migrated SQLite `Database`."""
    yield from _open(sqlite_url)


@pytest.fixture
def config(sqlite_url: str, tmp_path: Path) -> Config:
    """Settings over a fresh SQLite database."""
    return make_config(tmp_path / "instance", sqlite_url)


@pytest.fixture
def app(config: Config) -> "Flask":
    """The whole application on a fresh SQLite database."""
    return create_watched(config)


@pytest.fixture
def each_app(database_url: str, tmp_path: Path) -> "Flask":
    """The whole application on a fresh database: once on SQLite, once on PostgreSQL."""
    return create_watched(make_config(tmp_path / "instance", database_url))


@pytest.fixture
def client(app: "Flask") -> "FlaskClient":
    """A browser without cookies."""
    return app.test_client()


# Tests of the engine need neither Flask nor a database, so these are imported where they are used.


class _Compiled(BytecodeCache):
    """Templates that one application of this process compiled, ready for the next ones."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key, bucket.checksum] = bucket.code


_compiled = _Compiled()


def create_watched(config: Config) -> "Flask":
    """Return the whole application; a GET that writes fails."""
    from app import create_app
    from app.ui.parts import Templates

    # Most of the time of a small application goes into compiling its templates.
    Templates.compiled = _compiled
    app = create_app(config)
    app.testing = True
    for engine in app.extensions["database"].engines:
        event.listen(engine, "before_cursor_execute", _refuse_writes_on_get)
    return app


def _refuse_writes_on_get(_connection, _cursor, statement: str, *_rest: object) -> None:
    from flask import has_request_context, request

    if not has_request_context() or request.method == "POST":
        return
    verb, _, rest = statement.lstrip().upper().partition(" ")
    # Only the counters of the throttles may be written by a GET.
    if (
        verb in ("INSERT", "UPDATE", "DELETE", "WITH")
        and "ATTEMPT" not in rest.split("(")[0].split()
    ):
        raise AssertionError(f"{request.method} {request.path} writes: {statement}")


def _open(url: str) -> Iterator["Database"]:
    from app.models.base import Database

    database = Database(url)
    yield database
    database.dispose()


def _migrate(url: str) -> None:
    for database in _open(url):
        database.upgrade()
