"""Invitations: how people come in, by code, link, QR code, paper, words to copy and a calendar."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit

import segno
from flask import Response, abort, current_app

from app.lib.calendar import whole_days
from app.models.assignment import Assignment
from app.models.group import spaced
from app.models.join_code import JoinCode
from app.models.mailing import mailing_of
from app.models.reminder import days_of
from app.ui import formats, mails, requests
from app.ui.access import access
from app.ui.overviews import JourneyOverview, journey_overview
from app.ui.words import gettext as _
from app.workspace import blueprint
from app.workspace.assignments import ROOT, journey_of, own_assignment
from app.workspace.companies import own_company, page

CARDS_A_FILE = 400
"""More cards than that take long to draw and longer to cut out."""


@dataclass(frozen=True, slots=True)
class Door:
    """The way in for everybody: what is typed, what is scanned, and the words around it."""

    code: str
    link: str
    address: str
    chat: str
    notice: str


@blueprint.get(f"{ROOT}/einladung")
@access("manager")
def show_invitation(code: str) -> str:
    """Show all ways in, and what can be changed while the assignment runs."""
    assignment, db = own_assignment(code), requests.db()
    entrance = assignment.entrance(db)
    journey = journey_overview(journey_of(assignment))
    return page(
        "invitations/show.html",
        assignment=assignment,
        journey=journey,
        entrance=entrance,
        state=state_of(entrance),
        door=door(assignment, journey, entrance) if is_common(entrance) else None,
        mailing=mailing_of(db, assignment),
        reminders=sorted(days_of(db, assignment).values()),
        teams=assignment.teams(db),
        cards_a_file=CARDS_A_FILE,
        has_words=bool(journey_of(assignment).slots),
    )


@blueprint.get(f"{ROOT}/qr.svg")
@access("manager")
def show_code(code: str) -> Response:
    """Draw the QR code, which carries the longer token."""
    entrance = own_entrance(own_assignment(code))
    drawn = BytesIO()
    segno.make(link_of(entrance.token), error="m", micro=False).save(
        drawn, kind="svg", border=4, dark="black", light="white", omitsize=True
    )
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@blueprint.get(f"{ROOT}/kalender.ics")
@access("manager")
def show_calendar(code: str) -> Response:
    """Give the period as a calendar file, to be sent along."""
    assignment, company = own_assignment(code), own_company()
    entrance = own_entrance(assignment)
    journey = journey_overview(journey_of(assignment))
    found = door(assignment, journey, entrance)
    made = whole_days(
        _uid(assignment),
        assignment.starts_on,
        assignment.ends_on,
        title=journey.plain_title,
        text=found.chat,
        url=found.link,
        timezone=company.timezone,
        now=assignment.issued_at,
    )
    name = f'attachment; filename="{assignment.journey_id}.ics"'
    return Response(made, mimetype="text/calendar", headers={"Content-Disposition": name})


def own_entrance(assignment: Assignment) -> JoinCode:
    """Return the code for everybody; where each has a personal one there is none."""
    entrance = assignment.entrance(requests.db())
    if entrance is None or not is_common(entrance) or entrance.revoked_at:
        abort(404)
    return entrance


def is_common(entrance: JoinCode | None) -> bool:
    """Return whether a code is the one for everybody."""
    return entrance is not None and entrance.member_id is None


def state_of(entrance: JoinCode | None) -> str:
    """Return the state of the way in; „none“ where a list has lost all its people."""
    if entrance is None:
        return "none"
    return "revoked" if entrance.revoked_at else entrance.state(requests.now())


def link_of(token: str) -> str:
    """Return the complete link of a code."""
    return f"{current_app.config['ZR'].base_url}/m/{token}"


def address_of(code: str) -> str:
    """Return the address as people type it: without https, the code in fours."""
    fours = "-".join(code[start : start + 4] for start in range(0, len(code), 4))
    return f"{current_app.config['ZR'].base_url.partition('://')[2]}/m/{fours.upper()}"


def door(assignment: Assignment, journey: JourneyOverview, entrance: JoinCode) -> Door:
    """Return the way in for everybody, with words to copy."""
    assert entrance.code, "a code for everybody can be typed"
    link = link_of(entrance.token)
    address = address_of(entrance.code)
    until = _("Zeit ist bis zum %(day)s.", day=formats.date(assignment.ends_on))
    promise = mails.seen_by_company(assignment)
    chat = " ".join(
        [
            _("Eine kurze Reise in die Arbeit mit KI: „%(title)s“, %(minutes)s.",
              title=journey.plain_title, minutes=journey.minutes),
            _("Auf dem eigenen Gerät, ohne Konto: %(link)s", link=link),
            until,
            promise,
        ]
    )  # fmt: skip
    notice = "\n".join(
        [
            journey.plain_title,
            _("%(minutes)s auf dem eigenen Gerät, ohne Konto.", minutes=journey.minutes),
            "",
            _("So geht es los: %(address)s öffnen.", address=address),
            until,
            "",
            promise,
        ]
    )
    return Door(spaced(entrance.code), link, address, chat, notice)


def _uid(assignment: Assignment) -> str:
    host = urlsplit(current_app.config["ZR"].base_url).hostname
    return f"{hashlib.sha256(assignment.code.encode()).hexdigest()[:20]}@{host}"
