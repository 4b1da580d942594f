"""ZR9: whether a journey keeps the time it promises, and whether its stages fit into a break."""

from __future__ import annotations

from app.content.names import Names
from app.content.problems import Problems
from app.engine.space import Survey, Times

MOST_OFF = 0.3
LONGEST_STAGE = 10
MOST_UNEVEN = 2


def check(names: Names, found: Survey, problems: Problems) -> None:
    """Report a promise that no role's typical way keeps, and stages too long or too uneven.

    Whether ways differ too much is told only where each was walked.
    """
    _promise(names, found, problems)
    for stage in names.root.items("stages"):
        within = {role: times.stages[stage.get("stage")] for role, times in found.times.items()}
        name, node = stage.get("stage"), stage.at("stage")
        role, longest = max(within.items(), key=lambda each: each[1].typical)
        if longest.typical > LONGEST_STAGE:
            typical = round(longest.typical)
            problems.add("ZR902", node, stage=name, typical=typical, role=_named(role))
        role, uneven = max(within.items(), key=lambda each: _unevenness(each[1]))
        if found.exact and _unevenness(uneven) > MOST_UNEVEN:
            shortest, longest_way = round(uneven.shortest), round(uneven.longest)
            problems.add("ZR903", node, stage=name, longest=longest_way, shortest=shortest,
                         role=_named(role))  # fmt: skip


def _promise(names: Names, found: Survey, problems: Problems) -> None:
    promised: float | None = names.root.get("minutes")
    if not promised:
        return
    role, times = max(found.times.items(), key=lambda each: abs(each[1].typical - promised))
    if abs(times.typical - promised) > MOST_OFF * promised:
        fair = round(sum(each.typical for each in found.times.values()) / len(found.times))
        problems.add("ZR901", names.root.at("minutes"), minutes=f"{promised:g}",
                     typical=round(times.typical), role=_named(role), fair=fair or 1)  # fmt: skip


def _unevenness(times: Times) -> float:
    return times.longest / times.shortest if times.shortest else 0.0


def _named(role: str | None) -> str:
    return f" ({role})" if role is not None else ""
