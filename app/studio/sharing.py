"""Sharing: who finds a journey, who writes it along, and who may look at its draft."""

from typing import Any, cast

from flask import Response, abort, current_app, redirect, render_template, request, url_for

from app.models.author import LastAuthor, accept, authors_of, invite, invited, leave
from app.models.company import Company
from app.models.draft import VISIBILITIES, Draft
from app.models.draft_import import import_of
from app.models.journey import newest_version
from app.models.refusal import Refused
from app.models.review import links_of, revoke, share
from app.studio import blueprint
from app.studio.drafts import own_draft, to
from app.ui import errors, requests, staff
from app.ui.access import access


@blueprint.get("/studio/<slug>/teilen")
@access("facilitator")
def show_sharing(slug: str) -> str:
    """Show everything around the text of a draft."""
    return sharing_page(own_draft(slug))


@blueprint.post("/studio/<slug>/sichtbarkeit")
@access("facilitator")
def update_visibility(slug: str) -> Response:
    """Decide who finds the journey once it is published."""
    draft = own_draft(slug)
    wanted = request.form.get("visibility")
    if wanted not in VISIBILITIES:
        return sharing_refused(draft, "visibility-everybody", "visibility-missing")
    draft.show_to(requests.db(), wanted)
    return to(draft, "show_sharing")


@blueprint.post("/studio/<slug>/sichtbarkeit/link")
@access("facilitator")
def update_link(slug: str) -> Response:
    """Make another link; the one before leads nowhere any more."""
    draft = own_draft(slug)
    if draft.visibility == "link":
        draft.renew_link(requests.db())
    return to(draft, "show_sharing")


@blueprint.post("/studio/<slug>/autoren")
@access("facilitator")
def create_invitation(slug: str) -> str:
    """Invite another author; the answer is the only place where the link ever stands."""
    draft = own_draft(slug)
    token = invite(requests.db(), draft, by=staff.acting(), now=requests.now())
    link = _absolute(url_for("studio.confirm_authorship", token=token))
    return render_template("studio/sharing/show_invitation.html", draft=draft, link=link)


@blueprint.get("/studio/<slug>/austritt")
@access("facilitator")
def confirm_leave(slug: str) -> str:
    """Say what leaving means."""
    return _confirm_leave(own_draft(slug))


@blueprint.post("/studio/<slug>/austritt")
@access("facilitator")
def leave_draft(slug: str) -> Response:
    """Stop writing a draft; the last author stays."""
    draft = own_draft(slug)
    try:
        leave(requests.db(), draft, staff.acting())
    except LastAuthor:
        page = _confirm_leave(draft, errors.words("last-author"))
        return current_app.response_class(page, 409)
    return cast(Response, redirect(url_for("studio.list_drafts"), 303))


@blueprint.get("/mitschreiben/<token>")
@access("facilitator")
def confirm_authorship(token: str) -> str:
    """Say which journey an invitation opens."""
    found = invited(requests.db(), token, requests.now()) or abort(404)
    return render_template("studio/sharing/confirm_authorship.html", invitation=found, token=token)


@blueprint.post("/mitschreiben/<token>")
@access("facilitator")
def create_authorship(token: str) -> Response:
    """Become an author; the invitation is used up."""
    draft = accept(requests.db(), token, staff.acting(), requests.now()) or abort(404)
    return to(draft, "show_editor")


@blueprint.post("/studio/<slug>/durchsicht")
@access("facilitator")
def create_review(slug: str) -> str | Response:
    """Make a link for somebody without an account; the answer alone shows it."""
    draft = own_draft(slug)
    try:
        token = share(requests.db(), draft, by=staff.acting(), now=requests.now())
    except Refused as refusal:
        return sharing_refused(draft, "review", refusal.code)
    link = _absolute(url_for("studio.show_review", token=token))
    return render_template("studio/sharing/show_review_link.html", draft=draft, link=link)


@blueprint.post("/studio/<slug>/durchsicht/<int:link>/ende")
@access("facilitator")
def delete_review(slug: str, link: int) -> Response:
    """End a link at once."""
    draft = own_draft(slug)
    if link > 2**31 or not revoke(requests.db(), draft, link, requests.now()):
        abort(404)
    return to(draft, "show_sharing")


def sharing_refused(draft: Draft, field: str, code: str, typed: str = "") -> Response:
    """Draw the page again with what was wrong, and what was typed."""
    page = sharing_page(draft, {field: errors.words(code)}, typed)
    return current_app.response_class(page, 422)


def sharing_page(draft: Draft, problems: dict[str, str] | None = None, typed: str = "") -> str:
    """Draw everything around the text of a draft."""
    db = requests.db()
    last = newest_version(db, draft.journey_id)
    code = draft.link_code if draft.visibility == "link" else None
    return render_template(
        "studio/sharing/show.html",
        draft=draft,
        here="sharing",
        errors=problems or {},
        typed=typed,
        companies=Company.finding(db, draft.id) if draft.visibility == "companies" else [],
        link=_absolute(f"/r/{code}") if code else "",
        number=last.number if last else None,
        is_imported=import_of(db, draft.id) is not None,
        authors=authors_of(db, draft.id),
        me=staff.acting().id,
        links=links_of(db, draft),
        now=requests.now(),
    )


def _confirm_leave(draft: Draft, problem: str = "") -> str:
    return render_template("studio/sharing/confirm_leave.html", draft=draft, problem=problem)


def _absolute(path: str) -> str:
    config: Any = current_app.config["ZR"]
    return f"{config.base_url}{path}"
