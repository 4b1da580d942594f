"""Groups: open one for a workshop, show its code, see how many joined, close it."""

from io import BytesIO

import segno
from flask import (
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from app.engine import only_words
from app.extensions import htmx
from app.models.door import listed
from app.models.group import Group, spaced
from app.models.journey import compiled
from app.models.refusal import Refused
from app.studio import blueprint
from app.ui import errors, requests, staff
from app.ui.access import access
from app.ui.forms import Form
from app.ui.insights import stations
from app.ui.overviews import journey_overview, journey_overviews

ROOT = "/studio/gruppe/<code>"
LONGEST_TITLE = 80


class GroupForm(Form):
    """A group to be opened: a title that learners read, and a journey."""

    def read(self) -> None:
        """Take both; whether the journey exists only the database knows."""
        self.title = self.word("title")
        self.journey = self.word("journey")
        if not self.title:
            self.refuse("title", "group-title-missing")
        elif len(self.title) > LONGEST_TITLE:
            self.refuse("title", "group-title-long")
        if not self.journey:
            self.refuse("journey", "journey-missing")


@blueprint.get("/studio/gruppen")
@access("facilitator")
def list_groups() -> str:
    """Show the groups of this facilitator, the newest first."""
    db = requests.db()
    groups = Group.of_owner(db, staff.acting().id)
    titles = {group.id: journey_overview(group.journey(db)).title for group in groups}
    return render_template("studio/groups/list.html", groups=groups, titles=titles, spaced=spaced)


@blueprint.get("/studio/gruppen/neu")
@access("facilitator")
def new_group() -> str:
    """Ask for a title and a journey."""
    return _ask(request.args.get("reise", ""))


@blueprint.post("/studio/gruppen")
@access("facilitator")
def create_group() -> AnyResponse:
    """Open a group on the newest version of a journey."""
    form, group = GroupForm(request.form), None
    if not form.errors:
        owner, now = staff.acting(), requests.now()
        try:
            wanted = (form.journey, form.title)
            group = Group.open(requests.db(), owner.id, *wanted, now, known=form.word("known"))
        except Refused as refusal:
            form.refuse("journey", refusal.code)
    if group is None:
        return make_response(_ask(form.journey, form), 422)
    return redirect(url_for("studio.show_group", code=group.code), 303)


@blueprint.get(ROOT)
@access("facilitator")
def show_group(code: str) -> str:
    """Show the code in big signs, how many joined, and the stations to evaluate."""
    return page_of(own_group(code))


@blueprint.get(f"{ROOT}/beigetreten")
@access("facilitator")
def show_joined(code: str) -> str | Response:
    """Show how many joined; the page asks again for this every 20 seconds."""
    group = own_group(code)
    if not htmx:
        return page_of(group)
    return requests.part(render_template("studio/groups/_joined.html", group=group))


@blueprint.get(f"{ROOT}/aushang")
@access("facilitator")
def show_poster(code: str) -> str:
    """Show code and QR code alone, to be printed."""
    return render_template("studio/groups/poster.html", **_frame(own_group(code)))


@blueprint.get(f"{ROOT}/qr.svg")
@access("facilitator")
def show_qr(code: str) -> Response:
    """Draw the QR code, which carries the longer token."""
    drawn = BytesIO()
    address = f"{current_app.config['ZR'].base_url}/m/{own_group(code).token}"
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=4, dark="black", light="white", omitsize=True
    )
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@blueprint.get(f"{ROOT}/umzug")
@access("facilitator")
def confirm_move(code: str) -> str:
    """Say what moving to the newest version means."""
    group, db = own_group(code), requests.db()
    ahead = group.ahead(db)
    words_alone = ahead is not None and only_words(group.journey(db), compiled(db, ahead.id))
    return render_template(
        "studio/groups/confirm_move.html", group=group, ahead=ahead, words_alone=words_alone
    )


@blueprint.post(f"{ROOT}/umzug")
@access("facilitator")
def create_move(code: str) -> AnyResponse:
    """Let the whole group walk the newest version from now on."""
    group = own_group(code)
    try:
        group.take_over(requests.db(), requests.now())
    except Refused as refusal:
        return refused(group, refusal)
    return redirect(url_for("studio.show_group", code=code), 303)


@blueprint.get(f"{ROOT}/schluss")
@access("facilitator")
def confirm_close(code: str) -> str:
    """Say what closing means."""
    return render_template("studio/groups/confirm_close.html", group=own_group(code))


@blueprint.post(f"{ROOT}/schluss")
@access("facilitator")
def create_close(code: str) -> AnyResponse:
    """Close the group for good; what was released stays."""
    own_group(code).close(requests.db(), requests.now())
    return redirect(url_for("studio.show_group", code=code), 303)


def own_group(code: str) -> Group:
    """Return the group with this code; to everybody else's facilitator there is no such page."""
    return Group.within_reach(requests.db(), staff.acting().id, code) or abort(404)


def page_of(group: Group, refusal: str = "") -> str:
    """Draw the page of a group; `refusal` says why something was not done."""
    db = requests.db()
    sight = group.sight(db)
    return render_template(
        "studio/groups/show.html",
        **_frame(group),
        sight=sight,
        stations=stations(db, group.journey(db), sight.batches),
        refusal=refusal,
        ahead=group.ahead(db),
        is_paused=group.is_paused(db),
        way_on=group.way_on(db),
    )


def refused(group: Group, refusal: Refused) -> AnyResponse:
    """Show the group again with the reason why nothing was done."""
    return make_response(page_of(group, errors.words(refusal.code)), 409)


def _frame(group: Group) -> dict[str, object]:
    address = current_app.config["ZR"].base_url.partition("://")[2]
    return {
        "group": group,
        "journey": journey_overview(group.journey(requests.db())),
        "spaced": spaced(group.code),
        "site": f"{address}/m",
    }


def _ask(chosen: str, form: GroupForm | None = None) -> str:
    sentences = form.sentences() if form else {}
    last = next(iter(Group.of_owner(requests.db(), staff.acting().id)), None)
    return render_template(
        "studio/groups/new.html",
        journeys=journey_overviews(listed(requests.db())),
        chosen=chosen,
        known=last.code if last else "",
        title=form.title if form else "",
        sentences=sentences,
        errors=list(sentences.items()),
    )
