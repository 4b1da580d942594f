"""Sentences, words and syllables of German and English prose, and how easy it is to read.

Offsets are those of the text as it was written: what is Markdown in it is covered with blanks, not
taken out, so that a message can point at the sentence in the author's file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from app.content.syllables import COUNTERS

LANGUAGES = frozenset(COUNTERS)
"""Languages whose sentences and syllables are known here; others are not judged."""


class Sentence(NamedTuple):
    """Where a sentence stands in its text, and how many words it has."""

    start: int
    end: int
    words: int


_SIGNS = "[{*`_|#~>\\"
_ENTRIES = ("\n- ", "\n+ ", "\n1. ", "\n1) ")
_FIRST_ENTRIES = tuple(entry[1:] for entry in _ENTRIES)
_COVERED = re.compile(
    r"(?P<hole>\{\{[^{}\n]*\}\})"
    r"|\]\([^)\n]{0,500}\)"
    r"|(?P<head>^[ \t]*\#{1,6}[ \t][^\n]*\n?)"
    r"|(?P<entry>^[ \t]*(?:[-*+]|\d+[.)]|>)[ \t]+)"
    r"|(?<!\w)\|(?!\w)"
    r"|[*_`~\[\]\\]+",
    re.MULTILINE,
)


_BREAK = "\f"
"""White space that ends sentences: stands at the beginning and end of an entry or a heading."""


def covered(markdown: str) -> str:
    """Return a text of the same length with blanks for signs of Markdown; an insert is one word."""
    if not _is_marked(markdown):
        return markdown
    return _COVERED.sub(_cover, markdown)


def _is_marked(markdown: str) -> bool:
    """Tell, fast, whether a text may have signs of Markdown; most have none."""
    for sign in _SIGNS:
        if sign in markdown:
            return True
    if "\n" in markdown and any(entry in markdown for entry in _ENTRIES):
        return True
    return markdown.startswith(_FIRST_ENTRIES)


def _cover(match: re.Match[str]) -> str:
    length = match.end() - match.start()
    if match["head"]:
        title = match[0].lstrip("# \t").rstrip("\n")
        return _BREAK + " " * (match[0].index(title) - 1) + title + _BREAK * match[0].endswith("\n")
    first = "x" if match["hole"] else _BREAK if match["entry"] else " "
    return first + " " * (length - 1)


_ENDS = re.compile(
    r"""
    (?<![.!?…]) [.!?…]++ [\"'“”‘’»«)\]]*+ (?=\s|$)  # a sign that may end one
    | : (?=\s+[„“‚‘»«"])                       # direct speech begins
    | \n (?= [ \t]*\n ) | \f                   # a paragraph, an entry, a heading
    """,
    re.VERBOSE,
)
_BEFORE = re.compile(r"[^\W_][\w.-]*$")
_NEXT = re.compile(r"[\s\"'„“”‚‘’»«(\[–—-]*(\w?)")
_ORDINAL = re.compile(r"\d{1,2}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MONTHS = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember "
    "january february march may june july october december"
)
_BEFORE_ORDINALS = _words(
    "am der die das dem den des zum zur vom beim im ab seit bis und oder ihr ihre ihrem ihren "
    "ihrer jeder jede jedes jeden jedem sein seine seinem seinen mein meine unser unsere ein eine"
)
_NEVER_LAST = _words(
    """
    abs abschn allg bspw bzgl bzw ca chr dr ehem eigtl einschl entspr evtl exkl fa fr frl geb gebr
    gegr gem ggf ggfs hr hrn hrsg inkl ing insb jh jhd lfd lt mio mrd mr mrs ms nat nr nrn od
    prof rd sog spez st std stellv str techn tägl ua urspr vgl vs zb zit zus zzgl dipl phil iur
    jr sr approx dept est e.g i.e cf
    """
)
_BEFORE_NUMBERS = _words("abb art bd fig kap max min mind no pos s sec tel ziff p pp ch vol")
"""Abbreviations that are words as well: before a number alone they do not end a sentence."""
_BEFORE_INITIALS = _words("herr herrn frau familie kollege kollegin und oder von mit bei für an")
_ABBREVIATED = _NEVER_LAST | _BEFORE_NUMBERS


def sentences(words: str) -> Iterator[Sentence]:
    """Give the sentences of a text whose Markdown is covered, in their order.

    Abbreviations, ordinal numbers, times, an ellipsis and quoted speech within a sentence do not
    end it; a paragraph, a list's entry and a colon before direct speech do.
    """
    start = 0
    for match in _ENDS.finditer(words):
        if match.start() < start or (match[0][0] in ".…!?" and _goes_on(words, match)):
            continue
        if found := _sentence(words, start, match.end()):
            yield found
        start = match.end()
    if found := _sentence(words, start, len(words)):
        yield found


def _sentence(words: str, start: int, end: int) -> Sentence | None:
    text = words[start:end]
    count = len(text.split())
    if not count:
        return None
    start += len(text) - len(text.lstrip())
    return Sentence(start, start + len(text.strip()), count)


def _goes_on(words: str, match: re.Match[str]) -> bool:
    """Tell whether a sentence goes on behind a sign that could end it."""
    following = _NEXT.match(words, match.end())
    if following is None or not following[1]:
        return False
    if following[1].islower():
        return _BREAK not in following[0] and "\n\n" not in following[0]
    return match[0] == "." and _is_abbreviated(words, match.start(), match.end())


def _is_abbreviated(words: str, dot: int, after: int) -> bool:
    before = _BEFORE.search(words, max(0, dot - 12), dot)
    if before is None:
        return False
    token = before[0].casefold()
    if _ORDINAL.fullmatch(token):
        return _is_ordinal(words, before.start(), after)
    if token in _BEFORE_NUMBERS:
        return words[after : after + 2].strip()[:1].isdigit()
    if len(token) == 1 and before[0].isupper():
        return _is_initial(words, before.start())
    return len(token.rpartition(".")[2]) == 1 or token in _NEVER_LAST


def _is_initial(words: str, start: int) -> bool:
    """Tell the “B.” of a name or of „z. B.“ from that of „Halle B.“, which ends a sentence."""
    leading = words[max(0, start - 20) : start].split()
    last = leading[-1].strip(_OPENING) if leading else "."
    return not last or last.endswith(".") or last.casefold() in _BEFORE_INITIALS


def _is_ordinal(words: str, start: int, after: int) -> bool:
    following = words[after : after + 20].split()
    if following and following[0].strip(".,").casefold() in _MONTHS:
        return True
    leading = words[max(0, start - 20) : start].split()
    return bool(leading) and leading[-1].strip("„“(").casefold() in _BEFORE_ORDINALS


_LAST = frozenset('.!?…“”"’»)')
_CLOSING = "\"'“”‘’»«)"
_OPENING = "„“‚‘»«\"'(–-"


def sure_stretches(tokens: Sequence[str]) -> list[int]:
    """Return the numbers of tokens between ends that are beyond doubt.

    No sentence has more words than the longest, and there are at least as many sentences. It costs
    a fraction of `sentences`, which most texts do not need then.
    """
    last, stretches = 0, []
    for index, token in enumerate(tokens, 1):
        if token[-1] in _LAST and _surely_ends(token, tokens[index : index + 1]):
            stretches.append(index - last)
            last = index
    if last < len(tokens):
        stretches.append(len(tokens) - last)
    return stretches


def _surely_ends(token: str, following: Sequence[str]) -> bool:
    bare = token.rstrip(_CLOSING)
    if following and following[0].lstrip(_OPENING)[:1].islower():
        return False
    if bare[-1:] in (".", "…"):
        word = bare.lstrip(_OPENING)[:-1].casefold()
        return word.isalpha() and len(word) > 1 and word not in _ABBREVIATED
    return bare[-1:] in ("!", "?")


_LETTERS = re.compile(r"[^\W\d_]+(?:['’|-][^\W\d_]+)*")


def hardest(tokens: Sequence[str], most: int, lang: str) -> list[str]:
    """Return the words with the most syllables, the hardest first."""
    words = dict.fromkeys(word for token in tokens for word in _LETTERS.findall(token))
    return sorted(words, key=lambda word: -syllables(word, lang))[:most]


def syllables(word: str, lang: str) -> int:
    """Return the syllables of a word with what stands around it, at least one where it has letters.

    Abbreviations are spelled, a number counts one for each digit.
    """
    return _remembered(word, lang) if len(word) <= _LONGEST_REMEMBERED else _counted(word, lang)


_LONGEST_REMEMBERED = 40


def _counted(word: str, lang: str) -> int:
    return sum(_of_part(part, lang) for part in _PARTS.findall(word))


_remembered = lru_cache(maxsize=20_000)(_counted)


_PARTS = re.compile(r"[^\W\d_]+(?:['’|][^\W\d_]+)*|\d+")
_LONGEST_SPELLED = 5


def _of_part(part: str, lang: str) -> int:
    if part.isdigit() or (part.isupper() and 1 < len(part) <= _LONGEST_SPELLED):
        return len(part)
    return COUNTERS[lang](part.lower().replace("’", "'").replace("|", ""))


def count(tokens: Sequence[str]) -> int:
    """Return how many tokens are words; a dash or a quotation mark alone is none."""
    return sum(any(map(str.isalnum, token)) for token in tokens)


def reading_ease(tokens: Sequence[str], sentences: int, lang: str) -> float:
    """Return the Flesch reading ease, 100 very easy, 0 very hard.

    German by Toni Amstad (1978): 180 − ASL − 58.5 × ASW. English by Rudolf Flesch (1948):
    206.835 − 1.015 × ASL − 84.6 × ASW, with words in a sentence and syllables in a word.
    """
    counts = [spoken for token in tokens if (spoken := syllables(token, lang))]
    in_sentence = len(counts) / max(1, sentences)
    in_word = sum(counts) / max(1, len(counts))
    if lang == "de":
        return 180 - in_sentence - 58.5 * in_word
    return 206.835 - 1.015 * in_sentence - 84.6 * in_word
