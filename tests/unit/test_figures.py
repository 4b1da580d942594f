"""Figures that may be published, against a reader who knows the rule and the number of people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

import pytest

from app.models.figures import Figure, coarse, publishable
from scripts.figures import record

SIZES = {2: 60, 3: 40, 4: 24, 5: 16, 6: 13}
"""For so many options, groups up to this size are all tried."""


def told(*counts: int) -> list[str]:
    """Return figures in short: shares as numbers, everything else by its kind."""
    return [str(each.share) if each.kind == "share" else each.kind for each in publishable(counts)]


def compositions(people: int, options: int) -> Iterator[tuple[int, ...]]:
    if options == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in compositions(people - first, options - 1):
            yield (first, *rest)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((6, 4), ["most", "rest"]),
        ((7, 5), ["60", "40"]),
        ((5, 5), ["50", "50"]),
        ((10, 0), ["nearly-all", "few"]),
        ((19, 1), ["nearly-all", "few"]),
        ((18, 2), ["most", "rest"]),
        ((40, 3, 0), ["nearly-all", "5", "few"]),
        ((4, 1), ["hidden", "hidden"]),
        ((6, 6, 0), ["50", "50", "few"]),
        ((9, 8, 2), ["45", "rest", "rest"]),
        ((6, 5, 1, 1, 1), ["45", "35", "few", "few", "few"]),
        ((2, 2, 1), ["hidden", "hidden", "hidden"]),
    ],
)
def test_it_tells_what_it_may(counts: tuple[int, ...], words: list[str]) -> None:
    assert told(*counts) == words


def test_an_option_with_one_or_two_answers_is_never_told_alone() -> None:
    for options, most in SIZES.items():
        for counts in worlds(options, range(5, most)):
            for count, figure in zip(counts, publishable(counts), strict=True):
                assert count not in (1, 2) or figure.kind in ("few", "rest", "hidden"), counts


def test_shares_are_rounded_to_five_points_and_never_above_ninety() -> None:
    for options, most in SIZES.items():
        for counts in worlds(options, range(5, most)):
            for figure in publishable(counts):
                assert (figure.share is None) == (figure.kind != "share")
                assert figure.share is None or (figure.share % 5 == 0 and figure.share <= 90)


def test_nobody_can_tell_a_set_of_one_or_two_from_figures_and_the_exact_number() -> None:
    trials = [(options, [people]) for options, most in SIZES.items() for people in range(5, most)]
    found, published = disclosures(trials)
    record(
        "figures that tell one or two people, number known",
        len(found),
        goal="0",
        ok=not found,
        command="make test",
        unit=f"of {published}",
        note="all counts of 2 to 6 options, as far as they can be tried",
        quiet=True,
    )
    assert found == []


def test_nobody_can_tell_a_set_of_one_or_two_from_figures_and_the_coarse_number() -> None:
    trials = [
        (options, range(people, people + 5))
        for options, most in SIZES.items()
        for people in range(5, most - 4, 5)
    ]
    assert disclosures(trials)[0] == []


def test_the_search_notices_a_rule_that_tells_too_much() -> None:
    def naive(counts: tuple[int, ...]) -> list[Figure]:
        people = sum(counts)
        return [
            Figure("few") if each < 3 else Figure("share", 5 * round(20 * each / people))
            for each in counts
        ]

    assert disclosures([(3, [12])], naive)[0]


def test_people_are_told_in_steps_of_five_from_five_on() -> None:
    assert [coarse(people) for people in (0, 4, 5, 9, 10, 14)] == [0, 0, 5, 5, 10, 10]


def worlds(options: int, sizes: Iterable[int]) -> Iterator[tuple[int, ...]]:
    for people in sizes:
        yield from compositions(people, options)


def disclosures(
    trials: list[tuple[int, Iterable[int]]], publish=publishable
) -> tuple[list[object], int]:
    """Return each published form from which some options must have been one or two people's.

    A reader knows the rule, so they can list all counts that would have been published so.
    """
    found: list[object] = []
    published = 0
    for options, sizes in trials:
        meant = defaultdict(list)
        for counts in worlds(options, sizes):
            meant[tuple(publish(counts))].append(counts)
        published += len(meant)
        for form, possible in meant.items():
            for parts in subsets(options):
                sums = {sum(counts[part] for part in parts) for counts in possible}
                if min(sums) >= 1 and max(sums) <= 2:
                    found.append((form, parts, possible[:3]))
    return found, published


def subsets(options: int) -> Iterator[tuple[int, ...]]:
    for size in range(1, options):
        yield from combinations(range(options), size)
