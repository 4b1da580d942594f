"""Translations of a draft: what is missing or has changed first, text beside text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from flask import Response, abort, current_app, redirect, render_template, request, url_for

from app.content.edit import Words
from app.content.edit_texts import Unreadable
from app.content.sheet import Row, Sheet, mark, path_of, translated, without
from app.models.draft import Conflict, Draft
from app.models.draft_parts import Translation, alone, edit_translation, look_ahead, translation
from app.studio import blueprint
from app.studio.drafts import own_draft
from app.studio.languages import (
    counts,
    known_of,
    language_name,
    languages_of,
    own_language,
    sheet_of,
)
from app.ui import requests, staff
from app.ui.access import access
from app.ui.forms import CONTROL_SIGNS, Form
from app.ui.sizes import takes

if TYPE_CHECKING:
    from app.content.source import Parsed

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


@dataclass(frozen=True, slots=True)
class Sent:
    """One translation as it was typed, over the text and the translation that were shown."""

    key: str
    words: Words
    seen: str
    source: str


class SheetForm(Form):
    """The translations of one group; `right` are keys whose translation still fits."""

    def read(self) -> None:
        """Take each text with its marks; texts of a list come one after the other."""
        self.right = set(request.form.getlist("right"))
        self.sent = [
            Sent(key, self._words(key), self.word(f"seen:{key}"), self.word(f"source:{key}"))
            for key in dict.fromkeys(request.form.getlist("key"))
        ]

    def _words(self, key: str) -> Words:
        typed = [
            CONTROL_SIGNS.sub("", each.replace("\r\n", "\n").replace("\r", "\n")).strip()
            for each in request.form.getlist(f"text:{key}")
        ]
        return tuple(typed) if f"list:{key}" in request.form else "".join(typed[:1])


@blueprint.get("/studio/<slug>/sprachen/<lang>")
@access("facilitator")
def edit_texts(slug: str, lang: str) -> str:
    """Show texts and translations, those first that somebody has to look at."""
    draft = own_draft(slug)
    return _page(draft, own_language(draft, lang))


@blueprint.post("/studio/<slug>/sprachen/<lang>")
@access("facilitator")
@takes(LARGEST_REQUEST)
def update_texts(slug: str, lang: str) -> Response:
    """Store the translations of a group; what somebody else has changed since is shown."""
    form = SheetForm(request.form)
    _check_ahead(slug, lang, form)
    draft = own_draft(slug)
    stored = own_language(draft, lang)
    parsed = alone(requests.db(), draft)
    rows = {row.key: row for row in sheet_of(parsed, stored).rows}
    if any(_is_overtaken(each, rows.get(each.key)) for each in form.sent):
        return current_app.response_class(_two_texts(draft, stored, form, rows), 409)
    text = _with(parsed, stored, form, rows)
    if text != stored.text:
        _keep(draft, stored, text)
    return _to(slug, lang, **_where(request.form))


@blueprint.post("/studio/<slug>/sprachen/<lang>/datei")
@access("facilitator")
@takes(LARGEST_REQUEST)
def update_file(slug: str, lang: str) -> Response:
    """Store the whole file as it was typed, where its faults keep the sheet closed."""
    draft = own_draft(slug)
    stored = own_language(draft, lang)
    if request.form.get("seen") != str(stored.revision):
        abort(409)
    _keep(draft, stored, request.form.get("file", ""))
    return _to(slug, lang)


@blueprint.post("/studio/<slug>/sprachen/<lang>/verwaist")
@access("facilitator")
def delete_orphan(slug: str, lang: str) -> Response:
    """Drop a translation whose text is gone."""
    draft = own_draft(slug)
    stored = own_language(draft, lang)
    parsed = alone(requests.db(), draft)
    known = known_of(parsed)
    key = request.form.get("key", "")
    if key in {orphan.key for orphan, _ in sheet_of(parsed, stored).orphans}:
        raw = stored.text.encode()
        _keep(draft, stored, without(known, parsed.units, lang, raw, key).decode())
    return _to(slug, lang, **_where(request.form))


def _with(parsed: "Parsed", stored: Translation, form: SheetForm, rows: Mapping[str, Row]) -> str:
    """Return the file with what was sent, as far as it is different."""
    changes = {each.key: each.words for each in form.sent
               if mark(each.words) != mark(rows[each.key].text)}  # fmt: skip
    right = {key for key in form.right if key in rows and rows[key].status == "stale"}
    if not changes and not right:
        return stored.text
    raw = stored.text.encode() or None
    known = known_of(parsed)
    contents = translated(known, parsed.units, stored.lang, raw, changes, right - changes.keys())
    return contents.decode()


def _is_overtaken(sent: Sent, row: Row | None) -> bool:
    """Whether the text or its translation has changed since the form was shown."""
    if row is None:
        return True
    now = mark(row.text)
    return now not in (sent.seen, mark(sent.words)) or (
        mark(row.words) != sent.source and mark(sent.words) != sent.seen
    )


def _keep(draft: Draft, stored: Translation, text: str) -> None:
    try:
        edit_translation(
            requests.db(), draft, stored.lang, text,
            by=staff.acting(), seen=stored.revision, now=requests.now(),
        )  # fmt: skip
    except Conflict:
        abort(409)


def _check_ahead(slug: str, lang: str, form: SheetForm) -> None:
    """Check the new translations before the transaction of the write begins."""

    def look(session: Any) -> None:
        draft = Draft.within_reach(session, slug, staff.acting()) or abort(404)
        stored = translation(session, draft, lang)
        parsed = alone(session, draft)
        try:
            rows = {row.key: row for row in sheet_of(parsed, stored).rows}
            form.sent = [each for each in form.sent if _has_shape(each, rows.get(each.key))]
            if all(each.key in rows for each in form.sent):
                look_ahead(session, draft, texts={lang: _with(parsed, stored, form, rows)})
        except Unreadable:
            abort(409)

    requests.ask(look)


def _has_shape(sent: Sent, row: Row | None) -> bool:
    return row is None or isinstance(sent.words, str) == isinstance(row.words, str)


def _page(draft: Draft, stored: Translation) -> str:
    db = requests.db()
    parsed = alone(db, draft)
    if parsed.known is None:
        return _closed(draft, stored)
    whole = draft.parsed(db)
    problems = [each for each in whole.problems if each.file == path_of(stored.lang).name]
    try:
        found = sheet_of(parsed, stored, problems)
    except Unreadable as unreadable:
        return _closed(draft, stored, unreadable)
    shown = _filter(request.args)
    pages = list(_pages(_groups(_shown(found, shown))))
    at = min(max(request.args.get("page", 1, type=int), 1), len(pages) or 1)
    return render_template(
        "studio/translations/edit.html",
        draft=draft,
        stored=stored,
        source=languages_of(parsed)[0] if languages_of(parsed) else "de",
        counts=counts(found),
        shown=shown,
        groups=pages[at - 1] if pages else [],
        page=at,
        pages=len(pages),
        orphans=found.orphans,
        parsed=parsed,
        mark=mark,
        rows_for=_rows_for,
        language_name=language_name,
    )


def _closed(draft: Draft, stored: Translation, unreadable: Unreadable | None = None) -> str:
    problems = unreadable.problems if unreadable else ()
    return render_template(
        "studio/translations/closed.html",
        draft=draft, stored=stored, problems=problems, language_name=language_name,
    )  # fmt: skip


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


def _two_texts(draft: Draft, stored: Translation, form: SheetForm, rows: dict[str, Row]) -> str:
    return render_template(
        "studio/translations/show_conflict.html",
        draft=draft,
        stored=stored,
        sent=[(each, rows.get(each.key), _is_overtaken(each, rows.get(each.key)))
              for each in form.sent],
        right=form.right,
        where=_where(request.form),
        mark=mark,
        language_name=language_name,
    )  # fmt: skip


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
