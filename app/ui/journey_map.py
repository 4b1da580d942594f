"""The map of a journey for those who write it: stages as bands, steps as boxes, ways as lines.

For one role, or for all. The drawing is SVG in whole numbers: the same journey gives the same
bytes. Its colours are classes; alone it brings them along for light and dark, inside a page the
style sheet has them. Every kind is also written, and the ordered outline says the same in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.content.course import Course, Way
from app.content.telling import told, visible
from app.engine.journey import Journey
from app.engine.steps import MAIN, Decision, Explore, Step
from app.lib.map_layout import BOX, Box, Layout, arrange
from app.ui import map_notes
from app.ui.map_notes import Note
from app.ui.map_style import STYLE
from app.ui.scene import Teller

HIGH = 50
ROW = 86
HEADER = 34
MARGIN = 24
NARROWEST = 560
LEGEND = 56
TITLE_SIGNS = 24
KIND_SIGNS = 31
LABEL_SIGNS = 30
LEAP_SIGNS = 23
EXIT = 15

KINDS = {
    "de": {"story": "Szene", "media": "Medium", "decision": "Entscheidung", "explore": "Rundgang",
           "check": "Wissensfrage", "scale": "Einschätzung", "poll": "Umfrage",
           "practice": "Übung", "reflection": "Gedanke", "goal": "Zielbild",
           "meeting": "Treffpunkt", "end": "Ziel"},
    "en": {"story": "Scene", "media": "Medium", "decision": "Decision", "explore": "Explore",
           "check": "Check", "scale": "Scale", "poll": "Poll", "practice": "Practice",
           "reflection": "Reflection", "goal": "Goal", "meeting": "Meeting", "end": "End"},
}  # fmt: skip
"""What the kinds of steps are called."""

_SAID = {
    "de": {"map": "Karte: {title}", "role": "Rolle: {role}", "all": "alle Rollen",
           "when": "wenn {condition}", "sometimes": "gestrichelt: nur unter einer Bedingung",
           "free": "gepunktet: in freier Reihenfolge, dann zurück", "else": "sonst"},
    "en": {"map": "Map: {title}", "role": "Role: {role}", "all": "all roles",
           "when": "when {condition}", "sometimes": "dashed: only under a condition",
           "free": "dotted: in any order, then back", "else": "else"},
}  # fmt: skip
_GROUPS = {
    "story": "tell", "media": "tell", "decision": "choose", "explore": "choose", "check": "ask",
    "scale": "ask", "poll": "ask", "practice": "own", "reflection": "own", "goal": "own",
    "meeting": "own", "end": "end",
}  # fmt: skip


def journey_map(
    journey: Journey,
    role: str | None = None,
    *,
    lang: str = "de",
    alone: bool = True,
    notes: Mapping[str, Note] | None = None,
) -> Markup:
    """Draw the map for one role, or for all roles together; ``alone`` brings the colours along.

    With ``notes`` by step it is an author's, who reads the outline beside it: the drawing repeats
    that for the eye alone.
    """
    return Markup(_Drawing(journey, role, lang, notes).svg(alone=alone))  # noqa: S704  All is escaped.


@dataclass(frozen=True, slots=True)
class _Loose:
    """A line that has begun and still leads down: its path so far, where it ends, its looks."""

    path: str
    x: int
    y: int
    label: str = ""
    looks: str = ""


class _Drawing:
    def __init__(
        self, journey: Journey, role: str | None, lang: str, notes: Mapping[str, Note] | None
    ) -> None:
        self.notes = notes
        self.journey = journey
        self.lang = lang
        self.said = _SAID[lang]
        self.tell = Teller(journey, None, lang)
        self.role = role
        self.course = Course(journey, role)
        self.boxes = tuple(self._boxes(self.course.lanes[MAIN]))
        leaps = [(self._source(leap), leap.target or "") for leap in self.course.leaps]
        self.layout: Layout = arrange(self.boxes, leaps)
        self.width = max(NARROWEST, self.layout.width + 2 * MARGIN)
        self.left = (self.width - self.layout.width) // 2
        self.stages = self._stages()
        self.lines: list[str] = []
        self.labels: list[str] = []
        self.nodes: list[str] = []

    def svg(self, *, alone: bool) -> str:
        loose = self._lane(self.boxes)
        assert not loose, "the last step of a journey is an end"
        self._leaps()
        height = self._top(self.layout.layers) + LEGEND
        title = self.said["map"].format(title=self._title("title"))
        role = self._title(f"roles.{self.role}.title") if self.role else self.said["all"]
        about = self.said["role"].format(role=role) if self.journey.roles else ""
        style = f"<style>{STYLE}</style>" if alone else ""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="journey-map" {self._reading()}'
            f' width="{self.width}" height="{height}"'
            f' viewBox="0 0 {self.width} {height}">'
            f'<title id="map-title">{_safe(title)}</title>'
            f'<desc id="map-about">{_safe(about)}</desc>{style}'
        )
        bands = self._bands()
        parts = [*bands, *self.lines, *self.labels, *self.nodes, self._legend(height)]
        return "\n".join([head, *parts, "</svg>\n"])

    def _reading(self) -> str:
        if self.notes is not None:
            return 'aria-hidden="true"'
        return 'role="img" aria-labelledby="map-title map-about"'

    # From the course to boxes

    def _boxes(self, lane: Sequence[Step]) -> list[Box]:
        found = []
        for step in lane:
            branches = self._branches(step)
            found.append(Box(step.id, tuple(branch for _, branch in branches)))
            if branches and self._leaps_behind(step):
                found.append(Box(_behind(step.id)))
        return found

    def _branches(self, step: Step) -> list[tuple[str, tuple[Box, ...]]]:
        """Return the branches below a step, each with its label; an empty one leads past."""
        if isinstance(step, Explore):
            places = [
                (place.id, tuple(self._boxes(self.course.lanes[place.lane])))
                for place in self.course.places(step)
            ]
            return places if step.visit else [*places, ("", ())]
        if not isinstance(step, Decision):
            return []
        open_ = [choice for choice in self.course.choices(step) if not choice.jumps]
        detours = [
            (choice.id, tuple(self._boxes(self.course.lanes[choice.lane])))
            for choice in open_
            if choice.lane and self.course.lanes[choice.lane]
        ]
        taken = [id_ for id_, _ in detours]
        past = [choice.id for choice in open_ if choice.id not in taken]
        if detours and past:
            detours.insert(len(detours) // 2, (", ".join(past), ()))
        return detours

    def _leaps_behind(self, step: Step) -> bool:
        return any(leap.source == step.id and not leap.choice for leap in self.course.leaps)

    def _source(self, leap: Way) -> str:
        step = self.journey.steps[leap.source]
        return _behind(step.id) if not leap.choice and self._branches(step) else step.id

    def _stages(self) -> list[tuple[int, int, int]]:
        """Return each stage that has boxes, with its first layer and the first one below it."""
        first: dict[int, int] = {}
        for step in self.course.lanes[MAIN]:
            first.setdefault(step.stage, self.layout.layer[step.id])
        starts = [*first.values(), self.layout.layers]
        return [(stage, starts[at], starts[at + 1]) for at, stage in enumerate(first)]

    # Places in the drawing

    def _x(self, box: str) -> int:
        return self.left + self.layout.x[box]

    def _y(self, box: str) -> int:
        return self._top(self.layout.layer[box])

    def _top(self, layer: int) -> int:
        above = sum(start <= layer for _, start, _ in self.stages)
        return MARGIN + layer * ROW + HEADER * above

    # What is drawn

    def _lane(self, lane: Sequence[Box]) -> list[_Loose]:
        """Draw a list of boxes and what leads from one to the next; return what leads out of it."""
        loose: list[_Loose] = []
        for number, box in enumerate(lane):
            if number:
                for line in loose:
                    self._join(line, self._x(box.id), self._y(box.id))
            loose = self._box(box)
        return loose

    def _box(self, box: Box) -> list[_Loose]:
        x, y = self._x(box.id), self._y(box.id)
        if box.id.endswith(_BEHIND):
            self.nodes.append(f'<circle class="joint" cx="{x}" cy="{y}" r="4"/>')
            return self._onward(box.id[: -len(_BEHIND)], x, y)
        step = self.journey.steps[box.id]
        self._node(step, x, y)
        if not box.branches:
            return self._onward(box.id, x, y + HIGH)
        loose: list[_Loose] = []
        looks = " free" if isinstance(step, Explore) else ""
        for number, (label, branch) in enumerate(self._branches(step)):
            start = _Loose(f"M{x} {y + HIGH}", x, y + HIGH, label, looks)
            if branch:
                self._join(start, self._x(branch[0].id), self._y(branch[0].id))
                ends = self._lane(branch)
                loose += [_Loose(end.path, end.x, end.y, "", looks or end.looks) for end in ends]
            else:
                loose.append(self._through(start, box.id, number))
        return loose

    def _onward(self, step: str, x: int, y: int) -> list[_Loose]:
        """Begin the line to what follows, where anything does."""
        way = self.course.onward.get(step)
        if way is None:
            return []
        return [_Loose(f"M{x} {y}", x, y, self._reason(way), self._looks(way))]

    def _reason(self, way: Way) -> str:
        """Say why a way is taken: the choice, the condition, or neither of those before."""
        when = told(way.when, self.lang) if way.when else ""
        otherwise = self.said["else"] if way.otherwise else ""
        return ", ".join(part for part in (way.choice, when, otherwise) if part)

    def _looks(self, way: Way) -> str:
        return " maybe" if way.when or way.otherwise else ""

    def _through(self, line: _Loose, box: str, number: int) -> _Loose:
        """Lead a line through a corridor beside branches."""
        x, y = self.left + self.layout.corridors[box, number], line.y + ROW - HIGH
        self._label(line, x, y)
        return _Loose(f"{line.path}{_curve(line.x, line.y, x, y)}", x, y)

    def _join(self, line: _Loose, x: int, y: int) -> None:
        """Lead a line down and into the top of a box."""
        start = max(line.y, y - (ROW - HIGH))
        path = line.path + (f"V{start}" if start > line.y else "")
        self.lines.append(_way(path + _curve(line.x, start, x, y - 5), line.looks))
        self.lines.append(f'<path class="tip" d="M{x} {y}l-4-7h8z"/>')
        self._label(line, x, y)

    def _leaps(self) -> None:
        """Draw all leaps; those of one source to one target are one line with all reasons."""
        joined: dict[str, dict[str, list[Way]]] = {}
        for leap in self.course.leaps:
            targets = joined.setdefault(self._source(leap), {})
            targets.setdefault(leap.target or "", []).append(leap)
        for source, targets in joined.items():
            apart = min(EXIT, HIGH // (len(targets) + 1))
            for number, (target, ways) in enumerate(targets.items(), 1):
                self._leap(source, target, ways, number * apart)

    def _leap(self, source: str, target: str, ways: Sequence[Way], down: int) -> None:
        """Lead a line out of the left side, down its track, and into the side of its target."""
        x, top = self._x(source), self._y(source)
        if source.endswith(_BEHIND):
            y, side = top + down - EXIT, x - 8
            start = f"M{x} {top}V{y}"
        else:
            y, side = top + down, x - BOX // 2
            start = f"M{side} {y}"
        track = self.left + self.layout.tracks[source, target]
        end_x, end_y = self._x(target) - BOX // 2, self._y(target) + HIGH // 2
        path = (
            f"{start}H{track + 8}Q{track} {y} {track} {y + 8}"
            f"V{end_y - 8}Q{track} {end_y} {track + 8} {end_y}H{end_x - 5}"
        )
        self.lines.append(_way(path, self._looks(ways[0])))
        self.lines.append(f'<path class="tip" d="M{end_x} {end_y}l-7-4v8z"/>')
        if words := ", ".join(filter(None, map(self._reason, ways))):
            self._words(words, side - 6, y - 4, "end", LEAP_SIGNS)

    def _label(self, line: _Loose, x: int, y: int) -> None:
        if line.label:
            self._words(line.label, x, y - 20, "middle")

    def _words(self, words: str, x: int, y: int, anchor: str, most: int = LABEL_SIGNS) -> None:
        short = _safe(_cut(words, most))
        whole = f"<title>{_safe(words)}</title>" if len(words) > most else ""
        self.labels.append(
            f'<text class="label" x="{x}" y="{y}" text-anchor="{anchor}">{short}{whole}</text>'
        )

    def _node(self, step: Step, x: int, y: int) -> None:
        left = x - BOX // 2
        needs = self.course.needs(step)
        condition = self.said["when"].format(condition=told(needs, self.lang)) if needs else ""
        kind = KINDS[self.lang][step.kind]
        title = self._heading(step)
        said = note.words if (note := (self.notes or {}).get(step.id)) else ""
        whole = " · ".join(part for part in (kind, step.id, title, condition, said) if part)
        looks = (" maybe" if needs else "") + (note.looks if note else "")
        right, most = x + BOX // 2, KIND_SIGNS - (6 if note and note.severity else 0)
        drawn = (
            f'<g class="{_GROUPS[step.kind]}{looks}" data-step="{step.id}">'
            f"<title>{_safe(whole)}</title>"
            f'<rect class="box" x="{left}" y="{y}" width="{BOX}" height="{HIGH}" rx="6"/>'
            f'<rect class="mark" x="{left}" y="{y + 8}" width="5" height="{HIGH - 16}"/>'
            f'<text class="kind" x="{left + 14}" y="{y + 19}">'
            f"{_cut(f'{kind} · {step.id}', most)}</text>"
            f'<text class="title" x="{left + 14}" y="{y + 37}">{_safe(_cut(title, TITLE_SIGNS))}'
            f"</text>{map_notes.sign(note, right, y + 15)}</g>"
        )
        self.nodes.append(map_notes.linked(note, drawn) + map_notes.stub(note, right, y + HIGH))
        if condition:
            self._words(condition, left + 2, y - 5, "start")

    def _heading(self, step: Step) -> str:
        found = self.course.heading(step, self.lang)
        return self.tell.plain(found) if found else KINDS[self.lang][step.kind]

    def _title(self, key: str) -> str:
        return self.tell.plain(self.journey.text(self.lang, key))

    def _bands(self) -> list[str]:
        found = []
        for number, (stage, start, end) in enumerate(self.stages, 1):
            y = self._top(start) - HEADER - 4
            bottom = self._top(end) - (HEADER if end < self.layout.layers else 0) - 12
            words = _safe(f"{number}  {self._title(f'stages.{self.journey.stages[stage]}.title')}")
            found.append(
                f'<rect class="band" x="8" y="{y}" width="{self.width - 16}"'
                f' height="{bottom - y}" rx="10"/>'
            )
            self.labels.append(f'<text class="stage" x="20" y="{y + 23}">{words}</text>')
        return found

    def _legend(self, height: int) -> str:
        """Explain the lines that are not plain."""
        y = height - LEGEND + 20
        lines = []
        for number, (looks, words) in enumerate((("maybe", "sometimes"), ("free", "free"))):
            at = y + number * 20
            lines.append(
                f'<path class="way {looks}" d="M20 {at}h36"/>'
                f'<text class="kind" x="66" y="{at + 4}">{self.said[words]}</text>'
            )
        return "".join(lines)


_BEHIND = "/behind"


def _behind(step: str) -> str:
    """Name the joint behind all branches of a step; no id has a slash."""
    return step + _BEHIND


def _curve(x: int, y: int, to_x: int, to_y: int) -> str:
    if x == to_x:
        return f"V{to_y}"
    bend = (to_y - y) * 2 // 3
    return f"C{x} {y + bend} {to_x} {to_y - bend} {to_x} {to_y}"


def _way(path: str, looks: str) -> str:
    return f'<path class="way{looks}" d="{path}"/>'


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _safe(words: str) -> str:
    """Escape words, without signs that no XML may hold."""
    return str(escape(visible(words)))
