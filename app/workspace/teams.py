"""Teams: made, renamed and deleted; who is in one is said with each of the people."""

from flask import abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.models.audience import teams_of
from app.models.audit import Audit
from app.models.refusal import Refused
from app.models.team import LONGEST_NAME, Team
from app.ui import errors, formats, requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.workspace import blueprint
from app.workspace.companies import own_company, page, refused

ROOT = "/betrieb/teams"
ONE = "<int(max=2000000000):team>"


class TeamForm(Form):
    """The name of a team."""

    def read(self) -> None:
        """Take it."""
        self.name = " ".join(self.word("name").split())
        if not self.name:
            self.refuse("name", "team-name-missing")
        elif len(self.name) > LONGEST_NAME:
            self.refuse("name", "team-name-long", most=formats.number(LONGEST_NAME))


@blueprint.get(ROOT)
@access("manager")
def list_teams() -> str:
    """Show the teams, with how many people are in each."""
    return page("teams/list.html", name="", errors={}, teams=_teams())


@blueprint.post(ROOT)
@access("manager")
def create_team() -> Response:
    """Make a team; a second press finds the one that the first made."""
    form = TeamForm(request.form)
    try:
        if not form.errors:
            Team.create(requests.db(), own_company().id, form.name)
    except Refused as refusal:
        form.refuse("name", refusal.code)
    if form.errors:
        return refused("teams/list.html", form, name=form.name, teams=_teams())
    return _noted("team:create", own_company().code)


@blueprint.get(f"{ROOT}/{ONE}")
@access("manager")
def edit_team(team: int) -> str:
    """Ask for another name."""
    found = own_team(team)
    return page("teams/edit.html", team=found, name=found.name, errors={})


@blueprint.post(f"{ROOT}/{ONE}")
@access("manager")
def update_team(team: int) -> Response:
    """Take another name."""
    found, form = own_team(team), TeamForm(request.form)
    try:
        if not form.errors:
            found.rename(requests.db(), form.name)
    except Refused as refusal:
        form.refuse("name", refusal.code)
    if form.errors:
        return refused("teams/edit.html", form, team=found, name=form.name)
    return _noted("team:rename", own_company().code)


@blueprint.get(f"{ROOT}/{ONE}/loeschen")
@access("manager")
def confirm_deletion(team: int) -> str:
    """Say what deleting a team means."""
    return _confirm(own_team(team))


@blueprint.post(f"{ROOT}/{ONE}/loeschen")
@access("manager")
def delete_team(team: int) -> Response:
    """Delete a team that is not invited anywhere; its people stay."""
    found = own_team(team)
    try:
        found.delete(requests.db())
    except Refused as refusal:
        return current_app.response_class(_confirm(found, refusal.code), 409)
    return _noted("team:delete", own_company().code)


def own_team(team_id: int) -> Team:
    """Return a team of the company; to everybody else there is no such page."""
    return Team.within_reach(requests.db(), own_company().id, team_id) or abort(404)


def _teams() -> list[object]:
    return sorted(teams_of(requests.db(), own_company().id), key=lambda each: each.name.casefold())


def _confirm(team: Team, code: str = "") -> str:
    problem = errors.words(code) if code else ""
    return page("teams/confirm_deletion.html", team=team, problem=problem)


def _noted(act: str, about: str) -> Response:
    Audit.note(requests.db(), act, by=staff.acting().email, about=about, now=requests.now())
    return redirect(url_for("workspace.list_teams"), 303)
