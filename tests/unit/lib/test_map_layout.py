"""Boxes of a map never overlap, ways never run through them, and nothing depends on chance."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.lib.map_layout import BOX, CORRIDOR, Box, arrange


@st.composite
def lanes(draw, depth=0, name="b"):
    """Draw a lane with branches nested at most twice, as the format allows."""
    found = []
    for number in range(draw(st.integers(1, 5 - 2 * depth))):
        id_ = f"{name}-{number}"
        branches = []
        if depth < 2:
            for branch in range(draw(st.sampled_from([0, 0, 1, 2, 4]))):
                empty = draw(st.booleans()) and branch
                branches.append(() if empty else draw(lanes(depth + 1, f"{id_}-{branch}")))
        found.append(Box(id_, tuple(branches)))
    return tuple(found)


@st.composite
def maps(draw):
    """Draw a lane and leaps in any of its lanes, always forward."""
    lane = draw(lanes())
    possible = list(leaps_of(lane))
    chosen = draw(st.lists(st.sampled_from(possible), unique=True)) if possible else []
    return lane, chosen


def leaps_of(lane):
    yield from combinations([box.id for box in lane], 2)
    for box in lane:
        for branch in box.branches:
            yield from leaps_of(branch)


def boxes_of(lane):
    for box in lane:
        yield box
        for branch in box.branches:
            yield from boxes_of(branch)


@given(drawn=maps())
def test_no_box_overlaps_another_or_leaves_the_picture(drawn):
    lane, leaps = drawn
    found = arrange(lane, leaps)
    rows = {}
    for box in boxes_of(lane):
        rows.setdefault(found.layer[box.id], []).append(found.x[box.id])
    for middles in rows.values():
        assert all(abs(one - other) > BOX for one, other in combinations(middles, 2))
        assert min(middles) >= BOX // 2
        assert max(middles) <= found.width - BOX // 2
    assert sorted(rows) == list(range(found.layers))


@given(drawn=maps())
def test_what_follows_stands_below_everything_before_it(drawn):
    lane, leaps = drawn
    found = arrange(lane, leaps)
    for box in boxes_of(lane):
        for branch in box.branches:
            assert all(found.layer[each.id] > found.layer[box.id] for each in boxes_of(branch))
    for above, below in combinations(lane, 2):
        inside = [found.layer[each.id] for each in boxes_of([above])]
        assert max(inside) < found.layer[below.id]


@given(drawn=maps())
def test_tracks_and_corridors_run_beside_the_boxes(drawn):
    lane, leaps = drawn
    found = arrange(lane, leaps)
    for (source, target), track in found.tracks.items():
        between = range(found.layer[source], found.layer[target] + 1)
        for box, middle in found.x.items():
            assert found.layer[box] not in between or abs(middle - track) > BOX // 2
    for (id_, number), middle in found.corridors.items():
        box = next(each for each in boxes_of(lane) if each.id == id_)
        for other, branch in enumerate(box.branches):
            if other != number:
                assert all(
                    abs(found.x[each.id] - middle) >= BOX // 2 + CORRIDOR // 2
                    for each in boxes_of(branch)
                )


@given(drawn=maps())
def test_tracks_of_leaps_to_different_boxes_share_no_place(drawn):
    found = arrange(*drawn)
    spans = [
        (track, found.layer[source], found.layer[target], target)
        for (source, target), track in found.tracks.items()
    ]
    for one, other in combinations(spans, 2):
        if one[0] == other[0] and one[3] != other[3]:
            assert one[2] <= other[1] or other[2] <= one[1]


@given(drawn=maps())
def test_the_same_map_is_laid_out_the_same_way(drawn):
    assert arrange(*drawn) == arrange(*drawn)


def test_leaps_to_one_box_share_their_track():
    lane = [Box(name) for name in "abcd"]
    found = arrange(lane, [("a", "d"), ("b", "d"), ("a", "c")])
    assert found.tracks["a", "d"] == found.tracks["b", "d"]
    assert found.tracks["a", "c"] > found.tracks["a", "d"]
