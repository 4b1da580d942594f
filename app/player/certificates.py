"""Certificates: a learner who has arrived asks for one, prints it and deletes it."""

import unicodedata

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask_babel import to_user_timezone
from werkzeug.wrappers import Response as AnyResponse

from app.engine import range_of
from app.lib import pdf
from app.models.certificate import LONGEST_NAME, Certificate, companies, has_arrived
from app.models.company import Company
from app.models.handed_certificate import HandedCertificate
from app.models.journey import compiled
from app.models.refusal import Refused
from app.models.run import Run
from app.player import blueprint
from app.player.runs import own_run, standing
from app.ui import certificates, requests
from app.ui.access import access
from app.ui.forms import Form
from app.ui.overviews import run_overview
from app.ui.scene import Teller
from app.ui.view import current

PLACE = "/mein-nachweis/<run>"


class NameForm(Form):
    """The name that goes on the paper; none is fine."""

    def read(self) -> None:
        """Take the name in one line, without signs that nobody sees."""
        seen = [sign for sign in self.word("name") if unicodedata.category(sign) != "Cf"]
        self.name = " ".join("".join(seen).split())
        if len(self.name) > LONGEST_NAME:
            self.refuse("name", "certificate-name-long")
        elif signs := pdf.unprintable(self.name) if self.name else "":
            self.refuse("name", "certificate-name-signs", signs=" ".join(signs))


@blueprint.get(PLACE)
@access("learner")
def show_certificate(run: str) -> str:
    """Show the certificate of a run, or ask for the name on it."""
    mine = own_run(run)
    found = certificate_of(mine)
    if found is None:
        return _ask(mine)
    words = told(found, current().lang)
    return render_template(
        "player/certificates/show.html",
        run=run_overview(mine),
        learner=mine.learner_tag,
        facts=certificates.facts_of(words) + certificates.more_facts_of(words),
        check=certificates.check_of(found.code),
        handed=handed_of(found),
        can_hand=bool(companies(requests.db(), mine)),
    )


@blueprint.post(PLACE)
@access("learner")
def create_certificate(run: str) -> AnyResponse:
    """Make the certificate, once however often the form is sent."""
    mine, form = own_run(run), NameForm(request.form)
    if form.errors:
        return current_app.response_class(_ask(mine, form), 422)
    today = to_user_timezone(requests.now()).date()
    longest = max(1, range_of(mine.journey, mine.role)[1])
    try:
        Certificate.issue(
            requests.db(), mine, requests.keyring(), name=form.name, minutes=longest, day=today
        )
    except Refused:
        # The page says what is missing.
        return current_app.response_class(_ask(mine), 409)
    return redirect(url_for("player.show_certificate", run=run), 303)


@blueprint.get(f"{PLACE}/nachweis.pdf")
@access("learner")
def show_certificate_paper(run: str) -> Response:
    """Give the paper, in the language of the page."""
    mine = own_run(run)
    found = certificate_of(mine) or abort(404)
    return certificates.paper([told(found, current().lang)], "nachweis")


@blueprint.get(f"{PLACE}/loeschen")
@access("learner")
def confirm_delete_certificate(run: str) -> str:
    """Say what deleting means for papers that somebody has."""
    mine = own_run(run)
    found = certificate_of(mine) or abort(404)
    return render_template(
        "player/certificates/confirm_delete.html",
        run=run_overview(mine),
        learner=mine.learner_tag,
        handed=handed_of(found),
    )


@blueprint.post(f"{PLACE}/loeschen")
@access("learner")
def delete_certificate(run: str) -> AnyResponse:
    """Delete it for good; what is gone already is what the person wanted."""
    mine = own_run(run)
    if found := certificate_of(mine):
        found.delete(requests.db())
    requests.scrub()
    return redirect(url_for("player.show_certificate", run=run), 303)


def certificate_of(mine: Run) -> Certificate | None:
    """Return the certificate of a run, None as long as there is none."""
    return Certificate.of_run(requests.db(), mine.id, requests.keyring())


def told(found: Certificate, lang: str, company_id: int = 0) -> HandedCertificate:
    """Return a certificate in the words of a language, as a company would get it.

    The words that a company puts into the places of a journey stay out of them.
    """
    journey = compiled(requests.db(), found.version_id)
    teller = Teller(journey, None, lang)
    topics = journey.text_list(lang, "topics") or [
        journey.text(lang, f"stages.{stage}.title") for stage in journey.stages
    ]
    return HandedCertificate(
        code=found.code,
        company_id=company_id,
        name=found.name,
        journey=teller.plain(journey.text(lang, "title")),
        minutes=found.minutes,
        topics=", ".join(teller.plain(topic) for topic in topics),
        issued_on=found.issued_on,
        version=found.number,
    )


def handed_of(found: Certificate) -> list[tuple[str, str, bool]]:
    """Return which companies have it: code, name, and whether they have fetched it."""
    db = requests.db()
    given = HandedCertificate.of_certificate(db, found.code)
    known = {each.company_id: each.fetched_at is not None for each in given}
    found_companies = [Company.with_id(db, id_) for id_ in known]
    return [(each.code, each.name, known[each.id]) for each in found_companies if each]


def _ask(mine: Run, form: NameForm | None = None) -> str:
    sentences = form.sentences() if form else {}
    return render_template(
        "player/certificates/new.html",
        run=run_overview(mine),
        learner=mine.learner_tag,
        has_arrived=has_arrived(mine),
        ahead=standing(mine),
        name=form.name if form else "",
        error=sentences.get("name", ""),
    )
