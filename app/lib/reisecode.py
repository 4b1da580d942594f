"""The Reisecode: four everyday words with which a learner goes on elsewhere.

The list has 2 048 German words of 4 to 8 letters a–z, no two closer than two letters, so a slip
of one letter never makes another word. Four words are 44 bits; together with the throttle that is
enough for a code people can say on the phone.
"""

import hashlib
import hmac
import re
import secrets
from functools import cache
from pathlib import Path

WORDS_OF_A_CODE = 4
_FILE = Path(__file__).with_name("reisecode_words.txt")
_SPELLINGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@cache
def words() -> tuple[str, ...]:
    """Return the list, in alphabetical order."""
    return tuple(_FILE.read_text("ascii").split())


def new_code() -> str:
    """Return four random words, joined by hyphens."""
    return "-".join(secrets.choice(words()) for _ in range(WORDS_OF_A_CODE))


def normalise(typed: str) -> str:
    """Return only the letters, since nobody should have to care for case, spaces or hyphens.

    Words run together are one code with the same letters, so nothing needs to be told apart.
    """
    return re.sub(r"[^a-z]", "", typed.lower().translate(_SPELLINGS))


def unknown_words(typed: str) -> list[str]:
    """Return the parts between spaces and hyphens that are no words of the list, for a hint.

    It looks at the public list only and so tells nothing about codes that exist.
    """
    parts = [normalise(part) for part in re.split(r"[\s,;.\-–—]+", typed)]
    return [part for part in parts if part and part not in _known()]


def fingerprint(typed: str, secret: str) -> bytes:
    """Return the HMAC-SHA-256 that is stored instead of a code."""
    return hmac.digest(secret.encode(), b"reisecode:" + normalise(typed).encode(), hashlib.sha256)


@cache
def _known() -> frozenset[str]:
    return frozenset(words())
