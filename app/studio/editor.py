"""The editor: one text, saved as it is typed, and never over a newer one."""

from flask import Response, abort, current_app, render_template, request, url_for

from app.lib.differences import differences
from app.models.base import Session
from app.models.draft import Conflict, Draft
from app.models.user import User
from app.studio import blueprint
from app.studio.drafts import own_draft, to
from app.studio.previews import preview_of
from app.studio.problems import problems_of
from app.ui import formats, headers, requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.ui.sizes import takes
from app.ui.words import gettext as _

LONGEST = 512 * 1024
LARGEST_REQUEST = 3 * LONGEST + 64 * 1024
"""A form may write each byte as three signs."""


class TextForm(Form):
    """The text of a journey, typed over the revision `seen`."""

    def read(self) -> None:
        """Take the text as it is; what cannot stand in a journey the checker tells."""
        self.text = self.fields.get("text", "")
        self.seen = self.number("seen") or self.number("seen-text") or 0


@blueprint.get("/studio/<slug>")
@access("facilitator")
def show_editor(slug: str) -> str:
    """Show the text beside everything that tells how it is."""
    return _page(own_draft(slug))


@blueprint.post("/studio/<slug>")
@access("facilitator")
@takes(LARGEST_REQUEST)
def update_draft(slug: str) -> Response:
    """Store the text; where a newer one is stored, show both."""
    form = TextForm(request.form)
    draft = checked_ahead(slug, form.text)
    try:
        draft.edit(requests.db(), form.text, by=staff.acting(), seen=form.seen, now=requests.now())
    except Conflict as conflict:
        here = url_for("studio.show_editor", slug=slug)
        return current_app.response_class(two_texts(draft, conflict, here, here), 409)
    return to(draft, "show_editor")


@blueprint.post("/studio/<slug>/entwurf")
@access("facilitator")
@takes(LARGEST_REQUEST)
def save_draft(slug: str) -> Response:
    """Store the text while it is being typed; only the header ZR-Saved says that it is stored."""
    form = TextForm(request.form)
    draft = checked_ahead(slug, form.text)
    try:
        edited = draft.edit(
            requests.db(), form.text, by=staff.acting(), seen=form.seen, now=requests.now()
        )
    except Conflict:
        return requests.part(render_template("studio/_conflict.html", name="text"), 409)
    if "HX-Request" not in request.headers:
        return to(draft, "show_editor")
    response = requests.part(_saved_at(edited))
    response.headers["ZR-Saved"] = str(edited.revision)
    return response


def checked_ahead(slug: str, text: str) -> Draft:
    """Return a draft within reach, its new text checked before the write begins: others wait."""

    def look(session: Session) -> Draft:
        draft = Draft.within_reach(session, slug, staff.acting()) or abort(404)
        draft.parsed(session, text)
        return draft

    return requests.ask(look)


def two_texts(draft: Draft, conflict: Conflict, action: str, back: str) -> str:
    """Return the page with both texts: `action` stores the one below, `back` shows the stored."""
    editor = User.find(requests.db(), conflict.by) if conflict.by else None
    return render_template(
        "studio/editor/show_conflict.html",
        draft=draft,
        conflict=conflict,
        editor=editor,
        found=differences(conflict.mine, conflict.theirs),
        action=action,
        back=back,
    )


def _page(draft: Draft) -> str:
    headers.frame(request.environ, "holder")
    return render_template(
        "studio/editor/show.html",
        saved=_saved_at(draft),
        lines=draft.text.split("\n"),
        **problems_of(draft),
        **preview_of(draft),
    )


def _saved_at(draft: Draft) -> str:
    return _("Entwurf gespeichert, %(time)s", time=formats.time(draft.edited_at))
