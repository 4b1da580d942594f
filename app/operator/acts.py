"""Acts: what the audit says, who did which administrative act. Nobody can change it."""

from flask import render_template, request

from app.models.audit import Audit
from app.operator import blueprint
from app.ui import requests
from app.ui.access import access
from app.ui.forms import Form

PER_PAGE = 100
MOST_PAGES = 10_000


@blueprint.get("/betreiber/protokoll")
@access("operator")
def list_acts() -> str:
    """Show a page of the audit, the newest first."""
    asked = Form(request.args)
    words, page = asked.word("handlung"), asked.number("seite") or 1
    skip = min(page - 1, MOST_PAGES) * PER_PAGE
    found = Audit.latest(requests.db(), words, skip=skip, most=PER_PAGE + 1)
    return render_template(
        "operator/acts/list.html",
        acts=found[:PER_PAGE],
        words=words,
        page=page,
        has_more=len(found) > PER_PAGE,
    )
