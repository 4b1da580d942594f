"""Random names that nobody can guess, and what is kept of a secret one."""

import hashlib
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in lower case: without i, l, o and u, which are misread."""


def random_code(bits: int) -> str:
    """Return at least `bits` random bits in Crockford's base 32, five to a sign."""
    return "".join(secrets.choice(ALPHABET) for _ in range(-(-bits // 5)))


def is_plain(name: str) -> bool:
    """Return whether a name from an address can be one of ours; PostgreSQL refuses null bytes."""
    return name.isascii() and name.isprintable()


def digest(token: str) -> bytes:
    """Return the SHA-256 of a token of high entropy: all that is kept of it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
