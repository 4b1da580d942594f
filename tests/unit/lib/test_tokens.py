"""Random names, digests, keys, the clock and the bounded memory."""

from datetime import UTC

import pytest
from cryptography.fernet import Fernet

from app.lib import clock, tokens
from app.lib.crypto import Keyring, Unreadable, open_sealed, seal
from app.lib.lru import Lru


@pytest.mark.parametrize(("bits", "signs"), [(80, 16), (128, 26), (1, 1)])
def test_a_code_has_five_bits_a_sign_without_letters_that_are_misread(
    bits: int, signs: int
) -> None:
    codes = {tokens.random_code(bits) for _ in range(200)}
    assert {len(code) for code in codes} == {signs}
    assert set("".join(codes)) <= set("0123456789abcdefghjkmnpqrstvwxyz")
    assert bits == 1 or len(codes) == 200


def test_a_digest_takes_whatever_a_cookie_holds() -> None:
    assert len(tokens.digest("\ud800")) == 32
    assert tokens.digest("a") != tokens.digest("b")


def test_now_is_aware_and_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_each_person_gets_a_key_of_their_own() -> None:
    keyring = Keyring([Fernet.generate_key().decode()])
    mine, yours = (keyring.unwrap(keyring.new_wrapped_key()) for _ in range(2))
    assert open_sealed(mine, seal(mine, "Grüße 😀 \ud800")) == "Grüße 😀 \ud800"
    with pytest.raises(Unreadable):
        open_sealed(yours, seal(mine, "privat"))
    assert seal(mine, "") == b""
    assert open_sealed(yours, b"") == ""


def test_the_first_key_encrypts_and_all_decrypt() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    wrapped = Keyring([old]).new_wrapped_key()
    Keyring([new, old]).unwrap(wrapped)
    rewrapped = Keyring([new, old]).rewrap(wrapped)
    Keyring([new]).unwrap(rewrapped)
    with pytest.raises(Unreadable):
        Keyring([new]).unwrap(wrapped)
    with pytest.raises(Unreadable):
        Keyring([new]).rewrap(wrapped)
    with pytest.raises(Unreadable):
        Keyring([old]).unwrap(rewrapped)


def test_the_memory_keeps_what_was_used_last() -> None:
    memory: Lru[str, int] = Lru(2)
    memory.put("a", 1)
    memory.put("b", 2)
    assert memory.get("a") == 1
    memory.put("c", 3)
    assert (memory.get("a"), memory.get("b"), memory.get("c")) == (1, None, 3)
    memory.drop("a")
    memory.drop("unknown")
    assert (memory.get("a"), len(memory)) == (None, 1)
