"""ZR7: pictures, sound, links and headings that some people could not see, hear or find."""

from __future__ import annotations

import re

from app.content.names import Names
from app.content.nodes import Item, Node
from app.content.places import place
from app.content.problems import Problems
from app.content.words import Unit, Units


def check(names: Names, problems: Problems) -> None:
    """Report media that some people could not see or hear."""
    for spot in names.spots:
        problems.step = spot.id or None
        for item in (spot.item, *spot.item.items("variants")):
            _image(item, problems)
            _sound(item, problems)
    problems.step = None


def _image(item: Item, problems: Problems) -> None:
    image = item.get("image")
    if not isinstance(image, Item):
        return
    decorative = image.get("decorative", False)
    if "alt" in image.fields and decorative:
        problems.add("ZR704", image.key("decorative"))
    elif "alt" not in image.given and not decorative:
        problems.add("ZR701", image.at("file"), name=image.get("file", "…"))


def _sound(item: Item, problems: Problems) -> None:
    for kind in ("audio", "video"):
        if kind not in item.fields:
            continue
        if "transcript" not in item.given:
            problems.add("ZR702", item.at(kind), name=item.get(kind))
        if kind == "video" and "captions" not in item.given:
            problems.add("ZR703", item.at(kind), name=item.get(kind))


_FILE = re.compile(
    r"[\w.-]+\.(?:svg|png|jpe?g|webp|avif|gif)|(?=\w*\d)\w*[_-][\w-]*|(?:img|dsc|bild|foto)[_-]?\d+"
)
_LINK = re.compile(r"(?<!\\)\[([^\[\]\n]*)\]\(\s*<?([^)\s>]*)")
_VAGUE = """
hier; hier klicken; klicken sie hier; bitte hier klicken; klick; klicken; mehr; mehr dazu;
mehr erfahren; mehr lesen; mehr infos; mehr informationen; weiter; weiterlesen; link; dieser link;
diesen link; zum link; dort; da; siehe hier; siehe; seite; diese seite; dieser seite; infos; info;
details;
here; click here; click; more; more here; read more; learn more; see more; see here; this link;
this page; page; there; continue; this;
"""
_NOTHING_SAID = frozenset(words.strip() for words in _VAGUE.split(";"))
"""Texts of links that do not say where they lead; so does an empty one."""

_FENCE = re.compile(r"[ ]{0,3}(```|~~~)")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(\S.*)")


def check_words(units: Units, lang: str, problems: Problems, text: str) -> None:
    """Report words of one language that tell nothing to those who do not see the page.

    ``text`` is the file in which the units stand.
    """
    checker = _Checker(problems, text)
    for unit in units.values():
        for words, node in unit.placed():
            if problems.is_full:
                return
            if unit.key.endswith("image.alt"):
                checker.alt(unit, words, node)
            if "](" in words:
                checker.links(unit, words, node)
            if unit.form == "prose" and "#" in words:
                checker.headings(unit, words, node)
    if lang in _CUES:
        told = [unit for unit in units.values() if not unit.key.endswith(_NOT_ASKED)]
        checker.cues(told, *_CUES[lang])


_NOT_ASKED = (".transcript", ".sample", ".alt")


class _Checker:
    def __init__(self, problems: Problems, text: str) -> None:
        self.problems = problems
        self.text = text

    def alt(self, unit: Unit, words: str, node: Node) -> None:
        if _FILE.fullmatch(words.strip().casefold()):
            self.problems.add("ZR705", node, unit.step, name=words.strip())

    def links(self, unit: Unit, words: str, node: Node) -> None:
        for match in _LINK.finditer(words):
            if self.problems.is_full:
                return
            said = " ".join(match[1].strip('*_„“”".…:!»«→›> ').casefold().split())
            if said in _NOTHING_SAID:
                part = 1 if said else 2
                where = place(self.text, node, words, match.start(part), match.end(part))
                self.problems.add("ZR706", where, unit.step, text=match[1])

    def headings(self, unit: Unit, words: str, node: Node) -> None:
        """Compare each heading with the one before; the page's title stands above the first."""
        level, start, fenced = 0, 0, False
        for line in words.split("\n"):
            fenced ^= bool(_FENCE.match(line))
            heading = None if fenced else _HEADING.match(line)
            if heading:
                if len(heading[1]) > level + 1:
                    at, end = start + heading.start(2), start + heading.end(2)
                    is_here = not unit.key.endswith(".transcript")
                    where = place(self.text, node, words, at, end) if is_here else node
                    values = {"found": "#" * len(heading[1]), "right": "#" * (level + 1)}
                    self.problems.add("ZR707", where, unit.step, **values)
                level = len(heading[1])
            start += len(line) + 1

    def cues(self, units: list[Unit], signs: frozenset[str], pattern: re.Pattern[str]) -> None:
        """Report what learners are asked to find by its colour or its place on the page alone."""
        for unit in units:
            for words, node in unit.placed():
                if not signs.isdisjoint(words.split()):
                    self._cues(unit, words, node, pattern)

    def _cues(self, unit: Unit, words: str, node: Node, pattern: re.Pattern[str]) -> None:
        spoken = [match.span() for match in _SPEECH.finditer(words)]
        for match in pattern.finditer(words):
            if self.problems.is_full:
                return
            if not any(start < match.start() < end for start, end in spoken):
                where = place(self.text, node, words, match.start(), match.end())
                self.problems.add("ZR708", where, unit.step, text=match[0])


_SPEECH = re.compile(r"[„“»«\"][^„“”»«\"]*[“”»«\"]")
_GERMAN_COLOUR = r"(?:rot|grün|blau|gelb|orange|grau|schwarz|weiß|farbig)"
_GERMAN_THING = (
    r"(?:Knopf|Schaltfläche|Taste|Feld|Kästchen|Markierung|Antwort|Wort|Wörter|Text|Zeile|Spalte|Link"
    r"|Balken|Symbol|Pfeil|Punkt|Kreis)(?:e|en|er|ern|n|s|es)?"
)
_GERMAN_SIDE = r"(?:rechts|links|oben|unten)"
_ASKED = (
    r"(?:[Kk]licken|[Tt]ippen|[Dd]rücken|[Ww]ählen|[Ll]esen|[Bb]eachten|[Ss]uchen|[Nn]utzen"
    r"|[Nn]ehmen|[Vv]ergleichen|[Zz]iehen|[Oo]rdnen|[Mm]arkieren|[Aa]chten|[Ss]chauen"
    r"|[Ee]rgänzen) Sie\b"
)
_GERMAN_CUE = re.compile(
    rf"{_ASKED}[^.!?\n„“]{{0,80}}?\b(?:{_GERMAN_COLOUR}e[nmrs]? {_GERMAN_THING}\b"
    rf"|{_GERMAN_THING} (?:ganz |dort )?{_GERMAN_SIDE}\b|(?:nach )?{_GERMAN_SIDE}(?= *[.!?]))"
    rf"|\b[Ss]iehe {_GERMAN_SIDE}\b|\b(?:[Ii]m|[Dd]as) Bild {_GERMAN_SIDE}\b"
    rf"|\b[Dd]ie {_GERMAN_COLOUR} (?:markierten|hinterlegten|unterlegten|geschriebenen)\b"
)
_ENGLISH_COLOUR = r"(?:red|green|blue|yellow|orange|grey|gray|black|white|coloured|colored)"
_ENGLISH_THING = (
    r"(?:button|box|field|answer|word|text|line|column|link|bar|symbol|arrow|dot|circle)s?"
)
_ENGLISH_CUE = re.compile(
    r"(?:[Cc]lick|[Tt]ap|[Pp]ress|[Cc]hoose|[Ss]elect|[Rr]ead|[Nn]ote|[Ll]ook at|[Uu]se|[Cc]ompare"
    r"|[Dd]rag|[Mm]ark) [^.!?\n“”]{0,80}?\b"
    rf"(?:{_ENGLISH_COLOUR} {_ENGLISH_THING}\b"
    rf"|{_ENGLISH_THING} (?:on the (?:left|right)|below|above)\b)"
    r"|\b(?:[Ss]ee|as shown) (?:above|below)\b|\b[Tt]he (?:picture|image) (?:above|below)\b"
    rf"|\b[Tt]he (?:words|answers|lines) in {_ENGLISH_COLOUR}\b"
)
_GERMAN_SIGNS = """
Klicken klicken Tippen tippen Drücken drücken Wählen wählen Lesen lesen Beachten beachten Suchen
suchen Nutzen nutzen Nehmen nehmen Vergleichen vergleichen Ziehen ziehen Ordnen ordnen Markieren
markieren Achten achten Schauen schauen Ergänzen ergänzen siehe Siehe (siehe Bild markierten
hinterlegten unterlegten geschriebenen
"""
_ENGLISH_SIGNS = """
Click click Tap tap Press press Choose choose Select select Read read Note note Look look Use use
Compare compare Drag drag Mark mark see See (see shown picture image words answers lines
"""
_CUES = {
    "de": (frozenset(_GERMAN_SIGNS.split()), _GERMAN_CUE),
    "en": (frozenset(_ENGLISH_SIGNS.split()), _ENGLISH_CUE),
}
"""By language: words without which nothing is found, and what asks to look for colour or place."""
