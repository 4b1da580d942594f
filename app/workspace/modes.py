"""Modes: what the company may learn about who arrives."""

from typing import get_args

from flask import current_app, request
from werkzeug.wrappers import Response

from app.models.assignment_draft import AssignmentDraft, Mode
from app.ui import requests
from app.ui.access import access
from app.ui.forms import Form
from app.workspace import blueprint
from app.workspace.drafts import ROOT, ahead, asking, own_draft

LONGEST_BASIS = 2_000


class ModeForm(Form):
    """A mode; Teilnahmenachweis needs the legal basis that the company has for it."""

    mode: Mode | None = None

    def read(self) -> None:
        """Take both."""
        self.legal_basis = self.text("legal-basis").strip()
        word = self.word("mode")
        if word in get_args(Mode):
            self.mode = word  # type: ignore[assignment]
        else:
            self.refuse("mode-protected", "mode-missing")
        if self.mode == "proof" and not self.legal_basis:
            self.refuse("legal-basis", "legal-basis-missing")
        if len(self.legal_basis) > LONGEST_BASIS:
            self.refuse("legal-basis", "legal-basis-long", most=LONGEST_BASIS)


@blueprint.get(f"{ROOT}/<code>/modus")
@access("manager")
def edit_mode(code: str) -> str:
    """Ask what the company may learn."""
    return _ask(own_draft(code))


@blueprint.post(f"{ROOT}/<code>/modus")
@access("manager")
def update_mode(code: str) -> Response:
    """Take the mode."""
    draft, form = own_draft(code), ModeForm(request.form)
    if form.errors:
        return current_app.response_class(_ask(draft, form), 422)
    values = {"mode": form.mode, "legal_basis": form.legal_basis}
    return ahead(draft.choose(requests.db(), **values))


def _ask(draft: AssignmentDraft, form: ModeForm | None = None) -> str:
    return asking(
        "modes/edit_mode.html",
        draft,
        form.sentences() if form else None,
        mode=form.mode if form else draft.choices.mode,
        legal_basis=form.legal_basis if form else draft.choices.legal_basis,
    )
