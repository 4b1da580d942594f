"""Publications: the last look at a draft, what it does to those under way, and the new version."""

from typing import Any, cast

from flask import Response, abort, current_app, redirect, render_template, request, url_for

from app.content.problems import ERROR
from app.engine import Journey
from app.lib import qr
from app.models.draft import Draft
from app.models.impact import impact
from app.models.journey import Overtaken, Version, newest_version
from app.models.publication import NotReady, Outdated, Published, publish, publisher_of, versions_of
from app.models.user import User
from app.studio import blueprint
from app.studio.changes import compare, counted, shown, side_of_draft, side_of_version
from app.studio.drafts import own_draft
from app.studio.problems import problems_of
from app.ui import formats, impacts, requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.ui.overviews import journey_overview
from app.ui.words import gettext as _

LONGEST_NOTE = 200
NUMBER = "<int(max=2147483647):number>"


class PublicationForm(Form):
    """What is new in one sentence, and which state its author saw when they wrote it."""

    def read(self) -> None:
        """Take the sentence on one line; from the second version on it is needed."""
        self.note = " ".join(self.word("note").split())
        self.seen = self.word("seen")
        self.against = self.number("against") or 0
        if len(self.note) > LONGEST_NOTE:
            self.refuse("note", "note-long", most=formats.number(LONGEST_NOTE))
        elif self.against and not self.note:
            self.refuse("note", "note-missing")


@blueprint.get("/studio/<slug>/veroeffentlichung")
@access("facilitator")
def new_publication(slug: str) -> str:
    """Show what would be published, for whom, and what it does to those under way."""
    return _page(own_draft(slug))


@blueprint.post("/studio/<slug>/veroeffentlichung")
@access("facilitator")
def create_publication(slug: str) -> Response:
    """Make the next version, of the very state that was looked at."""
    requests.ask(lambda db: (Draft.within_reach(db, slug, staff.acting()) or abort(404)).parsed(db))
    draft, form = own_draft(slug), PublicationForm(request.form)
    if form.errors:
        return current_app.response_class(_page(draft, form), 422)
    given: dict[str, Any] = {"note": form.note, "seen": form.seen, "against": form.against}
    try:
        new, _is_new = publish(requests.db(), draft, by=staff.acting(), now=requests.now(), **given)
    except (Overtaken, Outdated, NotReady) as refused:
        told = _told(refused, draft)
        return current_app.response_class(_page(draft, form, told), 409)
    address = url_for("studio.show_publication", slug=slug, number=new.number)
    return cast(Response, redirect(address, 303))


@blueprint.get(f"/studio/<slug>/veroeffentlichung/{NUMBER}")
@access("facilitator")
def show_publication(slug: str, number: int) -> str:
    """Show that a version is published, with the link to it and its code."""
    draft = own_draft(slug)
    found = own_version(draft, number)
    address = _address(draft)
    width, drawing = qr.path(address) if address else (0, "")
    return render_template(
        "studio/publications/show.html",
        draft=draft,
        version=found,
        address=address,
        width=width,
        drawing=drawing,
    )


def own_version(draft: Draft, number: int) -> Published:
    """Return a version of a draft's journey by its number; 404 for one that is not there."""
    found = (each for each in versions_of(requests.db(), draft.journey_id) if each.number == number)
    return next(found, None) or abort(404)


def _page(draft: Draft, form: PublicationForm | None = None, told: str = "") -> str:
    """Show the present state of a draft with what was typed; `told` says why it is shown again."""
    draft = Draft.find(requests.db(), draft.id)
    last = newest_version(requests.db(), draft.journey_id)
    sentences = form.sentences() if form and not told else {}
    return render_template(
        "studio/publications/new.html",
        **_problems(draft),
        **_differences(draft, last),
        last=last,
        number=last.number + 1 if last else 1,
        note=form.note if form else "",
        messages=sentences,
        errors=list(sentences.items()),
        told=told,
        here="publication",
        is_published=last is not None and last.hash == draft.hash,
    )


def _problems(draft: Draft) -> dict[str, Any]:
    """Return what is in the way and what is only advised, beside what will be published."""
    found = problems_of(draft)
    parsed = draft.parsed(requests.db())
    journey = parsed.journey
    groups = [group for group in found["groups"] if group[0] == ERROR]
    can_be_published = journey and not found["names_another"]
    return found | {
        "groups": groups,
        "advised": found["counted"] if not groups else "",
        "journey": journey_overview(journey) if journey and can_be_published else None,
        "steps": len(journey.steps) if journey else 0,
        "impact": _impact(draft, journey),
    }


def _impact(draft: Draft, journey: Journey | None) -> str:
    """Say what the version would do to everybody under way; nothing is changed by asking."""
    if journey is None or not newest_version(requests.db(), draft.journey_id):
        return ""
    return impacts.coarse_sentence(impact(requests.db(), draft.journey_id, journey))


def _differences(draft: Draft, last: Version | None) -> dict[str, Any]:
    if last is None:
        return {"sections": [], "differs": [], "knows_structure": True}
    found = compare(side_of_version(last.id), side_of_draft(draft))
    return {
        "sections": shown(found),
        "differs": counted(found),
        "knows_structure": found.knows_structure,
    }


def _told(refused: Exception, draft: Draft) -> str:
    """Say why a version was not made, and who was quicker."""
    if isinstance(refused, Overtaken) and refused.latest:
        last = own_version(draft, refused.latest.number)
        values = {"number": last.number, "time": formats.time(last.at)}
        who = publisher_of(requests.db(), last.id)
        if who:
            return _(
                "%(name)s hat um %(time)s Fassung %(number)s veröffentlicht.", name=who, **values
            )
        return _("Um %(time)s wurde Fassung %(number)s veröffentlicht.", **values)
    if isinstance(refused, NotReady):
        return _("Der Entwurf hat Fehler. Veröffentlicht wurde nichts.")
    changed = Draft.find(requests.db(), draft.id)
    editor = User.find(requests.db(), changed.edited_by) if changed.edited_by else None
    time = formats.time(changed.edited_at)
    if editor:
        return _("%(name)s hat den Entwurf um %(time)s geändert.", name=editor.name, time=time)
    return _("Der Entwurf wurde um %(time)s geändert.", time=time)


def _address(draft: Draft) -> str:
    """Return the link under which learners find the journey; "" while nobody can."""
    path = url_for("player.show_journey", slug=draft.journey_id)
    if draft.visibility == "link":
        path = f"/r/{draft.link_code}"
    is_closed = draft.archived_at or draft.visibility == "companies"
    return "" if is_closed else f"{current_app.config['ZR'].base_url}{path}"
