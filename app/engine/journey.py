"""A compiled journey: the graph an author wrote, with its words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.engine.steps import Step
from app.engine.text import Text, Texts


@dataclass(frozen=True, slots=True)
class Counter:
    """A competence (``start=0, min=0``) or a counter of the author's own."""

    start: int = 0
    min: int | None = None
    max: int | None = None
    competence: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A source of facts; its title stands under the text key ``sources.<id>.title``."""

    id: str
    url: str | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One compiled journey. Mappings keep the order of the file; never change them.

    ``lanes`` maps the name of a list to its step ids; ``files`` a media file name to the SHA-256
    of its bytes; ``texts`` a language to its words, the source language first and complete.
    """

    id: str
    languages: tuple[str, ...]
    minutes: float | None
    topics: int
    roles: tuple[str, ...]
    counters: Mapping[str, Counter]
    slots: tuple[str, ...]
    terms: tuple[str, ...]
    sources: Mapping[str, Source]
    stages: tuple[str, ...]
    steps: Mapping[str, Step]
    lanes: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, Texts]
    files: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    removed: Mapping[str, str] = field(default_factory=dict)
    plans: dict[str | None, Any] = field(default_factory=dict, compare=False, repr=False)
    spans: dict[str | None, Any] = field(default_factory=dict, compare=False, repr=False)
    """Plans and whole ways by role, filled on first use by ``progress``; no part of the value."""

    @property
    def lang(self) -> str:
        """The language of the source file."""
        return self.languages[0]

    def text(self, lang: str, key: str) -> Text | None:
        """Return one text, in the source language where the wanted one lacks it."""
        found = self._words(lang, key)
        return found if isinstance(found, Text) else None

    def text_list(self, lang: str, key: str) -> tuple[Text, ...]:
        """Return a unit of several texts (hints, topics), empty where there is none."""
        found = self._words(lang, key)
        return found if isinstance(found, tuple) else ()

    def first(self, lane: str) -> Step | None:
        """Return the first step of a list, None where it is empty."""
        ids = self.lanes[lane]
        return self.steps[ids[0]] if ids else None

    def following(self, step: Step) -> Step | None:
        """Return the next step of the same list, None behind its last."""
        ids = self.lanes[step.lane]
        position = step.position + 1
        return self.steps[ids[position]] if position < len(ids) else None

    def parent(self, step: Step) -> Step | None:
        """Return the decision or explore whose list this step stands in."""
        return self.steps[step.lane.partition(".")[0]] if step.lane else None

    def _words(self, lang: str, key: str) -> Text | tuple[Text, ...] | None:
        found = self.texts[lang].get(key) if lang in self.texts else None
        return found or (None if lang == self.lang else self.texts[self.lang].get(key))
