"""What stands in a Twee passage: text, links, macros of four story formats, HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.content.importers import (
    twee_chapbook,
    twee_harlowe,
    twee_parts,
    twee_sugarcube,
    twee_text,
)
from app.content.importers.findings import Report
from app.content.importers.prose import MEDIA, TAG, Prose, attributes, linked, one_line, shown_words
from app.content.importers.scan import Scanner
from app.content.importers.story import Way
from app.content.importers.twee_parts import Frame, Kept, Source, Whole

DEEPEST_EMBEDDED = 3
_MOST_OPEN = 200
_COST = 200
"""What including a passage costs besides its signs, out of `MOST_EMBEDDED` for a whole story."""

_PLAIN_LABEL = re.compile(r"[\w .,!?;:()-]*")
_URL = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)


class Body:
    """Reads one passage; afterwards ``text``, ``ways`` and ``embedded`` tell what it holds."""

    def __init__(
        self, source: Source, whole: Whole, report: Report, inside: tuple[str, ...] = ()
    ) -> None:
        self.source = source
        self.whole = whole
        self.names = whole.names
        self.format = whole.format
        self.report = report
        self.inside = inside
        self.scan = Scanner(source.text)
        self.prose = Prose()
        self.ways: list[Way] = []
        self.text = ""
        self.embedded: set[str] = set()
        self.kept = Kept()
        self._frames: list[Frame] = []
        self._labels: list[tuple[str, int | None]] = []
        self._loose: list[tuple[str, str, int]] = []
        self._windows: list[str] = []
        self._is_branched = False
        self._numbers: dict[tuple[str, str], int] = {}

    def read(self) -> None:
        """Read the whole passage."""
        if self.format == "chapbook" and (at := twee_chapbook.variables_end(self.source.text)):
            self.note(0, self.scan.take(at))
        while (found := self.scan.next_sign(twee_parts.SIGNS[self.format])) is not None:
            self.prose.words(found[0])
            if not _HANDLERS[found[1]](self, self.scan.at):
                self.prose.words(self.scan.take(1))
        self.prose.words(self.scan.rest())
        self._keep_odd()
        self._add_loose()
        self._finish()

    def notes(self) -> list[str]:
        """Return what goes into the step's note."""
        said = self.whole.words
        listed = [said["note-included"].format(line=n, to=name) for n, name in self.kept.included]
        for head, kept in (("note-macros", self.kept.macros),
                           ("note-comments", self.kept.comments)):  # fmt: skip
            if kept:
                listed.append(said[head])
                listed += [said["note-line"].format(line=n, text=text) for n, text in kept]
        return listed

    def covered(self) -> list[str]:
        """Return what was understood and means nothing more: names of targets, ends of macros."""
        return [*self.kept.covered, *(way.told for way in self.ways)]

    def line_of(self, at: int) -> int:
        """Return the line of the file on which a place of the passage stands."""
        return self.source.line + 1 + self.scan.line_of(at)

    def find(self, code: str, at: int, **values: object) -> None:
        """Report something at a place of the passage."""
        self.report.add(code, self.source.file, self.line_of(at), self.source.name, **values)

    def note(self, at: int, raw: str, code: str = "macro") -> None:
        """Keep in the note what is not run, and say so."""
        self.find(code, at, text=raw)
        self.kept.macros.append((self.line_of(at), twee_parts.dense(raw)))

    def cover(self, raw: str) -> None:
        """Take in markup that means nothing in our format."""
        self.kept.covered.append(raw)

    def say(self, words: str) -> None:
        """Put words into the text."""
        self.prose.words(words)

    def branch(self, at: int) -> None:
        """Part the words of two branches; say once that the text depended on conditions."""
        self.say(" ")
        if not self._is_branched:
            self._is_branched = True
            self.find("branches", at)

    # Links

    def link(self, label: str, target: str, at: int) -> None:
        """Add a way and leave a sign in the text where its label stands."""
        shown = self._shown(label, at)
        if _URL.fullmatch(target.strip()):
            self.prose.parts.append(linked(shown or target.strip(), target.strip()))
            self.cover(target)
        else:
            self._add_way(Way(shown, self._key(target), self.line_of(at), target.strip()))

    def point_to(self, label: str, target: str, at: int) -> None:
        """Remember a passage that stands in data or a script, in case no link leads there."""
        if self._key(target) is not None:
            self._loose.append((label, target, at))

    def go(self, target: str, at: int) -> None:
        """Lead on: from the link around, or by itself."""
        way = Way("", self._key(target), self.line_of(at), target)
        for frame in reversed(self._frames):
            if frame.label is not None and self._labels[frame.label][1] is None:
                way.label = self._labels[frame.label][0]
                self._labels[frame.label] = way.label, len(self.ways)
                self.ways.append(way)
                return
        self._add_way(way)

    def _add_way(self, way: Way) -> None:
        """Add a way; of equal ones, as branches of conditions have them, the first is enough."""
        number = self._numbers.setdefault((way.label, way.told), len(self.ways))
        if number == len(self.ways):
            self.ways.append(way)
        self.prose.parts.append(twee_text.way_sign(number))

    def _key(self, name: str) -> str | None:
        return self.names.get(name) or self.names.get(name.strip())

    def _shown(self, label: str, at: int) -> str:
        """Return a label as plain words: markup is resolved, pictures go into the note."""
        if _PLAIN_LABEL.fullmatch(label):
            return " ".join(label.split())
        inner = Prose()
        last = 0
        for match in TAG.finditer(label):
            inner.words(label[last : match.start()])
            inner.tag(match)
            last = match.end()
        inner.words(label[last:])
        for raw in inner.odd:
            self._odd(raw, at)
        return one_line(twee_text.marked(inner.text(), self.format))

    def _add_loose(self) -> None:
        met = {way.to for way in self.ways}
        for label, target, at in self._loose:
            key = self._key(target)
            if key not in met:
                met.add(key)
                self.find("link-in-data", at, to=target)
                self.prose.words("\n")
                self._add_way(Way(one_line(label), key, self.line_of(at), target))

    # What the signs begin

    def square_link(self, at: int) -> bool:
        """Read ``[[…]]`` in all its forms."""
        found = self.scan.between("[[", "]]")
        if found is None:
            return False
        inner, setter = twee_parts.part_setter(found)
        label, target = twee_parts.part_link(inner)
        if setter:
            self.find("link-sets", at, label=label, text=setter)
            self.kept.macros.append((self.line_of(at), f"[[{twee_parts.dense(found)}]]"))
        self.link(label, twee_parts.unquoted(target, self.names), at)
        return True

    def picture(self, at: int) -> bool:
        """Read ``[img[…][…]]``."""
        raw = self.scan.match(twee_parts.PICTURE)
        if raw is None:
            return False
        self.note(at, raw[0], "media")
        title = (raw[1] or "").rpartition("|")[0]
        if not raw[2]:
            self.prose.words(title)
        else:
            self.link(title, twee_parts.unquoted(raw[2], self.names), at)
        return True

    def html(self, at: int) -> bool:
        """Read a tag; scripts and styles with all that stands in them."""
        match = self.scan.match(TAG)
        if match is None:
            return False
        name = match[2].lower()
        if name in ("script", "style") and not match[1]:
            inner = self.scan.through(f"</{name}>")
            raw = match[0] + (self.scan.rest() if inner is None else f"{inner}</{name}>")
            self.note(at, raw, "script" if name == "script" else "stylesheet")
            self.look_for_ways(raw, at)
        elif not self._linked_tag(match, at):
            self.prose.tag(match)
        return True

    def _linked_tag(self, match: re.Match[str], at: int) -> bool:
        """Read a tag that leads to a passage: ``<a data-passage="…">words</a>``."""
        given = attributes(match[3]) if "=" in match[3] and not match[1] else {}
        code = given.get("onclick") or given.get("href", "")
        target = given.get("data-passage") or "".join(twee_parts.led_to(code)[:1])
        if not target or match[2].lower() in MEDIA:
            return False
        label = self.scan.through(f"</{match[2]}>") or " ".join(shown_words(given))
        self.link(label, target, at)
        return True

    def html_comment(self, at: int) -> bool:
        """Read ``<!-- … -->``."""
        return self._comment(at, "<!--", "-->")

    def c_comment(self, at: int) -> bool:
        """Read ``/* … */``."""
        return self._comment(at, "/*", "*/")

    def wiki_comment(self, at: int) -> bool:
        """Read ``/% … %/``."""
        return self._comment(at, "/%", "%/")

    def _comment(self, at: int, start: str, end: str) -> bool:
        found = self.scan.between(start, end, lines=True)
        if found is None:
            return False
        self.find("comment", at, text=found)
        self.kept.comments.append((self.line_of(at), twee_parts.dense(f"{start}{found}{end}")))
        return True

    def template(self, at: int) -> bool:
        """Read ``<% … %>`` of Snowman, which runs, and ``<%= … %>``, which shows."""
        found = self.scan.between("<%", "%>", lines=True)
        if found is None:
            return False
        shows = found[:1] in ("=", "-")
        self.note(at, f"<%{found}%>", "variable" if shows else "script")
        if shows and not twee_parts.opened(found):
            self.prose.words("…")
        self.look_for_ways(found, at, as_window=not shows)
        return True

    def look_for_ways(self, code: str, at: int, *, as_window: bool = True) -> None:
        """Look in code for passages that it shows or leads to."""
        for name in twee_parts.opened(code):
            if self._key(name) not in self.embedded:
                self.embed(name, at, as_window=as_window)
        for name in twee_parts.led_to(code):
            self.point_to(name, name, at)

    def hook_name(self, at: int) -> bool:
        """Read ``|name>`` before a hook."""
        match = self.scan.match(twee_harlowe.HOOK_NAME)
        if match is None:
            return False
        self.note(at, match[0])
        self.scan.take(1)
        self.open_frame("[", None, at)
        return True

    def bracket(self, at: int) -> bool:
        """Read a modifier of Chapbook, or count a bracket inside a hook of Harlowe."""
        if self.format == "chapbook":
            return twee_chapbook.modifier(self, at)
        if self._frames and self._frames[-1].name == "[":
            self._frames[-1].depth += 1
        return False

    def hook_ends(self, at: int) -> bool:
        """Read the bracket that ends a hook, with the name behind it."""
        match = self.scan.match(twee_harlowe.HOOK_END)
        assert match is not None
        if match[1]:
            self.note(at, match[1])
        frame = self._frames[-1] if self._frames else Frame("")
        if frame.name != "[" or frame.depth:
            frame.depth -= 1
            self.say("]")  # It ends no hook of a macro: its words stand in brackets.
            return True
        self._frames.pop()
        if self._frames and self._frames[-1].name == "(":
            self._frames.pop()
        return True

    # Frames and inclusions

    def open_frame(self, name: str, label: str | None, at: int) -> None:
        """Open a macro or a hook; with a label a link, whose target may be told inside."""
        frame = Frame(name)
        if len(self._frames) >= _MOST_OPEN:
            self.say(label or "")
            return
        if label is not None:
            frame.label = len(self._labels)
            self.prose.parts.append(twee_text.label_sign(frame.label))
            self._labels.append((self._shown(label, at), None))
        self._frames.append(frame)

    def close_frame(self, name: str) -> None:
        """Close the innermost macro of this name, with all that was left open in it."""
        if any(frame.name == name for frame in self._frames):
            while self._frames.pop().name != name:
                pass

    def embed(self, name: str, at: int, *, as_window: bool = False) -> None:
        """Put another passage's text here, or below the text where it opens in a window."""
        key = self._key(name)
        source = self.whole.sources.get(key) if key else None
        if key is None or source is None or not self._has_room(source):
            self.find("include-refused", at, to=name)
            self.kept.macros.append((self.line_of(at), name))
            return
        self.find("included", at, to=name)
        self.kept.included.append((self.line_of(at), name))
        other = Body(source, self.whole, Report(), (*self.inside, self.source.name))
        other.read()
        self.report.found += [f for f in other.report.found if f.code == "include-refused"]
        self.embedded |= {key, *other.embedded}
        if as_window:
            labels = (way.label for way in other.ways if way.label not in other.text)
            self._windows += [other.text, " – ".join(labels)]
            return
        self.prose.parts += ["\n\n", other.text, "\n\n"]
        for way in other.ways:
            self.prose.parts.append("\n")
            self._add_way(Way(way.label, way.to, self.line_of(at), way.told))

    def _has_room(self, source: Source) -> bool:
        is_open = source is self.source or source.name in self.inside
        if is_open or len(self.inside) >= DEEPEST_EMBEDDED:
            return False
        self.whole.room -= len(source.text) + _COST
        return self.whole.room > 0

    # The end

    def _odd(self, raw: str, at: int) -> None:
        """Keep a tag in the note that has no place in our format."""
        match = TAG.match(raw)
        is_media = match is not None and match[2].lower() in MEDIA
        if match is not None and match[1]:
            self.cover(raw)
        else:
            self.note(at, raw, "media" if is_media else "tag")

    def _keep_odd(self) -> None:
        at = 0
        for raw in self.prose.odd:
            found = self.source.text.find(raw, at)
            at = found if found >= 0 else at
            self._odd(raw, at)

    def _finish(self) -> None:
        text = twee_text.with_labels(self.prose.text_so_far(), self._labels)
        pictures: list[str] = []
        text = twee_text.without_pictures(text, pictures)
        for raw in pictures:
            self.note(max(0, self.source.text.find(raw)), raw, "media")
        is_nobr = "nobr" in {tag.lower() for tag in self.source.tags}
        made = twee_text.finished(text, self.ways, self.format, is_nobr)
        windows = "\n\n".join(part for part in dict.fromkeys(self._windows) if part)
        self.text = "\n\n".join(part for part in (made, windows) if part)
        for name in dict.fromkeys(twee_text.VARIABLE[self.format].findall(made)):
            self.find("variable", max(0, self.source.text.find(name)), text=name)


_HANDLERS: Mapping[str, Callable[[Body, int], bool]] = {
    "[[": Body.square_link,
    "[img[": Body.picture,
    "[<img[": Body.picture,
    "[>img[": Body.picture,
    "<!--": Body.html_comment,
    "/*": Body.c_comment,
    "/%": Body.wiki_comment,
    "<%": Body.template,
    "<<": twee_sugarcube.macro,
    "<": Body.html,
    "(": twee_harlowe.macro,
    "{": twee_chapbook.insert,
    "[": Body.bracket,
    "]": Body.hook_ends,
    "|": Body.hook_name,
}
