"""Throttles: ten tries in vain an hour and network, and no address is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.models.attempt import MOST_WRONG, Attempt, network
from app.models.base import Database
from app.models.tables import attempt
from tests.integration.models.conftest import NOW

SECRET = "the secret of an installation"
HERE = network("203.0.113.7", SECRET)


def count(database: Database, times: int, kind: str = "reisecode", minutes: int = 0) -> None:
    for _ in range(times):
        with database.write() as session:
            Attempt.count(session, kind, HERE, NOW + timedelta(minutes=minutes))


def blocked(database: Database, minutes: int = 0, **changes: bytes | str) -> bool:
    kind, where = str(changes.get("kind", "reisecode")), changes.get("network", HERE)
    assert isinstance(where, bytes)
    with database.read() as session:
        return Attempt.blocked(session, kind, where, NOW + timedelta(minutes=minutes))


def test_the_tenth_try_in_vain_blocks_this_network_and_kind_only(each_database: Database) -> None:
    count(each_database, MOST_WRONG - 1)
    assert not blocked(each_database)
    count(each_database, 1)
    assert blocked(each_database)
    assert not blocked(each_database, kind="sign-in")
    assert not blocked(each_database, network=network("203.0.113.8", SECRET))


def test_after_an_hour_one_may_try_again_and_old_tries_are_forgotten(
    each_database: Database,
) -> None:
    count(each_database, MOST_WRONG)
    assert blocked(each_database, minutes=59)
    assert not blocked(each_database, minutes=60)
    count(each_database, 1, kind="another", minutes=60)
    with each_database.read() as session:
        assert session.execute(select(func.count()).select_from(attempt)).scalar_one() == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2", True),
        (None, "junk", True),
    ],
)
def test_a_network_is_an_address_or_the_half_a_subscriber_has(
    one: str | None, other: str, same: bool
) -> None:
    assert (network(one, SECRET) == network(other, SECRET)) is same


def test_the_mark_of_a_network_cannot_be_computed_without_the_secret() -> None:
    assert network("203.0.113.7", "another") != HERE
    assert len(HERE) == 32
