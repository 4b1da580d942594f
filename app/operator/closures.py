"""Closures: a company that is not to be managed any more."""

from typing import cast

from flask import Response, current_app, redirect, render_template, request, url_for

from app.models.company import Company
from app.operator import blueprint
from app.operator.companies import company_of
from app.ui import requests, staff
from app.ui.access import access
from app.ui.forms import Form


class ClosureForm(Form):
    """The name of the company, typed once more."""

    def __init__(self, company: Company) -> None:
        self.company = company
        super().__init__(request.form)

    def read(self) -> None:
        """Compare what was typed."""
        self.typed = " ".join(self.word("typed").split())
        if self.typed.casefold() != self.company.name.casefold():
            self.refuse("typed", "company-typed-wrong")


@blueprint.get("/betreiber/betriebe/<code>/schluss")
@access("operator")
def confirm_closure(code: str) -> str:
    """Say what closing means, and ask for the name."""
    return _ask(company_of(code))


@blueprint.post("/betreiber/betriebe/<code>/schluss")
@access("operator")
def create_closure(code: str) -> Response:
    """Close a company whose name was typed."""
    company = company_of(code)
    form = ClosureForm(company)
    if form.errors:
        return current_app.response_class(_ask(company, form), 422)
    company.close(requests.db(), by=staff.acting(), now=requests.now())
    return cast(Response, redirect(url_for("operator.show_company", code=code), 303))


def _ask(company: Company, form: ClosureForm | None = None) -> str:
    return render_template(
        "operator/closures/confirm.html",
        company=company,
        errors=form.sentences() if form else {},
        typed=form.typed if form else "",
    )
