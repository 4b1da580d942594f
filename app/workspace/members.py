"""Members: the people on the list of the company, a page of them at a time."""

from flask import abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.models.audience import NO_TEAM, count_of, people_of
from app.models.audit import Audit
from app.models.member import LONGEST_NAME, Member
from app.models.refusal import Refused
from app.models.team import Team
from app.ui import formats, requests, staff
from app.ui.access import access
from app.ui.companies import take_email
from app.ui.forms import Form
from app.ui.paging import ROWS_A_PAGE, part_of
from app.ui.words import gettext as _
from app.workspace import blueprint
from app.workspace.companies import own_company, page
from app.workspace.invitations import address_of, link_of
from app.workspace.lists import wanted

ROOT = "/betrieb/menschen"
ONE = f"{ROOT}/<member>"


class MemberForm(Form):
    """Name, address and team of somebody; a name or an address has to be there."""

    def read(self) -> None:
        """Take the three; whether the team is the company's own only the database knows."""
        self.name = " ".join(self.word("name").split())
        self.email = take_email(self) if self.word("email") else ""
        self.team = self.number("team")
        if len(self.name) > LONGEST_NAME:
            self.refuse("name", "member-name-long", most=formats.number(LONGEST_NAME))
        elif not self.name and not self.word("email"):
            self.refuse("name", "member-name-missing")


@blueprint.get(ROOT)
@access("manager")
def list_members() -> str:
    """Show the people on the list: those who are looked for, by their names."""
    db, company, words = requests.db(), own_company(), wanted()
    team = Form(request.args).number("team")
    found = count_of(db, company.id, words, team)
    part = part_of(found)
    return page(
        "members/list.html",
        people=people_of(db, company.id, words, team, start=part.start, most=ROWS_A_PAGE),
        found=found,
        part=part,
        wanted=words,
        team=team,
        teams=[("", "–"), *_teams(company.id)],
        is_narrowed=bool(words) or team is not None,
    )


@blueprint.get(ONE)
@access("manager")
def edit_member(member: str) -> str:
    """Show one of the list, to be changed."""
    return _ask(own_member(member))


@blueprint.post(ONE)
@access("manager")
def update_member(member: str) -> Response:
    """Take another name, address or team."""
    found, form = own_member(member), MemberForm(request.form)
    db, company = requests.db(), own_company()
    team = Team.within_reach(db, company.id, form.team) if form.team else None
    try:
        if not form.errors:
            team_id = team.id if team else None
            found.change(db, name=form.name or None, email=form.email or None, team_id=team_id)
    except Refused as refusal:
        form.refuse("email", refusal.code)
    if form.errors:
        return current_app.response_class(_ask(found, form), 422)
    return _noted("member:change", found.code)


@blueprint.get(f"{ONE}/entfernen")
@access("manager")
def confirm_removal(member: str) -> str:
    """Say what taking somebody off the list means."""
    return page("members/confirm_removal.html", member=own_member(member))


@blueprint.post(f"{ONE}/entfernen")
@access("manager")
def create_removal(member: str) -> Response:
    """Take somebody off the list, with their next request."""
    found = own_member(member)
    found.remove(requests.db())
    requests.scrub()
    return _noted("member:remove", found.code)


@blueprint.post(f"{ONE}/link")
@access("manager")
def create_personal_link(member: str) -> Response:
    """Make a personal link, or another one instead, once for each form."""
    found = own_member(member)
    found.new_link(requests.db(), request.form.get("seen", ""), requests.now())
    return _noted("member:link", found.code, to=found)


@blueprint.post(f"{ONE}/link/entzug")
@access("manager")
def delete_personal_link(member: str) -> Response:
    """Make the personal link void."""
    found = own_member(member)
    found.revoke_link(requests.db())
    return _noted("member:unlink", found.code, to=found)


def own_member(code: str) -> Member:
    """Return one of the list; to everybody else there is no such page."""
    return Member.within_reach(requests.db(), own_company().id, code) or abort(404)


def _teams(company_id: int) -> list[tuple[str, str]]:
    named = [(str(each.id), each.name) for each in Team.of_company(requests.db(), company_id)]
    return [*named, (str(NO_TEAM), _("ohne Team"))] if named else []


def _ask(member: Member, form: MemberForm | None = None) -> str:
    link = member.link(requests.db())
    return page(
        "members/edit.html",
        member=member,
        name=form.word("name") if form else member.name or "",
        email=form.word("email") if form else member.email or "",
        team=str((form.team if form else member.team_id) or NO_TEAM),
        teams=_teams(own_company().id),
        link=link_of(link.token) if link else "",
        address=address_of(link.token) if link else "",
        seen=link.token if link else "",
        errors=form.sentences() if form else {},
    )


def _noted(act: str, about: str, to: Member | None = None) -> Response:
    Audit.note(requests.db(), act, by=staff.acting().email, about=about, now=requests.now())
    if to:
        here = url_for("workspace.edit_member", member=to.code, _anchor="link")
        return redirect(here, 303)
    return redirect(url_for("workspace.list_members"), 303)
