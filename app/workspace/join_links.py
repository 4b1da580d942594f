"""Join links: the company's own link and code, by which people put themselves on its list."""

from datetime import timedelta
from io import BytesIO

import segno
from flask import Response, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.models.assignment import end_of, today
from app.models.audit import Audit
from app.models.group import spaced
from app.models.join_code import JoinCode
from app.ui import requests, staff
from app.ui.access import access
from app.workspace import blueprint
from app.workspace.companies import own_company, page
from app.workspace.entrances import SeatsForm
from app.workspace.invitations import address_of, link_of, state_of
from app.workspace.periods import day_in, typed

ROOT = "/betrieb/menschen/link"
MOMENT = timedelta(seconds=1)


class LimitsForm(SeatsForm):
    """How many people may join at most, and the last day; both may stay empty."""

    def read(self) -> None:
        """Take both; a day that is over is refused."""
        super().read()
        self.ends_on = day_in(self, "ends-on") if self.word("ends-on") else None
        if self.ends_on and self.ends_on < today(requests.now(), own_company().timezone):
            self.refuse("ends-on", "period-past")


@blueprint.get(ROOT)
@access("manager")
def show_join_link() -> str:
    """Show link, code and QR code, and what can be done with them."""
    return _page()


@blueprint.post(ROOT)
@access("manager")
def create_join_link() -> AnyResponse:
    """Make the link, or another one where the last was revoked; a second press makes none."""
    company, seen = own_company(), request.form.get("seen", "")
    JoinCode.into_company(requests.db(), company.id, seen, requests.now())
    return _noted("create")


@blueprint.get(f"{ROOT}/qr.svg")
@access("manager")
def show_join_code() -> Response:
    """Draw the QR code, which carries the longer token."""
    drawn = BytesIO()
    segno.make(link_of(_link().token), error="m", micro=False).save(
        drawn, kind="svg", border=4, dark="black", light="white", omitsize=True
    )
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@blueprint.post(f"{ROOT}/grenzen")
@access("manager")
def update_join_limits() -> AnyResponse:
    """Take another limit and another last day."""
    link, form, db = _link(), LimitsForm(request.form), requests.db()
    if form.errors:
        return current_app.response_class(_page(form), 422)
    zone = own_company().timezone
    link.limit(db, form.seats)
    link.end(db, end_of(form.ends_on, zone) if form.ends_on else None)
    return _noted("limit")


@blueprint.post(f"{ROOT}/pause")
@access("manager")
def create_join_pause() -> AnyResponse:
    """Let nobody join for a while."""
    _link().pause(requests.db(), requests.now())
    return _noted("pause")


@blueprint.post(f"{ROOT}/weiter")
@access("manager")
def delete_join_pause() -> AnyResponse:
    """Let people join again."""
    _link().resume(requests.db())
    return _noted("resume")


@blueprint.get(f"{ROOT}/<any(neu, entzug):act>")
@access("manager")
def confirm_join_change(act: str) -> str:
    """Say what another link, or none, means for paper that hangs somewhere."""
    return page("join_links/confirm.html", link=_link(), is_renewal=act == "neu")


@blueprint.post(f"{ROOT}/neu")
@access("manager")
def create_join_renewal() -> AnyResponse:
    """Make another link, once for each form."""
    _link().renew(requests.db(), request.form.get("seen", ""))
    return _noted("renew")


@blueprint.post(f"{ROOT}/entzug")
@access("manager")
def create_join_revocation() -> AnyResponse:
    """Make the link void."""
    _link().revoke(requests.db(), requests.now())
    return _noted("revoke")


def _link() -> JoinCode:
    """Return the link of the company; without one there is nothing to be changed."""
    found = JoinCode.of_company(requests.db(), own_company().id)
    return found if found and not found.revoked_at else abort(404)


def _noted(act: str) -> AnyResponse:
    by, about = staff.acting().email, own_company().code
    Audit.note(requests.db(), f"join-link:{act}", by=by, about=about, now=requests.now())
    return redirect(url_for("workspace.show_join_link"), 303)


def _page(form: LimitsForm | None = None) -> str:
    company = own_company()
    link = JoinCode.of_company(requests.db(), company.id)
    seen = link.token if link else ""
    if link is None or link.revoked_at or not link.code:
        return page("join_links/new.html", seen=seen)
    last = today(link.ends_at - MOMENT, company.timezone) if link.ends_at else None
    return page(
        "join_links/show.html",
        link=link_of(link.token),
        code=spaced(link.code),
        address=address_of(link.code),
        state=state_of(link),
        is_paused=link.paused_at is not None,
        used=link.used,
        seats=form.word("seats") if form else link.seats or "",
        ends_on=form.word("ends-on") if form else typed(last),
        errors=form.sentences() if form else {},
    )
