"""Reminders: whether people are reminded, and when. To whom one goes shows nowhere."""

from datetime import date

from flask import current_app, request
from werkzeug.wrappers import Response

from app.models.assignment import Assignment, today
from app.models.audit import Audit
from app.models.mailing import mailing_of
from app.models.refusal import Refused
from app.models.reminder import (
    FIRST,
    SECOND,
    begun_of,
    check_day,
    check_order,
    choose,
    days_of,
    suggested,
)
from app.ui import formats, mails, requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.ui.overviews import journey_overview
from app.ui.words import gettext as _
from app.workspace import blueprint
from app.workspace.assignments import ROOT, journey_of, own_assignment, refused, to
from app.workspace.companies import own_company, page
from app.workspace.invitations import is_common, link_of, state_of
from app.workspace.periods import day_in, typed

FIELDS = {FIRST: "first", SECOND: "second"}


class ReminderForm(Form):
    """The days of the reminders; an empty field is none, and what has begun is not asked."""

    def __init__(self, assignment: Assignment, begun: dict[int, date], day: date) -> None:
        self.assignment, self.begun, self.day = assignment, begun, day
        super().__init__(request.form)

    def read(self) -> None:
        """Take the days, each of which must be a good one."""
        self.days: dict[int, date] = {}
        for kind, field in FIELDS.items():
            if kind not in self.begun and self.word(field):
                self._take(kind, field)
        try:
            check_order(self.begun | self.days)
        except Refused as refusal:
            self.refuse(FIELDS[SECOND], refusal.code)

    def _take(self, kind: int, field: str) -> None:
        found = day_in(self, field)
        if found is None:
            return
        self.days[kind] = found
        try:
            check_day(self.assignment, found, self.day)
        except Refused as refusal:
            self.refuse(field, refusal.code)


@blueprint.get(f"{ROOT}/erinnerung")
@access("manager")
def edit_reminders(code: str) -> str:
    """Ask on which days people are reminded, and show what they read."""
    return _ask(own_assignment(code))


@blueprint.post(f"{ROOT}/erinnerung")
@access("manager")
def update_reminders(code: str) -> Response:
    """Take other days; what has begun stays as it is."""
    assignment, db, now = own_assignment(code), requests.db(), requests.now()
    day = today(now, own_company().timezone)
    form = ReminderForm(assignment, begun_of(days_of(db, assignment), day), day)
    if form.errors:
        return current_app.response_class(_ask(assignment, form), 422)
    try:
        choose(db, assignment, form.days, day)
    except Refused as refusal:
        return refused(assignment, refusal)
    Audit.note(db, "reminder:choose", by=staff.acting().email, about=code, now=now)
    return to(assignment)


def _ask(assignment: Assignment, form: ReminderForm | None = None) -> str:
    db, day = requests.db(), today(requests.now(), own_company().timezone)
    chosen = days_of(db, assignment)
    begun = begun_of(chosen, day)
    offered = chosen or suggested(assignment, day)
    return page(
        "reminders/edit.html",
        assignment=assignment,
        fields=FIELDS,
        days={
            kind: form.word(field) if form else typed(offered.get(kind))
            for kind, field in FIELDS.items()
        },
        begun=begun,
        is_chosen=bool(chosen),
        mailing=mailing_of(db, assignment),
        sample=mails.reminding_of(db, own_company().name, assignment, link_of("…"), "…"),
        words=_to_copy(assignment),
        errors=form.sentences() if form else {},
    )


def _to_copy(assignment: Assignment) -> str:
    """Return the same in words to copy, for those whom no mail reaches."""
    entrance = assignment.entrance(requests.db())
    has_link = entrance is not None and is_common(entrance) and state_of(entrance) == "open"
    journey = journey_overview(journey_of(assignment))
    return " ".join(
        [
            _("Zur Erinnerung: %(title)s", title=journey.plain_title) + ".",
            _("%(minutes)s auf dem eigenen Gerät, ohne Konto.", minutes=journey.minutes),
            _("Hier geht es los, oder weiter: %(link)s", link=link_of(entrance.token))
            if entrance and has_link
            else _("Der Weg hinein steht auf Ihrer Karte."),
            _("Zeit ist bis zum %(day)s.", day=formats.date(assignment.ends_on)),
            _("Wer schon am Ziel war oder nicht möchte, braucht nichts zu tun."),
            mails.seen_by_company(assignment),
        ]
    )
