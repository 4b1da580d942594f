"""Health for whoever watches the installation: does the process live, and can it serve?"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from app import logs
from app.models.base import Database, NotDurable
from app.models.door import listed
from app.site import blueprint
from app.site.legal import missing_pages
from app.ui.access import access
from app.ui.assets import manifest


@blueprint.get("/healthz")
@access("anyone")
def show_health() -> dict[str, bool]:
    """Say that the process answers; nothing else is asked."""
    return {"alive": True}


@blueprint.get("/readyz")
@access("anyone")
def show_readiness() -> tuple[dict[str, object], int]:
    """Say what learners would meet; 503 while they could not walk a journey.

    What only makes pages poorer or work slower stands under `hints` and stops nobody.
    """
    facts = _installed()
    try:
        facts |= _stored()
    except (SQLAlchemyError, NotDurable) as error:
        logs.failure(error)
        problems = ["The database does not answer, or it has no tables: flask database upgrade."]
    else:
        problems = _problems(facts)
    answer = {"ready": not problems, "problems": problems, "hints": _hints(facts)} | facts
    return answer, 503 if problems else 200


def _installed() -> dict[str, Any]:
    return {
        # The C parser of PyYAML lives in this module; asking for it reads no YAML.
        "libyaml": find_spec("yaml._yaml") is not None,
        "front_end": bool(manifest()),
        "pages_missing": missing_pages(Path(current_app.instance_path) / "pages"),
    }


def _stored() -> dict[str, Any]:
    database: Database = current_app.extensions["database"]
    facts: dict[str, Any] = {
        # A connection is only handed out after its durable settings have been asserted.
        "database": database.facts(),
        "migration": {"present": database.revision(), "wanted": database.head()},
    }
    with database.read() as session:
        facts["journeys"] = len(listed(session))
    return facts


def _problems(facts: dict[str, Any]) -> list[str]:
    problems = []
    migration = facts["migration"]
    if migration["present"] != migration["wanted"]:
        problems.append("The tables are not of this version: flask database upgrade.")
    if not facts["journeys"]:
        problems.append("No journey is loaded: flask journeys load.")
    return problems


def _hints(facts: dict[str, Any]) -> list[str]:
    hints = []
    if not facts["libyaml"]:
        hints.append(
            "PyYAML has no C parser here: checking a journey takes about nine times longer."
        )
    if not facts["front_end"]:
        hints.append("The front-end files are not built, so pages look plain: make assets.")
    if facts["pages_missing"]:
        hints.append("The operator has not written all of instance/pages/ yet.")
    if facts.get("database", {}).get("journal") == "delete":
        hints.append("This SQLite cannot use its write-ahead log safely: install pysqlite3.")
    return hints
