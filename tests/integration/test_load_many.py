"""A folder of very many journeys is loaded by all cores, with the same outcome."""

from pathlib import Path

from sqlalchemy import func, select

from app.cli.journeys_load import MANY
from app.models.base import Database
from app.models.tables import version
from tests.benchmarks.product import Product


def versions(product: Product) -> int:
    database = Database(product.environ["ZR_DATABASE_URL"])
    with database.read() as session:
        found = session.execute(select(func.count()).select_from(version)).scalar_one()
    database.dispose()
    return int(found)


def test_many_journeys_are_loaded_once_each(tmp_path: Path) -> None:
    product = Product(tmp_path)
    sources = [(f"reise-{number}", 8) for number in range(MANY + 1)]
    product.load(*sources)
    assert versions(product) == len(sources)
    product.load(*sources)
    assert versions(product) == len(sources)


def test_one_broken_journey_of_many_is_refused_and_keeps_no_other_away(tmp_path: Path) -> None:
    product = Product(tmp_path)
    product.write(*((f"reise-{number}", 8) for number in range(MANY)))
    (tmp_path / "journeys" / "reise-7" / "journey.yaml").write_text("id: reise-7\n", "utf-8")
    try:
        product.flask("journeys", "load", str(tmp_path / "journeys"))
    except RuntimeError as error:
        assert "reise-7" in str(error)
    else:
        raise AssertionError("a refused journey ends the command with an error")
    assert versions(product) == MANY - 1
