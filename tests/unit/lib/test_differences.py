"""Differences: what is equal in both texts is told once, by not being told."""

from hypothesis import given
from hypothesis import strategies as st

from app.lib.differences import MOST_LINES, Difference, differences

LINES = st.lists(st.sampled_from("abc"), max_size=12)


def test_equal_texts_do_not_differ() -> None:
    assert differences("a\nb\n", "a\nb\n") == []


def test_a_line_that_was_changed_and_one_that_was_added() -> None:
    found = differences("a\nb\nc\n", "a\nx\nc\nd\n")
    assert found == [Difference(2, ("b",), 2, ("x",)), Difference(4, (), 4, ("d",))]


def test_a_line_in_front_shifts_the_others() -> None:
    assert differences("neu\na\nb", "a\nb") == [Difference(1, ("neu",), 1, ())]


@given(LINES, LINES)
def test_the_differences_turn_one_text_into_the_other(one: list[str], two: list[str]) -> None:
    mine, theirs = "\n".join(one), "\n".join(two)
    lines = mine.split("\n")
    for found in reversed(differences(mine, theirs)):
        start = found.mine_from - 1
        assert tuple(lines[start : start + len(found.mine)]) == found.mine
        lines[start : start + len(found.mine)] = found.theirs
    assert "\n".join(lines) == theirs


def test_very_different_texts_are_one_difference() -> None:
    mine = "\n".join(f"a{n}" for n in range(MOST_LINES + 1))
    (found,) = differences(mine, mine.replace("a", "b"))
    assert len(found.mine) == MOST_LINES + 1
