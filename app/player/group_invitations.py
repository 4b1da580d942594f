"""Invitations to a group: who leads it, what they will see, and the choice to be counted."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.models.door import is_open
from app.models.group import Group
from app.player.departures import join
from app.ui import requests, staff
from app.ui.insights import stations
from app.ui.overviews import journey_overview, own_learner, role_errors
from app.ui.visitors import visitor


def show(group: Group, refusal: str = "") -> str:
    """Say who invites, to what, and what they see."""
    db = requests.db()
    group = Group.find(db, group.id) or abort(404)
    if group.closed_at or refusal == "group-closed":
        alone = is_open(db, group.journey_id, visitor=visitor())
        return render_template("player/invitations/closed.html", group=group, is_open=alone)
    learner = own_learner()
    own_run = group.run_of(db, learner.id) if learner else None
    if own_run is None and group.is_paused(db):
        return render_template("player/invitations/paused.html", group=group)
    journey = group.journey(db)
    sight, agreed = group.sight(db), request.form.get("agrees") == "yes"
    return render_template(
        "player/invitations/show.html",
        group=group,
        journey=journey_overview(journey),
        sight=sight,
        released=[each for each in stations(db, journey, sight.batches) if each.told],
        own_run=own_run,
        is_staff=staff.current() is not None,
        chosen=request.form.get("role"),
        agreed=agreed,
        errors=role_errors(refusal, journey.roles),
    )


def accept(group: Group) -> Response:
    """Let somebody set out in the group; a second press leads to the same run."""
    if staff.current() is not None:
        # Whoever leads groups never counts in one; the journey itself is open to them.
        return redirect(url_for("player.show_journey", slug=group.journey_id), 303)
    role, agrees = request.form.get("role") or None, request.form.get("agrees") == "yes"
    return join(
        lambda learner: group.join(
            requests.db(), learner.id, role, agrees=agrees, now=requests.now()
        ),
        lambda refusal: show(group, refusal),
    )
