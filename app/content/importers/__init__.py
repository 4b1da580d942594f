"""Stories of other tools become drafts: Twee 3, Oppia explorations, and our own ZIP or folder.

Public: `read_path` and `read_bytes`, which find out by themselves what they are given and return an
`Imported`; `Refused`, raised with a reason where nothing can be made of it; `Finding`, an entry of
the report; `with_id`, the same text under another id; `bundle` for writing a journey's files. May
be imported by ``app.cli`` and the rooms.

Nothing of a source is ever run. No visible word is lost: what has no place in our format stands in
a ``note:``. The limits of the format block checking and publishing a draft, not importing it.
"""

from app.content.importers import bundle
from app.content.importers.findings import Finding, Refused, summary
from app.content.importers.given import Imported, read_bytes, read_path, with_id

__all__ = [
    "Finding",
    "Imported",
    "Refused",
    "bundle",
    "read_bytes",
    "read_path",
    "summary",
    "with_id",
]
