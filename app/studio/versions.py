"""Versions: all of them, what differs between any two, and old ones as the draft once more."""

from collections.abc import Iterator
from typing import Any

from flask import Response, abort, current_app, render_template, request

from app.content.importers import bundle
from app.models.draft import Draft
from app.models.draft_copy import copied, copies_of, restore
from app.models.draft_files import Files, published
from app.models.journey import sources
from app.models.publication import Published, versions_of
from app.studio import blueprint
from app.studio.changes import compare, counted, shown, side_of_draft, side_of_version
from app.studio.drafts import own_draft, to
from app.studio.publications import NUMBER, own_version
from app.ui import formats, requests, staff
from app.ui.access import access
from app.ui.impacts import under_way
from app.ui.words import gettext as _

COPY = "<int(max=2147483647):copy>"
DRAFT = "entwurf"


@blueprint.get("/studio/<slug>/versionen")
@access("facilitator")
def list_versions(slug: str) -> str:
    """Show every version, and what was kept of the draft."""
    draft = own_draft(slug)
    versions = versions_of(requests.db(), slug)
    return render_template(
        "studio/versions/list.html",
        draft=draft,
        here="versions",
        versions=[(each, under_way(each.open_runs)) for each in versions],
        copies=copies_of(requests.db(), draft),
        is_offered=any(each.is_offered for each in versions),
        states=list(_states(versions)),
        **_chosen(versions),
    )


@blueprint.get("/studio/<slug>/versionen/vergleich")
@access("facilitator")
def show_comparison(slug: str) -> str:
    """Show what differs between two versions, or between one and the draft."""
    draft = own_draft(slug)
    versions = versions_of(requests.db(), slug)
    chosen = _chosen(versions)
    known = dict(_states(versions))
    if chosen["old"] not in known or chosen["new"] not in known:
        abort(404)
    sides = [
        side_of_draft(draft) if name == DRAFT else side_of_version(own_version(draft, int(name)).id)
        for name in (chosen["old"], chosen["new"])
    ]
    found = compare(*sides)
    return render_template(
        "studio/versions/show_comparison.html",
        draft=draft,
        here="versions",
        states=list(known.items()),
        between=[known[chosen[name]] for name in ("old", "new")],
        sections=shown(found),
        differs=counted(found),
        knows_structure=found.knows_structure,
        **chosen,
    )


@blueprint.get(f"/studio/<slug>/versionen/{NUMBER}/reise.zip")
@access("facilitator")
def export_version(slug: str, number: int) -> Response:
    """Send the files of a version as its author wrote them."""
    draft = own_draft(slug)
    data = bundle.zipped(sources(requests.db(), own_version(draft, number).id))
    name = f"{draft.journey_id}-{number}.zip"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return current_app.response_class(data, mimetype="application/zip", headers=disposition)


@blueprint.get(f"/studio/<slug>/versionen/{NUMBER}/wiederherstellung")
@access("facilitator")
def confirm_restoration(slug: str, number: int) -> str:
    """Say what restoring a version does to the draft."""
    draft = own_draft(slug)
    own_version(draft, number)
    return _confirm(draft, _("Fassung %(number)s", number=number))


@blueprint.post(f"/studio/<slug>/versionen/{NUMBER}/wiederherstellung")
@access("facilitator")
def create_restoration(slug: str, number: int) -> Response:
    """Put a version in the place of the draft's present state, which is kept."""
    draft = own_draft(slug)
    files = published(requests.db(), own_version(draft, number).id)
    return _restored(draft, files)


@blueprint.get(f"/studio/<slug>/staende/{COPY}/wiederherstellung")
@access("facilitator")
def confirm_restoration_of_copy(slug: str, copy: int) -> str:
    """Say what restoring a kept state does to the draft."""
    draft = own_draft(slug)
    found = (each for each in copies_of(requests.db(), draft) if each.id == copy)
    kept = next(found, None) or abort(404)
    day, time = formats.date(kept.at), formats.time(kept.at)
    return _confirm(draft, _("Stand vom %(day)s, %(time)s", day=day, time=time))


@blueprint.post(f"/studio/<slug>/staende/{COPY}/wiederherstellung")
@access("facilitator")
def create_restoration_of_copy(slug: str, copy: int) -> Response:
    """Put a kept state in the place of the draft's present one, which is kept."""
    draft = own_draft(slug)
    return _restored(draft, copied(requests.db(), draft, copy) or abort(404))


def _confirm(draft: Draft, name: str) -> str:
    return render_template("studio/versions/confirm_restoration.html", draft=draft, name=name)


def _restored(draft: Draft, files: Files) -> Response:
    restore(requests.db(), draft, files, by=staff.acting(), now=requests.now())
    return to(draft, "show_editor")


def _states(versions: list[Published]) -> Iterator[tuple[str, str]]:
    """Give what can be compared: the draft, then every version."""
    yield DRAFT, _("Entwurf")
    for each in versions:
        yield str(each.number), _("Fassung %(number)s", number=each.number)


def _chosen(versions: list[Published]) -> dict[str, Any]:
    """Return which two are compared, the older one first; at first the newest and the draft."""
    newest = str(versions[0].number) if versions else DRAFT
    pair = request.args.get("von", newest), request.args.get("bis", DRAFT)
    old, new = sorted(pair, key=lambda name: (name == DRAFT, len(name), name))
    return {"old": old, "new": new}
