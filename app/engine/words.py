"""The words of one step: the first variant that fits, key by key, over the step's own."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from app.engine.conditions import View, holds
from app.engine.journey import Journey
from app.engine.steps import Media, Step, Variant
from app.engine.text import Block, Text


@dataclass(frozen=True, slots=True)
class Words:
    """Looks up what a step says in one language, for whoever stands there."""

    journey: Journey
    step: Step
    variant: Variant | None
    lang: str

    @classmethod
    def of(cls, journey: Journey, step: Step, view: View, lang: str) -> Words:
        variant = None
        if step.variants:
            variant = next((each for each in step.variants if holds(each.when, view)), None)
        return cls(journey, step, variant, lang)

    def text(self, key: str) -> Text | None:
        return self.journey.text(self.lang, self._key(key))

    def texts(self, key: str) -> tuple[Text, ...]:
        return self.journey.text_list(self.lang, self._key(key))

    def label(self, key: str, otherwise: str) -> Text:
        """Return a label; an id stands in where a journey without words is walked."""
        return self.text(key) or plain_text(self.lang, otherwise)

    def body(self, *, easy: bool) -> tuple[Text | None, bool]:
        """Return the step's text and whether it is the plain one.

        A variant that gives ``text`` without ``plain`` hides the plain text of the base, which
        tells another story.
        """
        keys = self.variant.keys if self.variant else frozenset()
        hidden = "text" in keys and "plain" not in keys
        plain = self.text("plain") if easy and not hidden else None
        return (plain, True) if plain else (self.text("text"), False)

    def media(self) -> tuple[Media | None, Text | None, Text | None]:
        """Return the medium, its alternative text and its transcript, which belong together."""
        base = self.step.id
        if self.variant and self.variant.media:
            base = f"{base}@{self.variant.key}"
            media: Media | None = self.variant.media
        else:
            media = self.step.media
        if media is None:
            return None, None, None
        alt = None if media.decorative else self.journey.text(self.lang, f"{base}.image.alt")
        transcript = self.journey.text(self.lang, f"{base}.transcript")
        return media, alt, transcript

    def _key(self, key: str) -> str:
        if self.variant and key in self.variant.keys:
            return f"{self.step.id}@{self.variant.key}.{key}"
        return f"{self.step.id}.{key}"


def plain_text(lang: str, words: str) -> Text:
    """Make a text of words that are no HTML."""
    return Text(lang, (Block((escape(words),)),), len(words.split()))
