"""The register of what is kept about people: every table is in it, or declared impersonal.

Pages, the works-council sheet and the export are made of it. Whoever adds a table or a column says
here what it is for; a test reads the tables of the database and fails until that is done.
"""

from typing import Any

from sqlalchemy import Column

from app.models.base import metadata
from app.models.personal import Personal
from app.models.personal_learners import of_learners
from app.models.personal_members import of_members
from app.models.personal_staff import of_staff

personal_data: dict[str, Personal] = of_learners | of_members | of_staff

impersonal: dict[str, str] = {
    "version": "published journeys, written for everybody",
    "partition": "sets of runs by number; who belongs to one stands in the run",
    "company": "companies, not people",
    "team": "names of departments; who belongs to one stands with the member",
    "assignment_team": "which departments an assignment is for",
    "reminder_day": "on which days a company lets its people be reminded",
    "release_day": "when figures of an assignment were last looked for",
    "sheet_edition": "since when the sheet of a company says what it says",
    "batch": "released figures about five people at least, frozen",
    "batch_cell": "released figures about five people at least, frozen",
    "media_file": "files of published journeys and of drafts",
    "draft_import": "the file a draft was made from, and what to look at in it; names nobody",
    "version_media": "which files were published",
    "alembic_version": "the revision of the schema",
}


def exported(table: str) -> list[Column[Any]]:
    """Return the columns that the export shows: all but those that the register withholds."""
    withheld = personal_data[table].withheld
    return [column for column in metadata.tables[table].columns if column.name not in withheld]
