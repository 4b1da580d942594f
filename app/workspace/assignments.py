"""Assignments of the company."""

from flask import abort

from app.engine.journey import Journey
from app.models.assignment import Assignment
from app.models.journey import compiled_by_hash, newest_version
from app.ui import requests
from app.workspace.companies import own_company

ROOT = "/betrieb/zuweisungen/<code>"


def own_assignment(code: str) -> Assignment:
    """Return an assignment of the company; to everybody else there is no such page."""
    return Assignment.within_reach(requests.db(), own_company().id, code) or abort(404)


def journey_of(assignment: Assignment) -> Journey:
    """Return the newest version of its journey, also one that is offered no more."""
    found = newest_version(requests.db(), assignment.journey_id)
    assert found is not None, "versions are never deleted"
    return compiled_by_hash(requests.db(), found.id, found.hash)
