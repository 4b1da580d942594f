"""Translations of a draft: what is missing or has changed first, text beside text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from flask import Response, abort, current_app, redirect, render_template, request, url_for

from app.content.edit_texts import Unreadable
from app.content.sheet import Row, Sheet, key_at, mark, path_of
from app.models.draft import Conflict, Draft
from app.models.draft_parts import Translation, alone, edit_translation
from app.studio import blueprint
from app.studio.drafts import own_draft, to
from app.studio.editor import TextForm, two_texts
from app.studio.languages import counts, language_name, languages_of, own_language, sheet_of
from app.studio.sheets import FieldForm, OpenSheet, SheetForm, check_ahead, open_sheet
from app.ui import formats, requests, staff
from app.ui.access import access
from app.ui.sizes import takes
from app.ui.words import gettext as _

LARGEST_REQUEST = 1024 * 1024
ROWS_A_PAGE = 30
ROWS_A_FORM = 25
"""A form has at most 200 fields."""
FILTERS = ("open", "missing", "stale", "all")


@dataclass(frozen=True, slots=True)
class Group:
    """Texts of one step, or of one part of the head, that are saved together."""

    id: str
    rows: tuple[Row, ...]


@blueprint.get("/studio/<slug>/sprachen/<lang>")
@access("facilitator")
def edit_texts(slug: str, lang: str) -> str:
    """Show texts and translations, those first that somebody has to look at.

    `text` is the key of one whose field has the focus.
    """
    draft = own_draft(slug)
    return _page(draft, own_language(draft, lang))


@blueprint.post("/studio/<slug>/sprachen/<lang>")
@access("facilitator")
@takes(LARGEST_REQUEST)
def update_texts(slug: str, lang: str) -> Response:
    """Store the translations of a group; what somebody else has changed since is shown."""
    form = SheetForm(request.form)
    check_ahead(slug, lang, form)
    sheet = open_sheet(slug, lang)
    if sheet.meets_newer(form):
        return current_app.response_class(_two_texts(sheet, form), 409)
    sheet.keep(form)
    return _to(slug, lang, **_where(request.form))


@blueprint.post("/studio/<slug>/sprachen/<lang>/entwurf")
@access("facilitator")
@takes(LARGEST_REQUEST)
def save_text(slug: str, lang: str) -> Response:
    """Store one translation while it is typed; only the header ZR-Saved says that it is stored."""
    form = FieldForm(request.form)
    check_ahead(slug, lang, form)
    sent = form.sent[0] if form.sent else abort(400)
    sheet = open_sheet(slug, lang)
    if sheet.meets_newer(form):
        return requests.part(render_template("studio/_conflict.html", name=mark(sent.key)), 409)
    sheet.keep(form)
    if "HX-Request" not in request.headers:
        return _to(slug, lang, text=sent.key)
    response = requests.part(_("Gespeichert, %(time)s", time=formats.time(requests.now())))
    response.headers["ZR-Saved"] = replace(sheet.rows[sent.key], text=sent.words).mark
    return response


@blueprint.get("/studio/<slug>/sprachen/<lang>/stand")
@access("facilitator")
def show_text(slug: str, lang: str) -> Response | str:
    """Answer the island that says how one text is; asked for as a page, the sheet."""
    draft = own_draft(slug)
    stored = own_language(draft, lang)
    if "HX-Request" not in request.headers:
        return _page(draft, stored)
    try:
        found = _sheet(draft, stored)
    except Unreadable:
        abort(409)
    row = next((row for row in found.rows if row.key == request.args.get("text")), None)
    context = {"row": row or abort(404), "counts": counts(found), "stored": stored, "swaps": True}
    return requests.part(render_template("studio/translations/_answer.html", **context))


@blueprint.get("/studio/<slug>/sprachen/<lang>/zeile/<int:line>")
@access("facilitator")
def show_line(slug: str, lang: str, line: int) -> Response:
    """Lead from a line of the file to the text that stands there, or to the line itself."""
    draft = own_draft(slug)
    stored = own_language(draft, lang)
    if lang not in languages_of(alone(requests.db(), draft)):
        return to(draft, "list_languages")
    try:
        _sheet(draft, stored)
        key = key_at(lang, stored.text.encode(), line)
    except Unreadable:
        return _to(slug, lang, zeile=line, _anchor=f"zeile-{line}")
    return _to(slug, lang, text=key or None)


@blueprint.post("/studio/<slug>/sprachen/<lang>/datei")
@access("facilitator")
@takes(LARGEST_REQUEST)
def update_file(slug: str, lang: str) -> Response:
    """Store the whole file as it was typed, where its faults keep the sheet closed."""
    form = TextForm(request.form)
    draft = own_draft(slug)
    own_language(draft, lang)
    by, now, db = staff.acting(), requests.now(), requests.db()
    try:
        edit_translation(db, draft, lang, form.text, by=by, seen=form.seen, now=now)
    except Conflict as conflict:
        at = {"slug": slug, "lang": lang}
        action = url_for("studio.update_file", **at)
        page = two_texts(draft, conflict, action, url_for("studio.edit_texts", **at))
        return current_app.response_class(page, 409)
    return _to(slug, lang)


@blueprint.post("/studio/<slug>/sprachen/<lang>/verwaist")
@access("facilitator")
def delete_orphan(slug: str, lang: str) -> Response:
    """Drop a translation whose text is gone."""
    sheet = open_sheet(slug, lang)
    sheet.drop(request.form.get("key", ""))
    return _to(slug, lang, **_where(request.form))


def _page(draft: Draft, stored: Translation) -> str:
    try:
        found = _sheet(draft, stored)
    except Unreadable as unreadable:
        return _closed(draft, stored, unreadable)
    chosen = request.args.get("text", "")
    own = next((row for row in found.rows if row.key == chosen), None)
    shown = _filter(request.args)
    if own and own not in _shown(found, shown):
        shown = "all"
    pages = list(_pages(_groups(_shown(found, shown)))) or [[]]
    at = next((n for n, page in enumerate(pages, 1) if _holds(page, own)), None)
    at = at or min(max(request.args.get("page", 1, type=int), 1), len(pages))
    languages = languages_of(alone(requests.db(), draft))
    return render_template(
        "studio/translations/edit.html",
        draft=draft,
        stored=stored,
        source=languages[0] if languages else "de",
        counts=counts(found),
        shown=shown,
        groups=pages[at - 1],
        page=at,
        pages=len(pages),
        orphans=found.orphans,
        chosen=chosen,
        rows_for=_rows_for,
        language_name=language_name,
    )


def _sheet(draft: Draft, stored: Translation) -> Sheet:
    """Return the sheet with the problems of its file. Raise `Unreadable`."""
    db = requests.db()
    parsed = alone(db, draft)
    if parsed.known is None:
        raise Unreadable(())
    name = path_of(stored.lang).name
    problems = [each for each in draft.parsed(db).problems if each.file == name]
    return sheet_of(parsed, stored, problems)


def _holds(page: list[Group], row: Row | None) -> bool:
    return any(row in group.rows for group in page)


def _closed(draft: Draft, stored: Translation, unreadable: Unreadable) -> str:
    """Show the file itself; where it has no faults, the journey's own text has."""
    return render_template(
        "studio/translations/closed.html",
        draft=draft,
        stored=stored,
        problems=unreadable.problems,
        lines=stored.text.split("\n"),
        language_name=language_name,
    )


def _shown(found: Sheet, shown: str) -> list[Row]:
    """Return the rows of a filter; a fault in a translation is told whatever is shown."""
    if shown == "all":
        return list(found.rows)
    return [
        row for row in found.rows
        if row.problems or (row.is_open if shown == "open" else row.status == shown)
    ]  # fmt: skip


def _groups(rows: Iterable[Row]) -> Iterator[Group]:
    waiting: list[Row] = []
    for row in rows:
        if waiting and (row.group != waiting[0].group or len(waiting) == ROWS_A_FORM):
            yield Group(waiting[0].group, tuple(waiting))
            waiting = []
        waiting.append(row)
    if waiting:
        yield Group(waiting[0].group, tuple(waiting))


def _pages(groups: Iterable[Group]) -> Iterator[list[Group]]:
    page: list[Group] = []
    for group in groups:
        page.append(group)
        if sum(len(each.rows) for each in page) >= ROWS_A_PAGE:
            yield page
            page = []
    if page:
        yield page


def _two_texts(sheet: OpenSheet, form: SheetForm) -> str:
    met = [(each, sheet.rows.get(each.key)) for each in form.sent]
    return render_template(
        "studio/translations/show_conflict.html",
        draft=sheet.draft,
        stored=sheet.stored,
        is_closed=not sheet.rows,
        met=[(each, row, each.meets_newer(row)) for each, row in met],
        right=form.right,
        where=_where(request.form),
        language_name=language_name,
    )


def _rows_for(words: str) -> int:
    """Return how many lines a field needs for a text about as long as this one."""
    return min(max(2, -(-len(words) // 45) + words.count("\n")), 12)


def _filter(fields: Mapping[str, str]) -> str:
    shown = fields.get("show", "")
    return shown if shown in FILTERS else "open"


def _where(fields: Mapping[str, str]) -> dict[str, object]:
    """Return which part of the sheet was open, for the address of what comes next."""
    page = fields.get("page", "")
    found: dict[str, object] = {"show": _filter(fields)}
    return found | ({"page": page} if page.isascii() and page.isdigit() and page != "1" else {})


def _to(slug: str, lang: str, **values: Any) -> Response:
    address = url_for("studio.edit_texts", slug=slug, lang=lang, **values)
    return cast(Response, redirect(address, 303))
