"""The register: no table escapes it, and the export holds every column it does not explain away."""

from typing import Any

import pytest
from sqlalchemy import inspect

from app.engine import Answer
from app.models.base import metadata
from app.models.diary import Diary
from app.models.journey import publish
from app.models.learner import Learner, export
from app.models.personal_data import impersonal, personal_data
from tests.integration.models.conftest import NOW, Walker
from tests.integration.models.samples import parsed


def test_every_table_is_registered_or_declared_impersonal(walker: Walker) -> None:
    tables = set(inspect(walker.database.engine).get_table_names())
    assert tables == set(personal_data) | set(impersonal)
    assert not set(personal_data) & set(impersonal)


def test_every_registered_table_says_why_how_long_and_how_it_goes() -> None:
    for name, entry in personal_data.items():
        assert all((entry.purpose, entry.retention, entry.export, entry.erase)), name


def columns(data: dict[str, Any], path: str) -> set[str]:
    """Return the names of the fields at a place of the export."""
    found: Any = data
    for part in path.split("."):
        found = found[0][part] if isinstance(found, list) else found[part]
    return set(found[0] if isinstance(found, list) else found)


@pytest.mark.parametrize(
    "table", [name for name, entry in personal_data.items() if entry.whose == "learner"]
)
def test_the_export_holds_every_column_that_is_not_withheld_with_a_reason(
    walker: Walker, table: str
) -> None:
    with walker.database.write() as session:
        publish(session, parsed("second", steps=3), NOW)
    with walker.database.write() as session:
        run = walker.own(session)
        run.decide(session, Answer("wahl-1", "a"), turn=0, now=NOW)
        Diary(session, run, walker.keyring).save("gedanke", "text", "Ein Gedanke", 0, NOW)
        owner = Learner.find(session, walker.learner.id)
        assert owner is not None
        data = export(session, owner, walker.keyring)
    stored = {column.name for column in metadata.tables[table].columns}
    explained = personal_data[table].withheld
    assert set(explained) <= stored
    assert stored - set(explained) <= columns(data, personal_data[table].export)
