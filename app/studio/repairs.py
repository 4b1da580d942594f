"""Repairs: what a machine can mend in a text, each asked for by its author."""

from contextlib import suppress
from pathlib import Path

from flask import Response, current_app, render_template, request

from app.content.edit_fix import replaced, with_step
from app.content.edit_rename import CannotRename, HasErrors, Renaming, rename
from app.content.media import Media
from app.content.names import Names
from app.content.report import report
from app.content.uses import Name, declared
from app.models.base import Session
from app.models.draft import Conflict, Draft
from app.models.draft_files import Files, check, present
from app.models.draft_parts import rewrite
from app.models.journey import newest_version
from app.studio import blueprint
from app.studio.drafts import own_draft, to
from app.ui import requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.ui.view import current

JOURNEY = "journey.yaml"
_BACK = {"text": "show_editor", "publication": "new_publication"}


class RepairForm(Form):
    """A problem, by its code and place in the text of the revision `seen`."""

    def read(self) -> None:
        """Take all four, and from which page its author comes."""
        self.seen = self.number("seen") or 0
        self.place = (self.word("code"), self.number("line"), self.number("column"))
        self.back = _BACK.get(self.word("von"), "show_check")


class RenameForm(Form):
    """An old name and a new one."""

    def read(self) -> None:
        """Take both, and the revision of the text they were read in."""
        self.seen = self.number("seen") or 0
        self.old, self.new = self.word("old"), self.word("new")
        if not self.old:
            self.refuse("old", "rename-unknown", old="")
        if not self.new:
            self.refuse("new", "rename-bad", new="")


@blueprint.post("/studio/<slug>/ersetzen")
@access("facilitator")
def create_replacement(slug: str) -> Response:
    """Write the name that was probably meant."""
    return _repaired(slug, adds_step=False)


@blueprint.post("/studio/<slug>/station")
@access("facilitator")
def create_station(slug: str) -> Response:
    """Write the step that is named and not there."""
    return _repaired(slug, adds_step=True)


@blueprint.get("/studio/<slug>/umbenennen")
@access("facilitator")
def new_renaming(slug: str) -> str:
    """Ask for an old name and a new one."""
    return _ask(own_draft(slug))


@blueprint.post("/studio/<slug>/umbenennen")
@access("facilitator")
def create_renaming(slug: str) -> Response:
    """Rename wherever the name is used, in all files, or nowhere."""
    form = RenameForm(request.form)
    renaming, problems = (None, []) if form.errors else _renamed(slug, form)
    draft = own_draft(slug)
    if renaming is None:
        return current_app.response_class(_ask(draft, form, problems), 422)
    try:
        rewrite(
            requests.db(),
            draft,
            _changed(requests.db(), draft, renaming),
            by=staff.acting(),
            seen=form.seen,
            now=requests.now(),
        )
    except Conflict:
        form.refuse("old", "text-changed")
        return current_app.response_class(_ask(draft, form), 409)
    return to(draft, "show_editor")


def _repaired(slug: str, *, adds_step: bool) -> Response:
    """Carry a repair out; what does not fit the present text any more changes nothing."""
    form = RepairForm(request.form)

    def look(session: Session) -> str | None:
        draft = Draft.within_reach(session, slug, staff.acting())
        if draft is None or draft.revision != form.seen:
            return None
        parsed = draft.parsed(session)
        for problem in parsed.problems:
            place = (problem.code, problem.line, problem.column)
            if place == form.place and problem.file == JOURNEY:
                mended = with_step(parsed, problem) if adds_step else replaced(draft.text, problem)
                if mended is not None:
                    draft.parsed(session, mended)
                return mended
        return None

    text = requests.ask(look)
    draft = own_draft(slug)
    if text is not None:
        by, now = staff.acting(), requests.now()
        # Where somebody was quicker, the page that follows shows what is there now.
        with suppress(Conflict):
            draft.edit(requests.db(), text, by=by, seen=form.seen, now=now)
    # Whoever mends by keyboard goes on where they were, at the next problem.
    return to(draft, form.back, "problems" if form.back == "show_editor" else None)


def _renamed(slug: str, form: RenameForm) -> tuple[Renaming | None, list[str]]:
    """Rename before the write begins; note what is wrong with a name, return errors of files."""

    def look(session: Session) -> tuple[Renaming | None, list[str]]:
        draft = Draft.within_reach(session, slug, staff.acting())
        if draft is None:
            return None, []
        is_published = newest_version(session, slug) is not None
        try:
            renaming = rename(draft.parsed(session), form.old, form.new, remember=is_published)
        except CannotRename as refusal:
            field = "old" if refusal.reason in ("unknown", "unknown_near") else "new"
            form.refuse(field, f"rename-{refusal.reason.replace('_', '-')}", **refusal.values)
            return None, []
        except HasErrors as errors:
            form.refuse("old", f"rename-errors-{'after' if errors.afterwards else 'before'}")
            lines = errors.parsed.lines
            return None, [report(p, lines(p.file), current().lang) for p in errors.problems[:20]]
        check(_changed(session, draft, renaming))
        return renaming, []

    return requests.ask(look)


def _changed(session: Session, draft: Draft, renaming: Renaming) -> Files:
    """Return the files of a draft as a renaming leaves them."""
    before = present(session, draft.id, draft.text)
    new = {path.as_posix(): data for path, data in renaming.contents.items()}
    texts = {
        lang: new.get(f"texts.{lang}.yaml", text.encode()).decode()
        for lang, text in before.texts.items()
    }
    words = {Path(name).name: data for name, data in new.items() if name.startswith("media/")}
    media: Media = before.media.with_words(words)
    return Files(new.get(JOURNEY, draft.text.encode()).decode(), texts, media)


def _ask(draft: Draft, form: RenameForm | None = None, problems: list[str] | None = None) -> str:
    known = draft.parsed(requests.db()).known
    names = declared(known) if known else {}
    sentences = form.sentences() if form else {}
    return render_template(
        "studio/repairs/new_renaming.html",
        draft=draft,
        form=form,
        old=form.old if form else _meant(known, names),
        messages=sentences,
        errors=list(sentences.items()),
        problems=problems or [],
        names=list(names),
    )


def _meant(known: Names | None, names: dict[str, Name]) -> str:
    """Return the name that a page asks for; one of a part comes with the step at its line."""
    asked, line = request.args.get("name", ""), request.args.get("zeile", 0, type=int)
    found = [full for full, name in names.items() if name.name == asked]
    if known is None or asked in names or not found:
        return asked
    above = (spot.id for spot in reversed(known.spots) if spot.node.start_mark.line < line)
    here = next(above, None)
    return next((full for full in found if names[full].step == here), found[0])
