"""A key for each person, wrapped by the keys of the installation.

Without the installation's keys a copy of the database shows no private text; without its wrapped
key nobody can ever read a person's texts again.
"""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Unreadable(Exception):
    """No key of this installation opens it: ZR_KEYS lacks one, or the bytes are damaged."""


class Keyring:
    """The Fernet keys of ZR_KEYS: the first one encrypts, all of them decrypt."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = MultiFernet([Fernet(key) for key in keys])

    def wrap(self, key: bytes) -> bytes:
        """Encrypt a person's key for keeping."""
        return self._keys.encrypt(key)

    def unwrap(self, wrapped: bytes) -> Fernet:
        """Return a person's key, ready for use. Raise `Unreadable`."""
        return Fernet(_opened(self._keys, wrapped))

    def rewrap(self, wrapped: bytes) -> bytes:
        """Encrypt a wrapped key anew with the first key, so that older keys can retire."""
        try:
            return self._keys.rotate(wrapped)
        except InvalidToken as error:
            raise Unreadable from error

    def conceal(self, text: str) -> bytes:
        """Encrypt a text that belongs to the installation, not to one learner."""
        return self._keys.encrypt(text.encode())

    def reveal(self, concealed: bytes, seconds: int | None = None) -> str:
        """Decrypt what `conceal` made, at most so long ago. Raise `Unreadable`."""
        try:
            return self._keys.decrypt(concealed, ttl=seconds).decode()
        except InvalidToken as error:
            raise Unreadable from error

    def new_wrapped_key(self) -> bytes:
        """Make a key for a new person, wrapped already."""
        return self.wrap(Fernet.generate_key())


def seal(key: Fernet, text: str) -> bytes:
    """Encrypt a text; the empty text stays empty, since there is nothing to hide."""
    return key.encrypt(text.encode("utf-8", "surrogatepass")) if text else b""


def open_sealed(key: Fernet, sealed: bytes) -> str:
    """Decrypt what `seal` made. Raise `Unreadable`."""
    return _opened(key, sealed).decode("utf-8", "surrogatepass") if sealed else ""


def _opened(key: Fernet | MultiFernet, sealed: bytes) -> bytes:
    try:
        return key.decrypt(sealed)
    except InvalidToken as error:
        raise Unreadable from error
