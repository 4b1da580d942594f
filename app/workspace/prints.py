"""Prints: the poster, the card to hand out, and cards with a personal code for each of a list.

A button notes that the paper was fetched and leads to the file; the file itself only shows.
"""

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.models.assignment import Assignment, Holder
from app.ui import papers, requests
from app.ui.access import access
from app.ui.overviews import journey_overview
from app.workspace import blueprint
from app.workspace.assignments import ROOT, journey_of, own_assignment
from app.workspace.companies import own_company
from app.workspace.invitations import CARDS_A_FILE, address_of, link_of, own_entrance


@blueprint.post(f"{ROOT}/aushang")
@access("manager")
def create_poster(code: str) -> AnyResponse:
    """Note that the poster is printed, and lead to it."""
    return _printed("show_poster", own_assignment(code))


@blueprint.post(f"{ROOT}/karten")
@access("manager")
def create_cards(code: str) -> AnyResponse:
    """Note that cards of a list are printed, and lead to them."""
    return _printed("show_cards", own_assignment(code), ab=request.form.get("part", type=int))


@blueprint.get(f"{ROOT}/aushang.pdf")
@access("manager")
def show_poster(code: str) -> Response:
    """Give the poster."""
    return _pdf("aushang", papers.poster(_common(own_assignment(code))))


@blueprint.get(f"{ROOT}/karte.pdf")
@access("manager")
def show_card(code: str) -> Response:
    """Give the same as a card."""
    return _pdf("karte", papers.card(_common(own_assignment(code))))


@blueprint.get(f"{ROOT}/karten.pdf")
@access("manager")
def show_cards(code: str) -> Response:
    """Give cards with a personal code, so many at a time; `ab` is the first one, from 1 on."""
    assignment = own_assignment(code)
    start = max(1, request.args.get("ab", 1, type=int)) - 1
    holders = assignment.holders(requests.db(), start=start, most=CARDS_A_FILE) or abort(404)
    made = papers.cards(_invite(assignment, "", ""), [_card(each) for each in holders])
    return _pdf("karten", made)


def _printed(paper: str, assignment: Assignment, **part: int | None) -> AnyResponse:
    own_company().tick(requests.db(), "poster", requests.now())
    return redirect(url_for(f"workspace.{paper}", code=assignment.code, **part), 303)


def _invite(assignment: Assignment, link: str, address: str) -> papers.Invite:
    journey = journey_overview(journey_of(assignment))
    return papers.Invite(
        company=own_company().name,
        journey=journey.title,
        summary=journey.summary,
        slug=journey.id,
        stages=journey.stages,
        minutes=journey.longest,
        link=link,
        address=address,
        until=assignment.ends_on,
        # What was asked for may still come, and paper cannot be changed.
        proves=assignment.mode == "proof",
    )


def _common(assignment: Assignment) -> papers.Invite:
    entrance = own_entrance(assignment)
    assert entrance.code, "a code for everybody can be typed"
    return _invite(assignment, link_of(entrance.token), address_of(entrance.code))


def _card(holder: Holder) -> papers.Personal:
    return papers.Personal(holder.name, link_of(holder.token), address_of(holder.token))


def _pdf(name: str, data: bytes) -> Response:
    disposition = f'inline; filename="{name}.pdf"'
    return Response(data, mimetype="application/pdf", headers={"Content-Disposition": disposition})
