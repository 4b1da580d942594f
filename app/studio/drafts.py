"""Drafts: the journeys somebody writes, from the first line to the archive."""

from typing import cast

from flask import Response, abort, current_app, redirect, render_template, request, url_for

from app.content.starters import STARTERS, is_id, possible_id, starter
from app.models.author import drafts_of, without_draft
from app.models.draft import Draft, Taken
from app.models.draft_files import LONGEST_TITLE
from app.models.journey import newest
from app.studio import blueprint
from app.ui import formats, requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.ui.overviews import journey_overview
from app.ui.words import gettext as _


class DraftForm(Form):
    """A new journey: its title, its id and the template it begins with."""

    def read(self) -> None:
        """Take the three; an id that was left empty is made from the title."""
        self.title = self.word("title")
        self.template = self.word("template")
        self.id = self.word("id") or possible_id(self.title) or ""
        if not self.title:
            self.refuse("title", "title-missing")
        elif len(self.title) > LONGEST_TITLE:
            self.refuse("title", "title-long", most=formats.number(LONGEST_TITLE))
        if self.title and not is_id(self.id):
            near = possible_id(self.id)
            self.refuse("id", "id-near" if near else "id-bad", near=near)
        elif self.id in words_of_addresses():
            self.refuse("id", "id-taken")
        if self.template not in STARTERS:
            self.refuse("template", "template-missing")


@blueprint.get("/studio")
@access("facilitator")
def list_drafts() -> str:
    """Show the journeys of this facilitator, and those that nobody has opened yet."""
    db = requests.db()
    drafts = drafts_of(db, staff.acting())
    found = [newest(db, journey_id) for journey_id in without_draft(db)]
    return render_template(
        "studio/drafts/list.html",
        drafts=[draft for draft in drafts if not draft.archived_at],
        archived=[draft for draft in drafts if draft.archived_at],
        unopened=[journey_overview(each[1]) for each in found if each],
    )


@blueprint.get("/studio/neu")
@access("facilitator")
def new_draft() -> str:
    """Ask for a title and a template."""
    return _ask()


@blueprint.post("/studio/neu")
@access("facilitator")
def create_draft() -> Response:
    """Begin a journey."""
    form = DraftForm(request.form)
    if not form.errors:
        by = staff.acting()
        try:
            draft = Draft.from_template(
                requests.db(), form.id, form.title, form.template, by, requests.now()
            )
            return to(draft, "show_editor")
        except Taken:
            # A second press of the button finds what the first one began.
            first = Draft.within_reach(requests.db(), form.id, by)
            if first and first.text == starter(form.template, form.id, title=form.title):
                return to(first, "show_editor")
            form.refuse("id", "id-taken")
    return current_app.response_class(_ask(form), 422)


@blueprint.post("/studio/<slug>/oeffnen")
@access("facilitator")
def create_draft_of_version(slug: str) -> Response:
    """Open a published journey that has no draft yet; whoever does becomes its author."""
    try:
        draft = Draft.from_version(requests.db(), slug, by=staff.acting(), now=requests.now())
    except (Taken, LookupError):
        abort(404)
    return to(draft, "show_editor")


@blueprint.get("/studio/<slug>/archiv")
@access("facilitator")
def confirm_archive(slug: str) -> str:
    """Say what archiving means."""
    return render_template("studio/drafts/confirm_archive.html", draft=own_draft(slug))


@blueprint.post("/studio/<slug>/archiv")
@access("facilitator")
def create_archive(slug: str) -> Response:
    """Put a draft aside."""
    own_draft(slug).archive(requests.db(), by=staff.acting(), now=requests.now())
    return cast(Response, redirect(url_for("studio.list_drafts"), 303))


@blueprint.post("/studio/<slug>/wiederherstellung")
@access("facilitator")
def delete_archive(slug: str) -> Response:
    """Take a draft back to work."""
    draft = own_draft(slug)
    draft.restore(requests.db(), by=staff.acting(), now=requests.now())
    return to(draft, "show_editor")


def own_draft(slug: str) -> Draft:
    """Return a draft within reach; the page of a stranger's is that of an unknown one."""
    return Draft.within_reach(requests.db(), slug, staff.acting()) or abort(404)


def to(draft: Draft, view: str, part: str | None = None) -> Response:
    """Lead to a page of a draft, and to the part of it with this id."""
    address = url_for(f"studio.{view}", slug=draft.journey_id, _anchor=part)
    return cast(Response, redirect(address, 303))


def _ask(form: DraftForm | None = None) -> str:
    sentences = form.sentences() if form else {}
    first = {"template": f"template-{STARTERS[0]}"}
    return render_template(
        "studio/drafts/new.html",
        form=form,
        messages=sentences,
        errors=[(first.get(field, field), words) for field, words in sentences.items()],
        templates=_templates(),
    )


def _templates() -> list[tuple[str, str, str]]:
    """Return the templates: their name, what they are called, what they are good for."""
    words = {
        "mini": (
            _("Mini-Reise"),
            _("Zehn Minuten: eine Szene, eine Entscheidung, ein eigener Gedanke."),
        ),
        "rolle": (
            _("Rollenspiel"),
            _("Zwei Rollen erleben dieselbe Geschichte mit anderen Worten."),
        ),
        "tandem": (
            _("Tandem"),
            _("Zwei Menschen gehen gemeinsam und vergleichen, was sie denken."),
        ),
    }
    return [(name, *words[name]) for name in STARTERS]


def words_of_addresses() -> set[str]:
    """Return the words that stand in the place of an id in addresses of this room."""
    parts = (rule.rule.split("/") for rule in current_app.url_map.iter_rules())
    return {part[2] for part in parts if len(part) > 2 and part[1] == "studio"}
