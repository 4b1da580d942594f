"""Totals over rounds: true whatever the rounds were, and told only where they are known well."""

from random import Random

import pytest

from app.models.figures import Figure, coarse, publishable
from app.models.totals import Part, bounds, together


def part(people: int, share: int | str) -> Part:
    told = Figure("share", share) if isinstance(share, int) else Figure(share)  # type: ignore[arg-type]
    return Part(told, people)


def told(*parts: Part) -> str:
    figure = together(parts)
    return str(figure.share) if figure.kind == "share" else figure.kind


def test_one_round_is_told_as_it_was() -> None:
    for kind in ("hidden", "rest", "most", "few", "nearly-all", 40):
        assert told(part(5, kind)) == str(kind)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([part(10, 60), part(10, 60)], "60"),
        ([part(10, 60), part(10, 50)], "55"),
        ([part(50, 60), part(10, 30)], "55"),
        ([part(10, 60), part(5, "hidden")], "rest"),
        ([part(20, 90), part(5, "hidden")], "most"),
        ([part(10, "most"), part(10, "most")], "most"),
        ([part(10, "few"), part(10, "few")], "few"),
        ([part(10, "nearly-all"), part(5, "nearly-all")], "nearly-all"),
        ([part(10, "rest"), part(10, "rest")], "rest"),
        ([part(5, 20), part(5, 80)], "rest"),
    ],
)
def test_several_rounds_are_told_as_well_as_they_are_known(parts: list[Part], words: str) -> None:
    assert told(*parts) == words


def test_the_truth_always_lies_within_the_bounds_and_near_the_share_that_is_told() -> None:
    chance = Random(5)
    shares = 0
    for _ in range(3000):
        rounds = [
            [chance.randint(0, chance.choice((2, 6, 20))) for _ in range(3)]
            for _ in range(chance.randint(2, 4))
        ]
        rounds = [counts for counts in rounds if sum(counts) >= 5]
        if len(rounds) < 2:
            continue
        figures = [publishable(counts) for counts in rounds]
        people = [sum(counts) for counts in rounds]
        for option in range(3):
            parts = [
                Part(each[option], coarse(size)) for each, size in zip(figures, people, strict=True)
            ]
            truth = 100 * sum(counts[option] for counts in rounds) / sum(people)
            low, high = bounds(parts)
            assert low - 1e-9 <= truth <= high + 1e-9
            figure = together(parts)
            if figure.kind == "share":
                shares += 1
                assert figure.share is not None
                assert abs(figure.share - truth) <= 10
            assert figure.kind != "most" or truth > 50
            assert figure.kind != "nearly-all" or truth > 90
    assert shares > 500
