"""What the state space says over its budget, and which answers a way names."""

from __future__ import annotations

import pytest

from app.engine import Counter, space
from app.engine import conditions as rule
from app.engine.steps import Choice, Decision, Effects, Explore, Place, Story
from tests.unit.engine.small import journey_of

MINUTE = 360
WEICHE = Decision(id="weiche", choices=(Choice("a", effects=Effects(add={"z": 1})), Choice("b")))


def spans(survey: space.Survey) -> dict[str | None, tuple[float, float, float]]:
    return {role: (t.shortest, t.typical, t.longest) for role, t in survey.times.items()}


def test_rough_times_are_exact_where_no_state_is_asked() -> None:
    journey = journey_of(
        Explore(id="haus", visit=1, places=(Place("a", "haus.a"), Place("b", "haus.b"))),
        Story(id="danach", weight=2 * MINUTE),
        Story(id="buero", when=rule.Role(("buero",)), weight=4 * MINUTE),
        inner={f"haus.{p}": [Story(id=f"in-{p}", weight=MINUTE)] for p in "ab"},
        roles=("buero", "halle"),
    )
    exact, rough = space.survey(journey), space.survey(journey, budget=0)
    assert exact.exact and not rough.exact
    assert spans(rough) == {role: pytest.approx(span) for role, span in spans(exact).items()}


def test_a_step_that_may_be_shown_counts_half_in_a_rough_estimate() -> None:
    maybe = Story(id="maybe", when=rule.Number("z", "is", 1), weight=2 * MINUTE)
    journey = journey_of(WEICHE, maybe, counters={"z": Counter()})
    assert spans(space.survey(journey, budget=0)) == {None: (0.0, 1.0, 2.0)}
    assert spans(space.survey(journey)) == {None: (0.0, 1.0, 2.0)}


def test_a_way_names_a_choice_that_only_changes_a_counter() -> None:
    shut = Decision(id="zu", choices=(Choice("a", when=rule.Number("z", "is", 0)),))
    found = space.survey(journey_of(WEICHE, shut, counters={"z": Counter()})).shut["zu"]
    assert found is not None
    assert (found.role, found.answers) == (None, {"weiche": "a"})


def _summing(numbers: list[int], condition: rule.Condition) -> int:
    """Ask roughly whether a condition holds once some of these numbers were added to a counter."""
    steps = [
        Decision(id=f"d{n}", choices=(Choice("a", effects=Effects(add={"z": n})), Choice("b")))
        for n in numbers
    ]
    journey = journey_of(*steps, Story(id="s", when=condition), counters={"z": Counter()})
    [answer] = space.survey(journey, budget=0).asked.values()
    return answer


@pytest.mark.parametrize(
    ("numbers", "op", "value", "answer"),
    [
        ([5], "is", 3, space.NO),
        ([5], "is", 5, space.YES | space.NO),
        ([2**n for n in range(9)], "at_least", 511, space.YES | space.NO),
        ([2**n for n in range(9)], "at_least", 512, space.NO),
        ([2**n for n in range(9)], "at_least", 0, space.YES),
    ],
)
def test_a_hull_knows_few_numbers_each_and_many_by_their_bounds(
    numbers: list[int], op: str, value: int, answer: int
) -> None:
    assert _summing(numbers, rule.Number("z", op, value)) == answer
