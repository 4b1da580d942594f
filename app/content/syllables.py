"""Syllables of German and English words: groups of vowels, mended by what is known to differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_GERMAN = re.compile(r"aa|ai|ay|au|äu|ee|ei|ey|eu|ie|oo|oi|oy|ou|[aeiouyäöüáàâéèêíîóôúûæøœ]")
_GERMAN_APART = re.compile(
    r"""
      (?:famil|stud|lin|ser|akt|fol|präm|mater|lil|arter|bakter|tragöd|komöd)ie(?!r)
    | (?:med|kriter|ministr|ital|span|prinzip|fer|utens|gymnas|immobil|alb|belg|brasil|al)ien
    | (?:energ|industr|strateg|technolog|ologi?|batter|theor|kategor|garant|fantas|kop|allerg)ien
    | (?:pat|kl|or|effiz|quot|hyg)ien
    | be(?=urteil|unruh|urlaub|urkund|inhalt|end) | ge(?=ehr|impf|urteil)
    | ideen | (?:s|arm|all|chauss|tourn|mus)een(?![a-zäöü]) | ideell | reell
    | [kz]oo(?=rd|p|l)
    | (?:mus|lyz|petrol)eum | jubiläum
    | naiv | mosaik | ukrain | oi(?=st|sm)
    """,
    re.VERBOSE,
)
"""Where two vowels that look like one are spoken apart."""

_GERMAN_SILENT = re.compile(
    r"(?:t|str|b)eam|deal|lead|niveau|(?:soft|hard|mal|firm)ware|online|offline|update|upgrade"
    r"|service|office|home(?!p)|homepage|phone|codes?(?![a-zäöü])|website|interface|pipeline"
)
"""Borrowed words with a vowel that is not spoken, or with two that are one."""


def german(word: str) -> int:
    """Return the syllables of a German word in small letters."""
    word = word.partition("'")[0].replace("qu", "kw")
    if word[:1] == "y" and word[1:2] in set("aeiouäöü"):
        word = "j" + word[1:]
    count = len(_GERMAN.findall(word)) + len(_GERMAN_APART.findall(word))
    return max(1, count - len(_GERMAN_SILENT.findall(word)))


_ENGLISH = re.compile(r"[aeiouyáàâäçéèêëíîïóôöúûü]+")
_ENGLISH_SILENT = re.compile(
    r"(?<=[^aeiouy])(?<![^aeiouy]l)e(?!.)"
    r"|(?<=[^aeiouysxzcg])(?<![cs]h)(?<![^aeiouy]l)e(?=s(?!.))"
    r"|(?<=[^aeiouytd])(?<![bcdfgkpstz]l)e(?=d(?!.))"
    r"|(?:(?<=som)|(?<=hom)|(?<=wher)|(?<=ther)|(?<=car)|(?<=saf)|(?<=tim)|(?<=stat)|(?<=plac)"
    r"|(?<=manag)|(?<=mov)|(?<=hop)|(?<=us)|(?<=liv)|(?<=lik)|(?<=plac))e(?=[^aeiouyr][a-z]{1,})"
    r"|(?<=ev)e(?=ry)|(?<=bus)i(?=ness)"
)
_ENGLISH_APART = re.compile(
    r"(?<![cts])ia(?!ge)|(?<![tscgxl])io|iu|eo(?!p)|(?<![gq])ua(?!de)|(?<![gq])ue(?=n[tc])|uou|yi"
    r"|(?<![cst])ie(?=t|n[ct])|scie|ciet|creat|area|idea|react|theat|(?:b|e|^d|^g)(?:e|o)ing"
    r"|realit|oyee|(?<=th|as|is|os)m(?=s?(?!.))"
)
"""Where vowels side by side are spoken apart, or a syllable has no written vowel."""


def english(word: str) -> int:
    """Return the syllables of an English word in small letters."""
    stem, short, rest = word.partition("'")
    if short and rest == "t" and stem[-2:] in ("dn", "sn"):
        return english(stem) + 1
    count = len(_ENGLISH.findall(stem)) + len(_ENGLISH_APART.findall(stem))
    return max(1, count - len(_ENGLISH_SILENT.findall(stem)))


COUNTERS: Mapping[str, Callable[[str], int]] = {"de": german, "en": english}
"""By language; others are not known."""
