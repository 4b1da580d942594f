"""Imports: stories of other tools become drafts, with a report of what to look at; and exports.

Everything that is sent is read, made harmless and checked before the transaction of the write
begins. What is refused leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256

from flask import Response, abort, current_app, render_template, request, url_for

from app.content.importers import Imported, Refused, bundle, read_bytes, with_id
from app.content.importers.findings import HINT, WARNING
from app.content.media import Media
from app.content.starters import is_id, possible_id
from app.lib import uploads
from app.models import draft_import
from app.models.base import Session, take_turns
from app.models.draft import Draft, Taken
from app.models.draft_files import Files, by_path, check, storable
from app.models.draft_import import FileNote, Import
from app.models.draft_parts import media_of
from app.studio import blueprint
from app.studio.descriptions import said_of_changes
from app.studio.drafts import own_draft, to, words_of_addresses
from app.studio.editor import LONGEST
from app.studio.media import MOST_FILES, largest
from app.ui import errors, formats, requests, staff
from app.ui.access import access
from app.ui.forms import CONTROL_SIGNS, Form
from app.ui.sizes import takes
from app.ui.view import current
from app.ui.words import gettext as _

LARGEST_REQUEST = bundle.LARGEST_TOTAL + 64 * 1024
LONGEST_SOURCE = 120
LONGEST_NAME = 120
"""So long a name of a file may be in a draft."""
MEDIA = "media/"
MOMENT = timedelta(minutes=1)


class ImportForm(Form):
    """A sent story, and the id its journey shall have: the one it says itself where none is given.

    `known` names the import that was the author's newest when the form was shown.
    `problem` is a ready sentence of the importers, "" where all is well so far.
    """

    def read(self) -> None:
        """Read the story; what nothing can be made of is refused."""
        self.problem = ""
        self.id = self.word("id")
        self.known = self.word("known")
        if self.id and not is_id(self.id):
            near = possible_id(self.id)
            self.refuse("id", "id-near" if near else "id-bad", near=near)
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            self.refuse("file", "file-missing")
            return
        self.source = CONTROL_SIGNS.sub("", sent.filename)[-LONGEST_SOURCE:]
        try:
            self.story = read_bytes(sent.read(), self.source, lang=current().lang)
        except Refused as refused:
            self.problem = refused.message(current().lang)
            return
        if max(map(len, _texts(self.story).values())) > LONGEST:
            self.refuse("file", "story-long", most=formats.number(LONGEST // 1024))
        elif len(_media(self.story)) > MOST_FILES:
            self.refuse("file", "story-files", most=formats.number(MOST_FILES))

    def sentences(self) -> dict[str, str]:
        """Return the words of every error, by field."""
        told = super().sentences()
        return {"file": self.problem, **told} if self.problem else told


@blueprint.get("/studio/importieren")
@access("facilitator")
def new_import() -> str:
    """Ask for a file."""
    return _ask()


@blueprint.post("/studio/importieren")
@access("facilitator")
@takes(LARGEST_REQUEST)
def create_import() -> Response:
    """Make a draft of what was sent."""
    form = ImportForm(request.form)
    if not form.sentences():
        try:
            return to(_begun(form), "show_import")
        except Taken as taken:
            form.refuse("id", "id-taken-near", near=str(taken))
            form.id = str(taken)
    return current_app.response_class(_ask(form), 422)


@blueprint.get("/studio/<slug>/import")
@access("facilitator")
def show_import(slug: str) -> str:
    """Show what was found when this draft was imported."""
    draft = own_draft(slug)
    made = draft_import.import_of(requests.db(), draft.id) or abort(404)
    severities = (WARNING, HINT)
    groups = [(name, [each for each in made.findings if each.severity == name])
              for name in severities]  # fmt: skip
    return render_template(
        "studio/imports/show.html",
        draft=draft,
        made=made,
        groups=[group for group in groups if group[1]],
        files=[(note, _said_of(note)) for note in made.files],
        lang=current().lang,
    )


@blueprint.get("/studio/<slug>/reise.zip")
@access("facilitator")
def export_draft(slug: str) -> Response:
    """Send the files of a draft as they are now; equal files make equal bytes."""
    draft = own_draft(slug)
    data = bundle.zipped(by_path(draft.files(requests.db())))
    headers = {
        "Content-Disposition": f'attachment; filename="{draft.journey_id}.zip"',
        "Cache-Control": "no-store",
    }
    return current_app.response_class(data, mimetype="application/zip", headers=headers)


def _begun(form: ImportForm) -> Draft:
    """Make the draft under its id, or under a free one; raise `Taken` for a wish that is not."""
    story, by, now = form.story, staff.acting(), requests.now()
    twice = requests.ask(lambda session: _made_already(session, form))
    if twice:
        return twice
    wanted = form.id or story.id
    reserved = words_of_addresses()
    free = requests.ask(lambda session: draft_import.free_id(session, wanted, reserved))
    if form.id and free != form.id:
        raise Taken(free)
    media, notes = requests.ask(lambda session: _harmless(session, story))
    texts = {path: storable(raw.decode("utf-8-sig")) for path, raw in _texts(story).items()}
    text = texts.pop(bundle.JOURNEY)
    made = Import(form.source, story.id, tuple(story.report), tuple(notes), now)
    while True:
        by_lang = {path.split(".")[1]: own for path, own in texts.items()}
        files = Files(with_id(text, free), by_lang, Media(media))
        check(files)
        take_turns(requests.db(), f"imports of {by.id}")
        twice = _made_already(requests.db(), form)
        if twice:
            return twice
        try:
            return draft_import.create(requests.db(), free, files, made, by=by, now=now)
        except Taken:
            # Somebody has just taken the id that was free a moment ago.
            free = draft_import.free_id(requests.db(), wanted, reserved | {free})


def _made_already(session: Session, form: ImportForm) -> Draft | None:
    """Return what a press of the same button made of the same story a moment ago."""
    last = draft_import.newest_of(session, staff.acting())
    if last is None or last.journey_id == form.known or requests.now() - last.created_at > MOMENT:
        return None
    text = storable(_texts(form.story)[bundle.JOURNEY].decode("utf-8-sig"))
    made = draft_import.import_of(session, last.id)
    refused = sum(not note.is_kept for note in made.files) if made else 0
    files = refused + sum(1 for _file in media_of(session, last))
    is_same = last.text == with_id(text, last.journey_id) and files == len(_media(form.story))
    return last if is_same else None


def _harmless(session: Session, story: Imported) -> tuple[dict[str, bytes], list[FileNote]]:
    """Return the media of a story as they may be kept, and what happened to them on the way.

    Files that are kept here already stay as they are: they were made harmless then, and a picture
    that is drawn again and again gets worse each time.
    """
    sent = _media(story)
    digests = {name: sha256(data).hexdigest() for name, data in sent.items()}
    known = draft_import.kept_already(session, list(digests.values())) if sent else set()
    media: dict[str, bytes] = {}
    notes: list[FileNote] = []
    for name, data in sent.items():
        try:
            file = uploads.accepted(name, data)
            own = _own_name(name, file.name, media)
        except uploads.Unfit as unfit:
            group = str(unfit.values.get("group", ""))
            notes.append(FileNote(name[:LONGEST_NAME], unfit.code, False, group))
            continue
        if own == name and digests[name] in known:
            media[name] = data
            continue
        media[own] = file.data
        notes += [FileNote(own, code, True) for code in file.notes]
    return media, notes


def _own_name(name: str, plain: str, taken: Collection[str]) -> str:
    """Return the name that the text of the story uses, with the ending that tells what it is.

    Raise `Unfit` for one that is too long or that another file has.
    """
    stem, _dot, ending = name.rpartition(".")
    fitting = plain.rpartition(".")[2]
    is_same = ending.lower() == fitting or {ending.lower(), fitting} == {"jpg", "jpeg"}
    own = name if is_same else f"{stem}.{fitting}"
    if len(own) > LONGEST_NAME or own in taken:
        raise uploads.Unfit("name-bad")
    return own


def _texts(story: Imported) -> dict[str, bytes]:
    return {path: raw for path, raw in story.files.items() if not path.startswith(MEDIA)}


def _media(story: Imported) -> dict[str, bytes]:
    return {
        path.removeprefix(MEDIA): raw for path, raw in story.files.items() if path.startswith(MEDIA)
    }


def _said_of(note: FileNote) -> str:
    """Say what happened to a file, in the language of the page."""
    if note.is_kept:
        return said_of_changes().get(note.code, "")
    why = errors.words(note.code, **({"most": largest(note.group)} if note.group else {}))
    return _("nicht übernommen. %(why)s", why=why)


def _ask(form: ImportForm | None = None) -> str:
    sentences = form.sentences() if form else {}
    last = draft_import.newest_of(requests.db(), staff.acting())
    return render_template(
        "studio/imports/new.html",
        known=form.known if form else (last.journey_id if last else ""),
        form=form,
        messages=sentences,
        errors=list(sentences.items()),
        most=bundle.LARGEST_TOTAL // 1024**2,
        action=url_for("studio.create_import"),
    )
