"""Invitations to an assignment: who assigned it, until when, and what the company will see.

Links lead here by `invitations`; members of the company find it on their start page, too.
"""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from app.engine.journey import Journey
from app.models.assignment import Assignment
from app.models.company import Company
from app.models.door import is_open
from app.models.join_code import JoinCode
from app.models.journey import newest
from app.models.seat import Seat
from app.player import blueprint
from app.player.departures import join
from app.ui import requests, staff
from app.ui.access import access
from app.ui.overviews import (
    RunOverview,
    journey_overview,
    own_learner,
    own_runs,
    role_errors,
    run_overview,
)
from app.ui.sights import seen_of
from app.ui.visitors import visitor

OWN = "/von-meinem-betrieb/<assignment>"
IN_THE_WAY = ("invitation-paused", "invitation-ended", "invitation-full")


@blueprint.get(OWN)
@access("learner")
def show_offer(assignment: str) -> str | Response:
    """Show a member of the company what it assigned to them."""
    return _invite(_offered(assignment))


@blueprint.post(OWN)
@access("learner")
def create_seat(assignment: str) -> Response:
    """Let a member set out; a second press leads to the same run."""
    which = _offered(assignment)
    return _accept(which, lambda refusal: _invite(which, refusal=refusal))


def show(link: JoinCode, refusal: str = "") -> str | Response:
    """Show the holder of a link what the company assigned to them."""
    which = Assignment.find(requests.db(), link.assignment_id or 0) or abort(404)
    return _invite(which, link=link, refusal=refusal)


def accept(link: JoinCode) -> Response:
    """Let the holder of a link set out; a second press leads to the same run."""
    which = Assignment.find(requests.db(), link.assignment_id or 0) or abort(404)
    return _accept(which, lambda refusal: show(link, refusal), link)


def _offered(code: str) -> Assignment:
    """Return an assignment that is for the learner of this device; 404 for every other."""
    learner = own_learner() or abort(404)
    return Seat.within_reach(requests.db(), learner.id, code) or abort(404)


def _accept(
    which: Assignment, again: Callable[[str], str | Response], link: JoinCode | None = None
) -> Response:
    if staff.current() is not None:
        # Whoever acts for a company or for learners never counts; the page says so.
        return redirect(request.path, 303)
    form = request.form
    return join(
        lambda learner: Seat.take(
            requests.db(),
            which,
            learner.id,
            role=form.get("role") or None,
            agrees=form.get("agrees") == "yes",
            now=requests.now(),
            link=link,
            along=form.get("along", ""),
        ),
        again,
    )


def _invite(
    which: Assignment, *, link: JoinCode | None = None, refusal: str = ""
) -> str | Response:
    db, learner = requests.db(), own_learner()
    company = Company.with_id(db, which.company_id) or abort(404)
    own_run = Seat.run_of(db, which, learner.id) if learner else None
    found = newest(db, which.journey_id)
    state = f"invitation-{link.state(requests.now())}" if link and not own_run else ""
    if which.closed_at or company.closed_at or found is None:
        return _page("over", which, company, own_run=own_run)
    if {refusal, state} & set(IN_THE_WAY):
        return _page("waiting", which, company, state=refusal or state)
    journey = found[1]
    return _page(
        "invitation",
        which,
        company,
        own_run=own_run,
        journey=journey_overview(journey, which.words),
        seen=seen_of(db, which, Seat.member_of(db, which, learner and learner.id, link)),
        open_runs=_to_take_along(journey) if not own_run else [],
        is_staff=staff.current() is not None,
        chosen=request.form.get("role"),
        along=request.form.get("along", ""),
        agreed=request.form.get("agrees") == "yes",
        errors=role_errors(refusal, journey.roles),
    )


def _page(name: str, which: Assignment, company: Company, **context: Any) -> str:
    return render_template(
        f"player/assignments/{name}.html",
        assignment=which,
        company=company,
        is_open=is_open(requests.db(), which.journey_id, visitor=visitor()),
        **context,
    )


def _to_take_along(journey: Journey) -> list[RunOverview]:
    """Return the learner's runs of a journey that are open and belong nowhere yet."""
    return [
        run_overview(run)
        for run in own_runs()
        if run.journey_id == journey.id
        and run.partition_id is None
        and not run.finished_at
        and not run.counted
    ]
