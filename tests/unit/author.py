"""Writes random journeys that the checker would accept: all kinds, nested lists, conditions."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from app.engine import Journey
from app.engine import conditions as c
from app.engine.journey import Counter, Source
from app.engine.steps import (
    MAIN,
    Check,
    CheckAnswer,
    Choice,
    Criterion,
    Decision,
    Effects,
    End,
    Explore,
    Goal,
    Item,
    Jump,
    Media,
    Meeting,
    Place,
    Poll,
    Practice,
    Reflection,
    Scale,
    Showing,
    Step,
    Story,
    Variant,
)
from app.engine.text import Block, Insert, Piece, SlotInsert, Text

OPERATORS = ("is", "is_not", "at_least", "at_most", "more_than", "less_than")
LEAVES = (Story, Showing, Check, Scale, Poll, Practice, Reflection, Goal, Meeting)
DEEPEST = 2


class Author:
    """Writes one journey, front to back, as an author would: conditions look back only."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.steps: dict[str, Step] = {}
        self.lanes: dict[str, tuple[str, ...]] = {}
        self.texts: dict[str, dict[str, Any]] = {"de": {}, "en": {}}
        self.readable: list[Step] = []
        self.roles = tuple(["r1", "r2", "r3"][: chance.randint(0, 3)])
        self.counters = {
            "mut": Counter(min=0, competence=True),
            "risiko": Counter(start=chance.randint(-1, 2), min=-1, max=3),
            "zahl": Counter(),
        }
        self.number = 0

    def journey(self) -> Journey:
        stages = self.chance.randint(1, 3)
        plan = [stage for stage in range(stages) for _ in range(self.chance.randint(1, 4))]
        self._lane(MAIN, [*plan, stages - 1], 0, last=End)
        self._word("glossary.Begriff.text", plain=True)
        return Journey(
            id="zufall",
            languages=("de", "en"),
            minutes=self.chance.choice([None, 20.0]),
            topics=1,
            roles=self.roles,
            counters=self.counters,
            slots=("kontakt",),
            terms=("Begriff",),
            sources={"quelle": Source("quelle", checked="2026-11-01")},
            stages=tuple(f"etappe-{number}" for number in range(stages)),
            steps=self.steps,
            lanes=self.lanes,
            texts=self.texts,
            files={"bild.svg": "0" * 64},
            renamed={"alt": "s1"},
        )

    def _lane(
        self, name: str, stages: list[int], depth: int, last: type[Step] | None = None
    ) -> None:
        ids = [self._new_id() for _ in stages]
        self.lanes[name] = tuple(ids)
        for position, (id_, stage) in enumerate(zip(ids, stages, strict=True)):
            at_end = position == len(ids) - 1
            cls = last if last and at_end else self._kind(depth)
            if last and stage == stages[-1] and not at_end and self.chance.random() < 0.1:
                cls = End
            ahead = [
                later
                for later, its_stage in zip(
                    ids[position + 1 :], stages[position + 1 :], strict=True
                )
                if its_stage <= stage + 1
            ]
            self._step(cls(id=id_, stage=stage, lane=name, position=position), ahead, depth)

    def _step(self, step: Step, ahead: list[str], depth: int) -> None:
        self.steps[step.id] = step
        step = replace(
            step,
            weight=self.chance.choice([0, 1, 90, 360, 700]),
            when=None if isinstance(step, End) else self._maybe_condition(0.3),
            media=self._media(),
            sources=("quelle",) if self.chance.random() < 0.2 else (),
        )
        step = self._filled(step, ahead, depth)
        self._say(step)
        step = replace(step, variants=self._variants(step))
        self.readable.append(step)
        self._inner_lanes(step, depth)
        if not isinstance(step, End):
            step = replace(step, jumps=self._jumps(ahead))
        self.steps[step.id] = step

    def _filled(self, step: Step, ahead: list[str], depth: int) -> Step:
        chance = self.chance
        if isinstance(step, Decision):
            return replace(step, choices=tuple(self._choice(step, i, ahead, depth) for i in "abc"))
        if isinstance(step, Poll):
            return replace(step, choices=(Choice("a"), Choice("b")))
        if isinstance(step, Explore):
            return replace(
                step,
                visit=chance.randint(0, 3),
                places=tuple(
                    Place(i, f"{step.id}.{i}", self._maybe_condition(0.3, step)) for i in "abc"
                ),
            )
        if isinstance(step, Check):
            several = chance.random() < 0.5
            answers = (CheckAnswer("a", True), CheckAnswer("b", several), CheckAnswer("c"))
            return replace(
                step,
                answers=answers,
                several=several,
                tries=chance.randint(1, 3),
                if_correct=self._effects(),
            )
        if isinstance(step, Scale):
            return self._scale(step)
        if isinstance(step, Practice):
            criteria = tuple(Criterion(i, self._effects()) for i in "ab")
            return replace(step, criteria=criteria, has_sample=chance.random() < 0.5)
        if isinstance(step, Goal):
            return replace(step, fields=("picture", "then"), remind_after_days=7)
        return step

    def _choice(self, step: Step, id_: str, ahead: list[str], depth: int) -> Choice:
        way = self.chance.random()
        return Choice(
            id_,
            when=self._maybe_condition(0.25),
            effects=self._effects(),
            lane=f"{step.id}.{id_}" if way < 0.4 and depth < DEEPEST else None,
            jumps=self._jumps(ahead) if way > 0.8 else (),
        )

    def _scale(self, step: Scale) -> Scale:
        earlier = [s for s in self.readable if isinstance(s, Scale) and not s.repeats]
        if earlier and self.chance.random() < 0.7:
            first = self.chance.choice(earlier)
            return replace(step, points=first.points, items=first.items, repeats=first.id)
        return replace(step, points=4, items=(Item("a", "mut"), Item("b")))

    def _inner_lanes(self, step: Step, depth: int) -> None:
        if isinstance(step, Decision):
            lanes = [choice.lane for choice in step.choices if choice.lane]
        elif isinstance(step, Explore):
            lanes = [place.lane for place in step.places]
        else:
            return
        for lane in lanes:
            self._lane(lane, [step.stage] * self.chance.randint(1, 2), depth + 1)

    def _kind(self, depth: int) -> type[Step]:
        nests = 0.45 if depth == 0 else 0.3
        if depth < DEEPEST and self.chance.random() < nests:
            return self.chance.choice([Decision, Explore])
        return self.chance.choice([*LEAVES, Decision])

    def _jumps(self, ahead: list[str]) -> tuple[Jump, ...]:
        if not ahead or self.chance.random() < 0.7:
            return ()
        conditional = [
            Jump(self.chance.choice(ahead), self._condition())
            for _ in range(self.chance.randint(0, 2))
        ]
        return (*conditional, Jump(self.chance.choice(ahead)))

    def _effects(self) -> Effects:
        name, other = self.chance.sample(list(self.counters), 2)
        return self.chance.choice(
            [
                Effects(),
                Effects(add={name: self.chance.randint(-2, 4)}),
                Effects(add={name: 1}, set={other: self.chance.randint(-2, 4)}),
            ]
        )

    def _maybe_condition(self, share: float, inside: Step | None = None) -> c.Condition | None:
        return self._condition(inside) if self.chance.random() < share else None

    def _condition(self, inside: Step | None = None, depth: int = 0) -> c.Condition:
        shape = self.chance.random() if depth < 2 else 1.0
        if shape < 0.1:
            return c.Not(self._condition(inside, depth + 1))
        if shape < 0.3:
            cls = self.chance.choice([c.All, c.Any])
            return cls((self._condition(inside, depth + 1), self._condition(inside, depth + 1)))
        return self._comparison(inside)

    def _comparison(self, inside: Step | None) -> c.Condition:
        chance = self.chance
        if inside and chance.random() < 0.3:
            return c.Includes(inside.id, chance.choice("abc"))
        if self.roles and chance.random() < 0.3:
            return c.Role(tuple(chance.sample(self.roles, chance.randint(1, len(self.roles)))))
        if not self.readable or chance.random() < 0.25:
            operator = chance.choice(OPERATORS)
            return c.Number(chance.choice(list(self.counters)), operator, chance.randint(-1, 3))
        return self._question(chance.choice(self.readable))

    def _question(self, step: Step) -> c.Condition:
        chance = self.chance
        possible: list[c.Condition] = [
            c.Visited(step.id, chance.random() < 0.5),
            c.Answered(step.id, chance.random() < 0.5),
        ]
        if isinstance(step, Decision | Check):
            possible.append(c.Chose(step.id, tuple(chance.sample("abc", chance.randint(1, 2)))))
        if isinstance(step, Check | Explore):
            possible.append(c.Includes(step.id, chance.choice("abc")))
        if isinstance(step, Check):
            possible.append(c.Correct(step.id, chance.random() < 0.5))
        if isinstance(step, Scale):
            operator = chance.choice(OPERATORS)
            possible.append(c.ItemNumber(step.id, "a", operator, chance.randint(1, 4)))
        return chance.choice(possible)

    def _media(self) -> Media | None:
        return Media("image", "bild.svg") if self.chance.random() < 0.2 else None

    def _variants(self, step: Step) -> tuple[Variant, ...]:
        made = []
        for key in ("v1", "v2")[: self.chance.randint(0, 2)]:
            keys = self.chance.sample(["text", "plain", "title", "choices.a.label"], 2)
            for name in keys:
                self._word(f"{step.id}@{key}.{name}")
            made.append(Variant(key, self._condition(), frozenset(keys), self._media()))
        return tuple(made)

    def _say(self, step: Step) -> None:
        for name in ("title", "text", "plain", "question", "prompt", "task", "image.alt"):
            if self.chance.random() < 0.6:
                self._word(f"{step.id}.{name}")
        for group in ("choices", "places", "answers", "items", "criteria"):
            for each in getattr(step, group, ()):
                self._word(f"{step.id}.{group}.{each.id}.label")
                if group in ("choices", "answers"):
                    self._word(f"{step.id}.{group}.{each.id}.feedback")
        hints = (self._text("de", "Rat"), self._text("de", "mehr Rat"))
        self.texts["de"][f"{step.id}.hints"] = hints

    def _word(self, key: str, *, plain: bool = False) -> None:
        for lang in ("de", "en"):
            if lang == "de" or self.chance.random() < 0.7:
                self.texts[lang][key] = (
                    Text(lang, (Block((key,)),), 1) if plain else (self._text(lang, key))
                )

    def _text(self, lang: str, words: str) -> Text:
        holes: list[Piece] = [SlotInsert("kontakt")]
        if self.readable:
            holes.append(Insert(self.readable[-1].id, "then", "sonst"))
        pieces = (words, self.chance.choice(holes)) if self.chance.random() < 0.2 else (words,)
        terms = ("Begriff",) if self.chance.random() < 0.2 else ()
        return Text(lang, (Block(pieces, "p"),), len(words.split()), terms)

    def _new_id(self) -> str:
        self.number += 1
        return f"s{self.number}"
