"""Audiences: whom an assignment is for, everybody by one link, some teams, or a list."""

from typing import get_args

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app.models.assignment_draft import AssignmentDraft, Audience
from app.models.audience import count_of, teams_of
from app.ui import requests
from app.ui.access import access
from app.ui.forms import Form
from app.workspace import blueprint
from app.workspace.companies import own_company
from app.workspace.drafts import ROOT, ahead, asking, own_draft

MOST_PEOPLE = 1_000_000


class AudienceForm(Form):
    """How people come in, and how many they are about."""

    audience: Audience | None = None

    def read(self) -> None:
        """Take both; only the link for everybody needs the number here."""
        word = self.word("audience")
        if word in get_args(Audience):
            self.audience = word  # type: ignore[assignment]
        else:
            self.refuse("audience-everybody", "audience-missing")
        is_everybody = self.audience == "everybody"
        self.head_count = head_count(self, "head-count") if is_everybody else None


class TeamsForm(Form):
    """Some teams, and how many people are in them."""

    def read(self) -> None:
        """Take both; whether the teams are the company's own only the database knows."""
        self.teams = {int(word) for word in self.fields.getlist("team") if word.isdecimal()}
        self.head_count = head_count(self, "head-count")


@blueprint.get(f"{ROOT}/<code>/menschen")
@access("manager")
def edit_people(code: str) -> str:
    """Ask whom the assignment is for."""
    return _ask_people(own_draft(code))


@blueprint.post(f"{ROOT}/<code>/menschen")
@access("manager")
def update_people(code: str) -> Response:
    """Take the way in; teams and lists have a page of their own."""
    draft, form = own_draft(code), AudienceForm(request.form)
    if form.errors:
        return current_app.response_class(_ask_people(draft, form), 422)
    is_other = form.audience != draft.choices.audience
    if form.audience == "everybody" or is_other:
        values = {"audience": form.audience, "head_count": form.head_count}
        draft = draft.choose(requests.db(), **values)
    if form.audience == "everybody":
        return ahead(draft)
    endpoint = "edit_teams" if form.audience == "teams" else "edit_list"
    return redirect(url_for(f"workspace.{endpoint}", code=code), 303)


@blueprint.get(f"{ROOT}/<code>/teams")
@access("manager")
def edit_teams(code: str) -> str:
    """Ask for the teams."""
    return _ask_teams(own_draft(code))


@blueprint.post(f"{ROOT}/<code>/teams")
@access("manager")
def update_teams(code: str) -> Response:
    """Take the teams."""
    draft, form = own_draft(code), TeamsForm(request.form)
    own = {each.id for each in teams_of(requests.db(), own_company().id)}
    if not own & form.teams:
        form.refuse("team", "teams-missing")
    if form.errors:
        return current_app.response_class(_ask_teams(draft, form), 422)
    values = {"teams": tuple(sorted(own & form.teams)), "head_count": form.head_count}
    return ahead(draft.choose(requests.db(), audience="teams", **values))


def head_count(form: Form, field: str) -> int | None:
    """Return how many people it is about, at least one; note what is wrong with it."""
    number = form.number(field)
    if not number or number > MOST_PEOPLE:
        form.refuse(field, "people-count-wrong")
        return None
    return number


def _ask_people(draft: AssignmentDraft, form: AudienceForm | None = None) -> str:
    db, company = requests.db(), own_company()
    chosen = draft.choices
    typed = form.word("head-count") if form else ""
    return asking(
        "audiences/edit_people.html",
        draft,
        form.sentences() if form else None,
        chosen=form.audience if form else chosen.audience,
        head_count=typed or chosen.head_count or company.head_count,
        teams=len(teams_of(db, company.id)),
        people=count_of(db, company.id),
    )


def _ask_teams(draft: AssignmentDraft, form: TeamsForm | None = None) -> str:
    teams, chosen = teams_of(requests.db(), own_company().id), draft.choices
    ticked = form.teams if form else set(chosen.teams)
    sentences = form.sentences() if form else {}
    if teams and "team" in sentences:
        sentences = {f"team-{teams[0].id}": sentences.pop("team"), **sentences}
    return asking(
        "audiences/edit_teams.html",
        draft,
        sentences,
        teams=teams,
        ticked=ticked,
        head_count=(form.word("head-count") if form else chosen.head_count) or "",
    )
