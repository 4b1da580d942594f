"""The media of a journey: known by name and hash, with the bytes that are at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping


class Media(Mapping[str, bytes]):
    """Files by name. Where bytes are elsewhere, their hashes are enough to check and to compile.

    Only words (transcripts) are ever looked into. Asking for bytes that are not `at_hand` is a
    mistake, and raises `LookupError`.
    """

    def __init__(self, at_hand: Mapping[str, bytes], elsewhere: Mapping[str, str] | None = None):
        self.at_hand = dict(at_hand)
        self._elsewhere = dict(elsewhere or {})
        self._digests: dict[str, str] | None = None

    @classmethod
    def of(cls, files: Mapping[str, bytes] | None) -> Media:
        """Return files as media; media stay what they are."""
        return files if isinstance(files, Media) else cls(files or {})

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of the bytes of each file, in hexadecimal digits."""
        if self._digests is None:
            own = {name: hashlib.sha256(data).hexdigest() for name, data in self.at_hand.items()}
            self._digests = own | self._elsewhere
        return self._digests

    def with_words(self, words: Mapping[str, bytes]) -> Media:
        """Return the files with other bytes for some of those at hand."""
        return Media({**self.at_hand, **words}, self._elsewhere)

    def __getitem__(self, name: str) -> bytes:
        if name in self._elsewhere:
            raise LookupError(f"the bytes of {name} are not at hand")
        return self.at_hand[name]

    def __iter__(self) -> Iterator[str]:
        yield from self.at_hand
        yield from self._elsewhere

    def __contains__(self, name: object) -> bool:
        return name in self.at_hand or name in self._elsewhere

    def __len__(self) -> int:
        return len(self.at_hand) + len(self._elsewhere)
