"""What an answer may be: stored values that fit, and new ones accepted or refused, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.engine.state import Rejected, Value
from app.engine.steps import (
    Check,
    Decision,
    End,
    Explore,
    Goal,
    Meeting,
    Poll,
    Practice,
    Reflection,
    Scale,
    Showing,
    Step,
    Story,
)

MISSED: Value = {"missed": True}
"""Stands for a step that a later version put behind the learner, or whose answer fits no more."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is open at a step and what was answered there so far.

    ``kept`` is the part of the stored value that counts; ``ids`` are those of open choices or
    unvisited open places; ``enough`` whether an explore may be left.
    """

    ids: Collection[str]
    kept: Value
    enough: bool
    is_change: bool


def finishes(step: Step, value: Value) -> bool:
    """Return whether a stored value fits the step and ends it. Explores are judged on the way."""
    if value is None:
        return step.skippable
    if is_missed(value):
        return may_be_missed(step)
    return _FINISHES[type(step)](step, value)


def may_be_missed(step: Step) -> bool:
    """Return whether the way goes on without this step; a story is never skipped, but may be."""
    return not isinstance(step, Decision | Explore | End)


def is_missed(value: Value) -> bool:
    """Return whether a value says that its step was passed unseen."""
    return isinstance(value, dict) and value == MISSED


def passed_over(value: Value) -> Value:
    """Return what a value counts as once its step is passed over: missed, or an explore left."""
    is_round = isinstance(value, dict) and "places" in value
    return {**value, "left": True, **MISSED} if is_round else MISSED


def tries_so_far(step: Check, value: Value) -> list[list[str]]:
    """Return the tries of a stored value that fits, else none."""
    return value["tries"] if _fits_check(step, value) else []


def places_so_far(step: Explore, value: Value) -> tuple[list[str], bool]:
    """Return the stored places in order of visiting and whether the explore was left."""
    if not isinstance(value, dict) or not value.keys() <= {"places", "left", "missed"}:
        return [], False
    places: list[str] = value.get("places", [])
    left = value.get("left", False)
    if not isinstance(left, bool) or not _are_ids(places, {p.id for p in step.places}):
        return [], False
    return places, left


def is_right(step: Check, chosen: Sequence[str]) -> bool:
    """Return whether one try names exactly the correct answers."""
    return set(chosen) == {answer.id for answer in step.answers if answer.correct}


def accept(step: Step, value: Value, offer: Offer) -> Value:
    """Return the whole new value of a step, or raise `Rejected`."""
    if value is None and not step.skippable:
        raise Rejected("cannot-skip")
    if value is None and not isinstance(step, Check):
        return None
    return _ACCEPTS[type(step)](step, value, offer)


def _fits_true(_step: Step, value: Value) -> bool:
    return value is True


def _fits_choice(step: Decision | Poll, value: Value) -> bool:
    return isinstance(value, str) and any(choice.id == value for choice in step.choices)


def _fits_check(step: Check, value: Value) -> bool:
    if not isinstance(value, dict) or not value.keys() <= {"tries", "left"}:
        return False
    tries = value.get("tries")
    if not isinstance(tries, list) or not 0 < len(tries) <= step.tries:
        return False
    known = {answer.id for answer in step.answers}
    shaped = all(_are_ids(t, known) and t and (step.several or len(t) == 1) for t in tries)
    return shaped and not any(is_right(step, earlier) for earlier in tries[:-1])


def _ends_check(step: Check, value: Value) -> bool:
    return _fits_check(step, value) and (
        value.get("left") is True
        or len(value["tries"]) == step.tries
        or is_right(step, value["tries"][-1])
    )


def _fits_scale(step: Scale, value: Value) -> bool:
    return isinstance(value, dict) and not _wrong_items(step, value)


def _fits_practice(step: Practice, value: Value) -> bool:
    known = {criterion.id for criterion in step.criteria}
    return (
        isinstance(value, dict) and value.keys() == {"ticked"} and _are_ids(value["ticked"], known)
    )


def _accept_true(_step: Step, value: Value, _offer: Offer) -> Value:
    if value is not True:
        raise Rejected("value-wrong")
    return True


def _accept_choice(step: Decision | Poll, value: Value, offer: Offer) -> Value:
    if value == "":
        raise Rejected("choice-missing")
    if not isinstance(value, str):
        raise Rejected("value-wrong")
    if not _fits_choice(step, value):
        raise Rejected("choice-unknown", value)
    if value not in offer.ids:
        raise Rejected("choice-closed", value)
    return value


def _accept_move(step: Explore, value: Value, offer: Offer) -> Value:
    places = offer.kept["places"] if offer.kept else []
    if value == {"leave": True}:
        return _leave(places, offer)
    if not isinstance(value, dict) or not value.keys() <= {"place"}:
        raise Rejected("value-wrong")
    place = value.get("place", "")
    if place == "":
        raise Rejected("choice-missing")
    if not _are_ids([place], {p.id for p in step.places}):
        raise Rejected("choice-unknown")
    if place not in offer.ids:
        raise Rejected("place-closed", place)
    return {"places": [*places, place], "left": offer.is_change}


def _leave(places: list[str], offer: Offer) -> Value:
    if offer.is_change:
        raise Rejected("cannot-change")
    if not offer.enough:
        raise Rejected("visit-more")
    return {"places": list(places), "left": True}


def _accept_try(step: Check, value: Value, offer: Offer) -> Value:
    """Going on without a new try keeps the tries made; without any it is a skip."""
    tries = tries_so_far(step, offer.kept)
    if value is None or value == {"leave": True}:
        return {"tries": tries, "left": True} if tries else None
    chosen = _accept_ids(value, [answer.id for answer in step.answers])
    if not chosen:
        raise Rejected("choice-missing")
    if len(chosen) > 1 and not step.several:
        raise Rejected("only-one")
    return {"tries": [*tries, chosen], "left": False}


def _accept_scale(step: Scale, value: Value, _offer: Offer) -> Value:
    if not isinstance(value, dict):
        raise Rejected("value-wrong")
    wrong = _wrong_items(step, value)
    if wrong:
        raise Rejected("value-wrong", str(wrong[0]))
    return {item.id: value[item.id] for item in step.items if item.id in value}


def _accept_practice(step: Practice, value: Value, _offer: Offer) -> Value:
    if not isinstance(value, dict) or value.keys() != {"ticked"}:
        raise Rejected("value-wrong")
    return {"ticked": _accept_ids(value["ticked"], [c.id for c in step.criteria])}


def _accept_ids(value: Value, known: Sequence[str]) -> list[str]:
    """Return the named ids in the order of the file, so that equal answers are equal values."""
    if not isinstance(value, list):
        raise Rejected("value-wrong")
    for id_ in value:
        if id_ not in known:
            raise Rejected("choice-unknown", str(id_))
    return [id_ for id_ in known if id_ in value]


def _wrong_items(step: Scale, value: Mapping[Any, Value]) -> list[Any]:
    known = {item.id for item in step.items}
    return [
        item
        for item, points in value.items()
        if item not in known or type(points) is not int or not 1 <= points <= step.points
    ]


def _are_ids(value: Value, known: Collection[str]) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(id_, str) and id_ in known for id_ in value)
        and len(set(value)) == len(value)
    )


_FINISHES: Mapping[type, Callable[[Any, Value], bool]] = {
    **dict.fromkeys((Story, Showing, Reflection, Goal, Meeting), _fits_true),
    **dict.fromkeys((Decision, Poll), _fits_choice),
    Check: _ends_check,
    Scale: _fits_scale,
    Practice: _fits_practice,
}
_ACCEPTS: Mapping[type, Callable[[Any, Value, Offer], Value]] = {
    **dict.fromkeys((Story, Showing, Reflection, Goal, Meeting), _accept_true),
    **dict.fromkeys((Decision, Poll), _accept_choice),
    Explore: _accept_move,
    Check: _accept_try,
    Scale: _accept_scale,
    Practice: _accept_practice,
}
