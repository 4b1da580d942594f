"""P15, P16: what a manager can observe is the same whatever one learner does, until a release."""

from pathlib import Path

import pytest

from app.config import Config
from scripts.figures import record
from tests import two_worlds
from tests.two_worlds import ACTS, Pairs, World

SEEDS = range(4)


@pytest.fixture
def pairs(config: Config, tmp_path: Path) -> Pairs:
    """Two worlds."""
    return Pairs(config, tmp_path)


def test_a_manager_observes_the_same_in_both_worlds(pairs: Pairs) -> None:
    different = [each for seed in SEEDS for each in pairs.play(seed, ACTS)]
    count = len(SEEDS) * len(ACTS)
    record(
        "companies: transcripts that differ by one learner's doings",
        len(different),
        goal="0",
        ok=not different,
        command="make test",
        unit=f"of {count}",
        note=f"{pairs.told} with released figures",
        quiet=True,
    )
    assert different == []
    assert count >= 40
    assert pairs.told > count / 4


def test_the_worlds_differ_where_something_may_show(pairs: Pairs) -> None:
    shown = [two_worlds.replace(act, shows=False) for act in ACTS if act.shows]
    assert list(pairs.play(0, shown))


def test_a_manager_who_is_told_too_early_is_noticed(
    pairs: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = World.transcript

    def told(world: World, *given: object) -> list[object]:
        with world.database.read() as session:
            tokens = session.exec_driver_sql("SELECT count(*) FROM arrival").scalar_one()
        return [*honest(world, *given), tokens]  # type: ignore[arg-type]

    monkeypatch.setattr(World, "transcript", told)
    arrives = [act for act in ACTS if act.name == "arrives"]
    assert any("before the morning" in each for each in pairs.play(1, arrives))
