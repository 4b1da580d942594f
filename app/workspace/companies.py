"""Companies: for which one somebody acts. Everything in this room is loaded within that one."""

from collections.abc import Iterator
from typing import Any, cast

from flask import (
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.models.company import Company
from app.ui import requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.workspace import blueprint

CHOSEN = "company"
TABS: tuple[tuple[str, LazyString], ...] = (
    ("workspace.show_overview", _l("Überblick")),
    ("workspace.list_assignments", _l("Zuweisungen")),
    ("workspace.list_members", _l("Menschen")),
    ("workspace.list_certificates", _l("Nachweise")),
    ("workspace.list_leaders", _l("Leitung")),
    ("workspace.edit_settings", _l("Einstellungen")),
)


@blueprint.get("/betrieb/wechseln")
@access("manager")
def list_companies() -> str:
    """Show the companies that somebody manages, or say that there is none."""
    found = Company.managed_by(requests.db(), staff.acting().id)
    return render_template("workspace/companies/list.html", companies=found)


@blueprint.post("/betrieb/wechseln")
@access("manager")
def update_company() -> Response:
    """Act for another company from now on."""
    code = Form(request.form).word("code")
    company = Company.within_reach(requests.db(), staff.acting().id, code) or abort(404)
    session[CHOSEN] = company.code
    return cast(Response, redirect(url_for("workspace.show_overview"), 303))


def own_company() -> Company:
    """Return the company for which this request acts; lead to the choice where there is none."""
    if "company" not in g:
        g.company = _chosen() or abort(redirect(url_for("workspace.list_companies"), 303))
    return cast(Company, g.company)


def page(template: str, **values: Any) -> str:
    """Draw a page of this room, with the company and the tabs."""
    return render_template(
        f"workspace/{template}", company=own_company(), tabs=list(_tabs()), **values
    )


def refused(template: str, form: Form, **values: Any) -> Response:
    """Draw the page of a form again, with what was wrong."""
    drawn = page(template, form=form, errors=form.sentences(), **values)
    return current_app.response_class(drawn, 422)


def _chosen() -> Company | None:
    db, user = requests.db(), staff.acting()
    found = Company.within_reach(db, user.id, session.get(CHOSEN, ""))
    if found:
        return found
    managed = Company.managed_by(db, user.id)
    return managed[0] if len(managed) == 1 else None


def _tabs() -> Iterator[tuple[str, LazyString]]:
    for endpoint, label in TABS:
        yield url_for(endpoint), label
