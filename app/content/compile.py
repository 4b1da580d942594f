"""From checked items to the engine's `Journey`; called only where no error was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.content import markdown
from app.content.markdown import Glossary, Setting
from app.content.names import Names, Spot
from app.content.nodes import Item
from app.content.references import Arrow
from app.content.words import LINK, Unit, Units, variant_key
from app.engine import steps as kinds
from app.engine.journey import Counter, Journey, Source
from app.engine.progress import weigh
from app.engine.steps import NO_EFFECTS, Choice, Effects, Jump, Media, Step, Variant
from app.engine.text import Text, Texts

Translated = Mapping[str, Mapping[str, str | tuple[str, ...]]]
"""Language, then text key, to words of a further language."""

_WITH_TERMS = ("text", "plain", "feedback", "alone", "task", "prompt")
_ONE_OF_THEM = ("feedback", "voice.text")
"""Of several such texts a learner reads one: the longest counts."""


def compile_journey(
    names: Names, units: Units, translated: Translated, digests: Mapping[str, str]
) -> Journey:
    """Compile a journey without errors; the source language comes first and is complete.

    ``digests`` are the hashes of its media by name.
    """
    root = names.root
    languages = tuple(root.get("languages"))
    sources = {lang: _words_of(lang, units, translated) for lang in languages}
    texts = {lang: _Words(lang, names, digests, units).compile(sources[lang]) for lang in languages}
    graph = _Graph(names, units, _compiled_words(texts[languages[0]]))
    return _journey(names, graph, digests, texts)


def compile_graph(names: Names, units: Units) -> Journey:
    """Compile the steps without their words, in a fraction of the time: enough to walk all ways.

    Words are counted as they are written, which may differ by one where signs of Markdown join
    or part them.
    """
    return _journey(names, _Graph(names, units, _written_words), {}, {})


def _journey(
    names: Names, graph: _Graph, digests: Mapping[str, str], texts: Mapping[str, Texts]
) -> Journey:
    root = names.root
    return Journey(
        id=root.get("id"),
        languages=tuple(root.get("languages")),
        minutes=root.get("minutes"),
        topics=len(root.get("topics") or ()),
        roles=tuple(root.get("roles") or ()),
        counters=_counters(root),
        slots=tuple(root.get("slots") or ()),
        terms=tuple(root.get("glossary") or ()),
        sources={
            name: Source(name, item.get("url"), item.get("checked"))
            for name, item in (root.get("sources") or {}).items()
        },
        stages=tuple(stage.get("stage") for stage in root.items("stages")),
        steps={spot.id: graph.step(spot) for spot in names.spots},
        lanes={name: tuple(spot.id for spot in lane) for name, lane in names.lanes.items()},
        texts=texts,
        files=digests,
        renamed=root.get("renamed") or {},
        removed=root.get("removed") or {},
    )


def _words_of(
    lang: str, units: Units, translated: Translated
) -> Mapping[str, str | tuple[str, ...]]:
    if lang in translated:
        return translated[lang]
    return {key: unit.words for key, unit in units.items()}


def _counters(root: Item) -> dict[str, Counter]:
    competences = {
        name: Counter(0, 0, None, competence=True) for name in root.get("competences") or ()
    }
    own = {
        name: Counter(item.get("start", 0), item.get("min"), item.get("max"))
        for name, item in (root.get("remember") or {}).items()
    }
    return {**competences, **own}


class _Words:
    """Compiles the words of one language; a glossary term is marked once in each step."""

    def __init__(self, lang: str, names: Names, digests: Mapping[str, str], units: Units) -> None:
        self.lang = lang
        self.names = names
        self.digests = digests
        self.units = units

    def compile(self, words: Mapping[str, str | tuple[str, ...]]) -> Texts:
        glossary = self._glossary(words)
        plain = Setting(self.lang, self.digests)
        seen: dict[str, set[str]] = {}
        texts: dict[str, Text | tuple[Text, ...]] = {}
        for key, unit in self.units.items():
            if key not in words:
                continue
            if key.rpartition(".")[2] not in _WITH_TERMS or unit.spot is None:
                texts[key] = self._unit(unit, words[key], plain)
                continue
            # Another variant and the plain words stand instead of the text, not beside it.
            page = key if key.endswith(".plain") else key.partition(".")[0]
            met = seen.setdefault(page, set())
            text = self._unit(unit, words[key], Setting(self.lang, self.digests, glossary, met))
            assert isinstance(text, Text)
            met.update(text.terms)
            texts[key] = text
        return texts

    def _glossary(self, words: Mapping[str, str | tuple[str, ...]]) -> Glossary:
        is_source = self.lang == self.names.root.get("languages")[0]
        forms: dict[str, Iterable[str]] = {}
        for term, item in (self.names.root.get("glossary") or {}).items():
            word = words.get(f"glossary.{term}.term", term)
            also = item.get("also") or () if is_source else words.get(f"glossary.{term}.also", ())
            forms[term] = (str(word), *also)
        return Glossary.of(forms)

    def _unit(
        self, unit: Unit, words: str | tuple[str, ...], setting: Setting
    ) -> Text | tuple[Text, ...]:
        if isinstance(words, tuple):
            return tuple(markdown.compile_inline(entry, setting) for entry in words)
        if unit.form == "plain":
            return markdown.compile_plain(words, setting.lang)
        if unit.form == "prose":
            flexible = unit.key.endswith((".prompt", ".task"))
            block = markdown.compile_flexible if flexible else markdown.compile_block
            return block(words, setting)
        return markdown.compile_inline(words, setting, joints=unit.form == "title")


def _compiled_words(texts: Texts) -> Callable[[Unit], int]:
    def count(unit: Unit) -> int:
        found = texts[unit.key]
        return found.words if isinstance(found, Text) else sum(text.words for text in found)

    return count


def _written_words(unit: Unit) -> int:
    return sum(markdown.count_words(part, joints=unit.form == "title") for part in unit.parts)


class _Graph:
    """Compiles steps; ``count`` tells how many words of the source language a unit has."""

    def __init__(self, names: Names, units: Units, count: Callable[[Unit], int]) -> None:
        self.names = names
        self.count = count
        self.by_step: dict[str, list[Unit]] = {}
        for unit in units.values():
            if unit.spot is not None:
                self.by_step.setdefault(unit.spot.id, []).append(unit)

    def step(self, spot: Spot) -> Step:
        item = spot.item
        make = _MAKERS[spot.kind]
        step: Step = make(
            self,
            spot,
            {
                "id": spot.id,
                "stage": spot.stage,
                "lane": spot.lane,
                "position": spot.position,
                "when": item.get("when"),
                "jumps": _jumps(item),
                "media": _media(item),
                "variants": tuple(self._variant(spot, v) for v in item.items("variants")),
                "sources": self._sources(spot),
            },
        )
        object.__setattr__(step, "weight", weigh(step, self._words(spot), item.get("minutes")))
        return step

    def _variant(self, spot: Spot, item: Item) -> Variant:
        key = variant_key(item) or ""
        head = f"{spot.id}@{key}."
        keys = frozenset(
            unit.key[len(head) :] for unit in self.by_step[spot.id] if unit.key.startswith(head)
        )
        return Variant(key, item.get("when"), keys, _media(item))

    def _sources(self, spot: Spot) -> tuple[str, ...]:
        """Return the named sources, then those that words of the step link to."""
        found = dict.fromkeys(spot.item.get("sources") or ())
        for unit in self.by_step.get(spot.id, ()):
            for words in unit.parts:
                for match in LINK.finditer(words):
                    if match[1].startswith("source:"):
                        found[match[1][len("source:") :]] = None
        return tuple(found)

    def _words(self, spot: Spot) -> int:
        """Count the words of the longest variant, with the longest of several consequences."""
        base: dict[str, int] = {}
        variants: dict[str, dict[str, int]] = {}
        for unit in self.by_step.get(spot.id, ()):
            head, _, key = unit.key.partition(".")
            if key in ("plain", "transcript", "image.alt", "sample"):
                continue
            _, _, variant = head.partition("@")
            (variants.setdefault(variant, {}) if variant else base)[key] = self.count(unit)
        return max(_read(counts) for counts in [base, *({**base, **v} for v in variants.values())])


def _read(counts: Mapping[str, int]) -> int:
    single = [count for key, count in counts.items() if not key.endswith(_ONE_OF_THEM)]
    told: dict[str, int] = {}
    for key, count in counts.items():
        if key.endswith(_ONE_OF_THEM):
            part = ".".join(key.split(".")[:2])
            told[part] = told.get(part, 0) + count
    return sum(single) + max(told.values(), default=0)


def _jumps(item: Item) -> tuple[Jump, ...]:
    arrows: Iterable[Arrow] = item.get("next") or ()
    return tuple(
        Jump(arrow.to, None if isinstance(arrow.when, bool) else arrow.when) for arrow in arrows
    )


def _effects(item: Item, add: str = "add", put: str = "set") -> Effects:
    if not item.get(add) and not item.get(put):
        return NO_EFFECTS
    return Effects(item.get(add) or {}, item.get(put) or {})


def _media(item: Item) -> Media | None:
    image = item.get("image")
    if isinstance(image, Item):
        return Media("image", image.get("file"), decorative=bool(image.get("decorative")))
    for kind in ("audio", "video"):
        if file := item.get(kind):
            return Media(kind, file, False, item.get("transcript"), item.get("captions"))
    return None


Maker = Callable[[_Graph, Spot, dict[str, Any]], Step]


def _decision(_: _Graph, spot: Spot, base: dict[str, Any]) -> Step:
    choices = tuple(
        Choice(
            part.get("id"),
            part.get("when"),
            _effects(part),
            f"{spot.id}.{part.get('id')}" if part.items("steps") else None,
            _jumps(part),
        )
        for part in spot.item.items("choices")
    )
    return kinds.Decision(**base, choices=choices)


def _poll(_: _Graph, spot: Spot, base: dict[str, Any]) -> Step:
    return kinds.Poll(
        **base, choices=tuple(Choice(part.get("id")) for part in spot.item.items("choices"))
    )


def _explore(_: _Graph, spot: Spot, base: dict[str, Any]) -> Step:
    places = tuple(
        kinds.Place(part.get("id"), f"{spot.id}.{part.get('id')}", part.get("when"))
        for part in spot.item.items("places")
    )
    return kinds.Explore(**base, places=places, visit=spot.item.get("visit", 1))


def _check(_: _Graph, spot: Spot, base: dict[str, Any]) -> Step:
    item = spot.item
    return kinds.Check(
        **base,
        answers=tuple(
            kinds.CheckAnswer(part.get("id"), part.get("correct", False))
            for part in item.items("answers")
        ),
        several=item.get("several", False),
        tries=item.get("tries", 1),
        if_correct=_effects(item, "add_if_correct", "set_if_correct"),
    )


def _scale(graph: _Graph, spot: Spot, base: dict[str, Any]) -> Step:
    repeats = spot.item.get("repeats")
    item = graph.names.steps[repeats].item if repeats else spot.item
    items = tuple(
        kinds.Item(part.get("id"), part.get("competence")) for part in item.items("items")
    )
    return kinds.Scale(**base, points=item.get("points"), items=items, repeats=repeats)


def _practice(_: _Graph, spot: Spot, base: dict[str, Any]) -> Step:
    criteria = tuple(
        kinds.Criterion(part.get("id"), _effects(part)) for part in spot.item.items("criteria")
    )
    return kinds.Practice(**base, criteria=criteria, has_sample="sample" in spot.item.fields)


def _goal(_: _Graph, spot: Spot, base: dict[str, Any]) -> Step:
    return kinds.Goal(
        **base,
        fields=tuple(spot.item.get("fields")),
        remind_after_days=spot.item.get("remind_after_days"),
    )


def _end(_: _Graph, spot: Spot, base: dict[str, Any]) -> Step:
    return kinds.End(**base, continue_with=tuple(spot.item.get("continue_with") or ()))


_MAKERS: Mapping[str, Maker] = {
    "story": lambda _, spot, base: kinds.Story(**base),
    "media": lambda _, spot, base: kinds.Showing(**base),
    "decision": _decision,
    "explore": _explore,
    "check": _check,
    "scale": _scale,
    "poll": _poll,
    "practice": _practice,
    "reflection": lambda _, spot, base: kinds.Reflection(**base),
    "goal": _goal,
    "meeting": lambda _, spot, base: kinds.Meeting(**base),
    "end": _end,
}
