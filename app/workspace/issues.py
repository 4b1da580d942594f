"""Issues: „Angaben prüfen“, and the one press that makes the invitation."""

from flask import current_app, redirect, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from app.models.assignment_draft import AssignmentDraft
from app.models.audience import teams_of
from app.models.issue import Changed, issue
from app.models.refusal import Refused
from app.ui import errors, formats, requests, staff
from app.ui.access import access
from app.ui.overviews import journey_overview
from app.ui.words import gettext as _
from app.ui.words import ngettext
from app.workspace import blueprint
from app.workspace.companies import own_company
from app.workspace.drafts import PAGES, ROOT, ahead, asking, journey_of, own_draft
from app.workspace.periods import slots_of

LONGEST_TITLE = 120


@blueprint.get(f"{ROOT}/<code>/pruefen")
@access("manager")
def show_check(code: str) -> str | Response:
    """Show all answers with ways to change them; a page that is open comes first."""
    draft = own_draft(code)
    return ahead(draft) if draft.choices.open_page else _page(draft)


@blueprint.post(f"{ROOT}/<code>/ausgabe")
@access("manager")
def create_assignment(code: str) -> Response:
    """Make the assignment and its codes; however often it is pressed, there is one."""
    draft = own_draft(code)
    if draft.choices.open_page:
        return ahead(draft)
    journey = journey_of(draft)
    title = journey_overview(journey).plain_title[:LONGEST_TITLE] if journey else ""
    seen, by = request.form.get("seen", ""), staff.acting()
    try:
        made = issue(
            requests.db(), own_company(), code, title=title, seen=seen, by=by, now=requests.now()
        )
    except Changed:
        return _refused(code, "choices-changed")
    except Refused as refusal:
        return _refused(code, refusal.code)
    return redirect(url_for("workspace.show_invitation", code=made.code), 303)


def _refused(code: str, reason: str) -> Response:
    """Show what stands there now, and say why nothing was made."""
    return current_app.response_class(_page(own_draft(code), errors.words(reason)), 409)


def _page(draft: AssignmentDraft, told: str = "") -> str:
    rows = [*_what(draft), *_whom(draft), *_when(draft), *_how(draft)]
    return asking("issues/show.html", draft, rows=rows, told=told)


Rows = list[dict[str, object]]


def _row(draft: AssignmentDraft, label: str, value: object, endpoint: str) -> dict[str, object]:
    change = (url_for(endpoint, code=draft.code), _("Ändern"), label)
    return {"label": label, "value": value, "actions": [change]}


def _what(draft: AssignmentDraft) -> Rows:
    journey = journey_of(draft)
    title = journey_overview(journey).title if journey else errors.words("journey-unknown")
    return [_row(draft, _("Reise"), title, PAGES["journey"])]


def _whom(draft: AssignmentDraft) -> Rows:
    chosen = draft.choices
    if chosen.audience == "list":
        number = len(chosen.members)
        value = ngettext(
            "%(num)s Person aus Ihrer Liste", "%(num)s Menschen aus Ihrer Liste", number
        )
    else:
        number = chosen.head_count or 0
        count = ngettext("etwa %(num)s Person", "etwa %(num)s Menschen", number)
        names = [each.name for each in _teams(draft)]
        value = (
            f"{', '.join(names)}: {count}"
            if names
            else _("Alle mit einem Link: %(count)s", count=count)
        )
    return [_row(draft, _("Menschen"), value, PAGES["people"])]


def _teams(draft: AssignmentDraft) -> list[object]:
    if draft.choices.audience != "teams":
        return []
    chosen = set(draft.choices.teams)
    return [each for each in teams_of(requests.db(), own_company().id) if each.id in chosen]


def _when(draft: AssignmentDraft) -> Rows:
    chosen, endpoint = draft.choices, PAGES["period"]
    words = [
        (label, chosen.words.get(slot) or given)
        for slot, label, given in slots_of(journey_of(draft))
    ]
    rows = [_row(draft, label, value, endpoint) for label, value in words]
    assert chosen.starts_on and chosen.ends_on, "the page of the period is answered"
    days = _(
        "%(first)s bis %(last)s",
        first=formats.date(chosen.starts_on),
        last=formats.date(chosen.ends_on),
    )
    return [*rows, _row(draft, _("Zeitraum"), days, endpoint)]


def _how(draft: AssignmentDraft) -> Rows:
    chosen, endpoint = draft.choices, PAGES["mode"]
    if chosen.mode != "proof":
        return [
            _row(
                draft,
                _("Was Sie erfahren"),
                _("Geschützt: wie viele mindestens angekommen sind"),
                endpoint,
            )
        ]
    asked = _("Teilnahmenachweis: je Person ja oder nein, sobald der Betreiber bestätigt hat")
    basis = escape(chosen.legal_basis).replace("\n", Markup("<br>"))
    return [
        _row(draft, _("Was Sie erfahren"), asked, endpoint),
        _row(draft, _("Rechtsgrundlage"), basis, endpoint),
    ]
