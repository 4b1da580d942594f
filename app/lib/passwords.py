"""What makes a password too easy to guess. Long is what counts; no sign is asked for."""

import re
from collections.abc import Iterable

SHORTEST = 12
LONGEST = 128
FEWEST_SIGNS = 5
REST = 6
"""So many signs have to be left when everything is taken away that others would try first."""

_TRIED_FIRST = (
    *("zukunftsreise", "passwort", "password", "kennwort", "geheim", "anmelden", "admin", "test"),
    *("willkommen", "welcome", "hallo", "sommer", "winter", "letmein", "iloveyou"),
    *("qwertzuiop", "qwertyuiop", "qwertz", "qwerty", "asdfghjkl", "yxcvbnm", "zxcvbnm"),
    *("abcdefgh", "abcd", "1234567890", "0123456789", "12345678", "123456", "1234", "4321"),
)


def weakness(password: str, own: Iterable[str]) -> str | None:
    """Return the code of what is wrong with a password, None where nothing is.

    `own` is what everybody knows about the person, such as name and address.
    """
    if len(password) < SHORTEST:
        return "password-short"
    if len(password) > LONGEST:
        return "password-long"
    rest = password.casefold()
    if len(set(rest)) < FEWEST_SIGNS:
        return "password-obvious"
    known = {part for text in own for part in re.split(r"\W+", text.casefold()) if len(part) > 2}
    for word in sorted(known | set(_TRIED_FIRST), key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = re.sub(r"(19|20)\d\d|\W", "", rest)
    return "password-obvious" if len(rest) < REST else None
