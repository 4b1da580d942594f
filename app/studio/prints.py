"""Prints: a whole journey on paper, with all choices, consequences and words for each role."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import render_template
from markupsafe import Markup, escape

from app.content.telling import told
from app.engine.conditions import Condition
from app.engine.journey import Journey
from app.engine.steps import MAIN, Step
from app.engine.text import Insert, Text
from app.models.draft import Draft
from app.studio import blueprint
from app.studio.drafts import own_draft
from app.ui import requests
from app.ui.access import access
from app.ui.journey_map import KINDS
from app.ui.scene import Teller
from app.ui.view import current
from app.ui.words import gettext as _

HEADINGS = ("title", "question", "prompt", "task")
GROUPS = ("choices", "places", "answers", "items", "criteria")
PROSE = ("text", "plain", "question", "prompt", "task", "sample", "alone", "together", "transcript")


@dataclass(frozen=True, slots=True)
class Part:
    """A choice, place, answer, item or criterion; `steps` are its detour."""

    label: Markup
    is_right: bool = False
    condition: str = ""
    words: tuple[tuple[str, Markup], ...] = ()
    steps: tuple["Station", ...] = ()


@dataclass(frozen=True, slots=True)
class Station:
    """A step on paper. `words` are pairs (what it is, text), `variants` the same by condition."""

    id: str
    kind: str
    heading: Markup
    condition: str
    words: tuple[tuple[str, Markup], ...]
    variants: tuple[tuple[str, tuple[tuple[str, Markup], ...]], ...]
    parts: tuple[Part, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()
    image: str = field(default="")


class PaperTeller(Teller):
    """Tells texts on paper, where a hole for somebody's own answer stays one."""

    __slots__ = ()

    def _own(self, hole: Insert) -> str:
        return str(escape(f"[{hole.step}]"))


@blueprint.get("/studio/<slug>/druck")
@access("facilitator")
def show_print(slug: str) -> str:
    """Show the whole journey in one page, to be printed for a seminar."""
    draft = own_draft(slug)
    return render_template("studio/prints/show.html", draft=draft, **print_of(draft))


def print_of(draft: Draft) -> dict[str, Any]:
    """Return a draft as it is printed; of one that cannot be walked its last good text."""
    parsed = draft.parsed(requests.db())
    journey, stale_since = parsed.sketch, None
    if journey is None:
        good = draft.last_good(requests.db())
        journey, stale_since = (good.sketch, draft.good_at) if good else (None, None)
    if journey is None:
        return {"journey": None, "stages": [], "stale_since": None, "tell": None}
    paper = _Paper(journey)
    return {
        "journey": journey,
        "stages": list(paper.stages()),
        "stale_since": stale_since,
        "tell": paper.tell,
    }


class _Paper:
    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.lang = current().lang
        self.tell = PaperTeller(journey, None, self.lang)

    def stages(self) -> Iterator[tuple[Markup, list[Station]]]:
        main = [self.journey.steps[step] for step in self.journey.lanes[MAIN]]
        for number, stage in enumerate(self.journey.stages):
            stations = [self._station(step) for step in main if step.stage == number]
            yield self.tell.words(f"stages.{stage}.title"), stations

    def _station(self, step: Step) -> Station:
        heading = next((text for key in HEADINGS if (text := self._text(step.id, key))), None)
        return Station(
            step.id,
            KINDS[self.lang][step.kind],
            self.tell.phrase(heading) if heading else escape(step.id),
            self._told(step.when),
            tuple(self._words(step.id, heading)),
            tuple((self._told(v.when), tuple(self._variant(step, v.key))) for v in step.variants),
            tuple(self._parts(step)),
            tuple((self._told(jump.when), jump.to) for jump in step.jumps),
            self._image(step),
        )

    def _words(self, prefix: str, heading: Text | None) -> Iterator[tuple[str, Markup]]:
        names = _names()
        for key in PROSE:
            text = self._text(prefix, key)
            if text is not None and text is not heading:
                yield names.get(key, ""), self.tell.prose(text)
        for hint in self.journey.text_list(self.lang, f"{prefix}.hints"):
            yield _("Tipp"), self.tell.prose(hint)

    def _variant(self, step: Step, key: str) -> Iterator[tuple[str, Markup]]:
        variant = next(each for each in step.variants if each.key == key)
        names = _names()
        for name in sorted(variant.keys):
            text = self._text(f"{step.id}@{key}", name)
            if text is not None:
                label = names.get(name, name)
                yield label, self.tell.prose(text)

    def _parts(self, step: Step) -> Iterator[Part]:
        """Give what is offered; a scale that repeats another has the words of that one."""
        origin = getattr(step, "repeats", None) or step.id
        for group in GROUPS:
            for each in getattr(step, group, ()):
                key = f"{origin}.{group}.{each.id}"
                lane = getattr(each, "lane", None)
                inside = self.journey.lanes.get(lane, ()) if lane else ()
                yield Part(
                    self.tell.words(f"{key}.label"),
                    getattr(each, "correct", False),
                    self._told(getattr(each, "when", None)),
                    tuple(self._consequence(key)),
                    tuple(self._station(self.journey.steps[step_id]) for step_id in inside),
                )

    def _consequence(self, key: str) -> Iterator[tuple[str, Markup]]:
        feedback, voice = self._text(key, "feedback"), self._text(key, "voice.text")
        if feedback is not None:
            yield "", self.tell.prose(feedback)
        if voice is not None:
            yield str(self.tell.plain(self._text(key, "voice.who"))), self.tell.prose(voice)

    def _image(self, step: Step) -> str:
        media = step.media
        if media is None or media.kind != "image" or media.decorative:
            return ""
        return self.tell.plain(self._text(step.id, "image.alt")) or media.file

    def _text(self, prefix: str, key: str) -> Text | None:
        return self.journey.text(self.lang, f"{prefix}.{key}")

    def _told(self, condition: Condition | None) -> str:
        return told(condition, self.lang) if condition is not None else ""


def _names() -> dict[str, str]:
    return {
        "plain": _("In einfachen Worten"),
        "sample": _("So könnte es klingen"),
        "alone": _("Ohne Tandem"),
        "together": _("Gemeinsam"),
        "transcript": _("Abschrift"),
    }
