"""Statuses: where each assignment stands, in one sentence, and the next sensible act.

Nothing here tells more than `Assignment.sight`: no names, no lateness, no number below five.
"""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.models.assignment import Assignment, today
from app.models.assignment_draft import AssignmentDraft
from app.models.batch import Batch
from app.models.company import Company
from app.ui import formats, requests
from app.ui.access import access
from app.ui.words import gettext as _
from app.ui.words import ngettext
from app.workspace import blueprint
from app.workspace.companies import own_company, page
from app.workspace.drafts import about
from app.workspace.invitations import state_of


@dataclass(frozen=True, slots=True)
class Status:
    """An assignment with its sentence; `act` and `address` are what may be done next."""

    assignment: Assignment
    sentence: str
    act: str
    address: str


@blueprint.get("/betrieb/zuweisungen")
@access("manager")
def list_assignments() -> str:
    """Show every assignment of the company, and the drafts that wait."""
    return page("assignments/list.html", **standing(own_company()))


def standing(company: Company, *, are_open: bool = False) -> dict[str, Any]:
    """Return where the assignments of a company stand, all or those still open; and its drafts."""
    db = requests.db()
    some = Assignment.of_company(db, company.id)
    begun = AssignmentDraft.of_company(db, company.id)
    return {
        "statuses": [_status(company, each) for each in some if not (are_open and each.closed_at)],
        "begun": [(each, about(each)["journey"]) for each in begun],
    }


def _status(company: Company, assignment: Assignment) -> Status:
    state = state_of(assignment.entrance(requests.db()))
    if assignment.closed_at:
        sentence = _("Zu Ende seit dem %(day)s.", day=formats.date(assignment.closed_at))
        return _told(assignment, f"{sentence} {_arrived(assignment)}", *_looking_back())
    if state in _OBSTACLES:
        return _told(assignment, *_obstacle(state))
    if state == "ended":
        sentence = _(
            "Der Zeitraum ist seit dem %(day)s vorbei.", day=formats.date(assignment.ends_on)
        )
        sentence = f"{sentence} {_arrived(assignment)}"
        return _told(assignment, sentence, _("Zeitraum verlängern"), "workspace.edit_end")
    if today(requests.now(), company.timezone) < assignment.starts_on:
        sentence = _("Beginnt am %(day)s.", day=formats.date(assignment.starts_on))
        return _told(assignment, f"{sentence} {_invited(assignment)}", *_inviting())
    until = _("Zeit ist bis zum %(day)s.", day=formats.date(assignment.ends_on))
    sentence = f"{_invited(assignment)} {_arrived(assignment)} {until}"
    return _told(assignment, sentence, *_next(assignment))


_OBSTACLES = ("paused", "full", "revoked", "none")


def _obstacle(state: str) -> tuple[str, ...]:
    """Return why nobody comes in, and what helps: its words and its page."""
    return {
        "paused": (
            _("Der Code ist angehalten: Niemand Neues kommt herein."),
            _("Wieder öffnen"),
            "workspace.show_invitation",
        ),
        "full": (
            _("Alle Plätze sind vergeben."),
            _("Mehr Plätze freigeben"),
            "workspace.show_entrance",
        ),
        "revoked": (
            _("Der Code gilt nicht mehr."),
            _("Neuen Code erzeugen"),
            "workspace.confirm_entrance_change",
            "neu",
        ),
        "none": (
            _("Auf dieser Liste steht niemand mehr."),
            _("Einladung ansehen"),
            "workspace.show_invitation",
        ),
    }[state]


def _invited(assignment: Assignment) -> str:
    return ngettext("%(num)s eingeladen.", "%(num)s eingeladen.", assignment.head_count)


def _arrived(assignment: Assignment) -> str:
    if assignment.arrived:
        return _("Mindestens %(num)s angekommen.", num=assignment.arrived)
    return _("Sobald fünf Menschen angekommen sind, sehen Sie es hier.")


def _inviting() -> tuple[str, str]:
    return _("Einladung zeigen"), "workspace.show_invitation"


def _next(assignment: Assignment) -> tuple[str, str]:
    if Batch.next_round(requests.db(), assignment.id) > 1:
        return _looking_back()
    return _looking_on() if assignment.arrived else _inviting()


def _looking_on() -> tuple[str, str]:
    return _("Fortschritt ansehen"), "workspace.show_progress"


def _looking_back() -> tuple[str, str]:
    return _("Gespräch im Team vorbereiten"), "workspace.show_insight"


def _told(
    assignment: Assignment, sentence: str, act: str, endpoint: str, change: str | None = None
) -> Status:
    return Status(assignment, sentence, act, url_for(endpoint, code=assignment.code, act=change))
