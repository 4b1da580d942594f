"""Edits journeys at random, as authors do between two versions, and keeps books on old names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from random import Random
from typing import Any

from app.engine import Journey
from app.engine import conditions as c
from app.engine.steps import (
    MAIN,
    Check,
    CheckAnswer,
    Choice,
    Decision,
    Effects,
    End,
    Explore,
    Item,
    Jump,
    Place,
    Poll,
    Reflection,
    Scale,
    Step,
    Story,
)

GROUPS = ("choices", "places", "answers", "items", "criteria")


class Editor:
    """Makes the next version of a journey. Names change last, so that edits need not follow."""

    def __init__(self, journey: Journey, chance: Random) -> None:
        self.journey = journey
        self.chance = chance
        self.lanes = {name: list(lane) for name, lane in journey.lanes.items()}
        self.steps = dict(journey.steps)
        self.roles = list(journey.roles)
        self.removed = dict(journey.removed)
        self.names: dict[str, str] = {}
        self.parts: dict[tuple[str, str], str] = {}
        self.new_roles: dict[str, str] = {}
        self.new_counters: dict[str, str] = {}

    def edit(self, edits: int) -> Journey:
        """Change something so many times, and return the new version."""
        does = [
            self.add, self.remove, self.rename, self.reorder, self.reword, self.change_parts,
            self.change_way, self.change_roles, self.rename_part, self.rename_counter,
        ]  # fmt: skip
        for _ in range(edits):
            self.chance.choice(does)()
        return self._version()

    def add(self) -> None:
        """Add a step of some kind anywhere, but behind no end."""
        lane = MAIN if self.chance.random() < 0.5 else self.chance.choice(sorted(self.lanes))
        ids = self.lanes[lane]
        at = self.chance.randint(0, min(3, len(ids) - (lane == MAIN)))
        beside = self.steps[ids[min(at, len(ids) - 1)]] if ids else None
        stage = beside.stage if beside else self.steps[lane.partition(".")[0]].stage
        step = self._new_step(f"n{self._number()}", stage)
        self.steps[step.id] = step
        ids.insert(at, step.id)

    def remove(self) -> None:
        """Remove a step with everything in it, with or without saying where to go instead."""
        lane, id_ = self._some_step()
        if lane == MAIN and id_ == self.lanes[MAIN][-1]:
            return
        self.lanes[lane].remove(id_)
        self._drop(id_)
        if self.chance.random() < 0.7:
            self.removed[id_] = self.chance.choice(sorted(self.steps))

    def rename(self) -> None:
        """Give a step another name."""
        _, id_ = self._some_step()
        self.names[id_] = f"{id_}x"

    def rename_part(self) -> None:
        """Give a choice, place, answer, item or criterion another name."""
        id_, group = self._some_parts()
        if group and not getattr(self.steps[id_], "repeats", None):
            part = self.chance.choice(getattr(self.steps[id_], group))
            self.parts[id_, part.id] = f"{part.id}x"

    def rename_counter(self) -> None:
        """Give a counter another name."""
        name = self.chance.choice(sorted(self.journey.counters))
        self.new_counters[name] = f"{name}x"

    def reorder(self) -> None:
        """Let two neighbours of one stage change places."""
        ids = self.lanes[self.chance.choice(sorted(self.lanes))]
        pairs = [
            at
            for at in range(len(ids) - 1)
            if self.steps[ids[at]].stage == self.steps[ids[at + 1]].stage
            and not isinstance(self.steps[ids[at + 1]], End)
        ]
        if pairs:
            at = self.chance.choice(pairs)
            ids[at], ids[at + 1] = ids[at + 1], ids[at]

    def reword(self) -> None:
        """Change words alone: a longer text, other variants."""
        _, id_ = self._some_step()
        self.steps[id_] = replace(self.steps[id_], weight=self.chance.randint(0, 900), variants=())

    def change_parts(self) -> None:
        """Take away or add a choice, place, answer, item or criterion."""
        id_, group = self._some_parts()
        step = self.steps[id_]
        if not group or isinstance(step, Scale):
            return
        parts = list(getattr(step, group))
        if self.chance.random() < 0.8 and len(parts) > 1:
            gone = parts.pop(self.chance.randrange(len(parts)))
            self._drop_lane(getattr(gone, "lane", None))
        else:
            parts.append(self._new_part(step, f"t{self._number()}"))
        self.steps[id_] = replace(step, **{group: tuple(parts)})

    def change_way(self) -> None:
        """Change who sees a step, or what it needs."""
        _, id_ = self._some_step()
        step = self.steps[id_]
        if isinstance(step, Explore):
            self.steps[id_] = replace(step, visit=self.chance.randint(0, 3))
        elif not isinstance(step, End):
            asked = self.chance.choice(sorted(self.steps))
            self.steps[id_] = replace(
                step, when=c.Visited(asked, self.chance.random() < 0.5), jumps=()
            )

    def change_roles(self) -> None:
        """Add, remove or rename a role."""
        fate = self.chance.random()
        if fate < 0.4 or not self.roles:
            self.roles.append(f"r{self._number()}")
        elif fate < 0.6:
            self.roles.remove(self.chance.choice(self.roles))
        else:
            role = self.chance.choice(self.roles)
            self.new_roles[role] = f"{role}x"

    # What edits need

    def _some_step(self) -> tuple[str, str]:
        """Take any step, more often one of the first, which more runs have passed."""
        early = self.lanes[MAIN][:3] if self.chance.random() < 0.5 else ()
        id_ = self.chance.choice(early or sorted(id_ for ids in self.lanes.values() for id_ in ids))
        return next((lane, id_) for lane, ids in self.lanes.items() if id_ in ids)

    def _some_parts(self) -> tuple[str, str]:
        _, id_ = self._some_step()
        return id_, next((g for g in GROUPS if getattr(self.steps[id_], g, ())), "")

    def _drop(self, id_: str) -> None:
        step = self.steps.pop(id_)
        for part in (*getattr(step, "choices", ()), *getattr(step, "places", ())):
            self._drop_lane(part.lane)

    def _drop_lane(self, lane: str | None) -> None:
        if lane:
            for inner in self.lanes.pop(lane):
                self._drop(inner)

    def _number(self) -> int:
        return self.chance.randrange(10**9)

    def _new_step(self, id_: str, stage: int) -> Step:
        kind = self.chance.choice([Story, Story, Reflection, Poll, Scale, Check, Decision, Explore])
        step = kind(id=id_, stage=stage)
        if isinstance(step, Explore):
            self._lane_of(f"{id_}.a", stage)
            return replace(step, places=(Place("a", f"{id_}.a"),))
        if isinstance(step, Decision | Poll):
            return replace(step, choices=(Choice("a"), Choice("b")))
        if isinstance(step, Check):
            return replace(step, answers=(CheckAnswer("a", True), CheckAnswer("b")))
        return replace(step, items=(Item("a"),)) if isinstance(step, Scale) else step

    def _new_part(self, step: Step, id_: str) -> Any:
        if isinstance(step, Explore):
            self._lane_of(f"{step.id}.{id_}", step.stage)
            return Place(id_, f"{step.id}.{id_}")
        part = getattr(step, next(g for g in GROUPS if getattr(step, g, ())))[0]
        plain = {"lane": None, "jumps": (), "when": None, "effects": Effects()}
        known = {each.name for each in fields(part)}
        return replace(part, id=id_, **{k: v for k, v in plain.items() if k in known})

    def _lane_of(self, lane: str, stage: int) -> None:
        inner = Story(id=f"n{self._number()}", stage=stage)
        self.steps[inner.id] = inner
        self.lanes[lane] = [inner.id]

    # The new version

    def _version(self) -> Journey:
        placed = {
            id_: replace(self.steps[id_], lane=lane, position=position)
            for lane, ids in self.lanes.items()
            for position, id_ in enumerate(ids)
        }
        forward = {id_: self._with_jumps_ahead(step, placed) for id_, step in placed.items()}
        names = {old: new for old, new in self.names.items() if old in placed}
        parts = {key: new for key, new in self.parts.items() if key[0] in placed}
        roles = {old: new for old, new in self.new_roles.items() if old in self.roles}
        read = Renaming(names, parts, roles, self.new_counters)
        steps = [read.step(forward[id_]) for ids in self.lanes.values() for id_ in ids]
        return replace(
            self.journey,
            steps={step.id: step for step in steps},
            lanes={
                read.lane(lane): tuple(read.id(i) for i in ids) for lane, ids in self.lanes.items()
            },
            roles=tuple(dict.fromkeys(self.new_roles.get(role, role) for role in self.roles)),
            counters={read.id(name): each for name, each in self.journey.counters.items()},
            renamed={**self.journey.renamed, **read.entries()},
            removed={old: read.id(target) for old, target in self.removed.items()},
            plans={},
            spans={},
        )

    def _with_jumps_ahead(self, step: Step, placed: Mapping[str, Step]) -> Step:
        def ahead(jumps: tuple[Jump, ...]) -> tuple[Jump, ...]:
            return tuple(
                jump
                for jump in jumps
                if jump.to in placed
                and placed[jump.to].lane == step.lane
                and placed[jump.to].position > step.position
            )

        if isinstance(step, Decision):
            choices = tuple(replace(each, jumps=ahead(each.jumps)) for each in step.choices)
            step = replace(step, choices=choices)
        if isinstance(step, Scale) and step.repeats and step.repeats not in placed:
            step = replace(step, repeats=None)
        return replace(step, jumps=ahead(step.jumps))


class Renaming:
    """Puts new names in the place of old ones, wherever a graph holds them."""

    def __init__(
        self,
        names: Mapping[str, str],
        parts: Mapping[tuple[str, str], str],
        roles: Mapping[str, str],
        counters: Mapping[str, str],
    ) -> None:
        self.names = {**names, **counters}
        self.parts = parts
        self.roles = roles

    def entries(self) -> dict[str, str]:
        """Return what ``renamed`` has to say, in chains where a step and its part changed."""
        renamed = dict(self.names)
        renamed |= {
            f"{step}.{part}": f"{self.id(step)}.{name}" for (step, part), name in self.parts.items()
        }
        return renamed | {f"role.{old}": f"role.{role}" for old, role in self.roles.items()}

    def id(self, name: str) -> str:
        return self.names.get(name, name)

    def lane(self, lane: str) -> str:
        step, dot, part = lane.partition(".")
        return f"{self.id(step)}.{self.parts.get((step, part), part)}" if dot else lane

    def step(self, step: Step) -> Step:
        given = {each.name: getattr(step, each.name) for each in fields(step)}
        given |= {"id": self.id(step.id), "lane": self.lane(step.lane)}
        owner = getattr(step, "repeats", None) or step.id
        for group in GROUPS:
            if group in given:
                given[group] = tuple(self._part(owner, part) for part in given[group])
        if given.get("repeats"):
            given["repeats"] = self.id(given["repeats"])
        if "if_correct" in given:
            given["if_correct"] = self._effects(given["if_correct"])
        given["when"] = self._condition(step.when)
        given["jumps"] = self._jumps(step.jumps)
        return type(step)(**given)

    def _part(self, owner: str, part: Any) -> Any:
        given = {each.name: getattr(part, each.name) for each in fields(part)}
        given["id"] = self.parts.get((owner, part.id), part.id)
        if given.get("lane"):
            given["lane"] = self.lane(part.lane)
        if "when" in given:
            given["when"] = self._condition(part.when)
        if "jumps" in given:
            given["jumps"] = self._jumps(part.jumps)
        if "effects" in given:
            given["effects"] = self._effects(part.effects)
        return type(part)(**given)

    def _jumps(self, jumps: tuple[Jump, ...]) -> tuple[Jump, ...]:
        return tuple(Jump(self.id(jump.to), self._condition(jump.when)) for jump in jumps)

    def _effects(self, effects: Effects) -> Effects:
        add = {self.id(name): number for name, number in effects.add.items()}
        return Effects(add, {self.id(name): number for name, number in effects.set.items()})

    def _condition(self, condition: Any) -> Any:
        match condition:
            case None:
                return None
            case c.All(parts) | c.Any(parts):
                return type(condition)(tuple(self._condition(part) for part in parts))
            case c.Not(part):
                return c.Not(self._condition(part))
            case c.Role(roles):
                return c.Role(tuple(self.roles.get(role, role) for role in roles))
            case c.Number():
                return replace(condition, name=self.id(condition.name))
        return self._question(condition, condition.step)

    def _question(self, condition: Any, step: str) -> Any:
        if isinstance(condition, c.Chose):
            ids = tuple(self.parts.get((step, id_), id_) for id_ in condition.ids)
            return c.Chose(self.id(step), ids)
        for name in ("id", "item"):
            if part := getattr(condition, name, None):
                new = self.parts.get((step, part), part)
                return replace(condition, step=self.id(step), **{name: new})
        return replace(condition, step=self.id(step))
