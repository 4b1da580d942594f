"""Overviews: where a company stands, and the first steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from flask import Response, abort, current_app, redirect, url_for

from app.models.company import Company, Task
from app.ui import requests, staff
from app.ui.access import access
from app.ui.words import gettext as _
from app.workspace import blueprint
from app.workspace.companies import own_company, page
from app.workspace.statuses import standing

TICKED: dict[str, Task] = {"mitbestimmung": "sheet"}
"""Which tasks a manager ticks off, by their word in addresses."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps; `tick` is its word in addresses where a manager ticks it off."""

    label: str
    status: Literal["done", "open", "later"]
    address: str
    tick: str = ""


@blueprint.get("/betrieb")
@access("manager")
def show_overview() -> str:
    """Show the first steps and what is assigned."""
    company = own_company()
    has_several = len(Company.managed_by(requests.db(), staff.acting().id)) > 1
    return page(
        "overviews/show.html",
        tasks=list(_steps(company)),
        has_several=has_several,
        **standing(company, are_open=True),
    )


@blueprint.post("/betrieb/aufgaben/<task>")
@access("manager")
def update_task(task: str) -> Response:
    """Tick a task off."""
    if task not in TICKED:
        abort(404)
    own_company().tick(requests.db(), TICKED[task], requests.now())
    return cast(Response, redirect(url_for("workspace.show_overview"), 303))


def _steps(company: Company) -> Iterator[Step]:
    has_assigned = company.has_assignments(requests.db())
    yield Step(_("Betrieb anlegen"), "done", url_for("workspace.edit_settings"))
    yield _step(
        _("Mitbestimmungsblatt lesen"),
        "workspace.show_sheet",
        is_done=company.sheet_read_at is not None,
        tick="mitbestimmung",
    )
    yield _step(_("Reise zuweisen"), "workspace.new_assignment", is_done=has_assigned)
    yield _step(
        _("Aushang drucken"),
        "workspace.list_assignments",
        is_done=company.poster_printed_at is not None,
        is_possible=has_assigned,
    )


def _step(
    label: str, endpoint: str, *, is_done: bool, is_possible: bool = True, tick: str = ""
) -> Step:
    is_there = endpoint in current_app.view_functions
    address = url_for(endpoint) if is_there else ""
    if is_done:
        return Step(label, "done", address)
    return Step(label, "open" if is_possible and is_there else "later", address, tick)
