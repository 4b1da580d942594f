"""ZR4: the way through a journey, as far as the graph and the roles alone can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.content.names import Names, Spot, parts_of
from app.content.nodes import Item
from app.content.problems import Problems
from app.content.references import Arrow
from app.engine.conditions import Condition, known
from app.engine.steps import MAIN


def check(names: Names, problems: Problems) -> None:
    """Report jumps that leave the format's forward flow, steps nobody meets, stages left empty."""
    for spot in names.spots:
        problems.step = spot.id or None
        _step(spot, names, problems)
    problems.step = None
    for lane in names.lanes.values():
        if not any(_is_lost(arrow, spot, names) for spot in lane for arrow in _all_arrows(spot)):
            _reachable(lane, names, problems)
    _last_is_end(names, problems)
    _roles(names, problems)


def _step(spot: Spot, names: Names, problems: Problems) -> None:
    item = spot.item
    _arrows(item, spot, names, problems)
    if spot.kind != "end" and "when" in item.fields:
        arrows: list[Arrow] = item.get("next") or []
        if arrows and arrows[0].when is None and arrows[0].to:
            problems.add("ZR409", item.key("next"))
    for _, part in parts_of(spot):
        _arrows(part, spot, names, problems)
        if "steps" in part.fields and "next" in part.fields:
            problems.add("ZR414", part.key("next"))
    if spot.kind == "end":
        _end(spot, names, problems)
    elif spot.kind == "meeting" and (spot.inside or "when" in item.fields):
        problems.add("ZR410", item.key("when") if "when" in item.fields else spot.node)
    elif spot.kind == "explore" and item.get("visit", 1) > len(item.items("places")):
        problems.add("ZR413", item.at("visit"), visit=item.get("visit", 1),
                     places=len(item.items("places")))  # fmt: skip


def _end(spot: Spot, names: Names, problems: Problems) -> None:
    for key in ("when", "next"):
        if key in spot.item.fields:
            problems.add("ZR415", spot.item.key(key), key=key)
    if spot.lane != MAIN or spot.stage != len(names.root.items("stages")) - 1:
        problems.add("ZR406", spot.node, id=spot.id)


def _arrows(item: Item, spot: Spot, names: Names, problems: Problems) -> None:
    arrows: list[Arrow] = item.get("next") or []
    for arrow in arrows:
        if arrow.to:
            _arrow(arrow, spot, names.steps[arrow.to], problems)
    always = next((number for number, arrow in enumerate(arrows) if arrow.when is None), None)
    if always is None and arrows:
        problems.add("ZR407", arrows[-1].node)
    elif always is not None and always + 1 < len(arrows):
        line = arrows[always].node.start_mark.line + 1
        problems.add("ZR408", arrows[always + 1].node, line=line)


def _all_arrows(spot: Spot) -> Iterator[Arrow]:
    yield from spot.item.get("next") or ()
    for _, part in parts_of(spot):
        yield from part.get("next") or ()


def _is_lost(arrow: Arrow, spot: Spot, names: Names) -> bool:
    """Whether a jump does not lead where it should: then nobody knows what can be reached."""
    if not arrow.to:
        return True
    target = names.steps[arrow.to]
    return (
        target.lane != spot.lane
        or target.position <= spot.position
        or target.stage > spot.stage + 1
    )


def _arrow(arrow: Arrow, spot: Spot, target: Spot, problems: Problems) -> None:
    line = target.node.start_mark.line + 1
    if target.lane != spot.lane:
        problems.add("ZR404", arrow.node, to=arrow.to, line=line)
    elif target.position <= spot.position:
        problems.add("ZR402", arrow.node, to=arrow.to, line=line)
    elif target.stage > spot.stage + 1:
        problems.add("ZR403", arrow.node, to=arrow.to, line=line)


def _last_is_end(names: Names, problems: Problems) -> None:
    stages = names.root.items("stages")
    last = stages[-1].items("steps") if stages else []
    if last and last[-1].shape != "end":
        problems.add("ZR405", last[-1].at(last[-1].shape), last[-1].get(last[-1].shape))


def _reachable(lane: list[Spot], names: Names, problems: Problems) -> None:
    """Report the steps of a list that no way leads to; a detour begins with its first step."""
    met = {0}
    last_stage = len(names.root.items("stages")) - 1
    for index, spot in enumerate(lane):
        is_told = spot.lane == MAIN and index == len(lane) - 1 and spot.kind != "end"
        if index not in met and not is_told:
            problems.add("ZR401", spot.node, spot.id, id=spot.id)
        if spot.kind == "end" and spot.stage < last_stage:
            met.add(index + 1)
        met |= set(_after(spot, lane))


def _after(spot: Spot, lane: list[Spot]) -> Iterator[int]:
    following = spot.position + 1
    if spot.kind == "end":
        return
    yield from _targets(spot.item.get("next"), lane, following, _stays(spot))
    if spot.kind == "decision":
        for choice in spot.item.items("choices"):
            if "next" in choice.fields:
                yield from _targets(choice.get("next"), lane, following, True)


def _stays(spot: Spot) -> bool:
    """Whether the step's own ``next`` can count: some choice, or skipping, leaves it to it."""
    choices = spot.item.items("choices") if spot.kind == "decision" else []
    return (
        not choices
        or "when" in spot.item.fields
        or any(not choice.get("next") for choice in choices)
        or all("when" in choice.fields for choice in choices)
    )


def _targets(
    arrows: Iterable[Arrow] | None, lane: list[Spot], following: int, counts: bool
) -> Iterator[int]:
    if not counts:
        return
    at = {spot.id: spot.position for spot in lane} if arrows else {}
    for arrow in arrows or ():
        if arrow.to in at:
            yield at[arrow.to]
        if arrow.when is None:
            return
    yield following


def _roles(names: Names, problems: Problems) -> None:
    roles = list(names.roles)
    for spot in names.spots:
        when = spot.item.get("when")
        if roles and when is not None and all(_excluded(when, role) for role in roles):
            problems.add("ZR412", spot.item.at("when"), spot.id, id=spot.id)
    for number, stage in enumerate(names.root.items("stages")):
        lane = [spot for spot in names.lanes.get(MAIN, ()) if spot.stage == number]
        for role in roles:
            if lane and all(_excluded(spot.item.get("when"), role) for spot in lane):
                name = stage.get("stage")
                problems.add("ZR411", stage.at("stage"), role=role, stage=name)


def _excluded(when: Condition | None, role: str) -> bool:
    return when is not None and known(when, role) is False
