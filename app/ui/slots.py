"""Slots: what a company calls the places that a journey leaves open for its words."""

from collections.abc import Iterator, Mapping

from app.models.assignment import Assignment
from app.models.run import Run
from app.ui.requests import db
from app.ui.scene import NO_SLOTS


class CompanyWords(Mapping[str, str]):
    """The words of the company with whose assignment a run goes, read where a text has a slot."""

    def __init__(self, partition_id: int) -> None:
        self._partition_id = partition_id
        self._found: Mapping[str, str] | None = None

    @property
    def words(self) -> Mapping[str, str]:
        """The words by the name of the slot; read on first use."""
        if self._found is None:
            found = Assignment.find(db(), self._partition_id)
            self._found = found.words if found else NO_SLOTS
        return self._found

    def __getitem__(self, key: str) -> str:
        return self.words[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)


def slots_of(run: Run) -> Mapping[str, str]:
    """Return the words for the slots of a run's journey; the author's own stand where none are."""
    return NO_SLOTS if run.partition_id is None else CompanyWords(run.partition_id)
