"""Profiles: what somebody of the staff sees, changes and takes along of their own account."""

import json

from flask import Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts import blueprint
from app.accounts.pages import page, refused
from app.models.user import export
from app.ui import mails, requests, staff
from app.ui.access import access
from app.ui.forms import Form

LONGEST_NAME = 80


class NameForm(Form):
    """The name others see."""

    def read(self) -> None:
        """Take the name, on one line and not too long."""
        self.name = " ".join(self.word("name").split())
        if not self.name:
            self.refuse("name", "name-missing")
        elif len(self.name) > LONGEST_NAME:
            self.refuse("name", "name-long")


@blueprint.get("/konto")
@access("staff")
def show_profile() -> str:
    """Show the account and the rooms it opens."""
    user = staff.acting()
    return page("profiles/show.html", user=user, roles=mails.role_names(sorted(user.roles)))


@blueprint.get("/konto/name")
@access("staff")
def edit_profile() -> str:
    """Ask for the name."""
    return page("profiles/edit.html", name=staff.acting().name)


@blueprint.post("/konto/name")
@access("staff")
def update_profile() -> AnyResponse:
    """Change the name."""
    form = NameForm(request.form)
    if form.errors:
        return refused("profiles/edit.html", form, name=form.name)
    staff.acting().rename(requests.db(), form.name)
    return redirect(url_for("accounts.show_profile"), 303)


@blueprint.get("/konto/export.json")
@access("staff")
def export_profile() -> Response:
    """Send everything stored about this person as a file."""
    data = export(requests.db(), staff.acting())
    response = make_response(json.dumps(data, ensure_ascii=False, indent=2))
    response.mimetype = "application/json"
    name = f"zukunftsreise-konto-{requests.now():%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
