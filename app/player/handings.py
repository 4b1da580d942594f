"""Handings: a learner gives a certificate to a company, and takes it back until it was fetched."""

from dataclasses import dataclass

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.models.certificate import Certificate, companies
from app.models.company import Company
from app.models.handed_certificate import HandedCertificate
from app.models.refusal import Refused
from app.models.run import Run
from app.player import blueprint
from app.player.certificates import PLACE, certificate_of, told
from app.player.runs import own_run
from app.ui import certificates, errors, requests
from app.ui.access import access
from app.ui.forms import Form
from app.ui.overviews import run_overview


@dataclass(frozen=True, slots=True)
class Handing:
    """One company and what it sees, or would see, of the certificate."""

    company: Company
    words: HandedCertificate
    is_given: bool

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What its list says."""
        return certificates.facts_of(self.words)

    @property
    def more(self) -> list[tuple[str, str]]:
        """What the paper says beside that."""
        return certificates.more_facts_of(self.words)


@blueprint.get(f"{PLACE}/weitergabe")
@access("learner")
def show_handing(run: str) -> str:
    """Show what each company sees, or would see."""
    mine = own_run(run)
    return _page(mine, _own_certificate(mine))


@blueprint.post(f"{PLACE}/weitergabe")
@access("learner")
def create_handing(run: str) -> Response:
    """Give the certificate to a company; a second press gives nothing more."""
    mine = own_run(run)
    found, company = _own_certificate(mine), _named()
    try:
        if company is None:
            raise Refused("company-elsewhere")
        words = told(found, company.language, company.id)
        found.hand(requests.db(), mine, words)
    except Refused as refusal:
        return _refused(mine, found, refusal)
    return redirect(url_for("player.show_handing", run=run), 303)


@blueprint.post(f"{PLACE}/zuruecknahme")
@access("learner")
def delete_handing(run: str) -> Response:
    """Take it back, where the company was not quicker; a second press is fine."""
    mine = own_run(run)
    found, company = _own_certificate(mine), _named()
    try:
        if company:
            HandedCertificate.take_back(requests.db(), found.code, company.id)
    except Refused as refusal:
        return _refused(mine, found, refusal)
    requests.scrub()
    return redirect(url_for("player.show_handing", run=run), 303)


def _own_certificate(mine: Run) -> Certificate:
    return certificate_of(mine) or abort(404)


def _named() -> Company | None:
    return Company.find(requests.db(), Form(request.form).word("company"))


def _refused(mine: Run, found: Certificate, refusal: Refused) -> Response:
    page = _page(mine, found, errors.words(refusal.code))
    return current_app.response_class(page, 409)


def _page(mine: Run, found: Certificate, refusal: str = "") -> str:
    return render_template(
        "player/certificates/hand.html",
        run=run_overview(mine),
        learner=mine.learner_tag,
        handings=_handings(mine, found),
        refusal=refusal,
    )


def _handings(mine: Run, found: Certificate) -> list[Handing]:
    """Return the companies that have it, and those that could."""
    db = requests.db()
    given = HandedCertificate.of_certificate(db, found.code)
    owners = [(Company.with_id(db, each.company_id), each) for each in given]
    known = {each.company_id for each in given}
    return [Handing(owner, words, True) for owner, words in owners if owner] + [
        Handing(each, told(found, each.language, each.id), False)
        for each in companies(db, mine)
        if each.id not in known
    ]
