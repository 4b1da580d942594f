"""Companies: the list, a new one with its first manager, and what is to be known about one."""

from flask import Response, abort, current_app, render_template, request

from app.lib.tokens import random_code
from app.models.company import CODE_BITS, Company, counts_of_managers
from app.models.invitation import Invitation
from app.operator import blueprint
from app.ui import mails, requests, staff, view
from app.ui.access import access
from app.ui.companies import SECTOR_NAMES, CompanyForm, sectors, take_email
from app.ui.forms import Form

STATES = {"offen": True, "geschlossen": False}


class NewCompanyForm(CompanyForm):
    """A company with the address of its first manager."""

    def read(self) -> None:
        """Take all, and the code that the form was made with."""
        super().read()
        self.email = take_email(self)
        self.code = self.word("code")


@blueprint.get("/betreiber")
@access("operator")
def list_companies() -> str:
    """Show every company that the filter finds."""
    db = requests.db()
    asked = Form(request.args)
    words, state = asked.word("name"), asked.word("zustand")
    return render_template(
        "operator/companies/list.html",
        companies=Company.all(db, words, is_open=STATES.get(state)),
        managers=counts_of_managers(db),
        sector_names=SECTOR_NAMES,
        words=words,
        state=state,
    )


@blueprint.get("/betreiber/betriebe/neu")
@access("operator")
def new_company() -> str:
    """Ask for a company and its first manager."""
    return _ask()


@blueprint.post("/betreiber/betriebe")
@access("operator")
def create_company() -> Response | str:
    """Make a company and invite its first manager; the answer alone shows the link."""
    form = NewCompanyForm(request.form)
    if form.errors:
        return current_app.response_class(_ask(form), 422)
    company = Company.create(
        requests.db(),
        form.name,
        form.sector,
        form.head_count,
        requests.now(),
        by=staff.acting(),
        timezone=current_app.config["ZR"].timezone,
        code=form.code,
    )
    return invite(company, form.email)


@blueprint.get("/betreiber/betriebe/<code>")
@access("operator")
def show_company(code: str) -> str:
    """Show one company: its people in charge, never what its people do."""
    return page_of(company_of(code))


def company_of(code: str) -> Company:
    """Return the company with this code, also a closed one."""
    return Company.find(requests.db(), code) or abort(404)


def page_of(company: Company, form: Form | None = None, email: str = "") -> str:
    """Draw the page of a company, with what was wrong where somebody was to be invited."""
    db = requests.db()
    return render_template(
        "operator/companies/show.html",
        company=company,
        sector=SECTOR_NAMES[company.sector],
        managers=company.managers(db),
        invitations=Invitation.of_company(db, company.id),
        now=requests.now(),
        errors=form.sentences() if form else {},
        email=email,
    )


def invite(company: Company, email: str) -> str:
    """Invite somebody to manage a company; the answer is the only place where the link stands."""
    token = company.invite(
        requests.db(),
        requests.keyring(),
        email,
        requests.now(),
        by=staff.acting(),
        lang=view.current().lang,
    )
    link = mails.address_of("accounts.show_invitation", token=token)
    return render_template(
        "operator/leaders/show_invitation.html", company=company, email=email, link=link
    )


def _ask(form: NewCompanyForm | None = None) -> str:
    return render_template(
        "operator/companies/new.html",
        form=form,
        errors=form.sentences() if form else {},
        sectors=sectors(),
        code=form.code if form else random_code(CODE_BITS),
    )
