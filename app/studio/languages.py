"""Languages of a draft: which there are, what is to be done in each, and one more."""

from typing import TYPE_CHECKING, Any, cast

from babel import Locale, UnknownLocaleError
from flask import Response, abort, current_app, redirect, render_template, request, url_for

from app.content.edit_parts import CannotEdit, with_language
from app.content.edit_texts import Unreadable
from app.content.names import Names
from app.content.sheet import Sheet, sheet
from app.models.draft import Conflict, Draft
from app.models.draft_files import present
from app.models.draft_parts import Translation, alone, remove_translation, translation
from app.studio import blueprint
from app.studio.drafts import own_draft
from app.ui import requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.ui.view import current

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.content.source import Parsed

OFFERED = """
ar bg bs cs da de el en es et fa fi fr hr hu it ja ko ku lt lv mk nl no pl prs ps pt ro ru sk sl so
sq sr sv ti tr uk vi zh
"""


@blueprint.get("/studio/<slug>/sprachen")
@access("facilitator")
def list_languages(slug: str) -> str:
    """Show the languages of a journey with what is to be done in each."""
    return _languages_page(own_draft(slug))


@blueprint.post("/studio/<slug>/sprachen")
@access("facilitator")
def create_language(slug: str) -> Response:
    """List one more language in the journey's text."""
    lang, form = request.form.get("language", ""), Form(request.form)
    ahead = requests.ask(lambda session: _ahead(session, slug))
    if lang not in OFFERED.split():
        abort(400)
    requests.ask(lambda session: _listed(session, ahead, lang, form))
    draft = own_draft(slug)
    text = _listed(requests.db(), draft, lang, form)
    if form.errors:
        return current_app.response_class(_languages_page(draft, form), 422)
    by, now = staff.acting(), requests.now()
    try:
        draft.edit(requests.db(), text, by=by, seen=draft.revision, now=now)
    except Conflict:
        abort(409)
    return cast(Response, redirect(url_for("studio.edit_texts", slug=slug, lang=lang), 303))


@blueprint.get("/studio/<slug>/sprachen/<lang>/loeschen")
@access("facilitator")
def confirm_delete_language(slug: str, lang: str) -> str:
    """Say what goes with the translation into a language that the journey lists no more."""
    draft = own_draft(slug)
    stored = _left_over(draft, lang)
    return render_template(
        "studio/translations/confirm_delete.html",
        draft=draft,
        stored=stored,
        language_name=language_name,
    )


@blueprint.post("/studio/<slug>/sprachen/<lang>/loeschen")
@access("facilitator")
def delete_language(slug: str, lang: str) -> Response:
    """Remove a translation that the journey lists no more."""
    draft = own_draft(slug)
    _left_over(draft, lang)
    remove_translation(requests.db(), draft, lang, by=staff.acting(), now=requests.now())
    return cast(Response, redirect(url_for("studio.list_languages", slug=slug), 303))


def _left_over(draft: Draft, lang: str) -> Translation:
    """Return a translation whose language is not listed; there is no page for others."""
    stored = translation(requests.db(), draft, lang)
    languages = languages_of(alone(requests.db(), draft))
    return stored if languages and lang not in languages and stored.revision else abort(404)


def _ahead(session: Any, slug: str) -> Draft:
    return Draft.within_reach(session, slug, staff.acting()) or abort(404)


def _listed(session: Any, draft: Draft, lang: str, form: Form) -> str:
    """Return the text that lists a language, checked; what cannot be is refused."""
    if lang in languages_of(alone(session, draft)):
        return draft.text
    try:
        text = with_language(draft.text, lang)
    except CannotEdit as refused:
        form.refuse("language", refused.code)
        return draft.text
    draft.parsed(session, text)
    return text


def languages_of(parsed: "Parsed") -> list[str]:
    """Return the languages a journey lists, its own first."""
    found = parsed.known.root.get("languages") if parsed.known else None
    return list(found or ())


def own_language(draft: Draft, lang: str) -> Translation:
    """Return the translation into a listed language; there is no page for others."""
    languages = languages_of(alone(requests.db(), draft))
    stored = translation(requests.db(), draft, lang)
    if lang not in languages[1:] and (lang in languages or not stored.revision):
        abort(404)
    return stored


def language_name(lang: str) -> str:
    """Say what a language is called, in the language of the page."""
    try:
        return Locale.parse(lang, sep="-").get_display_name(current().lang) or lang
    except (UnknownLocaleError, ValueError):
        return lang


def known_of(parsed: "Parsed") -> Names:
    """Return what the journey declares; nothing can be translated while it cannot be read."""
    return parsed.known or abort(409)


def sheet_of(parsed: "Parsed", stored: Translation, problems: "Iterable[Any]" = ()) -> Sheet:
    """Return all texts beside their translations. Raise `Unreadable`."""
    raw = stored.text.encode() or None
    return sheet(known_of(parsed), parsed.units, stored.lang, raw, problems)


def _languages_page(draft: Draft, form: Form | None = None) -> str:
    parsed = alone(requests.db(), draft)
    sentences = form.sentences() if form else {}
    languages = languages_of(parsed)
    stored = present(requests.db(), draft.id, draft.text).texts
    offered = [(lang, language_name(lang)) for lang in OFFERED.split() if lang not in languages]
    return render_template(
        "studio/translations/list.html",
        draft=draft,
        source=languages[0] if languages else None,
        languages=[(lang, _counts_of(draft, parsed, lang)) for lang in languages[1:]],
        left_over=[lang for lang in stored if languages and lang not in languages],
        offered=sorted(offered, key=lambda each: each[1].casefold()),
        messages=sentences,
        errors=list(sentences.items()),
        language_name=language_name,
    )


def _counts_of(draft: Draft, parsed: "Parsed", lang: str) -> dict[str, int] | None:
    try:
        return counts(sheet_of(parsed, translation(requests.db(), draft, lang)))
    except Unreadable:
        return None


def counts(found: Sheet) -> dict[str, int]:
    """Count the texts by what is to be done."""
    counted = {status: sum(row.status == status for row in found.rows)
               for status in ("missing", "stale", "done")}  # fmt: skip
    return counted | {"open": sum(row.is_open for row in found.rows), "all": len(found.rows)}
