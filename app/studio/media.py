"""Media of a draft: sent, listed, described, replaced and removed; seen by its authors alone."""

from io import BytesIO
from typing import cast

from flask import (
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)

from app.content.media_uses import Place, is_translation, places
from app.lib import uploads
from app.models.draft import Draft
from app.models.draft_parts import (
    DraftMedia,
    add_media,
    bytes_of,
    look_ahead,
    media_of,
    remove_media,
)
from app.studio import blueprint
from app.studio.drafts import own_draft
from app.ui import formats, requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.ui.sizes import takes
from app.ui.words import gettext as _

LARGEST_REQUEST = max(uploads.LARGEST.values()) + 64 * 1024
MOST_FILES = 200
MOST_BYTES = 250 * 1024 * 1024
KINDS = ("image", "audio", "video", "application", "text")


class UploadForm(Form):
    """A sent file. ``name`` is the one it must have, where it takes a certain place."""

    def read(self) -> None:
        """Make the file harmless; what cannot be made so is refused."""
        self.wanted = self.word("name")
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            self.refuse("file", "file-missing")
            return
        try:
            self.file = uploads.accepted(sent.filename, sent.read())
        except uploads.Unfit as unfit:
            most = {"most": largest(str(unfit.values["group"]))} if unfit.values else {}
            self.refuse("file", unfit.code, **most)
            return
        ending = self.wanted.rpartition(".")[2]
        if self.wanted and not is_plain_name(self.wanted):
            self.refuse("file", "name-bad")
        elif self.wanted and self.file.name.rpartition(".")[2] != ending:
            self.refuse("file", "ending-differs", ending=ending)


@blueprint.get("/studio/<slug>/medien")
@access("facilitator")
def list_media(slug: str) -> str:
    """Show all files by kind: where each is used, and which nobody shows."""
    return _page(own_draft(slug))


@blueprint.post("/studio/<slug>/medien")
@access("facilitator")
@takes(LARGEST_REQUEST)
def create_media(slug: str) -> Response:
    """Keep a file, and ask at once what it shows or says."""
    requests.ask(lambda _session: within_reach_ahead(slug))
    form = UploadForm(request.form)
    if not form.errors and not has_room(within_reach_ahead(slug), form.wanted, len(form.file.data)):
        form.refuse("file", "files-full")
    if form.errors:
        return current_app.response_class(_page(own_draft(slug), form), 422)
    name = keep(slug, form.wanted, form.file)
    notes = ",".join(form.file.notes) or None
    about = request.form.get("about") or name
    return _to("edit_media", slug, about, notes=notes)


@blueprint.get("/studio/<slug>/medien/<name>")
@access("facilitator")
def show_draft_media(slug: str, name: str) -> Response:
    """Serve a file to its authors; it stands alone, whatever is in it."""
    file = bytes_of(requests.db(), own_draft(slug), name) or abort(404)
    response = send_file(
        BytesIO(file.data),
        mimetype=file.type.partition(";")[0],  # The charset of words is added again.
        as_attachment=not file.type.startswith(("image/", "audio/", "video/", "text/")),
        download_name=name,
        conditional=True,
    )
    response.headers["Cache-Control"] = "no-store"
    # Besides the policy of all answers: no script, no form, no origin, even if one got in.
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


@blueprint.get("/studio/<slug>/medien/<name>/loeschen")
@access("facilitator")
def confirm_delete_media(slug: str, name: str) -> str:
    """Say where the file is used before it goes."""
    draft = own_draft(slug)
    file = own_file(draft, name)
    used = (places(draft.parsed(requests.db())) or {}).get(name, [])
    return render_template("studio/media/confirm_delete.html", draft=draft, file=file, used=used)


@blueprint.post("/studio/<slug>/medien/<name>/loeschen")
@access("facilitator")
def delete_media(slug: str, name: str) -> Response:
    """Remove a file from the draft."""
    ahead = within_reach_ahead(slug)
    requests.ask(lambda session: look_ahead(session, ahead, dropped=name))
    draft = own_draft(slug)
    own_file(draft, name)
    remove_media(requests.db(), draft, name, by=staff.acting(), now=requests.now())
    return cast(Response, redirect(url_for("studio.list_media", slug=slug), 303))


def within_reach_ahead(slug: str) -> Draft:
    """Return the draft, before the transaction of a write begins."""
    found: Draft | None = requests.ask(
        lambda session: Draft.within_reach(session, slug, staff.acting())
    )
    return found or abort(404)


def own_file(draft: Draft, name: str) -> DraftMedia:
    """Return a file of the draft; there is no page for others."""
    found = (file for file in media_of(requests.db(), draft) if file.name == name)
    return next(found, None) or abort(404)


def has_room(draft: Draft, name: str, size: int) -> bool:
    """Whether a draft may have one more file; one under a name it knows takes that one's place."""
    kept = [
        file for file in requests.ask(lambda session: list(media_of(session, draft)))
        if file.name != name
    ]  # fmt: skip
    return len(kept) < MOST_FILES and sum(file.size for file in kept) + size <= MOST_BYTES


def keep(slug: str, wanted: str, file: uploads.Accepted) -> str:
    """Keep a file under the wanted name, or under its own one unless that is taken already."""
    ahead = within_reach_ahead(slug)
    requests.ask(lambda session: look_ahead(session, ahead, files={wanted or file.name: file.data}))
    draft, db = own_draft(slug), requests.db()
    name = wanted or _free_name(file, {each.name for each in media_of(db, draft)})
    add_media(db, draft, name, file.data, by=staff.acting(), now=requests.now())
    return name


def is_plain_name(name: str) -> bool:
    """Whether a name is what it would become if somebody sent a file under it."""
    try:
        return ".".join(uploads.safe_name(name)) == name
    except uploads.Unfit:
        return False


def _free_name(file: uploads.Accepted, taken: set[str]) -> str:
    stem, _dot, ending = file.name.rpartition(".")
    names = (file.name, *(f"{stem}-{number}.{ending}" for number in range(2, MOST_FILES + 3)))
    return next(name for name in names if name not in taken)


def largest(group: str) -> str:
    """Say how large a file of this group may be."""
    kilobytes = uploads.LARGEST[cast(uploads.Group, group)] // 1024
    if kilobytes < 1024:
        return _("%(number)s KB", number=formats.number(kilobytes))
    return _("%(number)s MB", number=formats.number(kilobytes // 1024))


def size_of(count: int) -> str:
    """Say how large a file is, never zero."""
    if count < 1024 * 1024:
        return _("%(number)s KB", number=formats.number(max(1, round(count / 1024))))
    return _("%(number)s MB", number=formats.number(round(count / 1024 / 1024, 1)))


def _page(draft: Draft, form: UploadForm | None = None) -> str:
    used = places(draft.parsed(requests.db()))
    sentences = form.sentences() if form else {}
    files = list(media_of(requests.db(), draft))
    steps = {place.step for found in (used or {}).values() for place in found}
    placed = request.args.get("placed")
    return render_template(
        "studio/media/list.html",
        draft=draft,
        groups=[(kind, [file for file in files if file.type.startswith(kind)]) for kind in KINDS],
        used=used,
        unused=_unused(files, used),
        placed=placed if placed in steps else None,
        messages=sentences,
        errors=list(sentences.items()),
        size_of=size_of,
        largest=largest,
    )


def _unused(files: list[DraftMedia], used: dict[str, list[Place]] | None) -> set[str]:
    if used is None:
        return set()
    return {
        file.name for file in files if file.name not in used and not is_translation(file.name, used)
    }


def _to(view: str, slug: str, name: str, **values: object) -> Response:
    return cast(Response, redirect(url_for(f"studio.{view}", slug=slug, name=name, **values), 303))
