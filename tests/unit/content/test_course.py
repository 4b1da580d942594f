"""The course of a journey for one role holds every way that somebody can go, and nothing else."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.content.course import Course, Way
from app.engine import conditions as c
from app.engine.steps import MAIN, Decision, Explore, Poll
from tests.unit.content.cases import check
from tests.unit.strategies import journeys, walks

HEAD = """\
format: zukunftsreise/1
id: weg
title: "Weg"
languages: [de]
roles: {buero: {title: "Büro", text: "Sie schreiben."}, halle: {title: "Halle", text: "Sie bauen."}}
stages:
  - stage: weg
    title: "Weg"
    steps:
"""


def course(steps, role=None):
    parsed = check(HEAD + steps)
    assert parsed.journey, [problem.message() for problem in parsed.problems]
    return Course(parsed.journey, role)


def ids(found, lane=MAIN):
    return [step.id for step in found.lanes[lane]]


def out_of(found, step):
    """Give all steps to which the way may lead from here, those passed over included."""
    ahead, seen = list(direct(found, step)), set()
    while ahead:
        target = ahead.pop()
        if target.id not in seen:
            seen.add(target.id)
            if target.when or isinstance(target, Decision | Explore | Poll):
                ahead += direct(found, target)
    return seen


def direct(found, step):
    if isinstance(step, Decision):
        for choice in found.choices(step):
            yield from first(found, choice.lane)
    if isinstance(step, Explore):
        for place in found.places(step):
            yield from first(found, place.lane)
    ways = [way for way in found.leaps if way.source == step.id]
    for way in [*ways, *([found.onward[step.id]] if step.id in found.onward else [])]:
        if way.target:
            yield found.journey.steps[way.target]
        else:
            parent = found.journey.parent(step)
            yield from [parent] if isinstance(parent, Explore) else []
            yield from direct(found, parent)


def first(found, lane):
    """Give where a list may begin: its first step, and what is met where that one is skipped."""
    return found.lanes[lane] if lane else []


@given(data=st.data(), journey=journeys())
def test_every_walk_goes_along_it(data, journey):
    walk = data.draw(walks(journey))
    for role in {walk.role, None}:
        found = Course(journey, role)
        drawn = {step.id for lane in found.lanes.values() for step in lane}
        met = [*walk.last.way, walk.last.at]
        assert set(met) <= drawn
        for here, there in pairwise(met):
            step = journey.steps[here]
            assert there == here or there in out_of(found, step) or inside(journey, there, here)


def inside(journey, there, here):
    """Whether a place of the same explore, or what follows it, comes after this step."""
    parent = journey.parent(journey.steps[here])
    while parent is not None:
        if isinstance(parent, Explore):
            return True
        parent = journey.parent(parent)
    return False


def test_a_role_does_not_see_what_it_surely_skips():
    steps = """\
      - {story: alle, title: "A", text: "A."}
      - {story: nur-halle, when: {role: halle}, title: "B", text: "B."}
      - {end: da, title: "C", text: "C."}
"""
    assert ids(course(steps, "buero")) == ["alle", "da"]
    assert ids(course(steps, "halle")) == ["alle", "nur-halle", "da"]
    assert course(steps, "halle").needs(course(steps).lanes[MAIN][1]) is None
    assert ids(course(steps)) == ["alle", "nur-halle", "da"]
    assert course(steps).needs(course(steps).lanes[MAIN][1]) == c.Role(("halle",))


def test_the_next_of_a_skipped_step_still_counts():
    steps = """\
      - decision: wahl
        question: "Was?"
        choices: [{id: eins, label: "E", next: vorbei}, {id: zwei, label: "Z"}]
      - {story: nur-halle, when: {role: halle}, title: "B", text: "B.", next: da}
      - {story: vorbei, title: "C", text: "C."}
      - {end: da, title: "D", text: "D."}
"""
    found = course(steps, "buero")
    assert ids(found) == ["wahl", "vorbei", "da"]
    assert found.onward["wahl"] == Way("wahl", "vorbei", "eins")
    assert found.leaps == [Way("wahl", "da", otherwise=True)]


def test_ways_say_the_choice_the_condition_and_what_happens_otherwise():
    steps = """\
      - decision: wahl
        question: "Was?"
        choices:
          - {id: kurz, label: "K", next: da}
          - {id: lang, label: "L"}
          - {id: quer, label: "Q"}
      - story: mitte
        title: "M"
        text: "M."
        next:
          - {when: {wahl: lang}, to: da}
          - {to: umweg}
      - {story: umweg, title: "U", text: "U."}
      - {end: da, title: "D", text: "D."}
"""
    found = course(steps, "buero")
    assert found.leaps[0] == Way("wahl", "da", "kurz")
    assert found.onward["wahl"] == Way("wahl", "mitte", otherwise=True)
    assert found.leaps[1] == Way("mitte", "da", None, c.Chose("wahl", ("lang",)))
    assert found.onward["mitte"] == Way("mitte", "umweg", otherwise=True)
