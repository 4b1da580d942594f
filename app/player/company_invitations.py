"""Invitations into a company: its own link, and the personal link of somebody on its list."""

from typing import Any

from flask import abort, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from app.models.company import Company
from app.models.join_code import JoinCode
from app.models.learner import Learner
from app.models.member import LONGEST_NAME, Member
from app.models.membership import Membership
from app.models.team import Team
from app.player.departures import welcome
from app.ui import formats, requests, staff
from app.ui.forms import Form
from app.ui.overviews import own_learner
from app.ui.words import gettext as _

CLOSED = ("invitation-paused", "invitation-ended", "invitation-full")


class JoinForm(Form):
    """Name and team of somebody who becomes a member."""

    def read(self) -> None:
        """Take both; whether the team is the company's own only the database knows."""
        self.name = " ".join(self.word("name").split())
        self.team = self.number("team")
        if not self.name:
            self.refuse("name", "own-name-missing")
        elif len(self.name) > LONGEST_NAME:
            self.refuse("name", "member-name-long", most=formats.number(LONGEST_NAME))


def show(link: JoinCode, refusal: str = "", form: JoinForm | None = None) -> str | Response:
    """Say who invites, what they will see, and ask for what is needed."""
    if refusal == "invitation-unknown":
        abort(404)
    db, learner = requests.db(), own_learner()
    company = Company.with_id(db, link.company_id) or abort(404)
    own = Membership.in_company(db, company.id, learner.id) if learner else None
    if own and link.member_id in (None, own.member_id):
        return _page("member", company, membership=own)
    if refusal == "device-taken" or own:
        return _page("elsewhere", company, membership=own)
    owner = Membership.owner_of(db, link.member_id) if link.member_id is not None else None
    if owner is not None or refusal == "link-taken":
        return _page("taken", company)
    state = "invitation-ended" if company.closed_at else _state(link, refusal)
    if state in CLOSED:
        return render_template("player/assignments/waiting.html", state=state, is_open=False)
    if link.member_id is None:
        return _page("join", company, teams=_teams(company), **_told(form))
    member = Member.with_id(db, link.member_id) or abort(404)
    return _page("claim", company, member=member)


def accept(link: JoinCode) -> Response:
    """Make the holder of a link a member; a second press leads to the same place."""
    if staff.current() is not None:
        # Whoever acts for a company or for learners never counts; the page says so.
        return _again(link, 200)
    if link.member_id is not None:
        return welcome(lambda learner: _claim(link, learner), lambda code: str(show(link, code)))
    form, learner = JoinForm(request.form), own_learner()
    is_known = learner and Membership.in_company(requests.db(), link.company_id, learner.id)
    if form.errors and not is_known:
        return _again(link, 422, form)
    return welcome(
        lambda learner: _join(link, learner, form), lambda code: str(show(link, code, form))
    )


def _join(link: JoinCode, learner: Learner, form: JoinForm) -> str:
    db, now = requests.db(), requests.now()
    Membership.join(db, link, learner.id, name=form.name, team_id=form.team, now=now)
    return url_for("player.list_companies")


def _claim(link: JoinCode, learner: Learner) -> str:
    Membership.claim(requests.db(), link, learner.id, requests.now())
    return url_for("player.list_companies")


def _again(link: JoinCode, status: int, form: JoinForm | None = None) -> Response:
    return current_app.response_class(show(link, form=form), status)


def _state(link: JoinCode, refusal: str) -> str:
    return refusal or f"invitation-{link.state(requests.now())}"


def _teams(company: Company) -> list[tuple[str, str]]:
    named = Team.of_company(requests.db(), company.id)
    return [("", _("Kein Team")), *((str(each.id), each.name) for each in named)]


def _told(form: JoinForm | None) -> dict[str, Any]:
    if form is None:
        return {"name": "", "team": "", "errors": {}}
    return {"name": form.word("name"), "team": str(form.team or ""), "errors": form.sentences()}


def _page(template: str, company: Company, **context: Any) -> str:
    is_staff = staff.current() is not None
    return render_template(
        f"player/companies/{template}.html", company=company, is_staff=is_staff, **context
    )
