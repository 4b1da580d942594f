"""The words of a scene as HTML: holes filled, foreign parts marked.

Compiled texts are safe HTML with holes. What fills a hole is escaped here, and nowhere else.
The learner's private words come as an argument: this package cannot read the diary.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import unescape

from markupsafe import Markup, escape

from app.engine.journey import Journey
from app.engine.state import State, Value
from app.engine.steps import Check, Explore, Goal, Media, Scale, Step
from app.engine.text import Block, Insert, Piece, Text
from app.lib import pictures
from app.models import journey as versions
from app.ui.requests import db

TAG = re.compile(r"<[^>]*>")
SOFT_HYPHEN = "\u00ad"

HEADINGS = ("title", "question", "prompt", "task")

Thoughts = Mapping[tuple[str, str], str]
"""The learner's own private words by (step, field)."""


NO_SLOTS: Mapping[str, str] = {}
"""No words of a company: the author's own stand in their places."""


class Teller:
    """Tells the texts of one journey to one learner, in the language of the page."""

    __slots__ = ("journey", "lang", "slots", "state", "thoughts")

    def __init__(
        self,
        journey: Journey,
        state: State | None,
        lang: str,
        thoughts: Thoughts | None = None,
        slots: Mapping[str, str] = NO_SLOTS,
    ) -> None:
        self.journey = journey
        self.state = state
        self.lang = lang
        self.slots = slots
        # An empty diary is not looked at here: asking whether it is empty would open it.
        self.thoughts = {} if thoughts is None else thoughts

    def prose(self, text: Text | None) -> Markup:
        """Return running text as paragraphs; a paragraph about an answer not given is left out."""
        if text is None:
            return Markup("")
        html = "".join([self._block(block) for block in text.blocks])
        if text.lang != self.lang:
            html = f'<div lang="{text.lang}">{html}</div>'
        return Markup(html)  # noqa: S704  Compiled texts are safe, and holes are escaped.

    def phrase(self, text: Text | None) -> Markup:
        """Return words for inside a heading, a label or a sentence: without paragraphs."""
        if text is None:
            return Markup("")
        html = " ".join([self._pieces(block) or "" for block in text.blocks])
        if text.lang != self.lang:
            html = f'<span lang="{text.lang}">{html}</span>'
        return Markup(html)  # noqa: S704  Compiled texts are safe, and holes are escaped.

    def plain(self, text: Text | None) -> str:
        """Return words for a page's title: no markup, no soft joints."""
        return bare(self.phrase(text))

    def words(self, key: str) -> Markup:
        """Return the phrase of a text key of the journey."""
        return self.phrase(self.journey.text(self.lang, key))

    def address(self, media: Media | str) -> str:
        """Return where a media file of the journey is served; "" where the version lacks it."""
        name = media if isinstance(media, str) else media.file
        digest = self.journey.files.get(name)
        return f"/medien/{digest}/{name}" if digest else ""

    def size(self, media: Media) -> tuple[int, int] | None:
        """Return width and height of an image in pixels, so that a page keeps its place free."""
        digest = self.journey.files.get(media.file)
        return _size(digest) if digest else None

    def pairs(self, terms: Iterable[tuple[Text, Text]]) -> list[tuple[Markup, Markup]]:
        """Return glossary terms with what they mean."""
        return [(self.phrase(term), self.phrase(meaning)) for term, meaning in terms]

    def chosen(self, step: str, between: str = ", ") -> Markup | None:
        """Return the labels of what was chosen at a step on the way, None where nothing was."""
        return self.labels(step, self.state.way.get(step), between) if self.state else None

    def labels(self, step: str, value: Value, between: str = ", ") -> Markup | None:
        """Return the labels of what a stored value chose, None where it chose nothing."""
        labels = [self.words(key) for key in _label_keys(self.journey, step, value)]
        return escape(between).join(labels) if labels else None

    def _block(self, block: Block) -> str:
        inner = self._pieces(block)
        if inner is None:
            return ""
        return f"<{block.tag}>{inner}</{block.tag}>" if block.tag else inner

    def _pieces(self, block: Block) -> str | None:
        html = []
        for piece in block.pieces:
            words = piece if isinstance(piece, str) else self._fill(piece)
            if words is None:
                return None
            html.append(words)
        return "".join(html)

    def _fill(self, hole: Piece) -> str | None:
        if isinstance(hole, Insert):
            return self._own(hole) or hole.otherwise
        assert not isinstance(hole, str)
        if self.slots.get(hole.slot):
            return escape(self.slots[hole.slot])
        return self.words(f"slots.{hole.slot}.default")

    def _own(self, hole: Insert) -> str | None:
        step = self.journey.steps.get(hole.step)
        if step is None or self.state is None or self.state.way.get(hole.step) is None:
            return None
        if isinstance(step, Scale):
            return str(self.state.way[hole.step].get(hole.field, "")) or None
        if not step.private:
            return self.chosen(hole.step)
        return own_words(self.thoughts.get((hole.step, hole.field or _first_field(step)), ""))


def heading_of(journey: Journey, step: Step, lang: str) -> Text | None:
    """Return what a step is called: its title, else its question, prompt or task."""
    texts = (journey.text(lang, f"{step.id}.{key}") for key in HEADINGS)
    return next(filter(None, texts), None)


def bare(html: str) -> str:
    """Return the words of safe HTML alone: no markup, no soft joints."""
    return unescape(TAG.sub("", html)).replace(SOFT_HYPHEN, "").strip()


def own_words(typed: str) -> Markup:
    """Return what a person typed as safe HTML with its line breaks."""
    return Markup("<br>").join([escape(line) for line in typed.strip().split("\n")])


def _first_field(step: Step) -> str:
    return step.fields[0] if isinstance(step, Goal) else "text"


def _label_keys(journey: Journey, step_id: str, value: Value) -> list[str]:
    """Return the text keys of what a value chose; a value on the way fits its step."""
    step = journey.steps.get(step_id)
    if step is None or value is None:
        return []
    if isinstance(step, Explore):
        return [f"{step_id}.places.{place}.label" for place in value["places"]]
    if isinstance(step, Check):
        last = [] if "missed" in value or not value["tries"] else value["tries"][-1]
        return [f"{step_id}.answers.{id_}.label" for id_ in last]
    if step.kind in ("decision", "poll") and isinstance(value, str):
        return [f"{step_id}.choices.{value}.label"]
    return []


@lru_cache(2048)
def _size(digest: str) -> tuple[int, int] | None:
    """Read the file once a process: its name is the hash of what is in it."""
    file = versions.media(db(), digest)
    return pictures.size(file.data) if file else None
