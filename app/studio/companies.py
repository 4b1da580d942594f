"""Companies: which of them find a journey that only some find.

An author cannot look companies up: whoever manages one gives its code to the author. Such codes are
typed, so tries in vain are counted for each network.
"""

from flask import Response, abort, request

from app.models.company import Company
from app.models.draft import Draft
from app.models.draft_company import let_in, shut_out
from app.studio import blueprint
from app.studio.drafts import own_draft, to
from app.studio.sharing import sharing_refused
from app.ui import requests, staff
from app.ui.access import access
from app.ui.tries import look_up

KIND = "company-code"


@blueprint.post("/studio/<slug>/betriebe")
@access("facilitator")
def create_company(slug: str) -> Response:
    """Let the company of a code find the journey."""
    requests.ask(lambda db: Draft.within_reach(db, slug, staff.acting())) or abort(404)
    typed = request.form.get("company-code", "").strip()
    company = look_up(KIND, lambda db: Company.by_journey_code(db, typed)) if typed else None
    draft = own_draft(slug)
    if company is None:
        code = "company-code-unknown" if typed else "company-code-missing"
        return sharing_refused(draft, "company-code", code, typed)
    let_in(requests.db(), draft, company.id, by=staff.acting(), now=requests.now())
    return to(draft, "show_sharing")


@blueprint.post("/studio/<slug>/betriebe/<company>/ende")
@access("facilitator")
def delete_company(slug: str, company: str) -> Response:
    """Let a company find the journey no more; what it has assigned goes on."""
    draft = own_draft(slug)
    if not shut_out(requests.db(), draft, company):
        abort(404)
    return to(draft, "show_sharing")
