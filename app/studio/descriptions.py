"""Descriptions: what a file shows or says, in words, and where the journey shows it."""

from hashlib import sha256
from typing import Any, cast

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from app.content.edit_parts import CannotEdit, image, with_media
from app.content.media_uses import companions, places, steps_for
from app.content.starters import possible_id
from app.lib import uploads
from app.models.draft import Conflict, Draft
from app.models.draft_parts import DraftMedia, add_media, bytes_of, look_ahead
from app.studio import blueprint
from app.studio.drafts import own_draft
from app.studio.media import (
    has_room,
    is_plain_name,
    largest,
    own_file,
    size_of,
    within_reach_ahead,
)
from app.ui import requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.ui.sizes import takes
from app.ui.words import gettext as _

LONGEST_ALT = 300
LARGEST_REQUEST = 3 * uploads.LARGEST["words"] + 64 * 1024
WORDED = (".md", ".txt", ".vtt")


class PlacementForm(Form):
    """Where a file is shown, and for a picture what it shows."""

    def read(self) -> None:
        """Take the step and the words; a picture has words or is decoration."""
        self.step = self.word("step")
        self.alt = " ".join(self.word("alt").split())
        self.is_decorative = self.word("decorative") == "yes"

    def check_alt(self) -> None:
        """Refuse a picture that nobody described."""
        if not self.alt and not self.is_decorative:
            self.refuse("alt", "alt-missing")
        elif len(self.alt) > LONGEST_ALT:
            self.refuse("alt", "alt-long")


class WordsForm(Form):
    """The words of a transcript, captions or a text, typed over those with the hash `seen`."""

    def read(self) -> None:
        """Take the words as they are, and the file whose page asked for them."""
        self.words = self.text("words").strip("\n")
        self.seen = self.word("seen")
        self.about = self.word("about")


@blueprint.get("/studio/<slug>/medien/<name>/angaben")
@access("facilitator")
def edit_media(slug: str, name: str) -> str:
    """Ask what a file shows or says, and where; show the lines for the text of the journey too."""
    draft = own_draft(slug)
    return _page(draft, own_file(draft, name), PlacementForm(MultiDict()))


@blueprint.post("/studio/<slug>/medien/<name>/einbau")
@access("facilitator")
def create_placement(slug: str, name: str) -> Response:
    """Write a file into a step of the journey's text."""
    form = PlacementForm(request.form)
    if kind_of(name) == "image":
        form.check_alt()
    if not form.errors:
        ahead = within_reach_ahead(slug)
        requests.ask(lambda session: _place(session, ahead, name, form))
    draft = own_draft(slug)
    file = own_file(draft, name)
    if not form.errors:
        text = _place(requests.db(), draft, name, form)
        by, now = staff.acting(), requests.now()
        try:
            draft.edit(requests.db(), text, by=by, seen=draft.revision, now=now)
        except Conflict:
            abort(409)
        return _to("list_media", slug, placed=form.step)
    return current_app.response_class(_page(draft, file, form), 422)


@blueprint.get("/studio/<slug>/medien/<name>/text")
@access("facilitator")
def edit_words(slug: str, name: str) -> str:
    """Show the words of a file, or an empty field for one that is still to be written."""
    draft = own_draft(slug)
    if not _may_hold_words(name):
        abort(404)
    source = _source_of(draft, name)
    return render_template(
        "studio/media/edit_text.html", draft=draft, own=_words_of(draft, name), source=source
    )


@blueprint.post("/studio/<slug>/medien/<name>/text")
@access("facilitator")
@takes(LARGEST_REQUEST)
def update_words(slug: str, name: str) -> Response:
    """Store the words of a file; where newer ones are stored, show both."""
    form = WordsForm(request.form)
    if not _may_hold_words(name):
        abort(404)
    data = _written(name, form.words)
    if len(data) > uploads.LARGEST["words"]:
        abort(413)
    ahead = within_reach_ahead(slug)
    if not has_room(ahead, name, len(data)):
        abort(413)
    requests.ask(lambda session: look_ahead(session, ahead, files={name: data}))
    draft, db = own_draft(slug), requests.db()
    stored = bytes_of(db, draft, name)
    if stored and stored.sha256 != form.seen and stored.data != data:
        return current_app.response_class(_two_texts(draft, name, form, stored.data), 409)
    add_media(db, draft, name, data, by=staff.acting(), now=requests.now())
    return _to("edit_media" if form.about else "edit_words", slug, name=form.about or name)


def _may_hold_words(name: str) -> bool:
    return name.endswith(WORDED) and is_plain_name(name)


def _source_of(draft: Draft, name: str) -> dict[str, str] | None:
    """Return the words of the transcript that a file of another language translates."""
    stem = name.split(".")[0]
    known = draft.parsed(requests.db()).known
    transcripts = [spot.item.get("transcript") for spot in known.spots] if known else []
    found = (each for each in transcripts if each and each.split(".")[0] == stem and each != name)
    source = next(found, None)
    return _words_of(draft, source) if source else None


def _written(name: str, words: str) -> bytes:
    """Return the bytes of a file of words; captions begin with the word that names them."""
    head = "WEBVTT\n\n" if name.endswith(".vtt") and not words.startswith("WEBVTT") else ""
    return f"{head}{words}\n".encode()


def _place(session: Any, draft: Draft, name: str, form: PlacementForm) -> str:
    """Return the text with the file in its step, checked; what cannot be is refused."""
    try:
        text = with_media(draft.text, form.step, _values(draft.parsed(session), name, form))
    except CannotEdit as refused:
        form.refuse("step", refused.code)
        return draft.text
    draft.parsed(session, text)
    return text


def kind_of(name: str) -> str:
    """Tell what a file is by its name, which was made from its bytes."""
    ending = name.rpartition(".")[2]
    kinds = {"mp3": "audio", "m4a": "audio", "ogg": "audio", "opus": "audio", "wav": "audio",
             "mp4": "video", "webm": "video", "pdf": "document",
             "md": "words", "txt": "words", "vtt": "words"}  # fmt: skip
    return kinds.get(ending, "image")


def _values(parsed: Any, name: str, form: PlacementForm) -> dict[str, str]:
    """Return the keys a step gets, each with what is written behind it."""
    if kind_of(name) == "image":
        return {"image": image(name, None if form.is_decorative else form.alt)}
    beside = companion_names(parsed, name)
    there = parsed.known.files if parsed.known else ()
    found = {key: other for key, other in beside.items() if other in there}
    return {kind_of(name): name, **found}


def companion_names(parsed: Any, name: str) -> dict[str, str]:
    """Return how transcript and captions of a file are called, or would be called."""
    languages = parsed.known.root.get("languages") if parsed.known else None
    lang = languages[0] if languages else "de"
    stem = name.rpartition(".")[0]
    kinds = {"transcript": "md"} | ({"captions": "vtt"} if kind_of(name) == "video" else {})
    return {key: f"{stem}.{lang}.{ending}" for key, ending in kinds.items()} | {
        key: other for key, other in companions(parsed, name).items() if key in kinds
    }


def _page(draft: Draft, file: DraftMedia, form: PlacementForm) -> str:
    db = requests.db()
    parsed = draft.parsed(db)
    kind = kind_of(file.name)
    beside = companion_names(parsed, file.name) if kind in ("audio", "video") else {}
    steps = steps_for(parsed, kind) if kind in ("image", "audio", "video") else []
    sentences = form.sentences()
    return render_template(
        f"studio/media/edit_{'sound' if beside else kind}.html",
        draft=draft,
        file=file,
        kind=kind,
        form=form,
        notes=_notes(),
        lines=_lines(_values(parsed, file.name, form), "" if steps or not beside else file.name),
        steps=steps,
        used=(places(parsed) or {}).get(file.name, []),
        beside={key: _words_of(draft, other) for key, other in beside.items()},
        own=_words_of(draft, file.name) if kind == "words" else None,
        messages=sentences,
        errors=list(sentences.items()),
        size_of=size_of,
        largest=largest,
    )


def _lines(values: dict[str, str], step_for: str = "") -> str:
    """Return the lines for a step, or for a whole new step that plays a file."""
    own = "".join(f"{key}: {value}\n" for key, value in values.items())
    if not step_for:
        return own
    name = possible_id(step_for.rpartition(".")[0]) or "film"
    head = f'media: {name}\ntitle: "{_("Titel der Station")}"\n{own}minutes: 2\n'
    return "- " + head.rstrip("\n").replace("\n", "\n  ") + "\n"


def _words_of(draft: Draft, name: str) -> dict[str, str]:
    """Return the name, the words and the hash of a file; "" where there is none yet."""
    stored = bytes_of(requests.db(), draft, name)
    data = stored.data if stored else b""
    return {
        "name": name,
        "words": data.decode("utf-8", "replace").rstrip("\n"),
        "seen": sha256(data).hexdigest() if stored else "",
    }


def _notes() -> list[str]:
    said = said_of_changes()
    return [said[note] for note in request.args.get("notes", "").split(",") if note in said]


def said_of_changes() -> dict[str, str]:
    """Say what may be changed in a file when it comes, by the codes of `uploads`."""
    return {
        "cleaned": _(
            "Aus der Zeichnung haben wir entfernt, was eine Seite nicht zeigen darf: Skripte, "
            "Verweise nach außen, eingebettete Bilder oder Bewegungen."
        ),
        "still": _("Bewegte Bilder lenken beim Lesen ab. Wir haben das erste Bild behalten."),
        "smaller": _("Das Bild war sehr groß. Wir haben es auf 2000 Pixel verkleinert."),
        "ending": _("Die Endung des Namens passte nicht zum Inhalt. Wir haben sie angepasst."),
    }  # fmt: skip


def _two_texts(draft: Draft, name: str, form: WordsForm, theirs: bytes) -> str:
    return render_template(
        "studio/media/show_conflict.html",
        draft=draft,
        name=name,
        mine=form.words,
        theirs=theirs.decode("utf-8", "replace"),
        seen=sha256(theirs).hexdigest(),
        about=form.about or name,
    )


def _to(view: str, slug: str, **values: Any) -> Response:
    return cast(Response, redirect(url_for(f"studio.{view}", slug=slug, **values), 303))
